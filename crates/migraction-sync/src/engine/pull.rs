//! Pulls: incoming states are stored beside the local ones, together with the pull cursor.

use super::Engine;
use super::effect::Change;
use super::meta::Incoming;
use crate::ids::{Sequence, Version};
use crate::limits;
use crate::messages::PullResponse;
use crate::protocol::CallError;
use crate::record::SealedRecord;

impl Engine {
    pub(super) fn pulled(&mut self, since: Sequence, page: PullResponse) -> Result<(), CallError> {
        check(since, &page)?;
        self.reason = None;
        self.settled = false;
        // A full pull began while the page was under way: everything is pulled from the start.
        if since != self.link.since {
            return Ok(());
        }
        self.server_time = Some(page.time);
        let moved = page.upto != self.link.since;
        self.link.since = page.upto;
        for (_, record) in page.records {
            if let Some(seen) = &mut self.full_pull {
                seen.insert(record.id);
            }
            self.receive(record);
        }
        if moved {
            self.write_link();
        }
        // Unless an item began a full pull.
        if !page.more && self.link.since == page.upto {
            self.pull = false;
            self.end_full_pull();
        }
        Ok(())
    }

    /// Handles a state that the server holds now, from a page or a conflict.
    pub(super) fn receive(&mut self, state: SealedRecord) {
        let SealedRecord { id: record, version, .. } = state;
        let hash = state.hash();
        let mut meta = self.meta_of(record);
        if meta.on_server() == Some(hash) {
            return;
        }
        // No device seals such a version: the state is skipped, and the others of the page are still handled.
        if !is_possible(version) {
            return;
        }
        // A response was lost, or the server already has what this device was about to push.
        if meta.local.is_some_and(|local| local.hash == hash) {
            meta.base = Some(hash);
            meta.waiting = None;
            meta.incoming = None;
            self.set(record, meta);
            self.write(Change::Meta { record, meta });
            return;
        }
        if let Some(older) = &mut meta.incoming
            && older.current
            && older.version >= version
        {
            // Versions on a server only rise: it has lost the earlier state. That one is merged first.
            older.current = false;
            self.set(record, meta);
            self.write(Change::Meta { record, meta });
            self.begin_full_pull();
            return;
        }
        meta.incoming = Some(Incoming { version, hash, current: true });
        self.count_edit(record);
        for set in [
            &mut self.held_deletions,
            &mut self.allowed_deletions,
            &mut self.rejected_deletions,
            &mut self.unreadable,
        ] {
            set.remove(&record);
        }
        self.merging.remove(&record);
        self.set(record, meta);
        self.write(Change::Incoming { record, meta, sealed: state.sealed });
    }

    pub(super) fn write_link(&mut self) {
        let link = self.link;
        self.write(Change::Link(link));
    }
}

/// Whether a device can have sealed a state with this version. It is trusted only once the state was decrypted.
pub(super) fn is_possible(version: Version) -> bool {
    (Version(1)..=limits::LARGEST_VERSION).contains(&version)
}

/// Rejects pages whose sequences do not rise, or that would make the pull loop forever.
fn check(since: Sequence, page: &PullResponse) -> Result<(), CallError> {
    let mut last = since;
    for (sequence, _) in &page.records {
        if *sequence <= last {
            return Err(CallError::Malformed);
        }
        last = *sequence;
    }
    let stuck = page.more && page.upto == since;
    if page.upto < last || stuck { Err(CallError::Malformed) } else { Ok(()) }
}
