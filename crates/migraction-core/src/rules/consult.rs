//! One consultation: answers against the rules of a jurisdiction, as of a day.

mod group;
mod lines;
mod truth;

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::answers::{Answer, Answers};
use super::condition::Truth;
use super::rule::{Contradiction, DateRole, Question, QuestionKind, Rule, RuleKind, Rules};
use super::trace::{AmountLine, DateLine, Trace};
use crate::Id;
use crate::dates::{Calendar, LocalCalendar};
use crate::facts::{Facts, Standing};

pub use group::Group;

/// What the engine says of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It applies on the day asked for.
    Applies,
    /// It will apply from this day.
    AppliesFrom(NaiveDate),
    /// It may apply; an answer is missing.
    MayApply,
    /// It does not apply.
    DoesNotApply,
    /// This version does not settle it.
    NotCovered,
    /// A fact that it rests on is past its review: ask.
    PastReview,
}

/// The result of one rule, with its explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What the engine says.
    pub state: State,
    /// Why.
    pub trace: Trace<'a>,
    /// Its dates, computed as far as known.
    pub dates: Vec<DateLine>,
    /// Its amounts, computed as far as known.
    pub amounts: Vec<AmountLine>,
    /// The weakest standing of the facts it rests on.
    pub standing: Standing,
    /// The facts that are past review.
    pub past_review: Vec<&'a Id>,
    /// Questions whose answer would settle the state.
    pub settled_by: Vec<Id>,
}

impl Outcome<'_> {
    /// The day that a person should keep in mind: to act by, else the cautious, else the legal one.
    #[must_use]
    pub fn key_date(&self) -> Option<&DateLine> {
        [DateRole::ActBy, DateRole::Safe, DateRole::Legal, DateRole::From, DateRole::Mark]
            .into_iter()
            .find_map(|role| self.date(role))
    }

    /// The first known date with this role.
    #[must_use]
    pub fn date(&self, role: DateRole) -> Option<&DateLine> {
        self.dates.iter().find(|line| line.role == role && line.day.is_some())
    }

    /// The date by which something must be done, as counted in the order of results.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        [DateRole::Safe, DateRole::Legal]
            .into_iter()
            .find_map(|role| self.date(role))
            .and_then(|line| line.day)
    }
}

/// A question, and whether it arises once that was found out.
#[derive(Clone, Debug)]
struct Gated<'a> {
    question: &'a Question,
    arises: Cell<Option<Truth>>,
}

/// Answers held against the rules of one jurisdiction.
#[derive(Clone, Debug)]
pub struct Consultation<'a> {
    rules: &'a Rules,
    questions: BTreeMap<&'a Id, Gated<'a>>,
    facts: &'a Facts,
    calendar: &'a Calendar,
    answers: &'a Answers,
    as_of: NaiveDate,
    today: NaiveDate,
}

impl<'a> Consultation<'a> {
    /// A consultation for the situation on `as_of`; `today` decides which facts are past review.
    #[must_use]
    pub fn new(
        rules: &'a Rules,
        facts: &'a Facts,
        calendar: &'a Calendar,
        answers: &'a Answers,
        as_of: NaiveDate,
        today: NaiveDate,
    ) -> Self {
        let gated =
            |question: &'a Question| (&question.id, Gated { question, arises: Cell::new(None) });
        let questions = rules.questions.iter().map(gated).collect();
        Self { rules, questions, facts, calendar, answers, as_of, today }
    }

