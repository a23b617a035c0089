//! Where the project's files are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The checkout, found from the current folder upwards.
pub struct Project {
    root: PathBuf,
}

/// One interface language of `content/languages.toml`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Language {
    /// Its tag, also the first part of its addresses.
    pub id: String,
    /// Its writing direction, `ltr` or `rtl`.
    pub dir: String,
}

impl Project {
    /// Finds the checkout that holds the current folder.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("the current folder cannot be read")?;
        for folder in here.ancestors() {
            if folder.join("Trunk.toml").is_file() && folder.join("Cargo.toml").is_file() {
                return Ok(Self { root: folder.to_path_buf() });
            }
        }
        bail!(
            "this is not a checkout of the project: run it from a folder that holds Trunk.toml, or below it"
        )
    }

    /// The top folder of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// A path in the folder where xtask keeps what it may forget.
    pub fn scratch(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join("target/xtask").join(relative)
    }

    /// The folder cargo builds into.
    pub fn cargo_target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.path("target"), |dir| self.root.join(dir))
    }

    /// The interface languages, in the order in which they are offered.
    pub fn languages(&self) -> Result<Vec<Language>> {
        #[derive(Deserialize)]
        struct Languages {
            language: Vec<Language>,
        }
        let path = self.path("content/languages.toml");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let languages: Languages =
            toml::from_str(&text).with_context(|| format!("{} is not right", path.display()))?;
        Ok(languages.language)
    }
}
