//! Prose as typed blocks: the app holds no Markdown parser and shows no raw HTML.

mod fill;

use migraction_core::Id;
use migraction_core::route::Route;
use serde::{Deserialize, Serialize};

pub use fill::{Placeholder, SlotValues, fill_slots};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// A practice sheet.
    Practice(Id),
    /// A context page.
    Context {
        /// The country.
        country: Id,
        /// The topic.
        topic: Id,
    },
    /// A service.
    Service(Id),
    /// An official term.
    Term(Id),
    /// A site outside; opens by the reader's own choice only.
    Site(String),
}

impl LinkTarget {
    /// The page of the app to which it leads; none for a site outside.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        Some(match self {
            Self::Practice(id) => Route::Practice(id.clone()),
            Self::Context { country, topic } => {
                Route::Context { country: country.clone(), topic: topic.clone() }
            }
            Self::Service(id) => Route::Service(id.clone()),
            Self::Term(id) => Route::Term(id.clone()),
            Self::Site(_) => return None,
        })
    }
}

/// A place in a rule's words that a consultation fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// A date that the rule computed.
    Date(Id),
    /// An amount that the rule computed.
    Amount(Id),
    /// What was answered to this question.
    Answer(Id),
}

/// Words within a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Words that matter most.
    Strong(Vec<Inline>),
    /// Words that are stressed.
    Emphasis(Vec<Inline>),
    /// A fact's value, formatted for the reader; opens its card.
    Fact(Id),
    /// Words that rest on a fact; open its card.
    FactWords(Id, Vec<Inline>),
    /// Words that lead somewhere.
    Link(LinkTarget, Vec<Inline>),
    /// A place that a consultation fills.
    Slot(Slot),
}

/// A line of prose.
pub type Line = Vec<Inline>;

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading of level 2 or 3 with its address within the page.
    Heading {
        /// 2 or 3; the page itself has the 1.
        level: u8,
        /// Its address within the page, the same in every language where given.
        anchor: String,
        /// The heading in words.
        line: Line,
    },
    /// A paragraph.
    Paragraph(Line),
    /// A list; each entry is one line.
    List {
        /// Whether the order matters.
        ordered: bool,
        /// Each entry as one line.
        entries: Vec<Line>,
    },
}

impl Block {
    /// The lines of the block, in order.
    #[must_use]
    pub fn lines(&self) -> Vec<&Line> {
        match self {
            Self::Heading { line, .. } | Self::Paragraph(line) => vec![line],
            Self::List { entries, .. } => entries.iter().collect(),
        }
    }
}

/// Calls `visit` with each piece of the line, nested ones included.
pub fn for_each_inline<'a>(line: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for piece in line {
        visit(piece);
        match piece {
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::FactWords(_, inner)
            | Inline::Link(_, inner) => for_each_inline(inner, visit),
            Inline::Text(_) | Inline::Fact(_) | Inline::Slot(_) => {}
        }
    }
}

/// The plain words of a line; facts and slots leave a gap.
#[must_use]
pub fn plain_text(line: &[Inline]) -> String {
    let mut text = String::new();
    for_each_inline(line, &mut |piece| match piece {
        Inline::Text(words) => text.push_str(words),
        Inline::Fact(_) | Inline::Slot(_) => text.push('…'),
        _ => {}
    });
    text
}
