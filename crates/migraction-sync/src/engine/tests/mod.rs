//! The engine alone, with scripted responses. Many devices together are tested in the simulator.

use super::*;
use crate::ids::{Epoch, ServerId};
use crate::messages::{DigestResponse, PullResponse, PushOutcome, PushResponse};
use crate::protocol::{CallError, Refusal};
use crate::record::SealedRecord;
use crate::set_hash::SetHash;

mod hostile;
mod leaving;
mod server_check;

const R: RecordId = RecordId([1; 16]);
const SEED: [u8; 16] = [9; 16];

fn identity(epoch: u8) -> ServerIdentity {
    ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([epoch; 16]) }
}

/// A device whose storage always works and whose clock stands still.
struct Device {
    engine: Engine,
    effects: Vec<Effect>,
}

impl Device {
    /// Enrolled, online and open, with its first page empty.
    fn ready() -> Self {
        let mut device = Self::new(Link::default());
        device.tell(Event::Enrolled { identity: identity(1), seed: SEED });
        device.tell(Event::Unlocked);
        device.tell(Event::Online(true));
        device
    }

    fn new(link: Link) -> Self {
        Self { engine: Engine::new(link, []), effects: Vec::new() }
    }

    fn tell(&mut self, event: Event) {
        self.effects = self.engine.handle(event, Moment { millis: 1_000, random: 0 });
        let stores = self.effects.iter().filter_map(|effect| match effect {
            Effect::Store { batch, .. } => Some(*batch),
            _ => None,
        });
        for batch in stores.collect::<Vec<_>>() {
            let before = core::mem::take(&mut self.effects);
            self.tell(Event::Stored(batch));
            let after = core::mem::replace(&mut self.effects, before);
            self.effects.extend(after);
        }
    }

    fn edit(&mut self, text: &[u8]) {
        let version = self.engine.version_for(R);
        let operation = OperationId([text[0]; 16]);
        let sealed = text.to_vec();
        self.tell(Event::Edited { record: R, version, sealed, operation, deleted: false });
    }

    /// The request that is under way.
    #[track_caller]
    fn asked(&self) -> (CallId, Request) {
        let asked = self.engine.call.as_ref().map(|call| (call.id, call.request.clone()));
        asked.unwrap_or_else(|| panic!("nothing was asked: {:?}", self.effects))
    }

    fn asks_nothing(&self) -> bool {
        !self.effects.iter().any(|effect| matches!(effect, Effect::Send { .. }))
    }

    #[track_caller]
    fn respond(&mut self, response: Result<Response, CallError>) {
        let (call, _) = self.asked();
        self.tell(Event::Responded { call, response });
    }

    #[track_caller]
    fn page(&mut self, records: &[(u64, SealedRecord)], upto: u64) {
        let (_, request) = self.asked();
        assert!(matches!(request, Request::Pull(_)), "{request:?}");
        let records = records.iter().map(|(at, record)| (Sequence(*at), record.clone()));
        self.respond(Ok(Response::Pull(PullResponse {
            records: records.collect(),
            upto: Sequence(upto),
            more: false,
            time: 1,
        })));
    }

    #[track_caller]
    fn pushed(&mut self, outcome: PushOutcome, before: u64, head: u64) -> Vec<Intent> {
        let (_, request) = self.asked();
        let Request::Push(intents) = request else { panic!("{request:?}") };
        self.respond(Ok(Response::Push(PushResponse {
            outcomes: vec![outcome],
            before: Sequence(before),
            head: Sequence(head),
        })));
        intents
    }

    #[track_caller]
    fn same(&mut self, records: &[SealedRecord]) {
        let (_, request) = self.asked();
        assert!(matches!(request, Request::Digest(_)), "{request:?}");
        let hash: SetHash = records.iter().map(SealedRecord::hash).collect();
        self.respond(Ok(Response::Digest(DigestResponse::Hash(hash))));
    }

    #[track_caller]
    fn to_merge(&self) -> (RecordId, u64) {
        let merge = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Merge { record, edit, .. } => Some((*record, *edit)),
            _ => None,
        });
        merge.unwrap_or_else(|| panic!("nothing to merge: {:?}", self.effects))
    }

    #[track_caller]
    fn merge(&mut self, merged: Merged) {
        let (record, edit) = self.to_merge();
        self.tell(Event::Merged { record, edit, merged });
    }

    fn pause(&self) -> (TimerId, u64) {
        let wait = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Wait { timer, millis } => Some((*timer, *millis)),
            _ => None,
        });
        wait.unwrap()
    }
}

fn state(version: u64, text: &[u8]) -> SealedRecord {
    SealedRecord { id: R, version: Version(version), sealed: text.to_vec() }
}

