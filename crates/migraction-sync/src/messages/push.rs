//! Keep these states. Each is judged by itself; those that are kept are kept in one transaction.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::{OperationId, Sequence};
use crate::protocol::Pass;
use crate::record::{Mark, SealedRecord};

/// The request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// For whom.
    pub pass: Pass,
    /// What to keep, each record once.
    pub items: Vec<Item>,
}

/// A state to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The name of this sending. The server remembers what it answered.
    pub operation: OperationId,
    /// The mark of the server's state that this one was made from; none for a record new to the server.
    pub base: Option<Mark>,
    /// The state.
    pub record: SealedRecord,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// In the order of the items.
    pub outcomes: Vec<Outcome>,
    /// The vault's last number before this push.
    pub before: Sequence,
    /// And after it: the numbers in between are all this push's.
    pub head: Sequence,
}

/// What became of an item. New ones come at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Kept, now or when it was first sent.
    Stored,
    /// The server holds another state than the base: this one. Merge, then push again.
    Conflict(SealedRecord),
    /// The server holds no such record, though the device has seen it there: the server lost it.
    Missing,
    /// The answer was full before this item's turn. Push it again.
    Later,
    /// The state is larger than [`crate::limits::RECORD_BYTES`].
    TooLarge,
    /// The vault's quota is reached.
    QuotaFull {
        /// The sealed bytes that it holds.
        used: u64,
        /// The sealed bytes that it may hold.
        quota: u64,
    },
}

impl Message for Ask {
    const NAME: &'static str = "push";
    type Answer = Answer;
}
