//! `cargo xtask dist`: what is published. A folder for any web server, and one program that holds it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::build::{self, Mode};
use crate::files;
use crate::project::Project;

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
    build::app(project, Mode::Release, &embedded)?;
    let server = build::server(project, Mode::Release, true)?;
    let out = std::path::absolute(&options.out)?;
    if out != embedded {
        copy(&embedded, &out)?;
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

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files::list(from)? {
        files::write(&to.join(files::relative(from, &file)), files::read(&file)?)?;
    }
    Ok(())
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}
