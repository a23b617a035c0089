//! What is due: each day's hours at the minimum of that day, with what overtime adds.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::work::Work;
use super::{Law, Scale};
use crate::dates::{Calendar, Roll, months_after};
use crate::facts::{Facts, Quantity};
use crate::{Decimal, Id};

/// Longer periods are taken for a slip of the pen: no claim reaches back so far.
const MOST_DAYS: i64 = 3660;

/// Weeks and months of the year as pay by the month is reckoned: the formula of the monthly minimums of
/// the fact files, an hour's minimum times the hours of a week, times 52, divided by 12 (2026-11-26).
const WEEKS: Decimal = Decimal::from_parts(52, 0, 0, false, 0);
const MONTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The scale of the job.
    pub scale: &'a Scale,
    /// The fact that gives the share of the minimum, for a young worker.
    pub share: Option<&'a Id>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The hours.
    pub work: &'a Work,
    /// Pay was agreed by the month: whole months count alike, however many days they have.
    pub monthly: bool,
    /// Which end of the range, where hours cannot be given to days.
    pub bound: Bound,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The lower one.
    Least,
    /// The upper one.
    Most,
}

/// Why nothing can be reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// No minimum is known for this scale: agreement, level and date decide.
    Scale,
    /// The last day comes before the first, or the period is too long to be meant.
    Period,
    /// No hours.
    Hours,
    /// The minimum is known only from this day on.
    Before(NaiveDate),
}

/// What overtime adds to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premium {
    /// The fact that says so.
    pub fact: Id,
    /// Parts of a hundred.
    pub percent: Decimal,
}

/// Hours at one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The fact that gives the rate.
    pub fact: Id,
    /// Since when the rate holds.
    pub since: Option<NaiveDate>,
    /// The rate, before a share or a premium.
    pub rate: Decimal,
    /// What overtime adds.
    pub premium: Option<Premium>,
    /// The hours.
    pub hours: Decimal,
    /// What they come to, exact.
    pub amount: Decimal,
}

/// A week, or a month where pay was agreed by the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its first day within the period.
    pub from: NaiveDate,
    /// Its last day within the period.
    pub until: NaiveDate,
    /// The hours.
    pub hours: Decimal,
    /// What they come to, exact.
    pub due: Decimal,
    /// How much of a month of work it is.
    pub month: Decimal,
}

/// Hours before the first day of which the minimum is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// How many; they are in no amount.
    pub hours: Decimal,
    /// The first day of which it is known.
    pub known_from: NaiveDate,
}

/// What is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// Week by week, or month by month; empty where hours cannot be given to days.
    pub rows: Vec<Row>,
    /// Month by month, in any case.
    pub months: Vec<Row>,
    /// Rate by rate.
    pub lines: Vec<Line>,
    /// All hours.
    pub hours: Decimal,
    /// How many months the period is: of work where pay was by the month, else by the calendar.
    pub span: Decimal,
    /// All that is due, exact.
    pub due: Decimal,
    /// Hours that could not be counted.
    pub unknown: Option<Unknown>,
}

/// Reckons what is due.
///
/// # Errors
/// [`Lacking`] where nothing can be said.
pub fn reckon(facts: &Facts, calendar: &Calendar, case: &Case<'_>) -> Result<Reckoning, Lacking> {
    let days = (case.until - case.from).num_days();
    if !(0..=MOST_DAYS).contains(&days) {
        return Err(Lacking::Period);
    }
    let hour = case.scale.hour.as_ref().and_then(|id| facts.get(id)).ok_or(Lacking::Scale)?;
    let known_from = hour.values.first().ok_or(Lacking::Scale)?.from.unwrap_or(NaiveDate::MIN);
    let mut sums = Sums {
        facts,
        calendar,
        case,
        lines: Vec::new(),
        months: Vec::new(),
        unknown: Decimal::ZERO,
    };
    let rows = match case.work {
        Work::Total(hours) => return total(&mut sums, *hours, known_from),
        Work::Week(week) if case.monthly => months(&mut sums, week),
        work => {
            let (rows, by_month) = weeks(&mut sums, &work.days(case.from, case.until));
            sums.months = by_month;
            rows
        }
    };
    if rows.is_empty() {
        return Err(Lacking::Hours);
    }
    if sums.lines.is_empty() {
        return Err(Lacking::Before(known_from));
    }
    let unknown =
        (sums.unknown > Decimal::ZERO).then_some(Unknown { hours: sums.unknown, known_from });
    let hours: Decimal = rows.iter().map(|row| row.hours).sum();
    let (mut rows, mut months) = (rows, sums.months);
    let span = if months.is_empty() {
        months.clone_from(&rows);
        rows.iter().map(|row| row.month).sum()
    } else {
        // Pay by the month is spread over the days as the hours are.
        let span = share(case.from, case.until);
        for row in rows.iter_mut().chain(&mut months) {
            row.month = span * row.hours / hours;
        }
        span
    };
    let due = rows.iter().map(|row| row.due).sum();
    Ok(Reckoning { rows, months, lines: sums.lines, hours, span, due, unknown })
}

