//! A newer guide is published. Only what changed is fetched, in one piece; the open page stays; the guide
//! before stays as well; and what is older, for another app, too large or broken off changes nothing.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::browser::Launch;
use crate::dist::{self, Newer, RENAMED};
use crate::engine::Engine;
use crate::fault::Fault;
use crate::page::Page;
use crate::server::Server;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// A newer guide, then an older one, then one for another app.
pub const TAKEN: Story = Story::new("pack_update", |world| Box::pin(taken(world))).within(180);
/// No room in the middle. Only Chromium can be given less room while it runs.
pub const FULL: Story =
    Story::new("pack_update_full", |world| Box::pin(full(world))).only(&[Engine::Chromium]);
/// The browser is killed while the guide changes.
pub const KILLED: Story = Story::new("pack_update_killed", |world| Box::pin(killed(world)))
    .only(Engine::KEEPING)
    .within(180);

const FIRST: Newer<'_> = Newer { by: 1, for_another_app: false, title: "Un titre plus neuf" };
const SECOND: Newer<'_> =
    Newer { by: 2, for_another_app: false, title: "Un titre encore plus neuf" };
const FOREIGN: Newer<'_> = Newer { by: 3, for_another_app: true, title: "Un titre illisible" };

async fn publish(world: &World, server: &mut Server, newer: Newer<'_>) -> Result<()> {
    let folder = world.scratch().join(format!("pack-{}", newer.by));
    if !folder.exists() {
        dist::newer_pack(world.dist(), &folder, newer)?;
    }
    server.stop().await?;
    server.start(&folder).await
}

/// Waits until the page of what is kept says what became of a newer guide.
async fn renewal(page: &Page, origin: &str, name: &str) -> Result<()> {
    page.visit(origin, "/fr/offline").await?;
    page.wait(&format!("[data-renewal={name}]")).await
}

async fn reads(page: &Page, origin: &str, title: &str) -> Result<()> {
    page.visit(origin, &format!("/fr/practice/{RENAMED}")).await?;
    let shown = page.text("main h1").await?;
    ensure!(shown == title, "the sheet is called {shown} instead of {title}");
    ensure!(!page.has("[data-notice^=pack-]").await?, "a message covers what can be read");
    Ok(())
}

/// The names of the parts that this page has fetched.
async fn fetched(page: &Page) -> Result<Vec<String>> {
    page.value(
        "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)
           .filter(path => path.startsWith('/pack/') && path.endsWith('.bin'))",
    )
    .await
}

async fn taken(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    let before = content.practice_title("fr", "reception", RENAMED)?;
    steps::install(page, &origin, content, "fr").await?;
    let parts = steps::kept_parts(page).await?;

    publish(world, &mut server, FIRST).await?;
    renewal(page, &origin, "installed").await?;
    let only = fetched(page).await?;
    ensure!(
        only.len() == 1 && only.iter().all(|path| path.starts_with("/pack/fr-")),
        "more than what changed was fetched: {only:?}"
    );
    let now = steps::kept_parts(page).await?;
    ensure!(
        now == parts + 1,
        "{now} parts are kept: the guide before must stay beside the new one"
    );
    page.follow(&format!("/fr/practice/{RENAMED}")).await?;
    ensure!(page.text("main h1").await? == before, "the open guide changed under the reader");

    // The next start opens it, with no network; it says what changed; the other languages are there.
    server.stop().await?;
    reads(page, &origin, FIRST.title).await.context("the next start")?;
    page.visit(&origin, "/fr/offline").await?;
    page.tap("#news summary").await?;
    let news = page.text("#news").await?;
    ensure!(news.contains(FIRST.title), "what changed is said to be: {news}");
    page.visit(&origin, &format!("/it/practice/{RENAMED}")).await?;
    let italian = content.practice_title("it", "reception", RENAMED)?;
    ensure!(page.text("main h1").await? == italian, "a language was lost");

    // A lower number is refused, and so is a guide for another version of the app.
    server.start(world.dist()).await?;
    renewal(page, &origin, "older").await?;
    let text = page.text("[data-renewal]").await?;
    steps::expect_language(content, "fr", &text)?;
    reads(page, &origin, FIRST.title).await.context("an older one was offered")?;
    publish(world, &mut server, FOREIGN).await?;
    renewal(page, &origin, "other-app").await?;
    reads(page, &origin, FIRST.title).await.context("one for another app was offered")?;

    // Back in an older app: what is kept is for a newer one, the guide before it is read.
    server.stop().await?;
    let foreign = std::fs::read_to_string(world.scratch().join("pack-3/pack/manifest.json"))?;
    put_manifest(page, &foreign).await?;
    reads(page, &origin, &before).await.context("the guide before, with no network")?;
    publish(world, &mut server, SECOND).await?;
    renewal(page, &origin, "installed").await?;
    server.stop().await?;
    reads(page, &origin, SECOND.title).await.context("a readable guide replaces the foreign one")
}

