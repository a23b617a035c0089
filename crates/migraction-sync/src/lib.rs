//! Sealed records on their way between devices and a server: what is said, and who says it when.
//!
//! Never: a key, a clock, chance, input or output. What a record holds is opaque here; time and random
//! numbers are arguments. The app, the server and the simulator use the same code.
//!
//! From the outside in: [`Engine`] decides what a device does next; [`Protocol`] is what device and server
//! say to each other, one message a file in [`messages`]; [`wire`] is how it is written; [`dispatch`] and
//! [`client`] are its two ends.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

extern crate alloc;

pub mod client;
pub mod code;
pub mod dispatch;
pub mod engine;
pub mod ids;
pub mod invitation;
pub mod limits;
pub mod messages;
pub mod protocol;
pub mod record;
pub mod set_hash;
pub mod wire;

pub use code::{Code, CodeError};
pub use engine::Engine;
pub use ids::{
    Epoch, MailboxId, OperationId, OrganisationKey, RecordId, Sequence, ServerId, TakerId, Token,
    TokenHash, VaultId, Version,
};
pub use invitation::Invitation;
pub use protocol::{CallError, Pass, Protocol, Refusal, Stamp};
pub use record::{Mark, SealedRecord};
pub use set_hash::SetHash;
