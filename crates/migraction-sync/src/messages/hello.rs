//! `hello`: identity and clock of the server. Needs no token.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::protocol::ServerIdentity;

/// Asks for identity and clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloRequest;

/// Identity and clock of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloResponse {
    /// The identity to put into [`crate::Credentials`].
    pub identity: ServerIdentity,
    /// The server clock, in seconds since 1970: shown when it differs from the device's, never used for ordering.
    pub time: u64,
}

impl Message for HelloRequest {
    const NAME: &'static str = "hello";
    type Response = HelloResponse;
}
