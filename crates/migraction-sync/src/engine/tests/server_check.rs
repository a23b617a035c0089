//! Servers that are not what they were, and deletions that are too many.

use super::*;
use crate::record::RecordHash;

#[test]
fn a_restored_server_is_asked_about_and_given_everything_again() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit(b"a");
    device.pushed(PushOutcome::Stored, 0, 1);
    device.respond(Err(Refusal::OtherServer(identity(2)).into()));
    assert_eq!(device.engine.status().question, Some(Question::Restored));
    device.tell(Event::SyncNow);
    assert!(device.asks_nothing(), "nothing is sent before a person has decided");
    device.tell(Event::Decided { decision: Decision::SendAll, seed: SEED });
    assert_eq!(device.engine.link().identity, Some(identity(2)));
    device.page(&[], 0);
    let intents = device.pushed(PushOutcome::Stored, 0, 1);
    assert_eq!((intents[0].base, intents[0].version), (None, Version(1)));
    device.same(&[state(1, b"a")]);
    assert_eq!(device.engine.status().waiting, 0);
}

#[test]
fn a_foreign_server_gets_nothing_until_the_device_is_enrolled_there() {
    let mut device = Device::ready();
    device.edit(b"a");
    let other = ServerIdentity { server: ServerId([7; 16]), epoch: Epoch([7; 16]) };
    device.effects = vec![Effect::Send { call: CallId(0), request: Request::Pull(Sequence(0)) }];
    let call = device.engine.call.as_ref().unwrap().id;
    let response = Err(Refusal::OtherServer(other).into());
    device.tell(Event::Responded { call, response });
    assert_eq!(device.engine.status().question, Some(Question::OtherServer));
    device.tell(Event::Decided { decision: Decision::SendAll, seed: SEED });
    assert!(device.asks_nothing());
    device.tell(Event::Enrolled { identity: other, seed: SEED });
    assert_eq!(device.engine.status().question, None);
    device.page(&[], 0);
    device.pushed(PushOutcome::Stored, 0, 1);
}

#[test]
fn a_server_that_lost_records_deletes_nothing_here() {
    let mut device = Device::ready();
    device.page(&[(1, state(1, b"a"))], 1);
    device.merge(Merged::Same { deleted: false });
    device.same(&[]);
    // The sums differ: everything is looked at again.
    device.page(&[], 1);
    let lost = Some(Question::ServerLost { records: Some(1) });
    assert_eq!(device.engine.status().question, lost);
    assert!(device.engine.meta(R).unwrap().is_live());
    device.tell(Event::Decided { decision: Decision::SendAll, seed: SEED });
    device.page(&[], 1);
    device.pushed(PushOutcome::Stored, 1, 2);
    device.same(&[state(1, b"a")]);
    assert_eq!(device.engine.status().question, None);
}

#[test]
fn a_server_that_is_behind_is_asked_about() {
    let mut device = Device::ready();
    device.respond(Err(Refusal::Behind { head: Sequence(0) }.into()));
    let lost = Some(Question::ServerLost { records: None });
    assert_eq!(device.engine.status().question, lost);
}

#[test]
fn sums_that_stay_different_are_said_and_not_hidden() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[state(1, b"ghost")]);
    device.page(&[], 0);
    device.same(&[state(1, b"ghost")]);
    assert_eq!(device.engine.status().reason, Some(Reason::Differs));
}

