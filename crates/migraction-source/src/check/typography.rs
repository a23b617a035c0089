//! Letters and signs as each language writes them; all of it is worth a look, none of it stops a build.

use crate::content::Sink;

const BLANKS: [char; 2] = ['\u{a0}', '\u{202f}'];

/// Looks at every text that people read.
pub fn check(sink: &mut Sink) {
    for text in &sink.texts {
        for message in wrong(text.language.as_str(), &text.words) {
            sink.problems.warning(&text.place, message);
        }
    }
}

fn wrong(language: &str, words: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    if words.contains('\'') {
        found.push("a straight apostrophe ': write ’");
    }
    if words.contains('"') {
        found.push("straight quotes \": write « », “ ” or ‘ ’");
    }
    if words.contains("...") {
        found.push("three dots ...: write …");
    }
    if language == "fr" {
        french(words, &mut found);
    }
    found
}

fn french(words: &str, found: &mut Vec<&'static str>) {
    let opens_bare = words.split('«').skip(1).any(|after| !after.starts_with(BLANKS));
    let closing: Vec<&str> = words.split('»').collect();
    let closes_bare = closing.iter().rev().skip(1).any(|before| !before.ends_with(BLANKS));
    if opens_bare || closes_bare {
        found.push("« and » take a no-break space inside");
    }
    let letters: Vec<char> = words.chars().collect();
    let bare =
        |pair: &[char]| matches!(pair, [before, '?' | '!' | ';'] if !BLANKS.contains(before));
    if letters.windows(2).any(bare) {
        found.push("? ! ; take a narrow no-break space (U+202F) before");
    }
    let colon = |three: &[char]| matches!(three, [before, ':', ' '] if !BLANKS.contains(before));
    if letters.windows(3).any(colon) {
        found.push(": takes a no-break space (U+00A0) before");
    }
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn each_language_has_its_signs() {
        assert_eq!(wrong("it", "l'ufficio").len(), 1);
        assert_eq!(wrong("en", "a \"b\"...").len(), 2);
        assert_eq!(wrong("fr", "« a »").len(), 1);
        assert_eq!(wrong("fr", "\u{ab}\u{a0}a\u{202f}\u{bb}").len(), 0);
        assert_eq!(wrong("fr", "Oui ? Non;").len(), 1);
        assert_eq!(wrong("fr", "Oui : non").len(), 1);
        assert_eq!(wrong("fr", "Oui\u{a0}: non, à 12:30\u{202f}; bien\u{202f}?").len(), 0);
    }
}
