//! `pull`: fetches the record states after a sequence, one page at a time, in the order of their sequences.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::Sequence;
use crate::protocol::Credentials;
use crate::record::SealedRecord;

/// Asks for the page after `since`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    /// Vault and token.
    pub credentials: Credentials,
    /// The last sequence that the device has seen.
    pub since: Sequence,
}

/// A page. A record appears at most once, in its present state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullResponse {
    /// In ascending order of sequence, all above `since`.
    pub records: Vec<(Sequence, SealedRecord)>,
    /// `since` of the next request.
    pub upto: Sequence,
    /// Whether there is another page.
    pub more: bool,
    /// The server clock, in seconds since 1970: shown, never used for ordering.
    pub time: u64,
}

impl Message for PullRequest {
    const NAME: &'static str = "pull";
    type Response = PullResponse;
}
