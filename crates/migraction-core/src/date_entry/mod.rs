//! A date as a person types it: day, month and year apart, any of them missing or wrong.
//!
//! It keeps what was typed, says what is wrong with it and what it means. The control on the screen is
//! `src/components/form/date.rs`; the text of a [`DateEntry`] is what forms keep, and is an ISO date as soon as it is
//! whole. No clock: today comes with the [`DateRules`].

mod distance;

use chrono::{Datelike, Months, NaiveDate};

pub use distance::{Distance, DistanceUnit, distance};

/// No date that somebody is asked for lies before this day.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A date that may lie ahead lies within so many months.
const AHEAD: Months = Months::new(50 * 12);

/// Years of two figures: so many years ahead are still this century's.
const SHORT_YEARS_AHEAD: i32 = 50;

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the month, from 1 to 31.
    Day,
    /// The month, from 1 to 12.
    Month,
    /// The year, of the Gregorian calendar.
    Year,
}

/// How exact a date must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePrecision {
    /// The day is needed.
    Day,
    /// The month alone is enough, where the law or the person knows no more.
    DayOrMonth,
}

/// On which side of today a date may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSpan {
    /// Today or before: the event has happened.
    Past,
    /// Either side.
    Any,
}

/// What a field takes for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRules {
    /// How exact it must be.
    pub precision: DatePrecision,
    /// On which side of today it may lie.
    pub span: DateSpan,
    /// Today by the phone's clock.
    pub today: NaiveDate,
}

impl DateRules {
    /// A whole date that may lie on either side of today.
    #[must_use]
    pub const fn any(today: NaiveDate) -> Self {
        Self { precision: DatePrecision::Day, span: DateSpan::Any, today }
    }

    /// A whole date, today at the latest.
    #[must_use]
    pub const fn past(today: NaiveDate) -> Self {
        Self { precision: DatePrecision::Day, span: DateSpan::Past, today }
    }

    /// The same, and a month alone is enough.
    #[must_use]
    pub const fn or_month(self) -> Self {
        Self { precision: DatePrecision::DayOrMonth, ..self }
    }

    fn last(&self) -> NaiveDate {
        match self.span {
            DateSpan::Past => self.today,
            DateSpan::Any => self.today.checked_add_months(AHEAD).unwrap_or(NaiveDate::MAX),
        }
    }
}

/// What was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnteredDate {
    /// A day.
    Day(NaiveDate),
    /// A month, given by its first day.
    Month(NaiveDate),
}

/// Why what was typed is no date for the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// A part is still missing, or the year has not all its figures.
    Incomplete,
    /// This part is not a number that it can be.
    NotANumber(DatePart),
    /// The month ends before the day typed; this is its last day.
    NoSuchDay(NaiveDate),
    /// The field asks about the past, and the date is to come.
    Future,
    /// So far from today that the year must be a slip.
    FarAway,
}

/// A date as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateEntry {
    day: String,
    month: String,
    year: String,
}