#[test]
fn an_edit_is_sent_and_the_line_says_so() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    assert_eq!(device.engine.status().sent_at, Some(1_000));
    device.edit(b"a");
    let status = device.engine.status();
    assert!(status.saved);
    assert_eq!((status.waiting, status.reason), (1, None));
    let intents = device.pushed(PushOutcome::Stored, 0, 1);
    assert_eq!(intents[0].base, None);
    device.same(&[state(1, b"a")]);
    let status = device.engine.status();
    assert_eq!((status.waiting, status.sent_at, status.reason), (0, Some(1_000), None));
    assert!(device.asks_nothing());
}

#[test]
fn nothing_is_called_saved_before_its_transaction_has_completed() {
    let mut engine = Engine::new(Link::default(), []);
    let edited = Event::Edited {
        record: R,
        version: engine.version_for(R),
        sealed: vec![1],
        operation: OperationId([1; 16]),
        deleted: false,
    };
    let effects = engine.handle(edited, Moment::default());
    let Effect::Store { batch, ref changes } = effects[0] else { panic!("{effects:?}") };
    assert!(!engine.status().saved);
    let full = Event::StoreFailed { batch, full: true };
    let failed = engine.handle(full, Moment::default());
    assert_eq!(engine.status().reason, Some(Reason::StorageFull));
    let Effect::Wait { timer, .. } = failed[0] else { panic!("{failed:?}") };
    let again = engine.handle(Event::Timeout(timer), Moment::default());
    let Effect::Store { batch: second, changes: ref same } = again[0] else { panic!("{again:?}") };
    assert_eq!(same, changes);
    engine.handle(Event::Stored(batch), Moment::default());
    assert!(!engine.status().saved, "the first one failed");
    engine.handle(Event::Stored(second), Moment::default());
    assert!(engine.status().saved);
}

#[test]
fn an_edit_under_way_is_followed_by_the_newer_one() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    let push = device.asked();
    device.edit(b"b");
    assert!(device.asks_nothing(), "one request at a time");
    let (call, _) = push;
    let stored = PushResponse {
        outcomes: vec![PushOutcome::Stored],
        before: Sequence(0),
        head: Sequence(1),
    };
    device.tell(Event::Responded { call, response: Ok(Response::Push(stored)) });
    assert_eq!(device.engine.status().waiting, 1);
    let intents = device.pushed(PushOutcome::Stored, 1, 2);
    assert_eq!(intents[0].base, Some(state(1, b"a").hash()));
    assert_eq!(intents[0].version, Version(2));
    device.same(&[state(2, b"b")]);
    assert_eq!(device.engine.status().waiting, 0);
}

#[test]
fn a_conflict_is_merged_and_sent_again() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    device.pushed(PushOutcome::Conflict(state(1, b"other")), 1, 1);
    assert_eq!(device.to_merge(), (R, 2));
    let version = device.engine.version_for(R);
    assert_eq!(version, Version(2));
    let operation = OperationId([2; 16]);
    device.merge(Merged::More { version, sealed: b"both".to_vec(), operation, deleted: false });
    let asked = device.engine.status();
    assert_eq!((asked.waiting, asked.to_merge), (1, 0));
}

#[test]
fn an_edit_during_a_merge_asks_for_the_merge_again() {
    let mut device = Device::ready();
    device.page(&[(1, state(1, b"theirs"))], 1);
    let (record, edit) = device.to_merge();
    device.edit(b"mine");
    let merged = Merged::Same { deleted: false };
    device.tell(Event::Merged { record, edit, merged });
    let (_, again) = device.to_merge();
    assert_ne!(again, edit);
    assert_eq!(device.engine.status().waiting, 1, "the edit is still there");
}

#[test]
fn a_lost_answer_is_recognised_when_the_state_comes_back() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    device.respond(Err(CallError::Unreachable));
    assert_eq!(device.engine.status().reason, Some(Reason::NoAnswer));
    device.tell(Event::SyncNow);
    device.page(&[(1, state(1, b"a"))], 1);
    device.same(&[state(1, b"a")]);
    assert_eq!(device.engine.status().waiting, 0);
    assert_eq!(device.engine.status().reason, None);
}

#[test]
fn pauses_double_and_an_answer_out_of_time_is_not_believed() {
    let mut device = Device::ready();
    let mut pauses = Vec::new();
    for _ in 0..4 {
        let (late, _) = device.asked();
        let deadline = device.pause().0;
        device.tell(Event::Timeout(deadline));
        let (timer, millis) = device.pause();
        pauses.push(millis);
        device.tell(Event::Responded { call: late, response: Err(CallError::Malformed) });
        assert_eq!(device.engine.status().reason, Some(Reason::NoAnswer));
        device.tell(Event::Timeout(timer));
    }
    assert_eq!(pauses, [500, 1_000, 2_000, 4_000]);
}

