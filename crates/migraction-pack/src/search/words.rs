//! Words of a text, as they are looked for.

use migraction_core::text::fold;

/// The words of a text as byte ranges; one-letter words (elided articles) are left out.
pub fn words(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let is_letter = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text.get(rest..)?.find(is_letter)?;
            let tail = text.get(start..)?;
            let end = start + tail.find(|c| !is_letter(c)).unwrap_or(tail.len());
            rest = end;
            let word = text.get(start..end)?;
            if word.chars().count() > 1 {
                return Some((start..end, word));
            }
        }
    })
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
