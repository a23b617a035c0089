//! What Trunk runs after a build, on its staging folder: the program divided into the app and its parts, scripts out of the page, the words of the interface
//! in files of their own, one page per language, the service worker's list, and a brotli file beside each file that gains by it.
//!
//! Order matters: pages name the scripts by digest, the worker lists the pages, compression comes last.

pub mod compress;
mod messages;
mod pages;
mod parts;
mod scripts;
mod worker;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use migraction_words::Catalog;

use crate::project::Project;
use crate::{digest, files, tools};

/// Finishes the build in `TRUNK_STAGING_DIR`.
pub fn run(project: &Project) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging
        .context("`finish` is run by Trunk, in its post_build hook: run `cargo xtask dist`")?;
    println!("· pages, service worker, compression");
    let languages = project.languages()?;

    let page = files::read_text(&staging.join("index.html"))?;
    let (page, start) = scripts::take_inline_module(&page)?;
    let (page, start) = if tools::is_divided() {
        parts::divide(project, &staging, &page, &start)?
    } else {
        (page, start)
    };
    let (start, wasm) = scripts::with_checked_wasm(&start, |address| {
        files::read(&staging.join(address.trim_start_matches('/')))
    })?;
    let start = add_named(&staging, "start", "js", start.as_bytes())?;
    let text = files::read(&staging.join("boot.js"))?;
    std::fs::remove_file(staging.join("boot.js"))?;
    let address = add_named(&staging, "boot", "js", &text)?;
    let page = scripts::without_preloaded_wasm(&page);
    let words = add_words(project, &staging)?;
    let boot =
        scripts::Boot { address: &address, text: &text, start: &start, wasm: &wasm, words: &words };
    let page = scripts::add_boot(&page, &boot)?;

    let messages = messages::read(project, &languages)?;
    pages::write(project, &staging, &page, &messages)?;
    worker::write(&staging, &languages)?;
    compress::all(project, &staging)
}

/// Writes the words of the interface, one file per language.
fn add_words(project: &Project, staging: &Path) -> Result<Vec<scripts::Words>> {
    let catalogs = migraction_words::read_catalogs(&project.path("content"))?;
    let add = |catalog: &Catalog| {
        let (language, text) = (&catalog.language, catalog.text());
        Ok(scripts::Words {
            address: add_named(staging, &format!("words-{}", language.id), "txt", text.as_bytes())?,
            digest: digest::integrity(text.as_bytes()),
            language: language.id.clone(),
        })
    };
    catalogs.iter().map(add).collect()
}

/// Writes a file under a name that carries its digest; returns its address.
fn add_named(staging: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
    let name = format!("{stem}-{}.{extension}", digest::short(bytes));
    files::write(&staging.join(&name), bytes)?;
    Ok(format!("/{name}"))
}
