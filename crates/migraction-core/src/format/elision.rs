//! Words that change before a vowel: `il` before `8 dicembre`, `a` before `8-day`. And how slots of a sentence are filled.

use std::fmt::{Display, Write};

/// The words of a language that change before a vowel, and the numbers whose names begin with one.
#[derive(Clone, Copy, Debug)]
pub struct Elisions<'a> {
    /// A word, and what stands in its place; where that ends with an apostrophe, no space follows.
    pub words: &'a [(&'a str, &'a str)],
    /// `8*` for all numbers that begin with this digit, `11` for eleven and its thousands, `=1` for one alone.
    pub numbers: &'a [&'a str],
}

impl Elisions<'_> {
    /// Nothing changes.
    pub const NONE: Elisions<'static> = Elisions { words: &[], numbers: &[] };

    /// Writes a value after a text, whose last word gives way where the language wants it.
    pub fn push(&self, text: &mut String, value: &str) {
        self.prepare(text, value);
        text.push_str(value);
    }

    /// Changes the last word of a text for the value that will follow.
    pub fn prepare(&self, text: &mut String, value: &str) {
        let Some(before) = text.strip_suffix([' ', '\u{a0}']) else { return };
        let start = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        });
        let Some(word) = before.get(start..) else { return };
        let lower = word.to_lowercase();
        let Some((_, instead)) = self.words.iter().find(|(word, _)| *word == lower) else { return };
        if !self.begins_with_vowel(value) {
            return;
        }
        let mut letters = instead.chars();
        let first = letters.next().map(|first| {
            if word.starts_with(char::is_uppercase) { first.to_ascii_uppercase() } else { first }
        });
        let instead: String = first.into_iter().chain(letters).collect();
        text.truncate(start);
        text.push_str(&instead);
        if !instead.ends_with('\u{2019}') {
            text.push(' ');
        }
    }

    /// Whether a value, read aloud, begins with a vowel.
    fn begins_with_vowel(&self, value: &str) -> bool {
        let value = value.trim_start_matches(|c: char| !c.is_alphanumeric());
        let whole = value.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if whole.is_empty() {
            let first = value.chars().next().and_then(|first| first.to_lowercase().next());
            return first.is_some_and(is_vowel);
        }
        let rest = value.get(whole.len()..).unwrap_or_default();
        self.numbers.iter().any(|rule| match rule.strip_prefix('=') {
            Some(alone) => alone == whole && !is_continued(rest),
            None => match rule.strip_suffix('*') {
                Some(first) => whole.starts_with(first),
                None => *rule == whole,
            },
        })
    }
}

/// Whether what follows a number makes another word of it: thousands, or the sign of an ordinal.
fn is_continued(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('.' | ',' | '\u{a0}' | '\u{202f}') => {
            chars.take_while(char::is_ascii_digit).count() == 3
        }
        Some(next) => next == 'º' || next.is_alphabetic(),
        None => false,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'à'..='æ'
            | 'è'..='ï'
            | 'ò'..='ö'
            | 'ù'..='ü'
            | 'œ'
    )
}

/// A sentence with its slots filled by name. What fills a slot is never looked at for slots itself.
#[must_use]
pub fn fill(template: &str, values: &[(&str, &dyn Display)], elisions: Elisions<'_>) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut value_text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let slot = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match slot {
            Some((value, after)) => {
                value_text.clear();
                let _ = write!(value_text, "{value}");
                elisions.push(&mut filled, &value_text);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}
