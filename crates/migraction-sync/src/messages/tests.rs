//! The bytes on the wire, pinned. A change here is a new wire: devices in the field speak the old one.

use super::*;
use crate::ids::{
    Epoch, MailboxId, OperationId, RecordId, Sequence, ServerId, TakerId, Token, TokenHash,
    VaultId, Version,
};
use crate::protocol::{Credentials, Refusal, ServerIdentity};
use crate::record::{RecordHash, SealedRecord};
use crate::set_hash::SetHash;
use crate::wire;

fn check<M>(message: &M, pinned: &str)
where
    M: Serialize + DeserializeOwned + PartialEq + core::fmt::Debug,
{
    let bytes = wire::encode(message);
    assert_eq!(shorten(&hex::encode(&bytes)), pinned);
    assert_eq!(wire::decode::<M>(&bytes).as_ref(), Ok(message));
}

/// Ids are runs of one byte: `11*16`.
fn shorten(digits: &str) -> String {
    let mut short = String::new();
    let mut rest = digits;
    while let Some(byte) = rest.get(..2) {
        let run = rest.as_bytes().chunks(2).take_while(|pair| *pair == byte.as_bytes()).count();
        short += if run >= 16 { byte } else { &rest[..run * 2] };
        if run >= 16 {
            short += &format!("*{run} ");
        }
        rest = &rest[run * 2..];
    }
    short
}

fn identity() -> ServerIdentity {
    ServerIdentity { server: ServerId([0xa1; 16]), epoch: Epoch([0xa2; 16]) }
}

fn credentials() -> Credentials {
    Credentials { identity: identity(), vault: VaultId([3; 16]), token: Token([4; 32]) }
}

fn record() -> SealedRecord {
    SealedRecord { id: RecordId([5; 16]), version: Version(300), sealed: vec![9, 8, 7] }
}

#[test]
fn requests_are_written_as_devices_in_the_field_write_them() {
    const CREDENTIALS: &str = "a1*16 a2*16 03*16 04*32 ";
    let with_pass = |rest: &str| format!("6d6701{CREDENTIALS}{rest}");
    check(&HelloRequest, "6d6701");
    let request =
        RegisterRequest { code: [6; 16], vault: VaultId([3; 16]), device: TokenHash([7; 32]) };
    check(&request, "6d670106*16 03*16 07*32 ");
    let item = PushItem {
        operation: OperationId([8; 16]),
        base: Some(RecordHash([9; 32])),
        record: record(),
    };
    let first = PushItem { base: None, ..item.clone() };
    check(
        &PushRequest { credentials: credentials(), items: vec![item, first] },
        &with_pass("0208*16 0109*32 05*16 ac020309080708*16 0005*16 ac0203090807"),
    );
    check(&PullRequest { credentials: credentials(), since: Sequence(128) }, &with_pass("8001"));
    check(&DigestRequest { credentials: credentials(), at: Sequence(5) }, &with_pass("05"));
    let device = TokenHash([7; 32]);
    check(&GrantRequest { credentials: credentials(), device }, &with_pass("07*32 "));
    check(&RevokeRequest { credentials: credentials(), device }, &with_pass("07*32 "));
    check(&DevicesRequest { credentials: credentials() }, &with_pass(""));
    let mailbox = MailboxId([10; 16]);
    let open = MailboxOpenRequest { credentials: credentials(), mailbox, sealed: Some(vec![1]) };
    check(&open, &with_pass("0a*16 010101"));
    check(&MailboxPutRequest { mailbox, sealed: vec![1, 2] }, "6d67010a*16 020102");
    check(&MailboxTakeRequest { mailbox, taker: TakerId([11; 16]) }, "6d67010a*16 0b*16 ");
}

#[test]
fn answers_are_written_as_devices_in_the_field_read_them() {
    type Said<A> = Result<A, Refusal>;
    check::<Said<_>>(
        &Ok(HelloResponse { identity: identity(), time: 1 }),
        "6d670100a1*16 a2*16 01",
    );
    check::<Said<_>>(
        &Ok(RegisterResponse { identity: identity(), quota: 2 }),
        "6d670100a1*16 a2*16 02",
    );
    let outcomes = vec![
        PushOutcome::Stored,
        PushOutcome::Conflict(record()),
        PushOutcome::Missing,
        PushOutcome::Later,
        PushOutcome::TooLarge,
        PushOutcome::QuotaFull { used: 1, quota: 2 },
    ];
    let response = PushResponse { outcomes, before: Sequence(3), head: Sequence(4) };
    check::<Said<_>>(&Ok(response), "6d67010006000105*16 ac02030908070203040501020304");
    let page = PullResponse {
        records: vec![(Sequence(1), record())],
        upto: Sequence(2),
        more: true,
        time: 3,
    };
    check::<Said<_>>(&Ok(page), "6d670100010105*16 ac0203090807020103");
    let hash: SetHash = [RecordHash([1; 32])].into_iter().collect();
    check::<Said<_>>(
        &Ok(DigestResponse::Hash(hash)),
        "6d670100008182848890a0c080018182848890a0c080018182848890a0c080018182848890a0c0800101",
    );
    check::<Said<_>>(&Ok(DigestResponse::Moved), "6d67010001");
    check::<Said<_>>(&Ok(MailboxOpenResponse { seconds: 600 }), "6d670100d804");
    check::<Said<_>>(&Ok(MailboxTakeResponse { sealed: vec![1] }), "6d6701000101");
}

#[test]
fn refusals_keep_their_numbers() {
    let refusals = [
        Refusal::Malformed,
        Refusal::OtherServer(identity()),
        Refusal::UnknownToken,
        Refusal::Revoked,
        Refusal::InvitationUnknown,
        Refusal::InvitationUsed,
        Refusal::InvitationExpired,
        Refusal::TooLarge,
        Refusal::TooMany { seconds: 1 },
        Refusal::TooManyDevices,
        Refusal::MailboxUnknown,
        Refusal::MailboxEmpty,
        Refusal::MailboxUsed,
        Refusal::Behind { head: Sequence(1) },
        Refusal::Unavailable,
    ];
    for (number, refusal) in refusals.into_iter().enumerate() {
        let bytes = wire::encode(&Err::<(), _>(refusal));
        assert_eq!(&bytes[..4], b"mg\x01\x01");
        assert_eq!(usize::from(bytes[4]), number, "{refusal:?}");
    }
}
