//! Keys. They are zeroised on drop, never printed, and leave this crate only sealed.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Random;

/// Bytes of every key.
pub(crate) const KEY_BYTES: usize = 32;

/// A 256-bit secret key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(Zeroizing<[u8; KEY_BYTES]>);

impl Key {
    pub(crate) fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn make(random: Random<'_>) -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        random(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Derives the key for one purpose from a secret of high entropy.
    pub(crate) fn derive(secret: &[u8], salt: &[u8], purpose: &[u8]) -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        expand(secret, salt, purpose, bytes.as_mut_slice());
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

/// HKDF with SHA-256.
pub(crate) fn expand(secret: &[u8], salt: &[u8], purpose: &[u8], out: &mut [u8]) {
    // Fails only above 8160 bytes of output; the longest output here is a key. If it failed, `out` would stay zero and
    // nothing would decrypt: the tests would detect it.
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, out);
}

macro_rules! key_type {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(pub(crate) Key);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

key_type!(
    /// The output of Argon2id for a passphrase. Unwraps the profile key and nothing else.
    PassphraseKey
);
key_type!(
    /// The random key of a profile. Seals its keyring and its encrypted files.
    ProfileKey
);
key_type!(
    /// The random key of a vault. Seals its records.
    VaultKey
);

impl PassphraseKey {
    /// Wraps the output of the Argon2id worker; the caller zeroises its copy.
    #[must_use]
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Key::new(bytes))
    }
}

impl ProfileKey {
    /// Generates a key.
    #[must_use]
    pub fn make(random: Random<'_>) -> Self {
        Self(Key::make(random))
    }
}

impl VaultKey {
    /// Generates a key.
    #[must_use]
    pub fn make(random: Random<'_>) -> Self {
        Self(Key::make(random))
    }

    /// Derives a record id that only holders of this key can compute: the same words always give the same id, so that two
    /// devices which create the same thing create one record.
    #[must_use]
    pub fn derive_record_id(&self, words: &[u8]) -> crate::RecordId {
        let mut id = [0; 16];
        expand(self.0.as_bytes(), b"migraction record id 1", words, &mut id);
        crate::RecordId(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let key = VaultKey::make(&mut |bytes| bytes.fill(0xAB));
        assert_eq!(format!("{key:?}"), "VaultKey(…)");
    }

    #[test]
    fn each_purpose_has_its_own_key() {
        let one = Key::derive(b"secret", b"salt", b"one");
        assert!(one == Key::derive(b"secret", b"salt", b"one"));
        for other in [
            Key::derive(b"secret", b"salt", b"two"),
            Key::derive(b"secret", b"other", b"one"),
            Key::derive(b"other", b"salt", b"one"),
        ] {
            assert!(one != other);
        }
    }
}
