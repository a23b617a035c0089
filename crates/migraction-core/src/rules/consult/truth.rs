//! Conditions held against the answers: the truth alone, and the trace of all that was seen.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::answers::Answer;
use super::super::condition::{Condition, Day, Limit, Truth};
use super::super::trace::{Leaf, Trace};
use super::Consultation;
use crate::Id;
use crate::dates::Term;
use crate::facts::Quantity;

impl<'a> Consultation<'a> {
    /// Whether a question arises for this person.
    #[must_use]
    pub fn arises(&self, question: &Id) -> Truth {
        let Some(gated) = self.questions.get(question) else { return Truth::False };
        if let Some(known) = gated.arises.get() {
            return known;
        }
        let truth = self.truth(&gated.question.when);
        gated.arises.set(Some(truth));
        truth
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
            leaf => {
                let mut arises = true;
                leaf.for_each_question(&mut |question| {
                    arises &= self.arises(question) != Truth::False;
                });
                if arises { self.leaf_truth(leaf) } else { Truth::False }
            }
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
                    .filter_map(|day| self.day(day))
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

    /// Whether an answer points to an open condition: a part of it holds by what was chosen, or what
    /// keeps it open was answered with "don't know".
    pub(super) fn is_raised(&self, trace: &Trace<'_>) -> bool {
        let mut is_unknown = false;
        trace.for_each_open_leaf(&mut |leaf| {
            is_unknown |= leaf.seen.iter().any(|(question, _)| self.is_left_open(question));
        });
        is_unknown || trace.has_chosen_leaf()
    }

    /// Whether the question, or one that decides whether it arises, was answered without being
    /// known.
    fn is_left_open(&self, question: &Id) -> bool {
        if let Some(answer) = self.answers.get(question) {
            return !answer.is_known();
        }
        let Some(gated) = self.questions.get(question) else { return false };
        let mut is_left_open = false;
        self.trace(&gated.question.when).for_each_open_leaf(&mut |leaf| {
            is_left_open |= leaf.seen.iter().any(|(decider, _)| self.is_left_open(decider));
        });
        is_left_open
    }

    fn leaf_truth(&self, condition: &Condition) -> Truth {
        let number = |question: &Id, limit: &Limit, test: fn(&Decimal, &Decimal) -> bool| match self
            .answers
            .get(question)
        {
            Some(Answer::Number(number)) => match self.limit(limit) {
                Some(limit) => test(number, &limit).into(),
                None => Truth::Unknown,
            },
            _ => Truth::Unknown,
        };
        let days = |left: &Day, right: &Day, test: fn(&NaiveDate, &NaiveDate) -> bool| match (
            self.day(left),
            self.day(right),
        ) {
            (Some(left), Some(right)) => test(&left, &right).into(),
            _ => Truth::Unknown,
        };
        match condition {
            Condition::Is { question, options } => match self.answers.get(question) {
                Some(Answer::One(option)) => options.contains(option).into(),
                Some(Answer::Many(chosen)) => {
                    options.iter().any(|option| chosen.contains(option)).into()
                }
                _ => Truth::Unknown,
            },
            Condition::Count { question, at_least } => match self.answers.get(question) {
                Some(Answer::Many(chosen)) => (chosen.len() >= usize::from(*at_least)).into(),
                _ => Truth::Unknown,
            },
            Condition::AtLeast { question, limit } => number(question, limit, Decimal::ge),
            Condition::Below { question, limit } => number(question, limit, Decimal::lt),
            Condition::Before(left, right) => days(left, right, NaiveDate::lt),
            Condition::OnOrAfter(left, right) => days(left, right, NaiveDate::ge),
            Condition::Within { event, from, until } => match self.day_answer(event) {
                Some(day) => (from.is_none_or(|from| from <= day)
                    && until.is_none_or(|until| day <= until))
                .into(),
                None => Truth::Unknown,
            },
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => self.truth(condition),
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

    fn day(&self, day: &Day) -> Option<NaiveDate> {
        match day {
            Day::Answer(question) => self.day_answer(question),
            Day::AsOf => Some(self.as_of),
            Day::Fixed(day) => Some(*day),
            // A day in law holds whatever the day asked for: the start of a regime lies ahead at first.
            Day::Fact(fact) => {
                let fact = self.facts.get(fact)?;
                match fact.value_on(self.as_of).or(fact.values.first())?.quantity {
                    Quantity::Day(day) => Some(day),
                    Quantity::Amount(_) => None,
                }
            }
            Day::Moved { start, term, back } => {
                let start = self.day(start)?;
                let Term { count, unit } = self.facts.get(term)?.term_on(start)?;
                let count = if *back { count.checked_neg()? } else { count };
                self.calendar().add(start, Term { count, unit })
            }
        }
    }

    pub(super) fn day_answer(&self, question: &Id) -> Option<NaiveDate> {
        match self.answers.get(question) {
            Some(Answer::Day(day)) if self.arises(question) != Truth::False => {
                // A past event cannot lie ahead: nothing is counted from such a day.
                let asked = self.questions.get(question)?.question;
                (!self.is_impossible(asked, *day)).then_some(*day)
            }
            _ => None,
        }
    }

    pub(super) fn number_answer(&self, question: &Id) -> Option<Decimal> {
        match self.answers.get(question) {
            Some(Answer::Number(number)) if self.arises(question) != Truth::False => Some(*number),
            _ => None,
        }
    }
}
