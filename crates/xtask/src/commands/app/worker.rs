//! The list of files that the service worker keeps, written into the worker itself so that each build is a
//! different worker, and `build.json`, where anyone can compare what a server sends.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{digest, files};
use migraction_words::Language;

const OPEN: &str = "/* BUILD */";
const CLOSE: &str = "/* END */";

/// Writes `build.json` and stamps `sw.js`.
pub fn write(staging: &Path, languages: &[Language]) -> Result<()> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    let mut published = BTreeMap::new();
    for file in files::list(staging)? {
        let name = files::relative(staging, &file);
        if is_kept(&name) {
            let bytes = files::read(&file)?;
            kept.insert(format!("/{name}"), digest::integrity(&bytes));
            published.insert(name, json!({ "bytes": bytes.len(), "sha256": digest::hex(&bytes) }));
        }
    }
    let version = version(&kept)?;
    let build = serde_json::to_string_pretty(&json!({ "version": version, "files": published }))?;
    files::write(&staging.join("build.json"), &build)?;
    kept.insert("/build.json".into(), digest::integrity(build.as_bytes()));

    let list = json!({
        "version": version,
        "packSchemas": pack_schemas(staging)?,
        "languages": languages.iter().map(|language| &language.id).collect::<Vec<_>>(),
        "files": kept.into_iter().collect::<Vec<_>>(),
    });
    let worker = staging.join("sw.js");
    let text = stamped(&files::read_text(&worker)?, &list.to_string())?;
    files::write(&worker, text)
}

/// Packs have their own store, and the workers must always come from the network.
fn is_kept(name: &str) -> bool {
    let alone = ["sw.js", "retire.js", "robots.txt", "build.json"];
    let folder = ["pack/", "screenshots/"];
    !alone.contains(&name)
        && !folder.iter().any(|folder| name.starts_with(folder))
        && !name.ends_with(".br")
}

/// The digest of the list: any change of any file makes another version.
fn version(kept: &BTreeMap<String, String>) -> Result<String> {
    Ok(digest::short(&serde_json::to_vec(kept)?))
}

/// The schema of the packs that this build was made with, from the signed text of their manifest.
fn pack_schemas(staging: &Path) -> Result<Vec<u64>> {
    let path = staging.join("pack/manifest.json");
    if !path.is_file() {
        bail!(
            "public/pack/manifest.json is not there: run `cargo xtask content` and look at what it says"
        );
    }
    let envelope: Value = serde_json::from_slice(&files::read(&path)?)?;
    let manifest: Value = serde_json::from_str(envelope["manifest"].as_str().unwrap_or_default())?;
    let schema = manifest["schema"].as_u64();
    Ok(vec![
        schema.context(
            "public/pack/manifest.json names no schema: run `cargo xtask content` again",
        )?,
    ])
}

/// The worker with `list` between its marks.
fn stamped(worker: &str, list: &str) -> Result<String> {
    let parts = worker
        .split_once(OPEN)
        .and_then(|(before, rest)| Some((before, rest.split_once(CLOSE)?.1)));
    let Some((before, after)) = parts else {
        bail!(
            "public/sw.js has lost its marks {OPEN} and {CLOSE}: put them back around the list of files"
        );
    };
    Ok(format!("{before}{OPEN} {list} {CLOSE}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_replaces_what_stands_between_the_marks() -> Result<()> {
        let worker = "const BUILD = /* BUILD */ { files: [] } /* END */;\nnext();";
        let once = stamped(worker, "{\"a\":1}")?;
        assert_eq!(once, "const BUILD = /* BUILD */ {\"a\":1} /* END */;\nnext();");
        assert_eq!(stamped(&once, "{\"a\":1}")?, once);
        assert!(stamped("const BUILD = {};", "{}").is_err());
        Ok(())
    }

    #[test]
    fn the_worker_of_this_project_can_be_stamped() -> Result<()> {
        stamped(include_str!("../../../../../public/sw.js"), "{}").map(drop)
    }

    #[test]
    fn packs_workers_and_compressed_files_are_not_kept() {
        for name in [
            "sw.js",
            "retire.js",
            "robots.txt",
            "pack/core-1.bin",
            "app.wasm.br",
            "screenshots/a.png",
        ] {
            assert!(!is_kept(name), "{name}");
        }
        for name in [
            "index.html",
            "fr/index.html",
            "app-1_bg.wasm",
            "icons/icon.svg",
            "manifest.webmanifest",
        ] {
            assert!(is_kept(name), "{name}");
        }
    }

    #[test]
    fn one_byte_in_one_file_makes_another_version() -> Result<()> {
        let list = |bytes| BTreeMap::from([("/a.js".to_owned(), digest::integrity(bytes))]);
        assert_ne!(version(&list(b"one"))?, version(&list(b"two"))?);
        assert_eq!(version(&list(b"one"))?, version(&list(b"one"))?);
        Ok(())
    }
}
