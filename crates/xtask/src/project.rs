//! Where the project's files are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use migraction_words::Language;

/// The checkout, found from the current folder upwards.
pub struct Project {
    root: PathBuf,
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
        Ok(migraction_words::read_languages(&self.path("content"))?)
    }
}
