//! The client state machine, free of I/O (sans-IO).
//!
//! The caller passes every [`Event`] in and performs the returned [`Effect`]s: the app, the tests and the simulator. It
//! holds no ciphertext except that of unfinished writes, and no key.
//!
//! A state from the server is first stored beside the local one, together with the pull cursor, in one transaction. It is
//! merged later, when the vault is unlocked, in a second transaction. Local changes are *waiting* until the server has
//! confirmed them. Any step can be lost, repeated or interrupted: it is resumed from what the storage holds.

mod effect;
mod event;
mod merge;
mod meta;
mod pull;
mod push;
mod retry;
mod schedule;
mod server_check;
mod status;
mod store;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

pub use effect::{
    BatchId, CallId, Change, Effect, Intent, Request, Side, TimerId, digest as digest_request,
    pull as pull_request,
};
pub use event::{Decision, Event, Merged, Moment, Response};
pub use meta::{Incoming, Link, META_FORMAT, Meta, State};
pub use retry::{MAX_DELAY_MS, RESPONSE_TIMEOUT_MS, delay, jittered};
pub use status::{Question, Reason, Status};

use crate::ids::{OperationId, RecordId, Sequence, Version};
use crate::limits;
use crate::protocol::ServerIdentity;
use store::Writes;

/// The client state machine of one vault.
#[derive(Debug)]
pub struct Engine {
    link: Link,
    records: BTreeMap<RecordId, Meta>,
    /// Records with unconfirmed local changes, and records with an incoming state: both derived from `records`.
    waiting: BTreeSet<RecordId>,
    to_merge: BTreeSet<RecordId>,

    now: Moment,
    online: bool,
    unlocked: bool,
    effects: Vec<Effect>,
    writes: Writes,
    last_id: u64,
    call: Option<Call>,
    /// No request is sent before this timer: back-off after a failure.
    pause: Option<TimerId>,
    /// The next pull when idle.
    poll: Option<TimerId>,
    failures: u32,

    /// A pull is due.
    pull: bool,
    /// A full pull from sequence 0 is under way; the records received so far.
    full_pull: Option<BTreeSet<RecordId>>,
    /// The last full pull was made because the set hashes differed.
    full_pull_tried: bool,
    /// The set hashes were equal at this sequence.
    checked: Option<Sequence>,
    /// Nothing has changed since everything was last confirmed by the server.
    settled: bool,

    /// Number of edits of each record since the start.
    edits: BTreeMap<RecordId, u64>,
    /// Merges under way, each with the edit count when it began.
    merging: BTreeMap<RecordId, u64>,
    /// Incoming deletions that wait until all news are merged, or for a decision.
    held_deletions: BTreeSet<RecordId>,
    /// Deletions that may be applied, and deletions that a person rejected.
    allowed_deletions: BTreeSet<RecordId>,
    rejected_deletions: BTreeSet<RecordId>,
    /// Incoming states that could not be decrypted since the vault was unlocked, and corrupted local ones.
    unreadable: BTreeSet<RecordId>,
    damaged: BTreeSet<RecordId>,

    too_large: BTreeSet<RecordId>,
    /// Not pushed until the next poll, because the quota is reached.
    blocked: BTreeSet<RecordId>,
    full: Option<Reason>,
    reason: Option<Reason>,
    question: Option<Question>,
    /// The new identity of the server, which a person is asked about.
    offered: Option<ServerIdentity>,
    server_time: Option<u64>,
    shown: Option<Status>,
}

#[derive(Debug)]
struct Call {
    id: CallId,
    request: Request,
    deadline: TimerId,
}

