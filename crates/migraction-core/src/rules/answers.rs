//! Answers of one consultation. They live in memory only, unless a person keeps them in a note.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Id;

/// The option that a yes-no question is answered with for "yes".
pub const YES: &str = "yes";
/// The option that a yes-no question is answered with for "no".
pub const NO: &str = "no";

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// One option (also `yes` or `no`).
    One(Id),
    /// Any number of options; an empty set means "none of these".
    Many(BTreeSet<Id>),
    /// A day.
    Day(#[serde(with = "crate::written::days")] NaiveDate),
    /// A number in the question's unit.
    Number(#[serde(with = "crate::written::amounts")] Decimal),
    /// The person does not know.
    DontKnow,
    /// The person would rather not say.
    Declined,
}

impl Answer {
    /// Whether it says something about the matter asked.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::DontKnow | Self::Declined)
    }
}

/// All answers by question.
pub type Answers = BTreeMap<Id, Answer>;
