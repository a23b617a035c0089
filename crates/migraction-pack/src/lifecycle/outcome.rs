//! What a reader is told of packs: what failed, and what follows from it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::manifest::ManifestError;

/// Why an action failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came, or not all.
    NoAnswer,
    /// The server answered something else.
    WrongAnswer,
    /// What came did not pass verification.
    Refused(ManifestError),
    /// What came was signed and cannot be read by this app.
    Unreadable,
    /// Nothing could be read or written on the device.
    Storage(StorageFailure),
}

impl From<ManifestError> for Failure {
    fn from(refusal: ManifestError) -> Self {
        Self::Refused(refusal)
    }
}

/// Why nothing could be read or written on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageFailure {
    /// The browser refuses storage, as in private mode.
    Refused,
    /// There is no room left.
    Full,
    /// It failed otherwise; nothing was changed.
    Failed,
}

/// How the pack is kept on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageState {
    /// Not known yet.
    Unknown,
    /// Kept: it opens with no network, in these languages.
    Kept(BTreeSet<String>),
    /// The browser refuses storage: readable now, gone when the page closes.
    Refused,
    /// There is no room: readable now, gone when the page closes.
    Full,
}

impl StorageState {
    /// After writing a pack: the languages that are there now, or why it was not written. `needed` and `left` are bytes,
    /// `left` where the browser says so.
    ///
    /// A transaction that found no room may only say that it was aborted, and a storage that found none for itself that it
    /// does not open: the room that is left says more than the error.
    #[must_use]
    pub fn after_writing(
        written: Result<BTreeSet<String>, StorageFailure>,
        needed: u64,
        left: Option<u64>,
    ) -> Self {
        match written {
            Ok(languages) => Self::Kept(languages),
            Err(StorageFailure::Full) => Self::Full,
            Err(_) if left.is_some_and(|left| left < needed) => Self::Full,
            Err(_) => Self::Refused,
        }
    }

    /// Whether it makes sense to look for a newer pack: where nothing is kept, each start installs anew.
    #[must_use]
    pub const fn can_renew(&self) -> bool {
        matches!(self, Self::Kept(_))
    }
}

/// Why there is no pack to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingReason {
    /// Nothing is kept here yet and the server does not answer.
    NoNetwork,
    /// This language is not kept here and the server does not answer; these are kept.
    LanguageNotKept(Vec<String>),
    /// The server answers something else.
    WrongAnswer,
    /// What came is not what was published.
    Refused(ManifestError),
    /// What came was signed but cannot be read by this app.
    Unreadable,
}

impl MissingReason {
    /// Why a pack could neither be opened nor installed, on a device that keeps it so.
    #[must_use]
    pub fn new(failure: Failure, storage: &StorageState) -> Self {
        match failure {
            Failure::WrongAnswer | Failure::Refused(ManifestError::NotAManifest) => {
                Self::WrongAnswer
            }
            Failure::NoAnswer | Failure::Storage(_) => match storage {
                StorageState::Kept(languages) if !languages.is_empty() => {
                    Self::LanguageNotKept(languages.iter().cloned().collect())
                }
                _ => Self::NoNetwork,
            },
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::Unreadable => Self::Unreadable,
        }
    }
}

/// What became of the last look for a newer pack. Whatever it is, the pack in use stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateStatus {
    /// Nothing newer.
    UpToDate,
    /// A newer one, of this edition, is installed; it opens at the next start.
    Installed(NaiveDate),
    /// No answer.
    NoNetwork,
    /// What is offered is older than the pack in use.
    Older,
    /// What is offered is for another version of the app.
    OtherApp,
    /// What came was refused.
    Refused,
    /// There was no room for it.
    NoRoom,
}

impl From<Failure> for UpdateStatus {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoAnswer | Failure::WrongAnswer => Self::NoNetwork,
            Failure::Refused(ManifestError::Older { .. }) => Self::Older,
            Failure::Refused(ManifestError::Schema(_)) | Failure::Unreadable => Self::OtherApp,
            Failure::Refused(_) => Self::Refused,
            Failure::Storage(_) => Self::NoRoom,
        }
    }
}