impl Engine {
    /// Resumes from the stored link and metadata. Starts offline and locked.
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
            last_id: 0,
            call: None,
            pause: None,
            poll: None,
            failures: 0,
            pull: true,
            full_pull: None,
            full_pull_tried: false,
            checked: None,
            settled: false,
            edits: BTreeMap::new(),
            merging: BTreeMap::new(),
            held_deletions: BTreeSet::new(),
            allowed_deletions: BTreeSet::new(),
            rejected_deletions: BTreeSet::new(),
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
                // An older app accepted a forged version. This is above all honest ones, and far below the largest.
                meta.seen = Version(limits::LARGEST_VERSION.0 / 2);
            }
            engine.set(record, meta);
        }
        engine
    }

    /// The version with which to seal the next state of a record. Call it immediately before sealing.
    #[must_use]
    pub fn version_for(&self, record: RecordId) -> Version {
        self.meta_of(record).seen.next()
    }

    /// The version with which to seal the result of a merge. Higher than that of the incoming state, which was decrypted:
    /// only then is its version trusted.
    #[must_use]
    pub fn version_for_merge(&self, record: RecordId) -> Version {
        let meta = self.meta_of(record);
        let incoming = meta.incoming.map(|incoming| incoming.version).unwrap_or_default();
        meta.seen.max(incoming).next()
    }

    /// The sync metadata of a record.
    #[must_use]
    pub fn meta(&self, record: RecordId) -> Option<&Meta> {
        self.records.get(&record)
    }

    /// All known records with their metadata.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Meta)> {
        self.records.iter().map(|(record, meta)| (*record, meta))
    }

    /// Records with unconfirmed local changes.
    pub fn waiting(&self) -> impl Iterator<Item = RecordId> {
        self.waiting.iter().copied()
    }

    /// The link to the server.
    #[must_use]
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Whether this is the current batch. A newer batch contains everything of an older one: the older one must not be
    /// started, or retried, after it.
    #[must_use]
    pub fn awaits(&self, batch: BatchId) -> bool {
        self.writes.awaits(batch)
    }

    /// Local states that no completed transaction holds, the newest of each record last. They exist nowhere else: keep the
    /// engine until they are stored, even while the vault is locked.
    pub fn unsaved(&self) -> impl Iterator<Item = (RecordId, &[u8])> {
        self.writes.unsaved()
    }

    /// The status to show.
    #[must_use]
    pub fn status(&self) -> Status {
        self.current_status()
    }

    /// Handles an event and returns the effects to perform, in order.
    pub fn handle(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.now = now;
        match event {
            Event::Edited { record, version, sealed, operation, deleted } => {
                self.edited(record, version, sealed, operation, deleted);
            }
            Event::Online(online) => self.network(online),
            Event::SyncNow => self.sync_now(),
            Event::Leaving => self.flush(),
            Event::Unlocked => {
                self.unlocked = true;
                self.unreadable.clear();
            }
            Event::Locked => {
                self.unlocked = false;
                self.merging.clear();
            }
            Event::Enrolled { identity, seed } => self.enrolled(identity, seed),
            Event::Decided { decision, seed } => self.decided(decision, seed),
            Event::Stored(batch) => self.stored(batch),
            Event::StoreFailed { batch, full } => self.store_failed(batch, full),
            Event::Merged { record, edit, merged } => self.merged(record, edit, merged),
            Event::Damaged { record } => self.damaged(record),
            Event::Responded { call, response } => self.responded(call, response),
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
        deleted: bool,
    ) {
        let mut meta = self.meta_of(record);
        meta.local = Some(State::of(record, version, &sealed, deleted));
        meta.seen = meta.seen.max(version);
        meta.waiting = Some(operation);
        self.count_edit(record);
        for set in [
            &mut self.held_deletions,
            &mut self.allowed_deletions,
            &mut self.too_large,
            &mut self.damaged,
        ] {
            set.remove(&record);
        }
        self.set(record, meta);
        self.write(Change::Own { record, meta, sealed });
    }

    /// Invalidates merges under way for this record.
    fn count_edit(&mut self, record: RecordId) {
        *self.edits.entry(record).or_default() += 1;
    }

    fn network(&mut self, online: bool) {
        self.online = online;
        if online {
            self.sync_now();
        } else {
            self.call = None;
        }
    }

    fn sync_now(&mut self) {
        self.request_pull();
        self.pause = None;
        self.poll = None;
        self.failures = 0;
        self.unblock();
        self.retry_write();
    }

    /// Schedules a pull, and a comparison of the set hashes even if it brings nothing: a server can lose data silently.
    fn request_pull(&mut self) {
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

    /// Sets the metadata of a record.
    fn set(&mut self, record: RecordId, meta: Meta) {
        let note = |set: &mut BTreeSet<RecordId>, is: bool| {
            if is { set.insert(record) } else { set.remove(&record) }
        };
        note(&mut self.waiting, meta.is_waiting());
        note(&mut self.to_merge, meta.incoming.is_some());
        // No server has it any more: it is tried once more, and quarantined if it still does not decrypt. Changes that
        // wait behind it would wait forever otherwise.
        if meta.incoming.is_some_and(|incoming| !incoming.current) {
            self.unreadable.remove(&record);
        }
        self.records.insert(record, meta);
        self.settled = false;
    }

    /// An id that was not used yet.
    fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    fn wait(&mut self, millis: u64) -> TimerId {
        let timer = TimerId(self.next_id());
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
            reason: self.current_reason(),
            question: self.question,
            unreadable: self.unreadable.union(&self.damaged).count(),
            to_merge: self.to_merge.len(),
            server_time: self.server_time.filter(|time| {
                const TEN_MINUTES: u64 = 600;
                time.abs_diff(self.now.millis / 1000) > TEN_MINUTES
            }),
        }
    }

    /// Whether a local change cannot be pushed because the server state does not decrypt, or its version is too high.
    fn holds_something_back(&self) -> bool {
        self.waiting.iter().any(|record| {
            let too_high = |state: State| state.version > limits::LARGEST_VERSION;
            self.unreadable.contains(record) || self.records[record].local.is_some_and(too_high)
        })
    }

    fn current_reason(&self) -> Option<Reason> {
        let merging_waits = !self.to_merge.is_empty() && !self.unlocked;
        self.writes
            .failure()
            .or(self.link.identity.is_none().then_some(Reason::NotEnrolled))
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
