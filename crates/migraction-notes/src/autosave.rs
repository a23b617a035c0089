//! Autosave: decides when drafts are flushed (sealed and stored), and which stage is shown meanwhile.
//!
//! Pure: each call receives the time in milliseconds. A draft is an id; the caller holds its text. The app has one instance
//! for all fields of notes, with one timer.

use crate::pairs::Pairs;

/// Upper bound of the typing that is lost when the browser is killed, in milliseconds: the first unsaved key is on the disk
/// by then.
pub const MAX_LOSS_MS: u64 = 1000;

/// Delay between the first unsaved key and the flush, in milliseconds: sealing and the transaction take the rest of
/// [`MAX_LOSS_MS`], also on a slow phone.
pub const FLUSH_AFTER_MS: u64 = 400;

/// Time without a key after which a person no longer counts as typing, in milliseconds: remote changes are merged only
/// then.
pub const TYPING_PAUSE_MS: u64 = 3000;

/// The stage of everything that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Something is not stored yet.
    Writing,
    /// Something is too large to be stored; it is in its input field only.
    TooLarge,
    /// Everything is stored on this device, which is not enrolled with a server.
    Saved,
    /// Everything is stored on this device, and something is not sent yet.
    Waiting,
    /// Everything is stored on this device and on the server.
    Sent,
}

/// The result of flushing a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlushOutcome {
    /// It was sealed and is being stored, or it contained no change.
    Sealed,
    /// It is too large: nothing was changed. Retried after the next key, or when the page is hidden.
    TooLarge,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Unsaved {
    /// Time of the first unflushed key; `None` after a flush that was too large.
    since: Option<u64>,
    is_too_large: bool,
}

/// The drafts with unflushed content.
#[derive(Clone, Debug, Default)]
pub struct Autosave {
    unsaved: Pairs<u64, Unsaved>,
    /// The timer is running; [`Autosave::due`] will be called.
    is_waiting: bool,
    last_key: Option<u64>,
}

impl Autosave {
    /// A key changed a draft; so does a letter that an input method is composing. Returns the milliseconds after which
    /// [`Autosave::due`] must be called, or `None` if the timer is running already.
    pub fn typed(&mut self, draft: u64, now: u64) -> Option<u64> {
        self.last_key = Some(now);
        self.unsaved.entry(draft).since.get_or_insert(now);
        if self.is_waiting { None } else { self.wait(now) }
    }

    /// The timer expired: returns the drafts to flush now, each followed by [`Autosave::flushed`]. Then [`Autosave::wait`]
    /// says whether to restart the timer.
    pub fn due(&mut self, now: u64) -> Vec<u64> {
        self.is_waiting = false;
        // If the clock was set back, the age of the draft is unknown: flush it.
        let is_due = |since: u64| now < since || now - since >= FLUSH_AFTER_MS;
        let due = self.unsaved.iter().filter(|(_, unsaved)| unsaved.since.is_some_and(is_due));
        due.map(|(draft, _)| *draft).collect()
    }

    /// Milliseconds after which [`Autosave::due`] must be called; `None` if no draft is waiting.
    pub fn wait(&mut self, now: u64) -> Option<u64> {
        let first = self.unsaved.iter().filter_map(|(_, unsaved)| unsaved.since).min()?;
        self.is_waiting = true;
        Some(FLUSH_AFTER_MS.saturating_sub(now.saturating_sub(first)))
    }

    /// All drafts with unflushed content, to flush at once when the page is hidden, locked or closed.
    #[must_use]
    pub fn all(&self) -> Vec<u64> {
        self.unsaved.iter().map(|(draft, _)| *draft).collect()
    }

    /// Whether a draft has unflushed content.
    #[must_use]
    pub fn holds(&self, draft: u64) -> bool {
        self.unsaved.contains(&draft)
    }

    /// Whether the last flush of a draft was too large.
    #[must_use]
    pub fn is_too_large(&self, draft: u64) -> bool {
        self.unsaved.get(&draft).is_some_and(|unsaved| unsaved.is_too_large)
    }

