//! Events: the input of the engine.

use alloc::vec::Vec;

use super::effect::{BatchId, CallId, Request, TimerId};
use crate::ids::{OperationId, RecordId, Version};
use crate::messages::{DigestResponse, PullResponse, PushResponse};
use crate::protocol::{CallError, ServerIdentity};

/// Time and randomness for one event. The clock is only displayed, never used for ordering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The device clock, in milliseconds since 1970.
    pub millis: u64,
    /// A uniformly random number, for jitter.
    pub random: u64,
}

/// What happened on the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A record was edited and its whole new state sealed.
    Edited {
        /// The record.
        record: RecordId,
        /// The version it was sealed with: [`super::Engine::version_for`], called immediately before.
        version: Version,
        /// The ciphertext.
        sealed: Vec<u8>,
        /// Random idempotency key of the push.
        operation: OperationId,
        /// Whether the state is a tombstone.
        deleted: bool,
    },
    /// Connectivity changed.
    Online(bool),
    /// Sync now: a person asked for it, or returned to the app.
    SyncNow,
    /// The page may be closed at any moment: everything unsaved goes into a transaction now, even while another one is
    /// under way. The storage performs them in order, and the last one contains everything.
    Leaving,
    /// The vault was unlocked: merging is possible.
    Unlocked,
    /// The vault was locked.
    Locked,
    /// The device was enrolled with a server. If it is a different one than before, everything is sent to it.
    Enrolled {
        /// The identity of the server.
        identity: ServerIdentity,
        /// Random bytes from which idempotency keys are derived.
        seed: [u8; 16],
    },
    /// A person answered a [`super::Question`].
    Decided {
        /// The answer.
        decision: Decision,
        /// Random bytes from which idempotency keys are derived.
        seed: [u8; 16],
    },
    /// The transaction of this batch was committed.
    Stored(BatchId),
    /// The transaction of this batch failed; nothing was stored.
    StoreFailed {
        /// The batch.
        batch: BatchId,
        /// Whether the storage is full.
        full: bool,
    },
    /// An [`super::Effect::Merge`] was performed.
    Merged {
        /// The record.
        record: RecordId,
        /// The `edit` of the effect.
        edit: u64,
        /// The result.
        merged: Merged,
    },
    /// The local state of a record does not decrypt: the storage corrupted it.
    Damaged {
        /// The record.
        record: RecordId,
    },
    /// A request completed or failed.
    Responded {
        /// The id of the request.
        call: CallId,
        /// The response.
        response: Result<Response, CallError>,
    },
    /// The timer of an [`super::Effect::Wait`] expired.
    Timeout(TimerId),
}

/// A response to a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// To [`Request::Push`].
    Push(PushResponse),
    /// To [`Request::Pull`].
    Pull(PullResponse),
    /// To [`Request::Digest`].
    Digest(DigestResponse),
    /// To [`Request::Push`], by the caller itself: a record was edited before its bytes were read. Nothing was sent.
    Stale,
}

impl Response {
    /// Whether this is the kind of response that the request expects.
    #[must_use]
    pub fn fits(&self, request: &Request) -> bool {
        matches!(
            (self, request),
            (Self::Push(_) | Self::Stale, Request::Push(_))
                | (Self::Pull(_), Request::Pull(_))
                | (Self::Digest(_), Request::Digest(_))
        )
    }
}

/// The result of merging the local state of a record with the incoming one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// The result equals the incoming state, or there is no local state.
    Same {
        /// Whether it is a tombstone.
        deleted: bool,
    },
    /// The result contains more than the incoming state: here it is, sealed.
    More {
        /// The version it was sealed with: [`super::Engine::version_for_merge`], called immediately before.
        version: Version,
        /// The ciphertext.
        sealed: Vec<u8>,
        /// Random idempotency key of the push.
        operation: OperationId,
        /// Whether the state is a tombstone.
        deleted: bool,
    },
    /// The incoming state does not decrypt: written by a newer app, or corrupted.
    Unreadable,
    /// The local state does not decrypt.
    LocalUnreadable,
}

/// The answer to a [`super::Question`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Trust this server and send everything that it lacks.
    SendAll,
    /// Apply the deletions of the other devices.
    Delete,
    /// Reject the deletions, here and for the others.
    Keep,
}
