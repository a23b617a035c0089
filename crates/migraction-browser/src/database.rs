//! The app's IndexedDB: its connection, and the content pack. Notes are in `vault_store.rs`.
//!
//! One owner of the connection; it is opened anew when the browser has taken it away, and the
//! operation, which is idempotent, is tried once more. All puts of a change are queued in one
//! transaction and only its commit is awaited.

use std::cell::RefCell;

use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Names on people's disks, fixed on 2026-11-24. Changes only ever add.
pub const NAME: &str = "migraction";
/// Version of the stores: 1 since 2026-11-24 for packs, 2 since 2026-11-25 with notes, 3 since
/// 2026-11-26 with what is kept of reading and of drafts, 4 since the same day with an organisation's services.
pub const VERSION: u32 = 4;
/// Parts of packs by file name.
pub const PARTS: &str = "pack-parts";
/// Signed manifests by role: [`CURRENT`], [`PREVIOUS`].
pub const MANIFESTS: &str = "pack-manifests";
/// What is kept of profiles: wrapped keys, sealed keyrings, labels.
pub const PROFILES: &str = "profiles";
/// Sealed records, as this device has them.
pub const RECORDS: &str = "records";
/// Sealed records that came and are not merged yet.
pub const INCOMING: &str = "incoming";
/// Where each record stands: what waits to be sent.
pub const OUTBOX: &str = "outbox";
/// Sealed records that do not open: kept, never deleted.
pub const ASIDE: &str = "aside";
/// Pages marked and pages read, by path. Nothing private, so not sealed.
pub const READING: &str = "reading";
/// Practice sheets and worksheets that are being written, by field. Nothing private, so not sealed.
pub const DRAFTS: &str = "drafts";
/// An organisation's own services: its public key, the list in use, the one before. Signed, so not sealed.
pub const ORGANISATION: &str = "organisation";
/// All stores.
const STORES: [&str; 10] =
    [PARTS, MANIFESTS, PROFILES, RECORDS, INCOMING, OUTBOX, ASIDE, READING, DRAFTS, ORGANISATION];
/// The manifest in use.
pub const CURRENT: &str = "current";
/// The one before it, for going back.
pub const PREVIOUS: &str = "previous";

/// Why nothing could be stored or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The browser refuses storage (private mode, blocked, absent).
    #[error("storage refused: {0}")]
    Refused(String),
    /// There is no room left.
    #[error("no room left")]
    Full,
    /// The operation failed otherwise; nothing was changed.
    #[error("storage failed: {0}")]
    Failed(String),
}

thread_local! {
    static CONNECTION: RefCell<Option<Database>> = const { RefCell::new(None) };
}

async fn connection() -> Result<Database, StorageError> {
    if let Some(database) = CONNECTION.with_borrow(Clone::clone) {
        return Ok(database);
    }
    let database = Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_, database| {
            for store in STORES {
                if !database.object_store_names().any(|name| name == store) {
                    database.create_object_store(store).build()?;
                }
            }
            Ok(())
        })
        .await
        .map_err(|error| full_or(&error, StorageError::Refused))?;
    CONNECTION.set(Some(database.clone()));
    make_way(database.clone());
    Ok(database)
}

/// Closes the connection when a newer app in another tab wants to add stores: it would wait for ever.
fn make_way(database: Database) {
    if let Ok(mut changes) = database.version_changes() {
        super::spawn(async move {
            if changes.recv().await.is_some() {
                CONNECTION.set(None);
                database.close();
            }
        });
    }
}

fn classify(error: &indexed_db_futures::error::Error) -> StorageError {
    full_or(error, StorageError::Failed)
}

/// No room, where the browser says so; else what the error is otherwise.
fn full_or(error: &impl ToString, otherwise: fn(String) -> StorageError) -> StorageError {
    let text = error.to_string();
    if text.to_ascii_lowercase().contains("quota") { StorageError::Full } else { otherwise(text) }
}

