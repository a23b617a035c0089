//! Merging: what came and what is here become one state. Deletions wait until all news are looked at.

use alloc::vec::Vec;

use super::Engine;
use super::effect::{Change, Effect, Side};
use super::event::Merged;
use super::meta::{Incoming, Meta, State};
use super::status::Question;
use crate::ids::{OperationId, RecordId};

/// How many merges are asked for at a time: enough for one transaction to be worth it.
const AT_ONCE: usize = 50;

impl Engine {
    pub(super) fn begin_merges(&mut self) {
        if !self.unlocked || !self.writes.are_done() {
            return;
        }
        let room = AT_ONCE.saturating_sub(self.merging.len());
        let ready: Vec<RecordId> = self
            .to_merge
            .iter()
            .filter(|record| {
                !self.merging.contains_key(record)
                    && !self.unreadable.contains(record)
                    && !self.held.contains(record)
            })
            .take(room)
            .copied()
            .collect();
        for record in ready {
            let edit = self.edit_of(record);
            let keep = self.kept.contains(&record);
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
        // Edited meanwhile: what came out lacks the edit, and the merge is asked for again.
        if self.edit_of(record) != edit {
            return;
        }
        let Some(incoming) = meta.incoming else { return };
        match merged {
            Merged::Same { gone } | Merged::More { gone, .. }
                if self.must_hold(record, &meta, gone) =>
            {
                self.held.insert(record);
                return;
            }
            Merged::Same { gone } => self.adopt(record, meta, incoming, gone),
            Merged::More { version, sealed, operation, gone } => {
                meta.local = Some(State::of(record, version, &sealed, gone));
                meta.seen = meta.seen.max(version);
                meta.waiting = Some(operation);
                if incoming.current {
                    meta.base = Some(incoming.mark);
                }
                meta.incoming = None;
                self.set(record, meta);
                self.write(Change::Own { record, meta, sealed });
            }
            Merged::Unreadable if incoming.current => {
                self.unreadable.insert(record);
            }
            // No server has it any more, so nothing else keeps it.
            Merged::Unreadable => {
                meta.incoming = None;
                self.damaged.insert(record);
                self.set(record, meta);
                self.write(Change::SetAside { record, meta, what: Side::Incoming });
            }
            Merged::LocalUnreadable => self.set_local_aside(record, meta),
        }
        self.allowed.remove(&record);
        self.kept.remove(&record);
    }

    /// Both together say what the incoming state says.
    fn adopt(&mut self, record: RecordId, mut meta: Meta, incoming: Incoming, gone: bool) {
        meta.seen = meta.seen.max(incoming.version);
        let size = meta.local.map_or(0, |local| local.size);
        // Its length is only used to fill a push, and an adopted state is pushed only to another server.
        meta.local = Some(State { version: incoming.version, mark: incoming.mark, size, gone });
        meta.incoming = None;
        if incoming.current {
            meta.base = Some(incoming.mark);
            meta.waiting = None;
        } else {
            meta.waiting = Some(operation(incoming.mark.0, record));
        }
        self.set(record, meta);
        self.write(Change::Adopt { record, meta });
    }

    pub(super) fn damaged(&mut self, record: RecordId) {
        let meta = self.meta_of(record);
        if meta.local.is_some() {
            self.merging.remove(&record);
            self.set_local_aside(record, meta);
        }
    }

    /// The local bytes leave their place; the server's state, if it has one, comes again.
    fn set_local_aside(&mut self, record: RecordId, mut meta: Meta) {
        meta.local = None;
        meta.waiting = None;
        if meta.base.take().is_some() && meta.incoming.is_none() {
            self.begin_sweep();
        }
        self.damaged.insert(record);
        self.count_edit(record);
        self.set(record, meta);
        self.write(Change::SetAside { record, meta, what: Side::Own });
    }

    /// A record that lives here would be deleted, and nobody has allowed it yet.
    fn must_hold(&self, record: RecordId, meta: &Meta, gone: bool) -> bool {
        gone && meta.lives() && !self.allowed.contains(&record)
    }

    /// Once all news are looked at: few deletions are done, many are asked about.
    pub(super) fn judge_deletions(&mut self) {
        if self.held.is_empty() || self.question.is_some() || !self.merging.is_empty() {
            return;
        }
        let (count, living) =
            (self.held.len(), self.records.values().filter(|meta| meta.lives()).count());
        if is_mass(count, living) {
            self.question = Some(Question::ManyDeleted { records: count, of: living });
        } else {
            self.allowed.append(&mut self.held);
        }
    }
}

/// Nobody deletes so much by hand in one go: the half of a few, or a fifth of many.
fn is_mass(deleted: usize, living: usize) -> bool {
    (deleted >= 3 && deleted * 2 > living) || (deleted >= 10 && deleted * 5 > living)
}

/// The name of a sending that no edit gave one: the same for the same seed.
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
