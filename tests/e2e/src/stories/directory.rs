//! The directory, with no network: a need, a word typed, a region, an entry and back with the choices kept.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::engine::Engine;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("directory", |world| Box::pin(tell(world))).within(180);

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in [("fr", Way::Touch), ("it", Way::Keyboard)] {
        page.visit(&origin, &format!("/{language}/tools/directory")).await?;
        look(page, language, way).await.with_context(|| format!("by {way:?} in {language}"))?;
    }
    if world.engine == Engine::Chromium {
        nearest(world, page, &origin).await.context("the nearest first")?;
    }
    Ok(())
}

/// A phone in Pescara that may say so. Only Chromium's driver can tell a browser where it is.
async fn nearest(world: &World, page: &Page, origin: &str) -> Result<()> {
    let word = |key: &str| world.content().word("it", &format!("directory.{key}"));
    page.visit(origin, "/it/tools/directory").await?;
    steps::select(page, "#country", "it", Way::Touch).await?;
    steps::activate(page, "#more summary", Way::Touch).await?;
    page.tap("#nearest").await?;
    page.wait(".toast").await.context("without permission")?;
    let said = page.text(".toast").await?;
    ensure!(said == word("no_position")?, "it says: {said}");

    let devtools = page.driver().cdp();
    let allowed = json!({ "origin": origin, "permissions": ["geolocation"] });
    devtools.send_raw("Browser.grantPermissions", allowed).await?;
    let place = json!({ "latitude": 42.47, "longitude": 14.21, "accuracy": 50 });
    devtools.send_raw("Emulation.setGeolocationOverride", place).await?;
    page.tap("#nearest").await?;
    let near = word("very_near")?;
    let first = "document.querySelector('.places > li')?.innerText ?? ''";
    page.until(&format!("({first}).includes({})", json!(near)), "a service in this town").await?;
    let text: String = page.value(first).await?;
    ensure!(text.contains("Pescara"), "the first is: {text}");
    let asked: bool = page.value("JSON.stringify({ ...localStorage }).includes('42.47')").await?;
    ensure!(!asked, "the position was kept");

    page.tap("#nearest").await?;
    page.until(&format!("!({first}).includes({})", json!(near)), "the order as before").await
}

async fn look(page: &Page, language: &str, way: Way) -> Result<()> {
    steps::select(page, "#country", "be", way).await?;
    steps::select(page, "#kind", "trafficking", way).await?;
    shown(page, "be-service-surya").await?;
    ensure!(!page.has(&entry("be-service-csc")).await?, "a union is shown for trafficking");
    // A place that protects people is never put on a map.
    ensure!(!page.has(&format!("{} a[target]", entry("be-service-surya"))).await?, "it has a map");
    ensure!(
        page.has(&format!("{} a[href^='tel:']", entry("be-service-surya"))).await?,
        "no number"
    );
    steps::activate(page, "#more summary", way).await?;
    steps::select(page, "#place", "flanders", way).await?;
    shown(page, "be-service-payoke").await?;
    gone(page, "be-service-surya").await?;
    shown(page, "be-service-stoptraite").await.context("what serves the whole country")?;
    let name = format!("{} a.places__name", entry("be-service-payoke"));
    steps::activate(page, &name, Way::Touch).await?;
    page.wait_for_screen(&format!("/{language}/services/be-service-payoke")).await?;
    page.run("history.back()", vec![]).await?;
    page.wait_for_screen(&format!("/{language}/tools/directory")).await?;
    shown(page, "be-service-payoke").await?;
    gone(page, "be-service-surya").await.context("the choices after coming back")?;
    steps::select(page, "#place", "", Way::Touch).await?;
    steps::select(page, "#kind", "", Way::Touch).await?;
    page.tap("#find").await?;
    page.type_text("pescara").await?;
    steps::select(page, "#country", "all", Way::Touch).await?;
    shown(page, "it-anolf-pescara").await?;
    gone(page, "be-service-csc").await
}

fn entry(id: &str) -> String {
    format!("[data-service={}]", json!(id))
}

/// An entry is there, among the first or, once it is old, behind the button.
async fn shown(page: &Page, id: &str) -> Result<()> {
    page.wait(&format!(".places {}", entry(id))).await
}

async fn gone(page: &Page, id: &str) -> Result<()> {
    let absent = format!("!document.querySelector({})", json!(entry(id)));
    page.until(&absent, &format!("{id} is not shown")).await
}
