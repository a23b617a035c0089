//! Let another device in. Its token was made by the device that asks, and travels through a mailbox, sealed.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::TokenHash;
use crate::protocol::Pass;

/// The request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// By whom.
    pub pass: Pass,
    /// The hash of the other device's token.
    pub device: TokenHash,
}

/// It may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer;

impl Message for Ask {
    const NAME: &'static str = "grant";
    type Answer = Answer;
}
