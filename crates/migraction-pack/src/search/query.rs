//! What was typed, understood: which words are wanted, what each of them may mean.

use std::ops::Range;

use super::{DocumentKind, Index, Stemmer, fold, joined, words};

/// How many letters of what was typed are looked at, and how many words: a pasted page is no query.
pub(super) const MAX_LETTERS: usize = 200;
pub(super) const MAX_WORDS: usize = 12;
/// How many words that begin alike one unfinished word may mean.
const MAX_BEGIN: usize = 400;
/// How many words are compared that begin like it.
const MAX_ALIKE: usize = 48;
/// How many words a mistyped one may mean.
const MAX_NEAR: usize = 3;

/// How much a word counts that only begins like the unfinished one, with as many letters again as were typed.
const BEGINS: f32 = 0.75;
/// How much it counts where what was typed is itself a word: CAS is not the beginning of cassation.
const LONGER: f32 = 0.5;
/// How much a word counts that is almost what was typed, and one that is less likely than another one.
const NEAR: f32 = 0.75;
const LESS_NEAR: f32 = 0.45;
/// How much a word counts that has all but the last letters in common.
const ALIKE: f32 = 0.5;
/// How much another name of the same thing counts.
const SAME: f32 = 0.8;
/// Letters in which two words that are alike agree at least, and in how many they differ at most.
const ALIKE_LETTERS: usize = 5;
const ALIKE_ENDING: usize = 2;

/// A word that is wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Token {
    /// As it was typed, folded.
    pub typed: String,
    /// What it may mean: numbers of stems, with how much each counts.
    pub stems: Vec<(u16, f32)>,
    /// The stem that was typed, where it stands in the guide.
    pub own: Option<u16>,
    /// It names a country; who comes from there, a town.
    pub is_place: bool,
    /// It says which kind of thing is looked for.
    pub is_kind: bool,
}

/// Another name of some of the words that are wanted.
#[derive(Clone, Debug)]
pub(super) struct Alternative {
    /// Which words it stands for.
    pub span: Range<usize>,
    /// Its words, as they stand in names.
    pub words: Vec<u16>,
    /// The stem that stands for it.
    pub means: u16,
    /// How much it counts.
    pub factor: f32,
}

/// A question put to an index.
#[derive(Clone, Debug)]
pub struct Query {
    stemmer: Stemmer,
    pub(super) tokens: Vec<Token>,
    pub(super) alternatives: Vec<Alternative>,
    /// The country that is named.
    pub(super) country: Option<String>,
    /// The kind that is asked for.
    pub(super) kind: Option<DocumentKind>,
    /// The last word, when it may be unfinished.
    beginning: Option<String>,
    /// What was typed with the words it is taken for, where that is something else.
    corrected: Option<String>,
    /// What understanding it took.
    pub(super) looked_at: usize,
}

impl Query {
    /// Reads what was typed. The last word counts as unfinished unless a space follows it; words that `index` ignores are
    /// left out, unless there are no others; a word that stands nowhere is taken for the nearest one.
    #[must_use]
    pub fn parse(text: &str, index: &Index) -> Self {
        Self::read(text, index, true)
    }

    /// As [`Query::parse`], each word as it was typed.
    #[must_use]
    pub fn parse_as_typed(text: &str, index: &Index) -> Self {
        Self::read(text, index, false)
    }

    fn read(text: &str, index: &Index, mends: bool) -> Self {
        let end = text.char_indices().nth(MAX_LETTERS).map_or(text.len(), |(at, _)| at);
        let short = text.get(..end).unwrap_or_default();
        let mut query = Self {
            stemmer: index.stemmer,
            tokens: Vec::new(),
            alternatives: Vec::new(),
            country: None,
            kind: None,
            beginning: None,
            corrected: None,
            looked_at: 0,
        };
        let all: Vec<(Range<usize>, String)> =
            words(short).map(|(range, word)| (range, fold(word))).take(4 * MAX_WORDS).collect();
        let says = |word: &String| index.ignored.binary_search(word).is_err();
        query.kind = all.iter().find_map(|(_, word)| query_kind(index, word));
        let mut wanted: Vec<_> = all.iter().filter(|(_, word)| says(word)).collect();
        if wanted.is_empty() {
            wanted = all.iter().collect();
        }
        wanted.truncate(MAX_WORDS);
        let open = text.chars().last().is_some_and(char::is_alphanumeric);
        let last = all.last().filter(|_| open).map(|(range, _)| range.start);
        let mut mended = Vec::new();
        for (range, word) in wanted {
            let unfinished = last == Some(range.start);
            if unfinished {
                query.beginning = Some(word.clone());
            }
            let before = query.tokens.len();
            query.take(word, unfinished, mends, index);
            let taken = query.tokens.get(before..).unwrap_or_default();
            if taken.iter().any(|token| token.typed != *word) {
                let instead: Vec<_> = taken.iter().map(|token| token.typed.as_str()).collect();
                mended.push((range.clone(), instead.join(" ")));
            }
        }
        for name in joined(short, true) {
            if query.tokens.len() < MAX_WORDS
                && let Some(stem) = index.words.exactly(&name)
            {
                query.tokens.push(Token {
                    typed: name,
                    stems: vec![(stem, 1.0)],
                    own: Some(stem),
                    ..Token::default()
                });
            }
        }
        query.join_pieces(index);
        if !mended.is_empty() {
            query.corrected = Some(replaced(short, &mended));
        }
        for token in &mut query.tokens {
            token.is_kind = query_kind(index, &token.typed).is_some();
        }
        query.find_places(index);
        query.find_names(index);
        query
    }

