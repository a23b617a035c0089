//! Conditions in three-valued logic (Kleene): true, false, or not known yet.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Id;

/// The truth of a condition as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// An answer is missing.
    Unknown,
}

impl Truth {
    /// Both: false as soon as one is false.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Either: true as soon as one is true.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::Unknown,
        }
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// A day that a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// The answer to a date question.
    Answer(Id),
    /// The day for which the consultation asks.
    AsOf,
    /// A fixed day.
    Fixed(#[serde(with = "crate::written::days")] NaiveDate),
    /// The day that a fact gives.
    Fact(Id),
    /// Another day, moved by a term of law in force on it.
    Moved {
        /// The day moved.
        start: Box<Day>,
        /// The fact that gives the term.
        term: Id,
        /// Towards the past.
        back: bool,
    },
}

impl Day {
    /// The question that gives the day, if one does.
    #[must_use]
    pub fn question(&self) -> Option<&Id> {
        match self {
            Self::Answer(question) => Some(question),
            Self::Moved { start, .. } => start.question(),
            Self::AsOf | Self::Fixed(_) | Self::Fact(_) => None,
        }
    }

    fn for_each_fact<'a>(&'a self, visit: &mut impl FnMut(&'a Id)) {
        match self {
            Self::Fact(fact) => visit(fact),
            Self::Moved { start, term, .. } => {
                start.for_each_fact(visit);
                visit(term);
            }
            Self::Answer(_) | Self::AsOf | Self::Fixed(_) => {}
        }
    }

    fn rename_facts(&mut self, rename: &mut impl FnMut(&mut Id)) {
        match self {
            Self::Fact(fact) => rename(fact),
            Self::Moved { start, term, .. } => {
                start.rename_facts(rename);
                rename(term);
            }
            Self::Answer(_) | Self::AsOf | Self::Fixed(_) => {}
        }
    }
}

/// What a number is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// This number.
    Fixed(#[serde(with = "crate::written::amounts")] Decimal),
    /// The figure of a fact in force on the day asked for.
    Fact(Id),
}

/// A condition over answers and dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The answer is one of these options (of a `many` answer: contains one of them).
    Is {
        /// The question.
        question: Id,
        /// The options.
        options: Vec<Id>,
    },
    /// The first day lies before the second.
    Before(Day, Day),
    /// The first day is the second or lies after it.
    OnOrAfter(Day, Day),
    /// The number answered is at least this.
    AtLeast {
        /// The question.
        question: Id,
        /// The limit, included.
        limit: Limit,
    },
    /// The number answered is below this.
    Below {
        /// The question.
        question: Id,
        /// The limit, excluded.
        limit: Limit,
    },
    /// At least this many options of a `many` question are chosen.
    Count {
        /// The question.
        question: Id,
        /// The least number of options.
        at_least: u16,
    },
    /// The event fell within a period of law, both ends included.
    Within {
        /// The date question of the event.
        event: Id,
        /// First day, if any.
        #[serde(with = "crate::written::days_option")]
        from: Option<NaiveDate>,
        /// Last day, if any.
        #[serde(with = "crate::written::days_option")]
        until: Option<NaiveDate>,
    },
}

impl Condition {
    /// A condition that always holds.
    #[must_use]
    pub fn always() -> Self {
        Self::All(Vec::new())
    }

    /// Whether it holds whatever is answered, by its form.
    #[must_use]
    pub fn is_always(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// Calls `visit` with each question that the condition looks at.
    pub fn for_each_question<'a>(&'a self, visit: &mut impl FnMut(&'a Id)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each_question(visit);
                }
            }
            Self::Not(part) => part.for_each_question(visit),
            Self::Is { question, .. }
            | Self::AtLeast { question, .. }
            | Self::Below { question, .. }
            | Self::Count { question, .. }
            | Self::Within { event: question, .. } => visit(question),
            Self::Before(left, right) | Self::OnOrAfter(left, right) => {
                left.question().into_iter().chain(right.question()).for_each(visit);
            }
        }
    }

    /// Whether the condition wants an option of this question; to exclude some is not to want any.
    #[must_use]
    pub fn wants(&self, id: &Id) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.wants(id)),
            Self::Is { question, .. } => question == id,
            _ => false,
        }
    }

    /// Calls `visit` with each fact that the condition computes with.
    pub fn for_each_fact<'a>(&'a self, visit: &mut impl FnMut(&'a Id)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each_fact(visit);
                }
            }
            Self::Not(part) => part.for_each_fact(visit),
            Self::Before(left, right) | Self::OnOrAfter(left, right) => {
                left.for_each_fact(visit);
                right.for_each_fact(visit);
            }
            Self::AtLeast { limit: Limit::Fact(fact), .. }
            | Self::Below { limit: Limit::Fact(fact), .. } => visit(fact),
            Self::AtLeast { .. }
            | Self::Below { .. }
            | Self::Is { .. }
            | Self::Count { .. }
            | Self::Within { .. } => {}
        }
    }

    /// Calls `rename` with each fact that the condition computes with, to give it another name.
    pub fn rename_facts(&mut self, rename: &mut impl FnMut(&mut Id)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.rename_facts(rename);
                }
            }
            Self::Not(part) => part.rename_facts(rename),
            Self::Before(left, right) | Self::OnOrAfter(left, right) => {
                left.rename_facts(rename);
                right.rename_facts(rename);
            }
            Self::AtLeast { limit: Limit::Fact(fact), .. }
            | Self::Below { limit: Limit::Fact(fact), .. } => rename(fact),
            Self::AtLeast { .. }
            | Self::Below { .. }
            | Self::Is { .. }
            | Self::Count { .. }
            | Self::Within { .. } => {}
        }
    }
}
