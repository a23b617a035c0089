//! Conditions as they are written in questions, contradictions and rules.

use migraction_core::Id;
use migraction_core::rules::{Condition, Day, Limit};
use serde::Deserialize;
use toml::Spanned;

use super::common::{civil_day, decimal};
use super::file::Source;
use crate::content::{Named, Sink, Usage, Use};
use crate::problems::Place;

/// A condition; which keys stand together is looked at after reading.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCondition {
    answer: Option<Spanned<String>>,
    is: Option<Spanned<toml::Value>>,
    date: Option<Spanned<String>>,
    plus: Option<Spanned<String>>,
    minus: Option<Spanned<String>>,
    before: Option<Spanned<toml::Value>>,
    after: Option<Spanned<toml::Value>>,
    on_or_before: Option<Spanned<toml::Value>>,
    on_or_after: Option<Spanned<toml::Value>>,
    number: Option<Spanned<String>>,
    count: Option<Spanned<String>>,
    at_least: Option<Spanned<toml::Value>>,
    below: Option<Spanned<toml::Value>>,
    at_least_fact: Option<Spanned<String>>,
    below_fact: Option<Spanned<String>>,
    all: Option<Vec<Spanned<RawCondition>>>,
    any: Option<Vec<Spanned<RawCondition>>>,
    not: Option<Box<Spanned<RawCondition>>>,
}

/// Reads conditions of one file.
pub struct Reader<'a, 'f> {
    /// The file.
    pub source: &'a Source<'f>,
    /// The country whose questions may be used besides the common ones.
    pub country: Option<&'a Id>,
}

impl Reader<'_, '_> {
    /// The condition; a wrong one is reported and always false.
    pub fn read(&self, raw: &Spanned<RawCondition>, sink: &mut Sink) -> Condition {
        let place = self.source.place(raw);
        self.try_read(raw.get_ref(), &place, sink).unwrap_or_else(|| {
            sink.problems.error(
                &place,
                "not a condition: { answer, is }, \
                 { date, plus | minus, before | on_or_before | after | on_or_after }, \
                 { number, at_least | below | at_least_fact | below_fact }, \
                 { count, at_least }, { all }, { any } or { not }",
            );
            Condition::Any(Vec::new())
        })
    }

    /// A condition that may be absent: always true.
    pub fn optional(&self, raw: Option<&Spanned<RawCondition>>, sink: &mut Sink) -> Condition {
        raw.map_or_else(Condition::always, |raw| self.read(raw, sink))
    }

    fn try_read(&self, raw: &RawCondition, place: &Place, sink: &mut Sink) -> Option<Condition> {
        use RawCondition as R;
        Some(match raw {
            R { all: Some(parts), .. } if raw.keys() == 1 => {
                Condition::All(self.parts(parts, place, sink))
            }
            R { any: Some(parts), .. } if raw.keys() == 1 => {
                Condition::Any(self.parts(parts, place, sink))
            }
            R { not: Some(part), .. } if raw.keys() == 1 => {
                Condition::Not(Box::new(self.read(part, sink)))
            }
            R { date: Some(day), .. } => self.days(day, raw, sink)?,
            _ if raw.keys() != 2 => return None,
            R { answer: Some(question), is: Some(is), .. } => self.options(question, is, sink)?,
            R { number: Some(question), at_least: Some(limit), .. } => Condition::AtLeast {
                question: self.question(question, Usage::Number, sink),
                limit: Limit::Fixed(decimal(limit, self.source, sink)?),
            },
            R { number: Some(question), below: Some(limit), .. } => Condition::Below {
                question: self.question(question, Usage::Number, sink),
                limit: Limit::Fixed(decimal(limit, self.source, sink)?),
            },
            R { number: Some(question), at_least_fact: Some(fact), .. } => Condition::AtLeast {
                question: self.question(question, Usage::Number, sink),
                limit: Limit::Fact(self.fact(fact, sink)),
            },
            R { number: Some(question), below_fact: Some(fact), .. } => Condition::Below {
                question: self.question(question, Usage::Number, sink),
                limit: Limit::Fact(self.fact(fact, sink)),
            },
            R { count: Some(question), at_least: Some(least), .. } => Condition::Count {
                question: self.question(question, Usage::Count, sink),
                at_least: least
                    .get_ref()
                    .as_integer()
                    .and_then(|least| u16::try_from(least).ok())?,
            },
            _ => return None,
        })
    }

