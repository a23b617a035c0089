//! The envelope of a profile: its key, wrapped twice, by the passphrase and by the recovery code. It is
//! all that a device keeps in the clear about a profile's secrets, and it opens nothing by itself.
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

const MARK: [u8; 3] = *b"MGP";
const FORMAT: u8 = 1;
const WRAPPED: usize = KEY_BYTES + aead::OVERHEAD;
/// The length of every envelope of this format.
pub const ENVELOPE_BYTES: usize = 4 + 16 + 12 + 16 + 2 * WRAPPED;

/// A profile's wrapped key. Changing the passphrase makes another envelope and touches no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Whose.
    pub profile: ProfileId,
    /// How the passphrase is stretched.
    pub cost: StretchCost,
    /// What it is stretched with.
    pub salt: [u8; 16],
    by_passphrase: Vec<u8>,
    by_recovery: Vec<u8>,
}

/// How a passphrase becomes the key that wraps: what was measured, and a fresh salt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretching {
    /// The cost.
    pub cost: StretchCost,
    /// The salt.
    pub salt: [u8; 16],
}

impl Stretching {
    /// This cost with a fresh salt.
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
    /// None that these lengths can cause.
    pub fn seal(
        profile: ProfileId,
        key: &ProfileKey,
        stretching: Stretching,
        passphrase: &PassphraseKey,
        recovery: &Code,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let by_recovery = aead::seal(
            &recovery_key(profile, recovery),
            &bound_recovery(profile),
            key.0.as_bytes(),
            random,
        )?;
        let empty = Self {
            profile,
            cost: stretching.cost,
            salt: stretching.salt,
            by_passphrase: Vec::new(),
            by_recovery,
        };
        empty.with_passphrase(key, stretching, passphrase, random)
    }

    /// The same profile under another passphrase, or the same one stretched at another cost. Records
    /// and recovery code stay as they are.
    ///
    /// # Errors
    /// None that these lengths can cause.
    pub fn with_passphrase(
        &self,
        key: &ProfileKey,
        Stretching { cost, salt }: Stretching,
        passphrase: &PassphraseKey,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let mut next = Self { cost, salt, ..self.clone() };
        next.by_passphrase =
            aead::seal(&passphrase.0, &next.bound_passphrase(), key.0.as_bytes(), random)?;
        Ok(next)
    }

    /// The same profile under another recovery code; the one before opens nothing any more.
    ///
    /// # Errors
    /// None that these lengths can cause.
    pub fn with_recovery(
        &self,
        key: &ProfileKey,
        recovery: &Code,
        random: Random<'_>,
    ) -> Result<Self, SealError> {
        let wrapping = recovery_key(self.profile, recovery);
        let by_recovery =
            aead::seal(&wrapping, &bound_recovery(self.profile), key.0.as_bytes(), random)?;
        Ok(Self { by_recovery, ..self.clone() })
    }

    /// The profile key, from the stretched passphrase.
    ///
    /// # Errors
    /// [`OpenError::Refused`]: the passphrase is another one, or the envelope was changed.
    pub fn open(&self, passphrase: &PassphraseKey) -> Result<ProfileKey, OpenError> {
        unwrap_key(&passphrase.0, &self.bound_passphrase(), &self.by_passphrase)
    }

    /// The profile key, from the recovery code.
    ///
    /// # Errors
    /// [`OpenError::Refused`]: the code is another one, or the envelope was changed.
    pub fn recover(&self, code: &Code) -> Result<ProfileKey, OpenError> {
        unwrap_key(
            &recovery_key(self.profile, code),
            &bound_recovery(self.profile),
            &self.by_recovery,
        )
    }

    /// Whether a cost measured today is clearly above the one inside: then the passphrase is stretched
    /// anew at the next unlocking.
    #[must_use]
    pub fn is_cheaper_than(&self, measured: &StretchCost) -> bool {
        self.cost.work().saturating_mul(3) < measured.work().saturating_mul(2)
    }

    /// The envelope as it is stored.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.bound_passphrase();
        out.extend_from_slice(&self.by_passphrase);
        out.extend_from_slice(&self.by_recovery);
        out
    }

    /// Reads a stored envelope.
    ///
    /// # Errors
    /// Not whole, written by a newer program, or a cost that no profile is made with.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut reader = Reader::new(bytes);
        reader.mark(MARK, FORMAT)?;
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

    /// All that stands before the wrapped keys: it cannot be changed without the passphrase.
    fn bound_passphrase(&self) -> Vec<u8> {
        let mut bound = bound_recovery(self.profile);
        for value in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            bound.extend_from_slice(&value.to_le_bytes());
        }
        bound.extend_from_slice(&self.salt);
        bound
    }
}

fn bound_recovery(profile: ProfileId) -> Vec<u8> {
    let mut bound = MARK.to_vec();
    bound.push(FORMAT);
    bound.extend_from_slice(&profile.0);
    bound
}

fn recovery_key(profile: ProfileId, code: &Code) -> Key {
    Key::derive(code.secret(), &profile.0, b"migraction recovery 1")
}

fn unwrap_key(wrapping: &Key, bound: &[u8], wrapped: &[u8]) -> Result<ProfileKey, OpenError> {
    let bytes = aead::open(wrapping, bound, wrapped)?;
    let bytes: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| OpenError::Damaged)?;
    Ok(ProfileKey(Key::new(bytes)))
}
