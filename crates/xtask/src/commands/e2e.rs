//! `cargo xtask e2e`: drives the built app in real browsers against the real server.
//!
//! The scenarios are the program `tests/e2e`, which starts and ends drivers itself; here only what it needs is
//! put in place, and said in its environment.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::test::Counts;
use crate::browsers::{self, Engine};
use crate::build::{self, Mode};
use crate::project::Project;
use crate::{process, tools};

/// Which browsers to drive.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Browser {
    /// Chromium
    Chromium,
    /// Firefox
    Firefox,
    /// WebKitGTK
    Webkit,
    /// All three
    #[default]
    All,
}

impl Browser {
    fn engines(self) -> &'static [Engine] {
        match self {
            Self::Chromium => &[Engine::Chromium],
            Self::Firefox => &[Engine::Firefox],
            Self::Webkit => &[Engine::Webkit],
            Self::All => &[Engine::Chromium, Engine::Firefox, Engine::Webkit],
        }
    }
}

/// What to drive.
#[derive(Args, Default)]
pub struct Options {
    /// The browser
    #[arg(long, value_enum, default_value_t)]
    browser: Browser,
    /// Keep pictures of the screens in this folder
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "screenshots")]
    screenshots: Option<PathBuf>,
    /// Only scenarios whose name contains this; may be given several times
    #[arg(long)]
    filter: Vec<String>,
    /// Show the browsers
    #[arg(long)]
    headed: bool,
}

impl Options {
    /// Some scenarios in one engine; all of them where none is named.
    pub fn some(engine: Engine, names: &[&str]) -> Self {
        let browser = match engine {
            Engine::Chromium => Browser::Chromium,
            Engine::Firefox => Browser::Firefox,
            Engine::Webkit => Browser::Webkit,
        };
        let filter = names.iter().map(|name| (*name).to_owned()).collect();
        Self { browser, filter, ..Self::default() }
    }
}

/// Runs the scenarios, and counts those that passed and failed.
pub fn run(project: &Project, options: &Options, counts: &mut Counts) -> Result<()> {
    let engines = options.browser.engines();
    let settings = browsers::ensure(project, engines)?;
    let built = build::both(project, Mode::Release)?;
    tools::ensure_node(project)?;
    println!("· end to end");
    let mut e2e = tools::cargo(project)?;
    e2e.args(["run", "--quiet", "--package", "migraction-e2e", "--", "--dist"]).arg(&built.dist);
    e2e.arg("--server").arg(&built.server);
    let browser = if let [engine] = engines { engine.name() } else { "all" };
    e2e.args(["--browser", browser]);
    if let Some(folder) = &options.screenshots {
        e2e.arg("--screenshots").arg(folder);
    }
    for name in &options.filter {
        e2e.args(["--filter", name]);
    }
    if options.headed {
        e2e.arg("--headed");
    }
    e2e.envs(settings);
    let advice = "Read the first failure above; `cargo xtask e2e --filter NAME --headed` shows one scenario.";
    process::run_reading(&mut e2e, advice, |line| counts.read(line))
}