/// Hours without days: at the lowest or the highest rate of the period.
fn total(sums: &mut Sums<'_>, hours: Decimal, known_from: NaiveDate) -> Result<Reckoning, Lacking> {
    if hours <= Decimal::ZERO {
        return Err(Lacking::Hours);
    }
    let case = sums.case;
    if case.from < known_from {
        return Err(Lacking::Before(known_from));
    }
    let days = case.from.iter_days().take_while(|day| *day <= case.until);
    let rates = days.filter_map(|day| Some((sums.rate(day)?, day)));
    let chosen = match case.bound {
        Bound::Least => rates.min_by_key(|(rate, _)| *rate),
        Bound::Most => rates.max_by_key(|(rate, _)| *rate),
    };
    let (_, day) = chosen.ok_or(Lacking::Scale)?;
    let due = sums.add(day, None, hours, Decimal::ONE, Decimal::ONE);
    let lines = std::mem::take(&mut sums.lines);
    let span = share(case.from, case.until);
    Ok(Reckoning { rows: Vec::new(), months: Vec::new(), lines, hours, span, due, unknown: None })
}

/// Day by day: weeks from Monday on, and the months.
fn weeks(sums: &mut Sums<'_>, days: &[(NaiveDate, Decimal)]) -> (Vec<Row>, Vec<Row>) {
    let case = sums.case;
    let (mut rows, mut by_month) = (Vec::new(), Vec::new());
    let mut week = Week::default();
    for (day, hours) in days {
        let monday = *day - Days::new(day.weekday().num_days_from_monday().into());
        if put(&mut rows, case, monday, monday + Days::new(6), *hours) {
            week = Week::default();
        }
        let first = day.with_day(1).unwrap_or(*day);
        put(&mut by_month, case, first, months_after(first, 1) - Days::new(1), *hours);
        let is_rest = day.weekday() == Weekday::Sun || sums.is_holiday(*day);
        let mut due = Decimal::ZERO;
        for (premium, hours) in week.split(sums.facts, case.scale, *day, *hours, is_rest) {
            due += sums.add(*day, premium, hours, Decimal::ONE, Decimal::ONE);
        }
        for row in [rows.last_mut(), by_month.last_mut()].into_iter().flatten() {
            row.due += due;
        }
    }
    (rows, by_month)
}

/// Puts hours into the row of these days; says whether the row is a new one.
fn put(
    rows: &mut Vec<Row>,
    case: &Case<'_>,
    from: NaiveDate,
    until: NaiveDate,
    hours: Decimal,
) -> bool {
    let (from, until) = (from.max(case.from), until.min(case.until));
    let is_new = rows.last().is_none_or(|row| row.from != from);
    if is_new {
        let none = Decimal::ZERO;
        rows.push(Row { from, until, hours: none, due: none, month: none });
    }
    if let Some(row) = rows.last_mut() {
        row.hours += hours;
    }
    is_new
}

