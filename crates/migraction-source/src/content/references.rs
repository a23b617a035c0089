//! What one piece of content says of another; the checks hold it against what there is.

use migraction_core::Id;
use migraction_core::facts::Unit;
use migraction_pack::prose::Slot;

use crate::problems::Place;

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A fact.
    Fact(Id),
    /// A practice sheet.
    Practice(Id),
    /// A context page.
    Context(Id, Id),
    /// A service.
    Service(Id),
    /// A rule.
    Rule(Id),
    /// An official term.
    Glossary(Id),
    /// A kind of letter.
    Letter(Id),
    /// An id of a closed list.
    Term(&'static str, Id),
}

/// What kind of text makes a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the structure of the content.
    Structure,
    /// In prose, where former names are not wanted.
    Prose,
    /// In a scenario, a labelled query or a question as people ask it, which use nothing.
    Trial,
}

/// A mention of something else in the content, which must exist.
#[derive(Clone, Debug)]
pub struct Reference {
    /// What it names.
    pub named: Named,
    /// Where the mention stands.
    pub place: Place,
    /// What kind of text mentions it.
    pub origin: Origin,
}

/// What is taken for granted of a question: its kind, and its options.
#[derive(Clone, Debug)]
pub enum Usage {
    /// One of these options.
    Options(Vec<Id>),
    /// As a day.
    Day,
    /// As a number.
    Number,
    /// As a set of options.
    Count,
    /// By name only.
    Name,
}

/// A question used by a condition, a rule or a scenario.
#[derive(Clone, Debug)]
pub struct Use {
    /// The country whose questions may be used besides the common ones.
    pub country: Option<Id>,
    /// The id of the question.
    pub question: Id,
    /// What is taken for granted of it.
    pub usage: Usage,
    /// Where it is used.
    pub place: Place,
}

/// A slot in the words of a rule.
#[derive(Clone, Debug)]
pub struct SlotUse {
    /// The id of the rule, whose result fills the slot.
    pub rule: Id,
    /// What is filled in.
    pub slot: Slot,
    /// Where the slot stands.
    pub place: Place,
}

/// A fact that is computed with, and the unit that its values must have.
#[derive(Clone, Debug)]
pub struct FigureUse {
    /// The id of the fact.
    pub fact: Id,
    /// The unit that the computation takes.
    pub unit: Unit,
    /// Where it is named.
    pub place: Place,
}
