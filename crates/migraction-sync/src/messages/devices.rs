//! Who may come in? Days, never hours, and no address: the server keeps no more.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::TokenHash;
use crate::protocol::Pass;

/// The request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// By whom.
    pub pass: Pass,
}

/// All devices that have or had a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// In no particular order.
    pub devices: Vec<Device>,
}

/// What the server knows of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// What it keeps of its token.
    pub device: TokenHash,
    /// Since when, in days since 1970.
    pub since: u32,
    /// Its last day here, in days since 1970.
    pub seen: u32,
    /// It was revoked.
    pub revoked: bool,
}

impl Message for Ask {
    const NAME: &'static str = "devices";
    type Answer = Answer;
}
