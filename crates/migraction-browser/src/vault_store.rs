//! Where notes rest in a browser: the storage of `migraction-device` over IndexedDB. It passes the suite of all storages in
//! `tests/browser.rs`, and is given sealed bytes only: no other value has the type that it takes.
//!
//! A change is one transaction with strict durability: "saved" is said only once it has completed.

use migraction_device::{Action, Storage, StorageError, Store, Write};

use super::database::{self, ASIDE, INCOMING, OUTBOX, PROFILES, RECORDS};
use super::rows::{Act, Row, read, read_all, write_while};

/// The app's own database.
#[derive(Clone, Copy, Debug, Default)]
pub struct IndexedDb;

const fn name(store: Store) -> &'static str {
    match store {
        Store::Profiles => PROFILES,
        Store::Records => RECORDS,
        Store::Incoming => INCOMING,
        Store::Outbox => OUTBOX,
        Store::Quarantine => ASIDE,
    }
}

fn why(error: database::StorageError) -> StorageError {
    match error {
        database::StorageError::Full => StorageError::Full,
        database::StorageError::Refused(_) | database::StorageError::Failed(_) => {
            StorageError::Failed
        }
    }
}

impl Storage for IndexedDb {
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError> {
        let rows: Vec<Row<'_>> = writes
            .iter()
            .map(|write| {
                let act = match write.action() {
                    Action::Put(bytes) => Act::Put(bytes),
                    Action::Remove => Act::Remove,
                    Action::MoveTo(store, key) => Act::MoveTo(name(store), key),
                };
                (name(write.store()), write.key(), act)
            })
            .collect();
        write_while(&Store::ALL.map(name), &rows, is_wanted).await.map_err(why)
    }

    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        read(name(store), key).await.map_err(why)
    }

    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        read_all(name(store), prefix).await.map_err(why)
    }
}