    /// Records the result of flushing a draft.
    pub fn flushed(&mut self, draft: u64, how: FlushOutcome) {
        match (how, self.unsaved.get_mut(&draft)) {
            (FlushOutcome::TooLarge, Some(unsaved)) => {
                *unsaved = Unsaved { since: None, is_too_large: true };
            }
            (FlushOutcome::TooLarge, None) => {}
            (FlushOutcome::Sealed, _) => self.unsaved.remove(&draft),
        }
    }

    /// The note is closed: discards drafts that are too large. Returns whether there was any, so that the person can be told.
    pub fn discard_too_large(&mut self) -> bool {
        let held = |unsaved: &Unsaved| unsaved.is_too_large && unsaved.since.is_none();
        let deleted: Vec<u64> = self
            .unsaved
            .iter()
            .filter(|(_, unsaved)| held(unsaved))
            .map(|(draft, _)| *draft)
            .collect();
        deleted.iter().for_each(|draft| self.unsaved.remove(draft));
        !deleted.is_empty()
    }

    /// Discards all drafts: the note was erased.
    pub fn discard_all(&mut self) {
        self.unsaved.clear();
    }

    /// Whether the person is typing: see [`TYPING_PAUSE_MS`].
    #[must_use]
    pub fn is_busy(&self, now: u64) -> bool {
        !self.unsaved.is_empty()
            || self.last_key.is_some_and(|last| now >= last && now - last < TYPING_PAUSE_MS)
    }

