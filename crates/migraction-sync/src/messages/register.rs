//! `register`: creates a vault with an invitation. Idempotent for the same vault and device.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::{TokenHash, VaultId};
use crate::protocol::ServerIdentity;

/// Creates a vault, or adds a device to an existing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRequest {
    /// The invitation's code ([`crate::Code`]).
    pub code: [u8; 16],
    /// The vault id, chosen by the device.
    pub vault: VaultId,
    /// The hash of the device's token.
    pub device: TokenHash,
}

/// The vault exists and the device is authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterResponse {
    /// The identity of the server.
    pub identity: ServerIdentity,
    /// Quota of the vault, in bytes.
    pub quota: u64,
}

impl Message for RegisterRequest {
    const NAME: &'static str = "register";
    type Response = RegisterResponse;
}
