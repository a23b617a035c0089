//! Writing: one transaction at a time, and again until it has completed.

use alloc::vec::Vec;

use super::effect::{BatchId, Change, Effect, TimerId};
use super::meta::State;
use super::status::Reason;
use super::{Engine, retry};
use crate::ids::{RecordId, Version};
use crate::record::Mark;

/// What is written and what waits for it.
#[derive(Debug, Default)]
pub(super) struct Writes {
    /// The transaction under way, or failed and to be done again.
    batch: Option<(BatchId, Vec<Change>)>,
    /// What comes after it.
    next: Vec<Change>,
    failures: u32,
    trouble: Option<Reason>,
    /// When a failed transaction is done again.
    again: Option<TimerId>,
}

impl Writes {
    /// All is in the storage.
    pub(super) fn are_done(&self) -> bool {
        self.batch.is_none() && self.next.is_empty()
    }

    pub(super) fn awaits(&self, batch: BatchId) -> bool {
        self.batch.as_ref().is_some_and(|(current, _)| *current == batch)
    }

    /// The device's own states that are not in the storage, in their order.
    pub(super) fn unsaved(&self) -> impl Iterator<Item = (RecordId, &[u8])> {
        let under_way = self.batch.iter().flat_map(|(_, changes)| changes);
        under_way.chain(&self.next).filter_map(|change| match change {
            Change::Own { record, sealed, .. } => Some((*record, sealed.as_slice())),
            _ => None,
        })
    }

    /// Why it is not.
    pub(super) fn trouble(&self) -> Option<Reason> {
        self.trouble
    }
}

impl State {
    /// The state with these bytes.
    pub(super) fn of(record: RecordId, version: Version, sealed: &[u8], gone: bool) -> Self {
        let size = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        Self { version, mark: Mark::of(record, version, sealed), size, gone }
    }
}

impl Engine {
    /// Adds a change to the next transaction: those of one event always end in the same one.
    pub(super) fn write(&mut self, change: Change) {
        // Somebody types while the storage is slow or full: the newest state holds the ones before.
        let own = |change: &Change| match change {
            Change::Own { record, .. } => Some(*record),
            _ => None,
        };
        let last = self.writes.next.last_mut();
        match last.filter(|last| own(last).is_some() && own(last) == own(&change)) {
            Some(last) => *last = change,
            None => self.writes.next.push(change),
        }
    }

    /// Begins the next transaction if none is under way.
    pub(super) fn begin_write(&mut self) {
        if self.writes.batch.is_none() && !self.writes.next.is_empty() {
            let batch = BatchId(self.name());
            let changes = core::mem::take(&mut self.writes.next);
            self.writes.batch = Some((batch, changes.clone()));
            self.effects.push(Effect::Store { batch, changes });
        }
    }

    pub(super) fn stored(&mut self, batch: BatchId) {
        if self.writes.awaits(batch) {
            self.writes.batch = None;
            self.writes.failures = 0;
            self.writes.trouble = None;
            self.writes.again = None;
        }
    }

    pub(super) fn store_failed(&mut self, batch: BatchId, full: bool) {
        if !self.writes.awaits(batch) {
            return;
        }
        self.writes.failures += 1;
        self.writes.trouble = Some(if full { Reason::StorageFull } else { Reason::StorageFailed });
        // Somebody makes room and looks at the screen: no longer than sixteen seconds, however often it failed.
        let millis = retry::pause(self.writes.failures.min(5), self.now.random);
        self.writes.again = Some(self.wait(millis));
    }

    /// A failed transaction is done again at the end of its pause, or at once when a person asks.
    pub(super) fn write_again(&mut self) {
        if self.writes.again.take().is_some() {
            self.write_anew();
        }
    }

    /// Nothing waits for a transaction under way, or for the pause after a failed one.
    pub(super) fn write_now(&mut self) {
        if self.writes.again.take().is_some() || !self.writes.next.is_empty() {
            self.write_anew();
        }
    }

    /// What is under way goes once more, with all that came since, under a new name: the answer to the old one counts no
    /// more.
    fn write_anew(&mut self) {
        if let Some((_, mut changes)) = self.writes.batch.take() {
            changes.append(&mut self.writes.next);
            self.writes.next = changes;
        }
    }

    pub(super) fn is_write_timer(&self, timer: TimerId) -> bool {
        self.writes.again == Some(timer)
    }
}
