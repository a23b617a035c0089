//! The encrypted file: a profile with its records, to keep, to restore or to carry to another device
//! without any server. It opens with the passphrase of the day it was written, or with the recovery code.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `MGX`, format 1 |
//! | 196 | the profile's envelope |
//! | n | sealed under the profile key: keyring, then each record with its place, still sealed |

use zeroize::Zeroizing;

use crate::bytes::{Reader, put_run};
use crate::keyring::{Purpose, open_for_profile, seal_for_profile};
use crate::profile::ENVELOPE_BYTES;
use crate::{
    Envelope, Keyring, OpenError, Place, ProfileKey, Random, RecordId, SealError, VaultId,
};

const MARK: [u8; 3] = *b"MGX";
const FORMAT: u8 = 1;

/// A record in a file, still sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Where it stands.
    pub place: Place,
    /// Its sealed bytes.
    pub sealed: Vec<u8>,
}

/// What an encrypted file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The profile's vaults.
    pub keyring: Keyring,
    /// Their records.
    pub records: Vec<FileRecord>,
    /// What the app adds: the profile's label.
    pub extra: Vec<u8>,
}

/// Writes a file.
///
/// # Errors
/// [`SealError::TooLarge`] past what the cipher takes.
pub fn seal_file(
    envelope: &Envelope,
    key: &ProfileKey,
    contents: &Contents,
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    let keyring = contents.keyring.seal(key, envelope.profile, random)?;
    let mut body = Zeroizing::new(Vec::new());
    put_run(&mut body, &keyring);
    put_run(&mut body, &contents.extra);
    for FileRecord { place, sealed } in &contents.records {
        body.extend_from_slice(&place.vault.0);
        body.extend_from_slice(&place.record.0);
        body.extend_from_slice(&place.version.to_le_bytes());
        put_run(&mut body, sealed);
    }
    let mut out = MARK.to_vec();
    out.push(FORMAT);
    out.extend(envelope.to_bytes());
    out.extend(seal_for_profile(key, envelope.profile, Purpose::Export, &body, random)?);
    Ok(out)
}

/// The envelope at the front of a file: with it the passphrase or the recovery code gives the key.
///
/// # Errors
/// Not such a file, or a newer one.
pub fn read_envelope(file: &[u8]) -> Result<Envelope, OpenError> {
    let mut reader = Reader::new(file);
    reader.mark(MARK, FORMAT)?;
    Envelope::from_bytes(reader.take(ENVELOPE_BYTES)?)
}

/// Opens a file with the profile key.
///
/// # Errors
/// Damaged, newer, changed since, or another profile's.
pub fn open_file(key: &ProfileKey, file: &[u8]) -> Result<Contents, OpenError> {
    let envelope = read_envelope(file)?;
    let mut reader = Reader::new(file);
    reader.take(4 + ENVELOPE_BYTES)?;
    let body = open_for_profile(key, envelope.profile, Purpose::Export, reader.rest())?;
    let mut reader = Reader::new(&body);
    let keyring = Keyring::open(key, envelope.profile, reader.run()?)?;
    let extra = reader.run()?.to_vec();
    let mut records = Vec::new();
    while !reader.is_empty() {
        let vault = VaultId(reader.array()?);
        let record = RecordId(reader.array()?);
        let place = Place { vault, record, version: reader.u64()? };
        records.push(FileRecord { place, sealed: reader.run()?.to_vec() });
    }
    Ok(Contents { keyring, records, extra })
}
