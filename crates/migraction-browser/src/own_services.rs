//! What is kept of an organisation's own services: its public key, the list in use, the one before. They are signed
//! and not private, so not sealed.

use super::database::{CURRENT, ORGANISATION, PREVIOUS, StorageError};
use super::rows::{Put, read_all, write_all};

/// The name of the public key in the database. Fixed on 2026-11-26.
const KEY: &str = "key";

/// All that is kept, as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The organisation's public key, in hexadecimal.
    pub key: Option<Vec<u8>>,
    /// The list in use.
    pub current: Option<Vec<u8>>,
    /// The one before it.
    pub previous: Option<Vec<u8>>,
}

/// All that is kept.
///
/// # Errors
/// A [`StorageError`].
pub async fn load() -> Result<Kept, StorageError> {
    let mut kept = Kept::default();
    for (name, bytes) in read_all(ORGANISATION, "").await? {
        match name.as_str() {
            KEY => kept.key = Some(bytes),
            CURRENT => kept.current = Some(bytes),
            PREVIOUS => kept.previous = Some(bytes),
            _ => {}
        }
    }
    Ok(kept)
}

/// Takes a key, and drops what was signed with another one.
///
/// # Errors
/// A [`StorageError`]; nothing was changed.
pub async fn write_key(key: &[u8]) -> Result<(), StorageError> {
    let puts: [Put<'_>; 3] = [
        (ORGANISATION, KEY, Some(key)),
        (ORGANISATION, CURRENT, None),
        (ORGANISATION, PREVIOUS, None),
    ];
    write_all(&[ORGANISATION], &puts).await
}

/// Puts a list in the place of another, which is kept as well.
///
/// # Errors
/// A [`StorageError`]; nothing was changed.
pub async fn write_list(list: &[u8], previous: Option<&[u8]>) -> Result<(), StorageError> {
    let puts: [Put<'_>; 2] =
        [(ORGANISATION, CURRENT, Some(list)), (ORGANISATION, PREVIOUS, previous)];
    write_all(&[ORGANISATION], &puts).await
}
