//! `cargo xtask content`: checks `content/` and compiles it into `public/pack/` and the static home pages.
//! `cargo xtask content import FILE`: takes a practice sheet from the field into `content/`.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::project::Project;
use crate::{process, tools};

/// How to compile the content.
#[derive(Args, Default)]
pub struct Options {
    /// Also show what each language and country covers
    #[arg(long)]
    pub report: bool,
    /// Compile as if today were this day (YYYY-MM-DD)
    #[arg(long)]
    pub now: Option<String>,
    /// Something else than compiling
    #[command(subcommand)]
    pub other: Option<Other>,
}

/// What can be done with the content besides compiling it.
#[derive(Subcommand)]
pub enum Other {
    /// Change each rule in one place at a time, and name the changes that no scenario notices (minutes)
    Mutants,
    /// Check a practice sheet that the app made and put it into content/, as a draft
    Import {
        /// The file that the app made
        file: PathBuf,
        /// The practice's id, instead of one made of its title
        #[arg(long)]
        id: Option<String>,
    },
}

/// Runs the compiler.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    println!("· content");
    let mut compiler = tools::cargo(project)?;
    compiler.args(["run", "--quiet", "--package", "migraction-packc", "--"]);
    if matches!(options.other, Some(Other::Mutants)) {
        let mut compiler = tools::cargo(project)?;
        compiler.args(["run", "--quiet", "--package", "migraction-packc", "--", "mutants"]);
        return process::run(&mut compiler, "Write scenarios that expect what is named above.");
    }
    if let Some(Other::Import { file, id }) = &options.other {
        compiler.arg("import").arg(file);
        if let Some(id) = id {
            compiler.args(["--id", id]);
        }
        return process::run(
            &mut compiler,
            "Mend what is named above in the file, or ask whoever wrote it, then import it again.",
        );
    }
    compiler.arg("build");
    compiler.args(["--content", "content", "--out", "public/pack", "--keys", ".keys"]);
    if options.report {
        compiler.arg("--report");
    }
    if let Some(day) = &options.now {
        compiler.args(["--now", day]);
    }
    process::run(
        &mut compiler,
        "Mend what is named above (file:line), then run `cargo xtask content` again.",
    )
}
