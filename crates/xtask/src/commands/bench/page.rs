//! The page in which the app's search and notes are measured beside others, and the browser that opens it.
//!
//! What of ours is measured is compiled as the app is, for size; the others are npm packages of the lockfile. Nothing
//! of the page is in a release.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

use crate::browsers::{self, Engine};
use crate::build::{self, Mode};
use crate::commands::app::program;
use crate::project::Project;
use crate::{files, process, tools};

const TARGET: &str = "wasm32-unknown-unknown";
/// Times in milliseconds.
#[derive(serde::Deserialize)]
pub struct Spread {
    pub count: usize,
    pub median: f64,
    pub p95: f64,
}

/// Builds the page, lets it measure in Chromium, and reads what it found.
pub fn measure<T: DeserializeOwned>(project: &Project, name: &str) -> Result<T> {
    let settings = browsers::ensure(project, &[Engine::Chromium])?;
    let site = project.scratch("bench-page");
    build_page(project, &site)?;
    let server = build::server(project)?;
    let figures = project.scratch(format!("bench-{name}.json"));
    println!("· {name} in Chromium (minutes)");
    let mut e2e = tools::cargo(project)?;
    e2e.args(["run", "--quiet", "--package", "migraction-e2e", "--", "--bench", name]);
    e2e.arg("--figures").arg(&figures).arg("--dist").arg(&site).arg("--server").arg(&server);
    e2e.envs(settings);
    process::run(&mut e2e, "Read what the page says above.")?;
    serde_json::from_slice(&files::read(&figures)?).context("the page's figures cannot be read")
}

/// How many times as much `other` is, to be read beside it.
pub fn times(own: f64, other: f64) -> String {
    if own > 0.0 { format!("{:.1} x", other / own) } else { "-".to_owned() }
}

fn build_page(project: &Project, site: &Path) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    tools::ensure_node(project)?;
    if site.is_dir() {
        fs::remove_dir_all(site)?;
    }
    // The server wants a home page in some language, and a shell.
    let page = files::read(&project.path("tests/bench/page/index.html"))?;
    files::write(&site.join("index.html"), &page)?;
    files::write(&site.join("fr/index.html"), &page)?;
    bundle(project, site)?;
    pages(project, site)?;
    let stretch = program::stretch(project, Mode::Release)?;
    files::write(&site.join("stretch.wasm"), files::read(&stretch)?)?;
    files::write(&site.join("stretch.js"), files::read(&project.path("public/stretch.js"))?)?;
    ours(project, site)
}

/// The page's scripts and the packages they use, as one file.
fn bundle(project: &Project, site: &Path) -> Result<()> {
    let mut esbuild = tools::command(project, "esbuild")?;
    esbuild.args(["tests/bench/page/main.js", "--bundle", "--minify", "--format=esm"]);
    esbuild.args(["--target=es2022", "--external:/ours.js", "--log-level=warning"]);
    esbuild.arg(format!("--outfile={}", site.join("main.js").display()));
    process::run(&mut esbuild, "Mend what is named above in tests/bench/page.")
}

/// The pages of the guide with the labelled queries.
fn pages(project: &Project, site: &Path) -> Result<()> {
    let mut compiler = tools::cargo(project)?;
    compiler.args(["run", "--quiet", "--package", "migraction-packc", "--", "corpus"]);
    compiler.args(["--content", "content", "--out"]).arg(site.join("pages"));
    process::run(&mut compiler, "Run `cargo xtask content` and mend what it names.")
}

/// What of the app is measured.
fn ours(project: &Project, site: &Path) -> Result<()> {
    println!("· the app's search and notes (release)");
    let mut cargo = tools::cargo(project)?;
    tools::compile_small(project, &mut cargo)?;
    cargo.args(["build", "--release", "--package", "migraction-bench", "--target", TARGET]);
    process::run(&mut cargo, "Mend what the compiler names, then run the same command again.")?;
    let built = project.cargo_target().join(TARGET).join("release/migraction_bench.wasm");
    program::bindgen(files::read(&built)?, "ours", site)?;
    program::make_small(project, vec![&site.join("ours_bg.wasm")])
}
