//! `queries/<lang>.toml`: labelled search queries.

use migraction_core::Id;
use migraction_pack::search::Document;
use serde::Deserialize;
use toml::Spanned;

use super::file::File;
use crate::content::{Content, LabelledQuery, Named, Origin, Placed, Sink};
use crate::problems::Place;

/// The comment below which queries are held out.
const HELD_OUT: &str = "\n# Held out";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuery {
    text: Spanned<String>,
    want: Vec<Spanned<String>>,
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
            let place = file.source.place(target);
            let Some((document, named)) = parse(target.get_ref()) else {
                sink.problems.error(
                    &place,
                    format!(
                        "`{}`: practice:x, context:cc/topic, fact:x, service:x or term:x",
                        target.get_ref()
                    ),
                );
                continue;
            };
            sink.refer_from(Origin::Trial, named, &place);
            want.push(document);
        }
        let held_out = raw.text.span().start > kept_apart;
        let item = LabelledQuery { text: raw.text.into_inner(), want, held_out };
        queries.push(Placed { item, place });
    }
    file.close(sink);
    content.queries.insert(language, queries);
}

fn parse(text: &str) -> Option<(Document, Named)> {
    let (kind, name) = text.split_once(':')?;
    let id = Id::from(name);
    Some(match kind {
        "practice" => (Document::Practice(id.clone()), Named::Practice(id)),
        "fact" => (Document::Fact(id.clone()), Named::Fact(id)),
        "term" => (Document::Term(id.clone()), Named::Glossary(id)),
        "letter" => (Document::Letter(id.clone()), Named::Letter(id)),
        "service" => (Document::Service(id.clone()), Named::Service(id)),
        "context" => {
            let (country, topic) = name.split_once('/')?;
            let (country, topic) = (Id::from(country), Id::from(topic));
            let document = Document::Context { country: country.clone(), topic: topic.clone() };
            (document, Named::Context(country, topic))
        }
        _ => return None,
    })
}
