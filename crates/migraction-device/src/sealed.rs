//! Bytes that may rest on a disk: all that is private is one of these before a storage sees it.

use migraction_notes::Note;
use migraction_sync as sync;
use migraction_vault::keyring::{Purpose, open_for_profile, seal_for_profile};
use migraction_vault::{
    Envelope, Keyring, Kind, Place, ProfileId, ProfileKey, Random, SealError, VaultKey,
    open_record, seal_record,
};

/// Bytes that the vault sealed, here or on another device. Only this crate makes one, and from nothing but the vault's own
/// sealing, what a server or another device sent, or what was read from a storage:
///
/// ```compile_fail
/// // Plain bytes are no sealed ones.
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
    /// A note, sealed at its place.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] when it is larger than a record may be.
    pub(crate) fn note(
        key: &VaultKey,
        place: &Place,
        note: &Note,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let plain = zeroize::Zeroizing::new(note.to_bytes());
        seal_record(key, place, Kind::NOTE, &plain, random).map(Self)
    }

    /// The keys of a profile's vaults, under the profile's key.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] past what the cipher takes.
    pub(crate) fn keyring(
        keyring: &Keyring,
        key: &ProfileKey,
        profile: ProfileId,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        keyring.seal(key, profile, random).map(Self)
    }

    /// A device's token, under the profile's key.
    ///
    /// # Errors
    /// None that this length can cause.
    pub(crate) fn token(
        token: &sync::Token,
        key: &ProfileKey,
        profile: ProfileId,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        seal_for_profile(key, profile, Purpose::Access, &token.0, random).map(Self)
    }

    /// A profile's key, wrapped.
    pub(crate) fn envelope(envelope: &Envelope) -> Self {
        Self(envelope.to_bytes())
    }

    /// What another device or a server sent, sealed there; or what the sync machine gave back, which was given to it sealed.
    pub(crate) fn came(bytes: Vec<u8>) -> Self {
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

/// Opens a sealed note; nothing when it does not open, or is of a kind that this program does not know.
pub fn open_note(key: &VaultKey, place: &Place, sealed: &[u8]) -> Option<Note> {
    let opened = open_record(key, place, sealed).ok()?;
    // A kind that this app does not know is kept as it is.
    if opened.kind != Kind::NOTE {
        return None;
    }
    Note::from_bytes(&opened.body).ok()
}

/// Opens a sealed token.
pub fn open_token(key: &ProfileKey, profile: ProfileId, sealed: &[u8]) -> Option<sync::Token> {
    let bytes = open_for_profile(key, profile, Purpose::Access, sealed).ok()?;
    Some(sync::Token(bytes.as_slice().try_into().ok()?))
}
