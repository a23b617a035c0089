//! What a search can find.

use migraction_core::Id;
use serde::{Deserialize, Serialize};

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
    /// What stands below a heading of a context page.
    Section {
        /// The country.
        country: Id,
        /// The topic.
        topic: Id,
        /// The address of the heading within the page.
        anchor: String,
    },
    /// A phrase to show.
    Phrase(Id),
    /// A page of the app, by its address: a tool, the phrasebook, the emergency numbers.
    Tool(Id),
    /// A consultation to practise on.
    Exercise(Id),
}

/// The kinds of what can be found, as readers tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Context pages and their sections.
    Page,
    /// Facts.
    Fact,
    /// Services.
    Service,
    /// Official terms.
    Term,
    /// Letters.
    Letter,
    /// Practice sheets.
    Practice,
    /// Phrases to show.
    Phrase,
    /// Tools.
    Tool,
    /// Consultations to practise on.
    Exercise,
}

impl DocumentKind {
    /// All kinds, as their chips stand.
    pub const ALL: [Self; 9] = [
        Self::Page,
        Self::Fact,
        Self::Service,
        Self::Letter,
        Self::Term,
        Self::Tool,
        Self::Phrase,
        Self::Practice,
        Self::Exercise,
    ];

    /// Its name in `synonyms.toml` and in the markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Fact => "fact",
            Self::Service => "service",
            Self::Term => "term",
            Self::Letter => "letter",
            Self::Practice => "practice",
            Self::Phrase => "phrase",
            Self::Tool => "tool",
            Self::Exercise => "exercise",
        }
    }
}

impl Document {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> DocumentKind {
        match self {
            Self::Practice(_) => DocumentKind::Practice,
            Self::Context { .. } | Self::Section { .. } => DocumentKind::Page,
            Self::Fact(_) => DocumentKind::Fact,
            Self::Service(_) => DocumentKind::Service,
            Self::Term(_) => DocumentKind::Term,
            Self::Letter(_) => DocumentKind::Letter,
            Self::Phrase(_) => DocumentKind::Phrase,
            Self::Tool(_) => DocumentKind::Tool,
            Self::Exercise(_) => DocumentKind::Exercise,
        }
    }

    /// The country that it belongs to; none for what holds anywhere.
    ///
    /// Ids of facts, services, terms, letters and exercises begin with their country: the compiler holds them to it.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        match self {
            Self::Practice(_) | Self::Phrase(_) | Self::Tool(_) => None,
            Self::Context { country, .. } | Self::Section { country, .. } => Some(country.as_str()),
            Self::Fact(id)
            | Self::Service(id)
            | Self::Term(id)
            | Self::Letter(id)
            | Self::Exercise(id) => id.as_str().split_once('-').map(|(country, _)| country),
        }
    }
}
