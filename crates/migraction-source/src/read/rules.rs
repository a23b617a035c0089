//! `countries/<cc>/rules/<topic>.toml`.

use migraction_core::Id;
use migraction_core::dates::Roll;
use migraction_core::rules::{
    AmountStep, Condition, DateAnchor, DateStep, DateTerm, Rule, RuleKind,
};
use serde::Deserialize;
use toml::Spanned;

use super::common::{Day, check_prefix, closed, named, term, terms};
use super::conditions::{RawCondition, Reader};
use super::file::{File, Source};
use crate::content::{Content, Named, Period, Placed, Sink, SourceRule, Usage};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    concept: Option<Spanned<String>>,
    period: Option<Spanned<RawPeriod>>,
    kind: Spanned<String>,
    urgency: Spanned<String>,
    topics: Vec<Spanned<String>>,
    when: Option<Spanned<RawCondition>>,
    #[serde(default)]
    facts: Vec<Spanned<String>>,
    #[serde(default)]
    services: Vec<Spanned<String>>,
    see: Option<Spanned<String>>,
    #[serde(default)]
    date: Vec<RawDate>,
    #[serde(default)]
    amount: Vec<RawAmount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    by: Spanned<String>,
    from: Option<Day>,
    until: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDate {
    id: Spanned<String>,
    role: Spanned<String>,
    start: Spanned<String>,
    #[serde(default)]
    add: Vec<Spanned<String>>,
    subtract: Option<Spanned<String>>,
    #[serde(default)]
    days: i32,
    #[serde(default)]
    working_days: i32,
    roll: Option<Spanned<String>>,
    #[serde(default)]
    soft: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAmount {
    id: Spanned<String>,
    hours: Spanned<String>,
    times: Spanned<String>,
    on: Spanned<String>,
    less: Option<Spanned<String>>,
}

/// Reads the rules of a file; the country's questions have been read.
pub fn read(country: &Id, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    for raw in file.list::<RawRule>("rule", sink) {
        let (id, place) = file.source.id(&raw.id, sink);
        check_prefix(&id, country, &place, sink);
        let placed = one(id, &place, &raw, country, &file.source, content, sink);
        content.rules.entry(country.clone()).or_default().extend(placed);
    }
    file.close(sink);
}

fn one(
    id: Id,
    place: &Place,
    raw: &RawRule,
    country: &Id,
    source: &Source<'_>,
    content: &Content,
    sink: &mut Sink,
) -> Option<Placed<SourceRule>> {
    let reader = Reader { source, country: Some(country) };
    let concept =
        raw.concept.as_ref().map_or_else(|| id.clone(), |concept| source.id(concept, sink).0);
    for (list, value) in [("rule-kinds", &raw.kind), ("urgencies", &raw.urgency)] {
        sink.refer(Named::Term(list, value.get_ref().as_str().into()), &source.place(value));
    }
    let kind: Option<RuleKind> = closed(&raw.kind, source, sink);
    let urgency = closed(&raw.urgency, source, sink);
    let topics = terms("topics", &raw.topics, source, sink);
    let period = raw.period.as_ref().map(|period| read_period(period, &reader, sink));
    let facts = named(&raw.facts, Named::Fact, source, sink);
    let services = named(&raw.services, Named::Service, source, sink);
    let see = raw.see.as_ref().map(|see| term("see", see, source, sink));
    let dates = dates(&raw.date, &reader, content, sink);
    let amounts = raw.amount.iter().map(|raw| amount(raw, &reader, sink)).collect();
    let when = with_period(period.as_ref(), reader.optional(raw.when.as_ref(), sink));
    if facts.is_empty()
        && services.is_empty()
        && kind.is_some_and(|kind| kind != RuleKind::Uncovered)
    {
        sink.problems.error(place, format!("{id} cites no fact and names no service"));
    }
    let mut rule = Rule {
        id,
        concept,
        kind: kind?,
        urgency: urgency?,
        topics,
        when,
        facts,
        services,
        see,
        dates,
        amounts,
    };
    cite_what_it_computes_with(&mut rule);
    Some(Placed { item: SourceRule { rule, period }, place: place.clone() })
}

/// A fact that a rule computes with is one that it rests on, listed or not.
fn cite_what_it_computes_with(rule: &mut Rule) {
    let mut used = Vec::new();
    rule.when.for_each_fact(&mut |fact| used.push(fact.clone()));
    let terms = rule.dates.iter().flat_map(|step| &step.add);
    used.extend(terms.filter_map(DateTerm::fact).cloned());
    used.extend(rule.amounts.iter().map(|step| step.times.clone()));
    for fact in used {
        if !rule.facts.contains(&fact) {
            rule.facts.push(fact);
        }
    }
}

fn read_period(raw: &Spanned<RawPeriod>, reader: &Reader<'_, '_>, sink: &mut Sink) -> Period {
    let RawPeriod { by, from, until } = raw.get_ref();
    let by = reader.question(by, Usage::Day, sink);
    let (from, until) = (from.map(|day| day.0), until.map(|day| day.0));
    let place = reader.source.place(raw);
    if from.is_none() && until.is_none() {
        sink.problems.error(&place, "a period has `from`, `until` or both");
    }
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        sink.problems.error(&place, "the period ends before it begins");
    }
    Period { by, from, until }
}

