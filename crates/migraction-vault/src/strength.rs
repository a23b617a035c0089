//! Passphrase strength, in four levels. zxcvbn estimates the number of guesses in a worker (`build/strength`), with common
//! passwords in the languages of the app; the thresholds are here.

/// Smallest accepted [`Estimate::tenths`]: four ordinary words, or fourteen random letters. At ten milliseconds per guess, a
/// thousand processors need thirty years.
pub const ACCEPTED: u32 = 140;
const GUESSABLE: u32 = 100;
const STRONG: u32 = 180;

/// The levels, each shown with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Not accepted: among the first guesses of an attacker.
    Guessable,
    /// Not accepted.
    Weak,
    /// Accepted.
    Good,
    /// Accepted, with a margin.
    Strong,
}

impl Strength {
    /// Whether a profile may be created with it.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        self >= Self::Good
    }
}

/// A pattern that makes a passphrase easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// A repetition.
    Repeated,
    /// A row of keys, letters or digits.
    Row,
    /// A year or a date.
    Date,
    /// A common password or word.
    Common,
    /// The name of a person.
    Name,
    /// The name of the profile or of the app.
    Own,
}

impl Habit {
    /// Maps a warning of zxcvbn; `None` for unknown ones.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "simpleRepeat" | "extendedRepeat" => Self::Repeated,
            "straightRow" | "keyPattern" | "sequences" => Self::Row,
            "recentYears" | "dates" => Self::Date,
            "topTen" | "topHundred" | "common" | "similarToCommon" | "wordByItself" => Self::Common,
            "namesByThemselves" | "commonNames" => Self::Name,
            "userInputs" => Self::Own,
            _ => return None,
        })
    }
}

/// The estimate for a passphrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Ten times log10 of the number of guesses.
    pub tenths: u32,
    /// The pattern that makes it easy to guess, if any.
    pub habit: Option<Habit>,
}

impl Estimate {
    /// The level.
    #[must_use]
    pub fn strength(self) -> Strength {
        match self.tenths {
            0..GUESSABLE => Strength::Guessable,
            GUESSABLE..ACCEPTED => Strength::Weak,
            ACCEPTED..STRONG => Strength::Good,
            _ => Strength::Strong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_begins_at_one_number() {
        let check = |tenths, expected: Strength| {
            let strength = Estimate { tenths, habit: None }.strength();
            assert_eq!((strength, strength.is_accepted()), (expected, tenths >= ACCEPTED));
        };
        check(0, Strength::Guessable);
        check(99, Strength::Guessable);
        check(100, Strength::Weak);
        check(139, Strength::Weak);
        check(140, Strength::Good);
        check(180, Strength::Strong);
        check(u32::MAX, Strength::Strong);
    }

    #[test]
    fn nothing_estimated_is_not_accepted() {
        assert!(!Estimate::default().strength().is_accepted());
    }

    #[test]
    fn a_habit_that_is_not_known_is_none() {
        assert_eq!(Habit::of("extendedRepeat"), Some(Habit::Repeated));
        assert_eq!(Habit::of("pwned"), None);
        assert_eq!(Habit::of(""), None);
    }
}
