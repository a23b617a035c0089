//! The real program on a real port: what browsers, robots and operators get from it.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;
use std::time::Duration;

use support::{Answer, SCRIPT, Server, app, program, refusal, write};

#[test]
fn the_bare_address_speaks_the_readers_language() {
    let server = Server::start(&[]);
    let check = |accepted, language: &str| {
        let response = server.request("GET", "/", &[("accept-language", accepted)]);
        assert_eq!(response.status, 200);
        assert!(response.body.contains(&format!("home {language}")), "{accepted}: {response:?}");
        assert_eq!(response.header("content-language"), language, "{accepted}");
        assert!(response.header("vary").contains("Accept-Language"), "{accepted}");
        assert_eq!(response.header("cache-control"), "no-cache");
    };
    check("it-IT,it;q=0.9,en;q=0.8", "it");
    check("nl-BE, en;q=0.5", "en");
    check("nl", "fr");
}

#[test]
fn each_sort_of_file_comes_with_its_type_and_its_time() {
    let server = Server::start(&[]);
    let check = |path: &str, kind: &str, caching: &str| {
        let response = server.get(path);
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header("content-type"), kind, "{path}");
        assert_eq!(response.header("cache-control"), caching, "{path}");
        assert_eq!(response.header("content-length"), response.body.len().to_string(), "{path}");
    };
    let (forever, hour) = ("public, max-age=31536000, immutable", "public, max-age=3600");
    check("/fr/", "text/html; charset=utf-8", "no-cache");
    check("/fr", "text/html; charset=utf-8", "no-cache");
    check("/index.html", "text/html; charset=utf-8", "no-cache");
    check("/sw.js", "text/javascript; charset=utf-8", "no-cache");
    check("/app-0123456789abcdef.js", "text/javascript; charset=utf-8", forever);
    check("/app-0123456789abcdef_bg.wasm", "application/wasm", forever);
    check("/manifest.webmanifest", "application/manifest+json", hour);
    check("/icons/icon.svg", "image/svg+xml", hour);
    check("/robots.txt", "text/plain; charset=utf-8", hour);
    check("/pack/manifest.json", "application/json", "no-cache");
    check("/pack/core-0123456789abcdef.bin", "application/octet-stream", forever);
}

#[test]
fn the_app_finds_its_own_pages() {
    let server = Server::start(&[]);
    for path in ["/fr/guide/accueil", "/go/search?q=x", "/it/strumenti/", "/fr/%C3%A9t%C3%A9"] {
        let response = server.get(path);
        assert_eq!(response.status, 200, "{path}");
        assert!(response.body.contains("shell"), "{path}");
        assert_eq!(response.header("content-language"), "", "{path}");
    }
}

