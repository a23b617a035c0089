//! Do we hold the same, as of one number?

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::Sequence;
use crate::protocol::Pass;
use crate::set_hash::SetHash;

/// The request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// For whom.
    pub pass: Pass,
    /// The number up to which the device has everything.
    pub at: Sequence,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The server's sum as of that number.
    Hash(SetHash),
    /// The vault has moved on: pull first.
    Moved,
}

impl Message for Ask {
    const NAME: &'static str = "digest";
    type Answer = Answer;
}
