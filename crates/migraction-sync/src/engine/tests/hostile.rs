//! A server that lies, and bytes that do not open: what they say does no lasting harm.

use super::*;
use crate::limits::LARGEST_VERSION;

fn id(n: u8) -> RecordId {
    RecordId([n; 16])
}

fn sealed(n: u8, version: u64, text: &[u8]) -> SealedRecord {
    SealedRecord { id: id(n), version: Version(version), sealed: text.to_vec() }
}

impl Device {
    /// Edits a record; gives its number.
    fn edit_one(&mut self, n: u8, text: &[u8]) -> Version {
        let version = self.engine.version_for(id(n));
        let operation = OperationId([n.wrapping_add(100); 16]);
        let sealed = text.to_vec();
        self.tell(Event::Edited { record: id(n), version, sealed, operation, deleted: false });
        version
    }

    /// Says the same about everything that is to be merged.
    fn merge_all(&mut self, merged: &Merged) {
        let merges = self.effects.iter().filter_map(|effect| match effect {
            Effect::Merge { record, edit, .. } => Some((*record, *edit)),
            _ => None,
        });
        for (record, edit) in merges.collect::<Vec<_>>() {
            self.tell(Event::Merged { record, edit, merged: merged.clone() });
        }
    }

    /// The numbers of the push that is under way.
    #[track_caller]
    fn pushes(&self) -> Vec<Version> {
        let request = self.engine.call.as_ref().map(|call| call.request.clone());
        let Some(Request::Push(intents)) = request else { panic!("{request:?}") };
        intents.iter().map(|intent| intent.version).collect()
    }
}

#[test]
fn an_invented_number_does_not_make_later_ones_unacceptable() {
    for invented in [u64::MAX, LARGEST_VERSION.0 + 1, LARGEST_VERSION.0, 1 << 40, 0] {
        let mut device = Device::ready();
        device.page(&[(1, state(3, b"honest"))], 1);
        device.merge(Merged::Same { deleted: false });
        device.same(&[state(3, b"honest")]);
        device.tell(Event::SyncNow);
        device.page(&[(2, state(invented, b"lie"))], 2);
        device.merge_all(&Merged::Unreadable);
        let version = device.edit_one(1, b"mine");
        assert_eq!(version, Version(4), "after {invented}");
        // Kept by the device, and read again by a later start.
        let metas: Vec<_> = device.engine.records().map(|(id, meta)| (id, *meta)).collect();
        let again = Engine::new(*device.engine.link(), metas);
        assert_eq!(again.version_for(R), Version(5), "after {invented}");
    }
}

#[test]
fn one_impossible_item_does_not_take_the_others_of_its_page_with_it() {
    let mut device = Device::ready();
    device.page(&[(1, sealed(1, u64::MAX, b"lie")), (2, sealed(2, 1, b"b"))], 2);
    device.merge_all(&Merged::Same { deleted: false });
    let known: Vec<_> = device.engine.records().map(|(record, _)| record).collect();
    assert_eq!(known, [id(2)]);
    assert_eq!(device.engine.link().since, Sequence(2));
}

#[test]
fn an_impossible_conflict_is_said_is_not_asked_for_again_at_once_and_holds_up_no_other() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit_one(1, b"a");
    device.pushed(PushOutcome::Conflict(state(u64::MAX, b"lie")), 0, 0);
    assert_eq!(device.engine.status().reason, Some(Reason::Malformed));
    device.edit_one(2, b"b");
    assert_eq!(device.pushes(), [Version(1)], "the other one alone");
    device.pushed(PushOutcome::Stored, 0, 1);
    device.same(&[sealed(2, 1, b"b")]);
    // An honest server answers at the next look.
    device.tell(Event::SyncNow);
    device.page(&[], 1);
    assert_eq!(device.pushes(), [Version(1)]);
    device.pushed(PushOutcome::Stored, 1, 2);
    assert_eq!(device.engine.status().waiting, 0);
}

