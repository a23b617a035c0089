//! What every storage must do, whatever it is made of. Natively for the one in memory, in real browsers for IndexedDB.
//! A storage is given empty, and is left as it was found.

#![allow(
    clippy::unwrap_used,
    reason = "a check stops at the first thing that is not as it must be"
)]

use std::pin::{Pin, pin};
use std::task::Poll;

use migraction_notes::{Author, Note, Writer};
use migraction_vault::{Place, RecordId, VaultId, VaultKey};

use super::{Storage, Store, Write};
use crate::sealed::Sealed;

const VAULT: VaultId = VaultId([1; 16]);

/// All checks, one after another.
///
/// # Panics
/// At the first thing that is not as it must be.
pub async fn check(storage: &impl Storage) {
    for store in Store::ALL {
        assert_eq!(storage.load_all(store, "").await.unwrap(), [], "{store:?} is given empty");
    }
    what_was_put_comes_back(storage).await;
    names_are_found_by_what_they_begin_with(storage).await;
    writes_of_one_transaction_are_done_in_their_order(storage).await;
    what_is_moved_is_in_one_place(storage).await;
    what_is_not_wanted_any_more_is_not_written(storage).await;
    transactions_take_effect_in_the_order_in_which_they_were_begun(storage).await;
    whoever_reads_sees_what_was_begun_before(storage).await;
    many_writes_are_one_transaction(storage).await;
    for store in Store::ALL {
        assert_eq!(storage.load_all(store, "").await.unwrap(), [], "{store:?} is left empty");
    }
}

/// A note of so many letters, sealed: all that is ever given to a storage looks like this.
fn sealed(text: &str) -> Sealed {
    let key = VaultKey::make(&mut |bytes| bytes.fill(7));
    let place = Place { vault: VAULT, record: RecordId([2; 16]), version: 1 };
    let mut note = Note::default();
    note.set_text(&Author { writer: Writer(1), label: String::new() }, text);
    let mut last = text.len() as u8;
    Sealed::note(&key, &place, &note, &mut |bytes| {
        for byte in bytes {
            last = last.wrapping_mul(37).wrapping_add(11);
            *byte = last;
        }
    })
    .unwrap()
}

fn put(store: Store, key: &str, text: &str) -> Write {
    Write::sealed(store, key.to_owned(), sealed(text))
}

async fn commit(storage: &impl Storage, writes: &[Write]) {
    storage.commit(writes, &|| true).await.unwrap();
}

async fn found(storage: &impl Storage, store: Store, key: &str) -> Option<Vec<u8>> {
    storage.load(store, key).await.unwrap()
}

async fn clear(storage: &impl Storage, places: &[(Store, &str)]) {
    let writes: Vec<_> =
        places.iter().map(|(store, key)| Write::remove(*store, (*key).to_owned())).collect();
    commit(storage, &writes).await;
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    Some(sealed(text).into_bytes())
}

async fn what_was_put_comes_back(storage: &impl Storage) {
    let long = "letters ".repeat(20_000);
    commit(storage, &[put(Store::Records, "a/1", "one"), put(Store::Incoming, "a/1", &long)]).await;
    assert_eq!(found(storage, Store::Records, "a/1").await, bytes("one"));
    assert_eq!(found(storage, Store::Incoming, "a/1").await, bytes(&long), "stores are apart");
    assert_eq!(found(storage, Store::Records, "a/2").await, None);
    assert_eq!(found(storage, Store::Quarantine, "a/1").await, None);
    commit(storage, &[put(Store::Records, "a/1", "three")]).await;
    assert_eq!(
        found(storage, Store::Records, "a/1").await,
        bytes("three"),
        "in place of the first"
    );
    clear(
        storage,
        &[(Store::Records, "a/1"), (Store::Incoming, "a/1"), (Store::Quarantine, "a/1")],
    )
    .await;
    assert_eq!(found(storage, Store::Records, "a/1").await, None);
}

