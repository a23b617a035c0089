//! End-to-end encryption of notes: profile keys, sealed records, the recovery code, enrolling a device by a one-time code,
//! the encrypted export file.
//!
//! ```text
//! passphrase ──Argon2id──▶ passphrase key ─┐
//!                                          ├─wraps─▶ profile key ─wraps─▶ key of each vault ─seals─▶ records
//! recovery code ──HKDF──▶ recovery key ────┘
//! ```
//!
//! Never here: I/O, a clock, a random number generator ([`Random`] is passed in), text for people. There is no plaintext
//! mode.
//!
//! Every stored or sent format is pinned byte for byte in `tests/vectors.rs`.

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

/// Fills a slice with random bytes: a cryptographic generator in the app, deterministic in tests.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// Why ciphertext does not open. Nothing is ever deleted because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Truncated, or not a format of this crate.
    #[error("these bytes are not whole")]
    Damaged,
    /// Written by a newer program, with this format number.
    #[error("written by a newer program (format {0})")]
    Newer(u8),
    /// Wrong key, or ciphertext or authenticated data were changed.
    #[error("the key does not open it")]
    Refused,
}

/// Why something could not be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Larger than the limit of a record or of the cipher.
    #[error("too large for one record")]
    TooLarge,
}
