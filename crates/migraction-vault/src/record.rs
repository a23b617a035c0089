//! Sealed records, as storage and servers see them. A record is compressed, padded to one of a few lengths, then encrypted.
//! Vault, record id and version are authenticated, so that no record can be substituted for another one, nor an old version
//! for a new one. The kind of a record is encrypted.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | format 1 |
//! | 24 | nonce |
//! | n | sealed: kind, packing, length before packing, length, bytes, zeros |
//! | 16 | tag |

use zeroize::Zeroizing;

use crate::bytes::Reader;
use crate::{OpenError, Random, RecordId, SealError, VaultId, VaultKey, aead};

const FORMAT: u8 = 1;
const PURPOSE: &[u8] = b"migraction record 1";
const HEAD: usize = 1 + 1 + 4 + 4;
/// Largest size of a record before compression, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Shortest padded length, in bytes: most notes have it.
const MIN_PADDED: usize = 1024;
/// Above this length, padded lengths grow in steps of it instead of doubling.
const LINEAR_FROM: usize = 64 * 1024;

/// The kind of a record. The numbers are stored inside sealed records: they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind(pub u8);

impl Kind {
    /// A note: the state of its CRDT.
    pub const NOTE: Self = Self(1);
    /// A tombstone.
    pub const ERASED: Self = Self(2);
}

/// Vault, id and version of a record: the authenticated data of its ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The vault id.
    pub vault: VaultId,
    /// The record id.
    pub record: RecordId,
    /// The version: higher than that of every state it was made from.
    pub version: u64,
}

impl Place {
    fn aad(&self) -> Vec<u8> {
        [PURPOSE, &self.vault.0, &self.record.0, &self.version.to_le_bytes()].concat()
    }
}

/// A decrypted record.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its kind; programs keep records of unknown kinds unread.
    pub kind: Kind,
    /// Its plaintext, zeroised on drop.
    pub body: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({:?}, {} bytes)", self.kind, self.body.len())
    }
}

/// Encrypts a record.
///
/// # Errors
/// [`SealError::TooLarge`] if `body` is longer than [`MAX_BYTES`].
pub fn seal_record(
    key: &VaultKey,
    place: &Place,
    kind: Kind,
    body: &[u8],
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    if body.len() > MAX_BYTES {
        return Err(SealError::TooLarge);
    }
    let packed = Zeroizing::new(lz4_flex::block::compress(body));
    let (packing, stored) =
        if packed.len() < body.len() { (1, packed.as_slice()) } else { (0, body) };
    let mut plain = Zeroizing::new(Vec::with_capacity(padded_length(HEAD + stored.len())));
    plain.push(kind.0);
    plain.push(packing);
    for length in [body.len(), stored.len()] {
        plain.extend_from_slice(
            &u32::try_from(length).map_err(|_| SealError::TooLarge)?.to_le_bytes(),
        );
    }
    plain.extend_from_slice(stored);
    let padded = padded_length(plain.len());
    plain.resize(padded, 0);
    let mut out = vec![FORMAT];
    out.extend(aead::seal(&key.0, &place.aad(), &plain, random)?);
    Ok(out)
}

/// Decrypts a record.
///
/// # Errors
/// [`OpenError::Damaged`] if the bytes are truncated, [`OpenError::Newer`] if they have another format or compression, and
/// [`OpenError::Refused`] if key or place are others or the bytes were changed. The caller keeps the bytes.
pub fn open_record(key: &VaultKey, place: &Place, sealed: &[u8]) -> Result<Opened, OpenError> {
    let sealed = match sealed.split_first() {
        Some((&FORMAT, sealed)) => sealed,
        None | Some((0, _)) => return Err(OpenError::Damaged),
        Some((newer, _)) => return Err(OpenError::Newer(*newer)),
    };
    let plain = aead::open(&key.0, &place.aad(), sealed)?;
    let mut reader = Reader::new(&plain);
    let kind = Kind(reader.byte()?);
    let packing = reader.byte()?;
    let length = usize::try_from(reader.u32()?).map_err(|_| OpenError::Damaged)?;
    let stored = reader.length_prefixed()?;
    if length > MAX_BYTES {
        return Err(OpenError::Damaged);
    }
    let body = match packing {
        0 => Zeroizing::new(stored.to_vec()),
        1 => {
            let unpacked =
                lz4_flex::block::decompress(stored, length).map_err(|_| OpenError::Damaged)?;
            Zeroizing::new(unpacked)
        }
        newer => return Err(OpenError::Newer(newer)),
    };
    if body.len() == length { Ok(Opened { kind, body }) } else { Err(OpenError::Damaged) }
}

/// The padded length of a plaintext: doubling from 1 KiB to 64 KiB, then steps of 64 KiB.
fn padded_length(length: usize) -> usize {
    if length <= LINEAR_FROM {
        length.next_power_of_two().max(MIN_PADDED)
    } else {
        length.next_multiple_of(LINEAR_FROM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_lengths_are_seen() {
        let lengths: std::collections::BTreeSet<usize> = (0..200_000).map(padded_length).collect();
        let expected = [1, 2, 4, 8, 16, 32, 64, 128, 192, 256].map(|kib: usize| kib * 1024);
        assert_eq!(lengths, expected.into_iter().collect());
    }

    #[test]
    fn an_opened_record_is_never_printed() {
        let opened = Opened { kind: Kind::NOTE, body: Zeroizing::new(b"K-27".to_vec()) };
        assert_eq!(format!("{opened:?}"), "Opened(Kind(1), 4 bytes)");
    }
}
