//! How a message is written: `mg`, the number of the wire, then the message in postcard.
//!
//! The first three bytes never change, so that a device and a server of any age can tell that they do not
//! understand each other, instead of misreading. Within one number, enums and structs only grow at their end
//! by a new number: postcard has no field names.

use alloc::vec::Vec;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The form of the messages (1 since 25 November 2026). A change is a decision, a new number and a server
/// that speaks both for as long as devices may lag.
pub const WIRE: u8 = 1;

const SIGN: [u8; 2] = *b"mg";

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// They come from something that is not Migr'action, or were cut or changed.
    Nonsense,
    /// They are of another wire.
    Wire(u8),
}

/// Writes a message.
#[must_use]
pub fn write(message: &impl Serialize) -> Vec<u8> {
    let start = Vec::from([SIGN[0], SIGN[1], WIRE]);
    // Writing to a vector fails only when there is no memory; the reader then says nonsense.
    postcard::to_extend(message, start).unwrap_or_default()
}

/// Reads a message. Bytes after its end are nonsense too.
///
/// # Errors
/// An [`Unread`].
pub fn read<M: DeserializeOwned>(bytes: &[u8]) -> Result<M, Unread> {
    let Some((&[a, b, wire], message)) = bytes.split_first_chunk::<3>() else {
        return Err(Unread::Nonsense);
    };
    if [a, b] != SIGN {
        return Err(Unread::Nonsense);
    }
    if wire != WIRE {
        return Err(Unread::Wire(wire));
    }
    match postcard::take_from_bytes(message) {
        Ok((message, [])) => Ok(message),
        _ => Err(Unread::Nonsense),
    }
}

/// What a server says to a message of another wire: only its own number.
#[must_use]
pub fn only_number() -> Vec<u8> {
    Vec::from([SIGN[0], SIGN[1], WIRE])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_wire_is_named_and_never_misread() {
        assert_eq!(read::<u8>(b"mg\x02\x07"), Err(Unread::Wire(2)));
        assert_eq!(read::<u8>(b"mg\x00"), Err(Unread::Wire(0)));
        assert_eq!(read::<u8>(b"<html>"), Err(Unread::Nonsense));
        assert_eq!(read::<u8>(b""), Err(Unread::Nonsense));
        assert_eq!(read::<u8>(b"mg\x01"), Err(Unread::Nonsense));
        assert_eq!(read::<u8>(b"mg\x01\x07\x07"), Err(Unread::Nonsense));
        assert_eq!(read::<u8>(b"mg\x01\x07"), Ok(7));
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut framed = only_number();
            framed.extend(&bytes);
            let _ = read::<crate::messages::push::Ask>(&framed);
            let _ = read::<Result<crate::messages::pull::Page, crate::Refusal>>(&framed);
            let _ = read::<crate::messages::push::Ask>(&bytes);
        }
    }
}
