//! Codes that people copy by hand: the recovery code and the one-time code for joining.
//!
//! Four groups of eight signs: seven carry 35 random bits, the eighth checks its own group and the
//! group's place, so that a slip of the pen is found and the wrong group named. 140 random bits in all.
//! The alphabet is Crockford's: no I, L, O or U; what looks alike is read alike.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::Random;

/// Groups of a code.
pub const GROUPS: usize = 4;
/// Signs of a group, its check included.
pub const GROUP_SIGNS: usize = 8;
const SIGNS: usize = GROUPS * GROUP_SIGNS;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a typed code is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too few or too many signs: this many were found.
    #[error("{0} signs instead of {SIGNS}")]
    Length(usize),
    /// The group with this number, counted from 1, is not as it was written.
    #[error("group {0} is not right")]
    Group(usize),
}

impl CodeError {
    /// The wrong group's number, where one is known.
    #[must_use]
    pub fn group(self) -> Option<usize> {
        match self {
            Self::Length(_) => None,
            Self::Group(number) => Some(number),
        }
    }
}

/// A code, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; SIGNS]);

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
    /// A new code.
    #[must_use]
    pub fn make(random: Random<'_>) -> Self {
        let mut chance = Zeroizing::new([0; GROUPS * (GROUP_SIGNS - 1)]);
        random(chance.as_mut_slice());
        let mut signs = [0; SIGNS];
        let groups = signs.chunks_mut(GROUP_SIGNS).zip(chance.chunks(GROUP_SIGNS - 1));
        for (at, (group, chance)) in groups.enumerate() {
            for (sign, byte) in group.iter_mut().zip(chance) {
                *sign = byte & 31;
            }
            if let Some((check, carried)) = group.split_last_mut() {
                *check = check_sign(carried, at);
            }
        }
        Self(signs)
    }

    /// Reads a typed code; blanks, hyphens and case do not matter.
    ///
    /// # Errors
    /// A [`CodeError`] that says what to look at.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let read = Zeroizing::new(read_signs(text));
        let mut signs: [u8; SIGNS] =
            read.as_slice().try_into().map_err(|_| CodeError::Length(read.len()))?;
        let wrong =
            signs.chunks(GROUP_SIGNS).enumerate().position(|(at, group)| !is_right(group, at));
        match wrong {
            None => Ok(Self(signs)),
            Some(at) => {
                signs.zeroize();
                Err(CodeError::Group(at + 1))
            }
        }
    }

    /// The group with this number, counted from 1, as it is shown.
    #[must_use]
    pub fn group(&self, number: usize) -> Zeroizing<String> {
        let group = self.0.chunks(GROUP_SIGNS).nth(number.saturating_sub(1)).unwrap_or_default();
        Zeroizing::new(group.iter().map(|sign| show(*sign)).collect())
    }

    /// Whether `typed` is the group with this number: the proof that the code was written down.
    #[must_use]
    pub fn proves(&self, number: usize, typed: &str) -> bool {
        let read = Zeroizing::new(read_signs(typed));
        let group = self.0.chunks(GROUP_SIGNS).nth(number.saturating_sub(1));
        !read.is_empty() && group == Some(read.as_slice())
    }

    /// The whole code, its groups parted by hyphens.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(SIGNS + GROUPS));
        for (at, sign) in self.0.iter().enumerate() {
            if at > 0 && at % GROUP_SIGNS == 0 {
                text.push('-');
            }
            text.push(show(*sign));
        }
        text
    }

    /// What keys are derived from.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.0
    }
}

fn show(sign: u8) -> char {
    ALPHABET.get(usize::from(sign)).map_or('?', |sign| char::from(*sign))
}

/// The signs of a text. What is no sign counts as the impossible 255, so that its group is named.
fn read_signs(text: &str) -> Vec<u8> {
    let is_blank =
        |letter: &char| letter.is_whitespace() || ['-', '–', '—', '.', '\u{2011}'].contains(letter);
    text.chars().filter(|letter| !is_blank(letter)).map(read_sign).collect()
}

fn read_sign(letter: char) -> u8 {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|sign| char::from(*sign) == letter);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn is_right(group: &[u8], at: usize) -> bool {
    group.iter().all(|sign| *sign < 32)
        && group.split_last().is_some_and(|(check, carried)| *check == check_sign(carried, at))
}

/// A polynomial over the field of 32 elements: it finds every single wrong sign, every two
/// neighbours swapped, and a group in another's place.
fn check_sign(carried: &[u8], at: usize) -> u8 {
    let place = u8::try_from(at + 1).unwrap_or_default();
    carried.iter().fold(place, |sum, sign| double(sum ^ sign))
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
        for at in 0..SIGNS {
            for other in 0..32 {
                let mut signs = code.0;
                if signs[at] == other {
                    continue;
                }
                signs[at] = other;
                let text = Code(signs).text();
                assert_eq!(
                    Code::parse(&text),
                    Err(CodeError::Group(at / GROUP_SIGNS + 1)),
                    "{at} {other}"
                );
            }
        }
    }

    #[test]
    fn swapped_neighbours_and_swapped_groups_are_found() {
        let code = code();
        for at in 0..SIGNS - 1 {
            let mut signs = code.0;
            if at % GROUP_SIGNS == GROUP_SIGNS - 1 || signs[at] == signs[at + 1] {
                continue;
            }
            signs.swap(at, at + 1);
            assert_eq!(
                Code::parse(&Code(signs).text()),
                Err(CodeError::Group(at / GROUP_SIGNS + 1))
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
            assert!(code.proves(number, &code.group(number).to_lowercase()));
            assert!(!code.proves(number, &code.group(number % GROUPS + 1)));
        }
        for wrong in [0, 5] {
            assert!(!code.proves(wrong, ""));
        }
        assert!(!code.proves(1, ""));
    }

    #[test]
    fn a_code_is_never_printed() {
        assert_eq!(format!("{:?}", code()), "Code(…)");
    }
}
