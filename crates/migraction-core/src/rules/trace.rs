//! The explanation of a result: each condition with the answer it saw, each date line by line.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::answers::Answer;
use super::condition::{Condition, Truth};
use super::rule::DateRole;
use crate::Id;
use crate::dates::{Roll, Term};

/// What one leaf of a condition saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// The leaf itself.
    pub condition: &'a Condition,
    /// Questions with the answers given; `None` where nothing was answered.
    pub seen: Vec<(&'a Id, Option<&'a Answer>)>,
    /// Questions of this leaf that do not arise for this person.
    pub not_arising: Vec<&'a Id>,
    /// The questions that decide so, with the answers given.
    pub deciders: Vec<(&'a Id, Option<&'a Answer>)>,
    /// Days that the leaf computed from others, in the order of its sides.
    pub days: Vec<NaiveDate>,
    /// The figure of law that a number was held against.
    pub limit: Option<Decimal>,
}

/// The tree of conditions behind a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace<'a> {
    /// All of these.
    All(Truth, Vec<Trace<'a>>),
    /// One of these.
    Any(Truth, Vec<Trace<'a>>),
    /// Not this.
    Not(Truth, Box<Trace<'a>>),
    /// One condition.
    Leaf(Truth, Leaf<'a>),
}

impl<'a> Trace<'a> {
    /// The truth of this part.
    #[must_use]
    pub fn truth(&self) -> Truth {
        match self {
            Self::All(truth, _)
            | Self::Any(truth, _)
            | Self::Not(truth, _)
            | Self::Leaf(truth, _) => *truth,
        }
    }

    /// Calls `visit` with each leaf that keeps the whole from being known.
    pub fn for_each_open_leaf(&self, visit: &mut impl FnMut(&Leaf<'a>)) {
        if self.truth() != Truth::Unknown {
            return;
        }
        match self {
            Self::All(_, parts) | Self::Any(_, parts) => {
                for part in parts {
                    part.for_each_open_leaf(visit);
                }
            }
            Self::Not(_, part) => part.for_each_open_leaf(visit),
            Self::Leaf(_, leaf) => visit(leaf),
        }
    }

    /// Whether something that was chosen makes a part of it true.
    #[must_use]
    pub fn has_chosen_leaf(&self) -> bool {
        match self {
            Self::All(_, parts) | Self::Any(_, parts) => parts.iter().any(Self::has_chosen_leaf),
            Self::Not(..) => false,
            Self::Leaf(truth, leaf) => {
                *truth == Truth::True
                    && matches!(leaf.condition, Condition::Is { .. } | Condition::Count { .. })
            }
        }
    }

    /// Calls `visit` with each question named anywhere in the tree.
    pub fn for_each_question(&self, visit: &mut impl FnMut(&'a Id)) {
        match self {
            Self::All(_, parts) | Self::Any(_, parts) => {
                for part in parts {
                    part.for_each_question(visit);
                }
            }
            Self::Not(_, part) => part.for_each_question(visit),
            Self::Leaf(_, leaf) => {
                for (question, _) in leaf.seen.iter().chain(&leaf.deciders) {
                    visit(question);
                }
            }
        }
    }
}

/// One movement of a date computation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateMove {
    /// A term given by the paper in the person's hand, or another answer.
    Stated {
        /// The question that gave it.
        question: Id,
        /// The term.
        term: Term,
    },
    /// A term of law.
    Law {
        /// The fact that gives it.
        fact: Id,
        /// The term in force on the starting day.
        term: Term,
    },
    /// Days that the rule itself adds or takes off.
    Shift(Term),
    /// Off a day that is not worked.
    Rolled {
        /// Which way.
        roll: Roll,
        /// From which day.
        from: NaiveDate,
    },
}

/// One computed date with its computation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLine {
    /// Its name within the rule.
    pub id: Id,
    /// What it means.
    pub role: DateRole,
    /// Approximate.
    pub soft: bool,
    /// The day it starts from, if known.
    pub start: Option<NaiveDate>,
    /// Only the month of what it starts from is known: the start is its first day, or its last.
    pub is_month: bool,
    /// The day it starts from was asked, and whoever was asked does not know it or keeps it.
    pub is_start_unknown: bool,
    /// The question or date that it starts from.
    pub anchor: Id,
    /// Movements in order, each with the day reached.
    pub moves: Vec<(DateMove, NaiveDate)>,
    /// Other terms that are known and lead to a later day, each with that day: not the ones kept.
    pub later: Vec<(DateMove, NaiveDate)>,
    /// The result, if all is known.
    pub day: Option<NaiveDate>,
    /// What it would be from the last day of the month, where only the month is known and that makes it later.
    pub latest: Option<NaiveDate>,
    /// Days that are not worked and were passed over while counting working days or rolling.
    pub skipped: Vec<NaiveDate>,
    /// Questions whose answer would settle it, or change it.
    pub open: Vec<Id>,
}

/// One computed amount with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountLine {
    /// Its name within the rule.
    pub id: Id,
    /// The fact that gives the rate.
    pub fact: Id,
    /// The hours answered.
    pub hours: Option<Decimal>,
    /// The rate on the day.
    pub rate: Option<Decimal>,
    /// What was taken off, if anything.
    pub less: Option<Decimal>,
    /// The result, exact; round only when showing it.
    pub amount: Option<Decimal>,
    /// Questions whose answer would settle it.
    pub open: Vec<Id>,
}
