//! The laws of merging, on histories made at random: devices write, erase, choose and exchange states
//! in any order, and lose nothing.
#![allow(clippy::unwrap_used)]

use migraction_notes::{Author, Field, FieldValue, Note, Writer};
use proptest::prelude::*;

/// What a device may do.
#[derive(Clone, Debug)]
enum Act {
    Set(u8, Option<String>),
    SetItem(u8, String, Option<String>),
    Insert(prop::sample::Index, String),
    Cut(prop::sample::Index, usize),
    Receive(prop::sample::Index),
    /// Opens the vault anew: another writer.
    Reopen,
    Erase,
    /// Brings the note back as another device has it.
    Revive(prop::sample::Index),
}

fn act() -> impl Strategy<Value = Act> {
    let value = || prop::option::of("[a-c]{1,2}");
    prop_oneof![
        3 => (1_u8..7, value()).prop_map(|(field, value)| Act::Set(field, value)),
        2 => (7_u8..13, "[x-z]", value()).prop_map(|(field, item, value)| Act::SetItem(field, item, value)),
        4 => (any::<prop::sample::Index>(), "[a-zé🌍]{1,4}").prop_map(|(at, text)| Act::Insert(at, text)),
        2 => (any::<prop::sample::Index>(), 1_usize..5).prop_map(|(at, length)| Act::Cut(at, length)),
        3 => any::<prop::sample::Index>().prop_map(Act::Receive),
        1 => Just(Act::Reopen),
        1 => Just(Act::Erase),
        1 => any::<prop::sample::Index>().prop_map(Act::Revive),
    ]
}

/// Plays a history and returns the states of all devices.
fn play(devices: usize, history: &[(prop::sample::Index, Act)]) -> Vec<Note> {
    let mut notes = vec![Note::default(); devices];
    let mut writers: Vec<u64> = (0..devices as u64).collect();
    let mut next = devices as u64;
    for (device, act) in history {
        let at = device.index(devices);
        let author = Author { writer: Writer(writers[at]), label: format!("device {at}") };
        match act {
            Act::Set(field, value) => {
                notes[at].set(&author, Field(*field), value.as_deref());
            }
            Act::SetItem(field, item, value) => {
                notes[at].set_item(&author, Field(*field), item, value.as_deref());
            }
            Act::Insert(place, text) => {
                let mut letters: Vec<char> = notes[at].text().chars().collect();
                let place = place.index(letters.len() + 1);
                letters.splice(place..place, text.chars());
                notes[at].set_text(&author, &letters.iter().collect::<String>());
            }
            Act::Cut(place, length) => {
                let mut letters: Vec<char> = notes[at].text().chars().collect();
                if !letters.is_empty() {
                    let place = place.index(letters.len());
                    letters.drain(place..(place + length).min(letters.len()));
                    notes[at].set_text(&author, &letters.iter().collect::<String>());
                }
            }
            Act::Receive(from) => {
                let from = notes[from.index(devices)].clone();
                notes[at].merge(&from);
            }
            Act::Erase => notes[at].erase(&author),
            Act::Revive(from) => {
                let full = notes[from.index(devices)].clone();
                notes[at].revive(&author, &full);
            }
            Act::Reopen => {
                writers[at] = next;
                next += 1;
            }
        }
    }
    notes
}

fn history() -> impl Strategy<Value = Vec<(prop::sample::Index, Act)>> {
    prop::collection::vec((any::<prop::sample::Index>(), act()), 0..40)
}

fn merged(a: &Note, b: &Note) -> Note {
    let mut a = a.clone();
    a.merge(b);
    a
}

