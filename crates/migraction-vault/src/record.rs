//! Sealed records: what storage and servers see. A record is compressed, padded to one of a few
//! lengths, then sealed; its vault, its name and its version are bound to it, so that no record can be
//! put in another's place, nor an old one in a new one's. What kind of thing it is stands inside.
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
/// The most that one record may hold before packing.
pub const MOST_BYTES: usize = 1024 * 1024;
/// The shortest padded length: most notes look alike.
const LEAST_PADDED: usize = 1024;
/// From here on, lengths grow by steps of this instead of doubling.
const LARGE: usize = 64 * 1024;

/// What a record holds. The numbers are inside sealed records: they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind(pub u8);

impl Kind {
    /// A note: the state of its merged document.
    pub const NOTE: Self = Self(1);
    /// A note erased on purpose: nothing is left but that fact.
    pub const ERASED: Self = Self(2);
}

/// Where a record stands. Bound to its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which vault.
    pub vault: VaultId,
    /// Under which name.
    pub record: RecordId,
    /// Which version: one more than the version that it replaces.
    pub version: u64,
}

impl Place {
    fn bound(&self) -> Vec<u8> {
        [PURPOSE, &self.vault.0, &self.record.0, &self.version.to_le_bytes()].concat()
    }
}

/// An opened record.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it is; an older program keeps kinds that it does not know, unread.
    pub kind: Kind,
    /// Its bytes, wiped when dropped.
    pub body: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({:?}, {} bytes)", self.kind, self.body.len())
    }
}

/// Seals a record.
///
/// # Errors
/// [`SealError::TooLarge`] past [`MOST_BYTES`].
pub fn seal_record(
    key: &VaultKey,
    place: &Place,
    kind: Kind,
    body: &[u8],
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    if body.len() > MOST_BYTES {
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
    out.extend(aead::seal(&key.0, &place.bound(), &plain, random)?);
    Ok(out)
}

/// Opens a record.
///
/// # Errors
/// An [`OpenError`]; the caller keeps the bytes and says which record it is.
pub fn open_record(key: &VaultKey, place: &Place, sealed: &[u8]) -> Result<Opened, OpenError> {
    let sealed = match sealed.split_first() {
        Some((&FORMAT, sealed)) => sealed,
        None | Some((0, _)) => return Err(OpenError::Damaged),
        Some((newer, _)) => return Err(OpenError::Newer(*newer)),
    };
    let plain = aead::open(&key.0, &place.bound(), sealed)?;
    let mut reader = Reader::new(&plain);
    let kind = Kind(reader.byte()?);
    let packing = reader.byte()?;
    let length = usize::try_from(reader.u32()?).map_err(|_| OpenError::Damaged)?;
    let stored = reader.run()?;
    if length > MOST_BYTES {
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

/// The length to which a text is padded: doubling from 1 KiB to 64 KiB, then steps of 64 KiB.
fn padded_length(length: usize) -> usize {
    if length <= LARGE {
        length.next_power_of_two().max(LEAST_PADDED)
    } else {
        length.next_multiple_of(LARGE)
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
