//! The browser keeps nothing, or has no room: the guide is read all the same, and the app says so.
//!
//! Not in `WebKitGTK`, which can neither be told to refuse storage nor to have less room.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Launch, Without};
use crate::engine::Engine;
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// Sites may keep nothing.
pub const REFUSED: Story =
    Story::new("fault_storage_refused", |world| Box::pin(refused(world))).only(Engine::KEEPING);
/// There is no room.
pub const FULL: Story =
    Story::new("fault_storage_full", |world| Box::pin(full(world))).only(Engine::KEEPING);

async fn refused(world: &World) -> Result<()> {
    let server = world.server().await?;
    let launch = Launch { without: Without::Storage, ..Launch::default() };
    let browser = world.browser_with(launch).await?;
    says_so_and_reads(world, browser.page(), &server.origin(), "it", "storage-refused").await
}

async fn full(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let without = match world.engine {
        // Less than the smallest part of the guide.
        Engine::Firefox => Without::Room(100),
        _ => Without::Nothing,
    };
    let browser = world.browser_with(Launch { without, ..Launch::default() }).await?;
    let page = browser.page();
    if world.engine == Engine::Chromium {
        // The origin must have been seen before it can be given less room.
        page.open(&format!("{origin}/robots.txt")).await?;
        browser.limit_room(&origin, 20_000).await?;
    }
    says_so_and_reads(world, page, &origin, "en", "storage-full").await
}

async fn says_so_and_reads(
    world: &World,
    page: &Page,
    origin: &str,
    language: &str,
    key: &str,
) -> Result<()> {
    page.visit(origin, &format!("/{language}/")).await?;
    let online = "document.querySelector('#readiness')?.dataset.state === 'online-only'";
    page.until_within(online, "the line that it is only read now", Duration::from_secs(20)).await?;
    steps::expect_notice(page, world.content(), language, key).await?;
    ensure!(
        page.has(&format!("[data-notice={key}] button, [data-notice={key}] a")).await?,
        "no way on"
    );

    let title = world.content().practice_title(language, "orientation", "anolf-desk")?;
    page.follow(&format!("/{language}/practice/anolf-desk")).await?;
    ensure!(page.text("main h1").await? == title, "the sheet cannot be read");
    page.visit(origin, &format!("/{language}/offline")).await.context("what is kept")?;
    steps::expect_notice(page, world.content(), language, key).await?;
    page.visit(origin, &format!("/{language}/practice/anolf-desk")).await.context("opened anew")?;
    ensure!(page.text("main h1").await? == title, "the sheet cannot be read when opened anew");
    Ok(())
}
