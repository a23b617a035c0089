//! Opaque names: sixteen random bytes that say nothing.

use std::fmt;

use crate::Random;

macro_rules! opaque_id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// A new name.
            #[must_use]
            pub fn make(random: Random<'_>) -> Self {
                let mut bytes = [0; 16];
                random(&mut bytes);
                Self(bytes)
            }

            /// The name from its 32 hexadecimal digits.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let mut bytes = [0; 16];
                if text.len() != 32 || !text.is_ascii() {
                    return None;
                }
                for (at, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
                }
                Some(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
    /// Names a profile: one worker's keys.
    ProfileId
);
opaque_id!(
    /// Names a vault: records under one key.
    VaultId
);
opaque_id!(
    /// Names a record of a vault.
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
        for wrong in
            ["", "00", "zz0102030405060708090afafbfcfdff", "é00102030405060708090afafbfcfdf"]
        {
            assert_eq!(RecordId::parse(wrong), None, "{wrong}");
        }
    }
}