/// Month by month: a month all of whose days of work lie within the period counts as an average month.
fn months(sums: &mut Sums<'_>, pattern: &[Decimal; 7]) -> Vec<Row> {
    let case = sums.case;
    let mut rows = Vec::new();
    let mut first = case.from.with_day(1).unwrap_or(case.from);
    while first <= case.until {
        let next = months_after(first, 1);
        let (from, until) = (first.max(case.from), (next - Days::new(1)).min(case.until));
        let all = case.work.days(first, next - Days::new(1));
        let within: Vec<_> =
            all.iter().filter(|(day, _)| from <= *day && *day <= until).copied().collect();
        if within.len() == all.len() && !all.is_empty() {
            rows.push(whole_month(sums, pattern, &all, (from, until)));
        } else if !within.is_empty() {
            let of_month: Decimal = all.iter().map(|(_, hours)| *hours).sum();
            let (parts, _) = weeks(sums, &within);
            let hours: Decimal = parts.iter().map(|row| row.hours).sum();
            let due = parts.iter().map(|row| row.due).sum();
            rows.push(Row { from, until, hours, due, month: hours / of_month });
        }
        first = next;
    }
    rows
}

fn whole_month(
    sums: &mut Sums<'_>,
    pattern: &[Decimal; 7],
    days: &[(NaiveDate, Decimal)],
    (from, until): (NaiveDate, NaiveDate),
) -> Row {
    let of_month: Decimal = days.iter().map(|(_, hours)| *hours).sum();
    let weekly: Decimal = pattern.iter().sum();
    let mut due = Decimal::ZERO;
    // Where the rate changes within the month, each rate gets its share of it.
    let mut start = 0;
    while let Some((day, _)) = days.get(start) {
        let since = sums.since(*day);
        let run = days.get(start..).unwrap_or_default();
        let run: Vec<_> = run.iter().take_while(|(day, _)| sums.since(*day) == since).collect();
        let hours: Decimal = run.iter().map(|(_, hours)| *hours).sum();
        for (premium, part) in average_week(sums, *day, pattern) {
            due += sums.add(*day, premium, part * WEEKS * hours, Decimal::ONE, MONTHS * of_month);
        }
        start += run.len().max(1);
    }
    Row { from, until, hours: weekly * WEEKS / MONTHS, due, month: Decimal::ONE }
}

/// The hours of a week as the law splits them on a day; public holidays are left out of the average.
fn average_week(
    sums: &Sums<'_>,
    day: NaiveDate,
    pattern: &[Decimal; 7],
) -> Vec<(Option<Premium>, Decimal)> {
    let mut week = Week::default();
    let mut parts: Vec<(Option<Premium>, Decimal)> = Vec::new();
    for (at, hours) in pattern.iter().enumerate() {
        for (premium, hours) in week.split(sums.facts, sums.case.scale, day, *hours, at == 6) {
            match parts.iter_mut().find(|(known, _)| *known == premium) {
                Some((_, sum)) => *sum += hours,
                None => parts.push((premium, hours)),
            }
        }
    }
    parts
}

/// A week as it fills: hours at the plain rate so far, and overtime so far.
#[derive(Default)]
struct Week {
    plain: Decimal,
    over: Decimal,
}

impl Week {
    /// The hours of a day by what overtime adds to them.
    fn split(
        &mut self,
        facts: &Facts,
        scale: &Scale,
        day: NaiveDate,
        hours: Decimal,
        is_rest: bool,
    ) -> Vec<(Option<Premium>, Decimal)> {
        let zero = Decimal::ZERO;
        let figure = |id: &Option<Id>| id.as_ref().and_then(|id| amount_on(facts, id, day));
        let Some(above) = figure(&scale.above) else { return vec![(None, hours)] };
        let beyond_day = figure(&scale.day).map_or(zero, |most| (hours - most).max(zero));
        let plain = (hours - beyond_day).min((above - self.plain).max(zero));
        self.plain += plain;
        let mut over = hours - plain;
        let mut parts = Vec::new();
        if plain > zero {
            parts.push((None, plain));
        }
        let premium =
            |id: &Id| Some(Premium { fact: id.clone(), percent: amount_on(facts, id, day)? });
        if let Some(sunday) = scale.sunday.as_ref().filter(|_| is_rest && over > zero) {
            parts.push((premium(sunday), over));
            return parts;
        }
        let mut passed = zero;
        for tier in &scale.tiers {
            let end = figure(&tier.hours).map(|hours| passed + hours);
            let room = end.map_or(over, |end| (end - self.over).max(zero)).min(over);
            if room > zero {
                parts.push((premium(&tier.percent), room));
                self.over += room;
                over -= room;
            }
            passed = end.unwrap_or(passed);
        }
        if over > zero {
            parts.push((None, over));
        }
        parts
    }
}

