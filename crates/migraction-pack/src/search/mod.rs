//! Search over the guide: an index built by the compiler, read as it is on the phone.
//!
//! Accents and case do not count, words are reduced to their stems, the last word may be
//! unfinished. Each posting carries its finished weight, so that a query only adds up.

mod build;
mod fuzzy;
mod groups;
mod query;
mod words;

pub use build::{IndexBuilder, IndexField};
pub use groups::{CLOSEST, GroupedHits, group_hits};
pub use migraction_core::text::fold;
pub use query::{Hit, Query};
pub use words::{holds_all, words};

use migraction_core::Id;
use serde::{Deserialize, Serialize};

use crate::DecodeError;

/// What a search can find.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Document {
    /// A practice sheet.
    Practice(Id),
    /// A context page.
    Context {
        /// The country.
        country: Id,
        /// The topic.
        topic: Id,
    },
    /// A fact.
    Fact(Id),
    /// A service.
    Service(Id),
    /// An official term.
    Term(Id),
    /// A kind of letter.
    Letter(Id),
}

impl Document {
    /// The country that it belongs to; none for what holds anywhere.
    ///
    /// Ids of facts, services, terms and letters begin with their country: the compiler holds them to it.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        match self {
            Self::Practice(_) => None,
            Self::Context { country, .. } => Some(country.as_str()),
            Self::Fact(id) | Self::Service(id) | Self::Term(id) | Self::Letter(id) => {
                id.as_str().split_once('-').map(|(country, _)| country)
            }
        }
    }
}

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

/// One document's weight for a stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Position in [`Index::documents`].
    pub document: u16,
    /// Finished weight, 1 to 255.
    pub weight: u8,
}

/// The search index of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// How words are reduced.
    pub stemmer: Stemmer,
    /// Folded words that say nothing about what is looked for.
    pub ignored: Vec<String>,
    /// What can be found.
    pub documents: Vec<Document>,
    /// Folded words with the number of their stem, as a finite-state map.
    pub words: Vec<u8>,
    /// Stems with their number, as a finite-state map.
    pub stems: Vec<u8>,
    /// Postings by the number of the stem.
    pub postings: Vec<Vec<Posting>>,
}

impl Index {
    /// Checks that the maps can be read and lead only to what exists.
    pub(crate) fn check(&self) -> Result<(), DecodeError> {
        for map in [&self.words, &self.stems] {
            use fst::Streamer;
            let map = fst::Map::new(map.as_slice()).map_err(|_| DecodeError::Index)?;
            let mut stream = map.stream();
            while let Some((_, number)) = stream.next() {
                let known = usize::try_from(number).is_ok_and(|at| at < self.postings.len());
                if !known {
                    return Err(DecodeError::Index);
                }
            }
        }
        let documents = self.documents.len();
        let known = |posting: &Posting| usize::from(posting.document) < documents;
        if self.postings.iter().flatten().all(known) { Ok(()) } else { Err(DecodeError::Index) }
    }
}

#[cfg(test)]
mod tests;