async fn names_are_found_by_what_they_begin_with(storage: &impl Storage) {
    let names = ["ab/2", "ab/1", "ab", "abc/1", "ab0", "a/1"];
    let writes: Vec<_> = names.iter().map(|name| put(Store::Outbox, name, name)).collect();
    commit(storage, &writes).await;
    let all = async |prefix: &str| {
        let rows = storage.load_all(Store::Outbox, prefix).await.unwrap();
        for (name, row) in &rows {
            assert_eq!(Some(row), bytes(name).as_ref(), "{name} has its own bytes");
        }
        rows.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(all("ab").await, ["ab/1", "ab/2"], "neither the name itself nor a longer one");
    assert_eq!(all("b").await, [""; 0]);
    assert_eq!(all("").await, ["a/1", "ab", "ab/1", "ab/2", "ab0", "abc/1"]);
    clear(storage, &names.map(|name| (Store::Outbox, name))).await;
}

async fn writes_of_one_transaction_are_done_in_their_order(storage: &impl Storage) {
    let key = || "a/1".to_owned();
    let writes = [
        put(Store::Records, "a/1", "first"),
        Write::remove(Store::Records, key()),
        put(Store::Records, "a/1", "second"),
        put(Store::Incoming, "a/1", "third"),
        Write::remove(Store::Incoming, key()),
    ];
    commit(storage, &writes).await;
    assert_eq!(found(storage, Store::Records, "a/1").await, bytes("second"));
    assert_eq!(found(storage, Store::Incoming, "a/1").await, None);
    clear(storage, &[(Store::Records, "a/1")]).await;
}

async fn what_is_moved_is_in_one_place(storage: &impl Storage) {
    let adopt = || Write::move_to(Store::Incoming, "a/1".into(), Store::Records, "a/1".into());
    commit(storage, &[put(Store::Records, "a/1", "own"), put(Store::Incoming, "a/1", "came")])
        .await;
    commit(storage, &[adopt()]).await;
    assert_eq!(found(storage, Store::Records, "a/1").await, bytes("came"));
    assert_eq!(found(storage, Store::Incoming, "a/1").await, None);
    // There is nothing to move any more: what is there stays.
    commit(storage, &[adopt(), put(Store::Outbox, "a/1", "meta")]).await;
    assert_eq!(found(storage, Store::Records, "a/1").await, bytes("came"));
    assert_eq!(found(storage, Store::Outbox, "a/1").await, bytes("meta"), "the others are done");
    // What was put in the same transaction is moved, and what comes after the move stands.
    let quarantine =
        || Write::move_to(Store::Records, "a/1".into(), Store::Quarantine, "a/1/9".into());
    let writes =
        [put(Store::Records, "a/1", "broken"), quarantine(), put(Store::Records, "a/1", "new")];
    commit(storage, &writes).await;
    assert_eq!(found(storage, Store::Quarantine, "a/1/9").await, bytes("broken"));
    assert_eq!(found(storage, Store::Records, "a/1").await, bytes("new"));
    let places = [(Store::Records, "a/1"), (Store::Outbox, "a/1"), (Store::Quarantine, "a/1/9")];
    clear(storage, &places).await;
}

async fn what_is_not_wanted_any_more_is_not_written(storage: &impl Storage) {
    commit(storage, &[put(Store::Records, "a/1", "newest")]).await;
    let done = storage.commit(&[put(Store::Records, "a/1", "older")], &|| false).await;
    assert_eq!(done, Ok(()), "nobody waits for it any more");
    assert_eq!(found(storage, Store::Records, "a/1").await, bytes("newest"));
    clear(storage, &[(Store::Records, "a/1")]).await;
}

async fn transactions_take_effect_in_the_order_in_which_they_were_begun(storage: &impl Storage) {
    for round in ["one", "two", "three"] {
        let older = [put(Store::Records, "a/1", "older"), put(Store::Incoming, "a/1", round)];
        // The move makes the first one longer: it must not be overtaken all the same.
        let moved = Write::move_to(Store::Incoming, "a/1".into(), Store::Records, "a/2".into());
        let older = [older.as_slice(), &[moved]].concat();
        let newer = [put(Store::Records, "a/1", round)];
        let first = pin!(storage.commit(&older, &|| true));
        let second = pin!(storage.commit(&newer, &|| true));
        let (first, second) = both(first, second).await;
        assert_eq!((first, second), (Ok(()), Ok(())));
        assert_eq!(found(storage, Store::Records, "a/1").await, bytes(round));
        assert_eq!(found(storage, Store::Records, "a/2").await, bytes(round));
    }
    clear(storage, &[(Store::Records, "a/1"), (Store::Records, "a/2")]).await;
}

async fn whoever_reads_sees_what_was_begun_before(storage: &impl Storage) {
    let writes = [put(Store::Records, "a/1", "begun")];
    let written = pin!(storage.commit(&writes, &|| true));
    let read = pin!(storage.load(Store::Records, "a/1"));
    let (written, read) = both(written, read).await;
    assert_eq!((written, read), (Ok(()), Ok(bytes("begun"))));
    clear(storage, &[(Store::Records, "a/1")]).await;
}

async fn many_writes_are_one_transaction(storage: &impl Storage) {
    let names: Vec<String> = (0..300).map(|at| format!("many/{at:03}")).collect();
    let writes: Vec<_> = names.iter().map(|name| put(Store::Records, name, name)).collect();
    commit(storage, &writes).await;
    assert_eq!(storage.load_all(Store::Records, "many").await.unwrap().len(), 300);
    let places: Vec<_> = names.iter().map(|name| (Store::Records, name.as_str())).collect();
    clear(storage, &places).await;
}

/// Begins the first, then the second, and waits for both.
async fn both<A, B>(
    mut first: Pin<&mut impl Future<Output = A>>,
    mut second: Pin<&mut impl Future<Output = B>>,
) -> (A, B) {
    let (mut a, mut b) = (None, None);
    std::future::poll_fn(|context| {
        if a.is_none()
            && let Poll::Ready(value) = first.as_mut().poll(context)
        {
            a = Some(value);
        }
        if b.is_none()
            && let Poll::Ready(value) = second.as_mut().poll(context)
        {
            b = Some(value);
        }
        match (a.take(), b.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (first, second) => {
                (a, b) = (first, second);
                Poll::Pending
            }
        }
    })
    .await
}
