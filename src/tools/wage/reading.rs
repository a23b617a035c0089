//! What was filled in, read as hours, money and days, and reckoned.

use std::collections::BTreeSet;

use migraction_core::wage::{
    Balance, Bound, Case, Lacking, Law, Paid, PaidBy, Reckoning, Said, Scale, Work, balance, reckon,
};
use migraction_core::{CivilDate, Decimal, Id, written};

use crate::state::Reader;
use crate::state::wage::{Asked, Blank};

/// Nobody works more hours in a day.
const DAY: u32 = 24;
/// Higher numbers are taken for a slip of the pen.
const HIGHEST: u32 = 1_000_000;

/// The check, read.
pub struct Read<'a> {
    /// The scale of the job.
    pub scale: &'a Scale,
    /// The fact that gives the share of a young worker.
    pub share: Option<&'a Id>,
    /// The first day.
    pub from: CivilDate,
    /// The last day.
    pub until: CivilDate,
    /// The hours at the least.
    pub work: Work,
    /// The hours at the most.
    pub most: Work,
    /// Money received.
    pub paid: Paid,
    /// What was said besides.
    pub said: Said,
}

/// A reckoned check.
#[derive(Clone)]
pub struct Found {
    /// At the least.
    pub least: Reckoning,
    /// Due, received, missing.
    pub balance: Balance,
}

/// A number as people type it, up to `most`.
fn number(text: &str, most: u32) -> Option<Decimal> {
    written::typed(text).filter(|read| *read <= Decimal::from(most))
}

/// Reads the check; nothing where scale or days are missing.
pub fn read<'a>(law: &'a Law, signs: &[Id], asked: &Asked) -> Option<Read<'a>> {
    let scale = law.scales.iter().find(|scale| scale.id == *asked.text(Blank::Scale))?;
    let day = |blank| written::day(asked.text(blank));
    let (from, until) = (day(Blank::From)?, day(Blank::Until)?);
    // Nothing written is nothing received; what cannot be read is not taken for nothing.
    let money = |blank| match asked.text(blank).trim() {
        "" => Some(Decimal::ZERO),
        text => number(text, HIGHEST),
    };
    let work = |blank| match asked.text(Blank::Know) {
        "log" => Some(Work::Days(asked.log.clone())),
        "total" => Some(Work::Total(number(asked.text(blank), HIGHEST)?)),
        _ => {
            let hours = number(asked.text(blank), DAY)?;
            let of = |at| if asked.has(&format!("day-{at}")) { hours } else { Decimal::ZERO };
            Some(Work::Week([0, 1, 2, 3, 4, 5, 6].map(of)))
        }
    };
    let least = work(Blank::Hours).unwrap_or(Work::Total(Decimal::ZERO));
    let most = work(Blank::Most).unwrap_or_else(|| least.clone());
    let by = match asked.text(Blank::By) {
        "hour" => PaidBy::Hour,
        "month" => PaidBy::Month,
        _ => PaidBy::Total,
    };
    let signs: BTreeSet<Id> =
        signs.iter().filter(|sign| asked.has(sign.as_str())).cloned().collect();
    Some(Read {
        scale,
        share: law
            .ages
            .iter()
            .find(|age| age.id == *asked.text(Blank::Age))
            .map(|age| &age.percent),
        from,
        until,
        work: least,
        most,
        paid: Paid {
            by,
            amount: money(Blank::Amount)?,
            is_doubtful: law.cash.is_some() && asked.has("cash"),
            taken: money(Blank::Taken)?,
        },
        said: Said {
            is_undeclared: asked.has("undeclared"),
            has_no_permit: asked.has("no-permit"),
            has_ended: asked.has("ended"),
            signs,
        },
    })
}

impl Read<'_> {
    /// The case at one end of its range.
    pub fn case(&self, bound: Bound) -> Case<'_> {
        Case {
            scale: self.scale,
            share: self.share,
            from: self.from,
            until: self.until,
            work: if bound == Bound::Least { &self.work } else { &self.most },
            monthly: self.paid.by == PaidBy::Month,
            bound,
        }
    }

    /// Reckons it.
    pub fn reckon(&self, reader: &Reader, law: &Law) -> Result<Found, Lacking> {
        let core = &reader.pack.core;
        let place = core.country(law.country.as_str()).ok_or(Lacking::Scale)?;
        // Nobody has been paid too little for days to come.
        if self.until > reader.today() {
            return Err(Lacking::Period);
        }
        let of = |bound| reckon(&core.facts, &place.calendar, &self.case(bound));
        let (one, other) = (of(Bound::Least)?, of(Bound::Most)?);
        // Typed the other way round, the smaller number is still the least.
        let (least, most) = if one.due <= other.due { (one, other) } else { (other, one) };
        let balance = balance(&least, &most, &self.paid);
        Ok(Found { least, balance })
    }
}
