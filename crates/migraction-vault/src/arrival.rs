//! What becomes of a profile that comes, from an encrypted file or from another device, when one of its name may be here
//! already. A name is no secret: only what opens with the keys that are here may change what is here.
//!
//! | here | from a file, opened | from another device, still sealed |
//! |---|---|---|
//! | nothing, or too damaged to open | taken | taken |
//! | the same profile | stays, with its passphrase and its code; vaults are added | put beside until unlocking |
//! | another one under its name | refused | put beside, and dropped at unlocking |

use crate::{Envelope, Keyring, OpenError, ProfileId, ProfileKey};

/// What is kept of a profile on this device, as it is stored.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here<'a> {
    /// The [`Envelope`].
    pub envelope: Option<&'a [u8]>,
    /// The sealed [`Keyring`].
    pub keyring: Option<&'a [u8]>,
}

impl Here<'_> {
    /// Whether there is nothing that anybody could still open: then nothing can be lost. What a newer program wrote may
    /// well open.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        let envelope = self.envelope.map(Envelope::from_bytes);
        let is_damaged = matches!(envelope, None | Some(Err(OpenError::Damaged)));
        is_damaged || self.keyring.is_none_or(<[u8]>::is_empty)
    }
}

/// What becomes of a profile from a file that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restored {
    /// It is written as it came.
    Taken,
    /// The envelope that is here stays: an old file never brings an old passphrase or an old code back. The keyring is
    /// this one, with what the file adds.
    Stays(Keyring),
    /// Another profile is here under this name. Nothing is changed.
    Refused,
}

/// Judges a profile that came in a file and was opened with its key.
#[must_use]
pub fn judge_restored(
    here: &Here<'_>,
    profile: ProfileId,
    key: &ProfileKey,
    coming: &Keyring,
) -> Restored {
    if here.is_lost() {
        return Restored::Taken;
    }
    match Keyring::open(key, profile, here.keyring.unwrap_or_default()) {
        Ok(mut keyring) => {
            keyring.add(coming.clone());
            Restored::Stays(keyring)
        }
        Err(_) => Restored::Refused,
    }
}

/// Whether a profile that another device sent, and that nobody has opened yet, is put beside what is here.
#[must_use]
pub fn is_put_beside(here: &Here<'_>) -> bool {
    !here.is_lost()
}

/// The keyring after unlocking, with what was put beside it: what does not open with the same key adds nothing. Says whether
/// anything was added.
#[must_use]
pub fn with_beside(
    mut keyring: Keyring,
    profile: ProfileId,
    key: &ProfileKey,
    beside: &[u8],
) -> (Keyring, bool) {
    let more = Keyring::open(key, profile, beside).unwrap_or_default();
    let is_more = keyring.add(more);
    (keyring, is_more)
}

/// Whether the envelope that was put beside may take the place of the one that is here: the key that it gave is the one of
/// the keyring that is here.
#[must_use]
pub fn may_replace(key: &ProfileKey, profile: ProfileId, keyring: &[u8]) -> bool {
    Keyring::open(key, profile, keyring).is_ok()
}
