//! What is typed into fields, until it is sealed.

use std::rc::Rc;

use migraction_notes::Field;
use migraction_notes::autosave::{FLUSH_AFTER_MS, Stage};
use migraction_vault::RecordId;

use crate::host::{Disk, Page, today};

/// A field for the text of a note.
fn type_into(page: &Page, draft: u64, record: RecordId, text: &str) {
    let (device, text) = (page.0.clone(), text.to_owned());
    let flush = move || {
        let change = |note: &mut migraction_notes::Note, author: &migraction_notes::Author| {
            note.set(author, Field::PLACE, Some(&text));
        };
        device.edit(record, today(), &change).map(drop)
    };
    page.typed(draft, Rc::new(flush));
}

fn place(page: &Page, record: RecordId) -> String {
    page.cached(record).unwrap().read(Field::PLACE).any().unwrap_or_default().to_owned()
}

#[test]
fn what_is_typed_is_handed_over_in_time_or_when_the_field_is_left() {
    let page = Page::new(&Disk::default()).with_profile("Anna");
    let record = page.write("one");
    let draft = page.new_draft();
    assert_ne!(draft, page.new_draft());
    type_into(&page, draft, record, "har");
    assert_eq!((page.stage(), page.holds(draft)), (Stage::Writing, true));
    page.advance(FLUSH_AFTER_MS / 2);
    type_into(&page, draft, record, "harbour");
    assert_eq!(place(&page, record), "");
    page.advance(FLUSH_AFTER_MS / 2);
    assert_eq!((place(&page, record).as_str(), page.holds(draft)), ("harbour", false));
    assert_eq!(page.stage(), Stage::Saved);

    type_into(&page, draft, record, "quay");
    page.flush(draft);
    assert_eq!(place(&page, record), "quay");
}

#[test]
fn what_is_typed_is_sealed_before_the_page_goes_or_is_locked() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Anna");
    let record = page.write("one");
    type_into(&page, 1, record, "harbour");
    page.leaving();
    assert_eq!(place(&page, record), "harbour");
    page.host().tasks.run();
    let before = disk.written().len();
    type_into(&page, 1, record, "quay");
    page.lock();
    page.host().tasks.run();
    assert_eq!(disk.written().len(), before + 1);
    assert!(!page.holds(1) && page.cached(record).is_none());
}

#[test]
fn what_is_too_large_stays_in_its_field_until_the_note_is_left() {
    let page = Page::new(&Disk::default()).with_profile("Anna");
    let record = page.write("one");
    type_into(&page, 1, record, &"x".repeat(5000));
    page.advance(FLUSH_AFTER_MS);
    assert_eq!((page.stage(), page.is_too_large(1)), (Stage::TooLarge, true));
    assert_eq!(place(&page, record), "", "nothing was changed");
    assert!(page.leave_note(), "whoever typed it hears so");
    assert_eq!((page.stage(), page.holds(1)), (Stage::Saved, false));
    assert!(!page.leave_note());
}

#[test]
fn what_is_typed_into_a_note_that_is_erased_is_given_up() {
    let page = Page::new(&Disk::default()).with_profile("Anna");
    let record = page.write("one");
    type_into(&page, 1, record, "harbour");
    let device = page.0.clone();
    page.go(async move { device.erase(record, today()).await }).unwrap();
    assert!(!page.holds(1));
    assert!(page.cached(record).unwrap().is_erased());
    assert!(!page.host().list.borrow().contains(&record));
}
