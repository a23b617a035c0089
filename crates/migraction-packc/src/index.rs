//! The search index of a language: what each document says in which field.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_pack::prose::{Block, Inline, for_each_inline, plain_text};
use migraction_pack::search::{Document, Index, IndexBuilder, IndexField, Stemmer};

use crate::Error;
use crate::content::{Content, LanguageWords, Shelf};

/// How much each kind of document counts among equals.
#[derive(Clone, Copy, Debug)]
pub struct Boosts {
    /// Context pages.
    pub context: f32,
    /// Practice sheets.
    pub practice: f32,
    /// Facts.
    pub fact: f32,
    /// Services.
    pub service: f32,
    /// Official terms.
    pub term: f32,
    /// Kinds of letters.
    pub letter: f32,
}

/// Set with the figures of the labelled queries that are not held out: see `report`.
pub const BOOSTS: Boosts =
    Boosts { context: 1.2, practice: 0.9, fact: 1.05, service: 0.9, term: 0.8, letter: 1.0 };

/// How words of a language are reduced; languages without a stemmer are searched as written.
fn stemmer(language: &Id) -> Stemmer {
    match language.as_str() {
        "fr" => Stemmer::French,
        "it" => Stemmer::Italian,
        "en" => Stemmer::English,
        _ => Stemmer::None,
    }
}

/// One document as the search sees it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub document: Document,
    /// How much its kind counts.
    pub boost: f32,
    /// Its texts.
    pub texts: Vec<(IndexField, String)>,
}

/// Everything that can be found in a language.
#[must_use]
pub fn entries(content: &Content, language: &Id, boosts: Boosts) -> Vec<Entry> {
    let mut writer = Writer { content, language, boosts, entries: Vec::new(), texts: Vec::new() };
    if let Some(words) = content.words.get(language) {
        writer.contexts(words);
        writer.practices(words);
        writer.facts(words);
        writer.services(words);
        writer.terms(words);
        writer.letters(words);
    }
    writer.entries
}

/// Builds the index of a language.
///
/// # Errors
/// [`Error::Encode`] when the maps cannot be built; none is expected.
pub fn build(content: &Content, language: &Id, boosts: Boosts) -> Result<Index, Error> {
    let mut builder = IndexBuilder::new(stemmer(language));
    let words = content.words.get(language);
    builder.ignore(words.iter().flat_map(|words| &words.search.ignored).map(String::as_str));
    for names in content.words.get(language).iter().flat_map(|words| &words.search.synonyms) {
        builder.add_synonyms(names.iter().map(String::as_str));
    }
    for Entry { document, boost, texts } in entries(content, language, boosts) {
        let texts: Vec<_> = texts.iter().map(|(field, text)| (*field, text.as_str())).collect();
        builder.add(document, boost, &texts);
    }
    builder.finish().map_err(|error| Error::Encode(error.to_string()))
}

struct Writer<'a> {
    content: &'a Content,
    language: &'a Id,
    boosts: Boosts,
    entries: Vec<Entry>,
    texts: Vec<(IndexField, String)>,
}

