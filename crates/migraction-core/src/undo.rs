//! What was erased and can still be taken back, for a while, in memory only.
//!
//! The clock is outside: who erases gets a mark, waits, and lets go of what has this mark. A later erasure has another
//! mark, so that the wait of an earlier one cannot end it.

/// How long what was erased can be taken back, in seconds. Long enough to see the mistake, short enough that the next
/// person at the desk does not find it.
pub const UNDO_SECONDS: i32 = 60;

/// Which erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u32);

/// The last thing erased, as long as it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased<T> {
    kept: Option<T>,
    turn: u32,
}

impl<T> Default for Erased<T> {
    fn default() -> Self {
        Self { kept: None, turn: 0 }
    }
}

impl<T> Erased<T> {
    /// Holds what was just erased, in place of what was erased before.
    pub fn hold(&mut self, erased: T) -> Mark {
        self.turn = self.turn.wrapping_add(1);
        self.kept = Some(erased);
        Mark(self.turn)
    }

    /// Whether there is something to take back.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        self.kept.is_some()
    }

    /// Gives back what was erased, once.
    pub fn take_back(&mut self) -> Option<T> {
        self.kept.take()
    }

    /// Lets go of what was erased then; of something erased since, nothing.
    pub fn let_go(&mut self, mark: Mark) {
        if mark.0 == self.turn {
            self.kept = None;
        }
    }

    /// Lets go of everything.
    pub fn let_go_of_all(&mut self) {
        self.kept = None;
    }
}

#[cfg(test)]
mod tests {
    use super::Erased;

    #[test]
    fn what_was_erased_comes_back_once() {
        let mut erased = Erased::default();
        assert!(!erased.can_undo());
        erased.hold("answers");
        assert!(erased.can_undo());
        assert_eq!(erased.take_back(), Some("answers"));
        assert_eq!(erased.take_back(), None);
    }

    #[test]
    fn the_wait_of_an_earlier_erasure_does_not_end_a_later_one() {
        let mut erased = Erased::default();
        let first = erased.hold(1);
        let second = erased.hold(2);
        erased.let_go(first);
        assert!(erased.can_undo());
        erased.let_go(second);
        assert_eq!(erased.take_back(), None);
    }

    #[test]
    fn the_next_person_finds_nothing() {
        let mut erased = Erased::default();
        erased.hold("answers");
        erased.let_go_of_all();
        assert!(!erased.can_undo());
        assert_eq!(erased.take_back(), None);
    }
}
