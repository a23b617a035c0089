//! `cargo xtask serve`: everything built, then the server in the foreground, for the guide and for notes.
//!
//! The server takes our place as the same process: Ctrl-C reaches it, and nothing else is left running.

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build::{self, Built, Mode};
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

/// The folder in which the server keeps notes; git ignores it.
const NOTES: &str = ".notes";

/// Builds and serves.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let mode = if options.dev { Mode::Dev } else { Mode::Release };
    let built = build::both(project, mode)?;
    let address = format!("http://localhost:{}", options.port);
    if !project.path(NOTES).join("migraction.db").is_file() {
        invite(project, &built, &address)?;
    }
    println!("\nMigr’action: {address}  (Ctrl-C stops it)");
    println!("Notes are kept sealed in {NOTES}/. Another invitation:");
    println!(
        "  {} invite --data {NOTES} --address {address}\n",
        built.server.strip_prefix(project.root()).unwrap_or(&built.server).display()
    );
    let mut server = build::serve_command(project, &built, options.port);
    Err(process::become_program(server.args(["--data", NOTES])))
}

/// Lets the server make its folder, and prints the invitation with which a first browser can keep notes on it.
fn invite(project: &Project, built: &Built, address: &str) -> Result<()> {
    let (server, _) = build::serve_in_background(project, built, &["--data", NOTES])?;
    let mut invite = Command::new(&built.server);
    invite.current_dir(project.root()).args(["invite", "--data", NOTES, "--address", address]);
    let said = process::output_of(&mut invite).context(
        "the server gives no invitation: remove the folder .notes, if nothing in it is needed, and try again",
    )?;
    drop(server);
    let Some(link) = said.lines().find_map(|line| line.strip_prefix("link")) else {
        bail!("the server's invitation has no link: {said}");
    };
    println!("\nAn invitation to keep notes, shown once. Open it in a first browser:");
    println!("  {}", link.trim());
    println!("A second browser joins from the first one: Notes, Sync, Add a device.");
    Ok(())
}
