//! A record as the server and the network see it: id, version and ciphertext.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::{RecordId, Version};

/// One version of a record. The vault id is sent beside it, and is part of the authenticated data of the ciphertext.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRecord {
    /// The record id.
    pub id: RecordId,
    /// The version, authenticated by the seal.
    pub version: Version,
    /// The ciphertext.
    pub sealed: Vec<u8>,
}

impl SealedRecord {
    /// The hash that identifies this state.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(self.id, self.version, &self.sealed)
    }
}

impl fmt::Debug for SealedRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} v{} ({} bytes)", self.id, self.version.0, self.sealed.len())
    }
}

/// Identifies one state of a record: SHA-256 over its id, version and ciphertext.
///
/// A push carries the hash of the state it was based on. A version alone would not do: after a server was restored
/// from an old backup, two different states can have the same version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordHash(pub [u8; 32]);

impl RecordHash {
    /// Hashes a state.
    #[must_use]
    pub fn of(id: RecordId, version: Version, sealed: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"migraction mark 1\n");
        hash.update(id.0);
        hash.update(version.0.to_be_bytes());
        hash.update(sealed);
        Self(hash.finalize().into())
    }
}

impl fmt::Debug for RecordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordHash({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}
