//! Summaries of notes for list and search. In memory only while the vault is unlocked, and zeroised when it is locked.

use migraction_core::CivilDate;
use migraction_core::text::fold;

use crate::field::Field;
use crate::note::Note;
use crate::values::{Step, read_date};
use crate::work_day::{Part, WorkDay};

/// A note in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Code of the person or the case.
    pub code: String,
    /// What it is about.
    pub subject: String,
    /// Where.
    pub place: String,
    /// The stage of the guide.
    pub stage: String,
    /// The day of the meeting.
    pub date: Option<CivilDate>,
    /// The day of the last edit.
    pub changed: Option<CivilDate>,
    /// The next step that is not done, and its day.
    pub due: Option<CivilDate>,
    /// The day on which the note is to be erased.
    pub retention: Option<CivilDate>,
    /// Number of fields with conflicts.
    pub conflicts: usize,
    /// Whether it was restored after being erased on another device.
    pub is_rescued: bool,
    /// Its text, folded for search.
    pub words: String,
}

impl Summary {
    /// The summary of a note.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let text = |field| note.read(field).any().unwrap_or_default().to_owned();
        let day = |field| note.read(field).any().and_then(read_date);
        let steps =
            || note.items(Field::STEP).filter_map(|(_, reading)| reading.any()).map(Step::read);
        let mut words = note.text();
        for field in [Field::CODE, Field::SUBJECT, Field::PLACE, Field::LANGUAGE, Field::COUNTRY] {
            words.push(' ');
            words.push_str(note.read(field).any().unwrap_or_default());
        }
        for (_, reading) in note.items(Field::NEED) {
            words.push(' ');
            words.push_str(reading.any().unwrap_or_default());
        }
        for (_, reading) in note.items(Field::DAY) {
            let day = WorkDay::read(reading.any().unwrap_or_default());
            for part in [Part::Place, Part::Boss, Part::Task] {
                words.push(' ');
                words.push_str(day.get(part));
            }
        }
        for step in steps() {
            words.push(' ');
            words.push_str(&step.what);
        }
        Self {
            code: text(Field::CODE),
            subject: text(Field::SUBJECT),
            place: text(Field::PLACE),
            stage: text(Field::STAGE),
            date: day(Field::DATE),
            changed: day(Field::CHANGED),
            due: steps().filter(|step| !step.is_done).filter_map(|step| step.due).min(),
            retention: day(Field::RETENTION),
            conflicts: note.conflicts().len(),
            is_rescued: note.read(Field::RESCUED).any().is_some(),
            words: fold(&words),
        }
    }

    /// Whether the note contains every word of a folded query.
    #[must_use]
    pub fn matches(&self, folded_query: &str) -> bool {
        folded_query.split_whitespace().all(|word| self.words.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Writer};

    #[test]
    fn a_note_is_found_by_any_of_its_words_without_accents() {
        let author = Author { writer: Writer(1), label: String::new() };
        let mut note = Note::default();
        note.set(&author, Field::CODE, Some("R-08"));
        note.set(&author, Field::PLACE, Some("La Louvière"));
        note.set_item(&author, Field::STEP, "a", Some("|2026-12-04|Appeler l’inspection"));
        note.set_item(&author, Field::STEP, "b", Some("x|2026-12-01|Écrire"));
        note.set_text(&author, "Salaires impayés");
        let summary = Summary::of(&note);
        assert_eq!(summary.due, read_date("2026-12-04"));
        for query in ["louviere", "impayes r-08", "l'inspection", ""] {
            assert!(summary.matches(&fold(query)), "{query}");
        }
        assert!(!summary.matches(&fold("impayés mons")));
    }
}
