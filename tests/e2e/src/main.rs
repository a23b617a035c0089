//! Browser tests of the built app against the real server: what mediators do, in three engines.
//!
//! "No network" is always the server stopped and its port refusing connections; a browser's own offline
//! switch lies.

mod axe;
mod bench;
mod browser;
mod checks;
mod content;
mod dist;
mod engine;
mod evidence;
mod fault;
mod notes;
mod page;
mod process;
mod runner;
mod screens;
mod server;
mod steps;
mod stories;
mod story;
mod texts;
mod world;

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};

use crate::content::Content;
use crate::engine::Engine;
use crate::world::Settings;

/// Drives the built app in real browsers
#[derive(Parser)]
struct Arguments {
    /// The built app, as `cargo xtask dist` writes it
    #[arg(long, value_name = "DIR")]
    dist: PathBuf,
    /// The server's program
    #[arg(long, value_name = "PATH")]
    server: PathBuf,
    /// The browser
    #[arg(long, value_enum, default_value_t)]
    browser: Wanted,
    /// Only stories whose name contains this; may be given several times
    #[arg(long, value_name = "NAME")]
    filter: Vec<String>,
    /// Keep pictures of every screen in this folder
    #[arg(long, value_name = "DIR")]
    screenshots: Option<PathBuf>,
    /// Say which stories there are
    #[arg(long)]
    list: bool,
    /// Show the browsers
    #[arg(long)]
    headed: bool,
    /// How many stories are told at once; as many as the machine has cores, if not said
    #[arg(long, value_name = "N")]
    at_once: Option<usize>,
    /// Measure instead; `--dist` is then the page that `cargo xtask bench` builds
    #[arg(long, value_enum)]
    bench: Option<bench::Measure>,
    /// Where to write what was measured
    #[arg(long, value_name = "FILE", requires = "bench")]
    figures: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Wanted {
    Chromium,
    Firefox,
    Webkit,
    #[default]
    All,
}

impl Wanted {
    fn engines(self) -> &'static [Engine] {
        match self {
            Self::Chromium => &[Engine::Chromium],
            Self::Firefox => &[Engine::Firefox],
            Self::Webkit => &[Engine::Webkit],
            Self::All => Engine::ALL,
        }
    }
}

/// The project's folder: this program is only ever run from a checkout.
fn project_root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list {
        stories::ALL.iter().for_each(|story| println!("{}", story.name));
        return ExitCode::SUCCESS;
    }
    let passed = tokio::select! {
        passed = run(arguments) => passed,
        stopped = asked_to_stop() => stopped.map(|()| false),
    };
    process::end_all();
    match passed {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<bool> {
    let dist = std::path::absolute(&arguments.dist)?;
    let server = std::path::absolute(&arguments.server)?;
    if let Some(measure) = arguments.bench {
        let figures = bench::run(measure, &dist, &server).await?.to_string();
        match &arguments.figures {
            Some(file) => std::fs::write(file, figures)?,
            None => println!("{figures}"),
        }
        return Ok(true);
    }
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let at_once = arguments.at_once.unwrap_or_else(cores);
    let screenshots = arguments.screenshots.map(std::path::absolute).transpose()?;
    let content = Content::read()?;
    let settings = Settings { dist, server, screenshots, headed: arguments.headed, content };
    let chosen = runner::choose(&arguments.filter, &settings)?;
    runner::run(&chosen, arguments.browser.engines(), &Arc::new(settings), at_once).await
}

/// Ctrl-C, or the end of the program that started us.
async fn asked_to_stop() -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be listened to")?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
    Ok(())
}