/// Runs an idempotent operation, once more on a fresh connection where the first was lost.
pub(crate) async fn with_connection<T, F>(
    operation: impl Fn(Database) -> F,
) -> Result<T, StorageError>
where
    F: Future<Output = Result<T, indexed_db_futures::error::Error>>,
{
    match operation(connection().await?).await {
        Ok(value) => Ok(value),
        Err(error) => {
            let first = classify(&error);
            if first == StorageError::Full {
                return Err(first);
            }
            CONNECTION.set(None);
            operation(connection().await?).await.map_err(|error| classify(&error))
        }
    }
}

/// Commits a transaction to which everything was asked, and waits until it is on the disk.
///
/// Committed in so many words: a transaction that is left to commit by itself waits for each answer to reach the page, and
/// is aborted with a page that goes. Of 40 writes begun at `pagehide` none was kept without and all with it (30 November
/// 2026). A browser that has no `commit` does it by itself, as before.
///
/// A transaction that finds no room says so only after it was aborted, and in its own error: the
/// library's `commit` no longer sees it.
pub(crate) async fn finish(
    transaction: Transaction<'_>,
) -> Result<(), indexed_db_futures::error::Error> {
    let done = transaction.on_done()?;
    let own: &JsValue = transaction.as_sys().as_ref();
    if let Ok(commit) = super::page::get(own, "commit").dyn_into::<js_sys::Function>() {
        // It refuses only where the transaction has ended already: then so it is told below.
        let _ = commit.call0(own);
    }
    let done = done.await;
    if done.is_ok() {
        return Ok(());
    }
    super::sleep(0).await;
    match transaction.error() {
        Some(error) => Err(error),
        None => done.into_result(),
    }
}

/// The signed manifest kept under `role`.
///
/// # Errors
/// A [`StorageError`].
pub async fn load_manifest(role: &'static str) -> Result<Option<String>, StorageError> {
    with_connection(|database| async move {
        let transaction = database.transaction(MANIFESTS).build()?;
        let value: Option<JsValue> =
            transaction.object_store(MANIFESTS)?.get(role).primitive()?.await?;
        Ok(value.and_then(|value| value.as_string()))
    })
    .await
}

/// The bytes of a part.
///
/// # Errors
/// A [`StorageError`].
pub async fn load_part(name: &str) -> Result<Option<Vec<u8>>, StorageError> {
    with_connection(|database| async move {
        let transaction = database.transaction(PARTS).build()?;
        let value: Option<JsValue> =
            transaction.object_store(PARTS)?.get(name).primitive()?.await?;
        Ok(value.map(|value| Uint8Array::new(&value).to_vec()))
    })
    .await
}

/// The names of all parts kept.
///
/// # Errors
/// A [`StorageError`].
pub async fn part_names() -> Result<Vec<String>, StorageError> {
    with_connection(|database| async move {
        let transaction = database.transaction(PARTS).build()?;
        let keys = transaction.object_store(PARTS)?.get_all_keys::<JsValue>().await?;
        Ok(keys.filter_map(Result::ok).filter_map(|key| key.as_string()).collect())
    })
    .await
}

/// What one transaction changes.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Parts to put, by name.
    pub parts: Vec<(String, Vec<u8>)>,
    /// Manifests to put, by role.
    pub manifests: Vec<(&'static str, String)>,
    /// Parts to drop.
    pub drop_parts: Vec<String>,
}

/// Writes a change whole or not at all.
///
/// # Errors
/// A [`StorageError`]; nothing was changed.
pub async fn commit(change: &Change) -> Result<(), StorageError> {
    with_connection(|database| async move {
        let transaction = database
            .transaction([PARTS, MANIFESTS])
            .with_mode(TransactionMode::Readwrite)
            .build()?;
        let parts = transaction.object_store(PARTS)?;
        let manifests = transaction.object_store(MANIFESTS)?;
        for (name, bytes) in &change.parts {
            let bytes: JsValue = Uint8Array::from(bytes.as_slice()).into();
            parts.put(bytes).with_key(name.as_str()).without_key_type().primitive()?;
        }
        for (role, text) in &change.manifests {
            manifests
                .put(JsValue::from_str(text))
                .with_key(*role)
                .without_key_type()
                .primitive()?;
        }
        for name in &change.drop_parts {
            parts.delete(name.as_str()).primitive()?;
        }
        finish(transaction).await
    })
    .await
}
