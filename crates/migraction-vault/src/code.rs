//! Codes that people copy by hand: the recovery code and the one-time code to enrol a device.
//!
//! Four groups of eight symbols of Crockford's base 32 (no I, L, O or U). Seven symbols carry 35 random bits, the eighth is
//! the check symbol of the group and its position, so that errors can be reported per group. 140 random bits in total.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::Random;

/// Number of groups.
pub const GROUPS: usize = 4;
/// Symbols per group, the check symbol included.
pub const GROUP_SYMBOLS: usize = 8;
const SYMBOLS: usize = GROUPS * GROUP_SYMBOLS;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a typed code is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The code has this many symbols instead of 32.
    #[error("{0} signs instead of {SYMBOLS}")]
    Length(usize),
    /// The check symbol of this group is wrong, counted from 1.
    #[error("group {0} is not right")]
    Group(usize),
}

impl CodeError {
    /// The number of the wrong group, if known.
    #[must_use]
    pub fn group(self) -> Option<usize> {
        match self {
            Self::Length(_) => None,
            Self::Group(number) => Some(number),
        }
    }
}

/// A code; zeroised on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; SYMBOLS]);

impl Drop for Code {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Code {
    /// Generates a code.
    #[must_use]
    pub fn make(random: Random<'_>) -> Self {
        let mut random_bytes = Zeroizing::new([0; GROUPS * (GROUP_SYMBOLS - 1)]);
        random(random_bytes.as_mut_slice());
        let mut symbols = [0; SYMBOLS];
        let groups = symbols.chunks_mut(GROUP_SYMBOLS).zip(random_bytes.chunks(GROUP_SYMBOLS - 1));
        for (at, (group, random_bytes)) in groups.enumerate() {
            for (symbol, byte) in group.iter_mut().zip(random_bytes) {
                *symbol = byte & 31;
            }
            if let Some((check, carried)) = group.split_last_mut() {
                *check = check_symbol(carried, at);
            }
        }
        Self(symbols)
    }

    /// Parses a typed code, ignoring whitespace, hyphens and case.
    ///
    /// # Errors
    /// [`CodeError::Length`] if the number of symbols is wrong, [`CodeError::Group`] for the first group whose check symbol
    /// does not match.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let read = Zeroizing::new(parse_symbols(text));
        let mut symbols: [u8; SYMBOLS] =
            read.as_slice().try_into().map_err(|_| CodeError::Length(read.len()))?;
        let wrong =
            symbols.chunks(GROUP_SYMBOLS).enumerate().position(|(at, group)| !is_right(group, at));
        match wrong {
            None => Ok(Self(symbols)),
            Some(at) => {
                symbols.zeroize();
                Err(CodeError::Group(at + 1))
            }
        }
    }

    /// The group with this number, counted from 1, for display.
    #[must_use]
    pub fn group(&self, number: usize) -> Zeroizing<String> {
        let group = self.0.chunks(GROUP_SYMBOLS).nth(number.saturating_sub(1)).unwrap_or_default();
        Zeroizing::new(group.iter().map(|symbol| show(*symbol)).collect())
    }

    /// Whether `typed` is the group with this number, counted from 1: proves that the person wrote the code down.
    #[must_use]
    pub fn matches_group(&self, number: usize, typed: &str) -> bool {
        let read = Zeroizing::new(parse_symbols(typed));
        let group = self.0.chunks(GROUP_SYMBOLS).nth(number.saturating_sub(1));
        !read.is_empty() && group == Some(read.as_slice())
    }

    /// The whole code, groups separated by hyphens.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(SYMBOLS + GROUPS));
        for (at, symbol) in self.0.iter().enumerate() {
            if at > 0 && at % GROUP_SYMBOLS == 0 {
                text.push('-');
            }
            text.push(show(*symbol));
        }
        text
    }

    /// The input of key derivation.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.0
    }
}

