//! What every storage must do, in one place: each one passes it.

use migraction_sync::{
    Epoch, MailboxId, OperationId, RecordId, Refusal, SealedRecord, Sequence, ServerId,
    ServerIdentity, SetHash, TakerId, TokenHash, VaultId, Version,
};

use super::*;

const VAULT: VaultId = VaultId([1; 16]);
const OTHER: VaultId = VaultId([2; 16]);

fn write<T>(storage: &impl Storage, work: impl FnOnce(&mut dyn Rows) -> StorageResult<T>) -> T {
    storage.write(|rows| Ok(work(rows)?)).unwrap()
}

fn read<T>(storage: &impl Storage, work: impl FnOnce(&mut dyn Rows) -> StorageResult<T>) -> T {
    storage.read(|rows| Ok(work(rows)?)).unwrap()
}

fn vaults(storage: &impl Storage) {
    let row = VaultRow { head: Sequence(0), bytes: 0, quota: 1 << 40 };
    write(storage, |rows| {
        rows.put_vault(VAULT, row)?;
        rows.put_vault(OTHER, row)
    });
    let grown = VaultRow { head: Sequence(3), bytes: 9, ..row };
    write(storage, |rows| rows.put_vault(VAULT, grown));
    assert_eq!(read(storage, |rows| rows.vault(VAULT)), Some(grown));
    assert_eq!(read(storage, |rows| rows.vault(OTHER)), Some(row));
    assert_eq!(read(storage, |rows| rows.vault(VaultId([9; 16]))), None);
}

fn put(storage: &impl Storage, vault: VaultId, id: u8, version: u64, sequence: u64, sealed: &[u8]) {
    let state =
        SealedRecord { id: RecordId([id; 16]), version: Version(version), sealed: sealed.to_vec() };
    let row = RecordRow {
        version: state.version,
        hash: state.hash(),
        sequence: Sequence(sequence),
        size: sealed.len() as u64,
    };
    write(storage, |rows| rows.put_record(vault, &state, row));
}

fn records(storage: &impl Storage) {
    put(storage, VAULT, 1, 1, 1, b"one");
    put(storage, VAULT, 2, 1, 2, b"two");
    put(storage, OTHER, 1, 7, 1, b"of another vault");
    put(storage, VAULT, 1, 5, 3, b"one again");
    let found = read(storage, |rows| rows.record(VAULT, RecordId([1; 16]))).unwrap();
    assert_eq!((found.version, found.sequence, found.size), (Version(5), Sequence(3), 9));
    let sealed = read(storage, |rows| rows.sealed(VAULT, RecordId([1; 16])));
    assert_eq!(sealed.as_deref(), Some(&b"one again"[..]));

    let page = |since, records, bytes| -> Vec<u64> {
        let page = read(storage, |rows| rows.records_after(VAULT, Sequence(since), records, bytes));
        page.into_iter().map(|(sequence, _)| sequence.0).collect()
    };
    assert_eq!(page(0, 10, 100), [2, 3], "a record stands at its last place only");
    assert_eq!(page(2, 10, 100), [3]);
    assert_eq!(page(3, 10, 100), [0; 0]);
    assert_eq!(page(0, 1, 100), [2]);
    assert_eq!(page(0, 10, 4), [2], "three bytes fit, twelve do not");
    assert_eq!(page(0, 10, 0), [2], "one record always comes");

    let whole = read(storage, |rows| rows.records_after(VAULT, Sequence(0), 10, 100));
    let sum: SetHash = whole.iter().map(|(_, state)| state.hash()).collect();
    assert_eq!(read(storage, |rows| rows.sum(VAULT)), sum);
    assert_eq!(read(storage, |rows| rows.sum(VaultId([9; 16]))), SetHash::default());
}

