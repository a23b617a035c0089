//! The real program over a small app, and a client that sends exactly what a test writes.

#![allow(dead_code, reason = "each test program uses some of it")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A script whose name carries its digest.
pub const SCRIPT: &str = "app-0123456789abcdef.js";

/// Writes a small app with every sort of file.
pub fn app() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let home =
        |language: &str| format!("<html lang=\"{language}\"><h1>home {language}</h1></html>");
    let manifest = r#"{"manifest":"{\"schema\":1,\"sequence\":42}","signature":"00"}"#;
    for (name, content) in [
        ("index.html", "<html lang=\"fr\" dir=\"ltr\"><p>shell</p></html>".to_owned()),
        ("fr/index.html", home("fr")),
        ("fr/index.html.br", "fr in brotli".into()),
        ("it/index.html", home("it")),
        ("en/index.html", home("en")),
        (SCRIPT, "export default 1;".into()),
        ("app-0123456789abcdef.js.br", "script in brotli".into()),
        ("app-0123456789abcdef_bg.wasm", "\0asm".into()),
        ("sw.js", "const BUILD = 1;".into()),
        ("sw.js.br", "worker in brotli".into()),
        ("retire.js", "retire();".into()),
        ("manifest.webmanifest", "{}".into()),
        ("icons/icon.svg", "<svg/>".into()),
        ("robots.txt", "User-agent: *".into()),
        ("build.json", r#"{"version":"feedfacefeedface"}"#.into()),
        ("pack/manifest.json", manifest.into()),
        ("pack/core-0123456789abcdef.bin", "core".into()),
        (".env", "SECRET".into()),
    ] {
        write(folder.path(), name, &content);
    }
    folder
}

/// Writes a file and the folders above it.
pub fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// The program, with these arguments.
pub fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_migraction-server"));
    program.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

/// What the program says when it cannot serve.
pub fn refusal(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = program(arguments).output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    assert_eq!(stdout, b"", "only a server that listens says so");
    said
}

/// A running server; ended when dropped.
pub struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
    _app: TempDir,
}

impl Server {
    /// Starts one over a small app on a free port, with these further arguments.
    pub fn start(more: &[&str]) -> Self {
        let app = app();
        let folder = app.path().to_str().unwrap();
        let program = program(&["serve", "--listen", "127.0.0.1:0", "--app", folder]);
        Self::run(program, more, app)
    }

    /// The same, with every write to a file refused by the system until its limit is lifted.
    pub fn start_on_full_disk(more: &[&str]) -> Self {
        let app = app();
        let mut program = Command::new("sh");
        program.args(["-c", "trap '' XFSZ; ulimit -S -f 0; exec \"$@\"", "sh"]);
        program.arg(env!("CARGO_BIN_EXE_migraction-server"));
        program.args(["serve", "--listen", "127.0.0.1:0", "--app", app.path().to_str().unwrap()]);
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self::run(program, more, app)
    }

    /// The same, with so many files open at most until it asks the system for more.
    pub fn start_with_files(files: u32) -> Self {
        let app = app();
        let mut program = Command::new("sh");
        program.args(["-c", &format!("ulimit -S -n {files}; exec \"$@\""), "sh"]);
        program.arg(env!("CARGO_BIN_EXE_migraction-server"));
        program.args(["serve", "--listen", "127.0.0.1:0", "--app", app.path().to_str().unwrap()]);
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self::run(program, &[], app)
    }

    fn run(mut program: Command, more: &[&str], app: TempDir) -> Self {
        let mut child = program.args(more).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").unwrap().trim_end().to_owned();
        Self { child, out, address, _app: app }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a request that ends the connection, and reads the answer.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.connect();
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n"
        )
        .unwrap();
        Answer::read(&mut stream)
    }

    /// `ask` with GET and no header.
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[])
    }

    /// The bytes that come for GET, where they are no text.
    pub fn get_bytes(&self, path: &str) -> Vec<u8> {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        bytes.split_off(end + 4)
    }

    /// An open connection on which nothing was said.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends a signal, then waits for the end: how it ended, how long that took, what else it said.
    pub fn stop(mut self, signal: &str) -> (ExitStatus, Duration, String, String) {
        let begun = Instant::now();
        let id = self.child.id();
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{signal} {id}")).status();
        assert!(sent.unwrap().success());
        let status = self.child.wait().unwrap();
        let took = begun.elapsed();
        let (mut out, mut log) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (status, took, out, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// Reads until the server ends the connection.
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_lowercase(), value.to_owned())
        };
        Self { status, headers: lines.map(header).collect(), body: body.to_owned() }
    }

    /// A header's values, joined; empty when there is none.
    pub fn header(&self, name: &str) -> String {
        let of_name = self.headers.iter().filter(|header| header.0 == name);
        of_name.map(|header| header.1.as_str()).collect::<Vec<_>>().join(", ")
    }
}