    /// Finds out what a word means.
    fn take(&mut self, word: &str, unfinished: bool, mends: bool, index: &Index) {
        let mut token = Token { typed: word.to_owned(), ..Token::default() };
        token.own = index.words.stem(word, self.stemmer);
        if let Some(stem) = token.own {
            token.may_mean(stem, 1.0);
            self.looked_at += 1;
        }
        if unfinished || (token.own.is_none() && word.chars().count() > 2) {
            let most = if token.own.is_some() { LONGER } else { BEGINS };
            for at in index.words.beginning(word).take(MAX_BEGIN) {
                let longer = word.len() as f32 / index.words.word(at).len().max(1) as f32;
                token.may_mean(index.words.stem_at(at), most * (0.5 + 0.5 * longer));
                self.looked_at += 1;
            }
        }
        token.alike(index, self.stemmer);
        if !token.stems.is_empty() || !mends {
            self.tokens.push(token);
            return;
        }
        // A word that stands nowhere: two words run together, or a mistyped one.
        if let Some(pieces) = split(word, index) {
            for piece in pieces {
                self.take(piece, false, false, index);
            }
            return;
        }
        let mut near = index.words.nearest(word, unfinished);
        let likely = |at: usize| {
            let begins = index.words.word(at).as_bytes().first() == word.as_bytes().first();
            (begins, index.list(index.words.stem_at(at)).len())
        };
        for rank in 0..MAX_NEAR {
            let best = near.iter().enumerate().max_by_key(|(_, near)| likely(near.at));
            let Some(at) = best.map(|(at, _)| at) else { break };
            let near = near.swap_remove(at);
            if rank == 0 {
                token.typed = index.words.word(near.at).to_owned();
            }
            let factor = if rank == 0 { NEAR } else { LESS_NEAR };
            token.may_mean(index.words.stem_at(near.at), factor);
            self.looked_at += 1;
        }
        self.tokens.push(token);
    }

    /// Words typed in two pieces: `9 ter`, `prud hommes`.
    fn join_pieces(&mut self, index: &Index) {
        let mut at = 0;
        while at + 1 < self.tokens.len() {
            let name =
                [self.tokens[at].typed.as_str(), self.tokens[at + 1].typed.as_str()].concat();
            if (self.tokens[at].own.is_none() || self.tokens[at + 1].own.is_none())
                && let Some(stem) = index.words.exactly(&name)
            {
                self.tokens.remove(at + 1);
                self.tokens[at] = Token {
                    typed: name,
                    stems: vec![(stem, 1.0)],
                    own: Some(stem),
                    ..Token::default()
                };
            }
            at += 1;
        }
    }

    /// Whether the words from `at` on are this name.
    fn is_named(&self, at: usize, name: &[u16]) -> Option<f32> {
        let mut factor = 1.0f32;
        for (token, stem) in self.tokens.get(at..at + name.len())?.iter().zip(name) {
            let counts = Some(token.counts(*stem)).filter(|counts| *counts >= NEAR)?;
            factor = factor.min(counts);
        }
        Some(factor)
    }

    fn find_places(&mut self, index: &Index) {
        for at in 0..self.tokens.len() {
            let is_here = |name: &str| {
                let mut typed = self.tokens.iter().skip(at).map(|token| token.typed.as_str());
                name.split(' ').all(|word| typed.next() == Some(word))
            };
            let found = index.places.iter().filter(|(name, _)| is_here(name));
            let Some((name, country)) = found.max_by_key(|(name, _)| name.len()) else { continue };
            self.country = Some(country.to_string());
            for token in self.tokens.iter_mut().skip(at).take(name.split(' ').count()) {
                token.is_place = true;
            }
        }
    }

