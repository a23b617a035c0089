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
    /// What a program shows of a value that it does not have, such as `NaN`.
    NotAValue,
    /// The key of a word instead of the word.
    Key,
    /// A day as programs write it, such as `2026-11-25`.
    RawDate,
    /// An amount as another language writes it: the sign on the other side, another sign before the cents.
    ForeignAmount,
    /// Two units, or two signs, one after the other.
    TwoUnits,
    /// The same word twice.
    DoubledWord,
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
            Self::NotAValue => "what programs write for no value stands where words should",
            Self::Key => "the key of a word stands where the word should",
            Self::RawDate => "a day is written as programs do",
            Self::ForeignAmount => "an amount is written as another language does",
            Self::TwoUnits => "two units follow each other",
            Self::DoubledWord => "the same word stands twice",
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
        (has_sign_of_no_value(text), Flaw::NotAValue),
        (has_key(text), Flaw::Key),
        (has_raw_date(text), Flaw::RawDate),
        (has_foreign_amount(text, format), Flaw::ForeignAmount),
        (has_two_units(text), Flaw::TwoUnits),
        (has_doubled_word(text), Flaw::DoubledWord),
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

fn has_sign_of_no_value(text: &str) -> bool {
    let signs = ["undefined", "NaN", "Infinity", "[object"];
    let is_edge = |c: char| is_space(c) || matches!(c, '(' | ')' | ',' | ';' | ':' | '.' | '€');
    text.split(is_edge).any(|word| signs.contains(&word)) || text == "null"
}

/// `wage.month_hours`, `month_hours`: no language joins words in this way, addresses apart.
fn has_key(text: &str) -> bool {
    words(text).into_iter().any(|word| {
        let is_of_key =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
        word.trim_matches('_').contains('_') && word.chars().all(is_of_key)
    })
}

fn has_raw_date(text: &str) -> bool {
    text.as_bytes().windows(10).any(|ten| {
        ten.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    })
}

/// Looks at each sign of the euro and at the number beside it.
fn has_foreign_amount(text: &str, format: &Format<'_>) -> bool {
    let stands_first = format.money.starts_with('€');
    let is_digit = |letter: char| letter.is_ascii_digit();
    text.match_indices('€').any(|(at, sign)| {
        let (before, after) =
            (text.get(..at).unwrap_or(""), text.get(at + sign.len()..).unwrap_or(""));
        let ends = before.trim_end_matches(is_space).ends_with(is_digit);
        let begins = after.starts_with(is_digit);
        if stands_first {
            return (ends && !begins) || has_other_cents(number_at_start(after), format);
        }
        (begins && !ends) || has_other_cents(number_at_end(before), format)
    })
}

const fn is_of_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | ',')
}

fn number_at_start(text: &str) -> &str {
    let end = text.find(|letter| !is_of_number(letter)).unwrap_or(text.len());
    text.get(..end).unwrap_or("").trim_end_matches(['.', ','])
}

fn number_at_end(text: &str) -> &str {
    let text = text.trim_end_matches(is_space);
    text.rsplit(|letter| !is_of_number(letter)).next().unwrap_or("")
}

/// One or two digits behind a sign that is not the language's sign before decimals.
fn has_other_cents(number: &str, format: &Format<'_>) -> bool {
    let Some((_, cents)) = number.rsplit_once(['.', ',']) else { return false };
    let sign = number.len().checked_sub(cents.len() + 1).and_then(|at| number.get(at..=at));
    matches!(cents.len(), 1 | 2) && sign != Some(format.decimal)
}

fn has_two_units(text: &str) -> bool {
    let units = ["h", "km", "%", "€", "min"];
    words(text).windows(2).any(|two| two.iter().all(|word| units.contains(word)))
}

/// Apart from words that a sentence may say twice, such as `nous nous` and `had had`.
fn has_doubled_word(text: &str) -> bool {
    let may = ["nous", "vous", "had", "that", "man", "mano", "via"];
    let is_word = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    // A mark between them ends what was said.
    let all: Vec<&str> = text.split(is_space).collect();
    all.windows(2).any(|two| two[0] == two[1] && is_word(two[0]) && !may.contains(&two[0]))
}
