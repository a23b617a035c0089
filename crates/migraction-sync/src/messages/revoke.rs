//! `revoke`: revokes a device. It keeps its local data and can no longer push or pull.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::TokenHash;
use crate::protocol::Credentials;

/// Revokes a token. A device may revoke itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeRequest {
    /// Vault and token of the revoking device.
    pub credentials: Credentials,
    /// The token hash of the device to revoke.
    pub device: TokenHash,
}

/// The device is revoked, or was unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeResponse;

impl Message for RevokeRequest {
    const NAME: &'static str = "revoke";
    type Response = RevokeResponse;
}
