//! Lighthouse on the French home page as a mid-range phone sees it, from the real server: the median of three.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::browsers::{self, Engine};
use crate::build::{self, Built};
use crate::project::Project;
use crate::{files, process, tools};

const RUNS: usize = 3;
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];
const CHROME_FLAGS: &str = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu";

/// One run's result.
struct Run {
    scores: [f64; 4],
    largest_paint_ms: f64,
    blocked_ms: f64,
    transferred: f64,
}

/// Measures and prints.
pub fn run(project: &Project, built: &Built) -> Result<()> {
    tools::ensure_node(project)?;
    let settings = browsers::ensure(project, &[Engine::Chromium])?;
    let chromium = settings
        .iter()
        .find(|(variable, _)| *variable == "CHROMIUM")
        .map(|(_, path)| path.as_path());
    let chromium = chromium.context("Chromium was not found: give its path in CHROMIUM")?;
    let (_server, address) = build::serve_in_background(project, built, &[])?;
    let mut runs = Vec::new();
    for number in 1..=RUNS {
        println!("· Lighthouse {number} of {RUNS}");
        runs.push(one(project, chromium, &format!("{address}/fr/"))?);
    }
    runs.sort_by(|a, b| a.scores[0].total_cmp(&b.scores[0]));
    if let Some(median) = runs.get(RUNS / 2) {
        print(median);
    }
    Ok(())
}

fn one(project: &Project, chromium: &Path, address: &str) -> Result<Run> {
    let report = project.scratch("lighthouse.json");
    files::write(&report, "")?;
    let mut lighthouse = tools::command(project, "lighthouse")?;
    lighthouse.arg(address).args(["--quiet", "--output=json"]);
    lighthouse.arg(format!("--output-path={}", report.display()));
    lighthouse.arg(format!("--chrome-flags={CHROME_FLAGS}"));
    lighthouse.arg(format!("--only-categories={}", CATEGORIES.join(",")));
    lighthouse.env("CHROME_PATH", chromium);
    process::run(
        &mut lighthouse,
        "Look at what Lighthouse says above; it needs Chromium and the built app.",
    )?;
    read(&serde_json::from_slice(&files::read(&report)?)?)
}

fn read(report: &Value) -> Result<Run> {
    let number = |pointer: &str| {
        report
            .pointer(pointer)
            .and_then(Value::as_f64)
            .with_context(|| format!("Lighthouse gave no {pointer}"))
    };
    let mut scores = [0.0; 4];
    for (score, category) in scores.iter_mut().zip(CATEGORIES) {
        *score = (number(&format!("/categories/{category}/score"))? * 100.0).round();
    }
    Ok(Run {
        scores,
        largest_paint_ms: number("/audits/largest-contentful-paint/numericValue")?,
        blocked_ms: number("/audits/total-blocking-time/numericValue")?,
        transferred: number("/audits/total-byte-weight/numericValue")?,
    })
}

fn print(run: &Run) {
    println!();
    for (category, score) in CATEGORIES.iter().zip(run.scores) {
        println!("{category:<24} {score:>6}");
    }
    println!("{:<24} {:>6.1} s", "largest paint (LCP)", run.largest_paint_ms / 1000.0);
    println!("{:<24} {:>6.0} ms", "blocked (TBT)", run.blocked_ms);
    println!("{:<24} {:>6.0} KB", "transferred", run.transferred / 1000.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_report_is_read_or_says_what_it_lacks() -> Result<()> {
        let mut report = json!({
            "categories": {
                "performance": {"score": 0.99}, "accessibility": {"score": 1}, "best-practices": {"score": 1}, "seo": {"score": 1},
            },
            "audits": {
                "largest-contentful-paint": {"numericValue": 1800.0},
                "total-blocking-time": {"numericValue": 0},
                "total-byte-weight": {"numericValue": 157_000},
            },
        });
        assert_eq!(read(&report)?.scores, [99.0, 100.0, 100.0, 100.0]);
        report["categories"]["seo"]["score"] = Value::Null;
        assert!(read(&report).is_err_and(|error| error.to_string().contains("seo")));
        Ok(())
    }
}
