//! The directory, with no network: a need, a word typed, a region, an entry and back with the choices kept.

use anyhow::{Context, Result, ensure};
use serde_json::json;

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
    Ok(())
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
