//! `words/<lang>/`: everything that people read.

mod pages;
pub(super) mod tables;
mod worksheets;

use migraction_core::Id;

use super::file::{File, Source};
use crate::content::{Content, Sink};

/// Reads a file of a language; says whether it is known to the format.
pub fn read(
    language: &Id,
    path: &[&str],
    source: Source<'_>,
    content: &mut Content,
    sink: &mut Sink,
) -> bool {
    let path = match path {
        ["eu", rest @ ..] => [&["countries", "eu"], rest].concat(),
        path => path.to_vec(),
    };
    let is_worksheet = match path.as_slice() {
        ["tools", name] => content.worksheets.contains_key(name.trim_end_matches(".toml")),
        _ => false,
    };
    let words = content.words.entry(language.clone()).or_default();
    if let ["guide", stage, name] = path.as_slice() {
        let Some(id) = name.strip_suffix(".md") else { return false };
        let listed = content.practices.get(id).map(|practice| practice.item.stage.id());
        if listed.is_some_and(|listed| listed != *stage) {
            let place = crate::problems::Place::file(&source.name);
            sink.problems.error(
                &place,
                format!("`{id}` belongs to the stage {}", listed.unwrap_or_default()),
            );
        }
        pages::practice(language, id.into(), source, words, sink);
        return true;
    }
    if let ["countries", country, name] = path.as_slice()
        && let Some(topic) = name.strip_suffix(".md")
    {
        pages::context(language, ((*country).into(), topic.into()), source, words, sink);
        return true;
    }
    if let ["tools", name] = path.as_slice()
        && let Some(id) = name.strip_suffix(".toml").filter(|_| is_worksheet)
    {
        if let Some(file) = File::open(source, sink) {
            worksheets::read(language, id.into(), file, words, sink);
        }
        return true;
    }
    let read: fn(&Id, File<'_>, &mut _, &mut Sink) = match path.as_slice() {
        ["vocabulary.toml"] => tables::vocabulary,
        ["ui", _] => tables::interface,
        ["tools", "orientation.toml"] | ["countries", _, "questions.toml"] => tables::questions,
        ["synonyms.toml"] => tables::synonyms,
        ["asked.toml"] => tables::asked,
        ["danger.toml"] => super::danger::words,
        ["countries", _, "glossary.toml"] => tables::glossary,
        ["countries", country, "letters.toml"] => {
            if let Some(file) = File::open(source, sink) {
                tables::letters(language, &(*country).into(), file, words, sink);
            }
            return true;
        }
        ["countries", _, "facts", _] => tables::facts,
        ["countries", _, "services", _] => tables::services,
        ["countries", _, "rules", _] => tables::rules,
        ["scenarios", _] => tables::scenarios,
        ["phrases.toml"] => super::phrases::words,
        ["tools", name] if name.ends_with(".toml") => {
            if let Some(file) = File::open(source, sink) {
                tables::tool(language, name.trim_end_matches(".toml").into(), file, words, sink);
            }
            return true;
        }
        _ => return false,
    };
    if let Some(file) = File::open(source, sink) {
        read(language, file, words, sink);
    }
    true
}
