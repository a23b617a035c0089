//! The platform interface of this crate: storage, transport, clock, randomness, timers and notices. Implemented by the
//! browser and by the simulator.

use std::pin::Pin;

use migraction_notes::{Note, Pairs, Summary};
use migraction_sync::client::Transport;
use migraction_sync::engine::Status;
use migraction_vault::{Estimate, PassphraseKey, RecordId, StretchCost};

use crate::profile::Profile;
use crate::storage::Storage;

/// A detached task.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A stretched passphrase, and how long that took on this device.
pub struct Stretched {
    /// The key.
    pub key: PassphraseKey,
    /// How long that took, in milliseconds.
    pub took: u64,
}

/// The passphrase could not be stretched: out of memory, or the worker is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase could not be stretched")]
pub struct StretchFailed;

/// The passphrase could not be estimated: out of memory, or the worker is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase could not be estimated")]
pub struct EstimateFailed;

/// A change, for the user interface.
#[derive(Debug)]
pub enum Notice<'a> {
    /// A profile was written to this device.
    ProfileSaved,
    /// A profile was unlocked: these are its notes.
    Unlocked {
        /// The profile.
        profile: Profile,
        /// Its notes, without erased ones.
        list: Pairs<RecordId, Summary>,
        /// Whether another profile was open before.
        is_other: bool,
        /// Whether the device is enrolled with a server for it.
        is_enrolled: bool,
    },
    /// The sync status changed.
    Status(Status),
    /// The stage of the drafts may have changed: see [`crate::Device::stage`].
    DraftsChanged,
    /// The present state of a note; hide it if it is erased.
    Note(RecordId, &'a Note),
    /// A note was changed by another device: render it again.
    RemoteChange,
    /// The device is enrolled with a server.
    Enrolled,
}

/// The platform a device runs on.
// One thread drives a device: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Host: 'static {
    /// The storage.
    type Storage: Storage;
    /// The transport to the server.
    type Transport: Transport;

    /// The storage.
    fn storage(&self) -> &Self::Storage;
    /// The transport to the server.
    fn transport(&self) -> &Self::Transport;

    /// The clock, in milliseconds since 1970. Displayed and used for delays, never for ordering.
    fn now(&self) -> u64;
    /// Fills the slice with cryptographically secure random bytes.
    fn random(&self, bytes: &mut [u8]);
    /// Sleeps.
    async fn sleep(&self, millis: u64);
    /// Spawns a detached task, which starts after this returns. Tasks start in the order in which they were spawned.
    fn spawn(&self, task: Task);

    /// Whether the device is online, as far as it can tell.
    fn is_online(&self) -> bool;
    /// A word for the kind of device, shown behind the author's name where a person chooses between two versions.
    fn device_name(&self) -> &'static str;
    /// Acquires the lock of the one page that writes notes, and returns whether this page holds it now. Two pages writing at
    /// once could undo each other's saves.
    async fn acquire_write_lock(&self) -> bool;
    /// Releases that lock.
    fn release_write_lock(&self);

    /// Stretches a passphrase into a key.
    ///
    /// # Errors
    /// [`StretchFailed`] if memory is insufficient or the worker is missing.
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        cost: StretchCost,
    ) -> Result<Stretched, StretchFailed>;
    /// Estimates how hard a passphrase is to guess for an attacker who knows the words `own`.
    ///
    /// # Errors
    /// [`EstimateFailed`] if memory is insufficient or the worker is missing.
    async fn estimate(&self, passphrase: &str, own: &[&str]) -> Result<Estimate, EstimateFailed>;

    /// Reports a change. Never called while notes are being changed. It may read from the device, and must not change it.
    fn notice(&self, notice: Notice<'_>);

    /// Yields between a merge and its report to the engine. A no-op in browsers; the simulator edits there, to test how the
    /// engine detects it.
    async fn interleave(&self) {}
}