fn show(symbol: u8) -> char {
    ALPHABET.get(usize::from(symbol)).map_or('?', |symbol| char::from(*symbol))
}

/// The symbol values of a text. Characters outside the alphabet become 255, so that their group is reported.
fn parse_symbols(text: &str) -> Vec<u8> {
    let is_blank =
        |letter: &char| letter.is_whitespace() || ['-', '–', '—', '.', '\u{2011}'].contains(letter);
    text.chars().filter(|letter| !is_blank(letter)).map(parse_symbol).collect()
}

fn parse_symbol(letter: char) -> u8 {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|symbol| char::from(*symbol) == letter);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn is_right(group: &[u8], at: usize) -> bool {
    group.iter().all(|symbol| *symbol < 32)
        && group.split_last().is_some_and(|(check, carried)| *check == check_symbol(carried, at))
}

/// A polynomial checksum over GF(32): detects every single wrong symbol, every swap of two neighbours, and every swap of
/// two groups.
fn check_symbol(carried: &[u8], at: usize) -> u8 {
    let place = u8::try_from(at + 1).unwrap_or_default();
    carried.iter().fold(place, |sum, symbol| double(sum ^ symbol))
}

/// Multiplication by x in GF(2^5), modulo x^5 + x^2 + 1.
fn double(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        let mut next = 7_u8;
        Code::make(&mut |bytes| {
            for byte in bytes {
                next = next.wrapping_mul(37).wrapping_add(11);
                *byte = next;
            }
        })
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = code();
        let text = code.text();
        assert_eq!(Code::parse(&text).as_ref(), Ok(&code));
        let loose = text.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert_eq!(Code::parse(&loose), Ok(code));
    }

    #[test]
    fn every_single_slip_names_its_group() {
        let code = code();
        for at in 0..SYMBOLS {
            for other in 0..32 {
                let mut symbols = code.0;
                if symbols[at] == other {
                    continue;
                }
                symbols[at] = other;
                let text = Code(symbols).text();
                assert_eq!(
                    Code::parse(&text),
                    Err(CodeError::Group(at / GROUP_SYMBOLS + 1)),
                    "{at} {other}"
                );
            }
        }
    }

    #[test]
    fn swapped_neighbours_and_swapped_groups_are_found() {
        let code = code();
        for at in 0..SYMBOLS - 1 {
            let mut symbols = code.0;
            if at % GROUP_SYMBOLS == GROUP_SYMBOLS - 1 || symbols[at] == symbols[at + 1] {
                continue;
            }
            symbols.swap(at, at + 1);
            assert_eq!(
                Code::parse(&Code(symbols).text()),
                Err(CodeError::Group(at / GROUP_SYMBOLS + 1))
            );
        }
        let swapped =
            format!("{}{}{}{}", &*code.group(2), &*code.group(1), &*code.group(3), &*code.group(4));
        assert_eq!(Code::parse(&swapped), Err(CodeError::Group(1)));
    }

    #[test]
    fn a_sign_that_does_not_exist_names_its_group_and_a_missing_one_the_length() {
        let text = code().text();
        let mut wrong = text.to_string();
        wrong.replace_range(10..11, "U");
        assert_eq!(Code::parse(&wrong), Err(CodeError::Group(2)));
        assert_eq!(Code::parse(&text[1..]), Err(CodeError::Length(31)));
        assert_eq!(Code::parse(""), Err(CodeError::Length(0)));
    }

    #[test]
    fn the_proof_is_one_group_retyped() {
        let code = code();
        for number in 1..=GROUPS {
            assert!(code.matches_group(number, &code.group(number).to_lowercase()));
            assert!(!code.matches_group(number, &code.group(number % GROUPS + 1)));
        }
        for wrong in [0, 5] {
            assert!(!code.matches_group(wrong, ""));
        }
        assert!(!code.matches_group(1, ""));
    }

    #[test]
    fn a_code_is_never_printed() {
        assert_eq!(format!("{:?}", code()), "Code(…)");
    }
}
