//! Where notes rest: sealed bytes and wrapped keys, under opaque names. A storage is a trait; what it must do is one suite
//! of checks (`suite.rs`), which the one in memory passes natively and IndexedDB in real browsers.

pub mod memory;
#[cfg(any(test, feature = "testing"))]
pub mod suite;

use migraction_core::CivilDate;
use migraction_notes::date_text;
use migraction_sync::engine::{Link, Meta};
use migraction_vault::{ProfileId, RecordId, VaultId};

use crate::ids::{LABEL, OPENED, profile_key, record_key};
use crate::sealed::Sealed;

/// A table of a storage: bytes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// What is kept of profiles: wrapped keys, sealed keyrings, labels.
    Profiles,
    /// Records as this device has them.
    Records,
    /// Records that came and are not merged yet.
    Incoming,
    /// Where each record stands, and what is known of the server.
    Outbox,
    /// Records that do not open: kept, never deleted.
    Aside,
}

impl Store {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Profiles, Self::Records, Self::Incoming, Self::Outbox, Self::Aside];
}

/// Why nothing was stored or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// There is no room left on the device. Nothing was changed.
    #[error("no room left")]
    Full,
    /// It is refused, or failed otherwise. Nothing was changed.
    #[error("the storage failed")]
    Failed,
}

/// One change of one name. Made by this crate alone, from [`Sealed`] bytes and from what is no secret: so a storage cannot
/// be given a plain text.
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

/// What a [`Write`] does with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// These bytes stand there from now on.
    Put(&'a [u8]),
    /// Nothing stands there any more.
    Remove,
    /// What stands there goes to another store, under this name, in place of what is there; where there is nothing to
    /// move, nothing changes.
    MoveTo(Store, &'a str),
}

impl Write {
    /// In which store.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store
    }

    /// Under which name.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What is done.
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

    /// Sealed bytes under a name.
    pub(crate) fn sealed(store: Store, key: String, sealed: Sealed) -> Self {
        Self::put(store, key, sealed.into_bytes())
    }

    /// A sealed part of a profile.
    pub(crate) fn part(profile: ProfileId, part: &str, sealed: Sealed) -> Self {
        Self::sealed(Store::Profiles, profile_key(profile, part), sealed)
    }

    /// How a profile is called on this device: in the clear, so that it can be chosen before it is unlocked.
    pub(crate) fn label(profile: ProfileId, label: &str) -> Self {
        Self::put(Store::Profiles, profile_key(profile, LABEL), label.as_bytes().to_vec())
    }

    /// The day on which a profile was last unlocked: in the clear, for the order of the profiles.
    pub(crate) fn opened(profile: ProfileId, day: CivilDate) -> Self {
        Self::put(Store::Profiles, profile_key(profile, OPENED), date_text(day).into_bytes())
    }

    /// Where a record stands: nothing that its server does not know.
    pub(crate) fn meta(vault: VaultId, record: RecordId, meta: &Meta) -> Self {
        Self::put(Store::Outbox, record_key(vault, record), meta.to_bytes())
    }

    /// What is known of the server.
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
/// its place among the others, and whoever reads afterwards sees it, completed or not.
// One thread drives a device: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Storage {
    /// Does all writes, one after another, in one transaction, or none; comes back once they are on the disk. Where
    /// `is_wanted` says that they are not the newest any more, nothing is done, also when a lost connection makes it try
    /// once more: a newer transaction, which holds all of them, must not be undone.
    ///
    /// # Errors
    /// A [`StorageError`]: nothing was changed.
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError>;

    /// The bytes under a name; nothing when there are none.
    ///
    /// # Errors
    /// A [`StorageError`].
    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError>;

    /// All names that begin with `prefix` and a slash, in their order, with their bytes; all names for an empty prefix.
    ///
    /// # Errors
    /// A [`StorageError`].
    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError>;
}