#[test]
fn each_error_has_its_reason() {
    let check = |error: CallError, reason: Reason| {
        let mut device = Device::ready();
        device.respond(Err(error));
        assert_eq!(device.engine.status().reason, Some(reason));
        assert!(device.asks_nothing());
    };
    check(CallError::Unreachable, Reason::NoAnswer);
    check(CallError::Broken(502), Reason::ServerError(502));
    check(CallError::Malformed, Reason::Malformed);
    check(CallError::NewerServer(2), Reason::NewerServer);
    check(CallError::OlderServer(0), Reason::OlderServer);
    check(Refusal::Revoked.into(), Reason::Revoked);
    check(Refusal::UnknownToken.into(), Reason::UnknownDevice);
    check(Refusal::TooMany { seconds: 3 }.into(), Reason::TooMany);
    check(Refusal::Unavailable.into(), Reason::ServerError(503));
    check(Refusal::Malformed.into(), Reason::Malformed);
    let mut device = Device::new(Link::default());
    device.tell(Event::Online(true));
    assert_eq!(device.engine.status().reason, Some(Reason::NotEnrolled));
    device.tell(Event::Enrolled { identity: identity(1), seed: SEED });
    device.tell(Event::Online(false));
    assert_eq!(device.engine.status().reason, Some(Reason::Offline));
}

#[test]
fn pages_that_lead_astray_change_nothing() {
    let check = |records: &[(u64, SealedRecord)], upto: u64, more: bool| {
        let mut device = Device::ready();
        let records = records.iter().map(|(at, state)| (Sequence(*at), state.clone())).collect();
        let page = PullResponse { records, upto: Sequence(upto), more, time: 1 };
        device.respond(Ok(Response::Pull(page)));
        assert_eq!(device.engine.status().reason, Some(Reason::Malformed));
        assert_eq!(device.engine.link().since, Sequence(0));
        assert_eq!(device.engine.records().count(), 0);
    };
    check(&[], 0, true);
    check(&[(2, state(1, b"a"))], 1, false);
    check(&[(2, state(1, b"a")), (2, state(1, b"a"))], 2, false);
    check(&[(0, state(1, b"a"))], 2, false);
    let mut device = Device::ready();
    device.respond(Ok(Response::Digest(DigestResponse::Moved)));
    assert_eq!(device.engine.status().reason, Some(Reason::Malformed));
}

#[test]
fn half_an_answer_to_a_push_leaves_all_of_it_waiting() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    let short = PushResponse { outcomes: vec![], before: Sequence(0), head: Sequence(1) };
    device.respond(Ok(Response::Push(short)));
    assert_eq!(device.engine.status().reason, Some(Reason::Malformed));
    assert_eq!(device.engine.status().waiting, 1);
}

#[test]
fn what_comes_while_the_vault_is_closed_waits_and_what_is_sealed_still_goes() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    device.tell(Event::Locked);
    let call = device.engine.call.as_ref().unwrap().id;
    let stored = PushResponse {
        outcomes: vec![PushOutcome::Stored],
        before: Sequence(1),
        head: Sequence(2),
    };
    device.tell(Event::Responded { call, response: Ok(Response::Push(stored)) });
    let other = SealedRecord { id: RecordId([2; 16]), ..state(1, b"o") };
    device.page(&[(1, other.clone()), (2, state(1, b"a"))], 2);
    device.same(&[state(1, b"a"), other]);
    let status = device.engine.status();
    assert_eq!((status.to_merge, status.reason), (1, Some(Reason::Locked)));
    device.tell(Event::Unlocked);
    device.merge(Merged::Same { deleted: false });
    assert_eq!(device.engine.status().to_merge, 0);
}

#[test]
fn what_cannot_be_opened_is_kept_and_counted() {
    let mut device = Device::ready();
    device.page(&[(1, state(1, b"newer app"))], 1);
    device.merge(Merged::Unreadable);
    device.same(&[state(1, b"newer app")]);
    let status = device.engine.status();
    assert_eq!((status.unreadable, status.to_merge), (1, 1));
    device.edit(b"mine");
    assert!(device.asks_nothing(), "what this app cannot open is not written over");
    device.tell(Event::Damaged { record: R });
    assert!(device.engine.meta(R).unwrap().local.is_none());
}

#[test]
fn a_full_quota_is_said_and_news_still_come() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    device.pushed(PushOutcome::QuotaFull { used: 9, quota: 9 }, 0, 0);
    let reason = Some(Reason::QuotaFull { used: 9, quota: 9 });
    assert_eq!(device.engine.status().reason, reason);
    assert_eq!(device.engine.status().waiting, 1);
    let poll = device.engine.poll.unwrap();
    device.tell(Event::Timeout(poll));
    device.page(&[], 0);
    device.pushed(PushOutcome::Stored, 0, 1);
    device.same(&[state(1, b"a")]);
    assert_eq!(device.engine.status().reason, None);
}

#[test]
fn a_record_too_large_does_not_hold_up_the_others() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    device.pushed(PushOutcome::TooLarge, 0, 0);
    assert_eq!(device.engine.status().reason, Some(Reason::TooLarge(R)));
    device.edit(b"b");
    device.pushed(PushOutcome::Stored, 0, 1);
}
