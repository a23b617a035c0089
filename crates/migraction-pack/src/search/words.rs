//! Words of a text, as they are looked for.

use migraction_core::text::fold;

/// What may follow a number as a part of it: the articles of laws.
const ORDINALS: [&str; 8] =
    ["bis", "ter", "quater", "quinquies", "sexies", "septies", "er", "octies"];
/// How many pieces one number has at most: `39/57-1`.
const PIECES: usize = 5;

/// The words of a text as byte ranges; one-letter words (elided articles) are left out.
pub fn words(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    pieces(text).filter(|(_, word)| word.chars().nth(1).is_some())
}

/// The words of a text, single letters and digits among them.
fn pieces(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let is_letter = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text.get(rest..)?.find(is_letter)?;
        let tail = text.get(start..)?;
        let end = start + tail.find(|c| !is_letter(c)).unwrap_or(tail.len());
        rest = end;
        Some((start..end, text.get(start..end)?))
    })
}

/// Names that stand in several pieces, joined and folded: the numbers of articles (`L. 744-9` is `l7449`, `39/57` is
/// `3957`), amounts (`12,55` is `1255`), what has a letter or a digit behind it (`carte A` is `cartea`). Where something
/// is `typed`, that letter may be a small one; in a text it would be a word of its own.
#[must_use]
pub fn joined(text: &str, typed: bool) -> Vec<String> {
    let all: Vec<_> = pieces(text).collect();
    let between = |at: usize| {
        let (Some((one, _)), Some((next, _))) = (all.get(at), all.get(at + 1)) else { return "-" };
        text.get(one.end..next.start).unwrap_or("-")
    };
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((_, word)) = all.get(at) {
        let is_letter = word.chars().nth(1).is_none() && !has_digit(word);
        let mut name = fold(word);
        let mut taken = 1;
        while taken < PIECES {
            let Some((_, next)) = all.get(at + taken) else { break };
            let gap = between(at + taken - 1);
            let follows = if taken == 1 && is_letter {
                has_digit(next) && matches!(gap, "" | "." | ". " | " " | ".\u{a0}" | "-")
            } else {
                let ordinal = ORDINALS.contains(&fold(next).as_str()) && matches!(gap, " " | "-");
                has_digit(word) | is_letter
                    && (has_digit(next) && matches!(gap, "-" | "." | "," | "/") || ordinal)
            };
            if !follows {
                break;
            }
            name.push_str(&fold(next));
            taken += 1;
        }
        if taken > 1 {
            found.push(name);
        } else if let Some((_, next)) = all.get(at + 1)
            && next.chars().nth(1).is_none()
            && next.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || typed)
            && between(at) == " "
            && !is_letter
            && !followed_by_apostrophe(text, &all, at + 1)
        {
            found.push(name + &fold(next));
        }
        at += taken;
    }
    found
}

/// Whether a piece is an elided article and no name: `carte d’identité`.
fn followed_by_apostrophe(text: &str, all: &[(std::ops::Range<usize>, &str)], at: usize) -> bool {
    let end = all.get(at).map_or(text.len(), |(range, _)| range.end);
    text.get(end..).is_some_and(|rest| rest.starts_with(['’', '\'']))
}

/// Whether every word typed is a word of these texts, or the beginning of one. Nothing typed is in nothing.
///
/// For lists too short for an index.
#[must_use]
pub fn holds_all(typed: &str, texts: &[&str]) -> bool {
    let held: Vec<String> =
        texts.iter().copied().flat_map(words).map(|(_, word)| fold(word)).collect();
    let mut wanted = words(typed).map(|(_, word)| fold(word)).peekable();
    wanted.peek().is_some()
        && wanted.all(|word| held.iter().any(|held| held.starts_with(word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn numbers_of_articles_amounts_and_names_with_a_letter_are_joined() {
        for (text, expected) in [
            ("L. 744-9", &["l7449"][..]),
            ("l744-9 ceseda", &["l7449"]),
            ("art. 39/57 de la loi", &["3957"]),
            ("12,55 €", &["1255"]),
            ("article 9 ter", &["9ter", "article9"]),
            ("carte A", &["cartea"]),
            ("carte d’identité", &[]),
            ("un titre de séjour", &[]),
            ("2026-11-24", &["20261124"]),
        ] {
            let mut found = joined(text, false);
            found.sort();
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(joined("carte a", true), ["cartea"]);
        assert_eq!(joined("carte a", false), [""; 0]);
    }
}
