//! Clients that are slow, silent or too many, with a patience short enough for a test.

#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use migraction_server::connections::{self, Timeouts};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// More than a connection's buffers hold.
const LARGE: usize = 64 << 20;
const ASK: &[u8] = b"GET /small HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<bool>,
}

async fn start(timeouts: Timeouts) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let large = Bytes::from(vec![0; LARGE]);
    let router = Router::new()
        .route("/small", get(async || "small"))
        .route("/large", get(async move || large));
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(connections::serve(listener, router, timeouts, async {
        let _ = stopped.await;
    }));
    Running { address, stop, ended }
}

async fn connect(running: &Running, sends: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(sends).await.unwrap();
    stream
}

async fn everything(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_client_that_never_ends_its_request_is_let_go() {
    let timeouts = Timeouts { head: Duration::from_millis(200), ..Timeouts::default() };
    let running = start(timeouts).await;
    for sends in [&b""[..], b"GET /small HTTP/1.1\r\nhost:"] {
        let begun = Instant::now();
        assert!(!everything(connect(&running, sends).await).await.contains("small"));
        assert!(begun.elapsed() >= Duration::from_millis(150));
    }
}

#[tokio::test]
async fn a_client_that_takes_nothing_gives_its_place_to_the_next() {
    let timeouts =
        Timeouts { stalled: Duration::from_millis(300), connections: 1, ..Timeouts::default() };
    let running = start(timeouts).await;
    let stuck = connect(&running, b"GET /large HTTP/1.1\r\nhost: test\r\n\r\n").await;
    let begun = Instant::now();
    assert!(everything(connect(&running, ASK).await).await.ends_with("small"));
    assert!(begun.elapsed() >= Duration::from_millis(250));
    drop(stuck);
}

#[tokio::test]
async fn a_client_that_is_slow_but_takes_something_is_served() {
    let timeouts = Timeouts { stalled: Duration::from_millis(300), ..Timeouts::default() };
    let running = start(timeouts).await;
    let request = b"GET /large HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
    let mut slow = connect(&running, request).await;
    let mut taken = 0;
    let mut buffer = vec![0; 8 << 20];
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        match slow.read(&mut buffer).await.unwrap() {
            0 => break,
            some => taken += some,
        }
    }
    assert!(taken > LARGE, "{taken}");
}

#[tokio::test]
async fn the_end_waits_for_requests_under_way_but_not_for_ever() {
    let timeouts = Timeouts { stop: Duration::from_millis(400), ..Timeouts::default() };
    let running = start(timeouts).await;
    let stuck = connect(&running, b"GET /small HTTP/1.1\r\n").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    running.stop.send(()).unwrap();
    assert!(!running.ended.await.unwrap(), "one request was left");
    assert!(begun.elapsed() >= Duration::from_millis(350));
    drop(stuck);
}

#[tokio::test]
async fn nobody_connects_after_the_end() {
    let running = start(Timeouts::default()).await;
    assert!(everything(connect(&running, ASK).await).await.ends_with("small"));
    running.stop.send(()).unwrap();
    assert!(running.ended.await.unwrap());
    assert!(TcpStream::connect(running.address).await.is_err());
}
