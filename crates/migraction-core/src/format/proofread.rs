//! What never stands in a sentence that people read, whatever filled it. The compiler of the content and the tests of
//! the interface ask; the app itself does not.

use super::{Elisions, Format};

/// What is wrong with a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// A slot that nothing filled.
    UnfilledSlot,
    /// A place where words should be and are not: two spaces, empty brackets, a comma after nothing.
    EmptySlot,
    /// A mark that stands for words, instead of a sentence that says they are not known.
    Placeholder,
    /// One amount with two signs of its currency.
    TwoCurrencySigns,
    /// Two marks that each end a sentence.
    TwoFullStops,
    /// A date where a number belongs, such as `30 September 2026 hours`.
    DateAsNumber,
    /// The first day of a month without the form that the language has for it.
    FirstDay,
    /// A word that should give way before a vowel, such as `il 8 dicembre`.
    Unelided,
}

impl Flaw {
    /// What is wrong, for who mends it.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::UnfilledSlot => "a slot is not filled",
            Self::EmptySlot => "words are lacking, or there are two spaces",
            Self::Placeholder => "a gap stands where words should",
            Self::TwoCurrencySigns => "an amount has two signs of its currency",
            Self::TwoFullStops => "two marks end the same sentence",
            Self::DateAsNumber => "a date stands where a number belongs",
            Self::FirstDay => "the first day of a month has a form of its own",
            Self::Unelided => "a word must give way before a vowel",
        }
    }
}

/// What is wrong with a text in the language of this format; nothing when all is well.
#[must_use]
pub fn flaws(text: &str, format: &Format<'_>, elisions: Elisions<'_>) -> Vec<Flaw> {
    let found = [
        (text.contains(['{', '}']), Flaw::UnfilledSlot),
        (is_empty_somewhere(text), Flaw::EmptySlot),
        (has_placeholder(text), Flaw::Placeholder),
        (has_two_signs(text), Flaw::TwoCurrencySigns),
        (has_two_stops(text), Flaw::TwoFullStops),
        (has_date_as_number(text, format), Flaw::DateAsNumber),
        (has_plain_first_day(text, format), Flaw::FirstDay),
        (has_unelided(text, elisions), Flaw::Unelided),
    ];
    found.into_iter().filter(|(is_found, _)| *is_found).map(|(_, flaw)| flaw).collect()
}

const fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}')
}

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    text.chars().zip(text.chars().skip(1))
}

fn is_empty_somewhere(text: &str) -> bool {
    let is_open = |letter: char| matches!(letter, '(' | '«' | '“');
    text.trim() != text
        || text.is_empty()
        || pairs(text).any(|(a, b)| {
            (is_space(a) && (is_space(b) || matches!(b, ',' | '.' | ')')))
                || (matches!(a, ':' | ',' | ';' | '(') && matches!(b, ',' | '.' | ')'))
                || (is_open(a) && matches!(b, ')' | '»' | '”'))
        })
        || text.ends_with([':', ',', ';'])
        || text.starts_with([':', ',', ';', '.'])
}

/// A gap that stands where a word should.
fn has_placeholder(text: &str) -> bool {
    let is_edge = |c: char| is_space(c) || matches!(c, '(' | ')' | '«' | '»');
    text.split(is_edge).any(|word| word.trim_matches(['.', ',', ';', ':']) == "…")
}

fn has_two_signs(text: &str) -> bool {
    text.split('€').skip(1).zip(text.split('€').skip(2)).any(|(between, _)| {
        between.chars().all(|c| is_space(c) || c.is_ascii_digit() || matches!(c, '.' | ','))
            && !between.contains(", ")
    })
}

fn has_two_stops(text: &str) -> bool {
    let stops = |letter: char| matches!(letter, '.' | '!' | '?' | '…');
    let mut before = ' ';
    text.chars().filter(|letter| !is_space(*letter)).any(|letter| {
        let both = stops(before) && stops(letter);
        before = letter;
        both
    })
}

/// The words of a text, without the marks around them.
fn words(text: &str) -> Vec<&str> {
    text.split(is_space).map(|word| word.trim_matches(['(', ')', ',', ';', ':'])).collect()
}

fn is_month(word: &str, format: &Format<'_>) -> bool {
    format.months.split(' ').chain(format.months_short.split(' ')).any(|month| month == word)
}

/// A month and a year, and behind them what only counts: a sign or a short unit.
fn has_date_as_number(text: &str, format: &Format<'_>) -> bool {
    let units = ["h", "km", "%", "€", "min", "ore", "ora", "hours", "hour", "heures", "heure"];
    words(text).windows(3).any(|three| match three {
        [month, year, unit] => {
            is_month(month, format)
                && year.len() == 4
                && year.bytes().all(|byte| byte.is_ascii_digit())
                && units.contains(unit)
        }
        _ => false,
    })
}

fn has_plain_first_day(text: &str, format: &Format<'_>) -> bool {
    !format.first_day.is_empty()
        && words(text).windows(2).any(|two| two[0] == "1" && is_month(two[1], format))
}

fn has_unelided(text: &str, elisions: Elisions<'_>) -> bool {
    text.char_indices().any(|(at, letter)| {
        let Some((before, after)) = text.split_at_checked(at) else { return false };
        if !letter.is_ascii_digit() || !before.ends_with(is_space) {
            return false;
        }
        let mut changed = before.to_owned();
        elisions.prepare(&mut changed, after);
        changed != before
    })
}
