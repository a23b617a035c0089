//! The search of the guide beside two engines for browsers: what it finds, how long a keystroke takes, what it weighs.
//! Nothing fails by a time.

use anyhow::Result;
use serde::Deserialize;

use super::page::{self, Spread, times};
use crate::project::Project;

#[derive(Deserialize)]
struct Figures {
    slowed: u32,
    languages: Vec<LanguageFigures>,
}

#[derive(Deserialize)]
struct LanguageFigures {
    language: String,
    pages: usize,
    engines: Vec<Engine>,
}

#[derive(Deserialize)]
struct Engine {
    label: String,
    keystroke: Spread,
    ready: f64,
    size: f64,
    compressed: f64,
    tuned: Found,
    held_out: Found,
}

#[derive(Deserialize)]
struct Found {
    count: usize,
    precision_at_1: f64,
    recall_at_5: f64,
    mean_reciprocal_rank: f64,
}

/// Measures and prints.
pub fn run(project: &Project) -> Result<()> {
    println!("· search");
    let figures: Figures = page::measure(project, "search")?;
    for language in &figures.languages {
        print(language, figures.slowed);
    }
    Ok(())
}

fn print(language: &LanguageFigures, slowed: u32) {
    let Some(own) = language.engines.first() else { return };
    let [tuned, held] = [own.tuned.count, own.held_out.count];
    let (code, pages, keystrokes) = (&language.language, language.pages, own.keystroke.count);
    println!(
        "\n{code}: {pages} pages; {tuned} queries that rankings were tuned on, {held} held out"
    );
    println!("{:<12} {:>24} {:>24}", "", "tuned on", "held out");
    println!(
        "{:<12} {:>8} {:>8} {:>6} {:>9} {:>8} {:>6}",
        "engine", "P@1", "R@5", "MRR", "P@1", "R@5", "MRR"
    );
    for one in &language.engines {
        let Engine { label, tuned, held_out, .. } = one;
        println!(
            "{label:<12} {:>8.3} {:>8.3} {:>6.3} {:>9.3} {:>8.3} {:>6.3}",
            tuned.precision_at_1,
            tuned.recall_at_5,
            tuned.mean_reciprocal_rank,
            held_out.precision_at_1,
            held_out.recall_at_5,
            held_out.mean_reciprocal_rank,
        );
    }
    println!(
        "{:<12} {:>18} {:>18} {:>18} {:>18}",
        "engine", "keystroke median", "95 of 100", "ready", "index, gzip"
    );
    for one in &language.engines {
        let beside = |amount: String, own: f64, other: f64| {
            format!(
                "{amount} {:>7}",
                if one.label == "ours" { String::new() } else { times(own, other) }
            )
        };
        println!(
            "{:<12} {:>18} {:>18} {:>18} {:>18}",
            one.label,
            beside(milliseconds(one.keystroke.median), own.keystroke.median, one.keystroke.median),
            beside(milliseconds(one.keystroke.p95), own.keystroke.p95, one.keystroke.p95),
            beside(milliseconds(one.ready), own.ready, one.ready),
            beside(kilobytes(one.compressed), own.compressed, one.compressed),
        );
    }
    println!(
        "{keystrokes} keystrokes, processor slowed {slowed} times; unpacked: {}",
        language
            .engines
            .iter()
            .map(|one| format!("{} {}", one.label, kilobytes(one.size)))
            .collect::<Vec<_>>()
            .join(", ")
    );
}

fn milliseconds(amount: f64) -> String {
    format!("{amount:.2} ms")
}

fn kilobytes(bytes: f64) -> String {
    format!("{:.0} KB", bytes / 1000.0)
}
