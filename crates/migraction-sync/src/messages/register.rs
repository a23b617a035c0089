//! Make a vault on this server with an invitation. Sent again after a lost answer, it answers the same.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::{TokenHash, VaultId};
use crate::protocol::Stamp;

/// The request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The invitation's code ([`crate::Code`]).
    pub code: [u8; 16],
    /// The new vault, named by the device.
    pub vault: VaultId,
    /// The hash of the token that the device made for itself.
    pub device: TokenHash,
}

/// The vault is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which server keeps it.
    pub stamp: Stamp,
    /// How many sealed bytes it may hold.
    pub quota: u64,
}

impl Message for Ask {
    const NAME: &'static str = "register";
    type Answer = Answer;
}
