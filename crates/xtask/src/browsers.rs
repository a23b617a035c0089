//! The browsers that tests drive, and their drivers.
//!
//! They come from the system: only where one is missing is anything installed, and only then is root needed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::project::Project;
use crate::{process, tools};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK.
    Webkit,
}

impl Engine {
    /// The name used on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver"],
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &["webkit2gtk-driver", "xvfb", "xauth", "dbus", "dbus-x11"],
        }
    }

    /// The variables that tell tests where the programs are, with the names they may have.
    fn programs(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Chromium => &[
                ("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]),
                ("CHROMEDRIVER", &["chromedriver"]),
            ],
            Self::Firefox => {
                &[("FIREFOX", &["firefox-esr", "firefox"]), ("GECKODRIVER", &["geckodriver"])]
            }
            Self::Webkit => &[
                ("WEBKITDRIVER", &["WebKitWebDriver"]),
                ("MINIBROWSER", &["MiniBrowser"]),
                ("XVFB_RUN", &["xvfb-run"]),
            ],
        }
    }
}

/// A variable and the path it carries.
pub type Setting = (&'static str, PathBuf);

/// Makes sure that the engines and their drivers are there, and says where.
pub fn ensure(project: &Project, engines: &[Engine]) -> Result<Vec<Setting>> {
    if engines.contains(&Engine::Firefox) {
        tools::ensure(project, &[&tools::GECKODRIVER])?;
    }
    if !missing(project, engines).is_empty() {
        install(project, engines)?;
    }
    if let Some(variable) = missing(project, engines).first() {
        bail!(
            "a browser or its driver is still missing: install it and give its path in {variable}"
        );
    }
    let found = |(variable, names)| Some((variable, locate(project, variable, names)?));
    Ok(programs(engines).filter_map(found).collect())
}

fn programs(engines: &[Engine]) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    engines.iter().flat_map(|engine| engine.programs().iter().copied())
}

fn missing(project: &Project, engines: &[Engine]) -> Vec<&'static str> {
    let absent = |(variable, names)| locate(project, variable, names).is_none().then_some(variable);
    programs(engines).filter_map(absent).collect()
}

fn locate(project: &Project, variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(variable) {
        return Some(PathBuf::from(given)).filter(|path| path.is_file());
    }
    names.iter().find_map(|name| tools::which(project, name).or_else(|| beside_libraries(name)))
}

/// WebKitGTK keeps its small browser among its libraries, in a folder named by the machine.
fn beside_libraries(name: &str) -> Option<PathBuf> {
    let machines = fs::read_dir("/usr/lib").ok()?;
    let browser = |machine: fs::DirEntry| machine.path().join("webkit2gtk-4.1").join(name);
    machines.flatten().map(browser).find(|path| path.is_file())
}

fn install(project: &Project, engines: &[Engine]) -> Result<()> {
    let packages: Vec<&str> =
        engines.iter().flat_map(|engine| engine.packages()).copied().collect();
    let list = packages.join(" ");
    println!("· browsers are missing. Installing {list} with apt-get, which needs root.");
    let is_root = process::output_of(Command::new("id").arg("-u")).is_some_and(|user| user == "0");
    let has_sudo = tools::which(project, "sudo").is_some();
    if tools::which(project, "apt-get").is_none() || !(is_root || has_sudo) {
        bail!(
            "install these (names of Debian packages) as this system does, then run the same command again: {list}"
        );
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            command.arg("apt-get");
        }
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        // In our own group, so that sudo may ask for a password.
        let status = command.status().context("apt-get cannot be started")?;
        if !status.success() {
            bail!(
                "apt-get failed. Install these packages by hand, then run the same command again: {list}"
            );
        }
        Ok(())
    };
    apt(&["update", "-qq"])?;
    apt(&[["install", "-y", "-qq", "--no-install-recommends"].as_slice(), &packages].concat())
}
