//! The requests and responses, one pair per file. [`Message::NAME`] is the last segment of the path below `/api/sync/`.

mod devices;
mod digest;
mod grant;
mod hello;
mod mailbox;
mod pull;
mod push;
mod register;
mod revoke;

pub use devices::{DeviceInfo, DevicesRequest, DevicesResponse};
pub use digest::{DigestRequest, DigestResponse};
pub use grant::{GrantRequest, GrantResponse};
pub use hello::{HelloRequest, HelloResponse};
pub use mailbox::{
    MailboxOpenRequest, MailboxOpenResponse, MailboxPutRequest, MailboxPutResponse,
    MailboxTakeRequest, MailboxTakeResponse,
};
pub use pull::{PullRequest, PullResponse};
pub use push::{PushItem, PushOutcome, PushRequest, PushResponse};
pub use register::{RegisterRequest, RegisterResponse};
pub use revoke::{RevokeRequest, RevokeResponse};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request and the type of its response.
pub trait Message: Serialize + DeserializeOwned {
    /// The last segment of its path.
    const NAME: &'static str;
    /// The response.
    type Response: Serialize + DeserializeOwned;
}

#[cfg(test)]
mod tests;
