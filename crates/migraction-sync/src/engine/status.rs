//! The sync status that is shown to the person: saved, waiting, sent, the reason and an open question.

use crate::ids::RecordId;
use crate::protocol::CallError;

/// The sync status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether all edits are in the local storage.
    pub saved: bool,
    /// Number of records with changes that the server has not confirmed.
    pub waiting: usize,
    /// When everything was last confirmed by the server, in milliseconds since 1970 by the device clock.
    pub sent_at: Option<u64>,
    /// Whether a request is under way.
    pub busy: bool,
    /// Why sync does not proceed; `None` when nothing is wrong.
    pub reason: Option<Reason>,
    /// What a person must decide before sync continues.
    pub question: Option<Question>,
    /// Number of records with a state that does not decrypt. It is kept.
    pub unreadable: usize,
    /// Number of incoming records that are merged once the vault is unlocked.
    pub to_merge: usize,
    /// The server clock, in seconds since 1970, if it differs from the device clock by more than ten minutes.
    pub server_time: Option<u64>,
}

/// Why sync does not proceed. Each has a translated message that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The device is not enrolled with a server.
    NotEnrolled,
    /// There is no network.
    Offline,
    /// The server cannot be reached, or does not answer in time.
    NoAnswer,
    /// The server or a proxy responds with this HTTP error status.
    ServerError(u16),
    /// The response is not of this protocol, for instance from a captive portal.
    Malformed,
    /// Rate limit exceeded.
    TooMany,
    /// The quota of the vault is reached.
    QuotaFull {
        /// Bytes in use.
        used: u64,
        /// Bytes allowed.
        quota: u64,
    },
    /// This record exceeds [`crate::limits::RECORD_BYTES`].
    TooLarge(RecordId),
    /// The server does not know the token: the device needs a new invitation.
    UnknownDevice,
    /// The token was revoked.
    Revoked,
    /// The server must be upgraded.
    OlderServer,
    /// The app must be upgraded. Its data stays.
    NewerServer,
    /// The local storage is full.
    StorageFull,
    /// The local storage fails.
    StorageFailed,
    /// The set hashes differ, also after a full pull.
    Differs,
    /// The vault must be unlocked first.
    Locked,
    /// The server state does not decrypt, and must not be overwritten: written by a newer app, or corrupted.
    Unreadable,
}

/// What a person must decide. Nothing was deleted, and nothing is until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The address leads to another server than the one the device was enrolled with, for instance an emptied one.
    /// Enrol again, or correct the address.
    OtherServer,
    /// The server was restored from a backup: send it what it lacks?
    Restored,
    /// The server has lost records that it had: send them again?
    ServerLost {
        /// Number of records that are known to be lost; `None` if unknown.
        records: Option<usize>,
    },
    /// Others deleted many records at once: delete them here too?
    ManyDeleted {
        /// Number of held deletions.
        records: usize,
        /// Number of live records.
        of: usize,
    },
}

impl Reason {
    /// The reason to show for a failed call, unless it leads to a [`Question`].
    #[must_use]
    pub fn of(error: CallError) -> Self {
        use crate::protocol::Refusal as Said;
        match error {
            CallError::Unreachable => Self::NoAnswer,
            CallError::Broken(status) => Self::ServerError(status),
            CallError::Malformed => Self::Malformed,
            CallError::OlderServer(_) => Self::OlderServer,
            CallError::NewerServer(_) => Self::NewerServer,
            CallError::Refused(refusal) => match refusal {
                Said::TooMany { .. } => Self::TooMany,
                Said::UnknownToken => Self::UnknownDevice,
                Said::Revoked => Self::Revoked,
                Said::Unavailable => Self::ServerError(503),
                Said::TooLarge => Self::ServerError(413),
                _ => Self::Malformed,
            },
        }
    }

    /// Whether the problem may be transient and is retried soon; otherwise a person must act, and retries are rare.
    #[must_use]
    pub fn may_pass(self) -> bool {
        matches!(
            self,
            Self::NoAnswer
                | Self::ServerError(_)
                | Self::Malformed
                | Self::TooMany
                | Self::StorageFailed
        )
    }
}
