//! What was typed, held against the wordings of a language.

use std::ops::Range;

use super::{Lexicon, Wording};
use crate::edit_distance::{EditDistance, LONGEST};
use crate::search::fold;

/// How many words are looked at: a person in danger types few, a pasted page has hundreds.
pub const MAX_WORDS: usize = 40;
/// How many letters are looked at.
const MAX_LETTERS: usize = 400;
/// Words of a wording stand no further apart than this many words, from the first to the last.
const WINDOW: usize = 8;
/// How many other words may stand between two that follow each other.
const BETWEEN: usize = 3;
/// From how many letters on a whole word may have one wrong, and two; a beginning, one.
const ONE_WRONG: usize = 5;
const TWO_WRONG: usize = 10;
const BEGINNING_WRONG: usize = 6;
/// The least typed of an unfinished word: of a short one, of a longer one, and how many tenths of it.
const BEGUN_SHORT: usize = 3;
const SHORT: usize = 4;
const BEGUN: usize = 4;
const BEGUN_TENTHS: usize = 6;

/// A word as it is compared: folded, and each run of a letter once (`frappe` and `frape` are the same).
#[must_use]
pub fn normal_form(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    for letter in fold(word).chars() {
        // A run of figures is a number: 115 is not 15.
        if !letter.is_alphabetic() || !form.ends_with(letter) {
            form.push(letter);
        }
    }
    form
}

/// The words typed, in the form in which they are compared.
pub struct Typed {
    words: Vec<String>,
    /// Which of them a harmless wording has taken.
    harmless: Vec<bool>,
    /// Whether the last word may be unfinished.
    open: bool,
}

impl Typed {
    pub fn read(text: &str) -> Self {
        let end = text.char_indices().nth(MAX_LETTERS).map_or(text.len(), |(at, _)| at);
        let short = text.get(..end).unwrap_or_default();
        let all = short.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
        let all = all.filter(|word| !word.is_empty());
        let words: Vec<String> = all.take(MAX_WORDS).map(normal_form).collect();
        let harmless = vec![false; words.len()];
        Self { words, harmless, open: text.chars().last().is_some_and(char::is_alphanumeric) }
    }
}

impl Typed {
    fn is_free(&self, place: &Occurrence) -> bool {
        !self.harmless.get(place.words.clone()).unwrap_or_default().contains(&true)
    }
}

/// A mark that stands on the letter before it.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Where words of a group stand.
#[derive(Clone, Debug)]
struct Occurrence {
    words: Range<usize>,
    /// How many letters the last word lacks, where only its beginning was typed.
    lacks: usize,
}

/// One lexicon held against what was typed.
pub struct Matcher<'a> {
    lexicon: &'a Lexicon,
    /// By the number of the group, once it was looked for.
    places: Vec<Option<Vec<Occurrence>>>,
    /// How many comparisons of two words were made.
    pub compared: usize,
}

