//! What somebody tried who had an invitation, a token or nothing, and what it must not do to others.

use super::*;
use crate::storage::{StorageError, VaultRow};

const OTHER_VAULT: VaultId = VaultId([8; 16]);
const OTHER_TOKEN: Token = Token([8; 32]);

fn grant(
    server: &Server,
    credentials: Credentials,
    token: Token,
) -> Result<GrantResponse, Refusal> {
    now(server.service.grant(GrantRequest { credentials, device: token.hash() }))
}

fn revoke(
    server: &Server,
    credentials: Credentials,
    token: Token,
) -> Result<RevokeResponse, Refusal> {
    now(server.service.revoke(RevokeRequest { credentials, device: token.hash() }))
}

fn open(
    server: &Server,
    credentials: Credentials,
    mailbox: u16,
) -> Result<MailboxOpenResponse, Refusal> {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&mailbox.to_be_bytes());
    now(server.service.mailbox_open(MailboxOpenRequest {
        credentials,
        mailbox: MailboxId(id),
        sealed: Some(vec![1]),
    }))
}

/// 500 guesses in a second made a real invitation hear that there were too many.
#[test]
fn guesses_do_not_hold_up_who_has_a_real_invitation_or_code() {
    let server = Server::with(Limits::default(), 1 << 30);
    let guess = |n: u16| {
        let mut code = [0xff; 16];
        code[..2].copy_from_slice(&n.to_be_bytes());
        server.register(Code(code), OTHER_VAULT, OTHER_TOKEN)
    };
    let refused = (0..500).filter(|n| matches!(guess(*n), Err(Refusal::TooMany { .. }))).count();
    assert!(refused > 300, "guesses are slowed: {refused}");
    server.register(CODE, VAULT, TOKEN).unwrap();

    open(&server, credentials(), 1).unwrap();
    let mut mailbox = [0; 16];
    mailbox[1] = 1;
    let take = |mailbox: [u8; 16]| {
        let request = MailboxTakeRequest { mailbox: MailboxId(mailbox), taker: TakerId([1; 16]) };
        now(server.service.mailbox_take(request))
    };
    assert!(matches!(take([9; 16]), Err(Refusal::TooMany { .. })), "a guess");
    take(mailbox).unwrap();
}

/// Thirty tokens asked thirty times as often, and revoking made room for thirty more.
#[test]
fn more_devices_do_not_ask_more_often_and_other_vaults_go_on() {
    let server = Server::with(Limits::default(), 1 << 30);
    server.register(CODE, VAULT, TOKEN).unwrap();
    let code = Code([6; 16]);
    server.invite(code, false);
    server.register(code, OTHER_VAULT, OTHER_TOKEN).unwrap();

    let mut answered = 0;
    let mut attacker = credentials();
    for round in 0..60_u8 {
        let token = Token([round + 100; 32]);
        if grant(&server, attacker, token).is_err() {
            break;
        }
        let before = attacker;
        attacker = Credentials { token, ..attacker };
        while now(server.service.pull(PullRequest { credentials: attacker, since: Sequence(0) }))
            .is_ok()
        {
            answered += 1;
        }
        let _ = revoke(&server, before, before.token);
    }
    assert!(answered <= 600, "the budget of one vault: {answered}");
    let other = Credentials { vault: OTHER_VAULT, token: OTHER_TOKEN, identity: IDENTITY };
    for _ in 0..100 {
        now(server.service.pull(PullRequest { credentials: other, since: Sequence(0) })).unwrap();
    }
}

/// 2,000 mailboxes of one vault left none to anybody else.
#[test]
fn one_vault_does_not_take_everybodys_mailboxes() {
    let server = Server::enrolled();
    let code = Code([6; 16]);
    server.invite(code, false);
    server.register(code, OTHER_VAULT, OTHER_TOKEN).unwrap();
    let opened = (0..3_000).filter(|n| open(&server, credentials(), *n).is_ok()).count();
    assert_eq!(opened, 16);
    assert_eq!(
        open(&server, credentials(), 3),
        Ok(MailboxOpenResponse { seconds: 600 }),
        "a lost answer"
    );
    let other = Credentials { vault: OTHER_VAULT, token: OTHER_TOKEN, identity: IDENTITY };
    open(&server, other, 5_000).unwrap();
    server.later(601);
    open(&server, credentials(), 6_000).unwrap();
}

