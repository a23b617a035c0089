//! The phrasebook, and what it says to its reader.

use migraction_core::Id;
use migraction_core::phrases::{Phrase, Saying};

use super::{Placed, Shelf};

/// What can be said in one tongue.
#[derive(Clone, Debug)]
pub struct SourceTongue {
    /// Its own name.
    pub name: String,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// Its text of a phrase, by the id of the phrase; phrases that nobody is certain of are absent.
    pub sayings: Shelf<Saying>,
}

/// The phrasebook: what there is to say, and its text in each tongue.
#[derive(Clone, Debug, Default)]
pub struct SourcePhrases {
    /// Situations in order.
    pub situations: Vec<Placed<Id>>,
    /// Tongues in order.
    pub tongues: Vec<Placed<Id>>,
    /// Phrases in order.
    pub phrases: Vec<Placed<Phrase>>,
    /// The tongues by id, each with its texts.
    pub sayings: Shelf<SourceTongue>,
}

/// What the phrasebook says to its reader, in the reader’s language.
#[derive(Clone, Debug, Default)]
pub struct SourcePhraseWords {
    /// What phrases are never for.
    pub never: Option<Placed<String>>,
    /// The names of the situations by id.
    pub situations: Shelf<String>,
    /// The names of the tongues by id.
    pub tongues: Shelf<String>,
    /// What to know before a phrase is said, by the id of the phrase.
    pub notes: Shelf<String>,
}
