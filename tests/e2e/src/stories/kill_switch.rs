//! The operator takes the worker back: after one visit none is in charge, its files are gone, the guide stays.

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::engine::Engine;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("kill_switch", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    let parts = steps::kept_parts(page).await?;
    server.stop().await?;
    server.start_with(world.dist(), &["--retire-worker"]).await?;

    page.open(&format!("{origin}/fr/")).await?;
    if world.engine == Engine::Chromium {
        // A worker that a debugger watches, as every driver does, ends there only with its last page.
        // The page may be loaded anew meanwhile, and takes an unfinished script with it: short ones, until one says so.
        let arrived = "const done = arguments[0];
            navigator.serviceWorker.getRegistration().then(found => done(!found || Boolean(found.waiting)));";
        for _ in 0..50 {
            if page.run_later(arrived, vec![]).await.unwrap_or(false) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        // A busy machine may bring the next page before the worker has ended: then that page is its last.
        for _ in 0..5 {
            page.open("about:blank").await?;
            tokio::time::sleep(Duration::from_millis(500)).await;
            page.open(&format!("{origin}/fr/")).await?;
            if page
                .value::<bool>("navigator.serviceWorker.controller === null")
                .await
                .unwrap_or(false)
            {
                break;
            }
        }
    }
    page.until("navigator.serviceWorker.controller === null", "no worker").await?;
    let mut kept = usize::MAX;
    for _ in 0..50 {
        let script = "const done = arguments[0]; caches.keys().then(keys => done(keys.length))";
        kept = page.run_later(script, vec![]).await.unwrap_or(kept);
        if kept == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ensure!(kept == 0, "{kept} caches are left");
    page.wait_for_screen("/fr/").await?;

    // It must not load the page over and over.
    let loaded: f64 = page.value("performance.timeOrigin").await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let still: f64 = page.value("performance.timeOrigin").await?;
    ensure!((loaded - still).abs() < 1.0, "the page is loaded again and again");
    ensure!(
        page.value::<bool>("navigator.serviceWorker.controller === null").await?,
        "a worker is back"
    );

    page.visit(&origin, "/fr/practice/teach-back").await?;
    let title = world.content().practice_title("fr", "reception", "teach-back")?;
    ensure!(page.text("main h1").await? == title, "the guide can no longer be read");
    ensure!(steps::kept_parts(page).await? == parts, "the guide was removed with the worker");
    Ok(())
}
