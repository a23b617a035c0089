//! `mailbox-open`, `mailbox-put`, `mailbox-take`: single-use mailboxes to enrol another device, which expire after
//! [`crate::limits::MAILBOX_SECONDS`].
//!
//! Mailbox id and encryption key are derived from a one-time code that people copy by hand; the server knows the id
//! only. A person's second device finds the keyring in it. A colleague first puts a public key into one mailbox, and
//! after the other person has confirmed takes the response from a second one.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Message;
use crate::ids::{MailboxId, TakerId};
use crate::protocol::Credentials;

/// Opens a mailbox. Needs an enrolled device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxOpenRequest {
    /// Vault and token.
    pub credentials: Credentials,
    /// The mailbox id.
    pub mailbox: MailboxId,
    /// Initial content; `None` if the other side fills it.
    pub sealed: Option<Vec<u8>>,
}

/// The mailbox is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxOpenResponse {
    /// Seconds until it expires.
    pub seconds: u64,
}

/// Fills an open, empty mailbox. Needs no token; idempotent for the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxPutRequest {
    /// The mailbox id.
    pub mailbox: MailboxId,
    /// The content.
    pub sealed: Vec<u8>,
}

/// The mailbox is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxPutResponse;

/// Takes the content of a mailbox. Needs no token; only the first taker gets it, and can retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxTakeRequest {
    /// The mailbox id.
    pub mailbox: MailboxId,
    /// Random id that the device reuses when it retries.
    pub taker: TakerId,
}

/// The content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxTakeResponse {
    /// Sealed under a key that is derived from the code.
    pub sealed: Vec<u8>,
}

impl Message for MailboxOpenRequest {
    const NAME: &'static str = "mailbox-open";
    type Response = MailboxOpenResponse;
}

impl Message for MailboxPutRequest {
    const NAME: &'static str = "mailbox-put";
    type Response = MailboxPutResponse;
}

impl Message for MailboxTakeRequest {
    const NAME: &'static str = "mailbox-take";
    type Response = MailboxTakeResponse;
}
