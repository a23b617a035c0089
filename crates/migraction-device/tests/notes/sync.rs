//! What a server says, and what a device then does with its notes.

use std::cell::Cell;
use std::rc::Rc;

use migraction_device::{JoinError, NewProfile, Store};
use migraction_notes::Field;
use migraction_sync::messages::{
    HelloResponse, PullRequest, PullResponse, RegisterRequest, RegisterResponse,
};
use migraction_sync::{
    Code, Epoch, RecordId as SyncRecord, Refusal, SealedRecord, Sequence, ServerId, ServerIdentity,
    Version, wire,
};
use migraction_vault::profile::StretchParams;
use migraction_vault::{Keyring, PassphraseKey, ProfileId, ProfileKey, RecordId, StretchCost};

use crate::host::{Disk, PASSPHRASE, Page, Server, today};

const IDENTITY: ServerIdentity =
    ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([2; 16]) };

fn said(response: &impl serde::Serialize) -> Option<(u16, Vec<u8>)> {
    Some((200, wire::encode(&Ok::<_, Refusal>(response))))
}

/// Two devices of one person, each with a note of the same name.
struct Pair {
    here: Page,
    there: Page,
    disk: Disk,
    server: Server,
}

/// One profile on two devices; the first is enrolled.
fn pair() -> Pair {
    let (disk, server) = (Disk::default(), Server::default());
    let here = Page::with(&disk, &server, &Rc::new(Cell::new(true)), 1);
    let there = Page::with(&Disk::default(), &Server::default(), &Rc::new(Cell::new(true)), 2);
    for page in [&here, &there] {
        let fixed = &mut |bytes: &mut [u8]| bytes.fill(5);
        let (id, key) = (ProfileId([6; 16]), ProfileKey::make(fixed));
        let keyring = Keyring::make(fixed);
        let stretching = StretchParams::make(StretchCost::FLOOR, fixed);
        let device = page.0.clone();
        page.go(async move {
            use migraction_device::Host;
            let stretched = device.host().stretch(PASSPHRASE, &stretching.salt, stretching.cost);
            let passphrase: PassphraseKey = stretched.await.unwrap().key;
            let fixed = &mut |bytes: &mut [u8]| bytes.fill(5);
            let new =
                NewProfile::seal("Anna", (&key, &keyring), (stretching, &passphrase), id, fixed);
            device.save_profile(&new.unwrap()).await.unwrap();
            device.unlock(id, PASSPHRASE, today()).await.unwrap();
        });
    }
    Pair { here, there, disk, server }
}

impl Pair {
    /// The server says to have nothing new, or this state of the other device.
    fn server_holds(&self, states: Vec<(RecordId, u64, Vec<u8>)>) {
        let upto = Sequence(states.len() as u64);
        let records = (1..).zip(states).map(|(at, (record, version, sealed))| {
            let id = SyncRecord(record.0);
            (Sequence(at), SealedRecord { id, version: Version(version), sealed })
        });
        let page = PullResponse { records: records.collect(), upto, more: false, time: 0 };
        *self.server.answers.borrow_mut() = Rc::new(move |name, bytes| match name {
            "register" => said(&RegisterResponse { identity: IDENTITY, quota: 1 << 30 }),
            "hello" => said(&HelloResponse { identity: IDENTITY, time: 0 }),
            "pull" => {
                let request: PullRequest = wire::decode(bytes).ok()?;
                let mut page = page.clone();
                page.records.retain(|(at, _)| *at > request.since);
                page.upto = page.upto.max(request.since);
                said(&page)
            }
            _ => None,
        });
    }

    /// The state that the other device has stored of a record.
    fn state_there(&self, record: RecordId) -> (RecordId, u64, Vec<u8>) {
        self.there.host().tasks.run();
        let version = self.there.meta(record).unwrap().local.unwrap().version.0;
        let rows = self.there.host().disk.memory().all(Store::Records, "");
        let name = record.to_string();
        let row = rows.into_iter().find(|(key, _)| key.ends_with(&name)).unwrap();
        (record, version, row.1)
    }

    fn enrol(&self) -> Result<(), JoinError> {
        let device = self.here.0.clone();
        let code = Code([7; 16]).to_string();
        self.here.go(async move { device.enrol(&code).await }).map(drop)
    }
}

#[test]
fn news_is_merged_into_the_list_and_into_the_note_that_is_open() {
    let pair = pair();
    let record = pair.there.write("from there");
    pair.server_holds(vec![pair.state_there(record)]);
    assert_eq!(pair.enrol(), Ok(()));
    pair.here.advance(1000);
    assert!(pair.here.host().list.borrow().get(&record).unwrap().matches("there"));
    assert_eq!(pair.here.text(record).as_deref(), Some("from there"));
    assert_eq!(pair.here.host().arrived.get(), 1);

    let place = |note: &mut migraction_notes::Note, author: &migraction_notes::Author| {
        note.set(author, Field::PLACE, Some("harbour"));
    };
    pair.here.edit(record, today(), &place).unwrap();
    let change = |note: &mut migraction_notes::Note, author: &migraction_notes::Author| {
        note.write_text(author, "from there, again");
    };
    pair.there.edit(record, today(), &change).unwrap();
    let (first, second) = (pair.state_there(record), pair.state_there(record));
    pair.server_holds(vec![first, second]);
    pair.here.sync_now();
    pair.here.advance(10_000);
    let note = pair.here.cached(record).unwrap();
    assert_eq!(note.text(), "from there, again");
    assert_eq!(note.read(Field::PLACE).any(), Some("harbour"));
    assert_eq!(pair.here.host().arrived.get(), 2);
}