impl<'a> Matcher<'a> {
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, places: vec![None; lexicon.groups.len()], compared: 0 }
    }

    /// Takes out the words of harmless wordings.
    pub fn set_harmless_aside(&mut self, typed: &mut Typed) {
        let lexicon = self.lexicon;
        for wording in lexicon.wordings.iter().filter(|wording| wording.topic.is_none()) {
            for at in self.find(wording, typed).into_iter().flatten().flatten() {
                if let Some(taken) = typed.harmless.get_mut(at) {
                    *taken = true;
                }
            }
        }
    }

    /// The first topic whose wording was typed.
    pub fn topic(&mut self, typed: &Typed) -> Option<u8> {
        let lexicon = self.lexicon;
        let mut first = None;
        for wording in lexicon.wordings.iter().filter(|wording| wording.topic.is_some()) {
            let sooner = first.is_none_or(|first| wording.topic < Some(first));
            if sooner && self.find(wording, typed).is_some() {
                first = wording.topic;
            }
        }
        first
    }

    /// The words that make a wording, if they are there.
    fn find(&mut self, wording: &Wording, typed: &Typed) -> Option<Vec<Range<usize>>> {
        for group in &wording.needs {
            self.look_for(usize::from(*group), typed);
            let places = self.places_of(*group);
            if !places.iter().any(|place| typed.is_free(place)) {
                return None;
            }
        }
        let mut chosen = Vec::new();
        self.choose(&wording.needs, wording, typed, &mut chosen).then_some(chosen)
    }

    fn places_of(&self, group: u16) -> &[Occurrence] {
        self.places.get(usize::from(group)).and_then(Option::as_deref).unwrap_or_default()
    }

    /// Chooses a place for each group, none twice, all within the window.
    fn choose(
        &self,
        groups: &[u16],
        of: &Wording,
        typed: &Typed,
        chosen: &mut Vec<Range<usize>>,
    ) -> bool {
        let Some((group, rest)) = groups.split_first() else { return true };
        let alone = of.needs.len() == 1;
        for place in self.places_of(*group) {
            // What says danger alone must be there but for a letter.
            let enough = !alone || place.lacks <= 1;
            let words = &place.words;
            let apart = chosen.iter().all(|one| one.end <= words.start || words.end <= one.start);
            let first = chosen.iter().map(|one| one.start).fold(words.start, usize::min);
            let last = chosen.iter().map(|one| one.end).fold(words.end, usize::max);
            let follows = |one: &Range<usize>| {
                words.start.checked_sub(one.end).is_some_and(|between| between <= BETWEEN)
            };
            let ordered = !of.in_order || chosen.last().is_none_or(follows);
            let near = last - first <= WINDOW;
            if enough && apart && ordered && near && typed.is_free(place) {
                chosen.push(words.clone());
                if self.choose(rest, of, typed, chosen) {
                    return true;
                }
                chosen.pop();
            }
        }
        false
    }

    fn look_for(&mut self, group: usize, typed: &Typed) {
        if !matches!(self.places.get(group), Some(None)) {
            return;
        }
        let mut places = Vec::new();
        let entries = self.lexicon.groups.get(group).map(String::as_str).unwrap_or_default();
        for entry in entries.split(' ') {
            for start in 0..typed.words.len() {
                places.extend(self.entry_at(entry, start, typed));
            }
        }
        if let Some(kept) = self.places.get_mut(group) {
            *kept = Some(places);
        }
    }

    fn entry_at(&mut self, entry: &str, start: usize, typed: &Typed) -> Option<Occurrence> {
        let (mut at, mut lacks) = (start, 0);
        for pattern in entry.split('_') {
            let word = typed.words.get(at)?;
            let open = typed.open && at + 1 == typed.words.len();
            self.compared += 1;
            match held(pattern, word, open) {
                Held::No => return None,
                Held::Yes => {}
                Held::Begun { lacks: more } => lacks = more,
            }
            at += 1;
        }
        Some(Occurrence { words: start..at, lacks })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    No,
    Yes,
    /// It may become the word, with so many letters more.
    Begun {
        lacks: usize,
    },
}

fn held(pattern: &str, word: &str, open: bool) -> Held {
    let (pattern, exactly) = match pattern.strip_prefix('=') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let (pattern, beginning) = match pattern.strip_suffix('*') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    if word == pattern || (beginning && word.starts_with(pattern)) {
        return Held::Yes;
    }
    let length = pattern.chars().count();
    let wrong = match length {
        _ if exactly => 0,
        BEGINNING_WRONG.. if beginning => 1,
        _ if beginning => 0,
        TWO_WRONG.. => 2,
        ONE_WRONG.. => 1,
        _ => 0,
    };
    if wrong > 0 && is_near(pattern, word, wrong, beginning) {
        return Held::Yes;
    }
    let (least, typed) = (if length <= SHORT { BEGUN_SHORT } else { BEGUN }, word.chars().count());
    let enough = typed >= least && typed * 10 >= length * BEGUN_TENTHS;
    if open && enough && pattern.starts_with(word) {
        return Held::Begun { lacks: length - typed };
    }
    Held::No
}

/// Whether `word`, or its beginning, is `pattern` with at most `most` letters wrong.
fn is_near(pattern: &str, word: &str, most: u8, beginning: bool) -> bool {
    let apart = usize::from(most);
    let long = !beginning && word.len() > pattern.len() + apart;
    if long || word.len() + apart < pattern.len() || word.len() > LONGEST {
        return false;
    }
    let Some(mut distance) = EditDistance::new(pattern.len()) else { return false };
    let mut least = u8::MAX;
    for letter in word.bytes() {
        distance = distance.after(pattern.as_bytes(), letter);
        least = least.min(distance.so_far());
        if distance.at_least() > most {
            break;
        }
    }
    let found = if beginning { least } else { distance.so_far() };
    found <= most
}
