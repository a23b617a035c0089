//! The messages, one a file. Their names are the last part of their address below `/api/sync/`.

pub mod devices;
pub mod digest;
pub mod grant;
pub mod hello;
pub mod mailbox;
pub mod pull;
pub mod push;
pub mod register;
pub mod revoke;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request and what answers it.
pub trait Message: Serialize + DeserializeOwned {
    /// Its name in addresses.
    const NAME: &'static str;
    /// What answers it.
    type Answer: Serialize + DeserializeOwned;
}

#[cfg(test)]
mod tests;
