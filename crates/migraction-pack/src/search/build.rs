//! Building an index; only the compiler does this.

use std::collections::BTreeMap;

use super::{Document, Index, Posting, Stemmer, fold, words};

/// A part of a document, by how much its words weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexField {
    /// Titles of pages and labels of facts.
    Title,
    /// The one sentence that a list shows.
    Summary,
    /// Headings, themes, names of organisations.
    Heading,
    /// The running text.
    Body,
    /// Other names: titles in the other languages, so that an official term is found from any of
    /// them, and words that mean the same.
    Abroad,
}

/// The fields that say what a document is about.
const STRONG: [IndexField; 3] = [IndexField::Title, IndexField::Summary, IndexField::Heading];
/// Names that mean the same, each as its words: stem, and as written.
type Synonyms = Vec<Vec<(String, String)>>;

const FIELDS: usize = 5;
/// Weight of a word by field.
const WEIGHT: [f32; FIELDS] = [5.0, 2.5, 2.0, 1.0, 2.0];
/// How much a field's length counts against its words.
const LENGTH: [f32; FIELDS] = [0.3, 0.3, 0.3, 0.6, 0.3];
/// How many other words may stand between two words of a name: “free or nearly free lawyer”.
const BETWEEN: usize = 2;
/// Saturation of repeated words.
const SATURATION: f32 = 1.2;

#[derive(Default)]
struct Entry {
    counts: BTreeMap<String, [f32; FIELDS]>,
    lengths: [f32; FIELDS],
    boost: f32,
}

/// Collects documents and makes an [`Index`] of them.
pub struct IndexBuilder {
    stemmer: Stemmer,
    ignored: Vec<String>,
    synonyms: Vec<Synonyms>,
    surface: BTreeMap<String, String>,
    documents: Vec<(Document, Entry)>,
}

impl IndexBuilder {
    /// An empty builder for a language.
    #[must_use]
    pub fn new(stemmer: Stemmer) -> Self {
        Self {
            stemmer,
            ignored: Vec::new(),
            synonyms: Vec::new(),
            surface: BTreeMap::new(),
            documents: Vec::new(),
        }
    }

    /// Words that a query may leave out: articles, pronouns, question words.
    pub fn ignore<'a>(&mut self, typed: impl IntoIterator<Item = &'a str>) {
        self.ignored.extend(typed.into_iter().flat_map(words).map(|(_, word)| fold(word)));
        self.ignored.sort();
        self.ignored.dedup();
    }

    /// Adds words or phrases that mean the same: a document that has one of them in its title,
    /// summary or headings is found by all of them.
    pub fn add_synonyms<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        let folded = |name: &str| words(name).map(|(_, word)| fold(word)).collect::<Vec<_>>();
        let names: Vec<Vec<(String, String)>> = names
            .into_iter()
            .map(|name| {
                let stemmed = |word: String| (self.stemmer.stem(&word), word);
                folded(name).into_iter().map(stemmed).collect()
            })
            .filter(|name: &Vec<_>| !name.is_empty())
            .collect();
        self.synonyms.push(names);
    }

    /// Adds a document with the text of its fields; `boost` lifts its kind among equals.
    pub fn add(&mut self, document: Document, boost: f32, fields: &[(IndexField, &str)]) {
        let mut entry = Entry { boost, ..Entry::default() };
        let mut about = Vec::new();
        for (field, text) in fields {
            let at = *field as usize;
            let mut stems = Vec::new();
            for (_, word) in words(text) {
                let word = fold(word);
                let stem = self.stemmer.stem(&word);
                if let Some(length) = entry.lengths.get_mut(at) {
                    *length += 1.0;
                }
                let counts = entry.counts.entry(stem.clone()).or_default();
                if let Some(count) = counts.get_mut(at) {
                    *count += 1.0;
                }
                stems.push(stem.clone());
                self.surface.insert(word, stem);
            }
            if STRONG.contains(field) {
                about.push(stems);
            }
        }
        self.add_other_names(&mut entry, &about);
        self.documents.push((document, entry));
    }

    /// `about`: the stems of each text that says what the document is about.
    fn add_other_names(&mut self, entry: &mut Entry, about: &[Vec<String>]) {
        for names in &self.synonyms {
            let has = |name: &[(String, String)]| about.iter().any(|text| says(text, name));
            if !names.iter().any(|name| has(name)) {
                continue;
            }
            for (stem, word) in names.iter().filter(|name| !has(name)).flatten() {
                let counts = entry.counts.entry(stem.clone()).or_default();
                if counts.iter().all(|count| *count == 0.0) {
                    counts[IndexField::Abroad as usize] = 1.0;
                    entry.lengths[IndexField::Abroad as usize] += 1.0;
                }
                self.surface.entry(word.clone()).or_insert_with(|| stem.clone());
            }
        }
    }

    /// The finished index.
    ///
    /// # Errors
    /// When a finite-state map is given a key out of order; keys come sorted, so that never happens.
    pub fn finish(self) -> Result<Index, fst::Error> {
        let weights = weigh(&self.documents);
        let mut stems = fst::MapBuilder::memory();
        let mut postings = Vec::new();
        let mut numbers = BTreeMap::new();
        for (number, (stem, list)) in weights.into_iter().enumerate() {
            stems.insert(&stem, number as u64)?;
            numbers.insert(stem, number as u64);
            postings.push(list);
        }
        let mut surface = fst::MapBuilder::memory();
        for (word, stem) in &self.surface {
            if let Some(number) = numbers.get(stem) {
                surface.insert(word, *number)?;
            }
        }
        Ok(Index {
            stemmer: self.stemmer,
            ignored: self.ignored,
            documents: self.documents.into_iter().map(|(document, _)| document).collect(),
            words: surface.into_inner()?,
            stems: stems.into_inner()?,
            postings,
        })
    }
}