impl DateEntry {
    /// The entry that says this day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        let part = |number: u32| number.to_string();
        Self { day: part(day.day()), month: part(day.month()), year: day.year().to_string() }
    }

    /// Reads what [`Self::text`] wrote; what else there is stands in the year, to be seen.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next().unwrap_or_default();
        let (year, month, day) = (next().to_owned(), plain(next()), plain(next()));
        Self { day, month, year }
    }

    /// The entry as one text: `2026-10-05` when it is whole, `2026-10` for a month alone, else what there is of it, such as
    /// `2026--05`. Empty when nothing was typed.
    #[must_use]
    pub fn text(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut text = [&*self.year.replace('-', "/"), "-", &kept(&self.month)].concat();
        if !self.day.is_empty() {
            text.push('-');
            text.push_str(&kept(&self.day));
        }
        text
    }

    /// What stands in a part, as it was typed.
    #[must_use]
    pub fn part(&self, part: DatePart) -> &str {
        match part {
            DatePart::Day => &self.day,
            DatePart::Month => &self.month,
            DatePart::Year => &self.year,
        }
    }

    /// Whether nothing was typed at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|part| part.is_empty())
    }

    /// Types into a part. A whole date, such as one that was copied, fills all three.
    pub fn write(&mut self, part: DatePart, text: &str) {
        if let Some(whole) = whole(text, false) {
            *self = whole;
            return;
        }
        text.trim().clone_into(match part {
            DatePart::Day => &mut self.day,
            DatePart::Month => &mut self.month,
            DatePart::Year => &mut self.year,
        });
    }

    /// What is understood once a part is left: a year of two figures becomes one of four, and `5/10/26` a date.
    pub fn settle(&mut self, rules: &DateRules) {
        let parts = [&self.day, &self.month, &self.year];
        let written = parts.into_iter().find_map(|part| whole(part, true));
        if let Some(whole) = written {
            *self = whole;
        }
        if self.year.len() == 2
            && let Some(year) = number(&self.year)
        {
            self.year = full_year(year, rules).to_string();
        }
    }

    /// What was meant; nothing when nothing was typed.
    ///
    /// # Errors
    /// Why it is no date for this field.
    pub fn check(&self, rules: &DateRules) -> Result<Option<EnteredDate>, DateProblem> {
        if self.is_empty() {
            return Ok(None);
        }
        let day = in_range(&self.day, DatePart::Day, 31)?;
        let month = in_range(&self.month, DatePart::Month, 12)?;
        let year = in_range(&self.year, DatePart::Year, 9999)?;
        let is_short = self.year.len() < 4;
        let (Some(month), Some(year), false) = (month, year, is_short) else {
            return Err(DateProblem::Incomplete);
        };
        let Some(first) =
            NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, 1)
        else {
            return Err(DateProblem::NotANumber(DatePart::Year));
        };
        let meant = match day {
            Some(day) => match first.with_day(day) {
                Some(day) => EnteredDate::Day(day),
                None => return Err(DateProblem::NoSuchDay(last_of_month(first))),
            },
            None if rules.precision == DatePrecision::DayOrMonth => EnteredDate::Month(first),
            None => return Err(DateProblem::Incomplete),
        };
        let (from, until) = match meant {
            EnteredDate::Day(day) => (day, day),
            // Part of the month is enough.
            EnteredDate::Month(first) => (first, last_of_month(first)),
        };
        if from > rules.last() {
            let is_future = rules.span == DateSpan::Past;
            return Err(if is_future { DateProblem::Future } else { DateProblem::FarAway });
        }
        if until < FIRST_DAY { Err(DateProblem::FarAway) } else { Ok(Some(meant)) }
    }

    /// The year that is meant most often when day and month are given and the year is not: that of the date nearest
    /// to today which the field takes.
    #[must_use]
    pub fn likely_year(&self, rules: &DateRules) -> Option<i32> {
        if !self.year.is_empty() || self.day.is_empty() {
            return None;
        }
        let this = rules.today.year();
        let meant = |year: i32| {
            let entry = Self { year: year.to_string(), ..self.clone() };
            match entry.check(rules) {
                Ok(Some(EnteredDate::Day(day))) => Some((day - rules.today).num_days().abs()),
                _ => None,
            }
        };
        [this, this - 1, this + 1]
            .into_iter()
            .filter_map(|year| Some((meant(year)?, year)))
            .min()
            .map(|(_, year)| year)
    }
}

/// A part as it is kept: a single figure has a nought before it, and nothing in it divides parts.
fn kept(part: &str) -> String {
    let padded = if part.len() == 1 && number(part).is_some() {
        ["0", part].concat()
    } else {
        part.to_owned()
    };
    padded.replace('-', "/")
}

/// A part as it is shown, without the nought.
fn plain(part: &str) -> String {
    let is_padded = part.len() == 2 && number(part).is_some_and(|number| number > 0);
    if is_padded { part.trim_start_matches('0').to_owned() } else { part.to_owned() }
}

fn number(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn in_range(text: &str, part: DatePart, most: u32) -> Result<Option<u32>, DateProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    match number(text) {
        Some(number) if (1..=most).contains(&number) => Ok(Some(number)),
        // On the way to 05 or to 2026.
        Some(0) => Ok(None),
        _ => Err(DateProblem::NotANumber(part)),
    }
}

/// A date written out: `2026-10-05`, `5/10/2026`, `05.10.2026`, `05102026`; where `short`, `5/10/26` too.
fn whole(text: &str, short: bool) -> Option<DateEntry> {
    let text = text.trim();
    let mut groups: Vec<&str> =
        text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    if groups.len() == 1 && text.len() == 8 && number(text).is_some() {
        groups = vec![text.get(..2)?, text.get(2..4)?, text.get(4..)?];
    }
    let &[first, month, last] = groups.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let is_year = year.len() == 4 || short && year.len() == 2;
    let are_short = [day, month].iter().all(|part| part.len() <= 2);
    let are_numbers = [day, month, year].iter().all(|part| number(part).is_some());
    if !(is_year && are_short && are_numbers) {
        return None;
    }
    Some(DateEntry { day: plain(day), month: plain(month), year: year.to_owned() })
}

/// The year that two figures stand for.
fn full_year(short: u32, rules: &DateRules) -> i32 {
    let century = rules.today.year() / 100 * 100;
    let year = century + i32::try_from(short).unwrap_or_default();
    let ahead = if rules.span == DateSpan::Past { 0 } else { SHORT_YEARS_AHEAD };
    if year > rules.today.year() + ahead { year - 100 } else { year }
}

/// The last day of the month that begins on `first`.
#[must_use]
pub fn last_of_month(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(first)
}

#[cfg(test)]
mod tests;
