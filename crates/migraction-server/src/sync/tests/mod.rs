//! What the service grants and what it refuses, whoever asks and however wrongly. On memory; that SQLite does the
//! same is the affair of its suite and of `tests/notes.rs`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use migraction_sync::messages::{
    DevicesRequest, DigestRequest, DigestResponse, GrantRequest, MailboxOpenRequest,
    MailboxPutRequest, MailboxTakeRequest, PullRequest, PullResponse, PushItem, PushOutcome,
    PushRequest, PushResponse, RegisterRequest, RegisterResponse, RevokeRequest,
};
use migraction_sync::{
    Code, Credentials, Epoch, MailboxId, OperationId, RecordHash, RecordId, Refusal, SealedRecord,
    Sequence, ServerId, ServerIdentity, SetHash, TakerId, Token, VaultId, Version, limits,
};

use super::*;
use crate::storage::{InvitationRow, Memory};

mod attacks;

const DAY: u64 = 86_400;
const IDENTITY: ServerIdentity =
    ServerIdentity { server: ServerId([1; 16]), epoch: Epoch([2; 16]) };
const VAULT: VaultId = VaultId([3; 16]);
const TOKEN: Token = Token([4; 32]);
const CODE: Code = Code([5; 16]);

struct Server {
    service: Service<Memory>,
    time: Arc<AtomicU64>,
}

