//! The commands, one file each.

mod advisories;
pub mod app;
mod bench;
mod content;
mod dist;
mod e2e;
mod serve;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::project::Project;

/// What can be asked.
#[derive(Subcommand)]
pub enum Command {
    /// Build the app and the server, and serve both on this machine
    Serve(serve::Options),
    /// Check the content and compile it into packs
    Content(content::Options),
    /// Build a release: a folder, and a server that holds it
    Dist(dist::Options),
    /// Run every check, in the order of the continuous integration
    Test(test::Options),
    /// Drive the app in real browsers
    E2e(e2e::Options),
    /// Measure sizes and Lighthouse scores against the budgets
    Bench(bench::Options),
    /// Look for known vulnerabilities in dependencies (needs the network)
    Advisories,
    /// Build the app alone into a folder; Trunk calls it while somebody develops
    App(app::Options),
}

/// Runs one command.
pub fn run(project: &Project, command: Command) -> Result<ExitCode> {
    let done = match command {
        Command::Serve(options) => serve::run(project, &options),
        Command::Content(options) => content::run(project, &options),
        Command::Dist(options) => dist::run(project, &options),
        Command::Test(options) => return test::run(project, &options),
        Command::E2e(options) => e2e::run(project, &options, &mut test::Counts::default()),
        Command::Bench(options) => bench::run(project, &options),
        Command::Advisories => advisories::run(project),
        Command::App(options) => app::run(project, &options),
    };
    done.map(|()| ExitCode::SUCCESS)
}