impl Writer<'_> {
    fn put(&mut self, field: IndexField, text: impl Into<String>) {
        self.texts.push((field, text.into()));
    }

    /// The labels of ids of a closed list.
    fn labels(&mut self, field: IndexField, words: &LanguageWords, list: &str, ids: &[Id]) {
        for id in ids {
            if let Some(label) = words.lists.get(list).and_then(|labels| labels.get(id)) {
                self.put(field, label.item.clone());
            }
        }
    }

    /// What the same document is called in the other languages.
    fn abroad(&mut self, name: impl Fn(&LanguageWords) -> Option<String>) {
        let content = self.content;
        for (language, words) in &content.words {
            if language != self.language {
                let name = name(words);
                self.texts.extend(name.map(|name| (IndexField::Abroad, name)));
            }
        }
    }

    fn add(&mut self, document: Document, boost: f32) {
        let texts = std::mem::take(&mut self.texts);
        self.entries.push(Entry { document, boost, texts });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let field = if matches!(block, Block::Heading { .. }) {
                IndexField::Heading
            } else {
                IndexField::Body
            };
            for line in block.lines() {
                self.put(field, plain_text(line));
            }
        }
    }

    fn contexts(&mut self, words: &LanguageWords) {
        for ((country, topic), page) in &words.contexts {
            self.put(IndexField::Title, page.item.title.clone());
            self.labels(IndexField::Title, words, "topics", std::slice::from_ref(topic));
            self.labels(IndexField::Heading, words, "countries", std::slice::from_ref(country));
            self.put(IndexField::Summary, page.item.summary.clone());
            self.blocks(&page.item.body);
            for label in cited_labels(&page.item.body, &words.facts) {
                self.put(IndexField::Heading, label);
            }
            let key = (country.clone(), topic.clone());
            self.abroad(|words| Some(words.contexts.get(&key)?.item.title.clone()));
            let document = Document::Context { country: key.0, topic: key.1 };
            self.add(document, self.boosts.context);
        }
    }

    fn practices(&mut self, words: &LanguageWords) {
        for (id, sheet) in &words.practices {
            let sheet = &sheet.item;
            self.put(IndexField::Title, sheet.title.clone());
            self.put(IndexField::Summary, sheet.summary.clone());
            if let Some(practice) = self.content.practices.get(id) {
                let practice = &practice.item;
                self.labels(IndexField::Heading, words, "themes", &practice.themes);
                self.labels(IndexField::Heading, words, "stages", &[practice.stage.id().into()]);
                self.put(IndexField::Heading, practice.organisation.clone());
            }
            for section in [
                &sheet.aim,
                &sheet.materials,
                &sheet.steps,
                &sheet.attention,
                &sheet.local,
                &sheet.carries,
                &sheet.evidence,
            ] {
                self.blocks(section);
            }
            self.abroad(|words| Some(words.practices.get(id)?.item.title.clone()));
            self.add(Document::Practice(id.clone()), self.boosts.practice);
        }
    }

    fn facts(&mut self, words: &LanguageWords) {
        for (id, fact) in &words.facts {
            self.put(IndexField::Title, fact.item.label.clone());
            self.put(IndexField::Body, plain_text(&fact.item.text));
            self.put(IndexField::Body, id.as_str().replace('-', " "));
            self.abroad(|words| Some(words.facts.get(id)?.item.label.clone()));
            self.add(Document::Fact(id.clone()), self.boosts.fact);
        }
    }

    fn terms(&mut self, words: &LanguageWords) {
        for (id, gloss) in &words.terms {
            if let Some(term) = self.content.terms.get(id) {
                self.put(IndexField::Title, term.item.term.clone());
                self.texts.extend(term.item.short.clone().map(|short| (IndexField::Title, short)));
            }
            for name in [&gloss.item.term, &gloss.item.short].into_iter().flatten() {
                self.put(IndexField::Title, name.clone());
            }
            self.put(IndexField::Body, plain_text(&gloss.item.gloss));
            self.abroad(|words| words.terms.get(id)?.item.term.clone());
            self.add(Document::Term(id.clone()), self.boosts.term);
        }
    }

    fn letters(&mut self, words: &LanguageWords) {
        for (id, letter) in &words.letters {
            self.put(IndexField::Title, letter.item.name.clone());
            // By what stands on it and what it does; terms and courts lead to the pages that are about them.
            for line in [&letter.item.looks, &letter.item.decides] {
                self.put(IndexField::Body, plain_text(line));
            }
            self.abroad(|words| Some(words.letters.get(id)?.item.name.clone()));
            self.add(Document::Letter(id.clone()), self.boosts.letter);
        }
    }

    fn services(&mut self, words: &LanguageWords) {
        for (id, service) in &words.services {
            if let Some(entry) = self.content.services.get(id) {
                self.put(IndexField::Title, entry.item.name.clone());
                self.labels(IndexField::Heading, words, "service-kinds", &entry.item.kinds);
                self.texts.extend(entry.item.town.clone().map(|town| (IndexField::Body, town)));
                self.labels(IndexField::Body, words, "regions", &entry.item.regions);
            }
            self.put(IndexField::Body, plain_text(&service.item.what));
            self.abroad(|words| Some(plain_text(&words.services.get(id)?.item.what)));
            self.add(Document::Service(id.clone()), self.boosts.service);
        }
    }
}

/// The labels of the facts that a page cites, each once.
fn cited_labels(
    blocks: &[Block],
    facts: &Shelf<migraction_pack::language_part::FactWords>,
) -> Vec<String> {
    let mut labels = BTreeMap::new();
    for line in blocks.iter().flat_map(Block::lines) {
        for_each_inline(line, &mut |piece| {
            if let Inline::Fact(id) | Inline::FactWords(id, _) = piece
                && let Some(fact) = facts.get(id)
            {
                labels.insert(id.clone(), fact.item.label.clone());
            }
        });
    }
    labels.into_values().collect()
}