/// Every answer is there at once: nothing waits.
fn now<T>(response: impl Future<Output = T>) -> T {
    let mut response = std::pin::pin!(response);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match response.as_mut().poll(&mut context) {
        std::task::Poll::Ready(response) => response,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

impl Server {
    fn new() -> Self {
        Self::with(Limits::none(), 1 << 30)
    }

    fn with(limits: Limits, quota: u64) -> Self {
        let time = Arc::new(AtomicU64::new(20_000 * DAY));
        let clock = Arc::clone(&time);
        let clock: Clock = Box::new(move || clock.load(Ordering::Relaxed));
        let service = Service::new(Memory::new(IDENTITY), clock, limits, |_| {});
        let row = InvitationRow { expires: 20_007 * DAY, quota, used: None, reopens: false };
        service.write(|rows| Ok(rows.put_invitation(CODE.hash(), row)?)).unwrap();
        Self { service, time }
    }

    fn enrolled() -> Self {
        let server = Self::new();
        server.register(CODE, VAULT, TOKEN).unwrap();
        server
    }

    fn invite(&self, code: Code, reopens: bool) {
        let row = InvitationRow { expires: 30_000 * DAY, quota: 5, used: None, reopens };
        self.service.write(|rows| Ok(rows.put_invitation(code.hash(), row)?)).unwrap();
    }

    fn later(&self, seconds: u64) {
        self.time.fetch_add(seconds, Ordering::Relaxed);
    }

    fn register(
        &self,
        code: Code,
        vault: VaultId,
        token: Token,
    ) -> Result<RegisterResponse, Refusal> {
        let request = RegisterRequest { code: code.0, vault, device: token.hash() };
        now(self.service.register(request))
    }

    fn push(&self, items: Vec<PushItem>) -> Result<PushResponse, Refusal> {
        now(self.service.push(PushRequest { credentials: credentials(), items }))
    }

    #[track_caller]
    fn push_one(&self, item: PushItem) -> PushOutcome {
        self.push(vec![item]).unwrap().outcomes.remove(0)
    }

    fn pull(&self, since: u64) -> Result<PullResponse, Refusal> {
        now(self.service.pull(PullRequest { credentials: credentials(), since: Sequence(since) }))
    }
}

fn credentials() -> Credentials {
    Credentials { identity: IDENTITY, vault: VAULT, token: TOKEN }
}

fn item(
    operation: u8,
    record: u8,
    version: u64,
    base: Option<RecordHash>,
    sealed: &[u8],
) -> PushItem {
    let record = SealedRecord {
        id: RecordId([record; 16]),
        version: Version(version),
        sealed: sealed.into(),
    };
    PushItem { operation: OperationId([operation; 16]), base, record }
}

#[test]
fn an_invitation_opens_one_vault_once() {
    let server = Server::new();
    assert_eq!(server.register(Code([9; 16]), VAULT, TOKEN), Err(Refusal::InvitationUnknown));
    let response = server.register(CODE, VAULT, TOKEN).unwrap();
    assert_eq!((response.identity, response.quota), (IDENTITY, 1 << 30));
    server.later(30 * DAY);
    assert_eq!(server.register(CODE, VAULT, TOKEN), Ok(response), "the answer was lost");
    let other = server.register(CODE, VaultId([8; 16]), TOKEN);
    assert_eq!(other, Err(Refusal::InvitationUsed));
    assert_eq!(server.register(CODE, VAULT, Token([8; 32])), Err(Refusal::InvitationUsed));
}

#[test]
fn an_invitation_ends_with_its_time() {
    let server = Server::new();
    server.later(7 * DAY + 1);
    assert_eq!(server.register(CODE, VAULT, TOKEN), Err(Refusal::InvitationExpired));
}

#[test]
fn a_lost_answer_stores_nothing_twice() {
    let server = Server::enrolled();
    let first = item(1, 1, 1, None, b"a");
    assert_eq!(server.push_one(first.clone()), PushOutcome::Stored);
    let newer = item(2, 1, 2, Some(first.record.hash()), b"b");
    assert_eq!(server.push_one(newer.clone()), PushOutcome::Stored);
    // The first one again, though another took its place since.
    assert_eq!(server.push_one(first), PushOutcome::Stored);
    let page = server.pull(0).unwrap();
    assert_eq!(page.records, [(Sequence(2), newer.record)]);
    assert_eq!((page.upto, page.more), (Sequence(2), false));
}

#[test]
fn one_operation_never_stands_for_two_states() {
    let server = Server::enrolled();
    server.push_one(item(1, 1, 1, None, b"a"));
    assert_eq!(server.push(vec![item(1, 1, 1, None, b"b")]), Err(Refusal::Malformed));
}

#[test]
fn a_state_made_from_an_older_one_comes_back_with_the_present_one() {
    let server = Server::enrolled();
    let first = item(1, 1, 1, None, b"a");
    server.push_one(first.clone());
    let conflict = PushOutcome::Conflict(first.record.clone());
    assert_eq!(server.push_one(item(2, 1, 1, None, b"b")), conflict);
    assert_eq!(server.push_one(item(3, 1, 2, Some(RecordHash([0; 32])), b"b")), conflict);
    let missing = server.push_one(item(4, 2, 2, Some(RecordHash([0; 32])), b"b"));
    assert_eq!(missing, PushOutcome::Missing);
    assert_eq!(server.pull(0).unwrap().records.len(), 1);
}

#[test]
fn numbers_rise_and_belong_to_one_push() {
    let server = Server::enrolled();
    let response = server.push((1..=3).map(|n| item(n, n, 1, None, b"x")).collect()).unwrap();
    assert_eq!((response.before, response.head), (Sequence(0), Sequence(3)));
    let same = item(4, 1, 1, Some(item(1, 1, 1, None, b"x").record.hash()), b"y");
    assert_eq!(server.push(vec![same]), Err(Refusal::Malformed), "the number must rise");
    let twice = vec![item(5, 9, 1, None, b"x"), item(6, 9, 2, None, b"y")];
    assert_eq!(server.push(twice), Err(Refusal::Malformed));
    assert_eq!(server.push(vec![item(7, 9, 0, None, b"x")]), Err(Refusal::Malformed));
    assert_eq!(server.push(vec![item(7, 9, u64::MAX, None, b"x")]), Err(Refusal::Malformed));
}

#[test]
fn pages_are_bounded_and_go_on_where_they_ended() {
    let server = Server::enrolled();
    for group in 0..6u8 {
        let items = (0..100u8).map(|n| {
            let mut item = item(0, 0, 1, None, &[n; 300]);
            item.operation.0[..2].copy_from_slice(&[group, n]);
            item.record.id.0[..2].copy_from_slice(&[group, n]);
            item
        });
        server.push(items.collect()).unwrap();
    }
    let large = item(1, 255, 1, None, &vec![0; limits::RECORD_BYTES]);
    assert_eq!(server.push_one(large), PushOutcome::Stored);
    let mut since = 0;
    let mut counts = Vec::new();
    loop {
        let page = server.pull(since).unwrap();
        counts.push(page.records.len());
        since = page.upto.0;
        if !page.more {
            break;
        }
    }
    assert_eq!(counts, [250, 250, 100, 1]);
    assert_eq!(since, 601);
}

#[test]
fn what_is_too_large_is_refused() {
    let server = Server::enrolled();
    let large = item(1, 1, 1, None, &vec![0; limits::RECORD_BYTES + 1]);
    assert_eq!(server.push_one(large), PushOutcome::TooLarge);
    let many = (0..=100u8).map(|n| item(n, n, 1, None, b"x")).collect();
    assert_eq!(server.push(many), Err(Refusal::TooLarge));
    let half = vec![0; limits::PUSH_BYTES / 2 + 1];
    let two = vec![item(1, 1, 1, None, &half), item(2, 2, 1, None, &half)];
    assert_eq!(server.push(two), Err(Refusal::TooLarge));
}

#[test]
fn conflicts_too_large_for_one_answer_are_left_for_later() {
    let server = Server::enrolled();
    let bytes = vec![1; limits::RECORD_BYTES];
    let mut hashes = Vec::new();
    for n in 1..=3 {
        let large = item(n, n, 1, None, &bytes);
        hashes.push(large.record.clone());
        server.push_one(large);
    }
    let items = (1..=3).map(|n| item(n + 10, n, 2, None, b"x")).collect();
    let outcomes = server.push(items).unwrap().outcomes;
    assert_eq!(outcomes[0], PushOutcome::Conflict(hashes[0].clone()));
    assert_eq!(outcomes[2], PushOutcome::Later);
}

#[test]
fn a_full_vault_says_how_full_and_can_still_be_emptied() {
    let server = Server::with(Limits::none(), 2_000);
    server.register(CODE, VAULT, TOKEN).unwrap();
    let first = item(1, 1, 1, None, &[0; 1_500]);
    assert_eq!(server.push_one(first.clone()), PushOutcome::Stored);
    let full = server.push_one(item(2, 2, 1, None, &[0; 500]));
    assert_eq!(full, PushOutcome::QuotaFull { used: 1_756, quota: 2_000 });
    let smaller = item(3, 1, 2, Some(first.record.hash()), b"erased");
    assert_eq!(server.push_one(smaller), PushOutcome::Stored);
    assert_eq!(server.push_one(item(2, 2, 1, None, &[0; 500])), PushOutcome::Stored);
}

#[test]
fn the_sum_is_as_of_one_number() {
    let server = Server::enrolled();
    let request = |at| {
        now(server.service.digest(DigestRequest { credentials: credentials(), at: Sequence(at) }))
    };
    assert_eq!(request(0), Ok(DigestResponse::Hash(SetHash::default())));
    let first = item(1, 1, 1, None, b"a");
    server.push_one(first.clone());
    assert_eq!(request(0), Ok(DigestResponse::Moved));
    let sum: SetHash = [first.record.hash()].into_iter().collect();
    assert_eq!(request(1), Ok(DigestResponse::Hash(sum)));
    assert_eq!(request(2), Err(Refusal::Behind { head: Sequence(1) }));
    assert_eq!(server.pull(2), Err(Refusal::Behind { head: Sequence(1) }));
    // A row that the disk lost shows: the sum is counted, not remembered.
    server.service.storage().lose(VAULT, RecordId([1; 16]));
    assert_eq!(request(1), Ok(DigestResponse::Hash(SetHash::default())));
}

#[test]
fn only_who_has_a_token_for_this_vault_and_this_server_comes_in() {
    let server = Server::enrolled();
    let check = |credentials: Credentials, refusal: Refusal| {
        let pulled = now(server.service.pull(PullRequest { credentials, since: Sequence(0) }));
        assert_eq!(pulled, Err(refusal));
        let items = vec![item(1, 1, 1, None, b"a")];
        assert_eq!(now(server.service.push(PushRequest { credentials, items })), Err(refusal));
        let at = Sequence(0);
        assert_eq!(now(server.service.digest(DigestRequest { credentials, at })), Err(refusal));
        assert_eq!(now(server.service.devices(DevicesRequest { credentials })), Err(refusal));
        let device = TOKEN.hash();
        assert_eq!(now(server.service.grant(GrantRequest { credentials, device })), Err(refusal));
        assert_eq!(now(server.service.revoke(RevokeRequest { credentials, device })), Err(refusal));
        let open = MailboxOpenRequest { credentials, mailbox: MailboxId([1; 16]), sealed: None };
        assert_eq!(now(server.service.mailbox_open(open)), Err(refusal));
    };
    check(Credentials { token: Token([0; 32]), ..credentials() }, Refusal::UnknownToken);
    check(Credentials { vault: VaultId([0; 16]), ..credentials() }, Refusal::UnknownToken);
    let restored = ServerIdentity { epoch: Epoch([0; 16]), ..IDENTITY };
    check(Credentials { identity: restored, ..credentials() }, Refusal::OtherServer(IDENTITY));
    now(server.service.revoke(RevokeRequest { credentials: credentials(), device: TOKEN.hash() }))
        .unwrap();
    check(credentials(), Refusal::Revoked);
}

#[test]
fn a_second_device_is_let_in_listed_and_shut_out_for_good() {
    let server = Server::enrolled();
    let second = Token([6; 32]);
    let grant = || {
        now(server
            .service
            .grant(GrantRequest { credentials: credentials(), device: second.hash() }))
    };
    grant().unwrap();
    grant().unwrap();
    server.later(DAY);
    let its = Credentials { token: second, ..credentials() };
    now(server.service.pull(PullRequest { credentials: its, since: Sequence(0) })).unwrap();
    let list =
        now(server.service.devices(DevicesRequest { credentials: credentials() })).unwrap().devices;
    let found = list.iter().find(|device| device.device == second.hash()).unwrap();
    assert_eq!((list.len(), found.since, found.seen), (2, 20_000, 20_001));
    now(server.service.revoke(RevokeRequest { credentials: credentials(), device: second.hash() }))
        .unwrap();
    let refused = now(server.service.pull(PullRequest { credentials: its, since: Sequence(0) }));
    assert_eq!(refused, Err(Refusal::Revoked));
    assert_eq!(grant(), Err(Refusal::Revoked));
}

#[test]
fn a_vault_has_a_bounded_number_of_devices() {
    let server = Server::enrolled();
    let grant = |n: u8| {
        let device = Token([n; 32]).hash();
        now(server.service.grant(GrantRequest { credentials: credentials(), device }))
    };
    for n in 100..131 {
        grant(n).unwrap();
    }
    assert_eq!(grant(131), Err(Refusal::TooManyDevices));
}

#[test]
fn a_mailbox_serves_once_within_ten_minutes() {
    let server = Server::enrolled();
    let mailbox = MailboxId([1; 16]);
    let open = |sealed: Option<Vec<u8>>| {
        now(server.service.mailbox_open(MailboxOpenRequest {
            credentials: credentials(),
            mailbox,
            sealed,
        }))
    };
    let take = |taker: u8| {
        now(server
            .service
            .mailbox_take(MailboxTakeRequest { mailbox, taker: TakerId([taker; 16]) }))
    };
    assert_eq!(take(1), Err(Refusal::MailboxUnknown));
    assert_eq!(open(Some(vec![7])).unwrap().seconds, 600);
    server.later(60);
    assert_eq!(open(Some(vec![7])).unwrap().seconds, 540, "the answer was lost");
    assert_eq!(take(1).unwrap().sealed, [7]);
    assert_eq!(take(1).unwrap().sealed, [7], "the answer was lost");
    assert_eq!(take(2), Err(Refusal::MailboxUsed));
    assert_eq!(open(Some(vec![8])), Err(Refusal::MailboxUsed));
    server.later(541);
    assert_eq!(take(1), Err(Refusal::MailboxUnknown));
    assert!(open(Some(vec![8])).is_ok(), "a name that is over is free again");
}

#[test]
fn an_empty_mailbox_takes_one_thing() {
    let server = Server::enrolled();
    let mailbox = MailboxId([1; 16]);
    let put =
        |sealed: Vec<u8>| now(server.service.mailbox_put(MailboxPutRequest { mailbox, sealed }));
    let take = || {
        now(server.service.mailbox_take(MailboxTakeRequest { mailbox, taker: TakerId([1; 16]) }))
    };
    assert_eq!(put(vec![1]), Err(Refusal::MailboxUnknown));
    now(server.service.mailbox_open(MailboxOpenRequest {
        credentials: credentials(),
        mailbox,
        sealed: None,
    }))
    .unwrap();
    assert_eq!(take(), Err(Refusal::MailboxEmpty));
    assert_eq!(put(vec![0; limits::MAILBOX_BYTES + 1]), Err(Refusal::TooLarge));
    put(vec![1]).unwrap();
    put(vec![1]).unwrap();
    assert_eq!(put(vec![2]), Err(Refusal::MailboxUsed));
    assert_eq!(take().unwrap().sealed, [1]);
}

#[test]
fn who_asks_too_often_is_told_to_wait() {
    let limits = Limits { device: (3, 1), failed_attempts: (4, 1), ..Limits::none() };
    let server = Server::with(limits, 1 << 30);
    server.register(CODE, VAULT, TOKEN).unwrap();
    for _ in 0..3 {
        server.pull(0).unwrap();
    }
    assert!(matches!(server.pull(0), Err(Refusal::TooMany { .. })));
    server.later(2);
    server.pull(0).unwrap();
    let guess = |n: u8| server.register(Code([n; 16]), VAULT, TOKEN);
    let last = (0..10).map(guess).last().unwrap();
    assert!(matches!(last, Err(Refusal::TooMany { .. })), "codes are not guessed at leisure");
}

#[test]
fn a_vault_that_a_backup_brought_back_takes_its_owner_in_with_a_new_invitation() {
    let server = Server::enrolled();
    server.push_one(item(1, 1, 1, None, b"a"));
    let code = Code([6; 16]);
    server.invite(code, false);
    let response = server.register(code, VAULT, Token([7; 32])).unwrap();
    assert_eq!(response.quota, 1 << 30, "a vault does not shrink");
    assert_eq!(server.pull(0).unwrap().records.len(), 1);
}

#[test]
fn what_is_over_is_forgotten() {
    let server = Server::enrolled();
    let first = item(1, 1, 1, None, b"a");
    server.push_one(first.clone());
    server.push_one(item(2, 1, 2, Some(first.record.hash()), b"b"));
    server.later(500 * DAY);
    server.service.clean_up().unwrap();
    // A device that slept for so long sends again: it gets the present state, which contains its own.
    assert!(matches!(server.push_one(first), PushOutcome::Conflict(_)));
}
