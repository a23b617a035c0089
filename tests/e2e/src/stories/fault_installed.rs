//! With a guide installed, whatever comes afterwards is refused and the old one stays readable.

use anyhow::{Context, Result, ensure};

use super::fault_pack::cases;
use crate::fault::Fault;
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("fault_installed", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let (_server, proxy) = world.spoiled_server().await?;
    let browser = world.browser().await?;
    let page = browser.page();
    let origin = proxy.origin();
    steps::install(page, &origin, world.content(), "fr").await?;
    for case in cases(world)? {
        proxy.mend();
        proxy.spoil(&case.path, case.fault);
        reads(world, page, &origin).await.with_context(|| case.what)?;
    }
    proxy.mend();
    // A server that fails at everything: the worker's own files included.
    proxy.spoil("/", Fault::Status(500));
    reads(world, page, &origin).await.context("the server fails at everything")?;

    proxy.mend();
    let unsigned = cases(world)?.into_iter().find(|case| case.what.contains("signature"));
    let unsigned = unsigned.context("a case is missing")?;
    proxy.spoil(&unsigned.path, unsigned.fault);
    page.visit(&origin, "/fr/offline").await?;
    let says = world.content().word("fr", "offline.newer_refused")?;
    let shown =
        format!("document.querySelector('main').innerText.includes({})", serde_json::json!(says));
    page.until(&shown, "that a newer guide was refused").await
}

async fn reads(world: &World, page: &Page, origin: &str) -> Result<()> {
    let title = world.content().practice_title("it", "reception", "teach-back")?;
    page.visit(origin, "/it/practice/teach-back").await?;
    ensure!(page.text("main h1").await? == title, "the sheet is no longer there");
    ensure!(!page.has("[data-notice^=pack-]").await?, "a message covers what can be read");
    ensure!(steps::kept_parts(page).await? == steps::all_parts(world.content()), "parts are gone");
    Ok(())
}
