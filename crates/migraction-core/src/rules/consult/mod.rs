//! One consultation: answers against the rules of a jurisdiction, as of a day.

mod group;
mod lines;
mod truth;

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::answers::{Answer, Answers};
use super::condition::Truth;
use super::input::NO_SUCH;
use super::rule::{
    Contradiction, DateAnchor, DateRole, DateStep, Need, Question, QuestionKind, Rule, RuleKind,
    Rules,
};
use super::trace::{AmountLine, DateLine, Trace};
use crate::Id;
use crate::dates::{Calendar, LocalCalendar};
use crate::deadline::still_to_act;
use crate::facts::{Facts, Standing};

use lines::Edge;

pub use group::{Group, SOON_DAYS};

/// Whether a rule applies. Whether this version settles its matter, and how its facts stand, are
/// questions of their own: [`Outcome::is_covered`] and [`Outcome::is_past_review`].
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
}

/// The result of one rule, with its explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Whether it applies.
    pub state: State,
    /// Whether an answer points to it while others are open, or is itself not known.
    pub is_raised: bool,
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
    pub(crate) as_of: NaiveDate,
    pub(crate) today: NaiveDate,
}

impl Outcome<'_> {
    /// Whether this version settles the matter of the rule.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.rule.kind != RuleKind::Uncovered
    }

    /// Whether a fact that it rests on should have been checked again by now.
    #[must_use]
    pub fn is_past_review(&self) -> bool {
        !self.past_review.is_empty()
    }

    /// Whether it can be told as it stands: it applies, now or from a day, this version settles it
    /// and its facts were checked in time.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        matches!(self.state, State::Applies | State::AppliesFrom(_))
            && self.is_covered()
            && !self.is_past_review()
    }

    /// The one word that scenarios and pages use for what is said of a rule; the same in every
    /// language.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.state {
            State::DoesNotApply => "does-not-apply",
            State::MayApply => "may-apply",
            _ if !self.is_covered() => "not-covered",
            _ if self.is_past_review() => "past-review",
            State::AppliesFrom(_) => "applies-from",
            State::Applies => "applies",
        }
    }

    /// The one day that a person should keep in mind: to act by; once that is gone, the cautious
    /// last day, then the legal one; else the day from which it applies, or another of its dates.
    #[must_use]
    pub fn key_date(&self) -> Option<&DateLine> {
        key_date(&self.dates, self.today)
    }

    /// The first known date with this role.
    #[must_use]
    pub fn date(&self, role: DateRole) -> Option<&DateLine> {
        self.dates.iter().find(|line| line.role == role && line.day.is_some())
    }

    /// The date by which something must be done, as counted in the order of results: the cautious
    /// last day, else the legal one.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        [DateRole::Safe, DateRole::Legal]
            .into_iter()
            .find_map(|role| self.date(role))
            .and_then(|line| line.day)
    }

    /// Counted from the first day of a month its last day is gone; counted from the last one it is still to come, on this day.
    #[must_use]
    pub fn may_last_until(&self) -> Option<NaiveDate> {
        let from = self.seen_from();
        let limits = self.dates.iter();
        let limits = limits.filter(|line| matches!(line.role, DateRole::Safe | DateRole::Legal));
        let latest = limits.filter_map(|line| line.latest).max().filter(|day| *day >= from);
        latest.filter(|_| last_day(&self.dates).is_some_and(|last| last < from))
    }

    /// Whether its last day is counted from the first day of a month, because the day itself is not known.
    #[must_use]
    pub fn is_of_month(&self) -> bool {
        let is_limit = |line: &&DateLine| {
            matches!(line.role, DateRole::Safe | DateRole::Legal) && line.is_month
        };
        self.due().is_some() && self.dates.iter().any(|line| is_limit(&line))
    }

    /// A day of it as it is told in a sentence on `today`: of those by which to act, none that is gone by for as long as the
    /// last day is to come, or may be.
    #[must_use]
    pub fn told_day(&self, line: &DateLine, today: NaiveDate) -> Option<NaiveDate> {
        match line.role {
            DateRole::ActBy | DateRole::Safe => {
                let last = last_day(&self.dates).max(self.may_last_until());
                Some(still_to_act(line.day?, last, today))
            }
            DateRole::From | DateRole::Legal | DateRole::Mark => line.day,
        }
    }

    /// Whether it has a last day that an answer would give: the limit may be running.
    #[must_use]
    pub fn is_undated(&self) -> bool {
        self.due().is_none()
            && self.dates.iter().any(|line| {
                matches!(line.role, DateRole::Safe | DateRole::Legal) && !line.open.is_empty()
            })
    }
}