    fn find_names(&mut self, index: &Index) {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            for (names, own) in
                index.same.iter().flat_map(|names| names.iter().map(move |own| (names, own)))
            {
                let Some(factor) = self.is_named(at, &own.words) else { continue };
                // Its own name is among them: what has its words near each other is sooner meant.
                found.extend(names.iter().map(|other| Alternative {
                    span: at..at + own.words.len(),
                    words: other.words.clone(),
                    means: other.means,
                    factor: if other == own { factor } else { factor * SAME },
                }));
            }
        }
        self.alternatives = found;
    }

    /// Whether nothing was typed that could be looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// What was looked for in place of what was typed, where words stand nowhere in the guide.
    #[must_use]
    pub fn corrected(&self) -> Option<&str> {
        self.corrected.as_deref()
    }

    /// The ranges of `text` whose words were looked for, to be marked.
    #[must_use]
    pub fn marks(&self, text: &str, index: &Index) -> Vec<Range<usize>> {
        let stems = |token: &Token, stem: u16| token.counts(stem) > 0.0;
        words(text)
            .filter(|(_, word)| {
                let word = fold(word);
                if index.ignored.binary_search(&word).is_ok() {
                    return false;
                }
                let begins = |beginning: &String| word.starts_with(beginning);
                let stem = index.words.exactly(&word);
                self.beginning.as_ref().is_some_and(begins)
                    || stem.is_some_and(|stem| {
                        self.tokens.iter().any(|token| stems(token, stem))
                            || self.alternatives.iter().any(|other| other.words.contains(&stem))
                    })
            })
            .map(|(range, _)| range)
            .collect()
    }
}

impl Token {
    /// How much a stem counts; nothing where it is not meant.
    pub fn counts(&self, stem: u16) -> f32 {
        let found = self.stems.iter().find(|(known, _)| *known == stem);
        found.map_or(0.0, |(_, counts)| *counts)
    }

    fn may_mean(&mut self, stem: u16, counts: f32) {
        match self.stems.iter_mut().find(|(known, _)| *known == stem) {
            Some((_, known)) => *known = known.max(counts),
            None => self.stems.push((stem, counts)),
        }
    }

    /// Words with another ending that a stemmer keeps apart: `travail` and `travailler`.
    fn alike(&mut self, index: &Index, stemmer: Stemmer) {
        let Some(own) = self.own else { return };
        let stem = stemmer.stem(&self.typed);
        if stem.chars().count() < ALIKE_LETTERS {
            return;
        }
        let Some((last, _)) = stem.char_indices().next_back() else { return };
        for at in index.words.beginning(stem.get(..last).unwrap_or_default()).take(MAX_ALIKE) {
            let number = index.words.stem_at(at);
            if number == own {
                continue;
            }
            let other = stemmer.stem(index.words.word(at));
            let is_alike = other.starts_with(&stem) || stem.starts_with(&other);
            if is_alike && other.len().abs_diff(stem.len()) <= ALIKE_ENDING {
                self.may_mean(number, ALIKE);
            }
        }
    }
}

/// The kind that a word asks for.
fn query_kind(index: &Index, word: &str) -> Option<DocumentKind> {
    let mut kinds = index.kinds.iter();
    kinds.find(|(_, words)| words.iter().any(|known| known == word)).map(|(kind, _)| *kind)
}

/// Two words that were run together, both of the guide; the pair whose rarer word is the most frequent.
fn split<'a>(word: &'a str, index: &Index) -> Option<[&'a str; 2]> {
    let often = |piece: &str| {
        let stem = index.words.exactly(piece)?;
        Some(index.list(stem).len()).filter(|often| *often > 0)
    };
    let cuts = word.char_indices().map(|(at, _)| at).filter(|at| *at > 2 && at + 2 < word.len());
    let pairs = cuts.take(MAX_LETTERS).filter_map(|at| {
        let (one, other) = word.split_at_checked(at)?;
        let says =
            |piece: &str| piece.len() > 3 || !piece.bytes().all(|byte| byte.is_ascii_lowercase());
        let least = often(one)?.min(often(other)?);
        (says(one) || says(other)).then_some((least, [one, other]))
    });
    pairs.max_by_key(|(least, _)| *least).map(|(_, pair)| pair)
}

/// A text with other words in some places.
fn replaced(text: &str, with: &[(Range<usize>, String)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, word) in with {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(word);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out.trim().to_owned()
}
