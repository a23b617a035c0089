//! The real program keeping sealed notes: invited, asked over HTTP, stopped, backed up, restored.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use migraction_sync::client::{Client, Transport};
use migraction_sync::messages::{
    GrantRequest, HelloRequest, PullRequest, PushItem, PushOutcome, PushRequest, PushResponse,
    RegisterRequest, RevokeRequest,
};
use migraction_sync::{
    CallError, Code, Credentials, OperationId, Protocol, RecordId, Refusal, SealedRecord, Sequence,
    ServerIdentity, Token, VaultId, Version, wire,
};
use support::{Server, program, refusal};
use tempfile::TempDir;

const VAULT: VaultId = VaultId([3; 16]);
const TOKEN: Token = Token([4; 32]);
const SEALED: &[u8] = b"SEALED-BYTES-THAT-NO-LOG-MAY-HOLD";

/// The way to a server, as a browser would take it.
struct Way<'a>(&'a str);

impl Transport for Way<'_> {
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        post(self.0, &format!("/api/sync/{name}"), &bytes)
    }
}

fn post(address: &str, path: &str, bytes: &[u8]) -> Option<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = bytes.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    // A server that refuses early may close before it has read all.
    let _ = stream.write_all(bytes);
    let mut response = Vec::new();
    stream.read_to_end(&mut response).ok()?;
    let end = response.windows(4).position(|window| window == b"\r\n\r\n")?;
    let status = std::str::from_utf8(&response[9..12]).unwrap().parse().unwrap();
    Some((status, response[end + 4..].to_vec()))
}

fn start(data: &Path, more: &[&str]) -> Server {
    let mut arguments = vec!["--data", data.to_str().unwrap()];
    arguments.extend(more);
    Server::start(&arguments)
}

