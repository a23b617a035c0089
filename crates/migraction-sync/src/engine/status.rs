//! The one line that is always visible: *saved here, n waiting, sent at*, why, and what to do.

use crate::ids::RecordId;
use crate::protocol::CallError;

/// How things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Everything typed is in the device's storage.
    pub saved: bool,
    /// Records with something that the server does not have.
    pub waiting: usize,
    /// When all was last known to be there, by this device's clock.
    pub sent_at: Option<u64>,
    /// A request is under way.
    pub busy: bool,
    /// Why something waits; none when nothing is wrong.
    pub reason: Option<Reason>,
    /// What a person must decide before sync goes on.
    pub question: Option<Question>,
    /// Records of which something cannot be opened. It is kept.
    pub unreadable: usize,
    /// Records that came and are merged once the vault is open.
    pub to_merge: usize,
    /// The server's clock, in seconds, when it differs from the device's by more than ten minutes.
    pub server_time: Option<u64>,
}

/// Why something waits. Each has its sentence, and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// This device is not enrolled with a server.
    NotEnrolled,
    /// There is no network.
    Offline,
    /// The server cannot be reached, or does not answer in time.
    NoAnswer,
    /// The server, or what stands before it, answers with errors of this status.
    ServerError(u16),
    /// What answers is no server of ours: a network that asks to sign in, for instance.
    Nonsense,
    /// The server asks for patience.
    TooMany,
    /// The vault on the server is full.
    QuotaFull {
        /// The bytes that it holds.
        used: u64,
        /// The bytes that it may hold.
        quota: u64,
    },
    /// This record is too large to be sent.
    TooLarge(RecordId),
    /// The server knows no such device: it needs a new invitation.
    UnknownDevice,
    /// This device was shut out.
    Revoked,
    /// The server must be renewed.
    OlderServer,
    /// This app must be renewed. What it holds stays.
    NewerServer,
    /// This device has no room.
    StorageFull,
    /// This device's storage fails.
    StorageFailed,
    /// Both sides hold different things, and a second look did not mend it.
    Differs,
    /// The vault must be opened first.
    Locked,
    /// It waits behind a state of the server that cannot be opened: a newer app wrote it, or it is damaged.
    Unreadable,
}

/// What a person must decide. Nothing was deleted, and nothing is until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// At the address is another server than the one this device was enrolled with; an emptied one is another.
    /// Enrol again, or mend the address.
    OtherServer,
    /// The server was restored from a backup: send it what it lacks?
    Restored,
    /// The server has lost records that it had: send them again?
    ServerLost {
        /// How many this device knows of; none when it cannot tell.
        records: Option<usize>,
    },
    /// Others deleted many records at once: delete them here too?
    ManyDeleted {
        /// How many.
        records: usize,
        /// Of how many.
        of: usize,
    },
}

impl Reason {
    /// What an error of a call means for a person, unless it is a [`Question`].
    #[must_use]
    pub fn of(error: CallError) -> Self {
        use crate::protocol::Refusal as Said;
        match error {
            CallError::Unreachable => Self::NoAnswer,
            CallError::Broken(status) => Self::ServerError(status),
            CallError::Nonsense => Self::Nonsense,
            CallError::OlderServer(_) => Self::OlderServer,
            CallError::NewerServer(_) => Self::NewerServer,
            CallError::Refused(refusal) => match refusal {
                Said::TooMany { .. } => Self::TooMany,
                Said::UnknownToken => Self::UnknownDevice,
                Said::Revoked => Self::Revoked,
                Said::Unavailable => Self::ServerError(503),
                Said::TooLarge => Self::ServerError(413),
                _ => Self::Nonsense,
            },
        }
    }

    /// Trying again by itself may help soon; otherwise a person must do something, and it is tried rarely.
    #[must_use]
    pub fn may_pass(self) -> bool {
        matches!(
            self,
            Self::NoAnswer
                | Self::ServerError(_)
                | Self::Nonsense
                | Self::TooMany
                | Self::StorageFailed
        )
    }
}
