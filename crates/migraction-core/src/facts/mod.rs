//! Facts of law: the only home of a figure or a date, with values by date of effect, an official
//! source, the day of the last check and the day of the next.

mod changes;
mod unit;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Id;
use crate::dates::Term;

pub use changes::{Change, changes};
pub use unit::{Notation, Unit};

/// What a fact's value is: a quantity, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    /// A decimal amount in the value's unit; never a floating-point number.
    Amount(#[serde(with = "crate::written::amounts")] Decimal),
    /// A day, for facts such as the start or end of a regime.
    Day(#[serde(with = "crate::written::days")] NaiveDate),
}

/// A value from its date of effect until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// First day of effect; `None` when the start is not known (and the app says so).
    #[serde(with = "crate::written::days_option")]
    pub from: Option<NaiveDate>,
    /// The figure or the day.
    pub quantity: Quantity,
    /// The unit of the figure.
    pub unit: Unit,
    /// For money: `Some(true)` before contributions and tax, `Some(false)` after.
    pub gross: Option<bool>,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Act and article, or page of the authority.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// Its date as published: a year, a month or a day; empty when undated.
    pub date: String,
}

/// How well a fact is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Not confirmed: shown only as such.
    Low,
    /// Stable or well known, not seen in a recent official text.
    Medium,
    /// Seen in a public source of 2025 or 2026, or in several.
    High,
}

/// How a reader may take a fact today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Checked, and its next review lies ahead.
    Verified,
    /// Uncertain, or of low confidence: to be confirmed before acting.
    ToConfirm,
    /// Its review day has passed: ask a counsellor.
    PastReview,
}

impl Standing {
    /// The standing on `today` of what must be reviewed by a day and may be unsure.
    ///
    /// On its review day a thing is past review, however sure it was.
    #[must_use]
    pub fn on(today: NaiveDate, review_by: NaiveDate, unsure: bool) -> Self {
        if today >= review_by {
            Self::PastReview
        } else if unsure {
            Self::ToConfirm
        } else {
            Self::Verified
        }
    }
}

/// One fact of law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its permanent name.
    pub id: Id,
    /// The jurisdiction it belongs to.
    pub country: Id,
    /// Its topic.
    pub topic: Id,
    /// Values in order of their dates of effect; empty for a fact without a figure.
    pub values: Vec<Value>,
    /// Official sources; never empty.
    pub sources: Vec<Source>,
    /// Where it was really read, when that is not the source itself.
    pub read_in: Vec<Source>,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Listed as never to be shown as certain.
    pub uncertain: bool,
    /// The day on which the law changed, for a change that no value shows.
    #[serde(with = "crate::written::days_option")]
    pub changed_on: Option<NaiveDate>,
    /// The day of the last check.
    #[serde(with = "crate::written::days")]
    pub checked_on: NaiveDate,
    /// The day from which it must be checked again.
    #[serde(with = "crate::written::days")]
    pub review_by: NaiveDate,
}

impl Fact {
    /// The value in force on `day`; `None` before the first known one.
    #[must_use]
    pub fn value_on(&self, day: NaiveDate) -> Option<&Value> {
        self.values.iter().rev().find(|value| value.from.is_none_or(|from| from <= day))
    }

    /// The value in force on `day` as a term to be counted, when it is one.
    #[must_use]
    pub fn term_on(&self, day: NaiveDate) -> Option<Term> {
        let value = self.value_on(day)?;
        let Quantity::Amount(amount) = value.quantity else { return None };
        whole_term(amount, value.unit)
    }

    /// How a reader may take this fact on `today`.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> Standing {
        let unsure = self.uncertain || self.confidence == Confidence::Low;
        Standing::on(today, self.review_by, unsure)
    }
}

/// `amount` of `unit` as a term, when the unit counts time and the amount is whole.
#[must_use]
pub fn whole_term(amount: Decimal, unit: Unit) -> Option<Term> {
    let unit = unit.term_unit()?;
    if !amount.is_integer() {
        return None;
    }
    let count = i32::try_from(i64::try_from(amount).ok()?).ok()?;
    Some(Term { count, unit })
}

/// All facts by id.
pub type Facts = BTreeMap<Id, Fact>;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Confidence, Fact, Quantity, Standing, Unit, Value};

    pub(super) fn fact() -> Fact {
        let value = |from: Option<&str>, amount: &str| Value {
            from: from.map(|text| text.parse().unwrap()),
            quantity: Quantity::Amount(amount.parse().unwrap()),
            unit: Unit::Months,
            gross: None,
        };
        Fact {
            id: "xx-wait".into(),
            country: "xx".into(),
            topic: "work".into(),
            values: vec![value(Some("2020-01-01"), "6"), value(Some("2026-06-12"), "4")],
            sources: vec![],
            read_in: vec![],
            confidence: Confidence::High,
            uncertain: false,
            changed_on: None,
            checked_on: "2026-11-23".parse().unwrap(),
            review_by: "2027-02-23".parse().unwrap(),
        }
    }

    #[test]
    fn a_value_holds_from_its_day_until_the_next_one() {
        let months = |day: &str| fact().term_on(day.parse().unwrap()).map(|term| term.count);
        assert_eq!(months("2019-12-31"), None);
        assert_eq!(months("2020-01-01"), Some(6));
        assert_eq!(months("2026-06-11"), Some(6));
        assert_eq!(months("2026-06-12"), Some(4));
        assert_eq!(months("2040-01-01"), Some(4));
    }

    #[test]
    fn on_its_review_day_a_fact_is_past_review_even_when_uncertain() {
        let mut fact = fact();
        assert_eq!(fact.standing("2027-02-22".parse().unwrap()), Standing::Verified);
        fact.uncertain = true;
        assert_eq!(fact.standing("2027-02-22".parse().unwrap()), Standing::ToConfirm);
        assert_eq!(fact.standing("2027-02-23".parse().unwrap()), Standing::PastReview);
    }

    #[test]
    fn half_a_month_is_no_term() {
        assert_eq!(super::whole_term("0.5".parse().unwrap(), Unit::Months), None);
        assert_eq!(super::whole_term("5".parse().unwrap(), Unit::Eur), None);
    }
}
