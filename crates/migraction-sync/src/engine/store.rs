//! Storing: one transaction at a time, retried until it is committed.

use alloc::vec::Vec;

use super::effect::{BatchId, Change, Effect, TimerId};
use super::meta::State;
use super::status::Reason;
use super::{Engine, retry};
use crate::ids::{RecordId, Version};
use crate::record::RecordHash;

/// The queue of storage transactions.
#[derive(Debug, Default)]
pub(super) struct Writes {
    /// The transaction under way, or failed and to be retried.
    batch: Option<(BatchId, Vec<Change>)>,
    /// The changes of the next one.
    next: Vec<Change>,
    failures: u32,
    failure: Option<Reason>,
    /// The retry of a failed transaction.
    retry_timer: Option<TimerId>,
}

impl Writes {
    /// Whether everything is stored.
    pub(super) fn are_done(&self) -> bool {
        self.batch.is_none() && self.next.is_empty()
    }

    pub(super) fn awaits(&self, batch: BatchId) -> bool {
        self.batch.as_ref().is_some_and(|(current, _)| *current == batch)
    }

    /// Local states that are not stored yet, in order.
    pub(super) fn unsaved(&self) -> impl Iterator<Item = (RecordId, &[u8])> {
        let under_way = self.batch.iter().flat_map(|(_, changes)| changes);
        under_way.chain(&self.next).filter_map(|change| match change {
            Change::Own { record, sealed, .. } => Some((*record, sealed.as_slice())),
            _ => None,
        })
    }

    /// Why the last transaction failed.
    pub(super) fn failure(&self) -> Option<Reason> {
        self.failure
    }
}

impl State {
    /// The state with this ciphertext.
    pub(super) fn of(record: RecordId, version: Version, sealed: &[u8], deleted: bool) -> Self {
        let size = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        Self { version, hash: RecordHash::of(record, version, sealed), size, deleted }
    }
}

impl Engine {
    /// Adds a change to the next transaction; all changes of one event go into the same one.
    pub(super) fn write(&mut self, change: Change) {
        // Edits while the storage is slow or full: the newest state contains the ones before.
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

    /// Starts the next transaction if none is under way.
    pub(super) fn begin_write(&mut self) {
        if self.writes.batch.is_none() && !self.writes.next.is_empty() {
            let batch = BatchId(self.next_id());
            let changes = core::mem::take(&mut self.writes.next);
            self.writes.batch = Some((batch, changes.clone()));
            self.effects.push(Effect::Store { batch, changes });
        }
    }

    pub(super) fn stored(&mut self, batch: BatchId) {
        if self.writes.awaits(batch) {
            self.writes.batch = None;
            self.writes.failures = 0;
            self.writes.failure = None;
            self.writes.retry_timer = None;
        }
    }

    pub(super) fn store_failed(&mut self, batch: BatchId, full: bool) {
        if !self.writes.awaits(batch) {
            return;
        }
        self.writes.failures += 1;
        self.writes.failure = Some(if full { Reason::StorageFull } else { Reason::StorageFailed });
        // A person may free space and watch the screen: at most sixteen seconds, however often it failed.
        let millis = retry::delay(self.writes.failures.min(5), self.now.random);
        self.writes.retry_timer = Some(self.wait(millis));
    }

    /// Retries a failed transaction: after its delay, or at once when a person asks.
    pub(super) fn retry_write(&mut self) {
        if self.writes.retry_timer.take().is_some() {
            self.restart_write();
        }
    }

    /// Starts a transaction with everything unsaved, without waiting for the one under way or the retry delay.
    pub(super) fn flush(&mut self) {
        if self.writes.retry_timer.take().is_some() || !self.writes.next.is_empty() {
            self.restart_write();
        }
    }

    /// Puts the batch under way back into the queue, before all later changes. It gets a new id: events about the old one
    /// are ignored.
    fn restart_write(&mut self) {
        if let Some((_, mut changes)) = self.writes.batch.take() {
            changes.append(&mut self.writes.next);
            self.writes.next = changes;
        }
    }

    pub(super) fn is_write_timer(&self, timer: TimerId) -> bool {
        self.writes.retry_timer == Some(timer)
    }
}
