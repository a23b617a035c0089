//! `countries/<cc>/letters.toml`: the letters and decisions that people bring.

use migraction_core::Id;
use migraction_core::letters::Letter;
use serde::Deserialize;
use toml::Spanned;

use super::common::{named, term, terms};
use super::file::{File, Source};
use crate::content::{Content, Named, Placed, Sink};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLetter {
    id: Spanned<String>,
    from: Spanned<String>,
    topics: Vec<Spanned<String>>,
    #[serde(default)]
    facts: Vec<Spanned<String>>,
    #[serde(default)]
    services: Vec<Spanned<String>>,
    see: Option<Spanned<String>>,
}

/// Reads the letters of a country.
pub fn read(country: &Id, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    for raw in file.list::<RawLetter>("letter", sink) {
        one(country, &raw, &file.source, content, sink);
    }
    file.close(sink);
}

fn one(country: &Id, raw: &RawLetter, source: &Source<'_>, content: &mut Content, sink: &mut Sink) {
    let (option, place) = source.id(&raw.id, sink);
    let letters = content.letters.entry(country.clone()).or_default();
    if letters.iter().any(|known| known.item.option == option) {
        sink.problems.error(&place, format!("the letter `{option}` is listed twice"));
        return;
    }
    let item = Letter {
        id: Letter::id_of(country, &option),
        option,
        from: term("senders", &raw.from, source, sink),
        topics: terms("topics", &raw.topics, source, sink),
        facts: named(&raw.facts, Named::Fact, source, sink),
        services: named(&raw.services, Named::Service, source, sink),
        see: raw.see.as_ref().map(|see| term("see", see, source, sink)),
    };
    letters.push(Placed { item, place });
}
