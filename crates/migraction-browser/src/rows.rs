//! Bytes by name in any store of the database: one transaction with strict durability, or none. What may be put where is
//! said by who calls: `vault_store.rs` for what is sealed, `kept.rs` and `own_services.rs` for what is not private.

use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::database::{StorageError, finish, with_connection};

/// What is done with a name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act<'a> {
    Put(&'a [u8]),
    Remove,
    /// To another store, under this name; where there is nothing, nothing is moved.
    MoveTo(&'static str, &'a str),
}

/// A store, a name in it, and what is done with it.
pub(crate) type Row<'a> = (&'static str, &'a str, Act<'a>);

/// A store, a name in it, and what to put there; nothing removes what is there.
pub(crate) type Put<'a> = (&'static str, &'a str, Option<&'a [u8]>);

/// Does all writes in one transaction over these stores, or none.
pub(crate) async fn write_all(
    stores: &[&'static str],
    writes: &[Put<'_>],
) -> Result<(), StorageError> {
    let rows: Vec<Row<'_>> = writes
        .iter()
        .map(|(store, key, bytes)| (*store, *key, bytes.map_or(Act::Remove, Act::Put)))
        .collect();
    write_while(stores, &rows, &|| true).await
}

/// As [`write_all`], in the order of the rows, and only where `is_wanted` says so right before the transaction, also when a
/// lost connection makes it try once more.
pub(crate) async fn write_while(
    stores: &[&'static str],
    rows: &[Row<'_>],
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
        for (store, key, act) in rows {
            let place = transaction.object_store(store)?;
            match act {
                Act::Put(bytes) => {
                    let bytes: JsValue = Uint8Array::from(*bytes).into();
                    place.put(bytes).with_key(*key).without_key_type().primitive()?;
                }
                Act::Remove => {
                    place.delete(*key).primitive()?;
                }
                Act::MoveTo(to, to_key) => {
                    let found: Option<JsValue> = place.get(*key).primitive()?.await?;
                    if let Some(bytes) = found {
                        let to = transaction.object_store(to)?;
                        to.put(bytes).with_key(*to_key).without_key_type().primitive()?;
                        place.delete(*key).primitive()?;
                    }
                }
            }
        }
        finish(transaction).await
    })
    .await;
    if let Err(StorageError::Failed(_)) = &written {
        // A transaction that found no room only says that it was aborted.
        let size = |act: &Act<'_>| if let Act::Put(bytes) = act { bytes.len() } else { 0 };
        let needed: usize = rows.iter().map(|(.., act)| size(act)).sum();
        if super::page::storage_left().await.is_some_and(|left| left < needed as u64) {
            return Err(StorageError::Full);
        }
    }
    written
}

/// The bytes under a name.
pub(crate) async fn read(store: &'static str, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    with_connection(|database| async move {
        let transaction = database.transaction(store).build()?;
        let value: Option<JsValue> = transaction.object_store(store)?.get(key).primitive()?.await?;
        Ok(value.map(|value| Uint8Array::new(&value).to_vec()))
    })
    .await
}

/// Everything whose name begins with `prefix` and a slash, or everything for an empty prefix.
pub(crate) async fn read_all(
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
