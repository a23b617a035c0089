//! `languages.toml`, `vocabulary.toml`, `outline.toml`, `edition.toml`.

use migraction_core::Id;
use migraction_core::guide::Stage;
use migraction_words::Language;
use serde::Deserialize;
use toml::Spanned;

use super::common::{Day, named};
use super::file::{File, Source};
use crate::content::{Content, Edition, Named, Placed, Sink};
use crate::problems::Place;
use crate::tree::Tree;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStage {
    id: Spanned<String>,
    practices: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEdition {
    sequence: u64,
    edition: Day,
}

/// Reads what all else refers to.
pub fn read(tree: &Tree, content: &mut Content, sink: &mut Sink) {
    if let Some(mut file) = needed(tree, "languages.toml", sink) {
        for raw in file.list::<Language<Spanned<String>>>("language", sink) {
            let language = raw.map_id(|id| file.source.id(&id, sink).0);
            content.words.entry(language.id.clone()).or_default();
            content.languages.push(language);
        }
        file.close(sink);
    }
    if let Some(file) = needed(tree, "vocabulary.toml", sink) {
        vocabulary(file, content, sink);
    }
    if let Some(mut file) = needed(tree, "outline.toml", sink) {
        for raw in file.list::<RawStage>("stage", sink) {
            outline(&raw, &file.source, content, sink);
        }
        file.close(sink);
    }
    if let Some(text) = tree.get("edition.toml") {
        let raw = File::open(Source::new("edition.toml", text), sink)
            .and_then(|file| file.whole::<RawEdition>(sink));
        content.edition = raw.map(|raw| Edition { sequence: raw.sequence, edition: raw.edition.0 });
    }
}

fn needed<'a>(tree: &'a Tree, name: &str, sink: &mut Sink) -> Option<File<'a>> {
    match tree.get(name) {
        Some(text) => File::open(Source::new(name, text), sink),
        None => {
            sink.problems.error(&Place::file(name), "this file is missing");
            None
        }
    }
}

fn vocabulary(file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let source = file.source.clone();
    for (list, _, values) in file.entries::<Vec<Spanned<String>>>(sink) {
        let mut ids: Vec<Placed<Id>> = Vec::with_capacity(values.len());
        for (item, place) in source.ids(&values, sink) {
            if ids.iter().any(|known| known.item == item) {
                sink.problems.error(&place, format!("`{item}` is listed twice"));
            }
            ids.push(Placed { item, place });
        }
        content.vocabulary.insert(list, ids);
    }
}

fn outline(raw: &RawStage, source: &Source<'_>, content: &mut Content, sink: &mut Sink) {
    let place = source.place(&raw.id);
    let Some(stage) = Stage::from_id(raw.id.get_ref()) else {
        sink.problems.error(&place, format!("`{}` is not a stage", raw.id.get_ref()));
        return;
    };
    if content.outline.iter().any(|(listed, _)| *listed == stage) {
        sink.problems.error(&place, format!("`{}` is listed twice", stage.id()));
        return;
    }
    let ids = named(&raw.practices, Named::Practice, source, sink);
    let placed = raw.practices.iter().zip(ids);
    let practices = placed.map(|(raw, item)| Placed { item, place: source.place(raw) }).collect();
    content.outline.push((stage, practices));
}
