//! `digest`: the set hash of a vault, to detect lost or corrupted records.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::Sequence;
use crate::protocol::Credentials;
use crate::set_hash::SetHash;

/// Asks for the set hash as of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestRequest {
    /// Vault and token.
    pub credentials: Credentials,
    /// The last sequence that the device has seen.
    pub at: Sequence,
}

/// The set hash, or that the device must pull first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DigestResponse {
    /// The set hash over all records; the vault is at that sequence.
    Hash(SetHash),
    /// The vault has a higher sequence: pull first.
    Moved,
}

impl Message for DigestRequest {
    const NAME: &'static str = "digest";
    type Response = DigestResponse;
}
