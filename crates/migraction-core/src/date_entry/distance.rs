//! How far a day lies from today, as people say it: in days, weeks, months or years.

use chrono::{Datelike, NaiveDate};

/// Up to so many days are counted in days.
const MOST_DAYS: u32 = 13;
/// Up to so many weeks are counted in weeks.
const MOST_WEEKS: u32 = 12;
/// Up to so many months are counted in months.
const MOST_MONTHS: u32 = 23;

/// What a distance is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistanceUnit {
    /// Calendar days.
    Days,
    /// Whole weeks.
    Weeks,
    /// Whole months.
    Months,
    /// Whole years.
    Years,
}

/// How far a day lies from today, rounded towards today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    /// How many units; none for today.
    pub count: u32,
    /// What is counted.
    pub unit: DistanceUnit,
    /// Whether the day is to come.
    pub is_ahead: bool,
}

/// How far `day` lies from `today`.
#[must_use]
pub fn distance(day: NaiveDate, today: NaiveDate) -> Distance {
    let is_ahead = day > today;
    let (first, last) = if is_ahead { (today, day) } else { (day, today) };
    let days = u32::try_from((last - first).num_days()).unwrap_or(u32::MAX);
    let months = months_between(first, last);
    let (count, unit) = if days <= MOST_DAYS {
        (days, DistanceUnit::Days)
    } else if days / 7 <= MOST_WEEKS {
        (days / 7, DistanceUnit::Weeks)
    } else if months <= MOST_MONTHS {
        (months, DistanceUnit::Months)
    } else {
        (months / 12, DistanceUnit::Years)
    };
    Distance { count, unit, is_ahead }
}

/// Whole months from the earlier day to the later.
fn months_between(first: NaiveDate, last: NaiveDate) -> u32 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let begun = months(last) - months(first);
    let whole = if last.day() < first.day() { begun - 1 } else { begun };
    u32::try_from(whole).unwrap_or_default()
}