fn people(storage: &impl Storage) {
    let device = TokenHash([4; 32]);
    let row = DeviceRow { since: 20_000, seen: 20_001, revoked: false };
    write(storage, |rows| rows.put_device(VAULT, device, row));
    let revoked = DeviceRow { revoked: true, ..row };
    write(storage, |rows| rows.put_device(VAULT, device, revoked));
    assert_eq!(read(storage, |rows| rows.device(VAULT, device)), Some(revoked));
    assert_eq!(read(storage, |rows| rows.device(OTHER, device)), None);
    assert_eq!(read(storage, |rows| rows.devices(VAULT)), [(device, revoked)]);

    let open = InvitationRow { expires: 1_800_000_000, quota: 5, used: None, reopens: false };
    write(storage, |rows| rows.put_invitation([6; 32], open));
    assert_eq!(read(storage, |rows| rows.invitation([6; 32])), Some(open));
    let used = InvitationRow { used: Some((VAULT, device)), reopens: true, ..open };
    write(storage, |rows| rows.put_invitation([6; 32], used));
    assert_eq!(read(storage, |rows| rows.invitation([6; 32])), Some(used));
    assert_eq!(read(storage, |rows| rows.invitation([7; 32])), None);
}

fn things_that_pass(storage: &impl Storage) {
    let hash = SealedRecord { id: RecordId([1; 16]), version: Version(1), sealed: vec![] }.hash();
    let (old, new) = (OperationId([1; 16]), OperationId([2; 16]));
    let row = OperationRow { hash, version: Version(1), day: 10, sequence: Sequence(1) };
    write(storage, |rows| {
        rows.put_operation(VAULT, old, row)?;
        rows.put_operation(OTHER, new, OperationRow { day: 20, ..row })?;
        rows.put_operation(VAULT, new, OperationRow { day: 20, sequence: Sequence(2), ..row })
    });
    assert_eq!(read(storage, |rows| rows.operation(VAULT, old)), Some(row));
    assert_eq!(read(storage, |rows| rows.operation(OTHER, old)), None);
    write(storage, |rows| rows.delete_operations_before(20));
    assert_eq!(read(storage, |rows| rows.operation(VAULT, old)), None);
    assert!(read(storage, |rows| rows.operation(VAULT, new)).is_some());
    write(storage, |rows| rows.delete_operations_up_to(VAULT, Sequence(1)));
    assert!(read(storage, |rows| rows.operation(VAULT, new)).is_some());
    write(storage, |rows| rows.delete_operations_up_to(VAULT, Sequence(2)));
    assert_eq!(read(storage, |rows| rows.operation(VAULT, new)), None);
    assert!(read(storage, |rows| rows.operation(OTHER, new)).is_some(), "of another vault");

    let (first, second) = (MailboxId([1; 16]), MailboxId([2; 16]));
    let empty = MailboxRow { vault: VAULT, opened: 100, sealed: None, taker: None };
    let full = MailboxRow {
        vault: OTHER,
        opened: 200,
        sealed: Some(vec![1]),
        taker: Some(TakerId([3; 16])),
    };
    write(storage, |rows| {
        rows.put_mailbox(first, &empty)?;
        rows.put_mailbox(second, &empty)?;
        rows.put_mailbox(second, &full)
    });
    assert_eq!(read(storage, |rows| rows.mailbox(first)), Some(empty));
    assert_eq!(read(storage, |rows| rows.mailbox(second)), Some(full));
    assert_eq!(read(storage, |rows| rows.mailboxes_of(VAULT)), 1);
    assert_eq!(write(storage, |rows| rows.delete_mailboxes_before(150)), 1);
    assert_eq!(read(storage, |rows| rows.mailboxes_of(VAULT)), 0);
    assert_eq!(read(storage, |rows| rows.mailboxes_of(OTHER)), 1);
    assert_eq!(read(storage, |rows| rows.mailbox(first)), None);
}

fn nothing_of_a_transaction_given_up_is_kept(storage: &impl Storage) {
    let before = read(storage, |rows| rows.vault(VAULT)).unwrap();
    let given_up: Result<(), Error> = storage.write(|rows| {
        rows.put_vault(VAULT, VaultRow { head: Sequence(99), ..before })?;
        Err(Refusal::Malformed.into())
    });
    assert!(matches!(given_up, Err(Error::Refused(Refusal::Malformed))));
    assert_eq!(read(storage, |rows| rows.vault(VAULT)), Some(before));
}

