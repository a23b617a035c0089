//! What the engine wants done.

use alloc::vec::Vec;

use super::meta::{Link, Meta};
use super::status::Status;
use crate::ids::{OperationId, RecordId, Sequence, Version};
use crate::messages::{digest, pull, push};
use crate::protocol::Pass;
use crate::record::{Mark, SealedRecord};

/// A transaction of the device's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchId(pub u64);

/// A request under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub u64);

/// A time that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerId(pub u64);

/// To do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write these changes in one transaction, then say [`super::Event::Stored`] once it has completed.
    Store {
        /// Its name.
        batch: BatchId,
        /// What to write.
        changes: Vec<Change>,
    },
    /// Ask the server, then say [`super::Event::Answered`].
    Send {
        /// Its name.
        call: CallId,
        /// What to ask.
        ask: Ask,
    },
    /// Open the device's state of a record and the incoming one, merge them, and say [`super::Event::Merged`].
    Merge {
        /// The record.
        record: RecordId,
        /// Give it back: it tells whether the record was edited meanwhile.
        edit: u64,
        /// The server's state says that a record is deleted which this device changed or a person wants kept:
        /// the outcome must live.
        keep: bool,
    },
    /// Say [`super::Event::Timeout`] after this time.
    Wait {
        /// Its name.
        timer: TimerId,
        /// How long.
        millis: u64,
    },
    /// Show this.
    Show(Status),
}

/// A change of the device's storage, which keeps per record its [`Meta`], the local bytes, and the incoming bytes
/// exactly as long as the meta says that there are some; beside them what was set aside, for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These are the local bytes now.
    Own {
        /// The record.
        record: RecordId,
        /// Where it stands now.
        meta: Meta,
        /// The bytes.
        sealed: Vec<u8>,
    },
    /// These are the incoming bytes now.
    Incoming {
        /// The record.
        record: RecordId,
        /// Where it stands now.
        meta: Meta,
        /// The bytes.
        sealed: Vec<u8>,
    },
    /// The incoming bytes become the local ones.
    Adopt {
        /// The record.
        record: RecordId,
        /// Where it stands now.
        meta: Meta,
    },
    /// Only where it stands changes.
    Meta {
        /// The record.
        record: RecordId,
        /// Where it stands now.
        meta: Meta,
    },
    /// Bytes that cannot be opened leave their place, and are kept beside.
    SetAside {
        /// The record.
        record: RecordId,
        /// Where it stands now.
        meta: Meta,
        /// Which.
        what: Side,
    },
    /// What the device knows of its server.
    Link(Link),
}

/// Of which side bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The device's.
    Own,
    /// The server's.
    Incoming,
}

/// A request, without what the engine does not hold: the pass and the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Send these states. Read the local bytes of each, and hand them to [`Intent::item`].
    Push(Vec<Intent>),
    /// What is new since this number?
    Pull(Sequence),
    /// Do we hold the same as of this number?
    Digest(Sequence),
}

/// A state to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The name of its sending.
    pub operation: OperationId,
    /// The record.
    pub record: RecordId,
    /// The number of the state.
    pub version: Version,
    /// Its mark.
    pub mark: Mark,
    /// What it was made from.
    pub base: Option<Mark>,
}

impl Intent {
    /// The item to push, with the local bytes; none when these are other bytes: the record was edited since, and
    /// the request is to be answered with [`super::Answer::Stale`].
    #[must_use]
    pub fn item(&self, sealed: Vec<u8>) -> Option<push::Item> {
        let record = SealedRecord { id: self.record, version: self.version, sealed };
        (record.mark() == self.mark).then_some(push::Item {
            operation: self.operation,
            base: self.base,
            record,
        })
    }
}

/// A pull, ready to go.
#[must_use]
pub fn pull(pass: Pass, since: Sequence) -> pull::Ask {
    pull::Ask { pass, since }
}

/// A question about the sum, ready to go.
#[must_use]
pub fn digest(pass: Pass, at: Sequence) -> digest::Ask {
    digest::Ask { pass, at }
}
