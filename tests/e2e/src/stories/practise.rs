//! An exercise, with no network: read the case, say what applies, compare with the engine.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::content::Scenario;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("practise", |world| Box::pin(tell(world))).within(180);

const CASE: &str = "be-refusal-ordinary";

async fn tell(world: &World) -> Result<()> {
    let scenario = world.content().scenario(CASE)?;
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in [("it", Way::Touch), ("en", Way::Keyboard)] {
        page.visit(&origin, &format!("/{language}/tools/practise")).await?;
        steps::choose_country(page, &scenario.country, way).await?;
        let row = format!("a.row[href='/{language}/tools/practise/{CASE}']");
        steps::activate(page, &row, Way::Touch).await?;
        page.wait_for_screen(&format!("/{language}/tools/practise/{CASE}")).await?;
        exercise(page, &scenario, way)
            .await
            .with_context(|| format!("by {way:?} in {language}"))?;
    }
    Ok(())
}

async fn exercise(page: &Page, scenario: &Scenario, way: Way) -> Result<()> {
    let first = &scenario.expected[0];
    ensure!(first.state == "applies", "the first result of {CASE} is {}", first.state);
    let asked = page.attributes("[data-ask]", "data-ask").await?;
    for expected in &scenario.expected {
        ensure!(asked.contains(&expected.rule), "{} is not asked about", expected.rule);
    }
    let choice = |id: &str| format!("[data-ask={}] [data-choice={id}]", json!(first.rule));
    steps::activate(page, &choice("no"), way).await?;
    steps::activate(page, &choice("applies"), way).await?;
    page.wait(&format!("{}[aria-pressed=true]", choice("applies"))).await?;
    steps::activate(page, "#compare", Way::Touch).await?;
    page.wait("[data-verdict=same]").await?;
    for expected in &scenario.expected {
        let card = format!(
            "#exercise [data-rule={}][data-state={}]",
            json!(expected.rule),
            expected.state
        );
        page.wait(&card).await?;
    }
    steps::activate(page, "#compare", Way::Touch).await?;
    page.wait("[data-ask]").await?;
    ensure!(!page.has("[data-choice][aria-pressed=true]").await?, "the choices are still there");
    Ok(())
}
