//! Identifiers. All are random bytes, so that they reveal nothing.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Defines an identifier of random bytes. `Debug` prints the first four bytes.
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// As lower-case hexadecimal digits.
            #[must_use]
            pub fn to_hex(self) -> String {
                hex::encode(self.0)
            }

            /// Parses hexadecimal digits; `None` if the length or a digit is wrong.
            #[must_use]
            pub fn from_hex(text: &str) -> Option<Self> {
                let mut bytes = [0; $length];
                hex::decode_to_slice(text, &mut bytes).ok()?;
                Some(Self(bytes))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({}…)", stringify!($name), hex::encode(&self.0[..4]))
            }
        }
    };
}

random_id!(
    /// An organisation's Ed25519 public key, which verifies the signature of its own services.
    OrganisationKey, 32);
random_id!(
    /// A vault: the records of one worker or team.
    VaultId, 16);
random_id!(
    /// A record of a vault.
    RecordId, 16);
random_id!(
    /// Idempotency key of a push: a state that is sent again under the same id is stored once.
    OperationId, 16);
random_id!(
    /// A server, chosen when its storage is created.
    ServerId, 16);
random_id!(
    /// Chosen when a server storage is created, and anew at each restore from a backup.
    Epoch, 16);
random_id!(
    /// A mailbox through which one device enrols another.
    MailboxId, 16);
random_id!(
    /// The device that takes from a mailbox, so that it can retry after a lost response.
    TakerId, 16);
random_id!(
    /// The hash under which a server stores a token.
    TokenHash, 32);

/// The bearer secret with which a device uses a vault on a server. It decrypts nothing.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token(pub [u8; 32]);

impl Token {
    /// The hash that the server stores.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        let mut hash = Sha256::new();
        hash.update(b"migraction token 1\n");
        hash.update(self.0);
        TokenHash(hash.finalize().into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The version of a record: larger than those of all states it was made from.
///
/// Chosen by the device that seals it ([`crate::Engine::version_for`]) and authenticated by the seal.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Version(pub u64);

impl Version {
    /// The next one; saturates.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The position of a state in the order in which the server accepted them, per vault; 0 is before the first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Sequence(pub u64);

impl Sequence {
    /// The next one; saturates.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn an_id_is_the_same_after_being_written_down() {
        let id = RecordId([0xa5; 16]);
        assert_eq!(RecordId::from_hex(&id.to_hex()), Some(id));
        assert_eq!(RecordId::from_hex("a5"), None);
        assert_eq!(RecordId::from_hex(&"g".repeat(32)), None);
        assert_eq!(RecordId::from_hex(&"é".repeat(16)), None);
    }

    #[test]
    fn a_token_is_never_shown() {
        assert_eq!(format!("{:?}", Token([7; 32])), "Token(…)");
    }
}
