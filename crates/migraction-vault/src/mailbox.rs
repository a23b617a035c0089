//! Enrolling a device by a one-time code. Both sides derive the same mailbox id and encryption key from the code; the server
//! relays the content and can neither decrypt it nor guess the code.
//!
//! A second device of the same person receives the profile as it is stored: envelope and keyring, both sealed already. The
//! code alone decrypts no note: the passphrase is still needed. A colleague receives the key of one vault.

use zeroize::Zeroizing;

use crate::bytes::{Reader, put_length_prefixed};
use crate::key::{Key, expand};
use crate::keyring::{decode, encode};
use crate::{Code, OpenError, Random, SealError, Vault, aead};

const FORMAT: u8 = 1;

/// The id of a mailbox and the key of its content.
pub struct Mailbox {
    /// Its id on the server.
    pub id: [u8; 16],
    key: Key,
}

/// The content of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// The profile, for a second device of the same person.
    Profile {
        /// The [`crate::Envelope`], as stored.
        envelope: Vec<u8>,
        /// The sealed [`crate::Keyring`].
        keyring: Vec<u8>,
        /// Data of the caller: the sealed token and the label of the profile.
        extra: Vec<u8>,
    },
    /// A shared vault, for a colleague.
    SharedVault {
        /// Its id and key.
        vault: Vault,
        /// Data of the caller.
        extra: Vec<u8>,
    },
}

impl Mailbox {
    /// Derives the mailbox of a code.
    #[must_use]
    pub fn of(code: &Code) -> Self {
        let mut id = [0; 16];
        expand(code.secret(), b"", b"migraction mailbox id 1", &mut id);
        Self { id, key: Key::derive(code.secret(), b"", b"migraction mailbox key 1") }
    }

    /// Encrypts the content.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] if it exceeds the limit of the cipher, which no real content does.
    pub fn seal(&self, mail: &Mail, random: Random<'_>) -> Result<Vec<u8>, SealError> {
        let mut plain = Zeroizing::new(Vec::new());
        match mail {
            Mail::Profile { envelope, keyring, extra } => {
                plain.push(1);
                for run in [envelope, keyring, extra] {
                    put_length_prefixed(&mut plain, run);
                }
            }
            Mail::SharedVault { vault, extra } => {
                plain.push(2);
                put_length_prefixed(&mut plain, &Zeroizing::new(encode(vault)));
                put_length_prefixed(&mut plain, extra);
            }
        }
        // Padded to one length: the server cannot tell a second device from a colleague.
        let padded = plain.len().next_multiple_of(2048);
        plain.resize(padded, 0);
        let mut out = vec![FORMAT];
        out.extend(aead::seal(&self.key, &self.id, &plain, random)?);
        Ok(out)
    }

    /// Decrypts the content.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] if the bytes are truncated, [`OpenError::Newer`] if they have another format, and
    /// [`OpenError::Refused`] if they were sealed with another code or changed.
    pub fn open(&self, sealed: &[u8]) -> Result<Mail, OpenError> {
        let sealed = match sealed.split_first() {
            Some((&FORMAT, sealed)) => sealed,
            None | Some((0, _)) => return Err(OpenError::Damaged),
            Some((newer, _)) => return Err(OpenError::Newer(*newer)),
        };
        let plain = aead::open(&self.key, &self.id, sealed)?;
        let mut reader = Reader::new(&plain);
        match reader.byte()? {
            1 => Ok(Mail::Profile {
                envelope: reader.length_prefixed()?.to_vec(),
                keyring: reader.length_prefixed()?.to_vec(),
                extra: reader.length_prefixed()?.to_vec(),
            }),
            2 => Ok(Mail::SharedVault {
                vault: decode(reader.length_prefixed()?)?,
                extra: reader.length_prefixed()?.to_vec(),
            }),
            newer => Err(OpenError::Newer(newer)),
        }
    }
}
