//! `countries/<cc>/facts/<topic>.toml`.

use migraction_core::facts::{Fact, Notation, Quantity, Unit, Value};
use migraction_core::{Decimal, Id};
use serde::Deserialize;
use toml::Spanned;

use super::common::{
    Day, RawSource, addresses, check_prefix, confidence, review, shelve, sources, terms, unit,
};
use super::file::{File, Source};
use crate::content::{Content, FactNotes, Named, Placed, Sink, ValueNotes};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    id: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    statuses: Vec<Spanned<String>>,
    claim: String,
    confidence: Spanned<String>,
    #[serde(default)]
    uncertain: bool,
    changed_on: Option<Day>,
    checked_on: Option<Day>,
    review_by: Option<Day>,
    #[serde(rename = "review_note")]
    _review_note: Option<String>,
    #[serde(default)]
    value: Vec<RawValue>,
    #[serde(default)]
    source: Vec<RawSource>,
    #[serde(default)]
    read_in: Vec<RawSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    from: Option<Spanned<Day>>,
    amount: Spanned<toml::Value>,
    unit: Spanned<String>,
    gross: Option<bool>,
    printed: Option<Spanned<String>>,
    unusual: Option<Spanned<String>>,
}

/// Reads the facts of a topic.
pub fn read(country: &Id, topic: &str, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    sink.refer(Named::Term("topics", topic.into()), &Place::file(&file.source.name));
    for raw in file.list::<RawFact>("fact", sink) {
        one(country, topic, raw, &file.source, content, sink);
    }
    file.close(sink);
}

fn one(
    country: &Id,
    topic: &str,
    raw: RawFact,
    source: &Source<'_>,
    content: &mut Content,
    sink: &mut Sink,
) {
    let (id, place) = source.id(&raw.id, sink);
    check_prefix(&id, country, &place, sink);
    let _ = terms("statuses", &raw.statuses, source, sink);
    if raw.claim.trim().is_empty() {
        sink.problems.error(&place, format!("{id}: the claim is empty"));
    }
    if raw.source.is_empty() {
        sink.problems.error(&place, format!("{id} has no official source"));
    }
    for (alias, at) in source.ids(&raw.aliases, sink) {
        shelve(&mut content.aliases, alias, id.clone(), at, sink);
    }
    let mut notes = FactNotes { claim: raw.claim, ..FactNotes::default() };
    notes.addresses.extend(addresses(&raw.source, source));
    notes.addresses.extend(addresses(&raw.read_in, source));
    let (values, value_notes) = values(&id, raw.value, source, sink).into_iter().unzip();
    notes.values = value_notes;
    let confidence = confidence(&raw.confidence, source, sink);
    let sources_ = sources(raw.source, source, sink);
    let read_in = sources(raw.read_in, source, sink);
    let Some((checked_on, review_by)) = review(raw.checked_on, raw.review_by, &place, sink) else {
        return;
    };
    let fact = Fact {
        id: id.clone(),
        country: country.clone(),
        topic: topic.into(),
        values,
        sources: sources_,
        read_in,
        confidence,
        uncertain: raw.uncertain,
        changed_on: raw.changed_on.map(|Day(day)| day),
        checked_on,
        review_by,
    };
    content.notes.entry(id.clone()).or_insert(notes);
    shelve(&mut content.facts, id, fact, place, sink);
}

/// Values with what stands beside each.
fn values(
    id: &Id,
    raw: Vec<RawValue>,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Vec<(Value, Placed<ValueNotes>)> {
    let mut values: Vec<(Value, Placed<ValueNotes>)> = Vec::with_capacity(raw.len());
    for raw in raw {
        let place = source.place(&raw.unit);
        let Some(unit) = unit(&raw.unit, source, sink) else { continue };
        let Some(quantity) = quantity(unit, &raw.amount, source, sink) else { continue };
        let from = raw.from.as_ref().map(|from| from.get_ref().0);
        if let Some((last, _)) = values.last() {
            let at = raw.from.as_ref().map_or_else(|| place.clone(), |from| source.place(from));
            match (last.from, from) {
                (_, None) => {
                    sink.problems.error(&at, format!("{id}: only the first value may lack `from`"))
                }
                (Some(before), Some(from)) if before == from => {
                    sink.problems.error(&at, format!("{id}: two values from {from}"));
                }
                (Some(before), Some(from)) if before > from => {
                    sink.problems
                        .error(&at, format!("{id}: the value from {from} stands after {before}"));
                }
                _ => {}
            }
            if last.unit != unit {
                sink.problems
                    .warning(&place, format!("{id}: the unit changes from one value to the next"));
            }
        }
        if raw.gross.is_some() && !unit.is_money() {
            sink.problems.error(&place, format!("{id}: `gross` is for money only"));
        }
        let notes = ValueNotes {
            printed: said("printed", raw.printed, source, sink),
            unusual: said("unusual", raw.unusual, source, sink),
        };
        let at = source.place(&raw.amount);
        let value = Value { from, quantity, unit, gross: raw.gross };
        values.push((value, Placed { item: notes, place: at }));
    }
    values
}

/// A text that says something; an empty one is reported.
fn said(
    key: &str,
    text: Option<Spanned<String>>,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Option<Placed<String>> {
    let text = text?;
    let place = source.place(&text);
    if text.get_ref().trim().is_empty() {
        sink.problems.error(&place, format!("`{key}` says nothing"));
        return None;
    }
    Some(Placed { item: text.into_inner(), place })
}

fn quantity(
    unit: Unit,
    amount: &Spanned<toml::Value>,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Option<Quantity> {
    let is_day = unit.notation() == Notation::Date;
    let read = match amount.get_ref() {
        toml::Value::String(text) if is_day => text.parse().ok().map(Quantity::Day),
        toml::Value::Datetime(day) if is_day => super::common::civil_day(day).map(Quantity::Day),
        toml::Value::String(text) => text.parse::<Decimal>().ok().map(Quantity::Amount),
        _ => None,
    };
    if read.is_none() {
        let hint =
            if is_day { "a day, as \"2026-11-24\"" } else { "a decimal as text, as \"13.5644\"" };
        sink.problems.error(&source.place(amount), format!("the amount is {hint}"));
    }
    read
}
