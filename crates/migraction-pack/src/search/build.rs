//! Building an index; only the compiler does this.

use std::collections::{BTreeMap, BTreeSet};

use migraction_core::Id;

use super::{
    Document, DocumentKind, IndexPart, LEVELS, Lists, OtherName, Stemmer, WordList, fold, joined,
    words,
};

/// A part of a document, by how much its words weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexField {
    /// What it is called: titles of pages, labels of facts. A name of the document.
    Title,
    /// What it is called besides: abbreviations, official terms, titles in the other languages. A name of the document.
    Name,
    /// The one sentence that a list shows.
    Summary,
    /// Headings, themes, names of organisations.
    Heading,
    /// The running text.
    Body,
    /// What it stands in: its page, its topic.
    Around,
}

const FIELDS: usize = 6;
/// Weight of a word by field.
const WEIGHT: [f32; FIELDS] = [5.0, 4.0, 2.5, 2.0, 1.0, 0.7];
/// How much a field's length counts against its words.
const LENGTH: [f32; FIELDS] = [0.3, 0.2, 0.3, 0.3, 0.5, 0.3];
/// How many other words may stand between two words of a name: “free or nearly free lawyer”.
const BETWEEN: usize = 2;
/// Saturation: how much a document must say of a word to count half.
const SATURATION: f32 = 2.0;

#[derive(Default)]
struct Entry {
    counts: BTreeMap<String, [f32; FIELDS]>,
    lengths: [f32; FIELDS],
    names: Vec<Vec<String>>,
}

/// Collects documents and makes an index of them.
pub struct IndexBuilder {
    stemmer: Stemmer,
    ignored: BTreeSet<String>,
    kinds: BTreeMap<DocumentKind, BTreeSet<String>>,
    /// Each folded word with its stem.
    surface: BTreeMap<String, String>,
    same: Vec<Vec<Vec<String>>>,
    /// Names of several words, by their first one.
    phrases: BTreeMap<String, BTreeSet<Vec<String>>>,
    places: Vec<(String, Id)>,
    documents: Vec<(Document, Entry)>,
}

impl IndexBuilder {
    /// An empty builder for a language.
    #[must_use]
    pub fn new(stemmer: Stemmer) -> Self {
        Self {
            stemmer,
            ignored: BTreeSet::new(),
            kinds: BTreeMap::new(),
            surface: BTreeMap::new(),
            same: Vec::new(),
            phrases: BTreeMap::new(),
            places: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// Words that a query may leave out: articles, pronouns, question words. Before all else: they are no part of names.
    pub fn ignore<'a>(&mut self, typed: impl IntoIterator<Item = &'a str>) {
        self.ignored.extend(typed.into_iter().flat_map(words).map(|(_, word)| fold(word)));
    }

    /// Words that say which kind of thing is looked for, and nothing about it: “number”, “how much”.
    pub fn means_kind<'a>(&mut self, kind: DocumentKind, typed: impl IntoIterator<Item = &'a str>) {
        let folded = typed.into_iter().flat_map(words).map(|(_, word)| fold(word));
        self.kinds.entry(kind).or_default().extend(folded);
    }

    /// A name of a country: itself, who comes from there, a town.
    pub fn add_place(&mut self, name: &str, country: &Id) {
        let words: Vec<String> = words(name).map(|(_, word)| fold(word)).collect();
        if !words.is_empty() {
            self.places.push((words.join(" "), country.clone()));
        }
    }