#[test]
fn a_disk_that_does_not_read_is_asked_again_and_nothing_takes_the_place_of_words_here() {
    let pair = pair();
    let record = pair.there.write("from there");
    pair.server_holds(vec![pair.state_there(record)]);
    assert_eq!(pair.enrol(), Ok(()));
    pair.here.advance(1000);
    let load = pair.here.0.clone();
    pair.here.go(async move { load.load(record).await }).unwrap();
    let mine = |note: &mut migraction_notes::Note, author: &migraction_notes::Author| {
        note.set(author, Field::PLACE, Some("harbour"));
    };
    pair.here.edit(record, today(), &mine).unwrap();
    pair.here.advance(1000);
    // Locked and opened again: the note is on the disk only.
    let id = pair.here.profile().unwrap();
    pair.here.lock();
    pair.here.advance(1000);
    let device = pair.here.0.clone();
    pair.here.go(async move { device.unlock(id, PASSPHRASE, today()).await }).unwrap();
    let change = |note: &mut migraction_notes::Note, author: &migraction_notes::Author| {
        note.write_text(author, "from there, again");
    };
    pair.there.edit(record, today(), &change).unwrap();
    let (first, second) = (pair.state_there(record), pair.state_there(record));
    pair.server_holds(vec![first, second]);
    pair.disk.does_not_read(true);
    pair.here.sync_now();
    pair.here.advance(10_000);
    assert_eq!(pair.here.host().status.get().to_merge, 1, "it came, and waits");
    assert_eq!(pair.here.host().status.get().unreadable, 0);
    pair.disk.does_not_read(false);
    pair.here.advance(10_000);
    assert_eq!(pair.here.host().status.get().to_merge, 0);
    assert_eq!(pair.here.text(record).as_deref(), Some("from there, again"));
    let note = pair.here.cached(record).unwrap();
    assert_eq!(note.read(Field::PLACE).any(), Some("harbour"), "what was written here is there");
}

#[test]
fn news_is_kept_sealed_while_the_profile_is_locked_and_merged_once_it_is_open() {
    let pair = pair();
    pair.server_holds(Vec::new());
    assert_eq!(pair.enrol(), Ok(()));
    pair.here.advance(1000);
    let id = pair.here.profile().unwrap();
    pair.here.lock();
    let record = pair.there.write("from there");
    pair.server_holds(vec![pair.state_there(record)]);
    pair.here.sync_now();
    pair.here.advance(1000);
    assert_eq!(pair.disk.memory().all(Store::Incoming, "").len(), 1);
    assert_eq!(pair.disk.memory().all(Store::Records, "").len(), 0);
    let device = pair.here.0.clone();
    pair.here.go(async move { device.unlock(id, PASSPHRASE, today()).await }).unwrap();
    pair.here.advance(1000);
    assert!(pair.here.host().list.borrow().contains(&record));
    assert_eq!(pair.disk.memory().all(Store::Incoming, "").len(), 0);
    assert_eq!(pair.disk.memory().all(Store::Records, "").len(), 1);
}

#[test]
fn news_is_not_merged_under_somebodys_fingers() {
    let pair = pair();
    let record = pair.there.write("from there");
    pair.server_holds(vec![pair.state_there(record)]);
    pair.here.typed(1, Rc::new(|| Ok(())));
    assert_eq!(pair.enrol(), Ok(()));
    pair.here.advance(1000);
    assert!(!pair.here.host().list.borrow().contains(&record));
    pair.here.advance(migraction_notes::autosave::TYPING_PAUSE_MS);
    assert!(pair.here.host().list.borrow().contains(&record));
}

#[test]
fn a_token_is_kept_before_it_is_used_and_offered_again_after_a_lost_answer() {
    let pair = pair();
    assert_eq!(pair.enrol(), Err(JoinError::NoAnswer));
    let access = |pair: &Pair| {
        let rows = pair.disk.memory().all(Store::Profiles, "");
        rows.into_iter().filter(|(name, _)| name.ends_with("/access")).count()
    };
    assert_eq!(access(&pair), 1);
    let tokens = Rc::new(std::cell::RefCell::new(Vec::new()));
    let heard = Rc::clone(&tokens);
    *pair.server.answers.borrow_mut() = Rc::new(move |name, bytes| {
        if name == "register" {
            let request: RegisterRequest = wire::decode(bytes).ok()?;
            heard.borrow_mut().push(request.device);
        }
        None
    });
    for _ in 0..2 {
        assert_eq!(pair.enrol(), Err(JoinError::NoAnswer));
    }
    let tokens = tokens.borrow();
    assert_eq!((tokens.len(), tokens[0]), (2, tokens[1]));
    let bad = pair.here.0.clone();
    let bad = pair.here.go(async move { bad.enrol("no code").await });
    assert_eq!(bad, Err(JoinError::Code(None)));
}

#[test]
fn whoever_comes_back_asks_for_news_at_once() {
    let pair = pair();
    pair.server_holds(Vec::new());
    assert_eq!(pair.enrol(), Ok(()));
    pair.here.advance(1000);
    let pulls = || pair.server.asked.borrow().iter().filter(|name| *name == "pull").count();
    let before = pulls();
    pair.here.advance(100);
    assert_eq!(pulls(), before);
    pair.here.sync_now();
    pair.here.advance(100);
    assert_eq!(pulls(), before + 1);
}
