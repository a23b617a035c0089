//! Asking an index.

use std::ops::Range;

use fst::automaton::Str;
use fst::{Automaton, IntoStreamer, Streamer};

use super::fuzzy::FuzzyAutomaton;
use super::{Document, Index, Stemmer, fold, words};

// Set with the labelled queries that are not held out: `content/queries/`, the report of the compiler.

/// How much a word counts that only begins like the unfinished last one.
const BEGINS: u32 = 4;
/// How much it counts where what was typed is itself a word: CAS is not the beginning of cassation.
const LONGER: u32 = 3;
/// How much a whole word counts.
const WHOLE: u32 = 5;
/// How much a word counts that is almost what was typed.
const NEAR: u32 = 2;
/// How much a document of the reader's own country counts, and how much another one: who asks is
/// nearly always asking about where they are.
const OWN: u32 = 4;
const ABROAD: u32 = 1;
/// How much an official term of another country counts that is about all that was typed: who types
/// the name of a thing means that thing, wherever they are.
const NAMED: u32 = 2;
/// How many letters of what was typed are looked at, and how many words: a pasted page is no query.
pub(super) const MAX_LETTERS: usize = 200;
pub(super) const MAX_WORDS: usize = 12;

/// A question put to an index.
#[derive(Clone, Debug)]
pub struct Query {
    stemmer: Stemmer,
    /// The words as typed, folded.
    pub(super) typed: Vec<String>,
    stems: Vec<String>,
    /// The last word, when it may be unfinished.
    beginning: Option<String>,
}

/// What answering a query took; it is bounded, whatever is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct QueryCost {
    /// Words looked up.
    pub words: usize,
    /// Words taken for mistyped ones.
    pub guessed: usize,
    /// Postings added up.
    pub postings: usize,
}

/// A document that fits a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The document, as it stands in the index.
    pub document: &'a Document,
    /// How well it fits; only the order of hits of one query means anything.
    pub score: u32,
}

impl Query {
    /// Reads what was typed. The last word counts as unfinished unless a space follows it; words that `index`
    /// ignores are left out, unless there are no others.
    #[must_use]
    pub fn parse(text: &str, index: &Index) -> Self {
        let end = text.char_indices().nth(MAX_LETTERS).map_or(text.len(), |(at, _)| at);
        let short = text.get(..end).unwrap_or_default();
        let all = words(short).map(|(_, word)| fold(word));
        let says = |word: &String| index.ignored.binary_search(word).is_err();
        let (mut typed, ignored): (Vec<_>, Vec<_>) = all.partition(says);
        if typed.is_empty() {
            typed = ignored;
        }
        typed.truncate(MAX_WORDS);
        let open = text.chars().last().is_some_and(char::is_alphanumeric);
        let last = words(short).last().map(|(_, word)| fold(word));
        let beginning = typed.last().filter(|word| open && last.as_ref() == Some(word)).cloned();
        let stemmer = index.stemmer;
        let stems = typed.iter().map(|word| stemmer.stem(word)).collect();
        Self { stemmer, typed, stems, beginning }
    }

