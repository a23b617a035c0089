//! Markdown to typed blocks: all that is not in the format is reported with its line.

mod blocks;
mod front;
mod inline;
mod markup;

pub use blocks::{Page, blocks, line};
pub use front::split;

use migraction_core::Id;
use migraction_pack::prose::Line;
use migraction_pack::prose::plain_text;
use toml::Spanned;

use crate::content::{Sink, Text, TextKind};
use crate::problems::Place;
use crate::read::file::Source;

/// Where a piece of prose stands and what it is.
#[derive(Clone, Debug)]
pub struct Spot<'a> {
    /// The place of its first line.
    pub place: Place,
    /// Its language.
    pub language: &'a Id,
    /// What kind of words it is.
    pub kind: TextKind,
    /// The rule whose words it is, where slots are allowed.
    pub rule: Option<&'a Id>,
}

impl<'a> Spot<'a> {
    /// Words in a TOML file that are about the law.
    #[must_use]
    pub fn law(place: Place, language: &'a Id) -> Self {
        Self { place, language, kind: TextKind::Law, rule: None }
    }

    /// Any other words.
    #[must_use]
    pub fn other(place: Place, language: &'a Id) -> Self {
        Self { place, language, kind: TextKind::Other, rule: None }
    }

    /// The same, at another place.
    #[must_use]
    pub fn at(&self, place: Place) -> Self {
        Self { place, ..self.clone() }
    }

    fn place_in(&self, text: &str, offset: usize) -> Place {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        Place { file: self.place.file.clone(), line: self.place.line.saturating_add(lines) }
    }

    /// Notes the words of a line for the checks.
    fn note(&self, line: &Line, place: &Place, sink: &mut Sink) {
        self.note_words(plain_text(line), place, sink);
    }

    fn note_words(&self, words: String, place: &Place, sink: &mut Sink) {
        let (language, place) = (self.language.clone(), place.clone());
        sink.texts.push(Text { language, kind: self.kind, words, place });
    }
}

/// Words without any markup, such as a title.
pub fn plain(
    value: Spanned<String>,
    file: &Source<'_>,
    spot: &Spot<'_>,
    sink: &mut Sink,
) -> String {
    let place = file.place_of_words(&value);
    let words = value.into_inner();
    if words.trim().is_empty() {
        sink.problems.error(&place, "empty words");
    }
    if words != words.trim() || words.contains('\n') {
        sink.problems.error(&place, "such words stand on one line, without blanks at their ends");
    }
    if words.contains("](") || words.contains("**") || words.contains('{') {
        sink.problems.error(&place, "no markup here: these words are shown as they are");
    }
    spot.note_words(words.clone(), &place, sink);
    words
}

/// A sentence that may contain markup, from a TOML file.
pub fn sentence(
    value: &Spanned<String>,
    file: &Source<'_>,
    spot: &Spot<'_>,
    sink: &mut Sink,
) -> Line {
    line(value.get_ref(), &spot.at(file.place_of_words(value)), sink)
}
