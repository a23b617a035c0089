//! Rules of a country, each with its period of law.

use chrono::NaiveDate;
use migraction_core::Id;
use migraction_core::rules::Rule;

/// The days on which a version of the law decides: a rule applies when its event falls between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The question that asks for the day of the event.
    pub by: Id,
    /// The first day, itself included; none where the law is older than what is supported.
    pub from: Option<NaiveDate>,
    /// The last day, itself included; none where the law is in force.
    pub until: Option<NaiveDate>,
}

/// A rule with its period apart; the rule's condition holds it as well.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// The rule as it goes into the pack.
    pub rule: Rule,
    /// Its period, for the check that the periods of a concept meet without gap or overlap.
    pub period: Option<Period>,
}
