//! Importing a profile, from an encrypted file or from another device, when the device may already have one with the same
//! id. Ids are not secret: only what decrypts with the local keys may change the local profile.
//!
//! | local profile | from a file, decrypted | from another device, still sealed |
//! |---|---|---|
//! | none, or too corrupted to be opened | accepted | accepted |
//! | the same | stays, with its passphrase and code; vaults are added | stored as pending until unlocking |
//! | another one with the same id | refused | stored as pending, dropped at unlocking |

use crate::{Envelope, Keyring, OpenError, ProfileId, ProfileKey};

/// The stored parts of a profile on this device.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalProfile<'a> {
    /// The [`Envelope`].
    pub envelope: Option<&'a [u8]>,
    /// The sealed [`Keyring`].
    pub keyring: Option<&'a [u8]>,
}

impl LocalProfile<'_> {
    /// Whether nothing is stored that anybody could still open, so that overwriting loses nothing. A newer format counts as
    /// openable.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        let envelope = self.envelope.map(Envelope::from_bytes);
        let is_damaged = matches!(envelope, None | Some(Err(OpenError::Damaged)));
        is_damaged || self.keyring.is_none_or(<[u8]>::is_empty)
    }
}

/// What to do with a profile from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportDecision {
    /// Store it unchanged.
    Accept,
    /// Keep the local envelope: an old file must not restore an old passphrase or recovery code. Store this keyring, which
    /// has the vaults of both.
    KeepLocal(Keyring),
    /// The device has another profile with this id. Change nothing.
    Refuse,
}

/// Decides about a profile from a file that was decrypted with `key`.
#[must_use]
pub fn decide_import(
    local: &LocalProfile<'_>,
    profile: ProfileId,
    key: &ProfileKey,
    imported: &Keyring,
) -> ImportDecision {
    if local.is_lost() {
        return ImportDecision::Accept;
    }
    match Keyring::open(key, profile, local.keyring.unwrap_or_default()) {
        Ok(mut keyring) => {
            keyring.add(imported.clone());
            ImportDecision::KeepLocal(keyring)
        }
        Err(_) => ImportDecision::Refuse,
    }
}

/// Whether a profile from another device, still sealed, must be stored as pending instead of replacing the local one.
#[must_use]
pub fn is_kept_pending(local: &LocalProfile<'_>) -> bool {
    !local.is_lost()
}

/// Merges the pending keyring into the unlocked one, and returns whether that added any vault. A pending keyring that does
/// not decrypt with the same key adds nothing.
#[must_use]
pub fn merge_pending(
    mut keyring: Keyring,
    profile: ProfileId,
    key: &ProfileKey,
    pending: &[u8],
) -> (Keyring, bool) {
    let more = Keyring::open(key, profile, pending).unwrap_or_default();
    let is_more = keyring.add(more);
    (keyring, is_more)
}

/// Whether the pending envelope may replace the local one: its key decrypts the local keyring.
#[must_use]
pub fn may_replace_envelope(key: &ProfileKey, profile: ProfileId, keyring: &[u8]) -> bool {
    Keyring::open(key, profile, keyring).is_ok()
}