proptest! {
    #[test]
    fn the_order_of_merging_does_not_matter(history in history()) {
        let notes = play(3, &history);
        let (a, b, c) = (&notes[0], &notes[1], &notes[2]);
        prop_assert_eq!(merged(a, b), merged(b, a));
        prop_assert_eq!(merged(&merged(a, b), c), merged(a, &merged(b, c)));
        prop_assert_eq!(&merged(a, a), a);
        let ab = merged(a, b);
        prop_assert_eq!(&merged(&ab, a), &ab);
        prop_assert_eq!(&merged(&ab, b), &ab);
        prop_assert!(ab.has_seen(a) && ab.has_seen(b));
    }

    #[test]
    fn a_state_is_read_as_it_is_written(history in history()) {
        let note = play(2, &history).remove(0);
        prop_assert_eq!(Note::from_bytes(&note.to_bytes()), Ok(note));
    }

    #[test]
    fn a_text_merges_to_the_same_on_all_devices_and_keeps_what_was_typed_apart(
        base in "[a-z ]{0,20}", a in "[A-L]{1,5}", b in "[M-Z]{1,5}", at_a: prop::sample::Index, at_b: prop::sample::Index,
    ) {
        let author = |writer| Author { writer: Writer(writer), label: String::new() };
        let mut first = Note::default();
        first.set_text(&author(0), &base);
        let mut second = first.clone();
        let insert = |at: prop::sample::Index, text: &str| {
            let mut whole = base.clone();
            whole.insert_str(at.index(base.len() + 1), text);
            whole
        };
        first.set_text(&author(1), &insert(at_a, &a));
        second.set_text(&author(2), &insert(at_b, &b));
        let text = merged(&first, &second).text();
        prop_assert!(text.contains(&a) && text.contains(&b), "{}", text);
        let rest: String = text.chars().filter(|letter| !letter.is_uppercase()).collect();
        prop_assert_eq!(rest, base);
    }

    #[test]
    fn no_value_is_lost_unless_somebody_who_saw_it_replaced_it(history in history(), field in 1_u8..7) {
        let field = Field(field);
        let mut notes = play(2, &history);
        let (mut b, mut a) = (notes.pop().unwrap(), notes.pop().unwrap());
        prop_assume!(!a.is_erased() && !b.is_erased());
        a.set(&Author { writer: Writer(1000), label: "a".into() }, field, Some("by a"));
        b.set(&Author { writer: Writer(1001), label: "b".into() }, field, Some("by b"));
        let both = merged(&a, &b);
        let FieldValue::Several(entries) = both.read(field) else {
            return Err(TestCaseError::fail("one of the two is gone"));
        };
        let values: Vec<_> = entries.iter().map(|entry| (entry.value.as_deref(), entry.by.as_str())).collect();
        prop_assert_eq!(values, [(Some("by a"), "a"), (Some("by b"), "b")]);
    }

    /// Of three notes and a trace of an erased one, three are counted.
    #[test]
    fn an_erased_note_is_none_on_whichever_side_it_was_erased(history in history()) {
        let live = play(2, &history).remove(0);
        let mut erased = live.clone();
        erased.erase(&author(1000, "desk"));
        prop_assert!(!live.is_shown_with(&erased));
        prop_assert!(!erased.is_shown_with(&live));
        prop_assert!(!erased.is_shown_with(&erased));
        prop_assert_eq!(live.is_shown_with(&live), !live.is_erased());
    }

    #[test]
    fn erasing_takes_what_was_seen_and_leaves_what_was_written_meanwhile(history in history(), wrote: bool) {
        let full = play(2, &history).remove(0);
        prop_assume!(!full.is_erased());
        let mut erased = full.clone();
        erased.erase(&author(3000, "eraser"));
        prop_assert_eq!(erased.text(), "");
        let mut other = full;
        if wrote {
            other.set(&author(2000, "other"), Field::PLACE, Some("written meanwhile"));
        }
        prop_assert_eq!(erased.has_seen(&other), !wrote);
        let mut both = merged(&erased, &other);
        prop_assert!(both.is_erased());
        prop_assert_eq!(both.read(Field::PLACE).any(), wrote.then_some("written meanwhile"));
        prop_assert_eq!(both.text(), "");

        both.revive(&author(2000, "other"), &other);
        let back = merged(&erased, &both);
        prop_assert!(!back.is_erased());
        prop_assert_eq!(back.text(), other.text());
        prop_assert_eq!(back.read(Field::PLACE).any(), other.read(Field::PLACE).any());
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Note::from_bytes(&bytes);
        let _ = Note::from_bytes(&[&[1], bytes.as_slice()].concat());
    }
}

fn author(writer: u64, label: &str) -> Author {
    Author { writer: Writer(writer), label: label.into() }
}