fn run(arguments: &[&str]) -> String {
    let output = program(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn invite(data: &Path) -> Code {
    let said = run(&[
        "invite",
        "--data",
        data.to_str().unwrap(),
        "--address",
        "https://guide.example.org/",
    ]);
    let code = said.lines().next().unwrap().strip_prefix("code  ").unwrap();
    assert!(said.contains(&format!("link  https://guide.example.org/go/join#{code}\n")), "{said}");
    Code::parse(code).unwrap()
}

async fn enrol(server: &Server, code: Code) -> Result<ServerIdentity, CallError> {
    let request = RegisterRequest { code: code.0, vault: VAULT, device: TOKEN.hash() };
    Ok(Client(Way(&server.address)).register(request).await?.identity)
}

fn credentials(identity: ServerIdentity) -> Credentials {
    Credentials { identity, vault: VAULT, token: TOKEN }
}

async fn push_one(
    server: &Server,
    identity: ServerIdentity,
    record: u8,
) -> Result<PushResponse, CallError> {
    let record =
        SealedRecord { id: RecordId([record; 16]), version: Version(1), sealed: SEALED.into() };
    let item = PushItem { operation: OperationId(record.id.0), base: None, record };
    let request = PushRequest { credentials: credentials(identity), items: vec![item] };
    Client(Way(&server.address)).push(request).await
}

async fn pull_all(server: &Server, identity: ServerIdentity) -> Result<usize, CallError> {
    let request = PullRequest { credentials: credentials(identity), since: Sequence(0) };
    Ok(Client(Way(&server.address)).pull(request).await?.records.len())
}

/// A folder of notes with a server on it, and one device enrolled.
async fn enrolled() -> (TempDir, Server, ServerIdentity) {
    let folder = tempfile::tempdir().unwrap();
    let server = start(&folder.path().join("data"), &["--log"]);
    let code = invite(&folder.path().join("data"));
    let identity = enrol(&server, code).await.unwrap();
    (folder, server, identity)
}

#[tokio::test]
async fn what_was_stored_outlives_a_kill_and_no_line_of_the_log_says_whose_it_is() {
    let (folder, server, identity) = enrolled().await;
    assert_eq!(push_one(&server, identity, 1).await.unwrap().outcomes, [PushOutcome::Stored]);
    let (_, _, _, log) = server.stop("KILL");
    assert!(log.contains(r#""place":"sync","file":"push""#), "{log}");
    for secret in ["SEALED", &VAULT.to_hex(), &TOKEN.hash().to_hex(), "127.0.0.1"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    let server = start(&folder.path().join("data"), &[]);
    assert_eq!(pull_all(&server, identity).await, Ok(1));
    assert!(server.get("/readyz").body.contains(r#""notes":true"#));
}

#[tokio::test]
async fn an_invitation_is_for_one() {
    let (folder, server, _) = enrolled().await;
    let code = invite(&folder.path().join("data"));
    let wrong = enrol(&server, Code([0; 16])).await;
    assert_eq!(wrong, Err(Refusal::InvitationUnknown.into()));
    enrol(&server, code).await.unwrap();
    let request = RegisterRequest { code: code.0, vault: VaultId([9; 16]), device: TOKEN.hash() };
    let used = Client(Way(&server.address)).register(request).await;
    assert_eq!(used, Err(Refusal::InvitationUsed.into()));
}

#[tokio::test]
async fn a_backup_is_whole_while_the_server_runs_and_a_restored_server_is_another_life() {
    let (folder, server, identity) = enrolled().await;
    let data = folder.path().join("data");
    let backup = folder.path().join("backup.db");
    let (data, backup) = (data.to_str().unwrap(), backup.to_str().unwrap());
    push_one(&server, identity, 1).await.unwrap();
    run(&["backup", "--data", data, "--to", backup]);
    push_one(&server, identity, 2).await.unwrap();

    let restore = ["restore", "--data", data, "--from", backup];
    assert!(refusal(&restore).contains("is running"), "a running server is not pulled away");
    assert!(refusal(&["backup", "--data", data, "--to", backup]).contains("exists"));
    server.stop("TERM");
    assert!(refusal(&restore).contains("--replace"), "nothing is written over unasked");
    let said = run(&["restore", "--data", data, "--from", backup, "--replace"]);
    assert!(said.contains("before-restore-1.db"), "{said}");

    let server = start(Path::new(data), &[]);
    let hello = Client(Way(&server.address)).hello(HelloRequest).await.unwrap();
    assert_eq!(hello.identity.server, identity.server);
    assert_ne!(hello.identity.epoch, identity.epoch);
    let refused = push_one(&server, identity, 2).await;
    assert_eq!(refused, Err(Refusal::OtherServer(hello.identity).into()));
    assert_eq!(
        pull_all(&server, hello.identity).await,
        Ok(1),
        "what came after the backup is gone"
    );
}

/// After `restore` a phone that was shut out was let in again, and a used invitation worked.
#[tokio::test]
async fn who_was_shut_out_after_a_backup_stays_out_when_it_is_restored() {
    let (folder, server, identity) = enrolled().await;
    let data = folder.path().join("data");
    let backup = folder.path().join("backup.db");
    let lost = Token([6; 32]);
    let client = Client(Way(&server.address));
    let owner = credentials(identity);
    client.grant(GrantRequest { credentials: owner, device: lost.hash() }).await.unwrap();
    let spare = invite(&data);
    run(&["backup", "--data", data.to_str().unwrap(), "--to", backup.to_str().unwrap()]);
    client.revoke(RevokeRequest { credentials: owner, device: lost.hash() }).await.unwrap();
    let other = RegisterRequest { code: spare.0, vault: VaultId([9; 16]), device: lost.hash() };
    client.register(other).await.unwrap();
    server.stop("TERM");
    let restore = [
        "restore",
        "--data",
        data.to_str().unwrap(),
        "--from",
        backup.to_str().unwrap(),
        "--replace",
    ];
    let said = run(&restore);
    assert!(said.contains("devices that stay shut out: 1"), "{said}");

    let server = start(&data, &[]);
    let client = Client(Way(&server.address));
    let identity = client.hello(HelloRequest).await.unwrap().identity;
    let its = Credentials { token: lost, ..credentials(identity) };
    let refused = client.pull(PullRequest { credentials: its, since: Sequence(0) }).await;
    assert_eq!(refused, Err(Refusal::Revoked.into()));
    let used = RegisterRequest { code: spare.0, vault: VaultId([7; 16]), device: TOKEN.hash() };
    assert_eq!(client.register(used).await, Err(Refusal::InvitationUsed.into()));
    server.stop("TERM");

    // Without what was there before, nobody knows who was shut out: that is said, and open invitations end.
    fs::remove_dir_all(&data).unwrap();
    let said = run(&restore);
    assert!(said.contains("shut lost phones out again; open invitations ended: 1"), "{said}");
    let server = start(&data, &[]);
    let client = Client(Way(&server.address));
    assert_eq!(client.register(used).await, Err(Refusal::InvitationExpired.into()));
}

#[tokio::test]
async fn an_emptied_server_is_another_server() {
    let (folder, server, identity) = enrolled().await;
    server.stop("TERM");
    let data = folder.path().join("data");
    fs::remove_dir_all(&data).unwrap();
    let server = start(&data, &[]);
    let refused = pull_all(&server, identity).await;
    let Err(CallError::Refused(Refusal::OtherServer(other))) = refused else {
        panic!("{refused:?}")
    };
    assert_ne!(other.server, identity.server);
}

#[test]
fn commands_say_what_to_do_when_they_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("none");
    let none = none.to_str().unwrap();
    assert!(refusal(&["invite", "--data", none]).contains("holds no database"));
    assert!(refusal(&["backup", "--data", none, "--to", "x.db"]).contains("holds no database"));
    let missing = refusal(&["restore", "--data", none, "--from", none]);
    assert!(missing.contains("does not exist"), "{missing}");
    let text = folder.path().join("text.db");
    fs::write(&text, "not a database".repeat(200)).unwrap();
    let foreign = refusal(&["restore", "--data", none, "--from", text.to_str().unwrap()]);
    assert!(foreign.contains("no database of migraction-server"), "{foreign}");
}

#[tokio::test]
async fn nonsense_gets_a_clear_answer_and_harms_nobody() {
    let (_folder, server, identity) = enrolled().await;
    let check = |name: &str, bytes: &[u8], status: u16| {
        let (got, response) = post(&server.address, &format!("/api/sync/{name}"), bytes).unwrap();
        assert_eq!(got, status, "{name}");
        response
    };
    let malformed = wire::encode(&Err::<(), _>(Refusal::Malformed));
    assert_eq!(check("push", b"", 400), malformed);
    assert_eq!(check("push", b"mg\x01\xff\xff", 400), malformed);
    // A device newer than the server, and one that is older: both learn the server's number and nothing else.
    assert_eq!(check("pull", b"mg\x02anything", 426), b"mg\x01");
    assert_eq!(check("pull", b"mg\x00anything", 426), b"mg\x01");
    check("nothing", b"mg\x01", 404);
    let too_large = check("push", &vec![0; 700 * 1024], 413);
    assert_eq!(wire::decode::<Result<(), Refusal>>(&too_large), Ok(Err(Refusal::TooLarge)));
    assert_eq!(server.get("/api/sync/pull").status, 405);
    let response = server.request("POST", "/api/sync/hello", &[("content-length", "0")]);
    assert_eq!((response.status, response.header("cache-control").as_str()), (400, "no-store"));
    assert_eq!(pull_all(&server, identity).await, Ok(0));
}

#[tokio::test]
async fn a_server_without_a_folder_for_notes_keeps_none() {
    let server = Server::start(&[]);
    let response = Client(Way(&server.address)).hello(HelloRequest).await;
    assert!(matches!(response, Err(CallError::Broken(_))), "{response:?}");
    assert!(!server.get("/readyz").body.contains("notes"));
}