    /// The day for which the consultation asks.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    pub(super) fn rules(&self) -> &'a Rules {
        self.rules
    }

    pub(super) fn answers(&self) -> &'a Answers {
        self.answers
    }

    /// All results in the order in which they are shown: danger, terms within 14 days, basics,
    /// work, plans; within one, what applies before what may.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Outcome<'a>> {
        let mut outcomes: Vec<_> = self.rules.rules.iter().map(|rule| self.outcome(rule)).collect();
        outcomes.sort_by_key(|outcome| self.rank(outcome));
        outcomes
    }

    /// Contradictions among the answers, and days that lie in the future but should not.
    #[must_use]
    pub fn contradictions(&self) -> Vec<&'a Contradiction> {
        self.rules
            .contradictions
            .iter()
            .filter(|contradiction| self.truth(&contradiction.when) == Truth::True)
            .collect()
    }

    /// Questions about the past that were answered with a day after the day asked for.
    #[must_use]
    pub fn future_days(&self) -> Vec<&'a Id> {
        self.rules
            .questions
            .iter()
            .filter(|question| matches!(question.kind, QuestionKind::Day { past: true }))
            .filter(|question| self.day_answer(&question.id).is_some_and(|day| day > self.as_of))
            .map(|question| &question.id)
            .collect()
    }

    /// The calendar where the person is, as far as that was answered.
    pub(super) fn calendar(&self) -> LocalCalendar<'a> {
        let place = self.calendar.place.as_ref().filter(|place| self.arises(place) != Truth::False);
        self.calendar.at(place.and_then(|place| match self.answers.get(place) {
            Some(Answer::One(option)) => Some(option),
            _ => None,
        }))
    }

    /// Whether an answer to this question is still to be had.
    pub(super) fn is_open(&self, question: &Id) -> bool {
        !self.answers.contains_key(question) && self.arises(question) != Truth::False
    }

    /// The result of one rule.
    #[must_use]
    pub fn outcome(&self, rule: &'a Rule) -> Outcome<'a> {
        let trace = self.trace(&rule.when);
        let mut dates = Vec::with_capacity(rule.dates.len());
        for step in &rule.dates {
            let line = self.date_line(step, &dates);
            dates.push(line);
        }
        let amounts: Vec<_> = rule.amounts.iter().map(|step| self.amount_line(step)).collect();
        let past_review = self.past_review(rule);
        let standing = rule
            .facts
            .iter()
            .filter_map(|id| self.facts.get(id))
            .map(|fact| fact.standing(self.today))
            .max()
            .unwrap_or(Standing::Verified);
        let settled_by = self.settled_by(&trace, &dates);
        let state = self.state(rule, trace.truth(), &dates, !past_review.is_empty());
        Outcome { rule, state, trace, dates, amounts, standing, past_review, settled_by }
    }

    fn state(&self, rule: &Rule, truth: Truth, dates: &[DateLine], past_review: bool) -> State {
        if truth == Truth::False {
            return State::DoesNotApply;
        }
        if rule.kind == RuleKind::Uncovered {
            return State::NotCovered;
        }
        if past_review {
            return State::PastReview;
        }
        if truth == Truth::Unknown {
            return State::MayApply;
        }
        match dates.iter().find(|line| line.role == DateRole::From) {
            Some(DateLine { day: Some(day), .. }) if *day > self.as_of => State::AppliesFrom(*day),
            Some(DateLine { day: None, .. }) => State::MayApply,
            _ => State::Applies,
        }
    }

    fn past_review(&self, rule: &'a Rule) -> Vec<&'a Id> {
        rule.facts
            .iter()
            .filter(|id| {
                self.facts
                    .get(*id)
                    .is_none_or(|fact| fact.standing(self.today) == Standing::PastReview)
            })
            .collect()
    }

    fn settled_by(&self, trace: &Trace<'_>, dates: &[DateLine]) -> Vec<Id> {
        let mut open = Vec::new();
        let mut push = |question: &Id| {
            if self.arises(question) != Truth::False
                && !self.answers.get(question).is_some_and(Answer::is_known)
                && !open.contains(question)
            {
                open.push(question.clone());
            }
        };
        trace.for_each_open_leaf(&mut |leaf| {
            for (question, _) in &leaf.seen {
                push(question);
            }
        });
        if trace.truth() == Truth::True {
            for line in
                dates.iter().filter(|line| line.role == DateRole::From && line.day.is_none())
            {
                line.open.iter().for_each(&mut push);
            }
        }
        open
    }
}