#[test]
fn a_choice_ends_the_question_everywhere() {
    let (here, there) = (author(1, "phone"), author(2, "tablet"));
    let mut a = Note::default();
    let mut b = Note::default();
    a.set(&here, Field::DATE, Some("2026-12-02"));
    b.set(&there, Field::DATE, Some("2026-12-04"));
    a.merge(&b);
    b.merge(&a);
    assert_eq!(a.conflicts().len(), 1);
    a.set(&here, Field::DATE, Some("2026-12-04"));
    b.merge(&a);
    assert_eq!(b.read(Field::DATE), FieldValue::One("2026-12-04"));
    assert!(b.conflicts().is_empty());
}

#[test]
fn two_people_who_choose_at_once_are_asked_again_only_if_they_differ() {
    let (here, there) = (author(1, "phone"), author(2, "tablet"));
    let mut a = Note::default();
    a.set(&here, Field::PLACE, Some("Mons"));
    let mut b = a.clone();
    a.set(&here, Field::PLACE, Some("Jumet"));
    b.set(&there, Field::PLACE, None);
    a.merge(&b);
    let FieldValue::Several(entries) = a.read(Field::PLACE) else { panic!("one is gone") };
    assert_eq!(
        entries.iter().map(|entry| entry.value.as_deref()).collect::<Vec<_>>(),
        [Some("Jumet"), None]
    );
}

#[test]
fn cleared_differs_from_never_seen() {
    let here = author(1, "phone");
    let mut note = Note::default();
    assert!(note.is_blank());
    assert_eq!(note.read(Field::PLACE), FieldValue::Never);
    assert!(!note.set(&here, Field::PLACE, None));
    note.set(&here, Field::PLACE, Some("Mons"));
    note.set(&here, Field::PLACE, None);
    assert_eq!(note.read(Field::PLACE), FieldValue::Cleared);
    assert!(!note.is_blank());
}

#[test]
fn in_wins_over_out_and_nobody_is_asked() {
    let (here, there) = (author(1, "phone"), author(2, "tablet"));
    let mut a = Note::default();
    a.set_item(&here, Field::TOPIC, "work", Some("1"));
    let mut b = a.clone();
    a.set_item(&here, Field::TOPIC, "work", None);
    assert_eq!(a.items(Field::TOPIC).count(), 0);
    b.set_item(&there, Field::TOPIC, "work", None);
    b.set_item(&there, Field::TOPIC, "work", Some("1"));
    a.merge(&b);
    assert_eq!(a.items(Field::TOPIC).map(|(item, _)| item).collect::<Vec<_>>(), ["work"]);
    assert!(a.conflicts().is_empty());
}

#[test]
fn the_state_of_2026_11_25_is_still_read() {
    let here = author(0x0102_0304_0506_0708, "phone");
    let mut note = Note::default();
    note.set(&here, Field::CODE, Some("K-27"));
    note.set_text(&here, "ab");
    let bytes = [
        1, // format
        1, 8, 7, 6, 5, 4, 3, 2, 1, 1, // one writer with one edit
        0, // not erased
        1, 1, 0, 1, 0, 1, 5, b'p', b'h', b'o', b'n', b'e', 1, 4, b'K', b'-', b'2',
        b'7', // one field
        1, 0, 1, 0, 1, 5, 2, b'a', b'b', // one run of two letters
    ];
    assert_eq!(note.to_bytes(), bytes);
    assert_eq!(Note::from_bytes(&bytes), Ok(note));
}

/// As it was written on 30 November 2026 after a paste of 1,049,000 letters was taken out again: one run that no app of
/// that day could read.
#[test]
fn a_note_that_once_held_a_large_paste_opens_again() {
    let bytes = [
        1, // format
        1, 8, 7, 6, 5, 4, 3, 2, 1, 1, // one writer with one edit
        0, // not erased
        1, 1, 0, 1, 0, 1, 5, b'p', b'h', b'o', b'n', b'e', 1, 4, b'K', b'-', b'2',
        b'7', // one field
        1, 0, 1, 0, 1, 0xd0, 0x86, 0x80, 0x01, // one run of 1,049,000 deleted letters
    ];
    let mut note = Note::from_bytes(&bytes).unwrap();
    assert_eq!((note.read(Field::CODE).any(), note.text()), (Some("K-27"), String::new()));
    assert!(note.write_text(&author(9, "phone"), "after"));
    assert_eq!(Note::from_bytes(&note.to_bytes()), Ok(note));
}
