//! Effects: the output of the engine.

use alloc::vec::Vec;

use super::meta::{Link, Meta};
use super::status::Status;
use crate::ids::{OperationId, RecordId, Sequence, Version};
use crate::messages::{DigestRequest, PullRequest, PushItem};
use crate::protocol::Credentials;
use crate::record::{RecordHash, SealedRecord};

/// Id of a storage transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchId(pub u64);

/// Id of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub u64);

/// Id of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerId(pub u64);

/// A task for the caller. Perform them in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write these changes in one transaction, then report [`super::Event::Stored`] or [`super::Event::StoreFailed`].
    Store {
        /// Its id.
        batch: BatchId,
        /// The changes, in order.
        changes: Vec<Change>,
    },
    /// Send a request, then report [`super::Event::Responded`].
    Send {
        /// Its id.
        call: CallId,
        /// The request.
        request: Request,
    },
    /// Decrypt the local and the incoming state of a record, merge them, then report [`super::Event::Merged`].
    Merge {
        /// The record.
        record: RecordId,
        /// Return it in the event: it tells whether the record was edited meanwhile.
        edit: u64,
        /// The deletion in the incoming state was rejected: the result must not be deleted.
        keep: bool,
    },
    /// Report [`super::Event::Timeout`] after this time.
    Wait {
        /// Its id.
        timer: TimerId,
        /// Milliseconds.
        millis: u64,
    },
    /// Show the status.
    Show(Status),
}

/// A change of the storage, which holds per record its [`Meta`], the local ciphertext, and the incoming ciphertext exactly
/// as long as `meta.incoming` is set; and the quarantine, from which nothing is ever deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Replace the local ciphertext.
    Own {
        /// The record.
        record: RecordId,
        /// Its new metadata.
        meta: Meta,
        /// The ciphertext.
        sealed: Vec<u8>,
    },
    /// Replace the incoming ciphertext.
    Incoming {
        /// The record.
        record: RecordId,
        /// Its new metadata.
        meta: Meta,
        /// The ciphertext.
        sealed: Vec<u8>,
    },
    /// Move the incoming ciphertext to the local one.
    Adopt {
        /// The record.
        record: RecordId,
        /// Its new metadata.
        meta: Meta,
    },
    /// Only the metadata changes.
    Meta {
        /// The record.
        record: RecordId,
        /// Its new metadata.
        meta: Meta,
    },
    /// Move ciphertext that does not decrypt to the quarantine.
    Quarantine {
        /// The record.
        record: RecordId,
        /// Its new metadata.
        meta: Meta,
        /// Which ciphertext to move.
        what: Side,
    },
    /// Replace the link.
    Link(Link),
}

/// The origin of a ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The local one.
    Own,
    /// The one that was pulled.
    Incoming,
}

/// A request, without credentials and ciphertext, which the engine does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Push these states. Read the local ciphertext of each and pass it to [`Intent::item`].
    Push(Vec<Intent>),
    /// Pull the page after this sequence.
    Pull(Sequence),
    /// Fetch the set hash at this sequence.
    Digest(Sequence),
}

/// A state to push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Idempotency key.
    pub operation: OperationId,
    /// The record.
    pub record: RecordId,
    /// The version of the state.
    pub version: Version,
    /// The hash of the state.
    pub hash: RecordHash,
    /// The hash of the server state that it was made from.
    pub base: Option<RecordHash>,
}

impl Intent {
    /// The item to push. `None` if the ciphertext has another hash: the record was edited since, and
    /// [`super::Response::Stale`] is to be reported.
    #[must_use]
    pub fn item(&self, sealed: Vec<u8>) -> Option<PushItem> {
        let record = SealedRecord { id: self.record, version: self.version, sealed };
        (record.hash() == self.hash).then_some(PushItem {
            operation: self.operation,
            base: self.base,
            record,
        })
    }
}

/// Builds a pull request.
#[must_use]
pub fn pull(credentials: Credentials, since: Sequence) -> PullRequest {
    PullRequest { credentials, since }
}

/// Builds a digest request.
#[must_use]
pub fn digest(credentials: Credentials, at: Sequence) -> DigestRequest {
    DigestRequest { credentials, at }
}
