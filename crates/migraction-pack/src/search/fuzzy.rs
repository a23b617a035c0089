//! Words near to a mistyped one: one automaton that walks the map of words and counts what is wrong.

use fst::Automaton;

use crate::edit_distance::EditDistance;

/// From how many letters on a word may have one wrong letter, and two.
const ONE_WRONG: usize = 4;
const TWO_WRONG: usize = 8;

/// Accepts the words that are `word` with a letter or two wrong.
pub struct FuzzyAutomaton<'a> {
    word: &'a [u8],
    most: u8,
    unfinished: bool,
    start: EditDistance,
}

/// How far a word of the map has come.
#[derive(Clone, Copy)]
pub struct FuzzyState {
    distance: EditDistance,
    /// The least that was wrong with any of its beginnings; of the whole word only, where that is finished.
    least: u8,
}

impl<'a> FuzzyAutomaton<'a> {
    /// None where the word is too short to be guessed, or so long that nobody mistypes it.
    pub fn new(word: &'a str, unfinished: bool) -> Option<Self> {
        let most = match word.chars().count() {
            0..ONE_WRONG => return None,
            ONE_WRONG..TWO_WRONG => 1,
            _ => 2,
        };
        let word = word.as_bytes();
        Some(Self { word, most, unfinished, start: EditDistance::new(word.len())? })
    }

    /// How many letters are wrong.
    pub fn wrong(&self, state: &FuzzyState) -> u8 {
        if self.unfinished { state.least } else { state.distance.so_far() }
    }
}

impl Automaton for &FuzzyAutomaton<'_> {
    type State = FuzzyState;

    fn start(&self) -> FuzzyState {
        FuzzyState { distance: self.start, least: self.start.so_far() }
    }

    fn is_match(&self, state: &FuzzyState) -> bool {
        self.wrong(state) <= self.most
    }

    fn can_match(&self, state: &FuzzyState) -> bool {
        state.distance.at_least() <= self.most || (self.unfinished && state.least <= self.most)
    }

    fn accept(&self, state: &FuzzyState, letter: u8) -> FuzzyState {
        let distance = state.distance.after(self.word, letter);
        FuzzyState { distance, least: state.least.min(distance.so_far()) }
    }
}
