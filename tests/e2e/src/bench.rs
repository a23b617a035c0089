//! Measures in a page of its own, which `cargo xtask bench` has built: what the page finds is
//! handed back as JSON. No story: nothing passes or fails by a time.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::browser::{Browser, Launch};
use crate::engine::Engine;
use crate::page::Page;
use crate::server::Server;

/// How much slower than this machine a phone is taken to be.
const SLOWED: u32 = 4;
/// How long a measure may take; thousands of notes are written one by one.
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Measure {
    /// The search of the guide.
    Search,
    /// Thousands of notes.
    Notes,
}

/// Measures in Chromium, slowed like a phone.
///
/// # Errors
/// When something does not start, or the page fails.
pub async fn run(measure: Measure, dist: &Path, server: &Path) -> Result<Value> {
    let scratch = tempfile::tempdir()?;
    let mut server = Server::new(server, scratch.path()).await?;
    server.start(dist).await?;
    let browser =
        Browser::start(Engine::Chromium, scratch.path(), "bench", &Launch::default()).await?;
    let measured = measure_in(browser.page(), &server.origin(), measure).await;
    browser.quit().await;
    server.stop().await?;
    let mut measured = measured?;
    measured["slowed"] = json!(SLOWED);
    Ok(measured)
}

async fn measure_in(page: &Page, origin: &str, measure: Measure) -> Result<Value> {
    let address = format!("{origin}/fr/");
    page.open(&address).await?;
    match measure {
        Measure::Search => {
            slow(page, SLOWED).await?;
            Ok(json!({ "languages": ask(page, "search").await? }))
        }
        Measure::Notes => {
            let fill = ask(page, "notes-fill").await?;
            // A new page: nothing of the filling is in memory.
            page.open(&address).await?;
            slow(page, SLOWED).await?;
            let mut measured = ask(page, "notes").await?;
            measured["fill"] = fill;
            Ok(measured)
        }
    }
}

async fn slow(page: &Page, rate: u32) -> Result<()> {
    let rate = json!({ "rate": rate });
    page.driver().cdp().send_raw("Emulation.setCPUThrottlingRate", rate).await?;
    Ok(())
}

async fn ask(page: &Page, name: &str) -> Result<Value> {
    page.until("globalThis.ready === true", "the page is ready to measure").await?;
    let start = format!("(measure({}), true)", json!(name));
    ensure!(page.value::<bool>(&start).await?, "{name} does not begin");
    let patience = Instant::now() + PATIENCE;
    while Instant::now() < patience {
        // Asking costs the page time: seldom.
        sleep(Duration::from_secs(2)).await;
        let outcome: Value = page.value("globalThis.outcome").await?;
        if let Some(failed) = outcome.get("failed") {
            bail!("{name}: {}", failed.as_str().unwrap_or_default());
        }
        if let Some(done) = outcome.get("done") {
            return Ok(done.clone());
        }
    }
    None.with_context(|| format!("{name} does not end"))
}
