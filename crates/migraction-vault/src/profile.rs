//! The envelope of a profile: its key, wrapped twice, with the passphrase and with the recovery code. It is stored
//! unencrypted and reveals nothing without one of them.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `MGP`, format 1 |
//! | 16 | profile |
//! | 12 | cost of stretching: memory in KiB, passes, lanes |
//! | 16 | salt |
//! | 72 | profile key, wrapped by the passphrase key |
//! | 72 | profile key, wrapped by the recovery key |

use crate::bytes::Reader;
use crate::key::{KEY_BYTES, Key};
use crate::{
    Code, OpenError, PassphraseKey, ProfileId, ProfileKey, Random, SealError, StretchCost, aead,
};

const MAGIC: [u8; 3] = *b"MGP";
const FORMAT: u8 = 1;
const WRAPPED: usize = KEY_BYTES + aead::OVERHEAD;
/// Bytes of an envelope.
pub const ENVELOPE_BYTES: usize = 4 + 16 + 12 + 16 + 2 * WRAPPED;

/// The wrapped key of a profile. Changing the passphrase replaces the envelope and re-encrypts no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The profile id.
    pub profile: ProfileId,
    /// Cost of Argon2id.
    pub cost: StretchCost,
    /// Salt of Argon2id.
    pub salt: [u8; 16],
    by_passphrase: Vec<u8>,
    by_recovery: Vec<u8>,
}

/// Parameters of Argon2id: measured cost and fresh salt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StretchParams {
    /// The cost.
    pub cost: StretchCost,
    /// The salt.
    pub salt: [u8; 16],
}

impl StretchParams {
    /// Generates a salt for this cost.
    #[must_use]
    pub fn make(cost: StretchCost, random: Random<'_>) -> Self {
        let mut salt = [0; 16];
        random(&mut salt);
        Self { cost, salt }
    }
}

impl Envelope {
    /// Wraps the key of a new profile.
    ///
    /// # Errors
    /// [`SealError::TooLarge`], which a key never causes.
    pub fn seal(
        profile: ProfileId,
        key: &ProfileKey,
        params: StretchParams,
        passphrase: &PassphraseKey,
        recovery: &Code,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let by_recovery = aead::seal(
            &recovery_key(profile, recovery),
            &recovery_aad(profile),
            key.0.as_bytes(),
            random,
        )?;
        let empty = Self {
            profile,
            cost: params.cost,
            salt: params.salt,
            by_passphrase: Vec::new(),
            by_recovery,
        };
        empty.with_passphrase(key, params, passphrase, random)
    }

    /// The envelope with another passphrase, or with the same one stretched at another cost. The recovery code stays valid.
    ///
    /// # Errors
    /// [`SealError::TooLarge`], which a key never causes.
    pub fn with_passphrase(
        &self,
        key: &ProfileKey,
        StretchParams { cost, salt }: StretchParams,
        passphrase: &PassphraseKey,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let mut next = Self { cost, salt, ..self.clone() };
        next.by_passphrase =
            aead::seal(&passphrase.0, &next.passphrase_aad(), key.0.as_bytes(), random)?;
        Ok(next)
    }

    /// The envelope with another recovery code; the former code no longer opens it.
    ///
    /// # Errors
    /// [`SealError::TooLarge`], which a key never causes.
    pub fn with_recovery(
        &self,
        key: &ProfileKey,
        recovery: &Code,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let wrapping = recovery_key(self.profile, recovery);
        let by_recovery =
            aead::seal(&wrapping, &recovery_aad(self.profile), key.0.as_bytes(), random)?;
        Ok(Self { by_recovery, ..self.clone() })
    }

    /// Unwraps the profile key with the stretched passphrase.
    ///
    /// # Errors
    /// [`OpenError::Refused`] if the passphrase is wrong or the envelope was changed.
    pub fn open(&self, passphrase: &PassphraseKey) -> Result<ProfileKey, OpenError> {
        unwrap_key(&passphrase.0, &self.passphrase_aad(), &self.by_passphrase)
    }

    /// Unwraps the profile key with the recovery code.
    ///
    /// # Errors
    /// [`OpenError::Refused`] if the code is wrong or the envelope was changed.
    pub fn recover(&self, code: &Code) -> Result<ProfileKey, OpenError> {
        unwrap_key(
            &recovery_key(self.profile, code),
            &recovery_aad(self.profile),
            &self.by_recovery,
        )
    }

    /// Whether `measured` is so much higher than the cost of the envelope that the passphrase is to be stretched again.
    #[must_use]
    pub fn is_cheaper_than(&self, measured: &StretchCost) -> bool {
        self.cost.work().saturating_mul(3) < measured.work().saturating_mul(2)
    }

    /// Encodes the envelope.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.passphrase_aad();
        out.extend_from_slice(&self.by_passphrase);
        out.extend_from_slice(&self.by_recovery);
        out
    }

    /// Decodes an envelope.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] if it is truncated or its cost is not allowed, [`OpenError::Newer`] if it has another format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut reader = Reader::new(bytes);
        reader.magic(MAGIC, FORMAT)?;
        let profile = ProfileId(reader.array()?);
        let cost =
            StretchCost { memory_kib: reader.u32()?, passes: reader.u32()?, lanes: reader.u32()? };
        let salt = reader.array()?;
        let by_passphrase = reader.take(WRAPPED)?.to_vec();
        let by_recovery = reader.take(WRAPPED)?.to_vec();
        reader.end()?;
        if !cost.is_allowed() {
            return Err(OpenError::Damaged);
        }
        Ok(Self { profile, cost, salt, by_passphrase, by_recovery })
    }

    /// Everything before the wrapped keys, so that it is authenticated.
    fn passphrase_aad(&self) -> Vec<u8> {
        let mut aad = recovery_aad(self.profile);
        for value in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            aad.extend_from_slice(&value.to_le_bytes());
        }
        aad.extend_from_slice(&self.salt);
        aad
    }
}

fn recovery_aad(profile: ProfileId) -> Vec<u8> {
    let mut aad = MAGIC.to_vec();
    aad.push(FORMAT);
    aad.extend_from_slice(&profile.0);
    aad
}

fn recovery_key(profile: ProfileId, code: &Code) -> Key {
    Key::derive(code.secret(), &profile.0, b"migraction recovery 1")
}

fn unwrap_key(wrapping: &Key, aad: &[u8], wrapped: &[u8]) -> Result<ProfileKey, OpenError> {
    let bytes = aead::open(wrapping, aad, wrapped)?;
    let bytes: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| OpenError::Damaged)?;
    Ok(ProfileKey(Key::new(bytes)))
}
