//! `tools/orientation.toml` and `countries/<cc>/questions.toml`.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::rules::input::RESERVED;
use migraction_core::rules::{Contradiction, Need, Question, QuestionKind, Urgency};
use serde::Deserialize;
use toml::Spanned;

use super::common::{closed, decimal, terms, unit};
use super::conditions::{RawCondition, Reader};
use super::file::{File, Source};
use crate::content::{Named, OptionOnly, Placed, QuestionSet, Sink, Usage, Use};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    id: Spanned<String>,
    kind: Spanned<String>,
    #[serde(default)]
    options: Vec<Spanned<String>>,
    urgency: Spanned<String>,
    unit: Option<Spanned<String>>,
    min: Option<Spanned<toml::Value>>,
    max: Option<Spanned<toml::Value>>,
    past: Option<bool>,
    when: Option<Spanned<RawCondition>>,
    #[serde(default)]
    danger: Vec<Spanned<String>>,
    /// Its options are the letters of each country.
    #[serde(default)]
    letters: bool,
    #[serde(default)]
    only: BTreeMap<String, Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContradiction {
    id: Spanned<String>,
    when: Spanned<RawCondition>,
    questions: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNeed {
    id: Spanned<String>,
    #[serde(default)]
    topics: Vec<Spanned<String>>,
    #[serde(default)]
    urgencies: Vec<Spanned<String>>,
    #[serde(default)]
    questions: Vec<Spanned<String>>,
}

/// Reads the questions of all countries (`None`) or of one.
pub fn read(country: Option<&Id>, mut file: File<'_>, set: &mut QuestionSet, sink: &mut Sink) {
    for raw in file.list::<RawQuestion>("question", sink) {
        let (id, place) = file.source.id(&raw.id, sink);
        only(&id, &raw, &file.source, country, set, sink);
        if raw.letters {
            letters(&id, &place, country, set, sink);
        }
        if let Some(item) = question(id, &raw, &file.source, country, sink) {
            set.questions.push(Placed { item, place });
        }
    }
    for raw in file.list::<RawNeed>("need", sink) {
        let placed = need(&raw, &file.source, country, sink);
        set.needs.push(placed);
    }
    for raw in file.list::<RawContradiction>("contradiction", sink) {
        let (id, place) = file.source.id(&raw.id, sink);
        let reader = Reader { source: &file.source, country };
        let when = reader.read(&raw.when, sink);
        let questions =
            raw.questions.iter().map(|name| reader.question(name, Usage::Name, sink)).collect();
        set.contradictions.push(Placed { item: Contradiction { id, when, questions }, place });
    }
    file.close(sink);
}

/// One question of all countries asks which letter came.
fn letters(id: &Id, place: &Place, country: Option<&Id>, set: &mut QuestionSet, sink: &mut Sink) {
    if country.is_some() || set.letters.is_some() {
        sink.problems.error(place, "one question, common to all countries, asks for letters");
        return;
    }
    set.letters = Some(Placed { item: id.clone(), place: place.clone() });
}

/// What a person may want to know, and by what a rule bears on it.
fn need(raw: &RawNeed, source: &Source<'_>, country: Option<&Id>, sink: &mut Sink) -> Placed<Need> {
    let (id, place) = source.id(&raw.id, sink);
    sink.refer(Named::Term("needs", id.clone()), &place);
    if country.is_some() {
        sink.problems.error(&place, "what a person may want to know is the same in all countries");
    }
    if raw.topics.is_empty() && raw.urgencies.is_empty() && raw.questions.is_empty() {
        sink.problems
            .error(&place, "no rule can bear on it: name a topic, an urgency or a question");
    }
    let topics = terms("topics", &raw.topics, source, sink);
    let mut urgencies: Vec<Urgency> = Vec::with_capacity(raw.urgencies.len());
    for urgency in &raw.urgencies {
        let term = Named::Term("urgencies", urgency.get_ref().as_str().into());
        sink.refer(term, &source.place(urgency));
        urgencies.extend(closed::<Urgency>(urgency, source, sink));
    }
    let reader = Reader { source, country };
    let questions = raw.questions.iter();
    let questions = questions.map(|name| reader.question(name, Usage::Name, sink)).collect();
    Placed { item: Need { id, topics, urgencies, questions }, place }
}

/// Options that some countries only offer: of common questions, and of options that are there.
fn only(
    id: &Id,
    raw: &RawQuestion,
    source: &Source<'_>,
    country: Option<&Id>,
    set: &mut QuestionSet,
    sink: &mut Sink,
) {
    for (option, countries) in &raw.only {
        let place = source.place(&raw.id);
        if country.is_some() {
            sink.problems.error(&place, "`only` is for the questions common to all countries");
        }
        if !raw.options.iter().any(|known| known.get_ref() == option) {
            let message = format!("`only` names `{option}`, which is no option of `{id}`");
            sink.problems.error(&place, message);
        }
        let countries = source.ids(countries, sink).into_iter().map(|(country, place)| {
            sink.refer(Named::Term("countries", country.clone()), &place);
            country
        });
        set.only.push(OptionOnly {
            question: id.clone(),
            option: option.as_str().into(),
            countries: countries.collect(),
        });
    }
}

fn question(
    id: Id,
    raw: &RawQuestion,
    source: &Source<'_>,
    country: Option<&Id>,
    sink: &mut Sink,
) -> Option<Question> {
    let kind = kind(raw, source, sink);
    sink.refer(
        Named::Term("urgencies", raw.urgency.get_ref().as_str().into()),
        &source.place(&raw.urgency),
    );
    let urgency = closed(&raw.urgency, source, sink);
    let when = Reader { source, country }.optional(raw.when.as_ref(), sink);
    let mut danger = Vec::with_capacity(raw.danger.len());
    for (option, place) in source.ids(&raw.danger, sink) {
        let usage = Usage::Options(vec![option.clone()]);
        sink.uses.push(Use { country: country.cloned(), question: id.clone(), usage, place });
        danger.push(option);
    }
    Some(Question { id, kind: kind?, urgency: urgency?, when, danger })
}

fn kind(raw: &RawQuestion, source: &Source<'_>, sink: &mut Sink) -> Option<QuestionKind> {
    let place = source.place(&raw.kind);
    let name = raw.kind.get_ref().as_str();
    let takes = |keys: &[&str]| keys.contains(&name);
    let wrong = [
        (!raw.options.is_empty(), "options", takes(&["one", "many"])),
        (raw.unit.is_some(), "unit", takes(&["number"])),
        (raw.min.is_some(), "min", takes(&["number"])),
        (raw.max.is_some(), "max", takes(&["number"])),
        (raw.past.is_some(), "past", takes(&["date"])),
    ];
    for (given, key, allowed) in wrong {
        if given && !allowed {
            sink.problems.error(&place, format!("`{key}` does not go with the kind `{name}`"));
        }
    }
    let mut options = Vec::with_capacity(raw.options.len());
    for (option, place) in source.ids(&raw.options, sink) {
        if options.contains(&option) {
            sink.problems.error(&place, format!("the option `{option}` is listed twice"));
        }
        if RESERVED.contains(&option.as_str()) {
            let message =
                format!("`{option}` is what every question offers: name the option otherwise");
            sink.problems.error(&place, message);
        }
        options.push(option);
    }
    if takes(&["one", "many"]) && options.len() < 2 {
        sink.problems.error(&place, "such a question needs two options or more");
    }
    Some(match name {
        "one" => QuestionKind::One(options),
        "many" => QuestionKind::Many(options),
        "yes-no" => QuestionKind::YesNo,
        "date" => QuestionKind::Day { past: raw.past.unwrap_or(false) },
        "number" => {
            let Some(named) = &raw.unit else {
                sink.problems.error(&place, "a number needs its `unit`");
                return None;
            };
            let mut limit = |value: &Option<Spanned<toml::Value>>| {
                value.as_ref().and_then(|value| decimal(value, source, sink))
            };
            let (min, max) = (limit(&raw.min), limit(&raw.max));
            if min.zip(max).is_some_and(|(min, max)| min > max) {
                sink.problems.error(&place, "`min` is above `max`");
            }
            QuestionKind::Number { unit: unit(named, source, sink)?, min, max }
        }
        _ => {
            sink.problems.error(&place, format!("`{name}` is no kind of question"));
            return None;
        }
    })
}
