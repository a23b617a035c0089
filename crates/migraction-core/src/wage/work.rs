//! What was worked: the same week again and again, days from a log, or a number of hours.

use chrono::{Datelike, NaiveDate};

use crate::Decimal;

/// What is known of the hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// The same week again and again: the hours of each day, Monday first.
    Week([Decimal; 7]),
    /// Day by day, as a log has it. A day that is missing was not worked, or not written down.
    Days(Vec<Worked>),
    /// A number of hours, spread nobody knows how.
    Total(Decimal),
}

/// A stretch of work as a log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The day on which it began.
    pub day: NaiveDate,
    /// Hours worked, breaks taken off.
    pub hours: Decimal,
    /// When it began and ended, where that is known.
    pub shift: Option<Shift>,
}

/// A stretch of work by the clock, in minutes of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its beginning.
    pub start: u16,
    /// Its end; not after the beginning means the next day.
    pub end: u16,
}

/// Minutes in a day.
pub(super) const DAY: u16 = 24 * 60;

impl Shift {
    /// How long it lasts, in minutes.
    #[must_use]
    pub fn minutes(self) -> u16 {
        if self.end > self.start { self.end - self.start } else { DAY - self.start + self.end }
    }

    /// Hours worked when breaks of so many minutes are taken off.
    #[must_use]
    pub fn hours(self, breaks: u16) -> Decimal {
        Decimal::from(self.minutes().saturating_sub(breaks)) / Decimal::from(60)
    }
}

impl Work {
    /// The days of a period with their hours; a day without work is left out.
    pub(super) fn days(&self, from: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, Decimal)> {
        let of = |day: NaiveDate| match self {
            Self::Week(week) => {
                week.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
            }
            Self::Days(worked) => {
                worked.iter().filter(|worked| worked.day == day).map(|worked| worked.hours).sum()
            }
            Self::Total(_) => Decimal::ZERO,
        };
        from.iter_days()
            .take_while(|day| *day <= until)
            .map(|day| (day, of(day)))
            .filter(|(_, hours)| *hours > Decimal::ZERO)
            .collect()
    }
}
