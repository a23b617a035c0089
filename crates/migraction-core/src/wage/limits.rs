//! Hours that pass a limit of the law, whatever was paid for them.

use chrono::{Datelike, Days, NaiveDate};

use super::Law;
use super::reckon::amount_on;
use super::work::{DAY, Work};
use crate::facts::Facts;
use crate::{Decimal, Id};

/// A limit that was passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excess<'a> {
    /// More hours a week on average than allowed.
    Week {
        /// The fact.
        fact: &'a Id,
        /// The average.
        average: Decimal,
    },
    /// Seven days in a row.
    NoDayOff(&'a Id),
    /// Too few hours between two days of work; the later one.
    ShortRest(&'a Id, NaiveDate),
}

/// The limits that were passed in a period.
#[must_use]
pub fn excesses<'a>(
    facts: &Facts,
    law: &'a Law,
    work: &Work,
    from: NaiveDate,
    until: NaiveDate,
) -> Vec<Excess<'a>> {
    let days = work.days(from, until);
    let mut found = Vec::new();
    if let Some((fact, average)) = law.week.as_ref().zip(average(&days, from, until))
        && amount_on(facts, fact, until).is_some_and(|most| average > most)
    {
        found.push(Excess::Week { fact, average });
    }
    let in_a_row = days.windows(7).any(|run| match run {
        [(first, _), .., (last, _)] => (*last - *first).num_days() == 6,
        _ => false,
    });
    if let Some(fact) = law.day_off.as_ref().filter(|_| in_a_row) {
        found.push(Excess::NoDayOff(fact));
    }
    if let (Some(fact), Work::Days(worked)) = (&law.rest, work) {
        let mut shifts: Vec<_> =
            worked.iter().filter_map(|worked| Some((worked.day, worked.shift?))).collect();
        shifts.sort_by_key(|(day, shift)| (*day, shift.start));
        let least = amount_on(facts, fact, until).map(|hours| hours * Decimal::from(60));
        let short = shifts.windows(2).find_map(|pair| {
            let [(day, shift), (next_day, next)] = pair else { return None };
            // Two stretches of one day are one day of work.
            let apart = (*next_day - *day).num_days().checked_mul(DAY.into())?;
            let rest =
                apart + i64::from(next.start) - i64::from(shift.start) - i64::from(shift.minutes());
            (next_day != day && Decimal::from(rest) < least?).then_some(*next_day)
        });
        found.extend(short.map(|day| Excess::ShortRest(fact, day)));
    }
    found
}

/// The average of the weeks that lie within the period from Monday to Sunday and were worked.
fn average(days: &[(NaiveDate, Decimal)], from: NaiveDate, until: NaiveDate) -> Option<Decimal> {
    let mut weeks: Vec<(NaiveDate, Decimal)> = Vec::new();
    for (day, hours) in days {
        let monday = *day - Days::new(day.weekday().num_days_from_monday().into());
        match weeks.last_mut() {
            Some((last, sum)) if *last == monday => *sum += hours,
            _ => weeks.push((monday, *hours)),
        }
    }
    weeks.retain(|(monday, _)| *monday >= from && *monday + Days::new(6) <= until);
    let count = Decimal::from(weeks.len());
    (!weeks.is_empty()).then(|| weeks.iter().map(|(_, hours)| *hours).sum::<Decimal>() / count)
}
