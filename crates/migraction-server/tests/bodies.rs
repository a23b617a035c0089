//! Bodies that are too large, too slow, too many or never end, against the real program and its reader of bodies.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::post;
use migraction_server::connections::{self, Timeouts};
use migraction_server::routes::body::{Bodies, BodyError, BodyLimits};
use support::Server;
use tokio::net::TcpListener;

const HEAD: &str = "POST /api/sync/push HTTP/1.1\r\nhost: test\r\n";

/// The memory that the program has from the system now, in KiB.
#[cfg(target_os = "linux")]
fn memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn response(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A server that refuses early may close before the client is done.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned()
}

fn with_data() -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&["--data", folder.path().join("data").to_str().unwrap()]);
    (folder, server)
}

#[test]
fn a_body_that_says_it_is_too_large_is_refused_before_it_comes() {
    let (_folder, server) = with_data();
    let mut stream = server.connect();
    write!(stream, "{HEAD}content-length: 1000000000000\r\n\r\n").unwrap();
    assert!(response(&mut stream).contains("413"));
}

/// 40,000 bytes, each in a chunk of its own, held 154 MiB.
#[cfg(target_os = "linux")]
#[test]
fn a_body_in_crumbs_costs_no_more_than_its_bytes() {
    let (_folder, server) = with_data();
    let before = memory(&server);
    let mut streams = Vec::new();
    for _ in 0..4 {
        let mut stream = server.connect();
        stream.set_nodelay(true).unwrap();
        write!(stream, "{HEAD}transfer-encoding: chunked\r\n\r\n").unwrap();
        for _ in 0..10_000 {
            stream.write_all(b"1\r\nx\r\n").unwrap();
        }
        streams.push(stream);
    }
    std::thread::sleep(Duration::from_millis(500));
    let grown = memory(&server).saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB for 40,000 bytes");
}

/// 450 bodies that never ended held 274 MiB.
#[cfg(target_os = "linux")]
#[test]
fn many_unfinished_bodies_cost_a_bounded_amount() {
    let (_folder, server) = with_data();
    let before = memory(&server);
    let most = vec![0; 600 * 1024];
    let mut streams = Vec::new();
    for _ in 0..200 {
        let mut stream = server.connect();
        stream.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
        write!(stream, "{HEAD}content-length: 655360\r\n\r\n").unwrap();
        // Who has no place is not read, and cannot send more than fits into the system's buffers.
        let _ = stream.write_all(&most);
        streams.push(stream);
    }
    let grown = memory(&server).saturating_sub(before);
    assert!(grown < 96 * 1024, "{grown} KiB");
    // Small messages go on meanwhile.
    let mut stream = server.connect();
    write!(stream, "{HEAD}connection: close\r\ncontent-length: 0\r\n\r\n").unwrap();
    assert!(response(&mut stream).contains("400"), "empty, and answered");
}

async fn start(limits: BodyLimits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let bodies = Bodies::new(limits);
    let read = post(move |request: Request| async move {
        let (head, body) = request.into_parts();
        match bodies.read(&head.headers, body).await {
            Ok(bytes) => format!("read {}", bytes.len()),
            Err(BodyError::TooLarge) => "too large".to_owned(),
            Err(BodyError::TooSlow) => "too slow".to_owned(),
            Err(BodyError::Busy) => "busy".to_owned(),
            Err(BodyError::Broken) => "broken".to_owned(),
        }
    });
    let router = Router::new().route("/", read);
    tokio::spawn(connections::serve(listener, router, Timeouts::default(), std::future::pending()));
    address
}

/// Sends these pieces, a while apart, and returns the last line of the answer.
async fn send(address: SocketAddr, head: &str, pieces: Vec<Vec<u8>>, pause: Duration) -> String {
    let head = format!("POST / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{head}\r\n\r\n");
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        for piece in pieces {
            std::thread::sleep(pause);
            if stream.write_all(&piece).is_err() {
                break;
            }
        }
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).lines().last().unwrap_or_default().to_owned()
    })
    .await
    .unwrap()
}

fn short() -> BodyLimits {
    BodyLimits {
        bytes: 1_000,
        small: 10,
        places: 1,
        wait: Duration::from_millis(100),
        grace: Duration::from_millis(400),
        rate: 1_000_000,
    }
}

#[tokio::test]
async fn a_body_is_read_whole_whether_its_length_is_said_or_not() {
    let address = start(short()).await;
    let now = Duration::ZERO;
    assert_eq!(send(address, "content-length: 3", vec![b"abc".into()], now).await, "read 3");
    let chunked = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".to_vec();
    let whole = send(address, "transfer-encoding: chunked", vec![chunked], now).await;
    assert!(whole.contains("read 5"), "{whole}");
    let mut large = b"bb8\r\n".to_vec();
    large.extend(vec![b'x'; 3_000]);
    large.extend(b"\r\n0\r\n\r\n");
    let refused = send(address, "transfer-encoding: chunked", vec![large], now).await;
    assert!(refused.contains("too large"), "{refused}");
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_let_go() {
    let address = start(short()).await;
    let drops = vec![b"x".to_vec(); 20];
    let slow = send(address, "content-length: 900", drops, Duration::from_millis(50)).await;
    assert!(slow.contains("too slow"), "{slow}");
}

#[tokio::test]
async fn who_finds_no_place_hears_so_and_small_bodies_need_none() {
    let address = start(short()).await;
    let slow = send(address, "content-length: 900", vec![b"x".into()], Duration::ZERO);
    let slow = tokio::spawn(slow);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let busy = send(address, "content-length: 20", vec![vec![b'x'; 20]], Duration::ZERO).await;
    assert!(busy.contains("busy"), "{busy}");
    let small = send(address, "content-length: 3", vec![b"abc".into()], Duration::ZERO).await;
    assert!(small.contains("read 3"), "{small}");
    assert!(slow.await.unwrap().contains("too slow"));
    let next = send(address, "content-length: 20", vec![vec![b'x'; 20]], Duration::ZERO).await;
    assert!(next.contains("read 20"), "{next}");
}
