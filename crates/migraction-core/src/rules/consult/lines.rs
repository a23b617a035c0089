//! The dates and amounts of a result, each with the way it was computed.

use chrono::NaiveDate;

use super::super::condition::Truth;
use super::super::rule::{AmountStep, DateAnchor, DateStep, DateTerm, QuestionKind};
use super::super::trace::{AmountLine, DateLine, DateMove};
use super::Consultation;
use crate::Id;
use crate::dates::{Term, TermUnit};
use crate::facts::Quantity;

/// From which day of a month it is counted, where no more is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// From its first day.
    First,
    /// From its last day.
    Last,
}

impl Consultation<'_> {
    /// A date of a rule, computed as far as known; `earlier` are those it may start from.
    pub(super) fn date_line(&self, step: &DateStep, earlier: &[DateLine], edge: Edge) -> DateLine {
        // What it starts from, the days that this may be, and what would settle it.
        let (anchor, days, mut open) = match &step.start {
            DateAnchor::Answer(question) => {
                let days = self.days_answer(question);
                let missing = days.is_none() && self.arises(question) != Truth::False;
                (question, days, if missing { vec![question.clone()] } else { Vec::new() })
            }
            DateAnchor::Date(id) => match earlier.iter().find(|line| line.id == *id) {
                Some(line) => (id, line.day.map(|day| (day, day)), line.open.clone()),
                None => (id, None, Vec::new()),
            },
        };
        let start = days.map(|(first, last)| match edge {
            Edge::First => first,
            Edge::Last => last,
        });
        let is_start_unknown = match &step.start {
            DateAnchor::Answer(question) => {
                let answer = self.asked(question).and_then(|asked| asked.answer);
                answer.is_some_and(|answer| !answer.is_known())
            }
            DateAnchor::Date(_) => false,
        };
        let mut line = DateLine {
            id: step.id.clone(),
            role: step.role,
            soft: step.soft,
            start,
            is_month: days.is_some_and(|(first, last)| first != last),
            is_start_unknown,
            anchor: anchor.clone(),
            moves: Vec::new(),
            later: Vec::new(),
            day: None,
            latest: None,
            skipped: Vec::new(),
            open: Vec::new(),
        };
        let mut terms = start
            .zip(days)
            .map(|(start, (first, last))| self.terms(&step.add, start, [first, last]))
            .unwrap_or_default();
        for question in step.add.iter().filter_map(DateTerm::question) {
            let is_missing = start.is_some()
                && terms.is_empty()
                && self.arises(question) != Truth::False
                && !self.is_stated(question);
            if self.is_open(question) || is_missing {
                open.push(question.clone());
            }
        }
        line.open = open;
        let term = (!terms.is_empty()).then(|| terms.remove(0).0);
        line.later = terms;
        line.day = start.and_then(|start| self.walk(step, start, term, &mut line));
        line
    }

    /// Whether a length of time was said.
    fn is_stated(&self, question: &Id) -> bool {
        let answer = self.asked(question).and_then(|asked| asked.answer);
        answer.is_some_and(|answer| answer.numbers().is_some())
    }

    /// The known terms from `start`, each with the day it leads to: the earliest first, and of two
    /// that lead to the same day the one that stands first. A term of law is taken as it is in force on each of the days `on`.
    fn terms(
        &self,
        terms: &[DateTerm],
        start: NaiveDate,
        on: [NaiveDate; 2],
    ) -> Vec<(DateMove, NaiveDate)> {
        let known = |(term, on): (&DateTerm, NaiveDate)| match term {
            DateTerm::Answer(question) => {
                let QuestionKind::Number { unit, .. } =
                    &self.questions.get(question)?.question.kind
                else {
                    return None;
                };
                let term = self.term_answer(question, *unit)?;
                Some((DateMove::Stated { question: question.clone(), term }, term))
            }
            DateTerm::Fact(id) => {
                let term = self.facts.get(id)?.term_on(on)?;
                Some((DateMove::Law { fact: id.clone(), term }, term))
            }
            DateTerm::Before(id) => {
                let Term { count, unit } = self.facts.get(id)?.term_on(on)?;
                let term = Term { count: count.checked_neg()?, unit };
                Some((DateMove::Law { fact: id.clone(), term }, term))
            }
        };
        let calendar = self.calendar();
        let mut found: Vec<_> = terms
            .iter()
            .flat_map(|term| on.map(|on| (term, on)))
            .filter_map(known)
            .filter_map(|(step, term)| Some((step, calendar.add(start, term)?)))
            .collect();
        // In force on both days is the same term twice.
        found.dedup();
        found.sort_by_key(|(_, day)| *day);
        found
    }

    fn walk(
        &self,
        step: &DateStep,
        start: NaiveDate,
        term: Option<DateMove>,
        line: &mut DateLine,
    ) -> Option<NaiveDate> {
        let mut day = start;
        match term {
            Some(DateMove::Stated { term, .. } | DateMove::Law { term, .. })
                if !step.add.is_empty() =>
            {
                day = self.count(day, term, line)?;
            }
            _ if step.add.is_empty() => {}
            _ => return None,
        }
        if let Some(term) = term {
            line.moves.push((term, day));
        }
        for (count, unit) in
            [(step.days, TermUnit::Days), (step.working_days, TermUnit::WorkingDays)]
        {
            if count != 0 {
                let term = Term { count, unit };
                day = self.count(day, term, line)?;
                line.moves.push((DateMove::Shift(term), day));
            }
        }
        if let Some(roll) = step.roll {
            let from = day;
            day = self.calendar().roll(day, roll)?;
            self.open_place(from, day, line);
            if day != from {
                line.moves.push((DateMove::Rolled { roll, from }, day));
            }
        }
        Some(day)
    }

    fn count(&self, day: NaiveDate, term: Term, line: &mut DateLine) -> Option<NaiveDate> {
        let calendar = self.calendar();
        let end = calendar.add(day, term)?;
        if term.unit == TermUnit::WorkingDays {
            line.skipped.extend(calendar.holidays_between(day, end));
            self.open_place(day, end, line);
        }
        Some(end)
    }

    /// Where the place would decide which days are worked, it is worth asking for.
    fn open_place(&self, from: NaiveDate, to: NaiveDate, line: &mut DateLine) {
        if let Some(place) = &self.calendar.place
            && self.is_open(place)
            && !line.open.contains(place)
            && self.calendar().depends_between(from, to)
        {
            line.open.push(place.clone());
        }
    }

    /// An amount of a rule, computed as far as known.
    pub(super) fn amount_line(&self, step: &AmountStep) -> AmountLine {
        let hours = self.number_answer(&step.hours);
        let on = self.day_answer(&step.on);
        let rate =
            on.and_then(|day| self.facts.get(&step.times)?.value_on(day)).and_then(|value| {
                match value.quantity {
                    Quantity::Amount(amount) => Some(amount),
                    Quantity::Day(_) => None,
                }
            });
        let less = step.less.as_ref().and_then(|question| self.number_answer(question));
        let due = hours.zip(rate).and_then(|(hours, rate)| hours.checked_mul(rate));
        let amount = match (&step.less, less) {
            (None, _) => due,
            (Some(_), Some(less)) => due.and_then(|due| due.checked_sub(less)),
            (Some(_), None) => None,
        };
        let open = [Some(&step.hours), Some(&step.on), step.less.as_ref()]
            .into_iter()
            .flatten()
            .filter(|question| self.is_open(question))
            .cloned()
            .collect();
        AmountLine {
            id: step.id.clone(),
            fact: step.times.clone(),
            hours,
            rate,
            less,
            amount,
            open,
        }
    }
}
