//! The app that is served: files, languages and versions.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::assets::{Asset, Assets, Unreadable};
use crate::negotiate::Languages;

const SHELL: &str = "index.html";
const WORKER: &str = "sw.js";
const RETIRED_WORKER: &str = "retire.js";

/// Why there is no app to serve. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// No folder was named and none is inside.
    #[error(
        "there is no app inside this program: name the folder that `cargo xtask dist` writes with \
         --app DIR, or build with the feature `embed`"
    )]
    NoAppInside,
    /// The folder is not there.
    #[error(
        "the folder {0} does not exist: make it with `cargo xtask dist`, or name another with --app"
    )]
    NoFolder(PathBuf),
    /// Something in the folder cannot be read.
    #[error("{0}: mend that, or name another folder with --app")]
    Unreadable(#[from] Unreadable),
    /// The folder holds something else.
    #[error("{0} has no index.html: with --app, name the folder that `cargo xtask dist` writes")]
    NoShell(String),
    /// There is no home in any language.
    #[error("{0} has no home page such as fr/index.html: build it again with `cargo xtask dist`")]
    NoLanguage(String),
    /// The worker is to be retired, but with what?
    #[error(
        "the app has no retire.js, which --retire-worker needs: build it again with `cargo xtask dist`"
    )]
    NoRetiredWorker,
}

/// The app that is served.
#[derive(Debug)]
pub struct Site {
    assets: Assets,
    languages: Languages,
    shell: Asset,
    versions: Versions,
}

/// The versions of the app, if it contains them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// The version of the build, from `build.json`.
    pub app: Option<String>,
    /// The number of the content pack, from `pack/manifest.json`.
    pub pack_sequence: Option<u64>,
}

impl Site {
    /// Loads the app from a folder, or the embedded one if there is no folder.
    ///
    /// # Errors
    /// [`SiteError`] if there is no app, a file cannot be read, or it has no home page.
    pub fn load(folder: Option<&Path>) -> Result<Self, SiteError> {
        let Some(folder) = folder else {
            let assets = Assets::embedded();
            if assets.is_empty() {
                return Err(SiteError::NoAppInside);
            }
            return Self::new(assets, "the app inside");
        };
        if !folder.is_dir() {
            return Err(SiteError::NoFolder(folder.to_owned()));
        }
        Self::new(Assets::from_folder(folder)?, &folder.display().to_string())
    }

    fn new(assets: Assets, source: &str) -> Result<Self, SiteError> {
        let shell = assets.get(SHELL).ok_or_else(|| SiteError::NoShell(source.to_owned()))?.clone();
        let languages =
            languages(&assets, &shell).ok_or_else(|| SiteError::NoLanguage(source.to_owned()))?;
        let versions = versions(&assets);
        Ok(Self { assets, languages, shell, versions })
    }

    /// Replaces the service worker with one that unregisters itself on every device.
    ///
    /// # Errors
    /// [`SiteError::NoRetiredWorker`] if the app has no `retire.js`.
    pub fn retire_worker(&mut self) -> Result<(), SiteError> {
        match self.assets.replace(WORKER, RETIRED_WORKER) {
            true => Ok(()),
            false => Err(SiteError::NoRetiredWorker),
        }
    }

    /// All files.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// The languages that have a home.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// The shell, for every path without a static page.
    #[must_use]
    pub fn shell(&self) -> &Asset {
        &self.shell
    }

    /// The home page in a language; the shell if there is none.
    #[must_use]
    pub fn home(&self, language: &str) -> &Asset {
        self.assets.get(&format!("{language}/{SHELL}")).unwrap_or(&self.shell)
    }

    /// The versions of the app.
    #[must_use]
    pub fn versions(&self) -> &Versions {
        &self.versions
    }
}

/// The folders that hold a home, first the one whose language the shell is written in: that is the
/// first of `content/languages.toml`.
fn languages(assets: &Assets, shell: &Asset) -> Option<Languages> {
    let homes = assets.names().filter_map(|name| name.strip_suffix("/index.html"));
    let mut ids: Vec<String> = homes.filter(|id| is_language(id)).map(str::to_owned).collect();
    let first = written_in(&String::from_utf8_lossy(&shell.plain.bytes)).map(str::to_owned);
    ids.sort_by_key(|id| Some(id) != first.as_ref());
    Languages::new(ids)
}

