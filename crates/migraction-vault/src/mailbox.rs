//! Joining by a one-time code. Both sides derive the same mailbox and the same key from the code; the
//! server carries what lies in the mailbox and can neither open it nor guess the code.
//!
//! One's own second device receives the profile as it is stored here: envelope and keyring, both
//! already sealed. The code alone opens no note: the passphrase is still needed. A colleague receives
//! the key of one vault.

use zeroize::Zeroizing;

use crate::bytes::{Reader, put_run};
use crate::key::{Key, expand};
use crate::keyring::{decode, encode};
use crate::{Code, OpenError, Random, SealError, Vault, aead};

const FORMAT: u8 = 1;

/// A mailbox and the key of what lies in it.
pub struct Mailbox {
    /// Its name for the server.
    pub id: [u8; 16],
    key: Key,
}

/// What lies in a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// One's own profile, for a second device.
    Profile {
        /// The [`crate::Envelope`], as stored.
        envelope: Vec<u8>,
        /// The sealed [`crate::Keyring`].
        keyring: Vec<u8>,
        /// What the app adds: the profile's label, the way to the server.
        extra: Vec<u8>,
    },
    /// A shared vault, for a colleague.
    SharedVault {
        /// Name and key.
        vault: Vault,
        /// What the app adds.
        extra: Vec<u8>,
    },
}

impl Mailbox {
    /// The mailbox of a code.
    #[must_use]
    pub fn of(code: &Code) -> Self {
        let mut id = [0; 16];
        expand(code.secret(), b"", b"migraction mailbox id 1", &mut id);
        Self { id, key: Key::derive(code.secret(), b"", b"migraction mailbox key 1") }
    }

    /// Seals what goes into it.
    ///
    /// # Errors
    /// None that these lengths can cause.
    pub fn seal(&self, mail: &Mail, random: Random<'_>) -> Result<Vec<u8>, SealError> {
        let mut plain = Zeroizing::new(Vec::new());
        match mail {
            Mail::Profile { envelope, keyring, extra } => {
                plain.push(1);
                for run in [envelope, keyring, extra] {
                    put_run(&mut plain, run);
                }
            }
            Mail::SharedVault { vault, extra } => {
                plain.push(2);
                put_run(&mut plain, &Zeroizing::new(encode(vault)));
                put_run(&mut plain, extra);
            }
        }
        // All of a length: the server cannot tell a second device from a colleague.
        let padded = plain.len().next_multiple_of(2048);
        plain.resize(padded, 0);
        let mut out = vec![FORMAT];
        out.extend(aead::seal(&self.key, &self.id, &plain, random)?);
        Ok(out)
    }

    /// Opens what lay in it.
    ///
    /// # Errors
    /// Damaged, newer, or sealed with another code.
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
                envelope: reader.run()?.to_vec(),
                keyring: reader.run()?.to_vec(),
                extra: reader.run()?.to_vec(),
            }),
            2 => Ok(Mail::SharedVault {
                vault: decode(reader.run()?)?,
                extra: reader.run()?.to_vec(),
            }),
            newer => Err(OpenError::Newer(newer)),
        }
    }
}
