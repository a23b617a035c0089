//! How hard a passphrase is to guess, in four steps. The guesses are estimated by zxcvbn, in a worker of its own
//! (`build/strength`), with lists of what people choose in the languages of the app; what they mean is decided here.

/// Ten times the decimal logarithm of the guesses from which a passphrase is accepted: four ordinary words, or fourteen
/// letters without any order. At a hundredth of a second for each, a thousand processors try for thirty years.
pub const ACCEPTED: u32 = 140;
const GUESSABLE: u32 = 100;
const STRONG: u32 = 180;

/// Four steps, shown with a word each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Not accepted: tried early by whoever guesses.
    Guessable,
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

/// What makes a passphrase easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// The same again.
    Repeated,
    /// Keys side by side, letters or figures in a row.
    Row,
    /// A year or a date.
    Date,
    /// One of the words that many choose.
    Common,
    /// The name of a person.
    Name,
    /// The name of the profile or of the app.
    Own,
}

impl Habit {
    /// From the name that the estimator gives; nothing for none, and for one that it did not have in 2026.
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

/// What the estimator says of a passphrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Ten times the decimal logarithm of the guesses.
    pub tenths: u32,
    /// What makes it easy to guess, if anything does.
    pub habit: Option<Habit>,
}

impl Estimate {
    /// What it means.
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
