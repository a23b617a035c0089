//! What a device keeps beside each record, and about its server, between two starts.
//!
//! Nothing in it is secret from the server, which knows all of it.

use alloc::vec::Vec;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ids::{OperationId, Sequence, Version};
use crate::protocol::Stamp;
use crate::record::Mark;

/// The form in which [`Meta`] and [`Link`] are kept on a device (25 November 2026).
pub const KEPT: u8 = 1;

/// Where a record stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The state that this device has, if it has one it can open.
    pub local: Option<State>,
    /// The server's state that the local one contains: what the next push is made from.
    pub base: Option<Mark>,
    /// The local state has something that the server has not said to have: its sending has this name.
    pub waiting: Option<OperationId>,
    /// A state from the server that is not merged yet: the vault is locked, or cannot open it.
    pub incoming: Option<Incoming>,
    /// The largest number of any state of the record that was sealed or opened here.
    pub seen: Version,
}

/// A state that this device has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its number.
    pub version: Version,
    /// Its mark.
    pub mark: Mark,
    /// The length of its sealed bytes.
    pub size: u32,
    /// It says that the record was deleted.
    pub gone: bool,
}

/// A state from a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its number.
    pub version: Version,
    /// Its mark.
    pub mark: Mark,
    /// It is what the present server holds. Otherwise it came from one that has lost it since, or from another.
    pub current: bool,
}

/// What a device knows of its server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which server; none before a device is enrolled.
    pub stamp: Option<Stamp>,
    /// The last number that was pulled.
    pub since: Sequence,
    /// When all was last known to be on the server, by this device's clock, in milliseconds: only shown.
    pub sent_at: Option<u64>,
}

impl Meta {
    /// As a device keeps it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        keep(self)
    }

    /// As it was kept; none when the bytes are damaged or from a newer app.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        kept(bytes)
    }

    /// What the server holds of this record, as far as this device has been told.
    #[must_use]
    pub fn on_server(&self) -> Option<Mark> {
        match self.incoming {
            Some(incoming) if incoming.current => Some(incoming.mark),
            _ => self.base,
        }
    }

    /// The record is there and not deleted.
    #[must_use]
    pub fn lives(&self) -> bool {
        self.local.is_some_and(|state| !state.gone)
    }

    /// Something of it is not on the server.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some() || self.incoming.is_some_and(|incoming| !incoming.current)
    }
}

impl Link {
    /// As a device keeps it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        keep(self)
    }

    /// As it was kept; none when the bytes are damaged or from a newer app.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        kept(bytes)
    }
}

fn keep(what: &impl Serialize) -> Vec<u8> {
    // Writing to a vector fails only when there is no memory; what is read back is then taken as damaged.
    postcard::to_extend(what, Vec::from([KEPT])).unwrap_or_default()
}

fn kept<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((&KEPT, rest)) => match postcard::take_from_bytes(rest) {
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
        let mark = Mark([1; 32]);
        let ones = "01".repeat(32);
        let meta = Meta {
            local: Some(State { version: Version(2), mark, size: 9, gone: true }),
            base: Some(mark),
            waiting: Some(OperationId([3; 16])),
            incoming: Some(Incoming { version: Version(4), mark, current: true }),
            seen: Version(5),
        };
        let threes = "03".repeat(16);
        let pinned = format!("010102{ones}090101{ones}01{threes}0104{ones}0105");
        assert_eq!(hex::encode(meta.to_bytes()), pinned);
        assert_eq!(Meta::from_bytes(&meta.to_bytes()), Some(meta));
        assert_eq!(hex::encode(Meta::default().to_bytes()), "010000000000");

        let stamp = Stamp { server: ServerId([1; 16]), epoch: Epoch([2; 16]) };
        let link = Link { stamp: Some(stamp), since: Sequence(6), sent_at: Some(7) };
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
