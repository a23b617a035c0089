//! Doctored copies of the built app.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use migraction_pack::manifest::{SecretKey, digest};
use migraction_pack::{LanguagePart, Manifest, PartKind, PublicKey};
use migraction_packc as packc;
use migraction_packc::tree::Tree;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The version of [`second_build`].
pub const SECOND: &str = "second-build";
/// What only the pages of [`second_build`] have, as an attribute of the root element.
pub const SECOND_MARK: &str = "data-second-build";

/// A copy of the build that is another build: its pages carry a mark and its worker another version.
///
/// # Errors
/// When the folder is not a build.
pub fn second_build(dist: &Path, to: &Path) -> Result<PathBuf> {
    let copy = to.join("second-dist");
    copy_folder(dist, &copy)?;
    let worker = read(&copy.join("sw.js"))?;
    let (before, rest) = worker.split_once("/* BUILD */").context("sw.js has no list")?;
    let (list, after) = rest.split_once("/* END */").context("sw.js has no end of the list")?;
    let mut list: Value = serde_json::from_str(list.trim())?;
    list["version"] = json!(SECOND);
    let files = list["files"].as_array_mut().context("the list has files")?;
    let mut changed = 0;
    for file in files {
        let name =
            file[0].as_str().context("a file has a name")?.trim_start_matches('/').to_owned();
        if !name.ends_with("index.html") {
            continue;
        }
        let page = read(&copy.join(&name))?.replacen("<html ", &format!("<html {SECOND_MARK} "), 1);
        file[1] = json!(integrity(page.as_bytes()));
        write(&copy.join(&name), page.as_bytes())?;
        changed += 1;
    }
    ensure!(changed > 1, "the build has {changed} pages");
    write(&copy.join("sw.js"), format!("{before}/* BUILD */ {list} /* END */{after}").as_bytes())?;
    Ok(copy)
}

/// How a pack differs from the build's.
#[derive(Clone, Copy, Default)]
pub struct Newer<'a> {
    /// How much higher its number is; its day is as much later.
    pub by: u32,
    /// Written for another version of the app.
    pub for_another_app: bool,
    /// What the French sheet [`RENAMED`] is called in it.
    pub title: &'a str,
}

/// The practice that a [`newer_pack`] calls by another title.
pub const RENAMED: &str = "teach-back";

/// A copy of the build with another pack, signed as the build's is.
///
/// # Errors
/// When the folder is not a build, or was not signed with this checkout's development key.
pub fn newer_pack(dist: &Path, to: &Path, newer: Newer<'_>) -> Result<PathBuf> {
    copy_folder(dist, to)?;
    let pack = to.join("pack");
    let keys = super::project_root().join(".keys");
    let secret = hex::decode(read(&keys.join("development.key"))?.trim()).ok();
    let secret: [u8; 32] =
        secret.and_then(|bytes| bytes.try_into().ok()).context("the development key is no key")?;
    let key = SecretKey::from_bytes(&secret);
    let public = PublicKey::from_hex(&key.public_hex()).context("no public key")?;
    let sent = read(&pack.join("manifest.json"))?;
    let mut manifest = Manifest::open(sent.as_bytes(), &public)
        .context("the build is not signed with the development key of this checkout")?;
    let french = PartKind::Language("fr".to_owned());
    let part = manifest.parts.iter_mut().find(|part| part.kind == french);
    let part = part.context("the pack has no French")?;
    let path = pack.join(&part.name);
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    let mut words = LanguagePart::from_bytes(&bytes).context("the French part")?;
    let sheet = words.practices.get_mut(RENAMED).context("there is no such sheet")?;
    newer.title.clone_into(&mut sheet.title);
    let bytes = words.to_bytes()?;
    part.sha256 = digest(&bytes);
    part.name = format!("fr-{}.bin", part.sha256.get(..16).unwrap_or_default());
    part.bytes = bytes.len() as u64;
    write(&pack.join(&part.name), &bytes)?;
    manifest.sequence += u64::from(newer.by);
    manifest.edition += chrono::TimeDelta::days(newer.by.into());
    manifest.schema += u32::from(newer.for_another_app);
    write(&pack.join("manifest.json"), manifest.sign(&key)?.as_bytes())?;
    Ok(to.to_owned())
}

/// Where the frozen part of the guide is.
const FROZEN: &str = "tests/e2e/content";

/// The frozen content, with the languages and the words of the interface as they are today.
fn frozen_tree() -> Result<Tree> {
    let root = super::project_root();
    let mut tree = Tree::read(&root.join(FROZEN))?;
    for (path, text) in Tree::read(&root.join("content"))?.iter() {
        let is_of_interface = path.starts_with("words/") && path.contains("/ui/");
        if path == "languages.toml" || is_of_interface {
            tree.set(path, text);
        }
    }
    Ok(tree)
}