/// Whether a text says a name: its words in their order, with no more than [`BETWEEN`] others from one
/// to the next. Words scattered over a page are no name.
fn says(text: &[String], name: &[(String, String)]) -> bool {
    let follows = |mut rest: &[String], name: &[(String, String)]| {
        name.iter().all(|(stem, _)| {
            let found = rest.iter().take(BETWEEN + 1).position(|one| one == stem);
            rest = found.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
            found.is_some()
        })
    };
    let Some(((first, _), others)) = name.split_first() else { return false };
    let mut starts = text.iter().enumerate().filter(|(_, stem)| *stem == first);
    starts.any(|(at, _)| follows(text.get(at + 1..).unwrap_or_default(), others))
}

/// BM25F weights, scaled to 1..=255.
fn weigh(documents: &[(Document, Entry)]) -> BTreeMap<String, Vec<Posting>> {
    let total = documents.len() as f32;
    let mut average = [0.0f32; FIELDS];
    for (_, entry) in documents {
        for (sum, length) in average.iter_mut().zip(entry.lengths) {
            *sum += length / total.max(1.0);
        }
    }
    let mut frequency: BTreeMap<&str, f32> = BTreeMap::new();
    for (_, entry) in documents {
        for stem in entry.counts.keys() {
            *frequency.entry(stem).or_default() += 1.0;
        }
    }
    let mut raw: BTreeMap<String, Vec<(u16, f32)>> = BTreeMap::new();
    let mut highest = 0.0f32;
    for (at, (_, entry)) in documents.iter().enumerate() {
        let Ok(document) = u16::try_from(at) else { break };
        for (stem, counts) in &entry.counts {
            let in_documents = frequency.get(stem.as_str()).copied().unwrap_or(1.0);
            let rarity = (1.0 + (total - in_documents + 0.5) / (in_documents + 0.5)).ln();
            let mut sum = 0.0;
            for field in 0..FIELDS {
                let (count, length) = (counts[field], entry.lengths[field]);
                let norm = 1.0 - LENGTH[field] + LENGTH[field] * length / average[field].max(1.0);
                sum += WEIGHT[field] * count / norm;
            }
            let weight = entry.boost * rarity * sum / (SATURATION + sum);
            highest = highest.max(weight);
            raw.entry(stem.clone()).or_default().push((document, weight));
        }
    }
    raw.into_iter()
        .map(|(stem, list)| {
            let list = list
                .into_iter()
                .map(|(document, weight)| Posting {
                    document,
                    weight: (weight / highest * 255.0).round().clamp(1.0, 255.0) as u8,
                })
                .collect();
            (stem, list)
        })
        .collect()
}
