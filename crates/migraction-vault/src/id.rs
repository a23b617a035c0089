//! Identifiers: sixteen random bytes that reveal nothing.

use std::fmt;

use crate::Random;

macro_rules! opaque_id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// Generates an id.
            #[must_use]
            pub fn make(random: Random<'_>) -> Self {
                let mut bytes = [0; 16];
                random(&mut bytes);
                Self(bytes)
            }

            /// Parses 32 hexadecimal digits.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let mut bytes = [0; 16];
                hex::decode_to_slice(text, &mut bytes).ok()?;
                Some(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }
    };
}

opaque_id!(
    /// Identifies a profile: one worker's keys.
    ProfileId
);
opaque_id!(
    /// Identifies a vault: records under one key.
    VaultId
);
opaque_id!(
    /// Identifies a record of a vault.
    RecordId
);

#[cfg(test)]
mod tests {
    use super::RecordId;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let id = RecordId([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 250, 251, 252, 253, 255]);
        assert_eq!(id.to_string(), "000102030405060708090afafbfcfdff");
        assert_eq!(RecordId::parse(&id.to_string()), Some(id));
        for wrong in [
            "",
            "00",
            "zz0102030405060708090afafbfcfdff",
            "+00102030405060708090afafbfcfdff",
            "é00102030405060708090afafbfcfdf",
        ] {
            assert_eq!(RecordId::parse(wrong), None, "{wrong}");
        }
    }
}
