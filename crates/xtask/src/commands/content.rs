//! `cargo xtask content`: checks `content/` and compiles it into `public/pack/` and the static home pages.
//! `cargo xtask content import FILE`: takes a practice sheet from the field into `content/`.
//! `cargo xtask content due`: what falls due for review. `cargo xtask content mended`: takes mended facts off their list.
//! `cargo xtask content crosscheck`: our holidays and figures against what others keep.

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
    /// Hold public holidays and figures against what others keep, and name the differences
    Crosscheck {
        /// Another calendar than the one kept with the tests
        #[arg(long, default_value = "crates/migraction-packc/tests/content/data/holidays.txt")]
        holidays: PathBuf,
        /// Other figures than those kept with the tests
        #[arg(long, default_value = "crates/migraction-packc/tests/content/data/figures.txt")]
        figures: PathBuf,
    },
    /// List what falls due for review in 30 and in 90 days, by rule, page and service
    Due {
        /// The day to list for (YYYY-MM-DD), instead of today
        #[arg(long)]
        now: Option<String>,
        /// Also write the days into this calendar file
        #[arg(long)]
        ics: Option<PathBuf>,
    },
    /// Delete what is mended from content/sources-to-mend.toml
    Mended,
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
    match &options.other {
        Some(Other::Due { now, ics }) => {
            compiler.arg("due");
            if let Some(day) = now {
                compiler.args(["--now", day]);
            }
            if let Some(file) = ics {
                compiler.arg("--ics").arg(file);
            }
            return process::run(&mut compiler, "Look at what is named above.");
        }
        Some(Other::Crosscheck { holidays, figures }) => {
            compiler.arg("crosscheck");
            compiler.arg("--holidays").arg(holidays).arg("--figures").arg(figures);
            return process::run(&mut compiler, "Look whether the file is of the form it names.");
        }
        Some(Other::Mended) => {
            compiler.arg("mended");
            return process::run(&mut compiler, "Look at what is named above.");
        }
        _ => compiler.arg("build"),
    };
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
