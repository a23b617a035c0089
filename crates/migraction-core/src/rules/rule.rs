//! Questions and rules as data, as the pack carries them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use crate::Id;
use crate::dates::Roll;
use crate::facts::Unit;
use crate::letters::Letters;

/// How pressing a question or a result is; the order of asking and of showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// A person may be in danger.
    Danger,
    /// A term is running.
    Deadline,
    /// Shelter, health, school, papers.
    Basics,
    /// Work and pay.
    Work,
    /// Training, recognition, later steps.
    Plans,
}

impl Urgency {
    /// Its name in the vocabulary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Deadline => "deadline",
            Self::Basics => "basics",
            Self::Work => "work",
            Self::Plans => "plans",
        }
    }
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// One of these options.
    One(Vec<Id>),
    /// Any number of these options.
    Many(Vec<Id>),
    /// A day; when `past`, one that must not lie after the day asked for.
    Day {
        /// Whether a later day would contradict the question.
        past: bool,
    },
    /// A number.
    Number {
        /// Its unit.
        unit: Unit,
        /// The least that makes sense.
        #[serde(with = "crate::written::amounts_option")]
        min: Option<Decimal>,
        /// The most that makes sense.
        #[serde(with = "crate::written::amounts_option")]
        max: Option<Decimal>,
    },
    /// Yes or no.
    YesNo,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its permanent name.
    pub id: Id,
    /// What it takes.
    pub kind: QuestionKind,
    /// When it is asked.
    pub urgency: Urgency,
    /// When it arises at all.
    pub when: Condition,
    /// Options that put a person's safety first.
    pub danger: Vec<Id>,
}

/// What a person may want to know: one matter, as people ask for it and not as the law divides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Its permanent name, from the vocabulary.
    pub id: Id,
    /// A rule of one of these topics bears on it.
    pub topics: Vec<Id>,
    /// So does a rule that is as pressing as this, whatever its topic.
    pub urgencies: Vec<Urgency>,
    /// So does a rule whose condition looks at one of these questions.
    pub questions: Vec<Id>,
}

impl Need {
    /// Whether a rule bears on it.
    #[must_use]
    pub fn covers(&self, rule: &Rule) -> bool {
        self.is_of_its_matter(rule) || self.looks_at(rule)
    }

    /// Whether a rule is of one of its topics, or as pressing as what it takes in.
    #[must_use]
    pub fn is_of_its_matter(&self, rule: &Rule) -> bool {
        self.urgencies.contains(&rule.urgency)
            || rule.topics.iter().any(|topic| self.topics.contains(topic))
    }

    /// Whether the condition of a rule looks at one of its own questions.
    #[must_use]
    pub fn looks_at(&self, rule: &Rule) -> bool {
        let mut is_named = false;
        rule.when.for_each_question(&mut |id| is_named |= self.questions.contains(id));
        is_named
    }
}

/// Answers that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// Its permanent name.
    pub id: Id,
    /// When the answers contradict each other.
    pub when: Condition,
    /// The questions to look at again.
    pub questions: Vec<Id>,
}

/// What a rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// Something the person has.
    Right,
    /// Something to do.
    Step,
    /// Something to do before a day.
    Deadline,
    /// Something to know before acting.
    Warning,
    /// Something that this version does not settle.
    Uncovered,
}

/// What a computed date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateRole {
    /// The result applies from this day.
    From,
    /// The last day by law.
    Legal,
    /// The earliest plausible reading of the last day.
    Safe,
    /// The day by which to have acted.
    ActBy,
    /// A day worth showing.
    Mark,
}

/// From which day a computation starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateAnchor {
    /// The answer to a date question.
    Answer(Id),
    /// An earlier date of the same rule.
    Date(Id),
}

/// A length of time to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateTerm {
    /// The number answered, in the question's unit.
    Answer(Id),
    /// The fact's value in force on the starting day.
    Fact(Id),
    /// The same, taken off: so long before the starting day.
    Before(Id),
}

impl DateTerm {
    /// The fact that gives it, if one does.
    #[must_use]
    pub fn fact(&self) -> Option<&Id> {
        match self {
            Self::Fact(fact) | Self::Before(fact) => Some(fact),
            Self::Answer(_) => None,
        }
    }

    /// The question that states it, if one does.
    #[must_use]
    pub fn question(&self) -> Option<&Id> {
        match self {
            Self::Answer(question) => Some(question),
            Self::Fact(_) | Self::Before(_) => None,
        }
    }
}

/// One date of a rule and how it is computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateStep {
    /// Its name within the rule.
    pub id: Id,
    /// What it means.
    pub role: DateRole,
    /// Where the computation starts.
    pub start: DateAnchor,
    /// Of these, the known one that leads to the earliest day is counted; empty counts nothing.
    pub add: Vec<DateTerm>,
    /// Calendar days added after that.
    pub days: i32,
    /// Working days added after that.
    pub working_days: i32,
    /// How the last day moves off a day that is not worked.
    pub roll: Option<Roll>,
    /// Approximate.
    pub soft: bool,
}

/// One amount of a rule: hours at a dated rate, less what was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountStep {
    /// Its name within the rule.
    pub id: Id,
    /// The number question that gives the hours.
    pub hours: Id,
    /// The fact that gives the rate.
    pub times: Id,
    /// The date question that chooses the rate's value.
    pub on: Id,
    /// The number question whose answer is taken off.
    pub less: Option<Id>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its permanent name.
    pub id: Id,
    /// The concept it states; rules of one concept follow each other in time.
    pub concept: Id,
    /// What it gives.
    pub kind: RuleKind,
    /// How pressing it is.
    pub urgency: Urgency,
    /// Topics of the guide that it belongs to.
    pub topics: Vec<Id>,
    /// When it applies; its period of law is part of it.
    pub when: Condition,
    /// Facts that it rests on.
    pub facts: Vec<Id>,
    /// Services to contact.
    pub services: Vec<Id>,
    /// Whom to see before acting, from the vocabulary.
    pub see: Option<Id>,
    /// Its dates, each after those it starts from.
    pub dates: Vec<DateStep>,
    /// Its amounts.
    pub amounts: Vec<AmountStep>,
}

impl Rule {
    /// Whether what it is about may be lost once its last day is gone. A step is still to be taken then, late as it is, such as
    /// a renewal; not so where somebody is in danger.
    #[must_use]
    pub fn lapses(&self) -> bool {
        self.kind != RuleKind::Step || self.urgency == Urgency::Danger
    }
}

/// All that the engine needs of one jurisdiction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Questions in the order of asking within one urgency.
    pub questions: Vec<Question>,
    /// Answers that cannot all be true.
    pub contradictions: Vec<Contradiction>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// What a person may want to know, in the order of offering.
    pub needs: Vec<Need>,
    /// The letters that people bring.
    pub letters: Letters,
}

impl Rules {
    /// The question of this name.
    #[must_use]
    pub fn question(&self, id: &Id) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// Questions by name, for repeated look-ups.
    #[must_use]
    pub fn question_index(&self) -> BTreeMap<&Id, &Question> {
        self.questions.iter().map(|question| (&question.id, question)).collect()
    }
}