    /// Words or phrases that mean the same: whoever types one of them finds what has another one. Before the documents,
    /// in which the phrases are looked for.
    pub fn add_synonyms<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        let mut names: Vec<_> = names.into_iter().map(|name| self.name(name)).collect();
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        for name in names.iter().filter(|name| name.len() > 1) {
            if let Some(first) = name.first() {
                self.phrases.entry(first.clone()).or_default().insert(name.clone());
            }
            let one = one_word(name);
            self.surface.insert(one.clone(), one);
        }
        if names.len() > 1 || names.iter().any(|name| name.len() > 1) {
            self.same.push(names);
        }
    }

    /// The stems of a name, without the words that say nothing unless it has no others.
    fn name(&mut self, text: &str) -> Vec<String> {
        let all: Vec<String> = words(text).map(|(_, word)| fold(word)).collect();
        let (telling, ignored): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|word| !self.ignored.contains(word));
        let kept = if telling.is_empty() { ignored } else { telling };
        kept.into_iter().map(|word| self.stem(word)).collect()
    }

    /// The names of several words that stand in a text, each as one word.
    fn said(&self, text: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        for (at, stem) in text.iter().enumerate() {
            let rest = text.get(at + 1..).unwrap_or_default();
            let names = self.phrases.get(stem).into_iter().flatten();
            found.extend(names.filter(|name| follow(rest, name)).map(|name| one_word(name)));
        }
        found
    }

    fn stem(&mut self, word: String) -> String {
        let stemmer = self.stemmer;
        self.surface.entry(word).or_insert_with_key(|word| stemmer.stem(word)).clone()
    }

    /// Adds a document with the text of its fields.
    pub fn add(&mut self, document: Document, fields: &[(IndexField, &str)]) {
        let mut entry = Entry::default();
        for (field, text) in fields {
            let at = *field as usize;
            let is_name = matches!(field, IndexField::Title | IndexField::Name);
            let mut stems = Vec::new();
            for word in words(text).map(|(_, word)| fold(word)) {
                if !self.ignored.contains(&word) {
                    stems.push(self.stem(word));
                } else if is_name {
                    entry.count(self.stem(word), at);
                }
            }
            for name in self.said(&stems).into_iter().chain(joined(text, false)) {
                let stem = self.stem(name);
                entry.count(stem, at);
            }
            for stem in stems {
                entry.lengths[at] += 1.0;
                entry.count(stem, at);
            }
            if is_name {
                let name = self.name(text);
                if !name.is_empty() && !entry.names.contains(&name) {
                    entry.names.push(name);
                }
            }
        }
        self.documents.push((document, entry));
    }

    /// The finished index.
    #[must_use]
    pub fn finish(self) -> IndexPart {
        let mut numbers: BTreeMap<&str, u16> = BTreeMap::new();
        for stem in self.surface.values() {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            numbers.entry(stem).or_insert(next);
        }
        let number = |stem: &String| numbers.get(stem.as_str()).copied().unwrap_or_default();
        let name = |name: &Vec<String>| name.iter().map(number).collect::<Vec<u16>>();
        let other_name = |words: &Vec<String>| OtherName {
            means: number(&if words.len() > 1 { one_word(words) } else { words.concat() }),
            words: name(words),
        };
        let mut lists: Vec<Vec<(u16, u8)>> = vec![Vec::new(); numbers.len()];
        for (document, levels) in (0..).zip(weigh(&self.documents)) {
            for (stem, level) in levels {
                if let Some(list) = lists.get_mut(usize::from(number(stem))) {
                    list.push((document, level));
                }
            }
        }
        let words =
            WordList::new(self.surface.iter().map(|(word, stem)| (word.as_str(), number(stem))));
        IndexPart {
            stemmer: self.stemmer,
            ignored: self.ignored.iter().cloned().collect(),
            kinds: self
                .kinds
                .iter()
                .map(|(kind, words)| (*kind, words.iter().cloned().collect()))
                .collect(),
            names: self
                .documents
                .iter()
                .map(|(_, entry)| entry.names.iter().map(name).collect())
                .collect(),
            words,
            lists: coded(&lists),
            same: self.same.iter().map(|names| names.iter().map(other_name).collect()).collect(),
            places: self.places,
            documents: self.documents.into_iter().map(|(document, _)| document).collect(),
        }
    }
}

/// A name of several words as a word of its own, which nobody can type.
fn one_word(name: &[String]) -> String {
    name.join("_")
}

/// Whether the words of a name after its first follow, with no more than [`BETWEEN`] others from one to the next: words
/// scattered over a page are no name.
fn follow(mut rest: &[String], name: &[String]) -> bool {
    name.iter().skip(1).all(|stem| {
        let found = rest.iter().take(BETWEEN + 1).position(|one| one == stem);
        rest = found.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
        found.is_some()
    })
}

impl Entry {
    fn count(&mut self, stem: String, field: usize) {
        self.counts.entry(stem).or_default()[field] += 1.0;
    }
}

fn coded(lists: &[Vec<(u16, u8)>]) -> Lists {
    let mut coded = Lists::default();
    for list in lists {
        coded.counts.push(u16::try_from(list.len()).unwrap_or(u16::MAX));
        let mut next = 0;
        for (document, level) in list {
            coded.gaps.push(document - next);
            coded.levels.push(*level);
            next = document + 1;
        }
    }
    coded
}

/// How much each document speaks of each of its stems, after BM25F: how often, in which field, for how long a text.
fn weigh(documents: &[(Document, Entry)]) -> Vec<BTreeMap<&String, u8>> {
    let mut average = [0.0f32; FIELDS];
    let total = (documents.len() as f32).max(1.0);
    for (_, entry) in documents {
        for (sum, length) in average.iter_mut().zip(entry.lengths) {
            *sum += length / total;
        }
    }
    let level = |entry: &Entry, counts: &[f32; FIELDS]| {
        let mut sum = 0.0;
        for field in 0..FIELDS {
            let norm = 1.0 - LENGTH[field]
                + LENGTH[field] * entry.lengths[field] / average[field].max(1.0);
            sum += WEIGHT[field] * counts[field] / norm;
        }
        let share = sum / (SATURATION + sum);
        (share * f32::from(LEVELS)).round().clamp(1.0, f32::from(LEVELS)) as u8
    };
    documents
        .iter()
        .map(|(_, entry)| {
            entry.counts.iter().map(|(stem, counts)| (stem, level(entry, counts))).collect()
        })
        .collect()
}
