//! The guide as plain pages with the labelled queries, for measuring the search beside others.
//!
//! What is written is read by `tests/bench` only; nothing of it reaches the app.

use std::fs;
use std::path::Path;

use migraction_core::Id;
use migraction_pack::search::{Document, IndexField};
use serde::Serialize;

use crate::content::LabelledQuery;
use crate::index::{self, Entry};
use crate::{Compiled, Error};

/// A page: the texts of each field, one a line. Its number is its place in the list.
#[derive(Debug, Serialize)]
struct Page {
    /// As labelled queries name it.
    name: String,
    country: Option<String>,
    title: String,
    summary: String,
    heading: String,
    body: String,
    names: String,
}

/// A labelled query; what it wants are numbers of pages.
#[derive(Debug, Serialize)]
struct Asked {
    text: String,
    own: Option<String>,
    want: Vec<usize>,
    held_out: bool,
}

/// All of one language.
#[derive(Debug, Serialize)]
struct Corpus {
    language: Id,
    pages: Vec<Page>,
    queries: Vec<Asked>,
}

/// Writes `<lang>.json` with pages and queries, and `<lang>.index`, the index as it is sent.
///
/// # Errors
/// When something cannot be serialized or written.
pub fn write(compiled: &Compiled, folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|source| Error::Files { path: folder.into(), source })?;
    for index in &compiled.indexes {
        let encode = |error: &dyn std::fmt::Display| Error::Encode(error.to_string());
        let corpus = of(compiled, &index.language, &index.part.documents);
        for (kind, bytes) in [
            ("json", serde_json::to_vec(&corpus).map_err(|error| encode(&error))?),
            ("index", index.part.to_bytes().map_err(|error| encode(&error))?),
        ] {
            let path = folder.join(format!("{}.{kind}", index.language));
            fs::write(&path, bytes).map_err(|source| Error::Files { path, source })?;
        }
    }
    Ok(())
}

fn of(compiled: &Compiled, language: &Id, documents: &[Document]) -> Corpus {
    let pages = index::entries(&compiled.content, language).into_iter().map(page);
    let queries = compiled.content.queries.get(language);
    let queries = queries.into_iter().flatten().map(|query| asked(&query.item, documents));
    Corpus { language: language.clone(), pages: pages.collect(), queries: queries.collect() }
}

fn asked(query: &LabelledQuery, documents: &[Document]) -> Asked {
    let place = |wanted| documents.iter().position(|document| document == wanted);
    Asked {
        text: query.text.clone(),
        own: query.own().map(str::to_owned),
        want: query.want.iter().filter_map(place).collect(),
        held_out: query.held_out,
    }
}

fn page(entry: Entry) -> Page {
    let Entry { document, texts } = entry;
    let text = |wanted: IndexField| {
        let texts = texts.iter().filter(|(field, _)| *field == wanted);
        texts.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    };
    Page {
        name: name(&document),
        country: document.country().map(str::to_owned),
        title: text(IndexField::Title),
        summary: text(IndexField::Summary),
        heading: text(IndexField::Heading),
        body: [text(IndexField::Body), text(IndexField::Around)].join("\n"),
        names: text(IndexField::Name),
    }
}

/// A document as labelled queries name it.
#[must_use]
pub fn name(document: &Document) -> String {
    match document {
        Document::Practice(id) => format!("practice:{id}"),
        Document::Context { country, topic } => format!("context:{country}/{topic}"),
        Document::Section { country, topic, anchor } => {
            format!("section:{country}/{topic}#{anchor}")
        }
        Document::Fact(id) => format!("fact:{id}"),
        Document::Service(id) => format!("service:{id}"),
        Document::Term(id) => format!("term:{id}"),
        Document::Letter(id) => format!("letter:{id}"),
        Document::Phrase(id) => format!("phrase:{id}"),
        Document::Tool(id) => format!("tool:{id}"),
        Document::Exercise(id) => format!("exercise:{id}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::of;
    use crate::fixture;

    #[test]
    fn a_query_wants_the_page_of_its_number() {
        let compiled = fixture::compiled(|_| {});
        let part = &compiled.indexes[0];
        let corpus = of(&compiled, &part.language, &part.part.documents);
        assert_eq!(corpus.pages.len(), part.part.documents.len());
        let query = corpus.queries.first().unwrap();
        let labelled = &compiled.content.queries[&part.language][0].item;
        let found = &corpus.pages[query.want[0]];
        assert_eq!(found.name, super::name(&labelled.want[0]));
        assert!(!found.title.is_empty());
    }
}
