//! Building the app and the server, and knowing when neither is needed.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::commands::app;
use crate::process::Running;
use crate::project::Project;
use crate::steps::Steps;
use crate::{digest, files, process, tools};

/// What the app and the server are made from.
const INPUTS: [&str; 10] = [
    "src",
    "build",
    "crates",
    "content",
    "style",
    "public",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "rust-toolchain.toml",
];
const OUTPUTS: [&str; 1] = ["public/pack"];

/// How the app is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Small, as people get it.
    Release,
    /// Quick to build, large to send.
    Dev,
}

/// The app's folder and the server's program.
pub struct Built {
    pub dist: PathBuf,
    pub server: PathBuf,
}

/// Builds the app into `dist/` and the server, unless nothing changed since that was last done.
pub fn both(project: &Project, mode: Mode) -> Result<Built> {
    let _alone = alone(project)?;
    let built = Built { dist: project.path("dist"), server: project.cargo_target().join(SERVER) };
    let name = if mode == Mode::Dev { "dev" } else { "release" };
    let inputs = digest::of_inputs(project.root(), &INPUTS, &OUTPUTS, name)?;
    let stamp = project.scratch(STAMP);
    let present = built.dist.join("build.json").is_file() && built.server.is_file();
    if present && digest::stamped(&stamp, &inputs) {
        println!("· nothing changed since the last build");
        return Ok(built);
    }
    // A build that fails half-way must not look like the one before.
    forget(project)?;
    let page = files::read_text(&project.path(app::PAGE))?;
    let steps = Steps::of(app::STEPS);
    app::build(project, mode, &page, &built.dist, &steps, || server(project).map(drop))?;
    files::write(&stamp, inputs)?;
    Ok(built)
}

/// Says what was last built, app and server.
const STAMP: &str = "both.stamp";

/// Forgets what was last built, for who puts something else into `dist/`.
pub fn forget(project: &Project) -> Result<()> {
    let stamp = project.scratch(STAMP);
    if stamp.is_file() {
        fs::remove_file(&stamp)?;
    }
    Ok(())
}

/// Waits until no other build of this checkout runs; the lock ends with the value, or with us.
pub fn alone(project: &Project) -> Result<fs::File> {
    let path = project.scratch("build.lock");
    files::write(&path, "")?;
    let lock = fs::File::open(&path)?;
    if lock.try_lock().is_err() {
        println!("· another build of this checkout is running: waiting for it");
        lock.lock()?;
    }
    Ok(lock)
}

/// The server as it is compiled to try the app and to test it, below cargo's folder: as quick to build as it gets, and with
/// most of what it uses compiled already for the compiler of the content.
const SERVER: &str = "debug/migraction-server";

/// Builds the server that serves a folder on this machine.
pub fn server(project: &Project) -> Result<PathBuf> {
    let mut cargo = tools::cargo(project)?;
    // Quiet: the compiler of the app speaks beside it.
    cargo.args(["build", "--quiet", "--package", "migraction-server"]);
    process::run(&mut cargo, "Mend what the compiler names, then run the same command again.")?;
    Ok(project.cargo_target().join(SERVER))
}

/// Builds the server that is published, with the folder `dist/` inside.
pub fn release_server(project: &Project) -> Result<PathBuf> {
    let mut cargo = tools::cargo(project)?;
    cargo.args(["build", "--package", "migraction-server", "--profile", "native"]);
    cargo.args(["--features", "embed"]).env("MIGRACTION_DIST", project.path("dist"));
    process::run(&mut cargo, "Mend what the compiler names, then run the same command again.")?;
    Ok(project.cargo_target().join("native/migraction-server"))
}

/// The command that serves the built app on this machine only.
pub fn serve_command(project: &Project, built: &Built, port: u16) -> Command {
    let mut server = Command::new(&built.server);
    server.current_dir(project.root()).args(["serve", "--listen"]).arg(format!("127.0.0.1:{port}"));
    server.arg("--app").arg(&built.dist);
    server
}

/// The server in the background on a free port, once it answers; ended when dropped.
pub fn serve_in_background(
    project: &Project,
    built: &Built,
    more: &[&str],
) -> Result<(Running, String)> {
    let port = TcpListener::bind("127.0.0.1:0").context("no port is free")?.local_addr()?.port();
    let mut server = Running::start(serve_command(project, built, port).args(more))?;
    let patience = Instant::now() + Duration::from_secs(15);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if !server.is_running() || Instant::now() > patience {
            bail!(
                "the server does not answer: start it with `cargo xtask serve` and look at what it says"
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok((server, format!("http://127.0.0.1:{port}")))
}
