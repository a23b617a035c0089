//! `countries/<cc>/glossary.toml`: official terms, in the country's own language.

use migraction_core::Id;
use migraction_core::guide::Term;
use serde::Deserialize;
use toml::Spanned;

use super::common::{check_prefix, shelve};
use super::file::{File, Source};
use crate::content::{Content, Named, Sink};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    id: Spanned<String>,
    term: String,
    short: Option<String>,
    lang: String,
    #[serde(default)]
    see: Vec<Spanned<String>>,
}

/// Reads the terms of a country.
pub fn read(country: &Id, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    for raw in file.list::<RawTerm>("term", sink) {
        one(country, raw, &file.source, content, sink);
    }
    file.close(sink);
}

fn one(country: &Id, raw: RawTerm, source: &Source<'_>, content: &mut Content, sink: &mut Sink) {
    let (id, place) = source.id(&raw.id, sink);
    check_prefix(&id, country, &place, sink);
    let mut see = Vec::with_capacity(raw.see.len());
    for page in &raw.see {
        let place = source.place(page);
        let Some((of, topic)) = page.get_ref().split_once('/') else {
            sink.problems
                .error(&place, format!("`{}`: a page is written cc/topic", page.get_ref()));
            continue;
        };
        let (of, topic) = (Id::from(of), Id::from(topic));
        sink.refer(Named::Context(of.clone(), topic.clone()), &place);
        see.push((of, topic));
    }
    let term = Term {
        id: id.clone(),
        country: country.clone(),
        term: raw.term,
        short: raw.short,
        language: raw.lang,
        see,
    };
    shelve(&mut content.terms, id, term, place, sink);
}
