//! Conditions held against the answers: the truth alone, and the trace of all that was seen.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::answers::Answer;
use super::super::condition::{Condition, Day, Limit, Truth};
use super::super::rule::QuestionKind;
use super::super::trace::{Leaf, Trace};
use super::{Consultation, Gated};
use crate::Id;
use crate::dates::Term;
use crate::facts::{Quantity, Unit, whole_term};

impl<'a> Consultation<'a> {
    /// Whether a question arises for this person.
    #[must_use]
    pub fn arises(&self, question: &Id) -> Truth {
        self.questions.get(question).map_or(Truth::False, |gated| self.gate(gated))
    }

    /// Whether it arises, found out once.
    pub(in super::super) fn gate(&self, gated: &Gated<'a>) -> Truth {
        if let Some(known) = gated.arises.get() {
            return known;
        }
        let truth = self.truth(&gated.question.when);
        gated.arises.set(Some(truth));
        truth
    }

    /// The question, unless it does not arise for this person.
    pub(in super::super) fn asked(&self, question: &Id) -> Option<&Gated<'a>> {
        self.questions.get(question).filter(|gated| self.gate(gated) != Truth::False)
    }

    /// The truth of a condition.
    #[must_use]
    pub fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::All(parts) => {
                let mut truth = Truth::True;
                for part in parts {
                    truth = truth.and(self.truth(part));
                    if truth == Truth::False {
                        break;
                    }
                }
                truth
            }
            Condition::Any(parts) => {
                let mut truth = Truth::False;
                for part in parts {
                    truth = truth.or(self.truth(part));
                    if truth == Truth::True {
                        break;
                    }
                }
                truth
            }
            Condition::Not(part) => self.truth(part).negate(),
            leaf => self.leaf_truth(leaf).unwrap_or(Truth::False),
        }
    }

    /// The truth of a condition with all that it saw.
    #[must_use]
    pub fn trace<'c>(&self, condition: &'c Condition) -> Trace<'c>
    where
        'a: 'c,
    {
        match condition {
            Condition::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.trace(part)).collect();
                let truth = parts.iter().fold(Truth::True, |truth, part| truth.and(part.truth()));
                Trace::All(truth, parts)
            }
            Condition::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.trace(part)).collect();
                let truth = parts.iter().fold(Truth::False, |truth, part| truth.or(part.truth()));
                Trace::Any(truth, parts)
            }
            Condition::Not(part) => {
                let part = self.trace(part);
                Trace::Not(part.truth().negate(), Box::new(part))
            }
            leaf => Trace::Leaf(self.truth(leaf), self.leaf(leaf)),
        }
    }

    fn leaf<'c>(&self, condition: &'c Condition) -> Leaf<'c>
    where
        'a: 'c,
    {
        let answers = self.answers;
        let seen = |question: &'c Id| (question, answers.get(question));
        let mut leaf = Leaf {
            condition,
            seen: Vec::new(),
            not_arising: Vec::new(),
            deciders: Vec::new(),
            days: Vec::new(),
            limit: None,
        };
        let mut deciding: Vec<&'c Id> = Vec::new();
        condition.for_each_question(&mut |question| {
            leaf.seen.push(seen(question));
            if self.arises(question) == Truth::False {
                leaf.not_arising.push(question);
                self.add_deciders(question, &mut deciding);
            }
        });
        leaf.deciders = deciding.into_iter().map(seen).collect();
        match condition {
            Condition::Before(left, right) | Condition::OnOrAfter(left, right) => {
                let computed = |day: &&Day| matches!(day, Day::Moved { .. } | Day::Fact(_));
                leaf.days = [left, right]
                    .into_iter()
                    .filter(computed)
                    .filter_map(|day| Some(self.days(day)?.0))
                    .collect();
            }
            Condition::AtLeast { limit: limit @ Limit::Fact(_), .. }
            | Condition::Below { limit: limit @ Limit::Fact(_), .. } => {
                leaf.limit = self.limit(limit);
            }
            _ => {}
        }
        leaf
    }

    /// The answered questions that decide that `question` does not arise, however far up.
    fn add_deciders<'q>(&self, question: &Id, deciding: &mut Vec<&'q Id>)
    where
        'a: 'q,
    {
        let Some(gated) = self.questions.get(question) else { return };
        let when: &'a Condition = &gated.question.when;
        when.for_each_question(&mut |decider| {
            if deciding.contains(&decider) {
                return;
            }
            if self.answers.contains_key(decider) {
                deciding.push(decider);
            }
            if self.arises(decider) == Truth::False {
                self.add_deciders(decider, deciding);
            }
        });
    }

    /// Calls `visit` with each question of the leaves that keep a condition from being known.
    pub(in super::super) fn for_each_open_question<'c>(
        &self,
        condition: &'c Condition,
        visit: &mut impl FnMut(&'c Id),
    ) {
        if self.truth(condition) != Truth::Unknown {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.for_each_open_question(part, visit);
                }
            }
            Condition::Not(part) => self.for_each_open_question(part, visit),
            leaf => leaf.for_each_question(visit),
        }
    }

    /// Whether something that was chosen makes a part of a condition true.
    pub(in super::super) fn is_chosen(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| self.is_chosen(part))
            }
            Condition::Is { .. } | Condition::Count { .. } => self.truth(condition) == Truth::True,
            _ => false,
        }
    }

    /// Whether a condition asks for what was answered to one of these questions.
    pub(super) fn points_to(&self, questions: &[Id], condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| self.points_to(questions, part))
            }
            Condition::Is { question, .. } | Condition::Count { question, .. } => {
                questions.contains(question) && self.truth(condition) == Truth::True
            }
            _ => false,
        }
    }

    /// Whether an answer points to an open condition: a part of it holds by what was chosen, or what
    /// keeps it open was answered with "don't know".
    pub(super) fn is_raised(&self, condition: &Condition) -> bool {
        self.is_chosen(condition) || self.is_kept_open(condition)
    }

    /// Whether what keeps a condition open was answered without being known.
    fn is_kept_open(&self, condition: &Condition) -> bool {
        let mut is_kept_open = false;
        self.for_each_open_question(condition, &mut |question| {
            is_kept_open |= !is_kept_open && self.is_left_open(question);
        });
        is_kept_open
    }

    /// Whether the question, or one that decides whether it arises, was answered without being
    /// known.
    fn is_left_open(&self, question: &Id) -> bool {
        if let Some(answer) = self.answers.get(question) {
            return !answer.is_known();
        }
        let gated = self.questions.get(question);
        gated.is_some_and(|gated| self.is_kept_open(&gated.question.when))
    }

    /// The truth of a leaf; none where a question of it does not arise.
    fn leaf_truth(&self, condition: &Condition) -> Option<Truth> {
        let number = |question: &Id, limit: &Limit, test: fn(&Decimal, &Decimal) -> bool| {
            Some(match self.asked(question)?.answer {
                Some(answer) => answer
                    .numbers()
                    .zip(self.limit(limit))
                    .map_or(Truth::Unknown, |((least, most), limit)| {
                        agreed(&[test(&least, &limit), test(&most, &limit)])
                    }),
                None => Truth::Unknown,
            })
        };
        let days = |left: &Day, right: &Day, test: fn(&NaiveDate, &NaiveDate) -> bool| {
            for question in left.question().into_iter().chain(right.question()) {
                self.asked(question)?;
            }
            let days = self.days(left).zip(self.days(right));
            Some(days.map_or(Truth::Unknown, |(left, right)| {
                agreed(&[test(&left.0, &right.1), test(&left.1, &right.0)])
            }))
        };
        match condition {
            Condition::Is { question, options } => Some(match self.asked(question)?.answer {
                Some(Answer::One(option)) => options.contains(option).into(),
                Some(Answer::Many(chosen)) => {
                    options.iter().any(|option| chosen.contains(option)).into()
                }
                // A letter came, and nobody knows which: what holds for an unrecognised one holds.
                Some(Answer::DontKnow) if self.rules.letters.is_unrecognised(question, options) => {
                    Truth::True
                }
                _ => Truth::Unknown,
            }),
            Condition::Count { question, at_least } => Some(match self.asked(question)?.answer {
                Some(Answer::Many(chosen)) => (chosen.len() >= usize::from(*at_least)).into(),
                _ => Truth::Unknown,
            }),
            Condition::AtLeast { question, limit } => number(question, limit, Decimal::ge),
            Condition::Below { question, limit } => number(question, limit, Decimal::lt),
            Condition::Before(left, right) => days(left, right, NaiveDate::lt),
            Condition::OnOrAfter(left, right) => days(left, right, NaiveDate::ge),
            Condition::Within { event, from, until } => {
                self.asked(event)?;
                let is_within = |day: NaiveDate| {
                    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
                };
                Some(self.days_answer(event).map_or(Truth::Unknown, |(first, last)| {
                    let is_outside = from.is_some_and(|from| last < from)
                        || until.is_some_and(|until| until < first);
                    let is_settled = is_outside || is_within(first) && is_within(last);
                    if is_settled { is_within(first).into() } else { Truth::Unknown }
                }))
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {
                Some(self.truth(condition))
            }
        }
    }

    fn limit(&self, limit: &Limit) -> Option<Decimal> {
        match limit {
            Limit::Fixed(number) => Some(*number),
            Limit::Fact(fact) => match self.facts.get(fact)?.value_on(self.as_of)?.quantity {
                Quantity::Amount(amount) => Some(amount),
                Quantity::Day(_) => None,
            },
        }
    }

    /// The first and the last day that it may be.
    fn days(&self, day: &Day) -> Option<(NaiveDate, NaiveDate)> {
        let one = |day: NaiveDate| Some((day, day));
        match day {
            Day::Answer(question) => self.days_answer(question),
            Day::AsOf => one(self.as_of),
            Day::Fixed(day) => one(*day),
            // A day in law holds whatever the day asked for: the start of a regime lies ahead at first.
            Day::Fact(fact) => {
                let fact = self.facts.get(fact)?;
                match fact.value_on(self.as_of).or(fact.values.first())?.quantity {
                    Quantity::Day(day) => one(day),
                    Quantity::Amount(_) => None,
                }
            }
            Day::Moved { start, term, back } => {
                let moved = |day: NaiveDate| {
                    let Term { count, unit } = self.facts.get(term)?.term_on(day)?;
                    let count = if *back { count.checked_neg()? } else { count };
                    self.calendar().add(day, Term { count, unit })
                };
                let (first, last) = self.days(start)?;
                moved(first).zip(moved(last))
            }
        }
    }

    /// The one day that answers a question; none where only its month is known.
    pub(super) fn day_answer(&self, question: &Id) -> Option<NaiveDate> {
        self.days_answer(question).filter(|(first, last)| first == last).map(|(day, _)| day)
    }

    /// The first and the last day that the answer to a question may mean.
    pub(super) fn days_answer(&self, question: &Id) -> Option<(NaiveDate, NaiveDate)> {
        let asked = self.asked(question)?;
        let (first, last) = asked.answer?.days()?;
        // A past event cannot lie ahead: nothing is counted from such a day.
        if self.is_impossible(asked.question, first) {
            return None;
        }
        let is_past = matches!(asked.question.kind, QuestionKind::Day { past: true });
        Some((first, if is_past { last.min(self.as_of) } else { last }))
    }

    pub(super) fn number_answer(&self, question: &Id) -> Option<Decimal> {
        match self.asked(question)?.answer {
            Some(Answer::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The length of time that answers a question, in `unit` where a number was said.
    pub(super) fn term_answer(&self, question: &Id, unit: Unit) -> Option<Term> {
        match self.asked(question)?.answer {
            Some(Answer::Number(number)) => whole_term(*number, unit),
            Some(Answer::Term(term)) => Some(*term),
            _ => None,
        }
    }
}

/// Whether it holds by every reading, by none, or by some.
fn agreed(readings: &[bool]) -> Truth {
    match (readings.contains(&true), readings.contains(&false)) {
        (true, true) => Truth::Unknown,
        (holds, _) => holds.into(),
    }
}