#[test]
fn a_device_that_believed_an_invented_number_gets_over_it() {
    let meta = Meta { seen: Version(u64::MAX), ..Meta::default() };
    let engine = Engine::new(Link::default(), [(R, meta)]);
    let version = engine.version_for(R);
    assert!(version > Version(1 << 40) && version < LARGEST_VERSION, "{version:?}");
}

#[test]
fn a_merged_state_has_a_number_above_both() {
    let mut device = Device::ready();
    device.page(&[], 0);
    device.same(&[]);
    device.edit_one(1, b"mine");
    device.pushed(PushOutcome::Conflict(state(9, b"theirs")), 1, 1);
    assert_eq!(device.engine.version_for(R), Version(2), "not believed before it was opened");
    let version = device.engine.version_for_merge(R);
    assert_eq!(version, Version(10));
    let operation = OperationId([2; 16]);
    device.merge(Merged::More { version, sealed: b"both".to_vec(), operation, deleted: false });
    assert_eq!(device.engine.version_for(R), Version(11));
}

#[test]
fn what_does_not_open_is_set_aside_when_everything_is_sent_and_the_others_go() {
    let mut device = Device::ready();
    device.page(&[(1, sealed(1, 1, b"does not open"))], 1);
    device.merge_all(&Merged::Unreadable);
    device.same(&[sealed(1, 1, b"does not open")]);
    for n in 2..22 {
        device.edit_one(n, b"mine");
    }
    let call = device.engine.call.as_ref().map(|call| call.id).unwrap();
    let restored = Err(Refusal::OtherServer(identity(2)).into());
    device.tell(Event::Responded { call, response: restored });
    assert_eq!(device.engine.status().question, Some(Question::Restored));
    device.tell(Event::Decided { decision: Decision::SendAll, seed: SEED });
    // It is tried once more; then nothing else keeps it, and it is quarantined.
    device.merge_all(&Merged::Unreadable);
    device.page(&[], 0);
    assert_eq!(device.pushes().len(), 20, "{:?}", device.engine.status());
    assert_eq!(device.engine.status().unreadable, 1, "it is counted");
}

#[test]
fn a_state_that_went_back_and_does_not_open_holds_up_nothing() {
    let mut device = Device::ready();
    let other = sealed(2, 1, b"b");
    device.page(&[(1, state(5, b"opens")), (2, other.clone())], 2);
    device.merge_all(&Merged::Same { deleted: false });
    device.same(&[state(5, b"opens"), other.clone()]);
    device.tell(Event::SyncNow);
    device.page(&[(3, state(6, b"does not open"))], 3);
    device.merge_all(&Merged::Unreadable);
    device.same(&[state(6, b"does not open"), other.clone()]);
    device.tell(Event::SyncNow);
    device.page(&[(4, state(4, b"four"))], 4);
    assert_eq!(device.engine.status().question, None, "the other one is not lost");
    device.merge_all(&Merged::Unreadable);
    device.page(&[(2, other), (4, state(4, b"four"))], 4);
    assert_eq!(device.engine.status().question, None);
    device.merge(Merged::Same { deleted: false });
    assert_eq!(device.engine.meta(R).unwrap().local.unwrap().version, Version(4));
}

#[test]
fn what_waits_behind_something_that_does_not_open_says_so() {
    let mut device = Device::ready();
    device.page(&[(1, state(1, b"newer app"))], 1);
    device.merge(Merged::Unreadable);
    device.same(&[state(1, b"newer app")]);
    assert_eq!(device.engine.status().reason, None, "nothing waits");
    device.edit(b"mine");
    let status = device.engine.status();
    assert_eq!((status.waiting, status.reason), (1, Some(Reason::Unreadable)));
    device.edit_one(2, b"b");
    assert_eq!(device.pushes(), [Version(1)], "the other one goes");
}
