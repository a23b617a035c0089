//! What changed in the law and what will: the days of the facts, each with the value that begins on it.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{Fact, Quantity, Value};

/// A day on which something about a fact changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The fact.
    pub fact: &'a Fact,
    /// What holds from that day, and not what holds today; `None` where the day itself is all there is to say.
    pub value: Option<&'a Value>,
}

impl Fact {
    /// The days on which this fact changes, in their order.
    #[must_use]
    pub fn changes(&self) -> Vec<Change<'_>> {
        let mut days: Vec<NaiveDate> = self.values.iter().filter_map(|value| value.from).collect();
        days.extend(self.values.iter().filter_map(|value| match value.quantity {
            Quantity::Day(day) => Some(day),
            Quantity::Amount(_) => None,
        }));
        days.extend(self.changed_on);
        days.sort_unstable();
        days.dedup();
        let value = |day| {
            let value = self.value_on(day)?;
            (value.quantity != Quantity::Day(day)).then_some(value)
        };
        days.into_iter().map(|day| Change { day, fact: self, value: value(day) }).collect()
    }
}

/// The changes to come, the nearest first; and those of the last `back` days, the latest first.
#[must_use]
pub fn changes<'a>(
    facts: impl Iterator<Item = &'a Fact>,
    today: NaiveDate,
    back: i64,
) -> (Vec<Change<'a>>, Vec<Change<'a>>) {
    let (mut coming, mut past): (Vec<_>, Vec<_>) = facts
        .flat_map(Fact::changes)
        .filter(|change| (today - change.day).num_days() <= back)
        .partition(|change| change.day > today);
    coming.sort_by_key(|change| change.day);
    past.sort_by_key(|change| Reverse(change.day));
    (coming, past)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::tests::fact;
    use super::*;
    use crate::facts::Unit;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(found: &[Change<'_>]) -> Vec<(String, Option<String>)> {
        let words = |value: &Value| match value.quantity {
            Quantity::Amount(amount) => amount.to_string(),
            Quantity::Day(day) => day.to_string(),
        };
        found.iter().map(|change| (change.day.to_string(), change.value.map(words))).collect()
    }

    /// The page wrote the value of today beside every past day.
    #[test]
    fn each_day_has_the_value_that_began_on_it() {
        let mut fact = fact();
        fact.changed_on = Some(day("2026-10-01"));
        let line = |day: &str, value: &str| (day.to_owned(), Some(value.to_owned()));
        let (coming, past) = changes([&fact].into_iter(), day("2026-11-30"), 4000);
        assert_eq!(
            told(&past),
            [line("2026-10-01", "4"), line("2026-06-12", "4"), line("2020-01-01", "6")]
        );
        assert_eq!(told(&coming), []);
        let (coming, past) = changes([&fact].into_iter(), day("2026-06-11"), 700);
        assert_eq!(told(&past), [], "too long ago");
        assert_eq!(told(&coming), [line("2026-06-12", "4"), line("2026-10-01", "4")]);
    }

    #[test]
    fn a_fact_that_is_a_day_is_not_said_twice() {
        let mut fact = fact();
        fact.values = vec![Value {
            from: Some(day("2026-03-01")),
            quantity: Quantity::Day(day("2026-06-12")),
            unit: Unit::Date,
            gross: None,
        }];
        let line = |day: &str, value: Option<&str>| (day.to_owned(), value.map(str::to_owned));
        assert_eq!(
            told(&fact.changes()),
            [line("2026-03-01", Some("2026-06-12")), line("2026-06-12", None)]
        );
    }
}
