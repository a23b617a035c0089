//! What closes notes and opens them again: the keys of a profile, sealed records, the recovery code,
//! joining by a one-time code, the encrypted file.
//!
//! ```text
//! passphrase ──Argon2id──▶ passphrase key ─┐
//!                                          ├─wraps─▶ profile key ─wraps─▶ key of each vault ─seals─▶ records
//! recovery code ──HKDF──▶ recovery key ────┘
//! ```
//!
//! Never here: I/O, a clock, a source of chance ([`Random`] is passed in), a sentence for people. There
//! is no plain mode: what this crate writes is sealed, and nothing opens it but a key.
//!
//! Everything that reaches a disk or a wire is pinned byte for byte in `tests/vectors.rs`.

#![forbid(unsafe_code)]

mod aead;
pub mod arrival;
mod bytes;
pub mod code;
pub mod export;
mod id;
mod key;
pub mod keyring;
pub mod mailbox;
pub mod profile;
pub mod record;
pub mod strength;
pub mod stretch;

pub use code::{Code, CodeError};
pub use id::{ProfileId, RecordId, VaultId};
pub use key::{PassphraseKey, ProfileKey, VaultKey};
pub use keyring::{Keyring, Vault};
pub use profile::Envelope;
pub use record::{Kind, Opened, Place, open_record, seal_record};
pub use strength::{Estimate, Habit, Strength};
pub use stretch::StretchCost;

/// Where random bytes come from: the browser or the system fills the slice; tests fill it as they like.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// Why something sealed does not open. Nothing is ever deleted because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Cut short, or not written by this program.
    #[error("these bytes are not whole")]
    Damaged,
    /// Written by a newer program, in this format.
    #[error("written by a newer program (format {0})")]
    Newer(u8),
    /// The key is not the one that sealed it, or something was changed since.
    #[error("the key does not open it")]
    Refused,
}

/// Why something could not be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Larger than a record may be.
    #[error("too large for one record")]
    TooLarge,
}