#[test]
fn nothing_but_the_app_can_be_reached() {
    let server = Server::start(&[]);
    for path in [
        "/.env",
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/fr/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/fr%2findex.html",
        "/..%5c..%5cetc",
        "/icons/",
        "/pack/",
        "/pack/none-0123456789abcdef.bin",
        "/api/v1/anything",
        "/favicon.ico",
        "/sw.js.br",
    ] {
        let response = server.get(path);
        let expected = if path == "/icons/" { 200 } else { 404 };
        assert_eq!(response.status, expected, "{path}");
        assert!(!response.body.contains("SECRET"), "{path}");
        if expected == 404 {
            assert_eq!(response.header("content-type"), "text/plain; charset=utf-8", "{path}");
            assert_eq!(response.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[test]
fn brotli_files_go_to_those_who_take_them() {
    let server = Server::start(&[]);
    let request =
        |accepted| server.request("GET", &format!("/{SCRIPT}"), &[("accept-encoding", accepted)]);
    let small = request("gzip, deflate, br");
    assert_eq!(
        (small.body.as_str(), small.header("content-encoding").as_str()),
        ("script in brotli", "br")
    );
    assert_eq!(small.header("content-length"), "16");
    for accepted in ["gzip", "br;q=0", "*;q=0", ""] {
        let plain = request(accepted);
        assert_eq!(plain.body, "export default 1;", "{accepted}");
        assert_eq!(plain.header("content-encoding"), "", "{accepted}");
        assert_eq!(plain.header("vary"), "Accept-Encoding", "{accepted}");
        assert_ne!(plain.header("etag"), small.header("etag"));
    }
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let server = Server::start(&[]);
    for path in ["/", "/fr/", "/sw.js", "/pack/manifest.json", "/fr/some/page"] {
        let tag = server.get(path).header("etag");
        let again = server.request("GET", path, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.header("etag"), tag, "{path}");
        let changed = server.request("GET", path, &[("if-none-match", "\"other\"")]);
        assert_eq!(changed.status, 200, "{path}");
    }
}

#[test]
fn head_is_get_without_the_body() {
    let server = Server::start(&[]);
    for path in ["/", "/fr/", "/sw.js", "/fr/some/page", "/healthz", "/readyz", "/none.js"] {
        let (get, head) = (server.get(path), server.request("HEAD", path, &[]));
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
        for name in ["content-length", "content-type", "etag", "cache-control", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[test]
fn nothing_can_be_written() {
    let server = Server::start(&[]);
    for (method, path) in [
        ("POST", "/"),
        ("PUT", "/sw.js"),
        ("DELETE", "/none.js"),
        ("OPTIONS", "*"),
        ("POST", "/healthz"),
    ] {
        let response = server.request(method, path, &[("content-length", "0")]);
        assert_eq!(response.status, 405, "{method} {path}");
        let allowed = response.header("allow").replace(' ', "");
        assert_eq!(allowed, "GET,HEAD", "{method} {path}");
    }
}

#[test]
fn every_answer_carries_the_security_headers() {
    let server = Server::start(&[]);
    let answers = [
        server.get("/"),
        server.get("/sw.js"),
        server.get("/none.js"),
        server.get("/healthz"),
        server.request("POST", "/", &[]),
        server.request("GET", "/fr/", &[("if-none-match", "*")]),
    ];
    for response in &answers {
        let policy = response.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{response:?}"
        );
        assert_eq!(response.header("x-content-type-options"), "nosniff");
        assert_eq!(response.header("referrer-policy"), "no-referrer");
        assert_eq!(response.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(response.header("cross-origin-resource-policy"), "same-origin");
        assert!(response.header("permissions-policy").contains("camera=(), geolocation=(self)"));
        assert_eq!(response.header("strict-transport-security"), "");
    }
}

#[test]
fn https_is_asked_for_only_behind_a_proxy_that_speaks_it() {
    let server = Server::start(&["--https-in-front"]);
    assert_eq!(server.get("/none.js").header("strict-transport-security"), "max-age=31536000");
}

#[test]
fn a_supervisor_learns_that_it_lives_and_what_it_serves() {
    let server = Server::start(&[]);
    let alive = server.get("/healthz");
    assert_eq!((alive.status, alive.body.as_str()), (200, "ok\n"));
    let ready = server.get("/readyz");
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        r#"{{"ready":true,"version":"{version}","app":"feedfacefeedface","pack_sequence":42}}"#
    );
    assert_eq!((ready.status, &ready.body), (200, &expected));
    assert_eq!(ready.header("cache-control"), "no-store");
}

#[test]
fn a_retired_worker_replaces_the_worker_in_every_form() {
    let server = Server::start(&["--retire-worker"]);
    for accepted in ["br", "gzip"] {
        let worker = server.request("GET", "/sw.js", &[("accept-encoding", accepted)]);
        assert_eq!(worker.body, "retire();", "{accepted}");
        assert_eq!(worker.header("cache-control"), "no-cache");
        assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    }
}

#[test]
fn one_line_on_standard_output_and_none_about_readers() {
    let server = Server::start(&[]);
    server.get("/fr/notes/secret-note?q=secret-query");
    let (status, _, out, log) = server.stop("TERM");
    assert!(status.success());
    assert_eq!((out.as_str(), log.as_str()), ("", ""));
}

#[test]
fn the_log_names_the_apps_files_and_never_a_page_or_a_reader() {
    let server = Server::start(&["--log"]);
    server.request("GET", "/fr/secret-page?q=secret-query", &[("user-agent", "secret-agent")]);
    server.get("/secret-file.php");
    server.request("SECRET", "/", &[]);
    server.get("/sw.js");
    server.get("/healthz");
    let (_, _, _, log) = server.stop("INT");
    let events: Vec<&str> = log.lines().collect();
    assert_eq!(events.len(), 8, "{log}");
    assert!(events[0].starts_with(r#"{"event":"started","version":"#), "{log}");
    assert!(
        events[1].starts_with(r#"{"event":"answered","method":"GET","place":"page","status":200"#),
        "{log}"
    );
    assert!(
        log.contains(r#""method":"GET","place":"file","file":"sw.js","status":200,"bytes":16"#),
        "{log}"
    );
    assert!(log.contains(r#""method":"other","place":"server","status":405"#), "{log}");
    assert!(
        log.ends_with("{\"event\":\"stopping\"}\n{\"event\":\"stopped\",\"finished\":true}\n"),
        "{log}"
    );
    assert!(!log.to_lowercase().contains("secret") && !log.contains("127.0.0.1"), "{log}");
}

#[test]
fn idle_connections_do_not_hold_the_end_back() {
    let server = Server::start(&[]);
    let silent = server.connect();
    let mut kept = server.connect();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n").unwrap();
    assert!(kept.read(&mut [0; 64]).unwrap() > 0);
    let (status, took, _, _) = server.stop("TERM");
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
    drop((silent, kept));
}

#[test]
fn a_request_under_way_is_finished_before_the_end() {
    let server = Server::start(&[]);
    let mut begun = server.connect();
    begun.write_all(b"GET /sw.js HTTP/1.1\r\n").unwrap();
    // The server must have read the first line before it is told to stop.
    thread::sleep(Duration::from_millis(300));
    let ending = thread::spawn(move || {
        thread::sleep(Duration::from_millis(500));
        begun.write_all(b"host: test\r\n\r\n").unwrap();
        Answer::read(&mut begun)
    });
    let (status, _, _, _) = server.stop("TERM");
    assert_eq!(status.code(), Some(0));
    assert_eq!(ending.join().unwrap().body, "const BUILD = 1;");
}

#[test]
fn the_program_says_what_to_do_when_it_cannot_serve() {
    let check = |arguments: &[&str], words: &[&str]| {
        let said = refusal(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        for word in words {
            assert!(said.contains(word), "{said}");
        }
        assert_eq!(said.lines().count(), 1, "{said}");
    };
    check(&["--app", "/no/such/folder"], &["/no/such/folder does not exist", "--app"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    check(&["--app", path], &["has no index.html", "cargo xtask dist"]);
    write(Path::new(path), "index.html", "<html>");
    check(&["--app", path], &["no home page such as fr/index.html"]);
    write(Path::new(path), "fr/index.html", "<html>");
    check(&["--app", path, "--retire-worker"], &["retire.js"]);
}

#[cfg(not(feature = "embed"))]
#[test]
fn without_a_folder_and_without_an_app_inside_it_says_so() {
    let said = refusal(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(said.contains("no app inside") && said.contains("--app DIR"), "{said}");
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let app = app();
    let said = refusal(&["serve", "--app", app.path().to_str().unwrap(), "--listen", &address]);
    assert!(said.contains(&format!("{address} is in use")) && said.contains("--listen"), "{said}");
}

#[test]
fn an_address_that_is_none_is_explained() {
    let output = program(&["serve", "--listen", "localhost"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("as in 127.0.0.1:8080"), "{said}");
}

/// 140 heads that never end took all of 80 files, and a visitor waited for them.
#[cfg(unix)]
#[test]
fn more_silent_clients_than_files_leave_room_for_a_visitor() {
    use std::io::Write;
    let server = Server::start_with_files(80);
    let silent: Vec<_> = (0..140)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET /fr HTTP/1.1\r\nhost:").unwrap();
            stream
        })
        .collect();
    let begun = std::time::Instant::now();
    assert_eq!(server.get("/fr").status, 200);
    // Heads are waited for 15 seconds: whoever waited for one of them waited longer than this.
    assert!(begun.elapsed() < std::time::Duration::from_secs(10));
    drop(silent);
}
