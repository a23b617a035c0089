//! The browser engines, and where their programs are.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// `WebKitGTK`; no storage outlives its session, as in a private window.
    Webkit,
}

impl Engine {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Chromium, Self::Firefox, Self::Webkit];
    /// Those that keep a profile from one start to the next.
    pub const KEEPING: &'static [Self] = &[Self::Chromium, Self::Firefox];

    /// The name used on the command line and in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The driver's program.
    ///
    /// # Errors
    /// When it is nowhere; the message says what to do.
    pub fn driver(self) -> Result<PathBuf> {
        match self {
            Self::Chromium => program("CHROMEDRIVER", &["chromedriver"]),
            Self::Firefox => program("GECKODRIVER", &["geckodriver"]),
            Self::Webkit => program("WEBKITDRIVER", &["WebKitWebDriver"]),
        }
    }

    /// The browser's program.
    ///
    /// # Errors
    /// As [`Engine::driver`].
    pub fn browser(self) -> Result<PathBuf> {
        match self {
            Self::Chromium => {
                program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])
            }
            Self::Firefox => program("FIREFOX", &["firefox-esr", "firefox"]),
            Self::Webkit => program("MINIBROWSER", &["MiniBrowser"]),
        }
    }
}

/// The program that gives `WebKitGTK` a screen.
///
/// # Errors
/// When it is nowhere.
pub fn xvfb_run() -> Result<PathBuf> {
    program("XVFB_RUN", &["xvfb-run"])
}

fn program(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(variable) {
        return Ok(PathBuf::from(given));
    }
    names.iter().find_map(|name| find(name)).with_context(|| {
        format!(
            "{} is not installed: install it, or give its path in {variable}",
            names.join(" or ")
        )
    })
}

/// On the path, among this project's tools, or where Debian keeps the small browser of `WebKitGTK`.
fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = super::project_root().join(".tools/bin");
    let machines = fs::read_dir("/usr/lib").ok().into_iter().flatten().flatten();
    let libraries = machines.map(|machine| machine.path().join("webkit2gtk-4.1"));
    let folders: Vec<PathBuf> =
        std::env::split_paths(&path).chain([own]).chain(libraries).collect();
    folders.into_iter().map(|folder| folder.join(name)).find(|program| program.is_file())
}
