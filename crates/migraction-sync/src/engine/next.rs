//! What comes next: writing before merging, merging before sending, news before what waits, the sum at the end.

use alloc::vec::Vec;

use super::effect::{Ask, CallId, Effect, Intent, TimerId};
use super::event::Answer;
use super::status::{Question, Reason};
use super::{Call, Engine, retry};
use crate::limits;
use crate::protocol::{CallError, Refusal};

impl Engine {
    pub(super) fn advance(&mut self) {
        self.begin_write();
        if !self.writes.are_done() {
            return;
        }
        self.begin_merges();
        self.judge_deletions();
        // A judgement may have made merges possible.
        self.begin_merges();
        self.begin_call();
        self.begin_write();
    }

    fn begin_call(&mut self) {
        let free = self.online
            && self.call.is_none()
            && self.pause.is_none()
            && self.question.is_none()
            && self.link.stamp.is_some();
        if !free {
            return;
        }
        // News could take the place of a state that only this device has: it is merged first.
        let orphans =
            |record: &_| self.records[record].incoming.is_some_and(|incoming| !incoming.current);
        if self.to_merge.iter().any(orphans) {
            return;
        }
        if self.pull {
            return self.send(Ask::Pull(self.link.since));
        }
        if !self.merging.is_empty() {
            return;
        }
        let intents = self.intents();
        if !intents.is_empty() {
            return self.send(Ask::Push(intents));
        }
        if self.checked != Some(self.link.since) {
            return self.send(Ask::Digest(self.link.since));
        }
        self.rest();
    }

    /// What can be pushed now, as much as one push holds.
    fn intents(&self) -> Vec<Intent> {
        let mut bytes = 0;
        let mut intents = Vec::new();
        for record in &self.waiting {
            let meta = &self.records[record];
            let (Some(local), Some(operation), None) = (meta.local, meta.waiting, meta.incoming)
            else {
                continue;
            };
            let too_high = local.version > limits::LARGEST_VERSION;
            if too_high || self.too_large.contains(record) || self.blocked.contains(record) {
                continue;
            }
            bytes += local.size as usize;
            let full = intents.len() == limits::PUSH_RECORDS || bytes > limits::PUSH_BYTES;
            if full && !intents.is_empty() {
                break;
            }
            intents.push(Intent {
                operation,
                record: *record,
                version: local.version,
                mark: local.mark,
                base: meta.base,
            });
        }
        intents
    }

    /// Nothing is left to ask now.
    fn rest(&mut self) {
        if !self.settled {
            self.settled = true;
            if self.waiting.is_empty() {
                self.reason = None;
                self.link.sent_at = Some(self.now.millis);
                self.write_link();
            }
        }
        if self.poll.is_none() {
            let millis = retry::jittered(retry::LONGEST, self.now.random);
            self.poll = Some(self.wait(millis));
        }
    }

    fn send(&mut self, ask: Ask) {
        let id = CallId(self.name());
        self.effects.push(Effect::Send { call: id, ask: ask.clone() });
        let deadline = self.wait(retry::ANSWER);
        self.call = Some(Call { id, ask, deadline });
    }

    pub(super) fn timeout(&mut self, timer: TimerId) {
        if self.is_write_timer(timer) {
            self.write_again();
        } else if self.pause == Some(timer) {
            self.pause = None;
        } else if self.poll == Some(timer) {
            self.poll = None;
            self.begin_session();
            self.unblock();
        } else if self.call.as_ref().is_some_and(|call| call.deadline == timer) {
            self.call = None;
            self.failed(CallError::Unreachable);
        }
    }

    pub(super) fn answered(&mut self, id: CallId, answer: Result<Answer, CallError>) {
        // An answer that comes after its time was given up; what it says is asked again.
        let Some(call) = self.call.take_if(|call| call.id == id) else { return };
        let done = match answer {
            Ok(answer) if answer.fits(&call.ask) => self.understand(call.ask, answer),
            Ok(_) => Err(CallError::Nonsense),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => self.failures = 0,
            Err(error) => self.failed(error),
        }
    }

    fn understand(&mut self, ask: Ask, answer: Answer) -> Result<(), CallError> {
        match (ask, answer) {
            (Ask::Push(intents), Answer::Push(answer)) => self.pushed(&intents, answer),
            (Ask::Pull(since), Answer::Page(page)) => self.page(since, page),
            (Ask::Digest(at), Answer::Digest(answer)) => {
                self.compared(at, answer);
                Ok(())
            }
            (Ask::Push(_), Answer::Stale) => Ok(()),
            _ => Err(CallError::Nonsense),
        }
    }

    /// A request brought nothing: why, and when to try again.
    pub(super) fn failed(&mut self, error: CallError) {
        self.settled = false;
        self.failures = self.failures.saturating_add(1);
        match error {
            CallError::Refused(Refusal::OtherServer(stamp)) => {
                let same = self.link.stamp.is_some_and(|known| known.server == stamp.server);
                self.offered = same.then_some(stamp);
                self.question = Some(if same { Question::Restored } else { Question::OtherServer });
                return;
            }
            CallError::Refused(Refusal::Behind { .. }) => {
                self.question = Some(Question::ServerLost { records: None });
                return;
            }
            _ => {}
        }
        let reason = Reason::of(error);
        self.reason = Some(reason);
        let mut millis = match reason.may_pass() {
            true => retry::pause(self.failures, self.now.random),
            false => retry::jittered(retry::LONGEST, self.now.random),
        };
        if let CallError::Refused(Refusal::TooMany { seconds }) = error {
            millis = millis.max(u64::from(seconds) * 1000);
        }
        self.pause_for(millis);
    }

    pub(super) fn pause_for(&mut self, millis: u64) {
        self.poll = None;
        self.pause = Some(self.wait(millis));
    }
}
