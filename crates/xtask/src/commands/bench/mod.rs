//! `cargo xtask bench`: what is measured against a budget, or beside others.

pub mod lighthouse;
mod notes;
mod page;
mod rules;
mod search;
pub mod sizes;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::build::{self, Mode};
use crate::project::Project;

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Bytes of every file, raw and compressed
    Sizes,
    /// Scores of the home page on a simulated phone
    Lighthouse,
    /// Time that the rules of each country take
    Rules,
    /// The search of the guide beside MiniSearch and FlexSearch
    Search,
    /// 10,000 notes beside PouchDB
    Notes,
}

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Only this; everything when absent
    #[arg(value_enum)]
    measures: Vec<Measure>,
}

/// Measures.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let wanted = |measure| options.measures.is_empty() || options.measures.contains(&measure);
    if wanted(Measure::Rules) {
        rules::run(project)?;
    }
    if wanted(Measure::Search) {
        search::run(project)?;
    }
    if wanted(Measure::Notes) {
        notes::run(project)?;
    }
    if !wanted(Measure::Sizes) && !wanted(Measure::Lighthouse) {
        return Ok(());
    }
    let built = build::both(project, Mode::Release)?;
    if wanted(Measure::Sizes) {
        sizes::run(project)?;
    }
    if wanted(Measure::Lighthouse) {
        lighthouse::run(project, &built)?;
    }
    Ok(())
}
