//! What happens to a device.

use alloc::vec::Vec;

use super::effect::{Ask, BatchId, CallId, TimerId};
use crate::ids::{OperationId, RecordId, Version};
use crate::messages::{digest, pull, push};
use crate::protocol::{CallError, Stamp};

/// The moment of an event, and chance for it. Both are passed in; the clock is only shown, never believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The device's clock, in milliseconds since 1970.
    pub millis: u64,
    /// A random number.
    pub random: u64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A person changed a record, and the vault sealed the whole new state.
    Edited {
        /// The record.
        record: RecordId,
        /// The number it was sealed with: [`super::Engine::version_for`], asked just before.
        version: Version,
        /// The state.
        sealed: Vec<u8>,
        /// Random bytes: the name of its sending.
        operation: OperationId,
        /// The state says that the record is deleted.
        gone: bool,
    },
    /// A network appeared or went.
    Online(bool),
    /// Look now: a person asks for it, or comes back to the app.
    Poke,
    /// The page may end at any moment: what is not stored goes into a transaction now, even while another one is under
    /// way. The storage does them in their order, and the last one holds all.
    Leaving,
    /// The vault was opened: merging is possible.
    Unlocked,
    /// The vault was closed.
    Locked,
    /// The device was enrolled with a server. When it is another one than before, everything is sent to it.
    Enrolled {
        /// Which server.
        stamp: Stamp,
        /// Random bytes.
        seed: [u8; 16],
    },
    /// A person answered a [`super::Question`].
    Decided {
        /// How.
        decision: Decision,
        /// Random bytes.
        seed: [u8; 16],
    },
    /// The transaction of this batch has completed.
    Stored(BatchId),
    /// It failed, and nothing of it was kept.
    StoreFailed {
        /// The batch.
        batch: BatchId,
        /// There is no room on the device.
        full: bool,
    },
    /// The vault did what [`super::Effect::Merge`] asked.
    Merged {
        /// The record.
        record: RecordId,
        /// The number that came with the effect.
        edit: u64,
        /// What came out.
        merged: Merged,
    },
    /// The vault cannot open the device's own state of a record: the storage damaged it.
    Damaged {
        /// The record.
        record: RecordId,
    },
    /// A request was answered, or brought nothing.
    Answered {
        /// The request.
        call: CallId,
        /// The answer.
        answer: Result<Answer, CallError>,
    },
    /// The time of a [`super::Effect::Wait`] is over.
    Timeout(TimerId),
}

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Ask::Push`].
    Push(push::Answer),
    /// To [`Ask::Pull`].
    Page(pull::Page),
    /// To [`Ask::Digest`].
    Digest(digest::Answer),
    /// To [`Ask::Push`], by the app itself: a record was edited before its bytes were read. Nothing was sent.
    Stale,
}

impl Answer {
    /// Whether this can answer that.
    #[must_use]
    pub fn fits(&self, ask: &Ask) -> bool {
        matches!(
            (self, ask),
            (Self::Push(_) | Self::Stale, Ask::Push(_))
                | (Self::Page(_), Ask::Pull(_))
                | (Self::Digest(_), Ask::Digest(_))
        )
    }
}

/// What came out of merging the device's state of a record with the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// Both together say what the server's says, or the device has none.
    Same {
        /// That state says that the record is deleted.
        gone: bool,
    },
    /// Both together say more than the server's: here they are, sealed anew.
    More {
        /// The number it was sealed with: [`super::Engine::version_for_merge`], asked just before.
        version: Version,
        /// The state.
        sealed: Vec<u8>,
        /// Random bytes: the name of its sending.
        operation: OperationId,
        /// The state says that the record is deleted.
        gone: bool,
    },
    /// The server's state cannot be opened: a newer app wrote it, or it is damaged.
    Unreadable,
    /// The device's own state cannot be opened.
    LocalUnreadable,
}

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// This is the server to use: send everything to it that it lacks.
    SendAll,
    /// Delete here too what others deleted.
    Delete,
    /// Keep it, here and for the others.
    Keep,
}
