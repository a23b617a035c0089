//! The programs that the build needs, at the versions that were tried together.
//!
//! A tool that is already there at the right version is used; the others are installed into `.tools/`, and
//! those that are npm packages into `node_modules/` by `npm ci`. Nothing is installed outside the checkout.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::{digest, files, process};

/// A program at the version that must be used.
pub struct Pin {
    /// The program's name.
    pub program: &'static str,
    version: &'static str,
    /// What follows `cargo install --root .tools`.
    install: &'static [&'static str],
}

/// Runs wasm tests in browsers; the same version as the crate in Cargo.toml. `--locked` fails to resolve.
pub const WASM_TEST_RUNNER: Pin = Pin {
    program: "wasm-bindgen-test-runner",
    version: "0.2.130",
    install: &["--debug", "wasm-bindgen-cli@0.2.130", "--bin", "wasm-bindgen-test-runner"],
};
/// Drives Firefox.
pub const GECKODRIVER: Pin = Pin {
    program: "geckodriver",
    version: "0.36.0",
    install: &["--locked", "--debug", "geckodriver@0.36.0"],
};
/// Checks licences and sources.
pub const CARGO_DENY: Pin = Pin {
    program: "cargo-deny",
    version: "0.20.2",
    install: &["--locked", "--debug", "cargo-deny@0.20.2"],
};

/// Puts the pinned tools in place.
pub fn ensure(project: &Project, pins: &[&Pin]) -> Result<()> {
    for pin in pins {
        if is_present(project, pin) {
            continue;
        }
        println!("· installing {} {} into .tools (minutes, once)", pin.program, pin.version);
        let mut install = Command::new("cargo");
        install.current_dir(project.root()).args(["install", "--quiet", "--force", "--root"]);
        install.arg(project.path(".tools")).args(pin.install);
        // Tools have a build folder of their own: they share nothing with the project.
        install.env_remove("CARGO_TARGET_DIR");
        // Each runs for seconds and is compiled for minutes: wasm-bindgen takes 1.1 s instead of 0.4 for the app,
        // and 43 s instead of three minutes to install (measured 2026-11-26). Nobody debugs them.
        install.env("CARGO_PROFILE_DEV_DEBUG", "false");
        process::run(
            &mut install,
            "Check that crates can be downloaded, then run the same command again.",
        )?;
        if !is_present(project, pin) {
            bail!(
                "{} was installed but does not answer {}: remove .tools and try again",
                pin.program,
                pin.version
            );
        }
    }
    Ok(())
}

/// Puts the npm tools in place: exactly those of the lockfile, without running their install scripts.
pub fn ensure_node(project: &Project) -> Result<()> {
    let lock = digest::hex(&files::read(&project.path("package-lock.json"))?);
    let stamp = project.path("node_modules/.xtask-lock");
    if digest::stamped(&stamp, &lock) {
        return Ok(());
    }
    println!("· npm ci (wasm-opt, Lighthouse, axe; once)");
    let mut npm = Command::new("npm");
    npm.current_dir(project.root()).args(["ci", "--ignore-scripts", "--loglevel=error"]);
    process::run(
        &mut npm,
        "Node 20 or later with npm is needed; check that packages can be downloaded.",
    )?;
    files::write(&stamp, lock)
}

/// Puts the WebAssembly target of the compiler in place.
pub fn ensure_wasm_target(project: &Project) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(project.root()).args([
        "--print",
        "target-libdir",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    if process::output_of(&mut rustc).is_some_and(|folder| PathBuf::from(folder).is_dir()) {
        return Ok(());
    }
    println!("· adding the WebAssembly target");
    let mut rustup = Command::new("rustup");
    rustup.current_dir(project.root()).args(["target", "add", "wasm32-unknown-unknown"]);
    process::run(&mut rustup, "Add the target wasm32-unknown-unknown to the Rust in use.")
}

/// Puts the source of the standard library in place, which a release compiles with the app.
///
/// `rust-toolchain.toml` asks for it, but a toolchain that is there already is not completed by itself everywhere.
fn ensure_std_source(project: &Project) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(project.root()).args(["--print", "sysroot"]);
    let lockfile = "lib/rustlib/src/rust/library/Cargo.lock";
    let present = |sysroot: String| PathBuf::from(sysroot.trim()).join(lockfile).is_file();
    if process::output_of(&mut rustc).is_some_and(present) {
        return Ok(());
    }
    println!("· adding the source of the standard library");
    let mut rustup = Command::new("rustup");
    rustup.current_dir(project.root()).args(["component", "add", "rust-src"]);
    process::run(&mut rustup, "Add the component rust-src to the Rust in use.")
}

/// A command that finds the pinned tools first, run from the top of the checkout.
pub fn command(project: &Project, program: &str) -> Result<Command> {
    let path = search_path(project)?;
    let mut command = Command::new(find(program, &path).unwrap_or_else(|| PathBuf::from(program)));
    command.current_dir(project.root()).env("PATH", path);
    Ok(command)
}

/// How the wasm of a release is made a tenth smaller: the standard library is compiled with it, for size, and a
/// panic stops at once instead of first writing where it was. These switches are not stable; the compiler is
/// pinned, and knows them by this variable (docs/decisions/0012-small-std.md).
const SMALL: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
         -Zfmt-debug=none",
    ),
];

/// Makes this command compile small wasm.
pub fn compile_small(project: &Project, command: &mut Command) -> Result<()> {
    ensure_std_source(project)?;
    command.envs(SMALL);
    Ok(())
}

/// `cargo` with the pinned tools on its path.
pub fn cargo(project: &Project) -> Result<Command> {
    command(project, "cargo")
}

/// Where a program is, the pinned tools first.
pub fn which(project: &Project, program: &str) -> Option<PathBuf> {
    find(program, &search_path(project).ok()?)
}

fn is_present(project: &Project, pin: &Pin) -> bool {
    let Ok(mut command) = command(project, pin.program) else {
        return false;
    };
    process::output_of(command.arg("--version"))
        .is_some_and(|answer| says_version(&answer, pin.version))
}

/// `geckodriver 0.36.0`, and for programs that say more, on their first line.
fn says_version(answer: &str, version: &str) -> bool {
    let first = answer.lines().next().unwrap_or_default();
    first.split_whitespace().any(|word| word == version)
}

fn search_path(project: &Project) -> Result<OsString> {
    let own = [project.path(".tools/bin"), project.path("node_modules/.bin")];
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&inherited)))
        .context("the PATH cannot be written")
}

fn find(program: &str, path: &OsString) -> Option<PathBuf> {
    let is_file = |file: &PathBuf| fs::metadata(file).is_ok_and(|facts| facts.is_file());
    env::split_paths(path).map(|folder| folder.join(program)).find(is_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_whole_word_on_the_first_line() {
        assert!(says_version("geckodriver 0.36.0 (abc)\nmore", "0.36.0"));
        assert!(!says_version("geckodriver 0.36.01", "0.36.0"));
        assert!(!says_version("", "0.21.14"));
    }
}
