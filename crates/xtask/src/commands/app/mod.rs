//! `cargo xtask app`: from the sources to the folder that a web server sends. The one path, for a release, for a quick build
//! and for Trunk, which only watches and serves while somebody develops (`Trunk.toml`).
//!
//! Content → the program, its glue, its parts and its workers (`program`) → style → the words of the interface in files of
//! their own → one page per language → the service worker's list → a brotli file beside each file that gains by it.
//!
//! Order matters: pages name the scripts by digest, the worker lists the pages, compression comes last.

pub mod compress;
mod glue;
mod loader;
mod messages;
mod pages;
pub mod program;
pub mod style;
mod worker;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use migraction_words::Catalog;

use super::content;
use crate::build::{self, Mode};
use crate::project::Project;
use crate::steps::{Steps, beside};
use crate::{digest, files, process, tools};

/// What to build, and where to.
#[derive(Args)]
pub struct Options {
    /// Build quickly rather than small
    #[arg(long)]
    dev: bool,
    /// The folder to fill; what is in it goes
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
    /// The page to fill
    #[arg(long, value_name = "FILE", default_value = PAGE)]
    page: PathBuf,
}

/// The page of this checkout.
pub const PAGE: &str = "public/index.html";

/// Builds the app alone.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let _alone = build::alone(project)?;
    build::forget(project)?;
    let mode = if options.dev { Mode::Dev } else { Mode::Release };
    let page = files::read_text(&project.path(&options.page))?;
    let steps = Steps::of(STEPS);
    build(project, mode, &page, &project.path(&options.out), &steps, || Ok(()))
}

/// How many steps [`build`] has.
pub const STEPS: usize = 3;

/// Fills `out` with the app; does `meanwhile` too, beside its longest step, whose end keeps one processor only busy.
pub fn build(
    project: &Project,
    mode: Mode,
    page: &str,
    out: &Path,
    steps: &Steps,
    meanwhile: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    steps.run(
        "tools: npm packages of the lockfile, WebAssembly for the compiler",
        "30 s",
        || {
            tools::ensure_wasm_target(project)?;
            tools::ensure_node(project)
        },
    )?;
    // The app is compiled with the key that the content is signed with.
    steps.run("content: checked, compiled, signed", "1 min", || {
        content::run(project, &content::Options::default())
    })?;
    let (what, first_time) = match mode {
        Mode::Dev => ("app, quick to build", "2 min"),
        Mode::Release => ("app, as people get it: with its own small standard library", "4 min"),
    };
    steps.run(what, first_time, || {
        let app = || {
            let made = project.scratch("app");
            empty(&made)?;
            files::copy(&project.path("public"), &made)?;
            fill(project, mode, page, &made)?;
            empty(out)?;
            files::copy(&made, out)
        };
        beside(app, meanwhile)
    })
}

fn fill(project: &Project, mode: Mode, page: &str, folder: &Path) -> Result<()> {
    let languages = project.languages()?;
    let program = program::build(project, mode, folder)?;
    strength(project, folder)?;
    // Its place is in the head of each page, under a name that carries its digest.
    let boot = files::read(&folder.join("boot.js"))?;
    fs::remove_file(folder.join("boot.js"))?;
    let head = pages::Head {
        boot: Named::add(folder, "boot", "js", &boot)?,
        style: Named::add(folder, "style", "css", style::joined(project)?.as_bytes())?,
        program,
        words: add_words(project, folder)?,
    };
    let messages = messages::read(project, &languages)?;
    pages::write(project, folder, page, &head, &messages)?;
    worker::write(folder, &languages)?;
    match mode {
        Mode::Release => compress::all(project, folder),
        Mode::Dev => Ok(()),
    }
}

/// Bundles the worker that estimates passphrases, with as much of its lists as `build/strength/bundle.mjs` takes.
fn strength(project: &Project, folder: &Path) -> Result<()> {
    let mut node = tools::command(project, "node")?;
    node.arg("build/strength/bundle.mjs").arg(folder.join("strength.js"));
    process::run(&mut node, "Mend what is named above in build/strength.")
}

fn empty(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// A file under a name that carries its digest.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its address in the app.
    pub address: String,
    /// As browsers want it in `integrity`.
    pub integrity: String,
}

impl Named {
    /// Writes the file `<stem>-<digest>.<extension>`.
    fn add(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<Self> {
        Self::write(folder, &format!("{stem}-{}.{extension}", digest::short(bytes)), bytes)
    }

    fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<Self> {
        files::write(&folder.join(name), bytes)?;
        let integrity = format!("sha256-{}", digest::integrity(bytes));
        Ok(Self { address: format!("/{name}"), integrity })
    }
}

/// The words of the interface in one language, as a file.
pub struct Words {
    language: String,
    file: Named,
}

/// Writes the words of the interface, one file per language.
fn add_words(project: &Project, folder: &Path) -> Result<Vec<Words>> {
    let catalogs = migraction_words::read_catalogs(&project.path("content"))?;
    let add = |catalog: &Catalog| {
        let (language, text) = (&catalog.language, catalog.text());
        let file = Named::add(folder, &format!("words-{}", language.id), "txt", text.as_bytes())?;
        Ok(Words { language: language.id.clone(), file })
    };
    catalogs.iter().map(add).collect()
}
