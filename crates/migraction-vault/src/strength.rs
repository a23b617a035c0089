//! How hard a passphrase is to guess, in four steps, without a dictionary in the app.
//!
//! It counts letters that bring something new: a repeated letter, or the next one of a run such as
//! `abcd` or `4321`, brings nothing. Four or five ordinary words pass; a name and a year do not.

/// Four steps, shown with a word each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Not accepted: too short, or the same few letters.
    TooShort,
    /// Not accepted yet: a little more is needed.
    Weak,
    /// Accepted.
    Good,
    /// Accepted, and more than enough.
    Strong,
}

impl Strength {
    /// Whether a profile may be made with it.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        self >= Self::Good
    }
}

/// Judges a passphrase.
#[must_use]
pub fn strength(passphrase: &str) -> Strength {
    let mut new = 0;
    let mut before: Option<char> = None;
    for letter in passphrase.chars() {
        let follows = before.is_some_and(|before| (before as u32).abs_diff(letter as u32) <= 1);
        if !follows {
            new += 1;
        }
        before = Some(letter);
    }
    let distinct = distinct(passphrase);
    match new.min(distinct * 3) {
        _ if distinct < 5 => Strength::TooShort,
        0..10 => Strength::TooShort,
        10..14 => Strength::Weak,
        14..22 => Strength::Good,
        _ => Strength::Strong,
    }
}

fn distinct(text: &str) -> usize {
    text.char_indices().filter(|(at, letter)| !text[..*at].contains(*letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(passphrase: &str, expected: Strength) {
        assert_eq!(strength(passphrase), expected, "{passphrase}");
    }

    #[test]
    fn short_or_repeated_is_not_enough() {
        for weak in [
            "",
            "secret",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrstuvwxyz",
            "1212121212121212121212",
        ] {
            check(weak, Strength::TooShort);
        }
        check("Fatima1987!x", Strength::Weak);
    }

    #[test]
    fn a_few_words_are_enough() {
        check("trois chats gris", Strength::Good);
        check("lampe verte sous la pluie", Strength::Strong);
        assert!(strength("trois chats gris").is_accepted());
        assert!(!strength("Fatima1987!x").is_accepted());
    }
}
