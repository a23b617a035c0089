//! Size limits, checked before anything is changed.

use crate::limits::{FIELD_LETTERS, TEXT_LETTERS, WRITTEN_BYTES, WRITTEN_LETTERS};
use crate::note::Note;

/// Why a change was rejected. The note is unchanged, and the text stays in its input field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// The free text, or a single field, would be too long: it must be shortened.
    #[error("the text is too long")]
    Text,
    /// The note with all its history would be too large: the rest goes into another note.
    #[error("the note is too large")]
    Note,
}

impl Note {
    /// The note after a change; `None` if nothing changed. A note that is too large already may be made smaller.
    ///
    /// # Errors
    /// [`TooLarge`] if the result exceeds [`crate::limits`] and is larger than before.
    pub fn changed(&self, change: &mut dyn FnMut(&mut Self)) -> Result<Option<Self>, TooLarge> {
        let mut after = self.clone();
        change(&mut after);
        if after == *self {
            return Ok(None);
        }
        after.check_growth(self)?;
        Ok(Some(after))
    }

    fn check_growth(&self, before: &Self) -> Result<(), TooLarge> {
        let shown = |note: &Self| note.free_text().shown();
        if shown(self) > TEXT_LETTERS && shown(self) > shown(before) {
            return Err(TooLarge::Text);
        }
        let longest = |note: &Self| note.longest_value();
        if longest(self) > FIELD_LETTERS && longest(self) > longest(before) {
            return Err(TooLarge::Text);
        }
        let written = |note: &Self| note.free_text().written();
        if written(self) > WRITTEN_LETTERS && written(self) > written(before) {
            return Err(TooLarge::Note);
        }
        let bytes = self.to_bytes().len();
        if bytes > WRITTEN_BYTES && bytes > before.to_bytes().len() {
            return Err(TooLarge::Note);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::limits::LETTERS;
    use crate::{Author, Field, Writer};

    fn author() -> Author {
        Author { writer: Writer(1), label: "phone".into() }
    }

    fn with_text(note: &Note, text: &str) -> Result<Option<Note>, TooLarge> {
        note.changed(&mut |note| {
            note.set_text(&author(), text);
        })
    }

    #[test]
    fn a_text_that_is_too_long_changes_nothing_and_one_that_just_fits_is_kept() {
        let note = with_text(&Note::default(), "before").unwrap().unwrap();
        let most = "é".repeat(TEXT_LETTERS);
        assert_eq!(with_text(&note, &format!("{most}e")), Err(TooLarge::Text));
        assert_eq!(note.text(), "before");
        let full = with_text(&note, &most).unwrap().unwrap();
        assert_eq!(full.text(), most);
        assert_eq!(Note::from_bytes(&full.to_bytes()), Ok(full.clone()));
        assert_eq!(with_text(&full, &most), Ok(None));
        assert!(with_text(&full, &most[2..]).is_ok());
    }

    #[test]
    fn a_field_of_one_line_holds_no_book() {
        let with_place = |letters: usize| {
            Note::default().changed(&mut |note| {
                note.set(&author(), Field::PLACE, Some(&"x".repeat(letters)));
            })
        };
        assert!(with_place(FIELD_LETTERS).is_ok());
        assert_eq!(with_place(FIELD_LETTERS + 1), Err(TooLarge::Text));
    }

    #[test]
    fn what_is_too_long_already_can_be_shortened_and_the_rest_of_the_note_be_written() {
        let mut old = Note::default();
        old.set_text(&author(), &"a".repeat(300_000));
        let shorter = with_text(&old, &"a".repeat(200_000)).unwrap().unwrap();
        assert_eq!(shorter.text().len(), 200_000);
        assert_eq!(with_text(&shorter, &"a".repeat(200_001)), Err(TooLarge::Text));
        let place = shorter.changed(&mut |note| {
            note.set(&author(), Field::PLACE, Some("Mons"));
        });
        assert_eq!(place.unwrap().unwrap().read(Field::PLACE).any(), Some("Mons"));
    }

    #[test]
    fn pasting_and_deleting_for_ever_ends_before_the_note_cannot_be_read() {
        let page = "x".repeat(TEXT_LETTERS);
        let mut note = Note::default();
        let mut refused = None;
        for _ in 0..LETTERS / TEXT_LETTERS + 1 {
            for text in [page.as_str(), ""] {
                match with_text(&note, text) {
                    Ok(next) => note = next.unwrap_or(note),
                    Err(why) => refused = Some(why),
                }
            }
        }
        assert_eq!(refused, Some(TooLarge::Note));
        let mut other = Note::default();
        other.set_text(&Author { writer: Writer(2), label: String::new() }, &page);
        note.merge(&other);
        assert_eq!(Note::from_bytes(&note.to_bytes()), Ok(note));
    }

    #[test]
    fn many_fields_end_before_a_record_is_full() {
        let mut note = Note::default();
        let line = "y".repeat(FIELD_LETTERS);
        let refused = (0..1000).find_map(|at| {
            let next = note.changed(&mut |note| {
                note.set_item(&author(), Field::NEED, &at.to_string(), Some(&line));
            });
            match next {
                Ok(next) => {
                    note = next.unwrap();
                    None
                }
                Err(why) => Some(why),
            }
        });
        assert_eq!(refused, Some(TooLarge::Note));
        assert!(note.to_bytes().len() <= WRITTEN_BYTES);
    }
}