/// A copy of the build with the part of the guide that is frozen in `tests/e2e/content`, and that content: law and practices of one
/// day, so that no edit of the guide changes what screens say. Languages, formats and words of the interface are the real ones.
///
/// # Errors
/// When the folder is not a build, or the frozen content does not hold together any more.
pub fn with_frozen_content(dist: &Path, to: &Path) -> Result<(PathBuf, packc::content::Content)> {
    let root = super::project_root();
    copy_folder(dist, to)?;
    let (compiled, mut problems) = packc::compile(&frozen_tree()?)?;
    let packed = packc::write::pack(&compiled, &mut problems)?;
    let errors: Vec<String> = problems.iter().map(ToString::to_string).collect();
    ensure!(problems.errors() == 0, "{FROZEN}: {}", errors.join("\n"));
    let options = packc::Options {
        content: root.join(FROZEN),
        out: to.join("pack"),
        keys: root.join(".keys"),
        home: to.join("home"),
        publisher_key: None,
        now: compiled.content.edition.context("the frozen content names no edition")?.edition,
    };
    fs::remove_dir_all(&options.out)?;
    packc::write::write(&compiled, &packed, &packc::keys::signer(&options)?, &options)?;
    Ok((to.to_owned(), compiled.content))
}

/// A manifest whose signature is that of nobody.
///
/// # Errors
/// When the folder has no manifest.
pub fn wrongly_signed(dist: &Path) -> Result<Vec<u8>> {
    let mut manifest = manifest(dist)?;
    manifest["signature"] = json!("0".repeat(128));
    Ok(serde_json::to_vec(&manifest)?)
}

/// The address of a part of the pack; `kind` is `core` or a language.
///
/// # Errors
/// When the pack has none.
pub fn part_path(dist: &Path, kind: &str) -> Result<String> {
    let manifest = manifest(dist)?;
    let signed: Value = serde_json::from_str(manifest["manifest"].as_str().unwrap_or_default())?;
    let parts = signed["parts"].as_array().context("the manifest lists parts")?;
    let part = parts.iter().find(|part| part["kind"] == kind || part["language"] == kind);
    let name = part.and_then(|part| part["name"].as_str());
    Ok(format!("/pack/{}", name.with_context(|| format!("the pack has no part {kind}"))?))
}

/// The address of the app's wasm.
///
/// # Errors
/// When there is none.
pub fn wasm_path(dist: &Path) -> Result<String> {
    path_of(dist, "", "_bg.wasm")
}

/// The addresses of the parts of the app that arrive after it.
///
/// # Errors
/// When there are none.
pub fn part_programs(dist: &Path) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("part-") && name.ends_with(".wasm") {
            parts.push(format!("/{name}"));
        }
    }
    ensure!(!parts.is_empty(), "the build is not divided");
    Ok(parts)
}

/// The address of the words of the interface in a language.
///
/// # Errors
/// When there are none.
pub fn words_path(dist: &Path, language: &str) -> Result<String> {
    path_of(dist, &format!("words-{language}-"), ".txt")
}

fn path_of(dist: &Path, start: &str, end: &str) -> Result<String> {
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(start) && name.ends_with(end) {
            return Ok(format!("/{name}"));
        }
    }
    anyhow::bail!("the build has no {start}*{end}")
}

fn manifest(dist: &Path) -> Result<Value> {
    Ok(serde_json::from_str(&read(&dist.join("pack/manifest.json"))?)?)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Writes a file; its compressed form, which would be sent instead, goes.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| path.display().to_string())?;
    let mut compressed = path.as_os_str().to_owned();
    compressed.push(".br");
    match fs::remove_file(&compressed) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// A digest as a service worker's `integrity` takes it, without its prefix.
fn integrity(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(bytes);
    let mut text = String::new();
    for three in digest.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = (bits >> (18 - 6 * place)) & 63;
            let is_padding = place > three.len();
            text.push(if is_padding { '=' } else { char::from(LETTERS[letter as usize]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frozen_content_holds_together() {
        let problems = frozen_tree().ok().and_then(|tree| packc::compile(&tree).ok());
        let problems: Vec<String> =
            problems.iter().flat_map(|(_, found)| found.iter()).map(ToString::to_string).collect();
        assert_eq!(
            problems,
            Vec::<String>::new(),
            "mend tests/e2e/content, or write it in the new format"
        );
    }

    #[test]
    fn digests_are_written_as_browsers_compare_them() {
        assert_eq!(integrity(b""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