/// `fr`, `nl-BE`, `zh-Hant`, …
fn is_language(id: &str) -> bool {
    let mut parts = id.split('-');
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && letters(part))
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// The `lang` of a page.
fn written_in(page: &str) -> Option<&str> {
    let (_, tag) = page.split_once("<html")?;
    let (tag, _) = tag.split_once('>')?;
    let (_, value) = tag.split_once(" lang=\"")?;
    Some(value.split_once('"')?.0)
}

fn versions(assets: &Assets) -> Versions {
    #[derive(Deserialize)]
    struct Build {
        version: String,
    }
    /// The manifest is text inside the text that carries its signature.
    #[derive(Deserialize)]
    struct Envelope {
        manifest: String,
    }
    #[derive(Deserialize)]
    struct Manifest {
        sequence: u64,
    }
    let bytes = |name| assets.get(name).map(|asset| &asset.plain.bytes);
    let build = || serde_json::from_slice::<Build>(bytes("build.json")?).ok();
    let envelope = || serde_json::from_slice::<Envelope>(bytes("pack/manifest.json")?).ok();
    let manifest = || serde_json::from_str::<Manifest>(&envelope()?.manifest).ok();
    Versions {
        app: build().map(|build| build.version),
        pack_sequence: manifest().map(|manifest| manifest.sequence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;

    fn site(files: &[(&str, &'static str)]) -> Result<Site, SiteError> {
        let file = |(name, text): &(&str, &'static str)| {
            ((*name).to_owned(), Bytes::from_static(text.as_bytes()))
        };
        Site::new(Assets::from_files(files.iter().map(file)), "dist")
    }

    const SHELL_IT: (&str, &str) =
        ("index.html", "<!doctype html>\n<html dir=\"ltr\" lang=\"it\">");

    #[test]
    fn languages_are_the_folders_with_a_home_and_the_shells_comes_first() {
        let check = |files: &[_], expected: &[&str]| {
            let site = site(files).unwrap();
            assert_eq!(site.languages().iter().collect::<Vec<_>>(), expected);
        };
        let homes = [SHELL_IT, ("fr/index.html", ""), ("it/index.html", ""), ("en/index.html", "")];
        check(&homes, &["it", "en", "fr"]);
        check(
            &[("index.html", "<p>"), ("fr/index.html", ""), ("nl-BE/index.html", "")],
            &["fr", "nl-BE"],
        );
        let others =
            [SHELL_IT, ("fr/index.html", ""), ("icons/index.html", ""), ("de/x/index.html", "")];
        check(&others, &["fr"]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let says = |files: &[_], words: &str| {
            let error = site(files).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        };
        says(&[], "dist has no index.html");
        says(&[SHELL_IT], "no home page such as fr/index.html");
        let mut site = site(&[SHELL_IT, ("it/index.html", "")]).unwrap();
        assert!(matches!(site.retire_worker(), Err(SiteError::NoRetiredWorker)));
    }

    #[test]
    fn versions_are_read_where_the_app_has_them() {
        let home = ("it/index.html", "");
        let versions = |files: &[_]| site(files).unwrap().versions().clone();
        assert_eq!(versions(&[SHELL_IT, home]), Versions::default());
        let build = ("build.json", r#"{"version":"0123","files":{}}"#);
        let manifest = (
            "pack/manifest.json",
            r#"{"manifest":"{\"schema\":1,\"sequence\":7}","signature":""}"#,
        );
        let both = Versions { app: Some("0123".into()), pack_sequence: Some(7) };
        assert_eq!(versions(&[SHELL_IT, home, build, manifest]), both);
        let torn = [SHELL_IT, home, ("build.json", "{"), ("pack/manifest.json", "null")];
        assert_eq!(versions(&torn), Versions::default());
    }
}
