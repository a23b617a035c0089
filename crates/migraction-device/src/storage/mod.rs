//! The storage interface: a transactional key-value store for ciphertext and wrapped keys. `suite.rs` is the conformance
//! suite, which the in-memory storage passes natively and IndexedDB in real browsers.

pub mod memory;
#[cfg(any(test, feature = "testing"))]
pub mod suite;

use migraction_core::CivilDate;
use migraction_notes::date_text;
use migraction_sync::engine::{Link, Meta};
use migraction_vault::{ProfileId, RecordId, VaultId};

use crate::ids::{LABEL, OPENED, profile_key, record_key};
use crate::sealed::Sealed;

/// A table of the storage: bytes by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// Wrapped keys, sealed keyrings and labels of profiles.
    Profiles,
    /// Local states of records.
    Records,
    /// Incoming states that are not merged yet.
    Incoming,
    /// Sync metadata of records, and links to servers.
    Outbox,
    /// Ciphertext that does not decrypt: kept, never deleted. Called `aside` on disks.
    Quarantine,
}

impl Store {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Profiles, Self::Records, Self::Incoming, Self::Outbox, Self::Quarantine];
}

/// Why a transaction or read failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The quota of the storage is exceeded. Nothing was changed.
    #[error("no room left")]
    Full,
    /// Any other failure. Nothing was changed.
    #[error("the storage failed")]
    Failed,
}

/// A write to one key. Only this crate creates it, from [`Sealed`] bytes and from data that is not secret, so that a storage
/// never receives plaintext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    store: Store,
    key: String,
    change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Put(Vec<u8>),
    Remove,
    Move(Store, String),
}

/// What a [`Write`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// Set the value.
    Put(&'a [u8]),
    /// Delete the key.
    Remove,
    /// Move the value to this store and key, replacing what is there. No-op if there is no value.
    MoveTo(Store, &'a str),
}

impl Write {
    /// The table.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The action.
    #[must_use]
    pub fn action(&self) -> Action<'_> {
        match &self.change {
            Change::Put(bytes) => Action::Put(bytes),
            Change::Remove => Action::Remove,
            Change::Move(store, key) => Action::MoveTo(*store, key),
        }
    }

    /// How many bytes it adds.
    #[must_use]
    pub fn size(&self) -> usize {
        if let Change::Put(bytes) = &self.change { bytes.len() } else { 0 }
    }

    fn put(store: Store, key: String, bytes: Vec<u8>) -> Self {
        Self { store, key, change: Change::Put(bytes) }
    }

    /// Sets a key to ciphertext.
    pub(crate) fn sealed(store: Store, key: String, sealed: Sealed) -> Self {
        Self::put(store, key, sealed.into_bytes())
    }

    /// Sets a sealed part of a profile.
    pub(crate) fn part(profile: ProfileId, part: &str, sealed: Sealed) -> Self {
        Self::sealed(Store::Profiles, profile_key(profile, part), sealed)
    }

    /// Sets the label of a profile: plaintext, so that it can be chosen before it is unlocked.
    pub(crate) fn label(profile: ProfileId, label: &str) -> Self {
        Self::put(Store::Profiles, profile_key(profile, LABEL), label.as_bytes().to_vec())
    }

    /// Sets the day on which a profile was last unlocked: plaintext, to sort the profiles.
    pub(crate) fn opened(profile: ProfileId, day: CivilDate) -> Self {
        Self::put(Store::Profiles, profile_key(profile, OPENED), date_text(day).into_bytes())
    }

    /// Sets the sync metadata of a record, which the server knows too.
    pub(crate) fn meta(vault: VaultId, record: RecordId, meta: &Meta) -> Self {
        Self::put(Store::Outbox, record_key(vault, record), meta.to_bytes())
    }

    /// Sets the link to the server.
    pub(crate) fn link(vault: VaultId, link: &Link) -> Self {
        Self::put(Store::Outbox, vault.to_string(), link.to_bytes())
    }

    pub(crate) fn remove(store: Store, key: String) -> Self {
        Self { store, key, change: Change::Remove }
    }

    pub(crate) fn move_to(store: Store, key: String, to: Store, to_key: String) -> Self {
        Self { store, key, change: Change::Move(to, to_key) }
    }
}

/// A device's storage.
///
/// Transactions take effect in the order in which they were begun: when the future was first polled, the transaction has
/// its position among the others, and later reads see it, committed or not.
// One thread drives a device: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Storage {
    /// Performs all writes in order in one transaction, or none, and returns once it is durable. If `is_wanted` returns false
    /// when the transaction starts, or is retried after a lost connection, it does nothing: a newer transaction contains
    /// these writes and must not be overwritten.
    ///
    /// # Errors
    /// [`StorageError::Full`] if the quota is exceeded, [`StorageError::Failed`] for any other failure.
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError>;

    /// Reads a key; `None` if it does not exist.
    ///
    /// # Errors
    /// [`StorageError`] if the storage cannot be read.
    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError>;

    /// Reads all keys that begin with `prefix` and a slash, sorted; all keys for an empty prefix.
    ///
    /// # Errors
    /// [`StorageError`] if the storage cannot be read.
    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError>;
}
