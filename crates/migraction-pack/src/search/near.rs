//! Words near to a mistyped one: one automaton that walks the map of words and counts what is wrong.

use fst::Automaton;

use crate::distance::Distance;

/// From how many letters on a word may have one wrong letter, and two.
const ONE_WRONG: usize = 4;
const TWO_WRONG: usize = 8;

/// Accepts the words that are `word` with a letter or two wrong.
pub struct Near<'a> {
    word: &'a [u8],
    most: u8,
    unfinished: bool,
    start: Distance,
}

/// How far a word of the map has come.
#[derive(Clone, Copy)]
pub struct State {
    distance: Distance,
    /// The least that was wrong with any of its beginnings; of the whole word only, where that is finished.
    least: u8,
}

impl<'a> Near<'a> {
    /// None where the word is too short to be guessed, or so long that nobody mistypes it.
    pub fn new(word: &'a str, unfinished: bool) -> Option<Self> {
        let most = match word.chars().count() {
            0..ONE_WRONG => return None,
            ONE_WRONG..TWO_WRONG => 1,
            _ => 2,
        };
        let word = word.as_bytes();
        Some(Self { word, most, unfinished, start: Distance::new(word.len())? })
    }

    /// How many letters are wrong.
    pub fn wrong(&self, state: &State) -> u8 {
        if self.unfinished { state.least } else { state.distance.so_far() }
    }
}

impl Automaton for &Near<'_> {
    type State = State;

    fn start(&self) -> State {
        State { distance: self.start, least: self.start.so_far() }
    }

    fn is_match(&self, state: &State) -> bool {
        self.wrong(state) <= self.most
    }

    fn can_match(&self, state: &State) -> bool {
        state.distance.at_least() <= self.most || (self.unfinished && state.least <= self.most)
    }

    fn accept(&self, state: &State, letter: u8) -> State {
        let distance = state.distance.after(self.word, letter);
        State { distance, least: state.least.min(distance.so_far()) }
    }
}
