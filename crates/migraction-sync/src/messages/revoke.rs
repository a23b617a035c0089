//! Let a device in no longer. It keeps what it has, and can neither send nor fetch.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::TokenHash;
use crate::protocol::Pass;

/// The request. A device may revoke itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// By whom.
    pub pass: Pass,
    /// The device.
    pub device: TokenHash,
}

/// It is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer;

impl Message for Ask {
    const NAME: &'static str = "revoke";
    type Answer = Answer;
}
