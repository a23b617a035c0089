//! When a text that is being typed is handed over to be sealed and stored, and what may be said of it meanwhile.
//!
//! No clock: each call is told what time it is, in milliseconds. No text either: a draft is a number, and whoever calls
//! holds what stands in its field. The app has one of these for all fields of notes, and no other timer.

use crate::pairs::Pairs;

/// What a browser that is killed may lose, in milliseconds: the first unsaved key is on the disk by then, whatever the
/// rhythm of typing.
pub const MOST_LOST: u64 = 1000;

/// How long the first unsaved key waits before the draft is handed over: sealing it and the transaction take the rest of
/// [`MOST_LOST`], on a cheap phone as well.
pub const FLUSH_AFTER_MS: u64 = 400;

/// Nobody types any more when no key came for so long: what arrives from other devices is merged then, and not under
/// somebody's fingers.
pub const PAUSE: u64 = 3000;

/// How far what was typed has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Something is typed that no completed transaction holds.
    Writing,
    /// Something typed is too large to be stored; it stands in its field and nowhere else.
    TooLarge,
    /// All is stored on this device, which is linked to no server.
    Saved,
    /// All is stored on this device, and something was not sent yet.
    Waiting,
    /// All is stored on this device and on the server.
    Sent,
}

/// What became of a draft that was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlushOutcome {
    /// It was sealed, and the transaction that stores it is under way or asked for; or it said nothing new.
    Taken,
    /// It is too large: nothing was changed. Tried again when something else is typed, or when the page goes.
    TooLarge,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Unsaved {
    /// When the first key came that was not handed over; nothing where all was, and was too large.
    since: Option<u64>,
    is_too_large: bool,
}

/// The drafts that hold something which was not handed over.
#[derive(Clone, Debug, Default)]
pub struct Autosave {
    unsaved: Pairs<u64, Unsaved>,
    /// Somebody waits, and will call [`Autosave::due`].
    is_waiting: bool,
    last_key: Option<u64>,
}

impl Autosave {
    /// A key changed a draft; a letter that an input method still composes counts as one. Gives the time to wait before
    /// [`Autosave::due`] is called, unless somebody waits already.
    pub fn typed(&mut self, draft: u64, now: u64) -> Option<u64> {
        self.last_key = Some(now);
        self.unsaved.entry(draft).since.get_or_insert(now);
        if self.is_waiting { None } else { self.wait(now) }
    }

    /// The wait is over: these drafts are handed over now, each followed by [`Autosave::flushed`]. Then
    /// [`Autosave::wait`] says whether to wait again.
    pub fn due(&mut self, now: u64) -> Vec<u64> {
        self.is_waiting = false;
        // A clock that was put back says nothing about how long the draft has waited.
        let is_due = |since: u64| now < since || now - since >= FLUSH_AFTER_MS;
        let due = self.unsaved.iter().filter(|(_, unsaved)| unsaved.since.is_some_and(is_due));
        due.map(|(draft, _)| *draft).collect()
    }

    /// How long to wait before [`Autosave::due`] is called; nothing when nothing waits for it.
    pub fn wait(&mut self, now: u64) -> Option<u64> {
        let first = self.unsaved.iter().filter_map(|(_, unsaved)| unsaved.since).min()?;
        self.is_waiting = true;
        Some(FLUSH_AFTER_MS.saturating_sub(now.saturating_sub(first)))
    }

    /// All drafts that hold something: they are handed over at once when the page goes, is hidden, locked or left.
    #[must_use]
    pub fn all(&self) -> Vec<u64> {
        self.unsaved.iter().map(|(draft, _)| *draft).collect()
    }

    /// Whether a draft holds something that was not handed over.
    #[must_use]
    pub fn holds(&self, draft: u64) -> bool {
        self.unsaved.contains(&draft)
    }

    /// Whether a draft was too large when it was handed over last.
    #[must_use]
    pub fn is_too_large(&self, draft: u64) -> bool {
        self.unsaved.get(&draft).is_some_and(|unsaved| unsaved.is_too_large)
    }

    /// What became of a draft.
    pub fn flushed(&mut self, draft: u64, how: FlushOutcome) {
        match (how, self.unsaved.get_mut(&draft)) {
            (FlushOutcome::TooLarge, Some(unsaved)) => {
                *unsaved = Unsaved { since: None, is_too_large: true };
            }
            (FlushOutcome::TooLarge, None) => {}
            (FlushOutcome::Taken, _) => self.unsaved.remove(&draft),
        }
    }

    /// The fields of a note were left: what was too large for it stands nowhere any more. Says whether there was any, for
    /// whoever typed it must hear so.
    pub fn discard_too_large(&mut self) -> bool {
        let held = |unsaved: &Unsaved| unsaved.is_too_large && unsaved.since.is_none();
        let gone: Vec<u64> = self
            .unsaved
            .iter()
            .filter(|(_, unsaved)| held(unsaved))
            .map(|(draft, _)| *draft)
            .collect();
        gone.iter().for_each(|draft| self.unsaved.remove(draft));
        !gone.is_empty()
    }

    /// What was typed into a draft is no longer wanted: its note was erased.
    pub fn discard_all(&mut self) {
        self.unsaved.clear();
    }

    /// Whether keys came lately: see [`PAUSE`].
    #[must_use]
    pub fn is_busy(&self, now: u64) -> bool {
        !self.unsaved.is_empty()
            || self.last_key.is_some_and(|last| now >= last && now - last < PAUSE)
    }

    /// How far all that was typed has come. `is_stored` says that no transaction with something handed over is asked
    /// for, under way or failed; `sending` is nothing without a server, and else how many notes wait for it.
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
                    autosave.flushed(draft, FlushOutcome::Taken);
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
                let (a_second_ago, ..) = seen[now - usize::try_from(MOST_LOST).unwrap_or(0)];
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
        autosave.flushed(1, FlushOutcome::Taken);
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
        autosave.flushed(1, FlushOutcome::Taken);
        assert_eq!(autosave.stage(true, Some(1)), Stage::Waiting);
        assert_eq!(autosave.stage(true, Some(0)), Stage::Sent);
    }

    #[test]
    fn a_clock_that_is_put_back_keeps_nothing_waiting() {
        let mut autosave = Autosave::default();
        autosave.typed(1, 1_000_000);
        assert_eq!(autosave.due(500), [1]);
        autosave.flushed(1, FlushOutcome::Taken);
        assert!(!autosave.is_busy(500), "and nobody is thought to type for ever");
    }

    #[test]
    fn news_wait_for_a_pause() {
        let mut autosave = Autosave::default();
        assert!(!autosave.is_busy(0));
        autosave.typed(1, 0);
        assert!(autosave.is_busy(10_000), "something is not handed over");
        autosave.flushed(1, FlushOutcome::Taken);
        assert!(autosave.is_busy(PAUSE - 1));
        assert!(!autosave.is_busy(PAUSE));
    }

    /// The line stayed red for good after a note with a text that was too long was left.
    #[test]
    fn what_was_too_large_is_said_when_its_note_is_left_and_no_longer_after() {
        let mut autosave = Autosave::default();
        autosave.typed(1, 0);
        autosave.typed(2, 0);
        assert!(!autosave.discard_too_large(), "nothing was refused");
        autosave.flushed(1, FlushOutcome::TooLarge);
        autosave.flushed(2, FlushOutcome::Taken);
        assert_eq!(autosave.stage(true, None), Stage::TooLarge);
        assert!(autosave.discard_too_large());
        assert_eq!(autosave.stage(true, None), Stage::Saved);
        assert!(!autosave.discard_too_large());
    }
}
