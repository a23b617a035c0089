//! Civil-calendar arithmetic for terms and deadlines.
//!
//! A law counts in days, weeks, months or years from an event; the day of the event itself is not
//! counted. Months run from a day to the day of the same number, or to the last day of a shorter
//! month. Whether a last day on a weekend moves is for each rule to say, never for this module.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The day that many calendar days later; the last day of the calendar past its end.
#[must_use]
pub fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The same day that many months later, or the last one of a shorter month.
#[must_use]
pub fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// A unit in which a law counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TermUnit {
    /// Calendar days.
    Days,
    /// Working days of a [`Calendar`].
    WorkingDays,
    /// Seven calendar days.
    Weeks,
    /// From a day to the day of the same number, or to the end of a shorter month.
    Months,
    /// Twelve months.
    Years,
}

/// A length of time as a law states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// How many units; negative counts back.
    pub count: i32,
    /// The unit of `count`.
    pub unit: TermUnit,
}

/// Which way a last day moves to reach a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Roll {
    /// To the last working day on or before: the cautious reading.
    Back,
    /// To the first working day on or after: where the law grants it.
    Forward,
}

/// The public holidays of one jurisdiction over the years that it covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Each public holiday with the id of its name, in order of date.
    pub holidays: Vec<Holiday>,
    /// The question whose answer says where one is, where some holidays are not kept everywhere.
    pub place: Option<crate::Id>,
}

/// One public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day itself.
    #[serde(with = "crate::written::days")]
    pub date: NaiveDate,
    /// Key of its name in the vocabulary.
    pub name: crate::Id,
    /// Where it is kept; empty means everywhere.
    pub places: Vec<crate::Id>,
    /// Whether a term that ends on it may be extended. Where offices close by custom and no law
    /// extends terms, the day is only ever avoided.
    pub extends: bool,
}

impl Calendar {
    /// The calendar as it holds in one place; `None` when the place is not known.
    #[must_use]
    pub fn at<'a>(&'a self, place: Option<&'a crate::Id>) -> LocalCalendar<'a> {
        LocalCalendar { calendar: self, place }
    }

    /// Public holidays that fall on `day`, wherever they are kept.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Holiday> {
        let first = self.holidays.partition_point(|holiday| holiday.date < day);
        self.holidays.iter().skip(first).take_while(move |holiday| holiday.date == day)
    }

    /// Whether the calendar knows the holidays of the year of `day`.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.holidays.iter().any(|holiday| holiday.date.year() == day.year())
    }
}

/// A calendar in one place, or in a place that is not known.
///
/// Where it is not known whether a day is worked, the reading is the one that gives the earlier
/// date: going back the day is avoided, going forward it is counted.
#[derive(Clone, Copy, Debug)]
pub struct LocalCalendar<'a> {
    calendar: &'a Calendar,
    place: Option<&'a crate::Id>,
}

impl<'a> LocalCalendar<'a> {
    /// The holiday that keeps `day` from being worked, for a date that moves this way.
    #[must_use]
    pub fn holiday(&self, day: NaiveDate, roll: Roll) -> Option<&'a Holiday> {
        self.calendar.on(day).find(|holiday| {
            let here = holiday.places.is_empty()
                || match self.place {
                    Some(place) => holiday.places.contains(place),
                    None => roll == Roll::Back,
                };
            here && (holiday.extends || roll == Roll::Back)
        })
    }

    /// Whether the place would decide if `day` is worked, and is not known.
    #[must_use]
    pub fn depends_on_place(&self, day: NaiveDate) -> bool {
        self.place.is_none()
            && !is_weekend(day)
            && self.calendar.on(day).any(|holiday| !holiday.places.is_empty())
            && !self.calendar.on(day).any(|holiday| holiday.places.is_empty())
    }

    /// Whether offices and registries work: neither Saturday, Sunday nor a public holiday.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate, roll: Roll) -> bool {
        !is_weekend(day) && self.holiday(day, roll).is_none()
    }

    /// Moves `day` to a working day; `day` itself when it is one.
    ///
    /// Returns `None` past the end of time or where ten days in a row are not worked.
    #[must_use]
    pub fn roll(&self, day: NaiveDate, roll: Roll) -> Option<NaiveDate> {
        let mut at = day;
        for _ in 0..10 {
            if self.is_working_day(at, roll) {
                return Some(at);
            }
            at = step(at, roll)?;
        }
        None
    }

    /// The holidays after `start` (or before, for a negative count) that were passed over on the
    /// way to `end`, to be shown in an explanation.
    #[must_use]
    pub fn holidays_between(&self, start: NaiveDate, end: NaiveDate) -> Vec<NaiveDate> {
        let roll = if end < start { Roll::Back } else { Roll::Forward };
        days_between(start, end)
            .filter(|day| *day != start && self.holiday(*day, roll).is_some())
            .collect()
    }

    /// Whether a day between the two is worked in some places only, and the place is not known.
    #[must_use]
    pub fn depends_between(&self, start: NaiveDate, end: NaiveDate) -> bool {
        self.place.is_none()
            && self.calendar.place.is_some()
            && days_between(start, end).any(|day| self.depends_on_place(day))
    }

    /// `start` plus `term`. The day of the event is not counted.
    ///
    /// Returns `None` past the end of time.
    #[must_use]
    pub fn add(&self, start: NaiveDate, term: Term) -> Option<NaiveDate> {
        let count = term.count.unsigned_abs();
        let back = term.count < 0;
        let days = |n: u32| {
            let n = Days::new(u64::from(n));
            if back { start.checked_sub_days(n) } else { start.checked_add_days(n) }
        };
        let months = |n: u32| {
            let n = Months::new(n);
            if back { start.checked_sub_months(n) } else { start.checked_add_months(n) }
        };
        match term.unit {
            TermUnit::Days => days(count),
            TermUnit::Weeks => days(count.checked_mul(7)?),
            TermUnit::Months => months(count),
            TermUnit::Years => months(count.checked_mul(12)?),
            TermUnit::WorkingDays => {
                let roll = if back { Roll::Back } else { Roll::Forward };
                let mut at = start;
                for _ in 0..count {
                    at = self.roll(step(at, roll)?, roll)?;
                }
                Some(at)
            }
        }
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// All days from the earlier to the later of two, both included.
fn days_between(start: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let (low, high) = if start <= end { (start, end) } else { (end, start) };
    low.iter_days().take_while(move |day| *day <= high)
}

fn step(day: NaiveDate, roll: Roll) -> Option<NaiveDate> {
    match roll {
        Roll::Back => day.pred_opt(),
        Roll::Forward => day.succ_opt(),
    }
}

#[cfg(test)]
mod tests;
