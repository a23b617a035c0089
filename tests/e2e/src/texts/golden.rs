//! The files that say how each screen read when a person last found it right: `tests/golden/screens/<language>/<screen>.txt`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result};
use similar::TextDiff;

/// Accepts what is there now; then one reads what git shows.
pub const ACCEPT: &str = "UPDATE_GOLDEN=1 cargo xtask e2e --browser chromium --filter texts";

/// The files of a language.
pub struct Golden {
    folder: PathBuf,
    is_renewed: bool,
    seen: BTreeSet<String>,
}

impl Golden {
    /// The files of a language; they are renewed where the environment says so.
    #[must_use]
    pub fn new(language: &str) -> Self {
        let folder = super::super::project_root().join("tests/golden/screens").join(language);
        let is_renewed = env::var_os("UPDATE_GOLDEN").is_some();
        Self { folder, is_renewed, seen: BTreeSet::new() }
    }

    /// How a screen differs from its file, as a diff; nothing when it does not.
    ///
    /// # Errors
    /// When two screens have this name, or the file cannot be written.
    pub fn compare(&mut self, screen: &str, text: &str) -> Result<Option<String>> {
        anyhow::ensure!(self.seen.insert(screen.to_owned()), "two screens are called {screen}");
        let path = self.folder.join(format!("{screen}.txt"));
        if self.is_renewed {
            fs::create_dir_all(&self.folder)?;
            fs::write(&path, text).with_context(|| path.display().to_string())?;
            return Ok(None);
        }
        let before = fs::read_to_string(&path).unwrap_or_default();
        if before == text {
            return Ok(None);
        }
        let diff = TextDiff::from_lines(before.as_str(), text);
        let diff =
            diff.unified_diff().context_radius(2).header("as it was read", "as it is").to_string();
        Ok(Some(diff))
    }

    /// Files of screens that were not shown; removed where files are renewed.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn left_over(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        // Before the first screens were accepted there is no folder.
        if !self.folder.is_dir() {
            return Ok(found);
        }
        for entry in
            fs::read_dir(&self.folder).with_context(|| self.folder.display().to_string())?
        {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if self.seen.contains(&name) {
                continue;
            }
            if self.is_renewed {
                fs::remove_file(&path)?;
            } else {
                found.push(name);
            }
        }
        found.sort();
        Ok(found)
    }
}
