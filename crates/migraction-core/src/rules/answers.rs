//! Answers of one consultation. They live in memory only, unless a person keeps them in a note.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Id;
use crate::date_entry::last_of_month;
use crate::dates::{Term, TermUnit};

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
    /// A month, by its first day: the person knows no more. It is in no pack.
    #[serde(skip)]
    Month(NaiveDate),
    /// A length of time as the paper states it, where a number of days is asked for. It is in no pack.
    #[serde(skip)]
    Term(Term),
}

impl Answer {
    /// Whether it says something about the matter asked.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::DontKnow | Self::Declined)
    }

    /// The first and the last day that it may mean; none where it is about no day.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Day(day) => Some((*day, *day)),
            Self::Month(first) => Some((*first, last_of_month(*first))),
            _ => None,
        }
    }

    /// The least and the most that it may mean in the unit of its question, a month being 28 to 31 days; none where it is no
    /// number.
    #[must_use]
    pub fn numbers(&self) -> Option<(Decimal, Decimal)> {
        match self {
            Self::Number(number) => Some((*number, *number)),
            Self::Term(Term { count, unit }) => {
                let (least, most) = match unit {
                    TermUnit::Days | TermUnit::WorkingDays => (1, 1),
                    TermUnit::Weeks => (7, 7),
                    TermUnit::Months => (28, 31),
                    TermUnit::Years => (365, 366),
                };
                let count = Decimal::from(*count);
                Some((count * Decimal::from(least), count * Decimal::from(most)))
            }
            _ => None,
        }
    }
}

/// All answers by question.
pub type Answers = BTreeMap<Id, Answer>;
