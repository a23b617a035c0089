//! Conflicts of free text. Concurrent edits merge letter by letter, which may make no sense: both whole texts are kept as
//! well, and a person chooses.
//!
//! Each edit of the text sets a register to its id. Two values of that register mean concurrent edits; the device that
//! merges them still has both states and stores both texts.

use crate::field::Field;
use crate::note::{Author, FieldValue, Note};

/// One of the concurrent free texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextVersion {
    /// The text; `None` if it was written by an app that stored none.
    pub text: Option<String>,
    /// Author, device and time: see [`crate::signature`].
    pub by: String,
}

impl Note {
    /// Replaces the free text, as one identified edit, and all versions known here: this also resolves conflicts. Returns
    /// whether anything changed.
    pub fn write_text(&mut self, author: &Author, wanted: &str) -> bool {
        let is_choice = matches!(self.read(Field::TEXT_EDIT), FieldValue::Several(_));
        if !self.set_text(author, wanted) && !is_choice {
            return false;
        }
        // A name that was never given before: an edit that another device has not seen must differ from one it has.
        let name = format!("{:x}.{:x}", author.writer.0, self.edits_of(author.writer));
        let is_named = self.set(author, Field::TEXT_EDIT, Some(&name));
        self.drop_versions(author, &[]);
        is_named
    }

    /// The concurrent free texts; empty if there is no conflict.
    #[must_use]
    pub fn text_versions(&self) -> Vec<TextVersion> {
        let FieldValue::Several(edits) = self.read(Field::TEXT_EDIT) else { return Vec::new() };
        let version = |edit: &crate::note::Entry| {
            let name = edit.value.as_deref().unwrap_or_default();
            let text = self.read_item(Field::TEXT_VERSION, name).any().map(str::to_owned);
            TextVersion { text, by: edit.by.clone() }
        };
        edits.iter().map(version).collect()
    }

    /// After a merge: stores both whole texts if both sides changed theirs. `sides` are the two merged states.
    pub fn keep_text_versions(&mut self, author: &Author, sides: [&Self; 2]) {
        let FieldValue::Several(edits) = self.read(Field::TEXT_EDIT) else {
            return self.drop_versions(author, &[]);
        };
        let names: Vec<String> = edits.iter().filter_map(|edit| edit.value.clone()).collect();
        let mut texts: Vec<Option<String>> = Vec::new();
        for name in &names {
            let wrote = |side: &&&Self| side.read(Field::TEXT_EDIT) == FieldValue::One(name);
            let own = sides.iter().find(wrote).map(|side| side.text());
            let kept = || self.read_item(Field::TEXT_VERSION, name).any().map(str::to_owned);
            let text = own.or_else(kept);
            if let Some(text) = &text {
                self.set_item(author, Field::TEXT_VERSION, name, Some(text));
            }
            texts.push(text);
        }
        match texts.first() {
            // Both wrote the same.
            Some(Some(first)) if texts.iter().all(|text| text.as_ref() == Some(first)) => {
                let first = first.clone();
                self.write_text(author, &first);
            }
            _ => self.drop_versions(author, &names),
        }
    }

    /// Clears versions whose conflict is resolved.
    fn drop_versions(&mut self, author: &Author, names: &[String]) {
        let kept = self.items(Field::TEXT_VERSION).map(|(name, _)| name.to_owned());
        let deleted: Vec<String> = kept.filter(|name| !names.contains(name)).collect();
        for name in deleted {
            self.set_item(author, Field::TEXT_VERSION, &name, None);
        }
    }
}

