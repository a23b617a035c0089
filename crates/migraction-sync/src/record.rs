//! A record as servers and wires see it: an id, a number, and bytes that nobody on the way can open.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::{RecordId, Version};

/// One state of a record. Which vault it belongs to is said around it, and bound into the seal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRecord {
    /// The record.
    pub id: RecordId,
    /// The number of this state.
    pub version: Version,
    /// What the vault sealed.
    pub sealed: Vec<u8>,
}

impl SealedRecord {
    /// What tells this state from every other one.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark::of(self.id, self.version, &self.sealed)
    }
}

impl fmt::Debug for SealedRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} v{} ({} bytes)", self.id, self.version.0, self.sealed.len())
    }
}

/// The fingerprint of one state: SHA-256 over its id, number and bytes.
///
/// A push names the mark of the state it was made from. A number alone would not do: after a server lost
/// its last hours, two states can have one number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark(pub [u8; 32]);

impl Mark {
    /// The mark of a state.
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

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mark({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}
