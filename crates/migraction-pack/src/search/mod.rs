//! Search over the guide: an index built by the compiler, a part of the pack for each language.
//!
//! Accents and case do not count, words are reduced to their stems, the last word may be unfinished. What is shown, and in
//! which order, is decided by [`Query::rank`], for the screen and for whoever measures it.

mod build;
mod document;
mod index;
mod query;
mod rank;
mod vocabulary;
mod words;

pub use build::{IndexBuilder, IndexField};
pub use document::{Document, DocumentKind};
pub use index::{Index, IndexPart, LEVELS, Lists, OtherName};
pub use migraction_core::text::fold;
pub use query::Query;
pub use rank::{Hit, Ranked};
pub use vocabulary::WordList;
pub use words::{holds_all, joined, words};

use serde::{Deserialize, Serialize};

/// How words of a language are reduced to their stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stemmer {
    /// As they are.
    None,
    /// Snowball, French.
    French,
    /// Snowball, Italian.
    Italian,
    /// Snowball, English.
    English,
}

impl Stemmer {
    /// The stem of a folded word.
    #[must_use]
    pub fn stem(self, word: &str) -> String {
        use rust_stemmers::{Algorithm, Stemmer as Snowball};
        let algorithm = match self {
            Self::None => return word.to_owned(),
            Self::French => Algorithm::French,
            Self::Italian => Algorithm::Italian,
            Self::English => Algorithm::English,
        };
        // Stems themselves are folded again: a stemmer may keep an accent or add one.
        fold(&Snowball::create(algorithm).stem(word))
    }
}

#[cfg(test)]
mod tests;
