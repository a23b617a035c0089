//! XChaCha20-Poly1305, the one cipher: a fresh random nonce before each text.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use zeroize::Zeroizing;

use crate::key::Key;
use crate::{OpenError, Random, SealError};

/// Bytes of the nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes that sealing adds: nonce and tag.
pub(crate) const OVERHEAD: usize = NONCE_BYTES + 16;

/// Nonce, then the sealed text with its tag. `bound` is not stored: who opens must know it.
pub(crate) fn seal(
    key: &Key,
    bound: &[u8],
    text: &[u8],
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE_BYTES];
    random(&mut nonce);
    let cipher = XChaCha20Poly1305::new(key.as_bytes().into());
    let sealed = cipher
        .encrypt((&nonce).into(), Payload { msg: text, aad: bound })
        .map_err(|_| SealError::TooLarge)?;
    let mut out = Vec::with_capacity(NONCE_BYTES + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// The text of what [`seal`] wrote.
pub(crate) fn open(
    key: &Key,
    bound: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if sealed.len() < OVERHEAD {
        return Err(OpenError::Damaged);
    }
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Damaged)?;
    let cipher = XChaCha20Poly1305::new(key.as_bytes().into());
    cipher
        .decrypt(nonce.into(), Payload { msg: sealed, aad: bound })
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Refused)
}
