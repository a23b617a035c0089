//! Is it the server that this device knows, and does it hold what it said to hold?
//!
//! Whatever is found, nothing is deleted here: a server that lost something is given it again, once a person
//! has said that it is the right one.

use alloc::collections::BTreeSet;

use super::effect::Change;
use super::event::Decision;
use super::merge::operation;
use super::meta::Incoming;
use super::status::{Question, Reason};
use super::{Engine, retry};
use crate::ids::{RecordId, Sequence};
use crate::messages::digest::Answer;
use crate::protocol::Stamp;
use crate::set_hash::SetHash;

impl Engine {
    pub(super) fn enrolled(&mut self, stamp: Stamp, seed: [u8; 16]) {
        let before = self.link.stamp.replace(stamp);
        if before.is_some_and(|before| before != stamp) {
            self.send_all(seed);
        }
        self.question =
            self.question.filter(|question| matches!(question, Question::ManyDeleted { .. }));
        self.reason = None;
        self.write_link();
        self.look_now();
    }

    pub(super) fn decided(&mut self, decision: Decision, seed: [u8; 16]) {
        match (decision, self.question) {
            (Decision::SendAll, Some(Question::Restored)) => {
                self.link.stamp = self.offered.take().or(self.link.stamp);
                self.send_all(seed);
            }
            (Decision::SendAll, Some(Question::ServerLost { .. })) => self.send_all(seed),
            (Decision::Delete, Some(Question::ManyDeleted { .. })) => {
                self.allowed.append(&mut self.held);
            }
            (Decision::Keep, Some(Question::ManyDeleted { .. })) => {
                self.kept.append(&mut self.held);
            }
            // It answers no open question.
            _ => return,
        }
        self.question = None;
        self.look_now();
    }

    /// Forgets what the server was known to have. All is pulled, and what does not come is sent.
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
        // What is under way was for the server as it was.
        self.call = None;
        self.begin_sweep();
        self.swept = false;
        self.write_link();
    }

    /// Pulls everything from the start, to see what the server really holds.
    pub(super) fn begin_sweep(&mut self) {
        self.link.since = Sequence(0);
        self.sweep = Some(BTreeSet::new());
        self.pull = true;
        self.checked = None;
    }

    pub(super) fn end_sweep(&mut self) {
        let Some(seen) = self.sweep.take() else { return };
        let lost = |record: &RecordId| {
            !seen.contains(record) && self.records[record].on_server().is_some()
        };
        let count = self.records.keys().filter(|record| lost(record)).count();
        if count > 0 {
            self.question = Some(Question::ServerLost { records: Some(count) });
        }
    }

    pub(super) fn compared(&mut self, at: Sequence, answer: Answer) {
        let theirs = match answer {
            Answer::Moved => {
                self.pull = true;
                return;
            }
            Answer::Hash(theirs) => theirs,
        };
        if at != self.link.since {
            return;
        }
        let ours: SetHash = self.records.values().filter_map(super::Meta::on_server).collect();
        if ours == theirs {
            self.checked = Some(at);
            self.swept = false;
            self.reason = None;
        } else if self.swept {
            self.swept = false;
            self.reason = Some(Reason::Differs);
            self.settled = false;
            self.pause_for(retry::jittered(retry::LONGEST, self.now.random));
        } else {
            self.begin_sweep();
            self.swept = true;
        }
    }
}
