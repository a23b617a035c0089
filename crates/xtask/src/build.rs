//! Building the app with Trunk and the server with cargo, and knowing when neither is needed.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::Running;
use crate::project::Project;
use crate::{digest, files, process, tools};

/// What the app and the server are made from.
const INPUTS: [&str; 12] = [
    "src",
    "build",
    "crates",
    "content",
    "style",
    "public",
    "Cargo.toml",
    "Cargo.lock",
    "index.html",
    "Trunk.toml",
    "package-lock.json",
    "rust-toolchain.toml",
];
const OUTPUTS: [&str; 3] = ["public/pack", "public/strength.js", "public/stretch.wasm"];

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
    let built = Built { dist: project.path("dist"), server: server_path(project, mode) };
    let name = if mode == Mode::Dev { "dev" } else { "release" };
    let inputs = digest::of_inputs(project.root(), &INPUTS, &OUTPUTS, name)?;
    let stamp = project.scratch("both.stamp");
    let present = built.dist.join("build.json").is_file() && built.server.is_file();
    if present && digest::stamped(&stamp, &inputs) {
        println!("· nothing changed since the last build");
        return Ok(built);
    }
    // A build that fails half-way must not look like the one before.
    if stamp.is_file() {
        fs::remove_file(&stamp)?;
    }
    app(project, mode, &built.dist)?;
    server(project, mode, false)?;
    files::write(&stamp, inputs)?;
    Ok(built)
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

/// Builds the app into a folder.
pub fn app(project: &Project, mode: Mode, dist: &Path) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    tools::ensure_node(project)?;
    tools::ensure(project, &[&tools::TRUNK, &tools::WASM_BINDGEN])?;
    println!("· app ({})", if mode == Mode::Dev { "quick to build" } else { "release" });
    let mut trunk = tools::command(project, "trunk")?;
    trunk.args(["--skip-version-check", "build", "--color=auto", "--dist"]).arg(dist);
    if mode == Mode::Release {
        trunk.arg("--release");
        tools::compile_small(project, &mut trunk)?;
        tools::compile_in_parts(&mut trunk);
    }
    // Trunk refuses the value 1 that some systems set.
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk, "Mend what is named above, then run the same command again.")
}

/// Builds the server; with `embed`, the folder `dist/` goes inside.
pub fn server(project: &Project, mode: Mode, embed: bool) -> Result<PathBuf> {
    println!("· server");
    let mut cargo = tools::cargo(project)?;
    cargo.args(["build", "--package", "migraction-server"]);
    if mode == Mode::Release {
        cargo.args(["--profile", "native"]);
    }
    if embed {
        cargo.args(["--features", "embed"]).env("MIGRACTION_DIST", project.path("dist"));
    }
    process::run(&mut cargo, "Mend what the compiler names, then run the same command again.")?;
    Ok(server_path(project, mode))
}

fn server_path(project: &Project, mode: Mode) -> PathBuf {
    let profile = if mode == Mode::Dev { "debug" } else { "native" };
    project.cargo_target().join(profile).join("migraction-server")
}

/// The command that serves the built app on this machine only.
pub fn serve_command(project: &Project, built: &Built, port: u16) -> Command {
    let mut server = Command::new(&built.server);
    server.current_dir(project.root()).args(["serve", "--listen"]).arg(format!("127.0.0.1:{port}"));
    server.arg("--app").arg(&built.dist);
    server
}

/// The server in the background on a free port, once it answers; ended when dropped.
pub fn serve_in_background(project: &Project, built: &Built) -> Result<(Running, String)> {
    let port = TcpListener::bind("127.0.0.1:0").context("no port is free")?.local_addr()?.port();
    let mut server = Running::start(&mut serve_command(project, built, port))?;
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
