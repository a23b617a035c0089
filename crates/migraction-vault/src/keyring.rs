//! The vault keys of a profile, and other data that is private to the profile: sealed under the profile key, with a derived
//! key per purpose.

use zeroize::Zeroizing;

use crate::bytes::{Reader, put_length_prefixed};
use crate::key::Key;
use crate::{OpenError, ProfileId, ProfileKey, Random, SealError, VaultId, VaultKey, aead};

const FORMAT: u8 = 1;

/// The purpose of data that is sealed for a profile. The names enter key derivation: they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The [`Keyring`].
    Keyring,
    /// The access to the server: the token of the device.
    Access,
    /// A typed text that is not a record yet.
    Draft,
    /// The body of an encrypted file.
    Export,
}

impl Purpose {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Keyring => b"migraction keyring 1",
            Self::Access => b"migraction access 1",
            Self::Draft => b"migraction draft 1",
            Self::Export => b"migraction export 1",
        }
    }
}

/// Encrypts bytes for one purpose of a profile.
///
/// # Errors
/// [`SealError::TooLarge`] if `bytes` exceeds the limit of the cipher.
pub fn seal_for_profile(
    key: &ProfileKey,
    profile: ProfileId,
    purpose: Purpose,
    bytes: &[u8],
    random: Random<'_>,
) -> Result<Vec<u8>, SealError> {
    let mut out = vec![FORMAT];
    out.extend(aead::seal(&key_for(key, purpose), &bound(profile, purpose), bytes, random)?);
    Ok(out)
}

/// Decrypts the output of [`seal_for_profile`].
///
/// # Errors
/// [`OpenError::Damaged`] if the bytes are truncated, [`OpenError::Newer`] if they have another format, and
/// [`OpenError::Refused`] if they were sealed for another profile or purpose, or changed since.
pub fn open_for_profile(
    key: &ProfileKey,
    profile: ProfileId,
    purpose: Purpose,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    match sealed.split_first() {
        Some((&FORMAT, sealed)) => {
            aead::open(&key_for(key, purpose), &bound(profile, purpose), sealed)
        }
        None | Some((0, _)) => Err(OpenError::Damaged),
        Some((newer, _)) => Err(OpenError::Newer(*newer)),
    }
}

fn key_for(key: &ProfileKey, purpose: Purpose) -> Key {
    Key::derive(key.0.as_bytes(), b"", purpose.name())
}

fn bound(profile: ProfileId, purpose: Purpose) -> Vec<u8> {
    [purpose.name(), &profile.0].concat()
}

/// A vault of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    /// The vault id.
    pub id: VaultId,
    /// The vault key.
    pub key: VaultKey,
    /// Whether other people have the key too.
    pub is_shared: bool,
}

/// The vaults of a profile; the first one is the person's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyring {
    /// Own vault first.
    pub vaults: Vec<Vault>,
}

impl Keyring {
    /// Generates the keyring of a new profile, with one vault.
    #[must_use]
    pub fn make(random: Random<'_>) -> Self {
        let own =
            Vault { id: VaultId::make(random), key: VaultKey::make(random), is_shared: false };
        Self { vaults: vec![own] }
    }

    /// The key of a vault.
    #[must_use]
    pub fn key(&self, vault: VaultId) -> Option<&VaultKey> {
        self.vaults.iter().find(|entry| entry.id == vault).map(|entry| &entry.key)
    }

    /// Adds the vaults of another keyring that are missing here; returns whether there was any.
    pub fn add(&mut self, other: Self) -> bool {
        let before = self.vaults.len();
        for vault in other.vaults {
            if self.key(vault.id).is_none() {
                self.vaults.push(vault);
            }
        }
        self.vaults.len() > before
    }

    /// Encrypts the keyring under the profile key.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] if it exceeds the limit of the cipher, which no real keyring does.
    pub fn seal(
        &self,
        key: &ProfileKey,
        profile: ProfileId,
        random: Random<'_>,
    ) -> Result<Vec<u8>, SealError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(4 + self.vaults.len() * 53));
        for vault in &self.vaults {
            let entry = Zeroizing::new(encode(vault));
            put_length_prefixed(&mut plain, &entry);
        }
        seal_for_profile(key, profile, Purpose::Keyring, &plain, random)
    }

    /// Decrypts a sealed keyring.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] if the bytes are truncated, [`OpenError::Newer`] if they have another format, and
    /// [`OpenError::Refused`] if they belong to another profile or were changed.
    pub fn open(key: &ProfileKey, profile: ProfileId, sealed: &[u8]) -> Result<Self, OpenError> {
        let plain = open_for_profile(key, profile, Purpose::Keyring, sealed)?;
        let mut reader = Reader::new(&plain);
        let mut vaults = Vec::new();
        while !reader.is_empty() {
            vaults.push(decode(reader.length_prefixed()?)?);
        }
        Ok(Self { vaults })
    }
}

/// Decodes an entry. Extra bytes, which a later format may append, are ignored.
pub(crate) fn encode(vault: &Vault) -> Vec<u8> {
    let mut out = Vec::with_capacity(49);
    out.extend_from_slice(&vault.id.0);
    out.extend_from_slice(vault.key.0.as_bytes());
    out.push(u8::from(vault.is_shared));
    out
}

pub(crate) fn decode(entry: &[u8]) -> Result<Vault, OpenError> {
    let mut reader = Reader::new(entry);
    Ok(Vault {
        id: VaultId(reader.array()?),
        key: VaultKey(Key::new(reader.array()?)),
        is_shared: reader.byte()? != 0,
    })
}
