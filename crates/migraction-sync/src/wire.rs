//! Encoding of messages: the magic bytes `mg`, the wire version, then the message in postcard.
//!
//! The meaning of the first three bytes never changes, so that devices and servers of any age detect a version
//! mismatch instead of misreading. postcard writes no field names: any change of a struct or enum needs a new version.

use alloc::vec::Vec;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The wire version (1 since 25 November 2026). A change needs a decision record, a new version, and servers that
/// support both versions for as long as old apps are in use.
pub const WIRE_VERSION: u8 = 1;

const MAGIC: [u8; 2] = *b"mg";

/// Why bytes could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Not a message of this protocol, or truncated, or followed by extra bytes.
    Malformed,
    /// The message has this other wire version.
    OtherWire(u8),
}

/// Encodes a message.
#[must_use]
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    let start = Vec::from([MAGIC[0], MAGIC[1], WIRE_VERSION]);
    // Writing to a vector fails only when out of memory; the receiver then reports `Malformed`.
    postcard::to_extend(message, start).unwrap_or_default()
}

/// Decodes a message, which must fill `bytes` completely.
///
/// # Errors
/// [`DecodeError::OtherWire`] if the header has another version, [`DecodeError::Malformed`] for anything else that is not
/// one complete message.
pub fn decode<M: DeserializeOwned>(bytes: &[u8]) -> Result<M, DecodeError> {
    let Some((&[a, b, wire], message)) = bytes.split_first_chunk::<3>() else {
        return Err(DecodeError::Malformed);
    };
    if [a, b] != MAGIC {
        return Err(DecodeError::Malformed);
    }
    if wire != WIRE_VERSION {
        return Err(DecodeError::OtherWire(wire));
    }
    match postcard::take_from_bytes(message) {
        Ok((message, [])) => Ok(message),
        _ => Err(DecodeError::Malformed),
    }
}

/// The header alone: the response to a message of another wire version.
#[must_use]
pub fn version_only() -> Vec<u8> {
    Vec::from([MAGIC[0], MAGIC[1], WIRE_VERSION])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_wire_is_named_and_never_misread() {
        assert_eq!(decode::<u8>(b"mg\x02\x07"), Err(DecodeError::OtherWire(2)));
        assert_eq!(decode::<u8>(b"mg\x00"), Err(DecodeError::OtherWire(0)));
        assert_eq!(decode::<u8>(b"<html>"), Err(DecodeError::Malformed));
        assert_eq!(decode::<u8>(b""), Err(DecodeError::Malformed));
        assert_eq!(decode::<u8>(b"mg\x01"), Err(DecodeError::Malformed));
        assert_eq!(decode::<u8>(b"mg\x01\x07\x07"), Err(DecodeError::Malformed));
        assert_eq!(decode::<u8>(b"mg\x01\x07"), Ok(7));
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut framed = version_only();
            framed.extend(&bytes);
            let _ = decode::<crate::messages::PushRequest>(&framed);
            let _ = decode::<Result<crate::messages::PullResponse, crate::Refusal>>(&framed);
            let _ = decode::<crate::messages::PushRequest>(&bytes);
        }
    }
}
