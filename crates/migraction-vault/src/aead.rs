//! XChaCha20-Poly1305 with a random nonce per message, the only cipher of this crate.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use zeroize::Zeroizing;

use crate::key::Key;
use crate::{OpenError, Random, SealError};

/// Bytes of the nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes that encryption adds: nonce and tag.
pub(crate) const OVERHEAD: usize = NONCE_BYTES + 16;

/// Encrypts to nonce, ciphertext and tag. `aad` is authenticated, but not stored.
pub(crate) fn seal(
    key: &Key,
    aad: &[u8],
    plaintext: &[u8],
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE_BYTES];
    random(&mut nonce);
    let cipher = XChaCha20Poly1305::new(key.as_bytes().into());
    let sealed = cipher
        .encrypt((&nonce).into(), Payload { msg: plaintext, aad })
        .map_err(|_| SealError::TooLarge)?;
    let mut out = Vec::with_capacity(NONCE_BYTES + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Decrypts the output of [`seal`].
pub(crate) fn open(key: &Key, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if sealed.len() < OVERHEAD {
        return Err(OpenError::Damaged);
    }
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Damaged)?;
    let cipher = XChaCha20Poly1305::new(key.as_bytes().into());
    cipher
        .decrypt(nonce.into(), Payload { msg: sealed, aad })
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Refused)
}
