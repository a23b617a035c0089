//! Reads `content/` into typed content, one module per kind of file.
//!
//! What does not fit the format is reported and left out; reading goes on.

pub mod common;
pub mod conditions;
mod country;
mod danger;
mod facts;
pub mod file;
mod glossary;
mod letters;
mod limits;
mod lists;
pub mod organisation;
mod phrases;
mod practices;
mod queries;
mod questions;
mod rules;
mod scenarios;
mod services;
mod towns;
pub mod wage;
mod words;
mod worksheets;

use migraction_core::Id;

use crate::content::{Content, Sink};
use crate::problems::Place;
use crate::tree::Tree;
use file::{File, Source};

/// Reads all files, the ones that others refer to first.
#[must_use]
pub fn read(tree: &Tree) -> (Content, Sink) {
    let mut content = Content::default();
    let mut sink = Sink::default();
    lists::read(tree, &mut content, &mut sink);
    country::read(tree, &mut content, &mut sink);
    for pass in 0..PASSES {
        for (path, text) in tree.iter() {
            let parts: Vec<&str> = path.split('/').collect();
            let source = Source::new(path, text);
            if !one(pass, &parts, source, &mut content, &mut sink)
                && pass + 1 == PASSES
                && path != LICENCE
            {
                sink.problems.warning(&Place::file(path), "no file of this name is in the format");
            }
        }
    }
    (content, sink)
}

/// The licence of the content, which no pack carries.
const LICENCE: &str = "LICENSE";

/// Questions come before rules, rules before scenarios and words: each pass reads what the next needs.
const PASSES: usize = 3;

/// Reads a file if it belongs to this pass; says whether it is known to the format.
fn one(
    pass: usize,
    parts: &[&str],
    source: Source<'_>,
    content: &mut Content,
    sink: &mut Sink,
) -> bool {
    let parts = match parts {
        ["eu", rest @ ..] => [&["countries", "eu"], rest].concat(),
        parts => parts.to_vec(),
    };
    let open = |sink: &mut Sink| File::open(source.clone(), sink);
    match (pass, parts.as_slice()) {
        (0, ["practices", name]) if stem(name, "toml").is_some() => {
            let id = stem(name, "toml").unwrap_or_default().into();
            let Some(file) = open(sink) else { return true };
            practices::read(id, file, content, sink);
        }
        (0, ["phrases.toml"]) => {
            let Some(file) = open(sink) else { return true };
            phrases::list(file, content, sink);
        }
        (0, ["phrases", name]) if stem(name, "toml").is_some() => {
            let Some(file) = open(sink) else { return true };
            phrases::tongue(stem(name, "toml").unwrap_or_default().into(), file, content, sink);
        }
        (0, ["danger.toml"]) => {
            let Some(file) = open(sink) else { return true };
            danger::topics(file, content, sink);
        }
        (1, ["queries", "danger", name]) => {
            let Some(file) = open(sink) else { return true };
            danger::trials(&name.trim_end_matches(".toml").into(), file, content, sink);
        }
        (0, ["towns.toml"]) => {
            let Some(file) = open(sink) else { return true };
            towns::read(file, content, sink);
        }
        (0, ["plausible.toml"]) => {
            let Some(file) = open(sink) else { return true };
            limits::ranges(file, content, sink);
        }
        (0, ["sources-to-mend.toml"]) => {
            let Some(file) = open(sink) else { return true };
            limits::to_mend(file, content, sink);
        }
        (0, ["tools", "orientation.toml"]) => {
            let Some(file) = open(sink) else { return true };
            questions::read(None, file, &mut content.common, sink);
        }
        (0, ["tools", "wage.toml"]) => {
            let Some(file) = open(sink) else { return true };
            wage::read(file, content, sink);
        }
        (0, ["tools", name]) if stem(name, "toml").is_some() => {
            let Some(file) = open(sink) else { return true };
            worksheets::read(name.trim_end_matches(".toml").into(), file, content, sink);
        }
        (0, ["countries", country, "questions.toml"]) => {
            let Some(file) = open(sink) else { return true };
            let country: Id = (*country).into();
            questions::read(
                Some(&country),
                file,
                content.questions.entry(country.clone()).or_default(),
                sink,
            );
        }
        (0, ["countries", country, "facts", name]) => {
            let Some(file) = open(sink) else { return true };
            facts::read(&(*country).into(), name.trim_end_matches(".toml"), file, content, sink);
        }
        (0, ["countries", country, "services", _]) => {
            let Some(file) = open(sink) else { return true };
            services::read(&(*country).into(), services::Whose::Guide, file, content, sink);
        }
        (0, ["countries", country, "letters.toml"]) => {
            let Some(file) = open(sink) else { return true };
            letters::read(&(*country).into(), file, content, sink);
        }
        (0, ["countries", country, "glossary.toml"]) => {
            let Some(file) = open(sink) else { return true };
            glossary::read(&(*country).into(), file, content, sink);
        }
        (1, ["countries", country, "rules", _]) => {
            let Some(file) = open(sink) else { return true };
            rules::read(&(*country).into(), file, content, sink);
        }
        (1, ["queries", name]) => {
            let Some(file) = open(sink) else { return true };
            queries::read(name.trim_end_matches(".toml").into(), file, content, sink);
        }
        (2, ["scenarios", country, name]) => {
            let Some(file) = open(sink) else { return true };
            let id = name.trim_end_matches(".toml").into();
            scenarios::read(id, &(*country).into(), file, content, sink);
        }
        (2, ["words", language, rest @ ..]) => {
            if !content.languages.iter().any(|known| known.id == **language) {
                sink.problems.error(
                    &Place::file(&source.name),
                    format!("`{language}` is not in languages.toml"),
                );
                return true;
            }
            return words::read(&(*language).into(), rest, source, content, sink);
        }
        (_, parts) => return is_known(parts),
    }
    true
}

/// Whether a file has its place in the format, whichever pass reads it.
fn is_known(parts: &[&str]) -> bool {
    match parts {
        [
            "languages.toml"
            | "vocabulary.toml"
            | "outline.toml"
            | "edition.toml"
            | "phrases.toml"
            | "towns.toml"
            | "danger.toml"
            | "plausible.toml"
            | "sources-to-mend.toml"
            | "README.md",
        ] => true,
        ["practices", name]
        | ["queries", name]
        | ["queries", "danger", name]
        | ["tools", name]
        | ["phrases", name] => stem(name, "toml").is_some(),
        [
            "countries",
            _,
            "country.toml" | "calendar.toml" | "questions.toml" | "glossary.toml" | "letters.toml",
        ] => true,
        ["countries", _, "facts" | "rules" | "services", name] | ["scenarios", _, name] => {
            stem(name, "toml").is_some()
        }
        _ => false,
    }
}

fn stem<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    name.strip_suffix(extension)?.strip_suffix('.')
}