fn with_period(period: Option<&Period>, when: Condition) -> Condition {
    let Some(Period { by, from, until }) = period else { return when };
    let within = Condition::Within { event: by.clone(), from: *from, until: *until };
    match when {
        Condition::All(mut parts) => {
            parts.insert(0, within);
            Condition::All(parts)
        }
        other => Condition::All(vec![within, other]),
    }
}

fn dates(
    raw: &[RawDate],
    reader: &Reader<'_, '_>,
    content: &Content,
    sink: &mut Sink,
) -> Vec<DateStep> {
    let source = reader.source;
    let mut steps: Vec<DateStep> = Vec::with_capacity(raw.len());
    for (at, one) in raw.iter().enumerate() {
        let (id, place) = source.id(&one.id, sink);
        if steps.iter().any(|step| step.id == id) {
            sink.problems.error(&place, format!("the date `{id}` is defined twice"));
        }
        let start = one.start.get_ref();
        let is_step = |step: &RawDate| step.id.get_ref() == start;
        let start = if steps.iter().any(|step| step.id == start.as_str()) {
            DateAnchor::Date(start.as_str().into())
        } else if raw.iter().skip(at).any(is_step) {
            sink.problems.error(
                &source.place(&one.start),
                format!("`{start}` is not an earlier date: put it before this one"),
            );
            DateAnchor::Date(start.as_str().into())
        } else {
            DateAnchor::Answer(reader.question(&one.start, Usage::Day, sink))
        };
        let is_question = |id: &str| {
            reader.country.is_some_and(|country| {
                content.questions_of(country).any(|known| known.item.id == *id)
            })
        };
        let mut add = Vec::with_capacity(one.add.len());
        for name in &one.add {
            add.push(if is_question(name.get_ref()) {
                DateTerm::Answer(reader.question(name, Usage::Number, sink))
            } else {
                let (id, place) = source.id(name, sink);
                sink.refer(Named::Fact(id.clone()), &place);
                DateTerm::Fact(id)
            });
        }
        if let Some(name) = &one.subtract {
            let (id, place) = source.id(name, sink);
            if !add.is_empty() {
                sink.problems.error(&place, "a date has `add` or `subtract`, not both");
            }
            sink.refer(Named::Fact(id.clone()), &place);
            add.push(DateTerm::Before(id));
        }
        let Some(role) = closed(&one.role, source, sink) else { continue };
        let roll = one.roll.as_ref().and_then(|roll| match roll.get_ref().as_str() {
            "back" => Some(Roll::Back),
            "forward" => Some(Roll::Forward),
            _ => {
                sink.problems.error(&source.place(roll), "roll is \"back\" or \"forward\"");
                None
            }
        });
        let (days, working_days) = (one.days, one.working_days);
        steps.push(DateStep { id, role, start, add, days, working_days, roll, soft: one.soft });
    }
    steps
}

fn amount(raw: &RawAmount, reader: &Reader<'_, '_>, sink: &mut Sink) -> AmountStep {
    let (times, place) = reader.source.id(&raw.times, sink);
    sink.refer(Named::Fact(times.clone()), &place);
    AmountStep {
        id: reader.source.id(&raw.id, sink).0,
        hours: reader.question(&raw.hours, Usage::Number, sink),
        times,
        on: reader.question(&raw.on, Usage::Day, sink),
        less: raw.less.as_ref().map(|less| reader.question(less, Usage::Number, sink)),
    }
}
