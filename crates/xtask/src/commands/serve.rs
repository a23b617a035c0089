//! `cargo xtask serve`: everything built, then the server in the foreground.
//!
//! The server takes our place as the same process: Ctrl-C reaches it, and nothing else is left running.

use anyhow::Result;
use clap::Args;

use crate::build::{self, Mode};
use crate::process;
use crate::project::Project;

/// Where and how to serve.
#[derive(Args)]
pub struct Options {
    /// The port on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build quickly rather than small
    #[arg(long)]
    dev: bool,
}

/// Builds and serves.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let mode = if options.dev { Mode::Dev } else { Mode::Release };
    let built = build::both(project, mode)?;
    println!("\nMigr’action: http://localhost:{}  (Ctrl-C stops it)\n", options.port);
    Err(process::become_program(&mut build::serve_command(project, &built, options.port)))
}
