//! The real program on a disk that takes nothing: the system refuses all writes to files (`ulimit -f 0`), as a full
//! disk does, until the limit is lifted.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use support::Server;

/// Lets a running program write as much as it likes, or nothing.
fn limit(server: &Server, bytes: &str) {
    let done = Command::new("prlimit")
        .args(["--pid", &server.id().to_string(), &format!("--fsize={bytes}:unlimited")])
        .status()
        .unwrap();
    assert!(done.success());
}

/// What readiness says, once it says this: it asks the disk only every few seconds.
fn wait_until_ready(server: &Server, ready: bool) -> String {
    let timeouts = Instant::now() + Duration::from_secs(20);
    loop {
        let response = server.get("/readyz");
        if (response.status == 200) == ready {
            return response.body;
        }
        assert!(Instant::now() < timeouts, "{}", response.body);
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_full_disk_leaves_the_guide_up_and_readiness_honest() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["--data", data.to_str().unwrap()];
    // Started so, the signal that comes with such a limit ends nothing.
    let server = Server::start_on_full_disk(&arguments);
    limit(&server, "unlimited");
    wait_until_ready(&server, true);
    limit(&server, "0");
    let body = wait_until_ready(&server, false);
    assert!(body.contains(r#""notes":false"#), "{body}");
    assert_eq!(server.get("/fr").status, 200, "the guide needs no disk");
    server.stop("KILL");

    let server = Server::start_on_full_disk(&arguments);
    assert_eq!(server.get("/fr").status, 200, "it starts, and the guide is there");
    wait_until_ready(&server, false);
    limit(&server, "unlimited");
    let body = wait_until_ready(&server, true);
    assert!(body.contains(r#""notes":true"#), "{body}");
}

#[test]
fn a_first_start_on_a_full_disk_waits_for_room() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start_on_full_disk(&["--data", data.to_str().unwrap()]);
    assert_eq!(server.get("/fr").status, 200);
    wait_until_ready(&server, false);
    limit(&server, "unlimited");
    wait_until_ready(&server, true);
    let (_, _, _, log) = server.stop("TERM");
    assert!(log.contains("notes wait for their disk"), "{log}");
}
