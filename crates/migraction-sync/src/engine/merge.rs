//! Merging local and incoming states. Deletions are held until everything that was pulled is merged.

use alloc::vec::Vec;

use super::Engine;
use super::effect::{Change, Effect, Side};
use super::event::Merged;
use super::meta::{Incoming, Meta, State};
use super::status::Question;
use crate::ids::{OperationId, RecordId};

/// Concurrent merges; their results are stored in one transaction.
const MAX_CONCURRENT_MERGES: usize = 50;

impl Engine {
    pub(super) fn begin_merges(&mut self) {
        if !self.unlocked || !self.writes.are_done() {
            return;
        }
        let room = MAX_CONCURRENT_MERGES.saturating_sub(self.merging.len());
        let ready: Vec<RecordId> = self
            .to_merge
            .iter()
            .filter(|record| {
                !self.merging.contains_key(record)
                    && !self.unreadable.contains(record)
                    && !self.held_deletions.contains(record)
            })
            .take(room)
            .copied()
            .collect();
        for record in ready {
            let edit = self.edit_of(record);
            let keep = self.rejected_deletions.contains(&record);
            self.merging.insert(record, edit);
            self.effects.push(Effect::Merge { record, edit, keep });
        }
    }

    fn edit_of(&self, record: RecordId) -> u64 {
        self.edits.get(&record).copied().unwrap_or(0)
    }

    pub(super) fn merged(&mut self, record: RecordId, edit: u64, merged: Merged) {
        let asked = self.merging.get(&record) == Some(&edit);
        if !asked {
            return;
        }
        self.merging.remove(&record);
        let mut meta = self.meta_of(record);
        // Edited meanwhile: the result lacks the edit, and the merge is repeated.
        if self.edit_of(record) != edit {
            return;
        }
        let Some(incoming) = meta.incoming else { return };
        match merged {
            Merged::Same { deleted } | Merged::More { deleted, .. }
                if self.must_hold(record, &meta, deleted) =>
            {
                self.held_deletions.insert(record);
                return;
            }
            Merged::Same { deleted } => self.adopt(record, meta, incoming, deleted),
            Merged::More { version, sealed, operation, deleted } => {
                meta.local = Some(State::of(record, version, &sealed, deleted));
                meta.seen = meta.seen.max(version);
                meta.waiting = Some(operation);
                if incoming.current {
                    meta.base = Some(incoming.hash);
                }
                meta.incoming = None;
                self.set(record, meta);
                self.write(Change::Own { record, meta, sealed });
            }
            Merged::Unreadable if incoming.current => {
                self.unreadable.insert(record);
            }
            // No server has it any more: this is the only copy.
            Merged::Unreadable => {
                meta.incoming = None;
                self.damaged.insert(record);
                self.set(record, meta);
                self.write(Change::Quarantine { record, meta, what: Side::Incoming });
            }
            Merged::LocalUnreadable => self.quarantine_local(record, meta),
        }
        self.allowed_deletions.remove(&record);
        self.rejected_deletions.remove(&record);
    }

    /// The incoming state becomes the local one.
    fn adopt(&mut self, record: RecordId, mut meta: Meta, incoming: Incoming, deleted: bool) {
        meta.seen = meta.seen.max(incoming.version);
        let size = meta.local.map_or(0, |local| local.size);
        // Its length is only used to fill a push, and an adopted state is pushed only to another server.
        meta.local = Some(State { version: incoming.version, hash: incoming.hash, size, deleted });
        meta.incoming = None;
        if incoming.current {
            meta.base = Some(incoming.hash);
            meta.waiting = None;
        } else {
            meta.waiting = Some(operation(incoming.hash.0, record));
        }
        self.set(record, meta);
        self.write(Change::Adopt { record, meta });
    }

    pub(super) fn damaged(&mut self, record: RecordId) {
        let meta = self.meta_of(record);
        if meta.local.is_some() {
            self.merging.remove(&record);
            self.quarantine_local(record, meta);
        }
    }

    /// Moves the local state to the quarantine; the server's state, if it has one, is pulled again.
    fn quarantine_local(&mut self, record: RecordId, mut meta: Meta) {
        meta.local = None;
        meta.waiting = None;
        if meta.base.take().is_some() && meta.incoming.is_none() {
            self.begin_full_pull();
        }
        self.damaged.insert(record);
        self.count_edit(record);
        self.set(record, meta);
        self.write(Change::Quarantine { record, meta, what: Side::Own });
    }

    /// Whether a live record would be deleted and the deletion is not allowed yet.
    fn must_hold(&self, record: RecordId, meta: &Meta, deleted: bool) -> bool {
        deleted && meta.is_live() && !self.allowed_deletions.contains(&record)
    }

    /// Once everything is merged: allows the held deletions if they are few, and asks a person if they are many.
    pub(super) fn decide_deletions(&mut self) {
        if self.held_deletions.is_empty() || self.question.is_some() || !self.merging.is_empty() {
            return;
        }
        let (count, living) = (
            self.held_deletions.len(),
            self.records.values().filter(|meta| meta.is_live()).count(),
        );
        if is_mass(count, living) {
            self.question = Some(Question::ManyDeleted { records: count, of: living });
        } else {
            self.allowed_deletions.append(&mut self.held_deletions);
        }
    }
}

/// Whether so many deletions are unlikely to be intended: over half of few records, or over a fifth of many.
fn is_mass(deleted: usize, living: usize) -> bool {
    (deleted >= 3 && deleted * 2 > living) || (deleted >= 10 && deleted * 5 > living)
}

/// Derives an idempotency key for a state that was not edited: the same for the same seed.
pub(super) fn operation(seed: [u8; 32], record: RecordId) -> OperationId {
    use sha2::{Digest, Sha256};
    let digest = Sha256::new()
        .chain_update(b"migraction operation 1\n")
        .chain_update(seed)
        .chain_update(record.0)
        .finalize();
    let mut name = [0; 16];
    name.copy_from_slice(&digest[..16]);
    OperationId(name)
}
