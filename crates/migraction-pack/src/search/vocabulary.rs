//! The words of an index, in order, each with the number of its stem.

use serde::{Deserialize, Serialize};

use super::Stemmer;
use crate::edit_distance::EditDistance;

/// From how many letters on a word may have one wrong letter, and two.
const ONE_WRONG: usize = 4;
const TWO_WRONG: usize = 8;
/// How many words that begin alike are compared by their stems.
const NEIGHBOURS: usize = 96;

/// Words as they are sent: each says how much of the one before it begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordList {
    /// Of each word, how many bytes it shares with the one before.
    pub shared: Vec<u8>,
    /// What follows them, a space between two words.
    pub rest: String,
    /// Of each word, how far its stem lies behind the next new one: 0 is that new one.
    pub stems: Vec<u16>,
}

impl WordList {
    /// Of words in their order, each with the number of its stem. Numbers are given in the order in which words first
    /// need them.
    #[must_use]
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, u16)>) -> Self {
        let mut list = Self::default();
        let (mut before, mut next) = (String::new(), 0u16);
        for (word, stem) in words {
            let same = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
            let mut same = same.min(usize::from(u8::MAX));
            while !word.is_char_boundary(same) {
                same -= 1;
            }
            if !list.shared.is_empty() {
                list.rest.push(' ');
            }
            list.shared.push(u8::try_from(same).unwrap_or_default());
            list.rest.push_str(word.get(same..).unwrap_or_default());
            list.stems.push(next.saturating_sub(stem));
            next = next.max(stem.saturating_add(1));
            before.clear();
            before.push_str(word);
        }
        list
    }
}

/// Words that can be looked up.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    text: String,
    ends: Vec<u32>,
    shared: Vec<u8>,
    stems: Vec<u16>,
}

/// A word near to a mistyped one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its place.
    pub at: usize,
    /// How many letters are wrong.
    pub wrong: u8,
}

impl Vocabulary {
    /// Reads words as they were sent; none where they do not hold together.
    #[must_use]
    pub fn open(list: WordList) -> Option<Self> {
        let WordList { shared, rest, stems: back } = list;
        if shared.len() != back.len() {
            return None;
        }
        let mut words = Self { shared, ..Self::default() };
        let (mut before, mut next) = (String::new(), 0u16);
        let mut rests = rest.split(' ');
        for (shared, back) in words.shared.iter().zip(back) {
            let mut word = before.get(..usize::from(*shared))?.to_owned();
            word.push_str(rests.next()?);
            // In their order and each once: everything here is looked up by halves.
            if word <= before {
                return None;
            }
            words.text.push_str(&word);
            words.ends.push(u32::try_from(words.text.len()).ok()?);
            let stem = next.checked_sub(back)?;
            next = next.max(stem.checked_add(1)?);
            words.stems.push(stem);
            before = word;
        }
        (rests.next().is_none() || words.ends.is_empty()).then_some(words)
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many stems there are.
    #[must_use]
    pub fn stems(&self) -> usize {
        self.stems.iter().max().map_or(0, |most| usize::from(*most) + 1)
    }

    /// The word at a place.
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.text.get(start.unwrap_or_default() as usize..end as usize).unwrap_or_default()
    }

    /// The number of the stem of the word at a place.
    #[must_use]
    pub fn stem_at(&self, at: usize) -> u16 {
        self.stems.get(at).copied().unwrap_or_default()
    }