#[test]
fn many_deletions_are_asked_about_and_few_are_not() {
    let check = |living: u8, deleted: u8, asks: bool| {
        let mut device = Device::ready();
        let id = |n: u8| RecordId([n; 16]);
        let record = |n: u8, version: u64, text: &[u8]| SealedRecord {
            id: id(n),
            version: Version(version),
            sealed: text.to_vec(),
        };
        let all: Vec<_> = (0..living).map(|n| (u64::from(n) + 1, record(n, 1, b"x"))).collect();
        let upto = u64::from(living);
        device.page(&all, upto);
        let tell_all = |device: &mut Device, deleted: bool| {
            let merges = device.effects.iter().filter_map(|effect| match effect {
                Effect::Merge { record, edit, .. } => Some((*record, *edit)),
                _ => None,
            });
            for (record, edit) in merges.collect::<Vec<_>>() {
                device.tell(Event::Merged { record, edit, merged: Merged::Same { deleted } });
            }
        };
        tell_all(&mut device, false);
        device.tell(Event::SyncNow);
        let news: Vec<_> =
            (0..deleted).map(|n| (upto + 1 + u64::from(n), record(n, 2, b"-"))).collect();
        let call = device.engine.call.as_ref().unwrap().id;
        let page = PullResponse {
            records: news.into_iter().map(|(at, state)| (Sequence(at), state)).collect(),
            upto: Sequence(upto + u64::from(deleted)),
            more: false,
            time: 1,
        };
        if matches!(device.engine.call.as_ref().unwrap().request, Request::Digest(_)) {
            device.tell(Event::Responded {
                call,
                response: Ok(Response::Digest(DigestResponse::Moved)),
            });
            let call = device.engine.call.as_ref().unwrap().id;
            device.tell(Event::Responded { call, response: Ok(Response::Pull(page)) });
        } else {
            device.tell(Event::Responded { call, response: Ok(Response::Pull(page)) });
        }
        tell_all(&mut device, true);
        let asked = device.engine.status().question;
        let question =
            Question::ManyDeleted { records: usize::from(deleted), of: usize::from(living) };
        assert_eq!(asked, asks.then_some(question), "{deleted} of {living}");
        let alive = device.engine.records().filter(|(_, meta)| meta.is_live()).count();
        if asks {
            assert_eq!(alive, usize::from(living));
            device.tell(Event::Decided { decision: Decision::Delete, seed: SEED });
        }
        tell_all(&mut device, true);
        let alive = device.engine.records().filter(|(_, meta)| meta.is_live()).count();
        assert_eq!(alive, usize::from(living - deleted));
    };
    check(5, 1, false);
    check(5, 3, true);
    check(4, 2, false);
    check(40, 8, false);
    check(40, 10, true);
    check(49, 9, false);
}

#[test]
fn a_state_that_went_back_is_merged_before_it_is_replaced() {
    let mut device = Device::ready();
    device.tell(Event::Locked);
    device.effects = device.engine.handle(Event::SyncNow, Moment::default());
    let call = device.engine.call.as_ref().unwrap().id;
    let page = |at: u64, state: SealedRecord| PullResponse {
        records: vec![(Sequence(at), state)],
        upto: Sequence(at),
        more: false,
        time: 1,
    };
    let first = Response::Pull(page(1, state(5, b"five")));
    device.tell(Event::Responded { call, response: Ok(first) });
    let call = device.engine.call.as_ref().unwrap().id;
    device.tell(Event::Responded { call, response: Ok(Response::Digest(DigestResponse::Moved)) });
    device.page(&[(2, state(4, b"four"))], 2);
    let incoming = device.engine.meta(R).unwrap().incoming.unwrap();
    assert_eq!((incoming.version, incoming.current), (Version(5), false));
    assert!(device.asks_nothing(), "it is merged first");
    device.tell(Event::Unlocked);
    device.merge(Merged::Same { deleted: false });
    let waits = device.engine.meta(R).unwrap();
    assert!(waits.waiting.is_some() && waits.base.is_none());
}

#[test]
fn the_sum_holds_whatever_is_kept_beside() {
    let mut meta = Meta { base: Some(RecordHash([1; 32])), ..Meta::default() };
    assert_eq!(meta.on_server(), meta.base);
    meta.incoming =
        Some(Incoming { version: Version(2), hash: RecordHash([2; 32]), current: true });
    assert_eq!(meta.on_server(), Some(RecordHash([2; 32])));
}