/// Lines as they grow.
struct Sums<'a> {
    facts: &'a Facts,
    calendar: &'a Calendar,
    case: &'a Case<'a>,
    lines: Vec<Line>,
    months: Vec<Row>,
    unknown: Decimal,
}

impl Sums<'_> {
    fn rate(&self, day: NaiveDate) -> Option<Decimal> {
        amount_on(self.facts, self.case.scale.hour.as_ref()?, day)
    }

    /// Since when the rate of a day holds.
    fn since(&self, day: NaiveDate) -> Option<Option<NaiveDate>> {
        let fact = self.facts.get(self.case.scale.hour.as_ref()?)?;
        fact.value_on(day).map(|value| value.from)
    }

    /// Whether a public holiday is kept everywhere on this day.
    fn is_holiday(&self, day: NaiveDate) -> bool {
        self.calendar.at(None).holiday(day, Roll::Forward).is_some()
    }

    /// Adds `hours × times / over` of a day; gives what they come to.
    fn add(
        &mut self,
        day: NaiveDate,
        premium: Option<Premium>,
        hours: Decimal,
        times: Decimal,
        over: Decimal,
    ) -> Decimal {
        let hundred = Decimal::ONE_HUNDRED;
        let (Some(rate), Some(since), Some(fact)) =
            (self.rate(day), self.since(day), self.case.scale.hour.clone())
        else {
            self.unknown += hours * times / over;
            return Decimal::ZERO;
        };
        let share = self.case.share.and_then(|id| amount_on(self.facts, id, day));
        let percent = premium.as_ref().map_or(Decimal::ZERO, |premium| premium.percent);
        // Divided last, so that what can be exact is.
        let mut amount = rate * hours * times * (hundred + percent) / hundred;
        if let Some(share) = share {
            amount = amount * share / hundred;
        }
        let (hours, amount) = (hours * times / over, amount / over);
        let same = |line: &&mut Line| line.since == since && line.premium == premium;
        match self.lines.iter_mut().find(same) {
            Some(line) => {
                line.hours += hours;
                line.amount += amount;
            }
            None => self.lines.push(Line { fact, since, rate, premium, hours, amount }),
        }
        amount
    }
}

/// How much of a month these days are, by the calendar.
fn share(from: NaiveDate, until: NaiveDate) -> Decimal {
    let of = |day: NaiveDate| {
        let first = day.with_day(1).unwrap_or(day);
        Decimal::ONE / Decimal::from((months_after(first, 1) - first).num_days().max(1))
    };
    from.iter_days().take_while(|day| *day <= until).map(of).sum()
}

/// The figure of a fact on a day.
pub(super) fn amount_on(facts: &Facts, id: &Id, day: NaiveDate) -> Option<Decimal> {
    match facts.get(id)?.value_on(day)?.quantity {
        Quantity::Amount(amount) => Some(amount),
        Quantity::Day(_) => None,
    }
}

impl Law {
    /// What the law presumes was worked, for a person without a permit: months at the monthly minimum of
    /// the last day. A second, cautious figure, never added to another one.
    #[must_use]
    pub fn presumed_pay(&self, facts: &Facts, last: NaiveDate) -> Option<Decimal> {
        let months = amount_on(facts, self.presumed.as_ref()?, last)?;
        Some(months * amount_on(facts, self.month.as_ref()?, last)?)
    }

    /// Months of pay owed where a job was concealed: the last months of a regular week, each at its rate.
    #[must_use]
    pub fn lump_sum(&self, facts: &Facts, calendar: &Calendar, case: &Case<'_>) -> Option<Decimal> {
        let Work::Week(_) = case.work else { return None };
        let months = u32::try_from(amount_on(facts, self.lump.as_ref()?, case.until)?).ok()?;
        let first = case.until.with_day(1)?;
        let from = first.checked_sub_months(chrono::Months::new(months.checked_sub(1)?))?;
        let until = months_after(first, 1) - Days::new(1);
        let whole = Case { from, until, monthly: true, ..*case };
        let reckoning = reckon(facts, calendar, &whole).ok()?;
        reckoning.unknown.is_none().then_some(reckoning.due)
    }
}
