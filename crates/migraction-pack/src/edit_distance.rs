//! How far a word is from another one: a letter too many, too few or another one, or two turned round, is one.

/// The longest word that is compared.
pub const LONGEST: usize = 24;

/// Optimal string alignment, row by row: the letters of one word come one after the other.
///
/// Distances above `most` are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditDistance {
    row: [u8; LONGEST + 1],
    before: [u8; LONGEST + 1],
    last: Option<u8>,
    length: usize,
}

impl EditDistance {
    /// Before any letter, for a word of `length` bytes; none where it is longer than what is compared.
    #[must_use]
    pub fn new(length: usize) -> Option<Self> {
        let mut row = [0; LONGEST + 1];
        for (at, cell) in row.iter_mut().enumerate() {
            *cell = u8::try_from(at).unwrap_or(u8::MAX);
        }
        (length <= LONGEST).then_some(Self { row, before: row, last: None, length })
    }

    /// After one more letter; `word` is the word that the distance was made for.
    #[must_use]
    pub fn after(&self, word: &[u8], letter: u8) -> Self {
        let mut next = Self { before: self.row, last: Some(letter), ..*self };
        next.row[0] = self.row[0].saturating_add(1);
        for (at, own) in word.iter().take(self.length).enumerate() {
            let changed = self.row[at] + u8::from(*own != letter);
            let mut least = changed.min(self.row[at + 1] + 1).min(next.row[at] + 1);
            let turned = at.checked_sub(1).filter(|at| {
                self.last == Some(*own) && word.get(*at) == Some(&letter) && *own != letter
            });
            if let Some(at) = turned {
                least = least.min(self.before[at] + 1);
            }
            next.row[at + 1] = least;
        }
        next
    }

    /// From the whole word to the letters so far.
    #[must_use]
    pub fn so_far(&self) -> u8 {
        self.row.get(self.length).copied().unwrap_or(u8::MAX)
    }

    /// The least that any continuation can come to.
    #[must_use]
    pub fn at_least(&self) -> u8 {
        self.row.iter().take(self.length + 1).copied().min().unwrap_or(u8::MAX)
    }
}
