//! What the project does to itself: serve, check, build, measure. Run as `cargo xtask <command>`.
//!
//! A command says what it does, fails with a sentence that says what to do, and leaves no process behind.
//! Nothing here is part of the app or of the server.

mod browsers;
mod build;
mod commands;
mod digest;
mod files;
mod process;
mod project;
mod steps;
mod tools;

use std::process::ExitCode;

use clap::Parser;

/// What the project does to itself.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = process::stop_children_with_us()
        .and_then(|()| project::Project::find())
        .and_then(|project| commands::run(&project, arguments.command));
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
