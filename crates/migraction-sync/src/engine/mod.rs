//! What a device does about its records, as a machine without input or output.
//!
//! The app tells it what happens ([`Event`]) and does what it asks ([`Effect`]); so do the tests and the
//! simulator. It holds no sealed bytes beyond those of a write under way, and no key.
//!
//! How it works: a state from the server is first kept beside the device's own, together with the place in
//! the server's order, in one transaction. Merging comes after, when the vault is open, and is again one
//! transaction. What a device has beyond the server is *waiting* until the server says to have it. Each step
//! can be lost, repeated or cut short: it is taken again from what the storage holds.

mod arrive;
mod effect;
mod event;
mod merge;
mod meta;
mod next;
mod push;
mod retry;
mod status;
mod store;
mod trust;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

pub use effect::{
    Ask, BatchId, CallId, Change, Effect, Intent, Side, TimerId, digest as digest_ask,
    pull as pull_ask,
};
pub use event::{Answer, Decision, Event, Merged, Moment};
pub use meta::{Incoming, KEPT, Link, Meta, State};
pub use retry::{ANSWER, LONGEST, jittered, pause};
pub use status::{Question, Reason, Status};

use crate::ids::{OperationId, RecordId, Sequence, Version};
use crate::limits;
use crate::protocol::Stamp;
use store::Writes;

/// The machine.
#[derive(Debug)]
pub struct Engine {
    link: Link,
    records: BTreeMap<RecordId, Meta>,
    /// Records of which something is waiting to be sent, and those with something to merge: derived from `records`.
    waiting: BTreeSet<RecordId>,
    to_merge: BTreeSet<RecordId>,

    now: Moment,
    online: bool,
    unlocked: bool,
    effects: Vec<Effect>,
    writes: Writes,
    names: u64,
    call: Option<Call>,
    /// Nothing is asked of the server until this is over.
    pause: Option<TimerId>,
    /// When a quiet device looks for news.
    poll: Option<TimerId>,
    failures: u32,

    /// News are to be asked for.
    pull: bool,
    /// Everything is being pulled from the start; these records came so far.
    sweep: Option<BTreeSet<RecordId>>,
    /// The last sweep was made because the sums differed.
    swept: bool,
    /// The sums were equal as of this number.
    checked: Option<Sequence>,
    /// Nothing has changed since all was last known to be on the server.
    settled: bool,

    /// How often each record was edited since the start.
    edits: BTreeMap<RecordId, u64>,
    /// Merges under way, with the number of edits that they know of.
    merging: BTreeMap<RecordId, u64>,
    /// Deletions that came, and wait for the others of their kind or for a person.
    held: BTreeSet<RecordId>,
    /// Those that may be done, and those that a person wants undone.
    allowed: BTreeSet<RecordId>,
    kept: BTreeSet<RecordId>,
    /// Incoming states that could not be opened since the vault was, and local ones that the storage damaged.
    unreadable: BTreeSet<RecordId>,
    damaged: BTreeSet<RecordId>,

    too_large: BTreeSet<RecordId>,
    /// Not sent until the next look for news, because the quota is reached.
    blocked: BTreeSet<RecordId>,
    full: Option<Reason>,
    reason: Option<Reason>,
    question: Option<Question>,
    /// The server's new stamp, which a person is asked about.
    offered: Option<Stamp>,
    server_time: Option<u64>,
    shown: Option<Status>,
}

#[derive(Debug)]
struct Call {
    id: CallId,
    ask: Ask,
    deadline: TimerId,
}