/// Editing one record for ever filled the disk beside the quota.
#[test]
fn a_vault_that_is_only_edited_does_not_grow_without_end() {
    let server = Server::enrolled();
    let kept = records::OPERATIONS;
    let vault = VaultRow { head: Sequence(kept), bytes: 0, quota: 1 << 30 };
    let first = item(1, 1, 1, None, b"a");
    server.push_one(first.clone());
    // As if as many sendings as are kept had followed.
    server.service.write(|rows| Ok(rows.put_vault(VAULT, vault)?)).unwrap();
    let second = item(2, 1, 2, Some(first.record.hash()), b"b");
    assert_eq!(server.push_one(second.clone()), PushOutcome::Stored);
    let known = |operation: u8| {
        let operation = OperationId([operation; 16]);
        server.service.read(|rows| Ok(rows.operation(VAULT, operation)?)).unwrap().is_some()
    };
    assert!(!known(1), "the oldest is forgotten");
    assert!(known(2));
    // Sent again, it costs a message and stores nothing twice.
    let again = server.push_one(first);
    assert_eq!(again, PushOutcome::Conflict(second.record));
}

/// A digest of everything cost as much as one of nothing.
#[test]
fn summing_a_large_vault_costs_more_than_a_small_one() {
    let limits = Limits { vault: (100, 1), ..Limits::none() };
    let server = Server::with(limits, 1 << 30);
    server.register(CODE, VAULT, TOKEN).unwrap();
    let large = VaultRow { head: Sequence(500_000), bytes: 0, quota: 1 << 30 };
    server.service.write(|rows| Ok(rows.put_vault(VAULT, large)?)).unwrap();
    let digest = || {
        now(server
            .service
            .digest(DigestRequest { credentials: credentials(), at: Sequence(500_000) }))
    };
    assert!(digest().is_ok());
    assert!(matches!(digest(), Err(Refusal::TooMany { .. })));
}

/// A phone that was shut out came back with a spare invitation, and shut its owner out.
#[test]
fn a_device_that_was_shut_out_does_not_come_back_with_another_invitation() {
    let server = Server::enrolled();
    let lost = Token([6; 32]);
    grant(&server, credentials(), lost).unwrap();
    revoke(&server, credentials(), lost).unwrap();
    let spare = Code([6; 16]);
    server.invite(spare, false);
    for token in [lost, Token([7; 32])] {
        assert_eq!(server.register(spare, VAULT, token), Err(Refusal::Revoked));
    }
    server.pull(0).unwrap();
    // An invitation that was refused can still be used for what it is for.
    server.register(spare, OTHER_VAULT, OTHER_TOKEN).unwrap();

    let reopening = Code([9; 16]);
    server.invite(reopening, true);
    assert_eq!(server.register(reopening, VAULT, lost), Err(Refusal::Revoked), "shut out for good");
    server.register(reopening, VAULT, Token([7; 32])).unwrap();
}

/// A storage on a full disk: it reads, and writes nothing.
#[derive(Debug)]
struct Full(Memory);

impl Storage for Full {
    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        self.0.read(work)
    }

    fn write<T>(&self, _: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        Err(StorageError("database or disk is full".into()).into())
    }

    fn check_writable(&self) -> Result<(), StorageError> {
        Err(StorageError("database or disk is full".into()))
    }
}

/// The first pull of a day wrote the day down, and was refused when it could not.
#[test]
fn a_full_disk_is_told_and_still_gives_what_it_has() {
    let server = Server::enrolled();
    server.push_one(item(1, 1, 1, None, b"a"));
    let tables = server.service.storage().backup();
    let memory = Memory::new(IDENTITY);
    memory.restore(tables);
    let clock: Clock = Box::new(|| 20_001 * DAY);
    let service = Service::new(Full(memory), clock, Limits::none(), |_| {});
    let page =
        now(service.pull(PullRequest { credentials: credentials(), since: Sequence(0) })).unwrap();
    assert_eq!(page.records.len(), 1);
    assert!(!service.is_ready());
    let items = vec![item(2, 2, 1, None, b"b")];
    let pushed = now(service.push(PushRequest { credentials: credentials(), items }));
    assert_eq!(pushed, Err(Refusal::Unavailable));
}
