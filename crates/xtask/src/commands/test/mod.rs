//! `cargo xtask test`: every check, one after the other; the first failure stops and says what to do.
//!
//! Ends with a table of what ran and how long, and the plain line `N passed, N failed`: tests are counted as
//! their programs count them, a step without tests counts as one.

mod counts;
mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

pub use counts::Counts;
use steps::STEPS;

use crate::project::Project;

/// What to check.
#[derive(Args)]
pub struct Options {
    /// Also run what takes long: many more random cases and simulated schedules
    #[arg(long)]
    long: bool,
    /// Only this step; may be given several times
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
}

/// What a step gave.
struct Outcome {
    name: &'static str,
    time: Duration,
    counts: Counts,
    error: Option<anyhow::Error>,
}

/// Runs the steps.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    if let Some(unknown) = options.only.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("there is no step {unknown}: choose among {}", known.join(", "));
    }
    let mut outcomes: Vec<Outcome> = Vec::new();
    for step in STEPS
        .iter()
        .filter(|step| options.only.is_empty() || options.only.iter().any(|name| name == step.name))
    {
        println!("\n== {}: {}", step.name, step.what);
        let started = Instant::now();
        let mut counts = Counts::default();
        let error = (step.run)(project, options.long, &mut counts).err();
        counts.settle(error.is_some());
        outcomes.push(Outcome { name: step.name, time: started.elapsed(), counts, error });
        if outcomes.last().is_some_and(|outcome| outcome.error.is_some()) {
            break;
        }
    }
    Ok(summarise(&outcomes))
}

fn summarise(outcomes: &[Outcome]) -> ExitCode {
    let mut total = Counts::default();
    println!("\n{:<16} {:>8} {:>8} {:>8}", "step", "time", "passed", "failed");
    for outcome in outcomes {
        let Counts { passed, failed } = outcome.counts;
        println!("{:<16} {:>6} s {passed:>8} {failed:>8}", outcome.name, outcome.time.as_secs());
        total.add(outcome.counts);
    }
    for error in outcomes.iter().filter_map(|outcome| outcome.error.as_ref()) {
        println!("\n{error:#}");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
