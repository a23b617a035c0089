//! Consultations that a person worked out by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use migraction_core::rules::{Answers, Draft};
use migraction_core::{Decimal, Id};

use super::Placed;

/// A state to be expected; the day of `applies-from` is expected among the dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpectedState {
    /// It applies on the day asked for.
    Applies,
    /// It will apply later.
    AppliesFrom,
    /// An answer is missing.
    MayApply,
    /// It does not apply.
    DoesNotApply,
    /// It applies, and this version does not settle it.
    NotCovered,
    /// It applies, and a fact is past its review.
    PastReview,
}

impl ExpectedState {
    /// Its name, as the engine gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::AppliesFrom => "applies-from",
            Self::MayApply => "may-apply",
            Self::DoesNotApply => "does-not-apply",
            Self::NotCovered => "not-covered",
            Self::PastReview => "past-review",
        }
    }
}

/// What a consultation must give for one rule, as a person computed it.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The id of the rule.
    pub rule: Id,
    /// The state that it must be in.
    pub state: ExpectedState,
    /// The dates that it must give, by their names within the rule.
    pub dates: BTreeMap<Id, NaiveDate>,
    /// The amounts in euros that it must give, by their names within the rule; compared to the cent.
    pub amounts: BTreeMap<Id, Decimal>,
    /// Questions that would settle it, where that is to be checked.
    pub settled_by: Option<Vec<Id>>,
}

/// A consultation with what it must give: a test of the rules at each build, and mostly an exercise in the app.
#[derive(Clone, Debug)]
pub struct SourceScenario {
    /// Its permanent name.
    pub id: Id,
    /// The country whose rules it tries.
    pub country: Id,
    /// Whether the app offers it as an exercise; it is a test in any case.
    pub is_exercise: bool,
    /// The day for which it asks.
    pub as_of: NaiveDate,
    /// The answers, each as a screen takes it.
    pub answers: Answers,
    /// Questions with what the screens must refuse.
    pub refused: Vec<Placed<(Id, Draft)>>,
    /// What it must give, one entry per rule; rules that are not named are not looked at.
    pub expect: Vec<Placed<Expectation>>,
    /// Facts that the results must cite.
    pub expect_facts: Vec<Placed<Id>>,
}
