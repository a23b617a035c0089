//! The persistent sync state of a device: [`Meta`] per record, and the [`Link`] to its server.
//!
//! Stored unencrypted: the server knows all of it.

use alloc::vec::Vec;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ids::{OperationId, Sequence, Version};
use crate::protocol::ServerIdentity;
use crate::record::RecordHash;

/// The storage format of [`Meta`] and [`Link`] (1 since 25 November 2026).
pub const META_FORMAT: u8 = 1;

/// Sync metadata of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The local state, if there is one that decrypts.
    pub local: Option<State>,
    /// The hash of the server state that the local one contains: the base of the next push.
    pub base: Option<RecordHash>,
    /// Idempotency key of the push, while the local state has changes that the server has not confirmed.
    pub waiting: Option<OperationId>,
    /// A state from the server that is not merged yet: the vault is locked, or it does not decrypt.
    pub incoming: Option<Incoming>,
    /// The largest version of the record that was sealed or decrypted here.
    pub seen: Version,
}

/// A local state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its version.
    pub version: Version,
    /// Its hash.
    pub hash: RecordHash,
    /// Bytes of its ciphertext.
    pub size: u32,
    /// Whether it is a tombstone.
    pub deleted: bool,
}

/// A state from a server that is not merged yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its version.
    pub version: Version,
    /// Its hash.
    pub hash: RecordHash,
    /// Whether the current server holds it. Otherwise it came from another server, or the server has lost it since.
    pub current: bool,
}

/// The link of a vault to its server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The identity of the server; `None` before the device is enrolled.
    pub identity: Option<ServerIdentity>,
    /// The last sequence that was pulled.
    pub since: Sequence,
    /// When everything was last confirmed by the server, in milliseconds since 1970 by the device clock: only shown.
    pub sent_at: Option<u64>,
}

impl Meta {
    /// Encodes it for the storage.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Decodes it; `None` if the bytes are corrupted or have another format.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        decode(bytes)
    }

    /// The hash of the state that the server holds, as far as the device knows.
    #[must_use]
    pub fn on_server(&self) -> Option<RecordHash> {
        match self.incoming {
            Some(incoming) if incoming.current => Some(incoming.hash),
            _ => self.base,
        }
    }

    /// Whether there is a local state and it is not a tombstone.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.local.is_some_and(|state| !state.deleted)
    }

    /// Whether anything of it is not on the server.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some() || self.incoming.is_some_and(|incoming| !incoming.current)
    }
}

impl Link {
    /// Encodes it for the storage.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Decodes it; `None` if the bytes are corrupted or have another format.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        decode(bytes)
    }
}

fn encode(what: &impl Serialize) -> Vec<u8> {
    // Writing to a vector fails only when out of memory; what is read back is then treated as corrupted.
    postcard::to_extend(what, Vec::from([META_FORMAT])).unwrap_or_default()
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((&META_FORMAT, rest)) => match postcard::take_from_bytes(rest) {
            Ok((what, [])) => Some(what),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Epoch, ServerId};

    #[test]
    fn what_devices_keep_is_pinned() {
        let hash = RecordHash([1; 32]);
        let ones = "01".repeat(32);
        let meta = Meta {
            local: Some(State { version: Version(2), hash, size: 9, deleted: true }),
            base: Some(hash),
            waiting: Some(OperationId([3; 16])),
            incoming: Some(Incoming { version: Version(4), hash, current: true }),
            seen: Version(5),
        };
        let threes = "03".repeat(16);
        let pinned = format!("010102{ones}090101{ones}01{threes}0104{ones}0105");
        assert_eq!(hex::encode(meta.to_bytes()), pinned);
        assert_eq!(Meta::from_bytes(&meta.to_bytes()), Some(meta));
        assert_eq!(hex::encode(Meta::default().to_bytes()), "010000000000");

        let identity = ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([2; 16]) };
        let link = Link { identity: Some(identity), since: Sequence(6), sent_at: Some(7) };
        let pinned = format!("0101{}{}060107", "01".repeat(16), "02".repeat(16));
        assert_eq!(hex::encode(link.to_bytes()), pinned);
        assert_eq!(Link::from_bytes(&link.to_bytes()), Some(link));
    }

    #[test]
    fn damaged_or_newer_bytes_are_not_misread() {
        for bytes in [&b""[..], b"\x01", b"\x02\0\0\0\0\0", b"\x01\0\0\0\0\0\0"] {
            assert_eq!(Meta::from_bytes(bytes), None, "{bytes:?}");
        }
    }
}
