//! `devices`: lists the devices of a vault. The server stores dates without times, and no addresses.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::TokenHash;
use crate::protocol::Credentials;

/// Asks for the devices of the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesRequest {
    /// Vault and token.
    pub credentials: Credentials,
}

/// All devices of the vault, revoked ones too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesResponse {
    /// In no particular order.
    pub devices: Vec<DeviceInfo>,
}

/// A device, as the server knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceInfo {
    /// The hash of its token.
    pub device: TokenHash,
    /// The day it was authorised, in days since 1970.
    pub since: u32,
    /// The day of its last request, in days since 1970.
    pub seen: u32,
    /// Whether it was revoked.
    pub revoked: bool,
}

impl Message for DevicesRequest {
    const NAME: &'static str = "devices";
    type Response = DevicesResponse;
}
