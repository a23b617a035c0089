//! What a consultation may ask.

use migraction_core::Id;
use migraction_core::rules::{Contradiction, Need, Question};

use super::Placed;

/// The questions of one file: those common to all countries, or those of one country.
#[derive(Clone, Debug, Default)]
pub struct QuestionSet {
    /// In the order of asking.
    pub questions: Vec<Placed<Question>>,
    /// Answers that cannot all be true.
    pub contradictions: Vec<Placed<Contradiction>>,
    /// Options that are offered in some countries only.
    pub only: Vec<OptionOnly>,
    /// What a person may want to know, in the order of offering; common to all countries.
    pub needs: Vec<Placed<Need>>,
    /// The question which letter came; common to all countries.
    pub letters: Option<Placed<Id>>,
}

/// An option of a common question that only some countries offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionOnly {
    /// The question.
    pub question: Id,
    /// The option.
    pub option: Id,
    /// The countries that offer it.
    pub countries: Vec<Id>,
}
