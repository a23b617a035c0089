//! What reading leaves for the checks.

use migraction_core::Id;

use super::{FigureUse, Named, Origin, Reference, SlotUse, Use};
use crate::problems::{Place, Problems};

/// What a text speaks about, which decides what may be typed into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// About the law: no figure may be typed.
    Law,
    /// Any other.
    Other,
}

/// A text that people read.
#[derive(Clone, Debug)]
pub struct Text {
    /// The id of its language.
    pub language: Id,
    /// What it speaks about.
    pub kind: TextKind,
    /// The text, without markup.
    pub words: String,
    /// Where it stands.
    pub place: Place,
}

/// What reading finds besides the content: problems, and all that the checks compare once everything was read.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// What is wrong.
    pub problems: Problems,
    /// References of every kind.
    pub references: Vec<Reference>,
    /// Questions used.
    pub uses: Vec<Use>,
    /// Facts computed with outside of rules.
    pub figures: Vec<FigureUse>,
    /// Texts that people read.
    pub texts: Vec<Text>,
    /// Slots in the words of rules.
    pub slots: Vec<SlotUse>,
}

impl Sink {
    /// Notes a reference made by structure.
    pub fn refer(&mut self, named: Named, place: &Place) {
        self.refer_from(Origin::Structure, named, place);
    }

    /// Notes a reference.
    pub fn refer_from(&mut self, origin: Origin, named: Named, place: &Place) {
        self.references.push(Reference { named, place: place.clone(), origin });
    }
}