/// The lengths of common prefix and suffix of two texts, in bytes.
#[must_use]
pub fn common_ends(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let length = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(same).map(|(letter, _)| letter.len_utf8()).sum::<usize>()
    };
    let start = length(&mut one.chars().zip(other.chars()));
    let (one, other) = (one.get(start..), other.get(start..));
    let ends = one.unwrap_or_default().chars().rev().zip(other.unwrap_or_default().chars().rev());
    (start, length(&mut { ends }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Writer;

    fn author(writer: u64) -> Author {
        Author { writer: Writer(writer), label: format!("device {writer}") }
    }

    /// As a device merges: what came, then its own.
    fn merge(mine: &Note, theirs: &Note, who: u64) -> Note {
        let mut both = theirs.clone();
        both.merge(mine);
        both.keep_text_versions(&author(who), [mine, theirs]);
        both
    }

    fn texts(note: &Note) -> Vec<String> {
        note.text_versions().into_iter().map(|version| version.text.unwrap()).collect()
    }

    fn apart() -> (Note, Note) {
        let mut one = Note::default();
        one.write_text(&author(1), "Rendez-vous lundi.");
        let mut two = one.clone();
        one.write_text(&author(11), "Rendez-vous mardi.");
        two.write_text(&author(12), "Rendez-vous jeudi.");
        (one, two)
    }

    #[test]
    fn texts_that_were_changed_apart_are_both_kept_whole_and_somebody_chooses() {
        let (one, two) = apart();
        let both = merge(&one, &two, 1);
        assert_eq!(texts(&both), ["Rendez-vous mardi.", "Rendez-vous jeudi."]);
        let by: Vec<_> = both.text_versions().into_iter().map(|version| version.by).collect();
        assert_eq!(by, ["device 11", "device 12"]);
        assert_eq!(both.conflicts().len(), 1, "the list of notes says that somebody must choose");
        assert_eq!(Note::from_bytes(&both.to_bytes()), Ok(both.clone()));

        let mut chosen = both.clone();
        assert!(chosen.write_text(&author(13), "Rendez-vous jeudi."));
        assert_eq!(chosen.text(), "Rendez-vous jeudi.");
        assert!(chosen.text_versions().is_empty() && chosen.conflicts().is_empty());
        let there = merge(&two, &chosen, 12);
        assert_eq!((there.text(), there.conflicts().len()), ("Rendez-vous jeudi.".into(), 0));
        assert_eq!(there.items(Field::TEXT_VERSION).count(), 0);
    }

    #[test]
    fn to_choose_what_the_letters_say_already_ends_the_question_too() {
        let (one, two) = apart();
        let mut both = merge(&one, &two, 1);
        let glued = both.text();
        assert!(both.write_text(&author(13), &glued));
        assert!(both.text_versions().is_empty());
    }

    #[test]
    fn whoever_merges_keeps_the_same_versions() {
        let (one, two) = apart();
        let (here, there) = (merge(&one, &two, 1), merge(&two, &one, 2));
        let again = merge(&here, &there, 3);
        assert_eq!(texts(&again), texts(&here));
        assert_eq!(again.conflicts().len(), 1);
    }

    #[test]
    fn a_third_device_adds_its_version_and_a_newer_one_replaces_its_own() {
        let (one, two) = apart();
        let mut three = Note::default();
        three.merge(&one);
        three.write_text(&author(14), "Trois.");
        // `three` has seen the edit of `one`, and takes its place.
        let both = merge(&one, &two, 1);
        assert_eq!(texts(&merge(&both, &three, 1)), ["Rendez-vous jeudi.", "Trois."]);
        let mut two = two;
        two.write_text(&author(12), "Rendez-vous vendredi.");
        assert_eq!(texts(&merge(&both, &two, 1)), ["Rendez-vous mardi.", "Rendez-vous vendredi."]);
    }

    #[test]
    fn an_edit_by_somebody_who_saw_the_other_one_asks_nobody() {
        let mut one = Note::default();
        one.write_text(&author(1), "a");
        let mut two = one.clone();
        two.write_text(&author(2), "a b");
        let both = merge(&one, &two, 1);
        assert_eq!((both.text(), both.conflicts().len()), ("a b".into(), 0));
        // The same writer, twice, and somebody who saw only the first.
        one.write_text(&author(1), "a c");
        let mut both = one.clone();
        both.merge(&two);
        assert_eq!(both.conflicts().len(), 1);
    }

    #[test]
    fn two_who_wrote_the_same_agree() {
        let (mut one, mut two) = (Note::default(), Note::default());
        one.write_text(&author(1), "le même");
        two.write_text(&author(2), "le même");
        let both = merge(&one, &two, 1);
        assert_eq!((both.text(), both.conflicts().len()), ("le même".into(), 0));
    }

    #[test]
    fn a_text_emptied_on_one_side_is_a_version_too() {
        let (one, mut two) = apart();
        two.write_text(&author(12), "");
        assert_eq!(texts(&merge(&one, &two, 1)), ["Rendez-vous mardi.", ""]);
    }

    #[test]
    fn the_difference_of_two_texts_is_between_their_common_ends() {
        for (one, other, expected) in [
            ("lundi été", "mardi été", (0, "di été".len())),
            ("abc", "abXc", (2, 1)),
            ("aa", "aaa", (2, 0)),
            ("é", "è", (0, 0)),
            ("", "x", (0, 0)),
        ] {
            assert_eq!(common_ends(one, other), expected, "{one} {other}");
        }
    }
}
