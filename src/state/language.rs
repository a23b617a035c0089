//! The words of the interface on their way: one file per language, of the same build as the app.

use crate::words::{LANGUAGES, Words, language_of, read, words_of};
use migraction_browser::page;

/// The words of a language, fetched unless they are here; nothing when they do not come whole.
pub async fn words_in(language: &str) -> Option<&'static Words> {
    if let Some(words) = words_of(language) {
        return Some(words);
    }
    read(language, page::words_text(language).await?)
}

/// The words of the language that the page chose when it arrived.
pub async fn first_words() -> Option<&'static Words> {
    let chosen = language_of(&page::language()).unwrap_or(LANGUAGES[0]);
    words_in(chosen.id).await
}
