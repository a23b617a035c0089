//! The page goes while something is typed, or while the storage is busy or fails.

use super::*;

/// A device whose storage answers only when it is told to.
struct Slow(Engine);

impl Slow {
    fn tell(&mut self, event: Event) -> Vec<(BatchId, Vec<Change>)> {
        let effects = self.0.handle(event, Moment { millis: 1_000, random: 0 });
        let stores = effects.into_iter().filter_map(|effect| match effect {
            Effect::Store { batch, changes } => Some((batch, changes)),
            _ => None,
        });
        stores.collect()
    }

    fn edit(&mut self, text: &[u8]) -> Vec<(BatchId, Vec<Change>)> {
        let version = self.0.version_for(R);
        let operation = OperationId([text[0]; 16]);
        let sealed = text.to_vec();
        self.tell(Event::Edited { record: R, version, sealed, operation, deleted: false })
    }
}

fn slow() -> Slow {
    Slow(Engine::new(Link::default(), []))
}

fn texts(changes: &[Change]) -> Vec<&[u8]> {
    let own = changes.iter().filter_map(|change| match change {
        Change::Own { sealed, .. } => Some(sealed.as_slice()),
        _ => None,
    });
    own.collect()
}

#[test]
fn what_is_typed_while_a_transaction_is_under_way_does_not_wait_for_it_when_the_page_goes() {
    let mut device = slow();
    let first = device.edit(b"a");
    assert_eq!(first.len(), 1);
    assert!(device.edit(b"b").is_empty(), "one transaction at a time");
    let stores = device.tell(Event::Leaving);
    let [(second, changes)] = stores.as_slice() else { panic!("{stores:?}") };
    assert_eq!(texts(changes), [b"a", b"b"], "the last one holds all");
    assert!(!device.0.awaits(first[0].0) && device.0.awaits(*second));
    // The answer to the first one says nothing about the second.
    device.tell(Event::Stored(first[0].0));
    assert!(!device.0.status().saved);
    device.tell(Event::Stored(*second));
    assert!(device.0.status().saved);
    assert!(device.tell(Event::Leaving).is_empty());
}

#[test]
fn a_transaction_under_way_that_holds_all_is_not_begun_twice() {
    let mut device = slow();
    device.edit(b"a");
    assert!(device.tell(Event::Leaving).is_empty());
}

#[test]
fn a_failed_transaction_is_tried_once_more_when_the_page_goes() {
    let mut device = slow();
    let first = device.edit(b"a");
    device.tell(Event::StoreFailed { batch: first[0].0, full: false });
    let stores = device.tell(Event::Leaving);
    assert_eq!(texts(&stores[0].1), [b"a"]);
}

#[test]
fn sealed_states_that_no_transaction_holds_are_known_whether_the_vault_is_open_or_not() {
    let mut device = slow();
    device.tell(Event::Unlocked);
    let first = device.edit(b"a");
    device.edit(b"b");
    device.tell(Event::StoreFailed { batch: first[0].0, full: true });
    device.tell(Event::Locked);
    let newest = device.0.unsaved().last();
    assert_eq!(newest, Some((R, &b"b"[..])));
    let again = device.tell(Event::Leaving);
    device.tell(Event::Stored(again[0].0));
    assert_eq!(device.0.unsaved().count(), 0);
}

#[test]
fn typing_on_while_the_storage_does_not_answer_takes_no_memory() {
    let mut device = slow();
    device.edit(b"a");
    for _ in 0..1000 {
        device.edit(b"b");
    }
    assert_eq!(device.0.unsaved().count(), 2);
}

#[test]
fn a_storage_that_failed_often_is_tried_again_within_seconds() {
    let mut device = slow();
    let mut batch = device.edit(b"a")[0].0;
    for _ in 0..20 {
        let failed = Event::StoreFailed { batch, full: true };
        let effects = device.0.handle(failed, Moment { millis: 1_000, random: u64::MAX });
        let wait = effects.iter().find_map(|effect| match effect {
            Effect::Wait { timer, millis } => Some((*timer, *millis)),
            _ => None,
        });
        let Some((timer, millis)) = wait else { panic!("{effects:?}") };
        assert!(millis <= 16_000, "{millis}");
        batch = device.tell(Event::Timeout(timer))[0].0;
    }
}