impl Engine {
    /// A machine that goes on from what the device's storage holds. It is offline and locked.
    #[must_use]
    pub fn new(link: Link, records: impl IntoIterator<Item = (RecordId, Meta)>) -> Self {
        let mut engine = Self {
            link,
            records: BTreeMap::new(),
            waiting: BTreeSet::new(),
            to_merge: BTreeSet::new(),
            now: Moment::default(),
            online: false,
            unlocked: false,
            effects: Vec::new(),
            writes: Writes::default(),
            names: 0,
            call: None,
            pause: None,
            poll: None,
            failures: 0,
            pull: true,
            sweep: None,
            swept: false,
            checked: None,
            settled: false,
            edits: BTreeMap::new(),
            merging: BTreeMap::new(),
            held: BTreeSet::new(),
            allowed: BTreeSet::new(),
            kept: BTreeSet::new(),
            unreadable: BTreeSet::new(),
            damaged: BTreeSet::new(),
            too_large: BTreeSet::new(),
            blocked: BTreeSet::new(),
            full: None,
            reason: None,
            question: None,
            offered: None,
            server_time: None,
            shown: None,
        };
        for (record, mut meta) in records {
            if meta.seen > limits::LARGEST_VERSION {
                // An older app believed an invented number. Above all honest ones, and far below the largest.
                meta.seen = Version(limits::LARGEST_VERSION.0 / 2);
            }
            engine.set(record, meta);
        }
        engine
    }

    /// The number with which to seal the next state of a record. Ask just before sealing.
    #[must_use]
    pub fn version_for(&self, record: RecordId) -> Version {
        self.meta_of(record).seen.next()
    }

    /// The number with which to seal what came out of merging a record with the incoming state, which was opened: only
    /// then is its number believed.
    #[must_use]
    pub fn version_for_merge(&self, record: RecordId) -> Version {
        let meta = self.meta_of(record);
        let incoming = meta.incoming.map(|incoming| incoming.version).unwrap_or_default();
        meta.seen.max(incoming).next()
    }

    /// Where a record stands.
    #[must_use]
    pub fn meta(&self, record: RecordId) -> Option<&Meta> {
        self.records.get(&record)
    }

