//! Merging two states of a note.

use migraction_notes::{Author, Field, Note};

/// A merged note.
pub struct MergedNote {
    pub note: Note,
    /// Whether it differs from the incoming state.
    pub is_more: bool,
}

/// Merges the local note with the incoming one. `keep` means that a person rejected its deletion elsewhere.
///
/// A note that was erased elsewhere, without knowledge of a local edit, is restored and marked with
/// [`Field::RESCUED`], so that a person can decide.
pub fn merge_notes(mine: &Note, theirs: &Note, keep: bool, author: &Author) -> MergedNote {
    let mut note = theirs.clone();
    note.merge(mine);
    note.keep_text_versions(author, [mine, theirs]);
    let was_edited = !theirs.has_seen(mine);
    if note.is_erased() && !mine.is_erased() && (keep || was_edited) {
        note.revive(author, mine);
        note.set(author, Field::RESCUED, Some("1"));
    }
    let is_more = note != *theirs;
    MergedNote { note, is_more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use migraction_notes::Writer;

    fn author(writer: u64) -> Author {
        Author { writer: Writer(writer), label: format!("device {writer}") }
    }

    fn note(writer: u64, text: &str) -> Note {
        let mut note = Note::default();
        note.write_text(&author(writer), text);
        note
    }

    /// The same note with something more at its end.
    fn and(note: &Note, writer: u64, more: &str) -> Note {
        let mut next = note.clone();
        let text = next.text() + more;
        next.write_text(&author(writer), &text);
        next
    }

    fn erased(note: &Note, writer: u64) -> Note {
        let mut deleted = note.clone();
        deleted.erase(&author(writer));
        deleted
    }

    #[test]
    fn what_came_is_taken_as_it_is_where_this_device_has_nothing_of_its_own() {
        let mine = note(1, "one");
        let theirs = and(&mine, 2, " two");
        let MergedNote { note, is_more } = merge_notes(&mine, &theirs, false, &author(1));
        assert_eq!((note, is_more), (theirs, false));
    }

    #[test]
    fn what_both_wrote_stands_in_the_note_and_is_more_than_what_came() {
        let first = note(1, "one");
        let (mut mine, theirs) = (first.clone(), and(&first, 2, " two"));
        mine.set(&author(1), Field::PLACE, Some("harbour"));
        let MergedNote { note, is_more } = merge_notes(&mine, &theirs, false, &author(1));
        assert!(is_more);
        assert_eq!(note.text(), "one two");
        assert_eq!(note.read(Field::PLACE).any(), Some("harbour"));
    }

    #[test]
    fn both_whole_texts_are_kept_where_both_changed_the_text() {
        let first = note(1, "one");
        let (mine, theirs) = (and(&first, 1, " mine"), and(&first, 2, " theirs"));
        let MergedNote { note, is_more } = merge_notes(&mine, &theirs, false, &author(1));
        assert!(is_more);
        let kept: Vec<_> =
            note.items(Field::TEXT_VERSION).filter_map(|(_, read)| read.any()).collect();
        assert_eq!(kept.len(), 2, "{kept:?}");
        assert!(kept.contains(&"one mine") && kept.contains(&"one theirs"), "{kept:?}");
        // The other device comes to the same note.
        let there = merge_notes(&theirs, &mine, false, &author(2)).note;
        let again = merge_notes(&note, &there, false, &author(1));
        assert_eq!(again.note.text(), note.text());
    }

    #[test]
    fn a_note_erased_elsewhere_by_somebody_who_had_seen_it_is_erased() {
        let mine = note(1, "one");
        let theirs = erased(&mine, 2);
        let MergedNote { note, is_more } = merge_notes(&mine, &theirs, false, &author(1));
        assert!(note.is_erased() && !is_more);
    }

    #[test]
    fn a_note_erased_elsewhere_that_was_written_into_here_comes_back_marked() {
        let first = note(1, "one");
        let (mine, theirs) = (and(&first, 1, " more"), erased(&first, 2));
        let MergedNote { note, is_more } = merge_notes(&mine, &theirs, false, &author(1));
        assert!(is_more && !note.is_erased());
        assert_eq!(note.text(), "one more");
        assert_eq!(note.read(Field::RESCUED).any(), Some("1"));
    }

    #[test]
    fn a_note_that_a_person_wants_kept_comes_back_though_nothing_was_written() {
        let mine = note(1, "one");
        let theirs = erased(&mine, 2);
        let MergedNote { note, is_more } = merge_notes(&mine, &theirs, true, &author(1));
        assert!(is_more && !note.is_erased());
        assert_eq!(note.text(), "one");
    }

    #[test]
    fn what_was_erased_here_stays_erased_unless_something_was_written_there() {
        let first = note(1, "one");
        let mine = erased(&first, 1);
        let same = merge_notes(&mine, &first, true, &author(1));
        assert!(same.note.is_erased() && same.is_more, "keep is about erasings elsewhere");
    }
}
