//! The real server, which stops and comes back on the same address.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::time::sleep;

use crate::process::Program;

/// A port that was free a moment ago.
///
/// # Errors
/// When none is.
pub async fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// Whether somebody listens there.
pub async fn answers(port: u16) -> bool {
    TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.is_ok()
}

/// Waits until somebody listens on a port, for as long as `is_running` says so.
///
/// # Errors
/// When nobody does in time.
pub async fn wait_for_port(
    port: u16,
    what: &str,
    mut is_running: impl FnMut() -> bool,
) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(30);
    while !answers(port).await {
        ensure!(is_running(), "{what} ended instead of listening");
        ensure!(Instant::now() < patience, "{what} does not listen on port {port}");
        sleep(Duration::from_millis(25)).await;
    }
    Ok(())
}

/// What an organisation publishes.
pub struct Publish<'a> {
    /// The app's folder.
    pub dist: &'a Path,
    /// The server's folder.
    pub data: &'a Path,
    /// The services.
    pub file: &'a Path,
    /// The organisation's secret key.
    pub key: &'a Path,
}

/// The server, on one port for its whole life.
pub struct Server {
    binary: PathBuf,
    scratch: PathBuf,
    port: u16,
    running: Option<Program>,
    starts: u32,
}

impl Server {
    /// A server that does not run yet; its log goes into `scratch`.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn new(binary: &Path, scratch: &Path) -> Result<Self> {
        let port = free_port().await?;
        let (binary, scratch) = (binary.to_owned(), scratch.to_owned());
        Ok(Self { binary, scratch, port, running: None, starts: 0 })
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its origin, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts it with a folder.
    ///
    /// # Errors
    /// When it does not listen.
    pub async fn start(&mut self, dist: &Path) -> Result<()> {
        self.start_with(dist, &[]).await
    }

    /// Starts it with a folder and more arguments.
    ///
    /// # Errors
    /// When it does not listen.
    pub async fn start_with(&mut self, dist: &Path, more: &[&str]) -> Result<()> {
        if self.running.is_some() {
            bail!("the server runs already");
        }
        let mut command = Command::new(&self.binary);
        command.args(["serve", "--listen"]).arg(format!("127.0.0.1:{}", self.port));
        command.arg("--dist").arg(dist).args(more);
        self.starts += 1;
        let log = self.scratch.join(format!("server-{}-{}.log", self.port, self.starts));
        let mut program = Program::start(command, &log)?;
        let listening = wait_for_port(self.port, "the server", || program.is_running()).await;
        listening.with_context(|| std::fs::read_to_string(&log).unwrap_or_default())?;
        self.running = Some(program);
        Ok(())
    }

    /// An invitation's code, from the program's own command.
    ///
    /// # Errors
    /// When it prints none.
    pub async fn invite(&self, data: &Path) -> Result<String> {
        let mut command = Command::new(&self.binary);
        let output = command.args(["invite", "--data"]).arg(data).output().await?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let code = text.lines().find_map(|line| line.strip_prefix("code"));
        let said = || format!("no code in: {text}{}", String::from_utf8_lossy(&output.stderr));
        Ok(code.with_context(said)?.trim().to_owned())
    }

    /// Checks, signs and publishes an organisation's own services, with the program's own command.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn publish(&self, asked: Publish<'_>) -> Result<()> {
        let mut command = Command::new(&self.binary);
        command.args(["services", "--new-key", "--app"]).arg(asked.dist);
        command.arg("--data").arg(asked.data).arg("--file").arg(asked.file);
        let output = command.arg("--organisation-key").arg(asked.key).output().await?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "nothing was published: {said}");
        Ok(())
    }

    /// Stops it and makes sure that connections are refused: offline, as a browser can never pretend.
    ///
    /// # Errors
    /// When somebody still listens.
    pub async fn stop(&mut self) -> Result<()> {
        if let Some(program) = self.running.take() {
            program.stop().await;
        }
        ensure!(!answers(self.port).await, "the server was stopped and still listens");
        Ok(())
    }
}