/// The latest of the last days among the dates of a matter, the cautious and the legal ones: when it is gone, the time is
/// over by every reading.
#[must_use]
pub fn last_day(dates: &[DateLine]) -> Option<NaiveDate> {
    let limits = dates.iter().filter(|line| matches!(line.role, DateRole::Safe | DateRole::Legal));
    limits.filter_map(|line| line.day).max()
}

/// The one day to keep in mind among the dates of a matter, on `today`: see [`Outcome::key_date`].
#[must_use]
pub fn key_date(dates: &[DateLine], today: NaiveDate) -> Option<&DateLine> {
    let of = |role| dates.iter().find(|line| line.role == role && line.day.is_some());
    let limits = [DateRole::ActBy, DateRole::Safe, DateRole::Legal].map(of);
    let ahead = limits.into_iter().flatten().find(|line| line.day.is_some_and(|day| day >= today));
    // Once all are gone, the last of them says since when.
    ahead
        .or_else(|| limits.into_iter().flatten().last())
        .or_else(|| of(DateRole::From))
        .or_else(|| of(DateRole::Mark))
}

/// A question with what was answered, and whether it arises once that was found out.
#[derive(Clone, Debug)]
pub(super) struct Gated<'a> {
    /// Its place among the questions of the jurisdiction.
    pub(super) at: usize,
    pub(super) question: &'a Question,
    pub(super) answer: Option<&'a Answer>,
    arises: Cell<Option<Truth>>,
}