fn it_says_whether_it_can_write(storage: &impl Storage) {
    storage.check_writable().unwrap();
    storage.compact().unwrap();
    let scanned = storage.scan(|rows| Ok(rows.vault(VAULT)?)).unwrap();
    assert_eq!(scanned, read(storage, |rows| rows.vault(VAULT)));
}

/// Runs the whole suite on an empty storage.
fn check(storage: &impl Storage) {
    vaults(storage);
    records(storage);
    people(storage);
    things_that_pass(storage);
    nothing_of_a_transaction_given_up_is_kept(storage);
    it_says_whether_it_can_write(storage);
}

#[test]
fn memory_does_what_a_storage_must() {
    check(&Memory::new(ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([1; 16]) }));
}

#[test]
fn sqlite_does_what_a_storage_must_and_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let storage = Sqlite::open(&path).unwrap();
    check(&storage);
    let identity = read(&storage, |rows| rows.identity());
    drop(storage);
    let again = Sqlite::open(&path).unwrap();
    assert_eq!(read(&again, |rows| rows.identity()), identity);
    assert!(read(&again, |rows| rows.record(VAULT, RecordId([1; 16]))).is_some());
    again.check().unwrap();
    again.renew_epoch().unwrap();
    let renewed = read(&again, |rows| rows.identity());
    assert_eq!(renewed.server, identity.server);
    assert_ne!(renewed.epoch, identity.epoch);
}

#[test]
fn another_programs_database_and_a_newer_one_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Sqlite::open(&foreign), Err(OpenError::Foreign)));
    let text = folder.path().join("text.db");
    std::fs::write(&text, "not a database at all, but long enough to look at it twice".repeat(20))
        .unwrap();
    assert!(matches!(Sqlite::open(&text), Err(OpenError::Foreign)));
    let newer = folder.path().join("newer.db");
    drop(Sqlite::open(&newer).unwrap());
    let connection = rusqlite::Connection::open(&newer).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    assert!(matches!(Sqlite::open(&newer), Err(OpenError::Newer(99))));
}

/// Databases of before stay readable: this one has the form of 25 November 2026.
#[test]
fn a_database_of_the_first_form_is_brought_to_the_present_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(include_str!("sqlite/0001-sealed-records.sql")).unwrap();
    connection
        .execute_batch(&format!(
            "INSERT INTO server VALUES (1, x'{one}', x'{two}');
             INSERT INTO vaults VALUES (x'{one}', 1, 300, 5000);
             INSERT INTO invitations VALUES (x'{one}{one}', 9, 5, NULL, NULL);
             INSERT INTO operations VALUES (x'{one}', x'{two}', x'{two}{two}', 1, 20000);
             INSERT INTO mailboxes VALUES (x'{one}', 5, NULL, NULL);
             PRAGMA application_id = {application};
             PRAGMA user_version = 1;",
            one = "01".repeat(16),
            two = "02".repeat(16),
            application = 0x6d67_7261,
        ))
        .unwrap();
    drop(connection);
    let storage = Sqlite::open(&path).unwrap();
    let identity = ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([2; 16]) };
    assert_eq!(read(&storage, |rows| rows.identity()), identity, "it stays the same server");
    let vault = VaultRow { head: Sequence(1), bytes: 300, quota: 5_000 };
    assert_eq!(read(&storage, |rows| rows.vault(VAULT)), Some(vault));
    let invitation = read(&storage, |rows| rows.invitation([1; 32])).unwrap();
    assert!(!invitation.reopens);
    let operation = read(&storage, |rows| rows.operation(VAULT, OperationId([2; 16]))).unwrap();
    assert_eq!(operation.sequence, Sequence(0), "it goes first");
}

/// From 3.7.0 to 3.51.2 a writer beside another could reset a journal that was still needed (fixed 3.51.3).
#[test]
fn sqlite_is_without_the_fault_that_resets_a_needed_journal() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

/// What another user of the machine can read.
#[cfg(unix)]
#[test]
fn no_file_of_a_database_is_open_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let storage = Sqlite::open(&folder.path().join("test.db")).unwrap();
    vaults(&storage);
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert!(files.len() >= 3, "the database and its two journals");
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.path().display());
    }
}
