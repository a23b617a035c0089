//! [`Sealed`]: ciphertext, the only form in which private data reaches a storage.

use migraction_notes::Note;
use migraction_sync as sync;
use migraction_vault::keyring::{Purpose, open_for_profile, seal_for_profile};
use migraction_vault::{
    Envelope, Keyring, Kind, Place, ProfileId, ProfileKey, Random, SealError, VaultKey,
    open_record, seal_record,
};

/// Ciphertext of the vault, from this or another device. Only this crate creates it: from the functions of the vault, from
/// what a server or another device sent, or from what a storage returned:
///
/// ```compile_fail
/// // Plaintext cannot be passed off as ciphertext.
/// let _ = migraction_device::Sealed(b"what somebody told us".to_vec());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

impl Sealed {
    /// Encrypts a note.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] if it exceeds the size limit of a record.
    pub(crate) fn note(
        key: &VaultKey,
        place: &Place,
        note: &Note,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let plain = zeroize::Zeroizing::new(note.to_bytes());
        seal_record(key, place, Kind::NOTE, &plain, random).map(Self)
    }

    /// Encrypts a keyring under the key of the profile.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] if it exceeds the limit of the cipher.
    pub(crate) fn keyring(
        keyring: &Keyring,
        key: &ProfileKey,
        profile: ProfileId,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        keyring.seal(key, profile, random).map(Self)
    }

    /// Encrypts a token under the key of the profile.
    ///
    /// # Errors
    /// [`SealError::TooLarge`], which a token never causes.
    pub(crate) fn token(
        token: &sync::Token,
        key: &ProfileKey,
        profile: ProfileId,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        seal_for_profile(key, profile, Purpose::Access, &token.0, random).map(Self)
    }

    /// Encodes an envelope, whose keys are wrapped.
    pub(crate) fn envelope(envelope: &Envelope) -> Self {
        Self(envelope.to_bytes())
    }

    /// Ciphertext from another device, from a server, or from the engine, which only ever holds ciphertext.
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, to be written or sent.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, to be written or sent.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Decrypts a note; `None` if it does not decrypt or its kind is unknown.
pub fn open_note(key: &VaultKey, place: &Place, sealed: &[u8]) -> Option<Note> {
    let opened = open_record(key, place, sealed).ok()?;
    // Records of unknown kinds are kept as they are.
    if opened.kind != Kind::NOTE {
        return None;
    }
    Note::from_bytes(&opened.body).ok()
}

/// Decrypts a token.
pub fn open_token(key: &ProfileKey, profile: ProfileId, sealed: &[u8]) -> Option<sync::Token> {
    let bytes = open_for_profile(key, profile, Purpose::Access, sealed).ok()?;
    Some(sync::Token(bytes.as_slice().try_into().ok()?))
}
