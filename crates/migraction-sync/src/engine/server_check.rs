//! Checks the identity of the server and detects data loss.
//!
//! Nothing local is ever deleted because of it: a server that lost data is sent it again, once a person has confirmed that
//! it is the right server.

use alloc::collections::BTreeSet;

use super::effect::Change;
use super::event::Decision;
use super::merge::operation;
use super::meta::Incoming;
use super::status::{Question, Reason};
use super::{Engine, retry};
use crate::ids::{RecordId, Sequence};
use crate::messages::DigestResponse;
use crate::protocol::ServerIdentity;
use crate::set_hash::SetHash;

impl Engine {
    pub(super) fn enrolled(&mut self, identity: ServerIdentity, seed: [u8; 16]) {
        let before = self.link.identity.replace(identity);
        if before.is_some_and(|before| before != identity) {
            self.send_all(seed);
        }
        self.question =
            self.question.filter(|question| matches!(question, Question::ManyDeleted { .. }));
        self.reason = None;
        self.write_link();
        self.sync_now();
    }

    pub(super) fn decided(&mut self, decision: Decision, seed: [u8; 16]) {
        match (decision, self.question) {
            (Decision::SendAll, Some(Question::Restored)) => {
                self.link.identity = self.offered.take().or(self.link.identity);
                self.send_all(seed);
            }
            (Decision::SendAll, Some(Question::ServerLost { .. })) => self.send_all(seed),
            (Decision::Delete, Some(Question::ManyDeleted { .. })) => {
                self.allowed_deletions.append(&mut self.held_deletions);
            }
            (Decision::Keep, Some(Question::ManyDeleted { .. })) => {
                self.rejected_deletions.append(&mut self.held_deletions);
            }
            // There is no such open question.
            _ => return,
        }
        self.question = None;
        self.sync_now();
    }

    /// Forgets what the server was known to have: everything is pulled, and what it lacks is pushed.
    fn send_all(&mut self, seed: [u8; 16]) {
        let mut both = [0; 32];
        both[..16].copy_from_slice(&seed);
        let records: alloc::vec::Vec<RecordId> = self.records.keys().copied().collect();
        for record in records {
            let mut meta = self.meta_of(record);
            meta.base = None;
            meta.incoming = meta.incoming.map(|incoming| Incoming { current: false, ..incoming });
            if meta.local.is_some() {
                meta.waiting = meta.waiting.or_else(|| Some(operation(both, record)));
            }
            self.set(record, meta);
            self.write(Change::Meta { record, meta });
        }
        // The request under way was based on the former state of the server.
        self.call = None;
        self.begin_full_pull();
        self.full_pull_tried = false;
        self.write_link();
    }

    /// Pulls everything from sequence 0, to find out what the server really holds.
    pub(super) fn begin_full_pull(&mut self) {
        self.link.since = Sequence(0);
        self.full_pull = Some(BTreeSet::new());
        self.pull = true;
        self.checked = None;
    }

    pub(super) fn end_full_pull(&mut self) {
        let Some(seen) = self.full_pull.take() else { return };
        let lost = |record: &RecordId| {
            !seen.contains(record) && self.records[record].on_server().is_some()
        };
        let count = self.records.keys().filter(|record| lost(record)).count();
        if count > 0 {
            self.question = Some(Question::ServerLost { records: Some(count) });
        }
    }

    pub(super) fn compared(&mut self, at: Sequence, response: DigestResponse) {
        let theirs = match response {
            DigestResponse::Moved => {
                self.pull = true;
                return;
            }
            DigestResponse::Hash(theirs) => theirs,
        };
        if at != self.link.since {
            return;
        }
        let ours: SetHash = self.records.values().filter_map(super::Meta::on_server).collect();
        if ours == theirs {
            self.checked = Some(at);
            self.full_pull_tried = false;
            self.reason = None;
        } else if self.full_pull_tried {
            self.full_pull_tried = false;
            self.reason = Some(Reason::Differs);
            self.settled = false;
            self.pause_for(retry::jittered(retry::MAX_DELAY_MS, self.now.random));
        } else {
            self.begin_full_pull();
            self.full_pull_tried = true;
        }
    }
}