    fn parts(
        &self,
        parts: &[Spanned<RawCondition>],
        place: &Place,
        sink: &mut Sink,
    ) -> Vec<Condition> {
        if parts.is_empty() {
            sink.problems.error(place, "an empty list of conditions");
        }
        parts.iter().map(|part| self.read(part, sink)).collect()
    }

    fn options(
        &self,
        question: &Spanned<String>,
        is: &Spanned<toml::Value>,
        sink: &mut Sink,
    ) -> Option<Condition> {
        let text = |value: &toml::Value| value.as_str().map(Id::from);
        let options: Vec<Id> = match is.get_ref() {
            toml::Value::Array(values) => values.iter().map(text).collect::<Option<_>>()?,
            value => vec![text(value)?],
        };
        if options.is_empty() {
            return None;
        }
        let usage = Usage::Options(options.clone());
        Some(Condition::Is { question: self.question(question, usage, sink), options })
    }

    /// A question, noted as used.
    pub fn question(&self, name: &Spanned<String>, usage: Usage, sink: &mut Sink) -> Id {
        let (question, place) = self.source.id(name, sink);
        sink.uses.push(Use {
            country: self.country.cloned(),
            question: question.clone(),
            usage,
            place,
        });
        question
    }

    /// Two days held against each other; the first one may be moved by a term of law.
    fn days(
        &self,
        day: &Spanned<String>,
        raw: &RawCondition,
        sink: &mut Sink,
    ) -> Option<Condition> {
        let moved = raw.plus.as_ref().or(raw.minus.as_ref());
        if raw.keys() != 2 + usize::from(moved.is_some()) {
            return None;
        }
        let mut first = self.day(day, sink);
        if let Some(term) = moved {
            let (term, back) = (self.fact(term, sink), raw.minus.is_some());
            first = Day::Moved { start: Box::new(first), term, back };
        }
        let other = |value: &Spanned<toml::Value>, sink: &mut Sink| self.other_day(value, sink);
        Some(match raw {
            RawCondition { before: Some(value), .. } => {
                Condition::Before(first, other(value, sink)?)
            }
            RawCondition { after: Some(value), .. } => {
                Condition::Before(other(value, sink)?, first)
            }
            RawCondition { on_or_before: Some(value), .. } => {
                Condition::OnOrAfter(other(value, sink)?, first)
            }
            RawCondition { on_or_after: Some(value), .. } => {
                Condition::OnOrAfter(first, other(value, sink)?)
            }
            _ => return None,
        })
    }

    /// A fact that the condition computes with.
    fn fact(&self, name: &Spanned<String>, sink: &mut Sink) -> Id {
        let (fact, place) = self.source.id(name, sink);
        sink.refer(Named::Fact(fact.clone()), &place);
        fact
    }

    fn day(&self, name: &Spanned<String>, sink: &mut Sink) -> Day {
        if name.get_ref() == "as-of" {
            return Day::AsOf;
        }
        Day::Answer(self.question(name, Usage::Day, sink))
    }

    fn other_day(&self, value: &Spanned<toml::Value>, sink: &mut Sink) -> Option<Day> {
        let named = |name: &str| Spanned::new(value.span(), name.to_owned());
        match value.get_ref() {
            toml::Value::Datetime(day) => civil_day(day).map(Day::Fixed),
            toml::Value::String(name) => Some(self.day(&named(name), sink)),
            toml::Value::Table(table) if table.len() == 1 => {
                let fact = table.get("fact")?.as_str()?;
                Some(Day::Fact(self.fact(&named(fact), sink)))
            }
            _ => None,
        }
    }
}

impl RawCondition {
    fn keys(&self) -> usize {
        [
            self.answer.is_some(),
            self.is.is_some(),
            self.date.is_some(),
            self.plus.is_some(),
            self.minus.is_some(),
            self.before.is_some(),
            self.after.is_some(),
            self.on_or_before.is_some(),
            self.on_or_after.is_some(),
            self.number.is_some(),
            self.count.is_some(),
            self.at_least.is_some(),
            self.below.is_some(),
            self.at_least_fact.is_some(),
            self.below_fact.is_some(),
            self.all.is_some(),
            self.any.is_some(),
            self.not.is_some(),
        ]
        .into_iter()
        .filter(|given| *given)
        .count()
    }
}