    /// The stage to show. `is_stored` says that no transaction is pending, under way or failed; `sending` is the number of
    /// notes that wait for the server, or `None` if there is no server.
    #[must_use]
    pub fn stage(&self, is_stored: bool, sending: Option<usize>) -> Stage {
        if self.unsaved.iter().any(|(_, unsaved)| unsaved.is_too_large) {
            return Stage::TooLarge;
        }
        match sending {
            _ if !is_stored || !self.unsaved.is_empty() => Stage::Writing,
            None => Stage::Saved,
            Some(0) => Stage::Sent,
            Some(_) => Stage::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A person, a field, a phone: keys at these times, a transaction that takes so long. Gives, for each millisecond,
    /// what stands in the field, what a completed transaction holds, and what the line says.
    fn type_at(keys: &[u64], transaction: u64, until: u64) -> Vec<(usize, usize, Stage)> {
        let mut autosave = Autosave::default();
        let (mut typed, mut handed, mut stored) = (0, 0, 0);
        let mut wake: Option<u64> = None;
        let mut under_way: Vec<(u64, usize)> = Vec::new();
        let mut seen = Vec::new();
        for now in 0..until {
            under_way.retain(|(end, length)| {
                if *end == now {
                    stored = *length;
                }
                *end > now
            });
            if keys.contains(&now) {
                typed += 1;
                if let Some(wait) = autosave.typed(7, now) {
                    assert_eq!(wake, None, "one timer at a time");
                    wake = Some(now + wait);
                }
            }
            if wake == Some(now) {
                for draft in autosave.due(now) {
                    handed = typed;
                    under_way.push((now + transaction, handed));
                    autosave.flushed(draft, FlushOutcome::Sealed);
                }
                wake = autosave.wait(now).map(|wait| now + wait);
            }
            seen.push((typed, stored, autosave.stage(stored == handed, None)));
        }
        seen
    }

    #[test]
    fn typing_without_a_pause_is_stored_at_least_every_second() {
        for gap in [1, 30, 80, 399, 400, 401, 650, 999] {
            let keys: Vec<u64> = (0..28_000).step_by(gap).collect();
            let seen = type_at(&keys, 150, 28_000);
            for (now, (_, stored, _)) in seen.iter().enumerate().skip(1000) {
                let (a_second_ago, ..) = seen[now - usize::try_from(MAX_LOSS_MS).unwrap_or(0)];
                assert!(*stored >= a_second_ago, "at {now}, a key each {gap} ms");
            }
        }
    }

    #[test]
    fn saved_is_said_only_of_what_a_completed_transaction_holds() {
        for (gap, transaction) in [(50, 5), (50, 700), (450, 100), (900, 20), (3000, 1500)] {
            let keys: Vec<u64> = (100..20_000).step_by(gap).collect();
            let mut is_said = false;
            for (now, (typed, stored, stage)) in
                type_at(&keys, transaction, 24_000).into_iter().enumerate()
            {
                let is_saved = stage == Stage::Saved;
                assert!(!is_saved || typed == stored, "at {now}, a key each {gap} ms");
                is_said |= is_saved && typed > 0;
            }
            assert!(is_said, "it is said in the end");
        }
    }

    #[test]
    fn what_is_typed_while_a_draft_is_stored_is_handed_over_in_its_turn() {
        let mut autosave = Autosave::default();
        assert_eq!(autosave.typed(1, 0), Some(FLUSH_AFTER_MS));
        assert_eq!(autosave.typed(2, 300), None);
        assert_eq!(autosave.due(400), [1]);
        autosave.flushed(1, FlushOutcome::Sealed);
        assert_eq!(autosave.wait(400), Some(300));
        assert_eq!(autosave.typed(1, 500), None);
        assert_eq!(autosave.due(700), [2]);
        assert_eq!(autosave.all(), [1, 2]);
    }

    #[test]
    fn a_draft_that_is_too_large_is_said_and_tried_again_when_something_is_typed() {
        let mut autosave = Autosave::default();
        autosave.typed(1, 0);
        assert_eq!(autosave.due(400), [1]);
        autosave.flushed(1, FlushOutcome::TooLarge);
        assert_eq!(autosave.stage(true, None), Stage::TooLarge);
        assert_eq!((autosave.wait(400), autosave.all()), (None, vec![1]));
        assert_eq!(autosave.typed(1, 5000), Some(FLUSH_AFTER_MS));
        assert_eq!(autosave.stage(true, None), Stage::TooLarge, "until it is known to fit");
        assert_eq!(autosave.due(5400), [1]);
        autosave.flushed(1, FlushOutcome::Sealed);
        assert_eq!(autosave.stage(true, Some(1)), Stage::Waiting);
        assert_eq!(autosave.stage(true, Some(0)), Stage::Sent);
    }

    #[test]
    fn a_clock_that_is_put_back_keeps_nothing_waiting() {
        let mut autosave = Autosave::default();
        autosave.typed(1, 1_000_000);
        assert_eq!(autosave.due(500), [1]);
        autosave.flushed(1, FlushOutcome::Sealed);
        assert!(!autosave.is_busy(500), "and nobody is thought to type for ever");
    }

    #[test]
    fn news_wait_for_a_pause() {
        let mut autosave = Autosave::default();
        assert!(!autosave.is_busy(0));
        autosave.typed(1, 0);
        assert!(autosave.is_busy(10_000), "something is not handed over");
        autosave.flushed(1, FlushOutcome::Sealed);
        assert!(autosave.is_busy(TYPING_PAUSE_MS - 1));
        assert!(!autosave.is_busy(TYPING_PAUSE_MS));
    }

    /// The line stayed red for good after a note with a text that was too long was left.
    #[test]
    fn what_was_too_large_is_said_when_its_note_is_left_and_no_longer_after() {
        let mut autosave = Autosave::default();
        autosave.typed(1, 0);
        autosave.typed(2, 0);
        assert!(!autosave.discard_too_large(), "nothing was refused");
        autosave.flushed(1, FlushOutcome::TooLarge);
        autosave.flushed(2, FlushOutcome::Sealed);
        assert_eq!(autosave.stage(true, None), Stage::TooLarge);
        assert!(autosave.discard_too_large());
        assert_eq!(autosave.stage(true, None), Stage::Saved);
        assert!(!autosave.discard_too_large());
    }
}
