//! `push`: stores record states. Each item has its own outcome; all that are stored are stored in one transaction.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::{OperationId, Sequence};
use crate::protocol::Credentials;
use crate::record::{RecordHash, SealedRecord};

/// Up to [`crate::limits::PUSH_RECORDS`] record states to store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// Vault and token.
    pub credentials: Credentials,
    /// The states; each record id at most once.
    pub items: Vec<PushItem>,
}

/// A record state to store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushItem {
    /// Idempotency key.
    pub operation: OperationId,
    /// The hash of the server's state that this one was made from; `None` for a record new to the server.
    pub base: Option<RecordHash>,
    /// The new state.
    pub record: SealedRecord,
}

/// The outcome of a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushResponse {
    /// One per item, in the same order.
    pub outcomes: Vec<PushOutcome>,
    /// The last sequence of the vault before this push.
    pub before: Sequence,
    /// The last sequence after it; all in between were assigned by this push.
    pub head: Sequence,
}

/// The outcome of an item. New variants go at the end: the wire encodes their position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PushOutcome {
    /// Stored, now or when it was first sent.
    Stored,
    /// The server holds this state, which is not the base. Merge, then push again.
    Conflict(SealedRecord),
    /// A base was given but the server has no such record: it lost data.
    Missing,
    /// Not processed, because the response is full. Push it again.
    Later,
    /// The state is larger than [`crate::limits::RECORD_BYTES`].
    TooLarge,
    /// The vault's quota is reached.
    QuotaFull {
        /// Bytes in use.
        used: u64,
        /// Bytes allowed.
        quota: u64,
    },
}

impl Message for PushRequest {
    const NAME: &'static str = "push";
    type Response = PushResponse;
}
