//! `cargo xtask dist`: what is published. A folder for any web server, and one program that holds it.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::app;
use crate::build::{self, Mode};
use crate::files;
use crate::project::Project;
use crate::steps::Steps;

/// Where the folder goes.
#[derive(Args)]
pub struct Options {
    /// The folder to write
    #[arg(long, default_value = "dist")]
    out: PathBuf,
}

/// Builds both and prints their sizes.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let _alone = build::alone(project)?;
    let embedded = project.path("dist");
    let steps = Steps::of(app::STEPS + 1);
    let page = files::read_text(&project.path(app::PAGE))?;
    app::build(project, Mode::Release, &page, &embedded, &steps, || Ok(()))?;
    let server =
        steps.run("server, with the app inside", "3 min", || build::release_server(project))?;
    let out = std::path::absolute(&options.out)?;
    if out != embedded {
        files::copy(&embedded, &out)?;
    }
    let all = files::list(&out)?;
    let bytes = all
        .iter()
        .map(|file| fs::metadata(file).map(|facts| facts.len()))
        .sum::<std::io::Result<u64>>()?;
    println!("\n{}  {} files, {}", out.display(), all.len(), kilobytes(bytes));
    println!("{}  {}, the app inside", server.display(), kilobytes(fs::metadata(&server)?.len()));
    Ok(())
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}
