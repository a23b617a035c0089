//! The encrypted export file: a profile with its records, as a backup or to move to another device without a server. It
//! opens with the passphrase or the recovery code that were valid when it was written.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `MGX`, format 1 |
//! | 196 | the profile's envelope |
//! | n | sealed under the profile key: keyring, then each record with its place, still sealed |

use zeroize::Zeroizing;

use crate::bytes::{Reader, put_length_prefixed};
use crate::keyring::{Purpose, open_for_profile, seal_for_profile};
use crate::profile::ENVELOPE_BYTES;
use crate::{
    Envelope, Keyring, OpenError, Place, ProfileKey, Random, RecordId, SealError, VaultId,
};

const MAGIC: [u8; 3] = *b"MGX";
const FORMAT: u8 = 1;

/// A record in a file, still sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Its vault, id and version.
    pub place: Place,
    /// Its ciphertext.
    pub sealed: Vec<u8>,
}

/// The content of an export file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The profile's vaults.
    pub keyring: Keyring,
    /// Their records.
    pub records: Vec<FileRecord>,
    /// Data of the caller: the label of the profile.
    pub extra: Vec<u8>,
}

/// Encodes and encrypts a file.
///
/// # Errors
/// [`SealError::TooLarge`] if the content exceeds the limit of the cipher.
pub fn seal_file(
    envelope: &Envelope,
    key: &ProfileKey,
    contents: &Contents,
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    let keyring = contents.keyring.seal(key, envelope.profile, random)?;
    let mut body = Zeroizing::new(Vec::new());
    put_length_prefixed(&mut body, &keyring);
    put_length_prefixed(&mut body, &contents.extra);
    for FileRecord { place, sealed } in &contents.records {
        body.extend_from_slice(&place.vault.0);
        body.extend_from_slice(&place.record.0);
        body.extend_from_slice(&place.version.to_le_bytes());
        put_length_prefixed(&mut body, sealed);
    }
    let mut out = MAGIC.to_vec();
    out.push(FORMAT);
    out.extend(envelope.to_bytes());
    out.extend(seal_for_profile(key, envelope.profile, Purpose::Export, &body, random)?);
    Ok(out)
}

/// Reads the envelope at the start of a file, from which passphrase or recovery code unwrap the profile key.
///
/// # Errors
/// [`OpenError::Damaged`] if it is not an export file or is truncated, [`OpenError::Newer`] if it has another format.
pub fn read_envelope(file: &[u8]) -> Result<Envelope, OpenError> {
    let mut reader = Reader::new(file);
    reader.magic(MAGIC, FORMAT)?;
    Envelope::from_bytes(reader.take(ENVELOPE_BYTES)?)
}

/// Decrypts a file with the profile key.
///
/// # Errors
/// [`OpenError::Damaged`] if it is truncated, [`OpenError::Newer`] if it has another format, and [`OpenError::Refused`] if
/// it belongs to another profile or was changed.
pub fn open_file(key: &ProfileKey, file: &[u8]) -> Result<Contents, OpenError> {
    let envelope = read_envelope(file)?;
    let mut reader = Reader::new(file);
    reader.take(4 + ENVELOPE_BYTES)?;
    let body = open_for_profile(key, envelope.profile, Purpose::Export, reader.rest())?;
    let mut reader = Reader::new(&body);
    let keyring = Keyring::open(key, envelope.profile, reader.length_prefixed()?)?;
    let extra = reader.length_prefixed()?.to_vec();
    let mut records = Vec::new();
    while !reader.is_empty() {
        let vault = VaultId(reader.array()?);
        let record = RecordId(reader.array()?);
        let place = Place { vault, record, version: reader.u64()? };
        records.push(FileRecord { place, sealed: reader.length_prefixed()?.to_vec() });
    }
    Ok(Contents { keyring, records, extra })
}
