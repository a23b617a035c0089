//! Plaintext is planted in a note, and then looked for in all that leaves the device: every byte on the wire, the
//! server's database with its journal, a backup, and the lines of its log. It must be nowhere.

#![allow(clippy::unwrap_used)]

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use migraction_notes::{Author, Field, Note, Writer};
use migraction_server::storage::{InvitationRow, Sqlite, Storage};
use migraction_server::sync::{Limits, Service};
use migraction_sync::client::{Client, Transport};
use migraction_sync::messages::{
    MailboxOpenRequest, MailboxTakeRequest, PullRequest, PushItem, PushOutcome, PushRequest,
    RegisterRequest,
};
use migraction_sync::{
    Code, Credentials, MailboxId, OperationId, Protocol, RecordId, SealedRecord, Sequence, TakerId,
    Token, VaultId, Version,
};
use migraction_vault::{Kind, Place, VaultKey, open_record, seal_record};

/// What a person could write: in any language, long enough not to appear by chance.
const PLANTED: [&str; 3] = [
    "CANARY-She-left-her-employer-on-Monday",
    "canarino: è scappata di notte",
    "canari né à Kaboul",
];

/// A way to the service that keeps every byte that goes by, as somebody in between would.
struct Tapped<'a> {
    service: &'a Service<Sqlite>,
    heard: RefCell<Vec<u8>>,
}

impl Transport for Tapped<'_> {
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        self.heard.borrow_mut().extend(&bytes);
        let reply = self.service.respond(name, &bytes)?;
        self.heard.borrow_mut().extend(&reply.bytes);
        Some((reply.status, reply.bytes))
    }
}

fn now<T>(response: impl Future<Output = T>) -> T {
    let mut response = std::pin::pin!(response);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match response.as_mut().poll(&mut context) {
        std::task::Poll::Ready(response) => response,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[track_caller]
fn is_clean(what: &str, bytes: &[u8]) {
    assert!(!bytes.is_empty(), "{what} is empty: nothing was looked at");
    for planted in PLANTED {
        // Also as it would be in a database of two-byte letters.
        let wide: Vec<u8> = planted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!holds(bytes, planted), "{what} holds {planted:?}");
        assert!(!bytes.windows(wide.len()).any(|window| window == wide), "{what}: {planted:?}");
        for word in planted.split(' ').filter(|word| word.len() > 6) {
            assert!(!holds(bytes, word), "{what} holds {word:?}");
        }
    }
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect()
}

#[test]
fn nothing_that_leaves_a_device_holds_what_was_written() {
    let mut number = 0u8;
    let mut random = |bytes: &mut [u8]| {
        bytes.iter_mut().for_each(|byte| {
            number = number.wrapping_mul(37).wrapping_add(11);
            *byte = number;
        });
    };
    let folder = tempfile::tempdir().unwrap();
    let log = Arc::new(Mutex::new(String::from("log\n")));
    let lines = Arc::clone(&log);
    let storage = Sqlite::open(&folder.path().join("notes.db")).unwrap();
    let service =
        Service::new(storage, Box::new(|| 1_795_600_000), Limits::default(), move |error| {
            lines.lock().unwrap().push_str(&error.0);
        });
    let tapped = Tapped { service: &service, heard: RefCell::default() };
    let server = Client(&tapped);

    let (code, token, vault) = (Code([1; 16]), Token([2; 32]), VaultId([3; 16]));
    let row = InvitationRow { expires: u64::MAX >> 1, quota: 1 << 30, used: None, reopens: false };
    assert!(service.storage().write(|rows| Ok(rows.put_invitation(code.hash(), row)?)).is_ok());
    let request = RegisterRequest { code: code.0, vault, device: token.hash() };
    let identity = now(server.register(request)).unwrap().identity;
    let credentials = Credentials { identity, vault, token };

    let author = Author { writer: Writer(1), label: PLANTED[1].into() };
    let mut note = Note::default();
    note.set_text(&author, &PLANTED.join("\n").repeat(50));
    note.set(&author, Field::PLACE, Some(PLANTED[0]));
    note.set_item(&author, Field::NEED, PLANTED[2], Some("x"));
    let key = VaultKey::make(&mut random);
    let id = RecordId([4; 16]);
    let place = Place {
        vault: migraction_vault::VaultId(vault.0),
        record: migraction_vault::RecordId(id.0),
        version: 1,
    };
    let plain = note.to_bytes();
    assert!(PLANTED.iter().all(|planted| holds(&plain, planted)), "the search finds what is there");
    let sealed = seal_record(&key, &place, Kind::NOTE, &plain, &mut random).unwrap();
    let record = SealedRecord { id, version: Version(1), sealed };
    let item = PushItem { operation: OperationId([5; 16]), base: None, record };
    let response =
        now(server.push(PushRequest { credentials, items: vec![item.clone()] })).unwrap();
    assert_eq!(response.outcomes, [PushOutcome::Stored]);
    // Conflicts and pages carry it too, and so does a mailbox.
    let again = PushItem {
        operation: OperationId([6; 16]),
        record: SealedRecord { version: Version(2), ..item.record.clone() },
        ..item
    };
    now(server.push(PushRequest { credentials, items: vec![again] })).unwrap();
    let page = now(server.pull(PullRequest { credentials, since: Sequence(0) })).unwrap();
    let name = MailboxId([7; 16]);
    let mail = page.records[0].1.sealed.clone();
    now(server.mailbox_open(MailboxOpenRequest { credentials, mailbox: name, sealed: Some(mail) }))
        .unwrap();
    now(server.mailbox_take(MailboxTakeRequest { mailbox: name, taker: TakerId([8; 16]) }))
        .unwrap();
    // What came back is really the note.
    let opened = open_record(&key, &place, &page.records[0].1.sealed).unwrap();
    assert_eq!(opened.body.as_slice(), plain);

    is_clean("the traffic", &tapped.heard.borrow());
    service.storage().backup(&folder.path().join("backup.db")).unwrap();
    let kept = files(folder.path());
    assert!(kept.iter().any(|(name, _)| name.ends_with("-wal")), "the journal is looked at too");
    for (name, bytes) in kept.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        is_clean(name, bytes);
    }
    is_clean("the log", log.lock().unwrap().as_bytes());
    // The server keeps no secret that would let somebody in.
    for (name, bytes) in &kept {
        assert!(!bytes.windows(32).any(|window| window == token.0), "{name} holds a token");
        assert!(!bytes.windows(34).any(|window| window == code.to_string().as_bytes()), "{name}");
    }
}
