//! Names of things. All are random bytes, so that nobody can learn anything from one.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Makes a type of random bytes. Its debug form shows the first bytes only.
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

            /// From hexadecimal digits; none when there are too many, too few, or others.
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
    /// An organisation's public key (Ed25519), under which it signs its own services: no name, but written as one.
    OrganisationKey, 32);
random_id!(
    /// A vault: the records of one worker or of one team.
    VaultId, 16);
random_id!(
    /// A record of a vault.
    RecordId, 16);
random_id!(
    /// One sending of one state. Whatever is sent again under it has an effect once.
    OperationId, 16);
random_id!(
    /// A server, drawn when its storage is made.
    ServerId, 16);
random_id!(
    /// A life of a server: drawn when its storage is made and at each restore from a backup.
    Epoch, 16);
random_id!(
    /// A mailbox through which one device lets another in.
    MailboxId, 16);
random_id!(
    /// Whoever takes from a mailbox, so that a lost answer can be asked for again.
    TakerId, 16);
random_id!(
    /// What a server keeps of a token.
    TokenHash, 32);

/// The secret by which a device may use a vault on a server. It opens no record.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token(pub [u8; 32]);

impl Token {
    /// What the server keeps of it.
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

/// The number of a record's sealed state: larger than that of every state it was made from.
///
/// It is bound into the seal, and chosen by the device that seals ([`crate::Engine::version_for`]).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Version(pub u64);

impl Version {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The place of a state in the order in which a vault's server accepted them; 0 is before the first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Sequence(pub u64);

impl Sequence {
    /// The next one.
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