    /// All records that the engine knows.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Meta)> {
        self.records.iter().map(|(record, meta)| (*record, meta))
    }

    /// Records of which something is waiting to be sent.
    pub fn waiting(&self) -> impl Iterator<Item = RecordId> {
        self.waiting.iter().copied()
    }

    /// What the device knows of its server.
    #[must_use]
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Whether this transaction is the one that is waited for. A newer one holds all that an older one does: the older one
    /// must not be begun, or begun again, after it.
    #[must_use]
    pub fn awaits(&self, batch: BatchId) -> bool {
        self.writes.awaits(batch)
    }

    /// The device's own states that no completed transaction holds, the newest of each record last. They are nowhere
    /// else: the machine is kept until they are stored, whether the vault is open or not.
    pub fn unsaved(&self) -> impl Iterator<Item = (RecordId, &[u8])> {
        self.writes.unsaved()
    }

    /// How things stand.
    #[must_use]
    pub fn status(&self) -> Status {
        self.current_status()
    }

    /// What is to be done about an event. The effects are to be done in their order.
    pub fn handle(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.now = now;
        match event {
            Event::Edited { record, version, sealed, operation, gone } => {
                self.edited(record, version, sealed, operation, gone);
            }
            Event::Online(online) => self.network(online),
            Event::Poke => self.look_now(),
            Event::Leaving => self.write_now(),
            Event::Unlocked => {
                self.unlocked = true;
                self.unreadable.clear();
            }
            Event::Locked => {
                self.unlocked = false;
                self.merging.clear();
            }
            Event::Enrolled { stamp, seed } => self.enrolled(stamp, seed),
            Event::Decided { decision, seed } => self.decided(decision, seed),
            Event::Stored(batch) => self.stored(batch),
            Event::StoreFailed { batch, full } => self.store_failed(batch, full),
            Event::Merged { record, edit, merged } => self.merged(record, edit, merged),
            Event::Damaged { record } => self.damaged(record),
            Event::Answered { call, answer } => self.answered(call, answer),
            Event::Timeout(timer) => self.timeout(timer),
        }
        self.advance();
        self.show();
        core::mem::take(&mut self.effects)
    }

    fn edited(
        &mut self,
        record: RecordId,
        version: Version,
        sealed: Vec<u8>,
        operation: OperationId,
        gone: bool,
    ) {
        let mut meta = self.meta_of(record);
        meta.local = Some(State::of(record, version, &sealed, gone));
        meta.seen = meta.seen.max(version);
        meta.waiting = Some(operation);
        self.count_edit(record);
        for set in [&mut self.held, &mut self.allowed, &mut self.too_large, &mut self.damaged] {
            set.remove(&record);
        }
        self.set(record, meta);
        self.write(Change::Own { record, meta, sealed });
    }

    /// Merges under way for this record no longer know everything.
    fn count_edit(&mut self, record: RecordId) {
        *self.edits.entry(record).or_default() += 1;
    }

    fn network(&mut self, online: bool) {
        self.online = online;
        if online {
            self.look_now();
        } else {
            self.call = None;
        }
    }

    fn look_now(&mut self) {
        self.begin_session();
        self.pause = None;
        self.poll = None;
        self.failures = 0;
        self.unblock();
        self.write_again();
    }

    /// News are asked for, and the sums compared even if there are none: a server can lose something quietly.
    fn begin_session(&mut self) {
        self.pull = true;
        self.checked = None;
    }

    fn unblock(&mut self) {
        self.blocked.clear();
        self.full = None;
    }

    fn meta_of(&self, record: RecordId) -> Meta {
        self.records.get(&record).copied().unwrap_or_default()
    }

    /// Where a record stands from now on.
    fn set(&mut self, record: RecordId, meta: Meta) {
        let note = |set: &mut BTreeSet<RecordId>, is: bool| {
            if is { set.insert(record) } else { set.remove(&record) }
        };
        note(&mut self.waiting, meta.is_waiting());
        note(&mut self.to_merge, meta.incoming.is_some());
        // No server has it any more: it is tried once more, and set aside if it still does not open. What waits behind
        // it would wait for good.
        if meta.incoming.is_some_and(|incoming| !incoming.current) {
            self.unreadable.remove(&record);
        }
        self.records.insert(record, meta);
        self.settled = false;
    }

    /// A name that was not given yet.
    fn name(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    fn wait(&mut self, millis: u64) -> TimerId {
        let timer = TimerId(self.name());
        self.effects.push(Effect::Wait { timer, millis });
        timer
    }

    fn show(&mut self) {
        let status = self.current_status();
        if self.shown != Some(status) {
            self.shown = Some(status);
            self.effects.push(Effect::Show(status));
        }
    }

    fn current_status(&self) -> Status {
        Status {
            saved: self.writes.are_done(),
            waiting: self.waiting.len(),
            sent_at: self.link.sent_at,
            busy: self.call.is_some(),
            reason: self.why(),
            question: self.question,
            unreadable: self.unreadable.union(&self.damaged).count(),
            to_merge: self.to_merge.len(),
            server_time: self.server_time.filter(|time| {
                const TEN_MINUTES: u64 = 600;
                time.abs_diff(self.now.millis / 1000) > TEN_MINUTES
            }),
        }
    }

    /// Something waits behind a state of the server that does not open, or has a number that no server takes.
    fn holds_something_back(&self) -> bool {
        self.waiting.iter().any(|record| {
            let too_high = |state: State| state.version > limits::LARGEST_VERSION;
            self.unreadable.contains(record) || self.records[record].local.is_some_and(too_high)
        })
    }

    fn why(&self) -> Option<Reason> {
        let merging_waits = !self.to_merge.is_empty() && !self.unlocked;
        self.writes
            .trouble()
            .or(self.link.stamp.is_none().then_some(Reason::NotEnrolled))
            .or((!self.online).then_some(Reason::Offline))
            .or(self.reason)
            .or(self.full)
            .or(merging_waits.then_some(Reason::Locked))
            .or(self.too_large.first().map(|record| Reason::TooLarge(*record)))
            .or(self.holds_something_back().then_some(Reason::Unreadable))
    }
}

#[cfg(test)]
mod tests;
