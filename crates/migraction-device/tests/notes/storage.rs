//! What rests on the disk, in which order it gets there, and what happens when the disk fails.

use migraction_device::{EditError, StorageError, Store, UnlockError};
use migraction_notes::autosave::Stage;
use migraction_sync::engine::{Event, Reason};

use crate::host::{Disk, PASSPHRASE, Page, today};

#[test]
fn a_note_is_on_the_disk_sealed_and_opens_at_the_next_start() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Anna");
    let id = page.profile().unwrap();
    let record = page.write("CANARY by the grey harbour");
    assert!(page.host().status.get().saved);
    assert_eq!(disk.memory().all(Store::Records, "").len(), 1);
    for (store, name, bytes) in disk.all() {
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!holds(b"CANARY") && !holds(PASSPHRASE.as_bytes()), "{store:?} {name}");
    }
    drop(page);

    let page = Page::new(&disk);
    let device = page.0.clone();
    page.go(async move { device.unlock(id, PASSPHRASE, today()).await }).unwrap();
    assert!(page.host().list.borrow().get(&record).unwrap().matches("canary"));
    assert_eq!(page.text(record).as_deref(), Some("CANARY by the grey harbour"));
    assert_eq!(page.text(migraction_vault::RecordId([0; 16])), None);
    page.lock();
    let device = page.0.clone();
    assert_eq!(page.go(async move { device.load(record).await }), Err(EditError::Locked));
}

#[test]
fn what_a_locked_profile_could_not_store_stays_and_no_other_profile_opens_before() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Bea");
    let other = page.profile().unwrap();
    page.lock();
    let page = page.with_profile("Anna");
    let id = page.profile().unwrap();
    disk.fails(Some(StorageError::Full));
    let record = page.write("only in memory");
    assert_eq!(page.host().status.get().reason, Some(Reason::StorageFull));
    assert_eq!(page.stage(), Stage::Writing);
    page.lock();
    assert_eq!(disk.memory().all(Store::Records, "").len(), 0);
    let device = page.0.clone();
    let refused = page.go(async move { device.unlock(other, PASSPHRASE, today()).await });
    assert_eq!(refused, Err(UnlockError::Storage));
    // The same profile opens, with what no disk holds.
    let device = page.0.clone();
    page.go(async move { device.unlock(id, PASSPHRASE, today()).await }).unwrap();
    assert_eq!(page.text(record).as_deref(), Some("only in memory"));
    assert!(page.host().list.borrow().contains(&record));
    page.lock();
    disk.fails(None);
    page.advance(20_000);
    assert_eq!(disk.memory().all(Store::Records, "").len(), 1, "stored while it is locked");
    let device = page.0.clone();
    page.go(async move { device.unlock(other, PASSPHRASE, today()).await }).unwrap();
}

#[test]
fn a_page_that_goes_does_not_wait_for_the_transaction_under_way() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Anna");
    let record = page.write("one");
    disk.is_slow(true);
    let change = |text: &'static str| {
        let changed = page.edit(record, today(), &|note, author| {
            note.write_text(author, text);
        });
        assert!(changed.is_ok());
        page.host().tasks.run();
    };
    let before = disk.written().len();
    change("one two");
    change("one two three");
    assert_eq!(disk.written().len(), before + 1, "one transaction at a time");
    assert!(!page.status().unwrap().saved);
    page.leaving();
    page.host().tasks.run();
    assert_eq!(disk.written().len(), before + 2, "and one more, which holds all");
    assert_eq!(disk.complete(), 2);
    page.host().tasks.run();
    assert!(page.status().unwrap().saved);
    let id = page.profile().unwrap();
    drop(page);
    disk.is_slow(false);
    let page = Page::new(&disk);
    let device = page.0.clone();
    page.go(async move { device.unlock(id, PASSPHRASE, today()).await }).unwrap();
    assert_eq!(page.text(record).as_deref(), Some("one two three"));
}

#[test]
fn saved_is_said_only_once_the_transaction_has_completed() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Anna");
    disk.is_slow(true);
    page.write("one");
    assert!(!page.host().status.get().saved);
    assert_eq!(page.stage(), Stage::Writing);
    disk.complete();
    page.host().tasks.run();
    assert!(page.host().status.get().saved);
    assert_eq!(page.stage(), Stage::Saved);
}

#[test]
fn what_the_disk_damaged_is_kept_beside_and_named() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Anna");
    let (whole, broken) = (page.write("whole"), page.write("broken"));
    let id = page.profile().unwrap();
    drop(page);
    let name = disk.memory().all(Store::Records, "").into_iter().map(|(name, _)| name);
    let name = name.into_iter().find(|name| name.ends_with(&broken.to_string())).unwrap();
    disk.memory().damage(Store::Records, &name, |bytes| bytes.truncate(40));
    let page = Page::new(&disk);
    let device = page.0.clone();
    page.go(async move { device.unlock(id, PASSPHRASE, today()).await }).unwrap();
    assert_eq!(page.host().status.get().unreadable, 1);
    assert!(
        page.host().list.borrow().contains(&whole) && !page.host().list.borrow().contains(&broken)
    );
    let quarantine = disk.memory().all(Store::Quarantine, "");
    assert_eq!((quarantine.len(), quarantine[0].1.len()), (1, 40));
    assert!(quarantine[0].0.starts_with(&name));
    assert_eq!(disk.memory().get(Store::Records, &name), None);
    assert_eq!(page.text(whole).as_deref(), Some("whole"));
    page.handle(Event::SyncNow);
    assert_eq!(page.host().status.get().unreadable, 1);
}
