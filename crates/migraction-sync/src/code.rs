//! Codes of 128 random bits that people copy by hand.
//!
//! 26 characters of Crockford's base 32 (no I, L, O or U) and two check characters, in seven groups of four. Case is
//! ignored, I and L are read as 1, O as 0; whitespace and hyphens are skipped.

use alloc::string::String;
use core::fmt;

use sha2::{Digest, Sha256};

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;
const DATA: usize = 26;
const CHECK: usize = 2;

/// The secret behind a code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(pub [u8; 16]);

/// Why a typed code is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The code has this many characters instead of 28.
    #[error("the code has {0} signs, not 28")]
    Length(usize),
    /// This character is not in the alphabet.
    #[error("no code has the sign {0:?}")]
    Sign(char),
    /// The check characters do not match.
    #[error("one of the signs is mistyped")]
    Mistyped,
}

impl Code {
    /// Parses a typed or scanned code.
    ///
    /// # Errors
    /// [`CodeError`] if a character is not in the alphabet, the length is wrong, or the check characters do not match.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut values = [0u8; DATA + CHECK];
        let mut count = 0;
        for sign in typed.chars().filter(|sign| !is_skipped(*sign)) {
            let value = value(sign).ok_or(CodeError::Sign(sign))?;
            if let Some(place) = values.get_mut(count) {
                *place = value;
            }
            count += 1;
        }
        if count != DATA + CHECK {
            return Err(CodeError::Length(count));
        }
        let (data, check) = values.split_at(DATA);
        let bits = data.iter().try_fold(0u128, |bits, value| {
            // 26 signs hold 130 bits: the two above must be empty.
            (bits >> 123 == 0).then_some(bits << 5 | u128::from(*value))
        });
        let code = Self(bits.ok_or(CodeError::Mistyped)?.to_be_bytes());
        if code.check() == check { Ok(code) } else { Err(CodeError::Mistyped) }
    }

    fn check(&self) -> [u8; CHECK] {
        let digest =
            Sha256::new().chain_update(b"migraction code 1\n").chain_update(self.0).finalize();
        [digest[0] & 31, digest[1] & 31]
    }

    /// The hash under which a server stores an invitation code.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"migraction invitation 1\n")
            .chain_update(self.0)
            .finalize()
            .into()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        let data = (0..DATA).rev().map(|place| {
            let shifted = bits.checked_shr(u32::try_from(place * 5).unwrap_or(u32::MAX));
            usize::try_from(shifted.unwrap_or(0) & 31).unwrap_or(0)
        });
        let signs = data.chain(self.check().map(usize::from));
        let mut text = String::new();
        for (at, value) in signs.enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(SIGNS[value]));
        }
        f.write_str(&text)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

fn is_skipped(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '-' | '‐' | '‑' | '–' | '—' | '_' | '.' | '\u{200b}')
}

fn value(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    let at = SIGNS.iter().position(|known| char::from(*known) == sign)?;
    u8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn the_form_of_a_code_is_pinned() {
        let code = Code(*b"migraction codes");
        assert_eq!(code.to_string(), "3DD5-KQ4R-B3EH-MPYV-H0CD-QP8S-BKYF");
    }

    #[test]
    fn what_people_type_is_understood() {
        let code = Code([0x11; 16]);
        let text = code.to_string();
        assert_eq!(text.len(), 34);
        assert_eq!(Code::parse(&text.to_lowercase()), Ok(code));
        assert_eq!(Code::parse(&text.replace('-', " ")), Ok(code));
        assert_eq!(Code::parse(&text.replace('-', "")), Ok(code));
        let code = Code([0; 16]);
        let letters = code.to_string().replace('0', "O").replace('1', "l");
        assert_eq!(Code::parse(&letters), Ok(code));
    }

    #[test]
    fn each_way_of_being_wrong_has_its_answer() {
        let text = Code([0x11; 16]).to_string();
        assert_eq!(Code::parse(""), Err(CodeError::Length(0)));
        assert_eq!(Code::parse(&text[..33]), Err(CodeError::Length(27)));
        assert_eq!(Code::parse(&alloc::format!("{text}0")), Err(CodeError::Length(29)));
        assert_eq!(Code::parse("code U"), Err(CodeError::Sign('U')));
        assert_eq!(Code::parse(&"Z".repeat(28)), Err(CodeError::Mistyped));
    }

    proptest! {
        #[test]
        fn every_code_is_read_as_it_was_written(bytes: [u8; 16]) {
            prop_assert_eq!(Code::parse(&Code(bytes).to_string()), Ok(Code(bytes)));
        }

        #[test]
        fn a_wrong_sign_is_nearly_always_seen(bytes: [u8; 16], at in 0usize..26, other in 0usize..32) {
            let text = Code(bytes).to_string().replace('-', "");
            let mut signs: alloc::vec::Vec<char> = text.chars().collect();
            let sign = char::from(SIGNS[other]);
            prop_assume!(signs[at] != sign);
            signs[at] = sign;
            let typed: String = signs.into_iter().collect();
            prop_assert_ne!(Code::parse(&typed), Ok(Code(bytes)));
        }
    }
}
