//! Synchronises sealed records between devices and a server: the protocol and the client state machine.
//!
//! Never here: keys, a clock, randomness, I/O. Record contents are opaque; time and random numbers are arguments.
//! The app, the server and the simulator use the same code.
//!
//! [`Engine`] is the client state machine; [`Protocol`] is the RPC trait, with one request and response per file in
//! [`messages`]; [`wire`] encodes them; [`dispatch`] is the server end and [`client`] the client end.

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
pub use protocol::{CallError, Credentials, Protocol, Refusal, ServerIdentity};
pub use record::{RecordHash, SealedRecord};
pub use set_hash::SetHash;