    /// The first place whose word is not `before` the wanted ones.
    fn first_not(&self, before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if before(self.word(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The number of the stem of a folded word, as far as the words here have it.
    #[must_use]
    pub fn exactly(&self, word: &str) -> Option<u16> {
        let at = self.first_not(|other| other < word);
        (at < self.len() && self.word(at) == word).then(|| self.stem_at(at))
    }

    /// The places of all words that begin so.
    #[must_use]
    pub fn beginning(&self, beginning: &str) -> std::ops::Range<usize> {
        let start = self.first_not(|other| other < beginning);
        let end = self.first_not(|other| other < beginning || other.starts_with(beginning));
        start..end
    }

    /// The number of the stem of a folded word, also where another ending of it stands here.
    #[must_use]
    pub fn stem(&self, word: &str, stemmer: Stemmer) -> Option<u16> {
        if let Some(stem) = self.exactly(word) {
            return Some(stem);
        }
        let stem = stemmer.stem(word);
        let root = stem.get(..stem.len().saturating_sub(1)).filter(|root| root.len() > 2)?;
        let mut alike = self.beginning(root).take(NEIGHBOURS);
        let found = alike.find(|at| stemmer.stem(self.word(*at)) == stem)?;
        Some(self.stem_at(found))
    }

    /// The words nearest to a mistyped one, those with the fewest wrong letters only; of words that begin so, where it
    /// is unfinished. None for a word that is too short to be guessed, or so long that nobody mistypes it.
    #[must_use]
    pub fn nearest(&self, word: &str, unfinished: bool) -> Vec<Near> {
        let mut most = match word.chars().count() {
            0..ONE_WRONG => return Vec::new(),
            ONE_WRONG..TWO_WRONG => 1,
            _ => 2,
        };
        let Some(start) = EditDistance::new(word.len()) else { return Vec::new() };
        let word = word.as_bytes();
        // What each beginning of the word at hand has come to, with the least that any shorter one had.
        let mut states = vec![(start, start.so_far())];
        let mut found: Vec<Near> = Vec::new();
        // All words that share more than this with the one before are as hopeless.
        let mut hopeless: Option<usize> = None;
        for at in 0..self.len() {
            let shared = usize::from(self.shared.get(at).copied().unwrap_or_default());
            if hopeless.is_some_and(|length| shared >= length) {
                continue;
            }
            hopeless = None;
            states.truncate(shared + 1);
            for (length, letter) in self.word(at).bytes().enumerate().skip(states.len() - 1) {
                let Some((before, least)) = states.last() else { break };
                let distance = before.after(word, letter);
                let least = (*least).min(distance.so_far());
                states.push((distance, least));
                if distance.at_least() > most && !(unfinished && least <= most) {
                    hopeless = Some(length + 1);
                    break;
                }
            }
            if hopeless.is_some() {
                continue;
            }
            let Some((distance, least)) = states.last() else { continue };
            let wrong = if unfinished { *least } else { distance.so_far() };
            if wrong <= most {
                if wrong < most {
                    most = wrong;
                    found.clear();
                }
                found.push(Near { at, wrong });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn vocabulary(words: &[(&str, u16)]) -> Vocabulary {
        Vocabulary::open(WordList::new(words.iter().copied())).unwrap()
    }

    #[test]
    fn words_come_back_with_their_stems() {
        let given = [("paie", 0), ("paies", 0), ("papier", 1), ("payer", 0), ("été", 2)];
        let words = vocabulary(&given);
        for (at, (word, stem)) in given.iter().enumerate() {
            assert_eq!((words.word(at), words.stem_at(at)), (*word, *stem));
            assert_eq!(words.exactly(word), Some(*stem));
        }
        assert_eq!(words.exactly("pap"), None);
        assert_eq!(words.beginning("pa"), 0..4);
        assert_eq!(words.beginning("pai"), 0..2);
        assert_eq!(words.beginning("z"), 4..4);
        assert_eq!((words.len(), words.stems()), (5, 3));
        assert_eq!(vocabulary(&[]).len(), 0);
    }

    #[test]
    fn another_ending_has_the_same_stem() {
        let words = vocabulary(&[("travail", 0), ("travaille", 1), ("travailler", 1)]);
        assert_eq!(words.stem("travailles", Stemmer::French), Some(1));
        assert_eq!(words.stem("travaux", Stemmer::French), None);
    }

    #[test]
    fn the_nearest_words_are_found_and_no_others() {
        let words =
            vocabulary(&[("salaire", 0), ("salarie", 1), ("sanatoria", 2), ("sanitaria", 3)]);
        let near = |typed: &str, unfinished| {
            let found = words.nearest(typed, unfinished);
            found.into_iter().map(|near| (words.word(near.at), near.wrong)).collect::<Vec<_>>()
        };
        assert_eq!(near("slaaire", false), [("salaire", 1)]);
        assert_eq!(near("sanatroia", false), [("sanatoria", 1)]);
        assert_eq!(near("saniatria", false), [("sanitaria", 1)]);
        assert_eq!(near("sanatr", true), [("sanatoria", 1)]);
        assert_eq!(near("sel", false), []);
        assert_eq!(near(&"a".repeat(25), false), []);
    }

    #[test]
    fn words_that_do_not_hold_together_are_refused() {
        let sound = WordList::new([("aa", 0), ("ab", 1)]);
        for spoil in [
            |list: &mut WordList| list.shared = vec![0, 3],
            |list: &mut WordList| list.rest = "aa ".into(),
            |list: &mut WordList| list.rest.push_str(" c"),
            |list: &mut WordList| list.stems = vec![1, 0],
            |list: &mut WordList| list.stems = vec![0],
        ] {
            let mut list = sound.clone();
            spoil(&mut list);
            assert!(Vocabulary::open(list.clone()).is_none(), "{list:?}");
        }
    }
}
