//! News from the server: kept beside what the device has, together with how far it has read.

use super::Engine;
use super::effect::Change;
use super::meta::Incoming;
use crate::ids::{Sequence, Version};
use crate::limits;
use crate::messages::pull::Page;
use crate::protocol::CallError;
use crate::record::SealedRecord;

impl Engine {
    pub(super) fn page(&mut self, since: Sequence, page: Page) -> Result<(), CallError> {
        check(since, &page)?;
        self.reason = None;
        self.settled = false;
        // A sweep began while the page was under way: it is asked for again, from the start.
        if since != self.link.since {
            return Ok(());
        }
        self.server_time = Some(page.time);
        let moved = page.upto != self.link.since;
        self.link.since = page.upto;
        for (_, record) in page.records {
            if let Some(seen) = &mut self.sweep {
                seen.insert(record.id);
            }
            self.arrive(record);
        }
        if moved {
            self.write_link();
        }
        // Unless an item began a sweep: everything is asked for once more, from the start.
        if !page.more && self.link.since == page.upto {
            self.pull = false;
            self.end_sweep();
        }
        Ok(())
    }

    /// A state that the server holds now.
    pub(super) fn arrive(&mut self, state: SealedRecord) {
        let SealedRecord { id: record, version, .. } = state;
        let mark = state.mark();
        let mut meta = self.meta_of(record);
        if meta.on_server() == Some(mark) {
            return;
        }
        // Nobody seals such a number. The record stays as it is, and the others of the page are judged by themselves.
        if !is_possible(version) {
            return;
        }
        // An answer was lost, or the server has what this device was about to send.
        if meta.local.is_some_and(|local| local.mark == mark) {
            meta.base = Some(mark);
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
            // On a server numbers only rise: it has lost the state that came before. That one is merged first.
            older.current = false;
            self.set(record, meta);
            self.write(Change::Meta { record, meta });
            self.begin_sweep();
            return;
        }
        meta.incoming = Some(Incoming { version, mark, current: true });
        self.count_edit(record);
        for set in [&mut self.held, &mut self.allowed, &mut self.kept, &mut self.unreadable] {
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

/// Whether a device can have sealed a state with this number. It is believed only once the state was opened.
pub(super) fn is_possible(version: Version) -> bool {
    (Version(1)..=limits::LARGEST_VERSION).contains(&version)
}

/// A page that would lead astray, or round in a circle, is none.
fn check(since: Sequence, page: &Page) -> Result<(), CallError> {
    let mut last = since;
    for (sequence, _) in &page.records {
        if *sequence <= last {
            return Err(CallError::Nonsense);
        }
        last = *sequence;
    }
    let stuck = page.more && page.upto == since;
    if page.upto < last || stuck { Err(CallError::Nonsense) } else { Ok(()) }
}