/// Answers held against the rules of one jurisdiction.
#[derive(Clone, Debug)]
pub struct Consultation<'a> {
    rules: &'a Rules,
    /// By hash: each leaf of each condition looks up its questions, at every step of an interview.
    questions: FxHashMap<&'a Id, Gated<'a>>,
    facts: &'a Facts,
    calendar: &'a Calendar,
    answers: &'a Answers,
    as_of: NaiveDate,
    today: NaiveDate,
    /// What the person wants to know; everything where it is empty.
    needs: Vec<&'a Need>,
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
        let gated = |(at, question): (usize, &'a Question)| {
            let answer = answers.get(&question.id);
            (&question.id, Gated { at, question, answer, arises: Cell::new(None) })
        };
        let questions = rules.questions.iter().enumerate().map(gated).collect();
        Self { rules, questions, facts, calendar, answers, as_of, today, needs: Vec::new() }
    }

    /// The same, for somebody who wants to know this. What holds does not change; what is asked does, and what
    /// stands first.
    #[must_use]
    pub fn about(mut self, needs: &BTreeSet<Id>) -> Self {
        self.needs = self.rules.needs.iter().filter(|need| needs.contains(&need.id)).collect();
        self
    }

    /// What the person wants to know; everything where it is empty.
    #[must_use]
    pub fn needs(&self) -> &[&'a Need] {
        &self.needs
    }

    /// Whether a rule bears on what the person wants to know, or counts the limit of the letter that was named: that one runs
    /// whatever they came for.
    #[must_use]
    pub fn bears(&self, rule: &Rule) -> bool {
        self.answers_need(rule) || self.is_limit_of_letter(rule)
    }

    /// Whether it counts a last day because of the letter that was named.
    fn is_limit_of_letter(&self, rule: &Rule) -> bool {
        let Some(question) = &self.rules.letters.question else { return false };
        let is_named =
            matches!(self.answers.get(question), Some(Answer::One(option)) if *option != NO_SUCH);
        is_named
            && rule.dates.iter().any(|step| matches!(step.role, DateRole::Legal | DateRole::Safe))
            && self.points_to(std::slice::from_ref(question), &rule.when)
    }

    /// Whether a rule is about what the person wants to know: of the rules that look at a need's own question, such as which
    /// letter it is, those to which the answer points, all of them as long as it has none.
    pub(super) fn answers_need(&self, rule: &Rule) -> bool {
        self.needs.is_empty()
            || self.needs.iter().any(|need| {
                need.is_of_its_matter(rule)
                    || (need.looks_at(rule)
                        && (!self.is_told(need) || self.points_to(&need.questions, &rule.when)))
            })
    }

    /// Whether a need's own question has an answer that names something.
    fn is_told(&self, need: &Need) -> bool {
        need.questions.iter().any(|question| match self.answers.get(question) {
            Some(Answer::One(option)) => *option != NO_SUCH,
            Some(Answer::Many(options)) => options.iter().any(|one| *one != NO_SUCH),
            _ => false,
        })
    }

    /// The day for which the consultation asks.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    pub(super) fn rules(&self) -> &'a Rules {
        self.rules
    }

    pub(super) fn gated(&self, id: &Id) -> Option<&Gated<'a>> {
        self.questions.get(id)
    }

    pub(super) fn answers(&self) -> &'a Answers {
        self.answers
    }

    /// All results in the order in which they are shown: group by group; dangers that apply before
    /// those that may, limits by their day, the rest by how pressing it is.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Outcome<'a>> {
        let mut outcomes: Vec<_> = self.rules.rules.iter().map(|rule| self.outcome(rule)).collect();
        outcomes.sort_by_cached_key(Outcome::rank);
        outcomes
    }

    /// Answers that cannot all be true.
    #[must_use]
    pub fn contradictions(&self) -> Vec<&'a Contradiction> {
        self.rules
            .contradictions
            .iter()
            .filter(|contradiction| self.truth(&contradiction.when) == Truth::True)
            .collect()
    }

    /// Questions about the past that were answered with a day after the day asked for: no date is
    /// counted from such a day.
    #[must_use]
    pub fn future_days(&self) -> Vec<&'a Id> {
        self.rules
            .questions
            .iter()
            .filter(|question| self.arises(&question.id) != Truth::False)
            .filter(|question| match self.answers.get(&question.id) {
                Some(answer) => {
                    answer.days().is_some_and(|(first, _)| self.is_impossible(question, first))
                }
                None => false,
            })
            .map(|question| &question.id)
            .collect()
    }

    /// Whether the question asks about the past and the day lies after the day asked for.
    pub(super) fn is_impossible(&self, question: &Question, day: NaiveDate) -> bool {
        matches!(question.kind, QuestionKind::Day { past: true }) && day > self.as_of
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
        self.asked(question).is_some_and(|asked| asked.answer.is_none())
    }

    /// The result of one rule.
    #[must_use]
    pub fn outcome(&self, rule: &'a Rule) -> Outcome<'a> {
        let trace = self.trace(&rule.when);
        let (dates, amounts) = (self.dates(rule), self.amounts(rule));
        let past_review = self.past_review(rule);
        let standing = rule
            .facts
            .iter()
            .filter_map(|id| self.facts.get(id))
            .map(|fact| fact.standing(self.today))
            .max()
            .unwrap_or(Standing::Verified);
        let settled_by = self.settled_by(rule, &dates);
        let state = self.state(trace.truth(), &dates);
        let is_raised = trace.truth() == Truth::Unknown && self.is_raised(&rule.when);
        let (as_of, today) = (self.as_of, self.today);
        Outcome {
            rule,
            state,
            is_raised,
            trace,
            dates,
            amounts,
            standing,
            past_review,
            settled_by,
            as_of,
            today,
        }
    }

    /// The dates of a rule, computed as far as known.
    ///
    /// Where only the month of an event is known, limits are counted from its first day, and what begins only later from its
    /// last: nobody is late, and nobody begins too early.
    pub(super) fn dates(&self, rule: &Rule) -> Vec<DateLine> {
        let counted = |edge: Edge| {
            let mut dates = Vec::with_capacity(rule.dates.len());
            for step in &rule.dates {
                let line = self.date_line(step, &dates, edge);
                dates.push(line);
            }
            dates
        };
        let mut dates = counted(Edge::First);
        let is_wide = |step: &DateStep| match &step.start {
            DateAnchor::Answer(question) => {
                self.days_answer(question).is_some_and(|(first, last)| first != last)
            }
            DateAnchor::Date(_) => false,
        };
        if rule.dates.iter().any(is_wide) {
            for (line, late) in dates.iter_mut().zip(counted(Edge::Last)) {
                if line.role == DateRole::From {
                    *line = late;
                } else {
                    line.latest = late.day.filter(|day| line.day.is_some_and(|own| own < *day));
                }
            }
        }
        dates
    }

    /// The amounts of a rule, computed as far as known.
    pub(super) fn amounts(&self, rule: &Rule) -> Vec<AmountLine> {
        rule.amounts.iter().map(|step| self.amount_line(step)).collect()
    }

    fn state(&self, truth: Truth, dates: &[DateLine]) -> State {
        match truth {
            Truth::False => return State::DoesNotApply,
            Truth::Unknown => return State::MayApply,
            Truth::True => {}
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

    fn settled_by(&self, rule: &Rule, dates: &[DateLine]) -> Vec<Id> {
        let mut open = Vec::new();
        let mut push = |question: &Id| {
            if self.arises(question) != Truth::False
                && !self.answers.get(question).is_some_and(Answer::is_known)
                && !open.contains(question)
            {
                open.push(question.clone());
            }
        };
        self.for_each_open_question(&rule.when, &mut push);
        if self.truth(&rule.when) == Truth::True {
            for line in
                dates.iter().filter(|line| line.role == DateRole::From && line.day.is_none())
            {
                line.open.iter().for_each(&mut push);
            }
        }
        open
    }
}