async fn put_manifest(page: &Page, text: &str) -> Result<()> {
    let script = "const [text, done] = arguments;
        const opening = indexedDB.open('migraction');
        opening.onsuccess = () => {
          const writing = opening.result.transaction('pack-manifests', 'readwrite');
          writing.objectStore('pack-manifests').put(text, 'current');
          writing.oncomplete = () => { opening.result.close(); done(true); };
        };";
    page.run_later::<bool>(script, vec![json!(text)]).await?;
    Ok(())
}

async fn full(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let mut browser = world.browser().await?;
    let content = world.content();
    let before = content.practice_title("fr", "reception", RENAMED)?;
    steps::install(browser.page(), &origin, content, "fr").await?;
    // A browser that has just asked for the room left does not ask again for half a minute: a new start does.
    let profile = Some(browser.profile());
    browser.kill().await;
    browser = world.browser_with(Launch { profile, ..Launch::default() }).await?;
    let page = browser.page();
    page.open(&format!("{origin}/robots.txt")).await?;
    browser.limit_room(&origin, 20_000).await?;
    publish(world, &mut server, FIRST).await?;
    renewal(page, &origin, "no-room").await?;
    reads(page, &origin, &before).await.context("no room for the newer one")?;
    browser.limit_room(&origin, 1_000_000_000).await?;
    renewal(page, &origin, "installed").await.context("once there is room")?;
    server.stop().await?;
    reads(page, &origin, FIRST.title).await
}

async fn killed(world: &World) -> Result<()> {
    let (mut server, proxy) = world.spoiled_server().await?;
    let origin = proxy.origin();
    let mut browser = world.browser().await?;
    let content = world.content();
    let before = content.practice_title("fr", "reception", RENAMED)?;
    steps::install(browser.page(), &origin, content, "fr").await?;
    let again = async |browser: &crate::browser::Browser| {
        let profile = Some(browser.profile());
        browser.kill().await;
        world.browser_with(Launch { profile, ..Launch::default() }).await
    };

    // While the newer words are on their way.
    publish(world, &mut server, FIRST).await?;
    let words = dist::part_path(&world.scratch().join("pack-1"), "fr")?;
    proxy.spoil(&words, Fault::Delay(Duration::from_secs(20)));
    browser.page().visit(&origin, "/fr/offline").await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    browser = again(&browser).await?;
    server.stop().await?;
    reads(browser.page(), &origin, &before).await.context("killed while fetching")?;

    // As soon as they are there, while they are written down: the one or the other, never half.
    proxy.mend();
    publish(world, &mut server, FIRST).await?;
    browser.page().open(&format!("{origin}/fr/offline")).await?;
    let arrived = format!(
        "performance.getEntriesByType('resource').some(entry => entry.name.endsWith({}))",
        json!(words)
    );
    browser.page().until(&arrived, "the newer words").await?;
    browser = again(&browser).await?;
    server.stop().await?;
    let page = browser.page();
    page.visit(&origin, &format!("/fr/practice/{RENAMED}")).await?;
    let shown = page.text("main h1").await?;
    ensure!(shown == before || shown == FIRST.title, "after the kill the sheet is called {shown}");
    ensure!(!page.has("[data-notice^=pack-]").await?, "after the kill the guide is not whole");
    publish(world, &mut server, SECOND).await?;
    renewal(page, &origin, "installed").await?;
    server.stop().await?;
    reads(page, &origin, SECOND.title).await.context("the next one comes all the same")
}
