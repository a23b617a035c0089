//! Scheduling: store before merge, merge before network, pull before push, set hash comparison last.

use alloc::vec::Vec;

use super::effect::{CallId, Effect, Intent, Request, TimerId};
use super::event::Response;
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
        self.decide_deletions();
        // A decision may have made merges possible.
        self.begin_merges();
        self.begin_call();
        self.begin_write();
    }

    fn begin_call(&mut self) {
        let free = self.online
            && self.call.is_none()
            && self.pause.is_none()
            && self.question.is_none()
            && self.link.identity.is_some();
        if !free {
            return;
        }
        // A pull could replace a state that only this device has: it is merged first.
        let orphans =
            |record: &_| self.records[record].incoming.is_some_and(|incoming| !incoming.current);
        if self.to_merge.iter().any(orphans) {
            return;
        }
        if self.pull {
            return self.send(Request::Pull(self.link.since));
        }
        if !self.merging.is_empty() {
            return;
        }
        let intents = self.intents();
        if !intents.is_empty() {
            return self.send(Request::Push(intents));
        }
        if self.checked != Some(self.link.since) {
            return self.send(Request::Digest(self.link.since));
        }
        self.idle();
    }

    /// What can be pushed now, within the limits of one push.
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
                hash: local.hash,
                base: meta.base,
            });
        }
        intents
    }

    /// Everything is synchronised: schedules the next poll.
    fn idle(&mut self) {
        if !self.settled {
            self.settled = true;
            if self.waiting.is_empty() {
                self.reason = None;
                self.link.sent_at = Some(self.now.millis);
                self.write_link();
            }
        }
        if self.poll.is_none() {
            let millis = retry::jittered(retry::MAX_DELAY_MS, self.now.random);
            self.poll = Some(self.wait(millis));
        }
    }

    fn send(&mut self, request: Request) {
        let id = CallId(self.next_id());
        self.effects.push(Effect::Send { call: id, request: request.clone() });
        let deadline = self.wait(retry::RESPONSE_TIMEOUT_MS);
        self.call = Some(Call { id, request, deadline });
    }

    pub(super) fn timeout(&mut self, timer: TimerId) {
        if self.is_write_timer(timer) {
            self.retry_write();
        } else if self.pause == Some(timer) {
            self.pause = None;
        } else if self.poll == Some(timer) {
            self.poll = None;
            self.request_pull();
            self.unblock();
        } else if self.call.as_ref().is_some_and(|call| call.deadline == timer) {
            self.call = None;
            self.failed(CallError::Unreachable);
        }
    }

    pub(super) fn responded(&mut self, id: CallId, response: Result<Response, CallError>) {
        // A response after the timeout is ignored, and the request repeated.
        let Some(call) = self.call.take_if(|call| call.id == id) else { return };
        let done = match response {
            Ok(response) if response.fits(&call.request) => self.apply(call.request, response),
            Ok(_) => Err(CallError::Malformed),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => self.failures = 0,
            Err(error) => self.failed(error),
        }
    }

    fn apply(&mut self, request: Request, response: Response) -> Result<(), CallError> {
        match (request, response) {
            (Request::Push(intents), Response::Push(response)) => self.pushed(&intents, response),
            (Request::Pull(since), Response::Pull(page)) => self.pulled(since, page),
            (Request::Digest(at), Response::Digest(response)) => {
                self.compared(at, response);
                Ok(())
            }
            (Request::Push(_), Response::Stale) => Ok(()),
            _ => Err(CallError::Malformed),
        }
    }

    /// Handles a failed request: sets the reason and schedules the retry.
    pub(super) fn failed(&mut self, error: CallError) {
        self.settled = false;
        self.failures = self.failures.saturating_add(1);
        match error {
            CallError::Refused(Refusal::OtherServer(identity)) => {
                let same = self.link.identity.is_some_and(|known| known.server == identity.server);
                self.offered = same.then_some(identity);
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
            true => retry::delay(self.failures, self.now.random),
            false => retry::jittered(retry::MAX_DELAY_MS, self.now.random),
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