    /// Whether nothing was typed that could be looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// The best hits, best first; among equals those of `own`, the reader's country, before those
    /// of others.
    #[must_use]
    pub fn search<'a>(&self, index: &'a Index, limit: usize, own: Option<&str>) -> Vec<Hit<'a>> {
        self.search_counted(index, limit, own, &mut QueryCost::default())
    }

    pub(super) fn search_counted<'a>(
        &self,
        index: &'a Index,
        limit: usize,
        own: Option<&str>,
        work: &mut QueryCost,
    ) -> Vec<Hit<'a>> {
        let (Ok(words), Ok(stems)) =
            (fst::Map::new(index.words.as_slice()), fst::Map::new(index.stems.as_slice()))
        else {
            return Vec::new();
        };
        // Per document: sum of weights, how many of the words typed it holds, and how many weigh at
        // least half of what they weigh anywhere.
        let mut found = vec![(0u32, 0u32, 0usize); index.documents.len()];
        // Per document: the best that the word at hand is worth.
        let mut best = vec![0u32; index.documents.len()];
        let last = self.stems.len().saturating_sub(1);
        for (at, stem) in self.stems.iter().enumerate() {
            best.fill(0);
            work.words += 1;
            let mut known = false;
            let mut take = |number: u64, factor: u32| {
                let list = usize::try_from(number).ok().and_then(|at| index.postings.get(at));
                for posting in list.into_iter().flatten() {
                    work.postings += 1;
                    if let Some(kept) = best.get_mut(usize::from(posting.document)) {
                        *kept = (*kept).max(u32::from(posting.weight) * factor);
                    }
                }
            };
            if let Some(number) = stems.get(stem) {
                take(number, WHOLE);
                known = true;
                let list = usize::try_from(number).ok().and_then(|at| index.postings.get(at));
                let list = list.map_or(&[][..], Vec::as_slice);
                let most = list.iter().map(|posting| posting.weight).max().unwrap_or_default();
                for posting in list.iter().filter(|posting| posting.weight >= most.div_ceil(2)) {
                    if let Some(kept) = found.get_mut(usize::from(posting.document)) {
                        kept.2 += 1;
                    }
                }
            }
            let begins = if known { LONGER } else { BEGINS };
            let beginning = self.beginning.as_ref().filter(|_| at == last);
            if let Some(beginning) = beginning {
                let mut stream = words.search(Str::new(beginning).starts_with()).into_stream();
                while let Some((_, number)) = stream.next() {
                    take(number, begins);
                    known = true;
                }
            }
            // Only a word that stands nowhere is taken for a mistyped one.
            if !known && let Some(word) = self.typed.get(at) {
                for number in nearest(&words, word, beginning.is_some()) {
                    take(number, NEAR);
                }
                work.guessed += 1;
            }
            for (kept, score) in found.iter_mut().zip(&best).filter(|(_, score)| **score > 0) {
                kept.0 += score;
                kept.1 += 1;
            }
        }
        let mut hits: Vec<_> = index
            .documents
            .iter()
            .zip(found)
            .filter(|(_, (_, held, _))| *held > 0)
            .map(|(document, (sum, held, about))| {
                // The more of the words a document holds, the sooner it comes.
                let near = document.country().is_none_or(|country| own == Some(country));
                let named = about == self.stems.len() && matches!(document, Document::Term(_));
                let factor = if near {
                    OWN
                } else if named {
                    NAMED
                } else {
                    ABROAD
                };
                Hit { document, score: sum * held * factor }
            })
            .collect();
        hits.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.document.cmp(b.document)));
        hits.truncate(limit);
        hits
    }

    /// The ranges of `text` whose words were looked for, to be marked.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        words(text)
            .filter(|(_, word)| {
                let word = fold(word);
                self.beginning.as_ref().is_some_and(|beginning| word.starts_with(beginning))
                    || self.stems.contains(&self.stemmer.stem(&word))
            })
            .map(|(range, _)| range)
            .collect()
    }
}

/// The numbers of the words that are nearest to `word`, with a letter or two wrong; of words that begin so, where it
/// is unfinished.
fn nearest(words: &fst::Map<&[u8]>, word: &str, unfinished: bool) -> Vec<u64> {
    let Some(near) = FuzzyAutomaton::new(word, unfinished) else { return Vec::new() };
    let mut numbers = Vec::new();
    let mut least = u8::MAX;
    let mut stream = words.search_with_state(&near).into_stream();
    while let Some((_, number, state)) = stream.next() {
        let wrong = near.wrong(&state);
        if wrong < least {
            least = wrong;
            numbers.clear();
        }
        if wrong == least {
            numbers.push(number);
        }
    }
    numbers
}
