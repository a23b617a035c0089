//! Rights and next steps: from a few answers to dated, explained, sourced results.

mod export;
mod intro;
mod question;
mod results;
pub mod second;
mod share;

pub use intro::OrientationIntro;
pub use question::OrientationQuestion;
pub use results::OrientationResults;

use migraction_core::rules::{Answers, Consultation};
use migraction_core::{CivilDate, Id};

use crate::state::Reader;

/// The consultation of these answers.
pub fn consult<'a>(
    reader: &'a Reader,
    country: &Id,
    answers: &'a Answers,
    as_of: CivilDate,
) -> Option<Consultation<'a>> {
    let rules = reader.rules(country)?;
    let calendar = &reader.pack.core.country(country.as_str())?.calendar;
    Some(Consultation::new(
        rules,
        &reader.pack.core.facts,
        calendar,
        answers,
        as_of,
        reader.today(),
    ))
}
