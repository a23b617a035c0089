//! Thousands of notes beside PouchDB in the same page. Ours are sealed, and saved is said when they are on the disk;
//! PouchDB's are in the clear. Nothing fails by a time.

use anyhow::Result;
use serde::Deserialize;

use super::page::{self, Spread, times};
use crate::project::Project;

#[derive(Deserialize)]
struct Figures {
    slowed: u32,
    count: usize,
    fill: Fill,
    engines: Vec<Engine>,
}

#[derive(Deserialize)]
struct Fill {
    ours: f64,
    other: f64,
}

#[derive(Deserialize)]
struct Engine {
    label: String,
    /// The same with the passphrase stretched; only ours has one.
    passphrase: Option<f64>,
    unlock: Spread,
    open: Spread,
    save: Spread,
    search: Spread,
}

/// Measures and prints.
pub fn run(project: &Project) -> Result<()> {
    println!("· notes");
    let figures: Figures = page::measure(project, "notes")?;
    let Some(own) = figures.engines.first() else { return Ok(()) };
    println!("\n{} notes, processor slowed {} times", figures.count, figures.slowed);
    println!("{:<28} {:>12} {:>12}   beside ours", "what", "median", "95 of 100");
    for (what, of) in [
        ("unlock to list", (|one| &one.unlock) as fn(&Engine) -> &Spread),
        ("open a note", |one| &one.open),
        ("save a note", |one| &one.save),
        ("search the list", |one| &one.search),
    ] {
        for one in &figures.engines {
            let Spread { count, median, p95 } = of(one);
            let what = format!("{what}, {} ({count})", one.label);
            let beside =
                if one.label == own.label { String::new() } else { times(of(own).median, *median) };
            println!(
                "{what:<28} {:>12} {:>12}   {beside}",
                milliseconds(*median),
                milliseconds(*p95)
            );
        }
    }
    if let Some(whole) = own.passphrase {
        println!(
            "with the passphrase, which is stretched on purpose, ours unlocks in {}",
            milliseconds(whole)
        );
    }
    println!(
        "written before, at full speed: ours {:.1} s one by one, the other {:.1} s in one go",
        figures.fill.ours / 1000.0,
        figures.fill.other / 1000.0
    );
    Ok(())
}

fn milliseconds(amount: f64) -> String {
    format!("{amount:.1} ms")
}
