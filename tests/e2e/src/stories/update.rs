//! A second build is published while the app is open.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::dist::{self, SECOND, SECOND_MARK};
use crate::page::Page;
use crate::server::Server;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// A tab says so, but not over a consultation that it would end; nothing changes unasked; the button opens it, and the other
/// tab loses nothing.
pub const ASKED: Story = Story::new("update_asked", |world| Box::pin(asked(world)));
/// Nobody presses anything: the next start opens it.
pub const NEXT_START: Story = Story::new("update_next_start", |world| Box::pin(next_start(world)));

const NOTICE: &str = "[data-notice=update]";

async fn publish(world: &World, server: &mut Server) -> Result<()> {
    let second = dist::second_build(world.dist(), world.scratch())?;
    server.stop().await?;
    server.start(&second).await
}

async fn asked(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    let driver = page.driver();
    steps::install(page, &origin, world.content(), "fr").await?;
    let old = steps::worker_version(page).await?;
    ensure!(old != SECOND, "the build has the name of the second one");

    // The first tab is in the middle of a consultation.
    let first = driver.window().await?;
    let question = begin_consultation(page).await?;
    page.run("document.documentElement.dataset.notReloaded = ''", vec![]).await?;
    publish(world, &mut server).await?;

    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    page.visit(&origin, "/fr/").await?;
    let there = format!("document.querySelector({})", json!(NOTICE));
    page.until_within(&there, "the notice of a newer version", Duration::from_secs(20)).await?;
    let text = page.text(NOTICE).await?;
    steps::expect_language(world.content(), "fr", &text)?;
    ensure!(page.has(&format!("{NOTICE} button")).await?, "the notice has no button");
    for tab in [&first, &second] {
        driver.switch_to_window(tab.clone()).await?;
        ensure!(steps::worker_version(page).await? == old, "the new build took over unasked");
        ensure!(!is_second(page).await?, "the new build is shown unasked");
    }
    driver.switch_to_window(first.clone()).await?;
    ensure!(!page.has(NOTICE).await?, "the notice stands over a consultation under way");

    driver.switch_to_window(second).await?;
    page.tap(&format!("{NOTICE} button")).await?;
    let taken = format!("document.documentElement.hasAttribute({})", json!(SECOND_MARK));
    page.until(&taken, "the new build").await?;
    page.wait_for_screen("/fr/").await?;
    ensure!(steps::worker_version(page).await? == SECOND, "the old worker is still in charge");
    ensure!(!page.has(NOTICE).await?, "the notice is still there");

    driver.switch_to_window(first).await?;
    ensure!(
        page.value::<bool>("'notReloaded' in document.documentElement.dataset").await?,
        "the other tab was loaded anew"
    );
    let path = page.path().await?;
    ensure!(path.ends_with(&question), "the other tab is elsewhere: {path}");
    steps::activate(page, "#previous", Way::Touch).await?;
    page.until(
        "document.querySelector('main [name=answer][aria-pressed=true]')",
        "the answer given before",
    )
    .await
}

/// Answers the first question; the second one's id.
async fn begin_consultation(page: &Page) -> Result<String> {
    page.follow("/fr/tools/orientation").await?;
    page.tap("#need-everything").await?;
    page.wait("main [data-question]").await?;
    let first = page.path().await?;
    page.tap("main button[name=answer]").await?;
    page.until(&format!("location.pathname !== {}", json!(first)), "the second question").await?;
    let second = page.path().await?;
    page.wait_for_screen(&second).await?;
    page.attribute("main [data-question]", "data-question").await
}

async fn is_second(page: &Page) -> Result<bool> {
    page.value(&format!("document.documentElement.hasAttribute({})", json!(SECOND_MARK))).await
}

async fn next_start(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "it").await?;
    publish(world, &mut server).await?;
    page.visit(&origin, "/it/offline").await?;
    let there = format!("document.querySelector({})", json!(NOTICE));
    page.until_within(&there, "the notice of a newer version", Duration::from_secs(20)).await?;
    ensure!(!is_second(page).await?, "the new build is shown unasked");

    // A start asks the waiting worker only where it answers at once: on a busy machine the one after.
    for _ in 0..3 {
        page.reload().await?;
        page.wait_for_screen("/it/offline").await?;
        if is_second(page).await? {
            break;
        }
    }
    ensure!(is_second(page).await?, "three starts did not open the new build");
    page.wait_for_screen("/it/offline").await?;
    ensure!(steps::worker_version(page).await? == SECOND, "the old worker is still in charge");
    server.stop().await?;
    page.visit(&origin, "/it/practice/see-judge-act")
        .await
        .context("the new build, with no server")?;
    ensure!(is_second(page).await?, "the old build is back");
    Ok(())
}
