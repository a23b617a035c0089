//! Profiles: made, opened, changed, carried in files, one page at a time.

use std::cell::Cell;
use std::rc::Rc;

use migraction_device::{FileError, Host, ProfileError, UnlockError};
use migraction_vault::Code;

use crate::host::{Disk, PASSPHRASE, Page, Server, today};

#[test]
fn a_profile_opens_with_its_passphrase_or_its_code_and_with_nothing_else() {
    let disk = Disk::default();
    let page = Page::new(&disk);
    let device = page.0.clone();
    let (id, code) = page.go(async move {
        let weak = device.make_profile("Anna", "short").await;
        assert_eq!(weak.err(), Some(ProfileError::Weak));
        let own = device.make_profile("Anna", "Anna lives by the grey harbour").await;
        assert_eq!(own.err(), Some(ProfileError::Weak), "whoever guesses knows the name");
        let new = device.make_profile(" Anna ", PASSPHRASE).await.unwrap();
        assert_eq!(device.profiles().await, Ok(vec![]), "not before the code was proven");
        let id = device.save_profile(&new).await.unwrap();
        assert_eq!(device.save_profile(&new).await, Err(ProfileError::AlreadyExists));
        let profiles = device.profiles().await.unwrap();
        assert_eq!((profiles[0].label.as_str(), profiles[0].opened), ("Anna", None));
        assert_eq!(device.unlock(id, "another one", today()).await, Err(UnlockError::Wrong));
        let other = Code::make(&mut |bytes| bytes.fill(1));
        assert_eq!(device.recover(id, &other, today()).await, Err(UnlockError::Wrong));
        assert!(!device.is_unlocked());
        device.unlock(id, PASSPHRASE, today()).await.unwrap();
        assert!(device.is_unlocked() && !device.is_open_by_code());
        assert_eq!(device.profiles().await.unwrap()[0].opened, Some(today()));
        (id, new.code.clone())
    });
    let record = page.write("words");
    page.lock();
    assert!(!page.is_unlocked());
    let device = page.0.clone();
    page.go(async move {
        device.recover(id, &code, today()).await.unwrap();
        assert!(device.is_open_by_code());
    });
    assert_eq!(page.text(record).as_deref(), Some("words"));
}

#[test]
fn a_new_passphrase_or_code_takes_the_place_of_the_one_before() {
    let disk = Disk::default();
    let page = Page::new(&disk).with_profile("Anna");
    let device = page.0.clone();
    page.go(async move {
        let id = device.profile().unwrap();
        let next = "another nine words that nobody has said before";
        assert_eq!(device.replace_passphrase(next).await, Err(ProfileError::Locked));
        assert_eq!(
            device.change_passphrase("wrong", next).await,
            Err(ProfileError::WrongPassphrase)
        );
        device.change_passphrase(PASSPHRASE, next).await.unwrap();
        assert_eq!(device.make_code(PASSPHRASE).await.err(), Some(ProfileError::WrongPassphrase));
        let code = device.make_code(next).await.unwrap();
        device.save_code(&code).await.unwrap();
        device.lock();
        assert_eq!(device.unlock(id, PASSPHRASE, today()).await, Err(UnlockError::Wrong));
        device.unlock(id, next, today()).await.unwrap();
        device.lock();
        device.recover(id, &code.code, today()).await.unwrap();
        device.replace_passphrase(PASSPHRASE).await.unwrap();
        assert!(!device.is_open_by_code());
        device.lock();
        device.unlock(id, PASSPHRASE, today()).await.unwrap();
    });
}

#[test]
fn one_page_has_notes_open_and_others_wait() {
    let (disk, place) = (Disk::default(), Rc::new(Cell::new(true)));
    let first = Page::with(&disk, &Server::default(), &place, 1).with_profile("Anna");
    let id = first.profile().unwrap();
    let second = Page::with(&disk, &Server::default(), &place, 2);
    let device = second.0.clone();
    let opened = second.go(async move { device.unlock(id, PASSPHRASE, today()).await });
    assert_eq!(opened, Err(UnlockError::OtherTab));
    let device = second.0.clone();
    let made = second.go(async move {
        let new = device.make_profile("Bea", PASSPHRASE).await.unwrap();
        device.save_profile(&new).await
    });
    assert_eq!(made, Err(ProfileError::OtherTab));
    first.lock();
    first.host().release_write_lock();
    let device = second.0.clone();
    let opened = second.go(async move { device.unlock(id, PASSPHRASE, today()).await });
    assert_eq!(opened, Ok(()));
}

#[test]
fn a_file_carries_all_notes_to_another_device_and_brings_nothing_twice() {
    let page = Page::new(&Disk::default()).with_profile("Anna");
    let (kept, deleted) = (page.write("kept"), page.write("gone"));
    let device = page.0.clone();
    let file = page.go(async move {
        device.erase(deleted, today()).await.unwrap();
        device.export().await.unwrap()
    });
    assert!(!file.windows(4).any(|window| window == b"kept"));

    let other = Page::with(&Disk::default(), &Server::default(), &Rc::new(Cell::new(true)), 9);
    let (device, bytes) = (other.0.clone(), file.clone());
    let (was_here, first, again) = other.go(async move {
        assert_eq!(device.import(&bytes).await, Err(FileError::Locked));
        let wrong = device.restore(&bytes, "another one", today()).await;
        assert_eq!(wrong, Err(FileError::Wrong));
        let cut = device.restore(&bytes[..bytes.len() - 1], PASSPHRASE, today()).await;
        assert!(cut.is_err(), "{cut:?}");
        let was_here = device.restore(&bytes, PASSPHRASE, today()).await.unwrap();
        let first = device.import(&bytes).await.unwrap();
        (was_here, first, device.import(&bytes).await.unwrap())
    });
    assert!(!was_here);
    // What was erased travels, and is none to whoever counts.
    assert_eq!((first.changed, first.known, first.unreadable), (1, 0, 0));
    assert_eq!((again.changed, again.known, again.unreadable), (0, 1, 0));
    assert_eq!(other.text(kept).as_deref(), Some("kept"));
    assert_eq!(other.host().list.borrow().len(), 1);

    let place = Rc::new(Cell::new(true));
    let stranger = Page::with(&Disk::default(), &Server::default(), &place, 7).with_profile("Bea");
    let device = stranger.0.clone();
    let refused = stranger.go(async move { device.import(&file).await });
    assert_eq!(refused, Err(FileError::OtherProfile));
}
