//! `queries/<lang>.toml`: labelled search queries.

use migraction_core::Id;
use migraction_pack::search::Document;
use serde::Deserialize;
use toml::Spanned;

use super::file::{File, Source};
use crate::content::{Content, LabelledQuery, Named, Origin, Placed, Sink};
use crate::problems::Place;

/// The comment below which queries are held out.
const HELD_OUT: &str = "\n# Held out";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuery {
    text: Spanned<String>,
    want: Vec<Spanned<String>>,
    kind: Option<String>,
    country: Option<Id>,
}

/// Reads the queries of a language.
pub fn read(language: Id, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    if !content.languages.iter().any(|known| known.id == language) {
        sink.problems.error(
            &Place::file(&file.source.name),
            format!("`{language}` is not in languages.toml"),
        );
    }
    let kept_apart = file.source.text().find(HELD_OUT).unwrap_or(usize::MAX);
    let mut queries = Vec::new();
    for raw in file.list::<RawQuery>("query", sink) {
        let place = file.source.place(&raw.text);
        if raw.want.is_empty() {
            sink.problems.error(&place, "a query wants something");
        }
        let mut want = Vec::with_capacity(raw.want.len());
        for target in &raw.want {
            want.extend(document(target, &file.source, sink));
        }
        let held_out = raw.text.span().start > kept_apart;
        let (kind, country) = (raw.kind, raw.country);
        let item = LabelledQuery { text: raw.text.into_inner(), want, kind, country, held_out };
        queries.push(Placed { item, place });
    }
    file.close(sink);
    content.queries.insert(language, queries);
}

/// The document that a text names, as `section:be/pay#next`: what can be found, not what is used.
pub fn document(
    target: &Spanned<String>,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Option<Document> {
    let place = source.place(target);
    let Some((document, named)) = parse(target.get_ref()) else {
        let hint = format!(
            "`{}`: practice:x, context:cc/topic, section:cc/topic#x, fact:x, service:x, term:x, letter:x, \
             phrase:x, tool:x or exercise:x",
            target.get_ref()
        );
        sink.problems.error(&place, hint);
        return None;
    };
    if let Some(named) = named {
        sink.refer_from(Origin::Trial, named, &place);
    }
    Some(document)
}

/// The document that a text names, and what must exist for it; the compiler looks for the others in its index.
fn parse(text: &str) -> Option<(Document, Option<Named>)> {
    let (kind, name) = text.split_once(':')?;
    let id = Id::from(name);
    Some(match kind {
        "practice" => (Document::Practice(id.clone()), Some(Named::Practice(id))),
        "fact" => (Document::Fact(id.clone()), Some(Named::Fact(id))),
        "term" => (Document::Term(id.clone()), Some(Named::Glossary(id))),
        "letter" => (Document::Letter(id.clone()), Some(Named::Letter(id))),
        "service" => (Document::Service(id.clone()), Some(Named::Service(id))),
        "phrase" => (Document::Phrase(id), None),
        "tool" => (Document::Tool(id), None),
        "exercise" => (Document::Exercise(id), None),
        "context" => {
            let (country, topic) = name.split_once('/')?;
            let (country, topic) = (Id::from(country), Id::from(topic));
            let document = Document::Context { country: country.clone(), topic: topic.clone() };
            (document, Some(Named::Context(country, topic)))
        }
        "section" => {
            let (page, anchor) = name.split_once('#')?;
            let (country, topic) = page.split_once('/')?;
            let (country, topic, anchor) = (country.into(), topic.into(), anchor.to_owned());
            (Document::Section { country, topic, anchor }, None)
        }
        _ => return None,
    })
}
