//! What a device's half of notes needs of where it runs: a storage, a way to the server, a clock, random bytes, waiting, and
//! somebody who shows what changed. A browser is one; so is the simulator.

use std::pin::Pin;

use migraction_notes::{Note, Pairs, Summary};
use migraction_sync::client::Transport;
use migraction_sync::engine::Status;
use migraction_vault::{Estimate, PassphraseKey, RecordId, StretchCost};

use crate::profile::Profile;
use crate::storage::Storage;

/// Work that nobody waits for.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A stretched passphrase, and how long that took on this device.
pub struct Stretched {
    /// The key.
    pub key: PassphraseKey,
    /// Milliseconds.
    pub took: u64,
}

/// The passphrase could not be stretched: no memory, or what does it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase could not be stretched")]
pub struct StretchFailed;

/// The passphrase could not be estimated: no memory, or what does it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase could not be estimated")]
pub struct EstimateFailed;

/// What changed, for whoever shows it.
#[derive(Debug)]
pub enum Notice<'a> {
    /// A profile was written to this device.
    ProfileKept,
    /// A profile was unlocked: these are its notes.
    Unlocked {
        /// The profile.
        profile: Profile,
        /// Its notes, those that are erased apart.
        list: Pairs<RecordId, Summary>,
        /// Another profile was open before: none of its notes is one of these.
        is_other: bool,
        /// The device is enrolled with a server for it.
        is_enrolled: bool,
    },
    /// How things stand with storage and server.
    Status(Status),
    /// How far what is being typed has come may have changed: ask [`crate::Device::stage`].
    Typing,
    /// A note as it is now; one that is erased is shown no more.
    Note(RecordId, &'a Note),
    /// A note changed by what came from elsewhere: whoever shows it shows it anew.
    Arrived,
    /// The device is enrolled with a server.
    Enrolled,
}

/// Where a device's half of notes runs.
// One thread drives a device: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Host: 'static {
    /// Its storage.
    type Storage: Storage;
    /// Its way to the server.
    type Transport: Transport;

    /// The storage.
    fn storage(&self) -> &Self::Storage;
    /// The way to the server.
    fn transport(&self) -> &Self::Transport;

    /// The clock, in milliseconds since 1970. Shown and used for pauses, never believed.
    fn now(&self) -> u64;
    /// Fills the slice with random bytes fit for keys.
    fn random(&self, bytes: &mut [u8]);
    /// Comes back after so many milliseconds.
    async fn sleep(&self, millis: u64);
    /// Runs a task that nobody waits for, not before it returns. Tasks begin in the order in which they were given.
    fn spawn(&self, task: Task);

    /// Whether there is a network, as far as the device can tell.
    fn is_online(&self) -> bool;
    /// What the device is, in a word that stands behind the author's name where a person chooses between two versions.
    fn device_name(&self) -> &'static str;
    /// Takes the place of the one page that writes notes, if it is free or this one's already. Two that write at once could
    /// each undo the other's save.
    async fn take_place(&self) -> bool;
    /// Gives that place back.
    fn release_place(&self);

    /// Stretches a passphrase into a key.
    ///
    /// # Errors
    /// [`StretchFailed`].
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        cost: StretchCost,
    ) -> Result<Stretched, StretchFailed>;
    /// Estimates how hard a passphrase is to guess for somebody who knows these words.
    ///
    /// # Errors
    /// [`EstimateFailed`].
    async fn estimate(&self, passphrase: &str, own: &[&str]) -> Result<Estimate, EstimateFailed>;

    /// Shows what changed. Called at any time but while notes are being changed; it may ask the device, and must not tell it
    /// anything.
    fn notice(&self, notice: Notice<'_>);

    /// Lets other work in between a merge and its being told. A browser has no reason to; the simulator types there, so that
    /// the machine's guard against it is tried.
    async fn interleave(&self) {}
}
