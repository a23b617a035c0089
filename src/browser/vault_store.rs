//! Where notes rest: sealed bytes and wrapped keys, under opaque names. Nothing else is ever put here.
//!
//! A change is one transaction with strict durability: "saved" is said only once it has completed.

use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::database::{
    ASIDE, INCOMING, OUTBOX, PROFILES, RECORDS, StorageError, finish, with_connection,
};

/// A store of sealed things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// What is kept of profiles.
    Profiles,
    /// Records as this device has them.
    Records,
    /// Records that came and are not merged yet.
    Incoming,
    /// Where each record stands.
    Outbox,
    /// Records that do not open.
    Aside,
}

impl Store {
    const fn name(self) -> &'static str {
        match self {
            Self::Profiles => PROFILES,
            Self::Records => RECORDS,
            Self::Incoming => INCOMING,
            Self::Outbox => OUTBOX,
            Self::Aside => ASIDE,
        }
    }
}

/// One put, or one removal when there are no bytes.
#[derive(Clone, Debug)]
pub struct Write {
    /// Where.
    pub store: Store,
    /// Under which name.
    pub key: String,
    /// What.
    pub bytes: Option<Vec<u8>>,
}

impl Write {
    /// Puts bytes.
    #[must_use]
    pub fn put(store: Store, key: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { store, key: key.into(), bytes: Some(bytes) }
    }

    /// Removes what is there.
    #[must_use]
    pub fn remove(store: Store, key: impl Into<String>) -> Self {
        Self { store, key: key.into(), bytes: None }
    }
}

/// Does all writes in one transaction, or none.
///
/// # Errors
/// A [`StorageError`]; nothing was changed.
pub async fn commit(writes: &[Write]) -> Result<(), StorageError> {
    commit_while(writes, &|| true).await
}

/// As [`commit`], for as long as these writes are the newest: where `is_wanted` says that newer ones were begun, nothing is
/// put over them, also when a lost connection makes it try once more.
///
/// # Errors
/// A [`StorageError`]; nothing was changed.
pub async fn commit_while(
    writes: &[Write],
    is_wanted: &dyn Fn() -> bool,
) -> Result<(), StorageError> {
    let all = [PROFILES, RECORDS, INCOMING, OUTBOX, ASIDE];
    let writes: Vec<_> = writes
        .iter()
        .map(|write| (write.store.name(), write.key.as_str(), write.bytes.as_deref()))
        .collect();
    write_while(&all, &writes, is_wanted).await
}

/// A store, a name in it, and what to put there; nothing removes what is there.
pub(super) type Put<'a> = (&'static str, &'a str, Option<&'a [u8]>);

/// Does all writes in one transaction over these stores, or none.
pub(super) async fn write_all(
    stores: &[&'static str],
    writes: &[Put<'_>],
) -> Result<(), StorageError> {
    write_while(stores, writes, &|| true).await
}

async fn write_while(
    stores: &[&'static str],
    writes: &[Put<'_>],
    is_wanted: &dyn Fn() -> bool,
) -> Result<(), StorageError> {
    let written = with_connection(|database| async move {
        if !is_wanted() {
            return Ok(());
        }
        let mut options = TransactionOptions::new();
        options.set_durability(TransactionDurability::Strict);
        let transaction = database
            .transaction(stores)
            .with_mode(TransactionMode::Readwrite)
            .with_options(options)
            .build()?;
        for (store, key, bytes) in writes {
            let store = transaction.object_store(store)?;
            if let Some(bytes) = bytes {
                let bytes: JsValue = Uint8Array::from(*bytes).into();
                store.put(bytes).with_key(*key).without_key_type().primitive()?;
            } else {
                store.delete(*key).primitive()?;
            }
        }
        finish(transaction).await
    })
    .await;
    if let Err(StorageError::Failed(_)) = &written {
        // A transaction that found no room only says that it was aborted.
        let needed: usize =
            writes.iter().filter_map(|(.., bytes)| Some(bytes.as_ref()?.len())).sum();
        if super::page::storage_left().await.is_some_and(|left| left < needed as u64) {
            return Err(StorageError::Full);
        }
    }
    written
}

/// The bytes under a name.
///
/// # Errors
/// A [`StorageError`].
pub async fn load(store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    with_connection(|database| async move {
        let transaction = database.transaction(store.name()).build()?;
        let value: Option<JsValue> =
            transaction.object_store(store.name())?.get(key).primitive()?.await?;
        Ok(value.map(|value| Uint8Array::new(&value).to_vec()))
    })
    .await
}

/// Everything whose name begins with `prefix` and a slash, or everything for an empty prefix.
///
/// # Errors
/// A [`StorageError`].
pub async fn load_all(store: Store, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
    read_all(store.name(), prefix).await
}

/// As [`load_all`], from any store.
pub(super) async fn read_all(
    store: &'static str,
    prefix: &str,
) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
    with_connection(|database| async move {
        let transaction = database.transaction(store).build()?;
        let place = transaction.object_store(store)?;
        // A slash comes right before the digit 0.
        let range = || KeyRange::Bound(format!("{prefix}/"), false, format!("{prefix}0"), true);
        let (keys, values) = if prefix.is_empty() {
            (place.get_all_keys::<JsValue>().primitive()?, place.get_all::<JsValue>().primitive()?)
        } else {
            let keys =
                place.get_all_keys::<JsValue>().with_query::<String, _>(range()).primitive()?;
            let values = place.get_all::<JsValue>().with_query::<String, _>(range()).primitive()?;
            return Ok(pair(keys.await?, values.await?));
        };
        Ok(pair(keys.await?, values.await?))
    })
    .await
}

fn pair(
    keys: impl Iterator<Item = Result<JsValue, indexed_db_futures::error::Error>>,
    values: impl Iterator<Item = Result<JsValue, indexed_db_futures::error::Error>>,
) -> Vec<(String, Vec<u8>)> {
    let keys = keys.map(|key| key.ok().and_then(|key| key.as_string()));
    let values = values.map(|value| value.ok().map(|value| Uint8Array::new(&value).to_vec()));
    keys.zip(values).filter_map(|(key, value)| Some((key?, value?))).collect()
}
