//! The wage check, with no network: a range in one country, months in another, no amount without an agreement in the
//! third; two signs of forced labour come before any letter; a letter in the country's language; a note.

use anyhow::{Context, Result, ensure};

use crate::notes;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("wage", |world| Box::pin(tell(world))).within(240);

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "en").await?;
    server.stop().await?;
    page.visit(&origin, "/en/tools/wage").await?;
    page.wait("[data-notice=wage-missing]").await?;
    steps::fill_wage(page, Way::Touch).await.context("twelve weeks in hand")?;
    page.wait("#reckoning svg.chart[role=img]").await?;
    page.wait("#reckoning [data-rule=be-pay-claim-contract]").await?;
    letter(page).await.context("the letter")?;
    signs(page).await.context("signs of forced labour")?;
    second_line(page).await.context("what the law presumes")?;
    elsewhere(page).await?;
    page.visit(&origin, "/it/tools/wage").await?;
    page.wait("[data-notice=wage-missing]").await.context("nothing was stored")?;
    steps::fill_wage(page, Way::Keyboard).await.context("by keyboard")?;
    kept(page, &origin).await.context("kept in a note")
}

/// In the country's language, with the reader's own beside it.
async fn letter(page: &Page) -> Result<()> {
    page.tap("#write-letter").await?;
    page.wait("#letter .letter[lang=fr]").await?;
    let text = page.text("#letter").await?;
    ensure!(text.contains("2026") && !text.contains('{'), "the letter says {text}");
    Ok(())
}

async fn signs(page: &Page) -> Result<()> {
    steps::tick(page, "hours-by-force", true, Way::Touch).await?;
    page.wait("#reckoning [data-rule=be-trafficking-one-sign]").await?;
    ensure!(!page.has("[data-notice=wage-danger]").await?, "one sign opens a talk only");
    steps::tick(page, "papers-held", true, Way::Touch).await?;
    page.wait("#reckoning [data-notice=wage-danger]").await?;
    page.wait("#reckoning [data-rule=be-trafficking-call]").await?;
    ensure!(!page.has("#write-letter").await?, "the letter waits");
    steps::tick(page, "papers-held", false, Way::Touch).await?;
    steps::tick(page, "hours-by-force", false, Way::Touch).await?;
    page.wait("#write-letter").await
}

async fn second_line(page: &Page) -> Result<()> {
    ensure!(!page.has("#second").await?);
    steps::tick(page, "undeclared", true, Way::Touch).await?;
    steps::tick(page, "no-permit", true, Way::Touch).await?;
    page.wait("#second [data-fact=be-undeclared-presumption]").await?;
    page.wait("#reckoning [data-rule=be-undeclared-inspection]").await
}

async fn elsewhere(page: &Page) -> Result<()> {
    steps::choose_country(page, "it", Way::Touch).await?;
    steps::select(page, "#scale", "it-farming", Way::Touch).await?;
    page.wait("#reckoning [data-notice=wage-no-scale]").await.context("no agreement")?;
    ensure!(!page.has("#reckoning [data-due]").await?, "an amount without an agreement");
    steps::select(page, "#scale", "it-domestic-bs", Way::Touch).await?;
    steps::set_date(page, "#from", "2025-03-03", Way::Touch).await?;
    steps::set_date(page, "#until", "2025-10-31", Way::Touch).await?;
    page.wait("#reckoning [data-notice=wage-before]").await.context("before the first table")?;
    steps::choose_country(page, "fr", Way::Touch).await?;
    steps::select(page, "#scale", "fr-construction", Way::Touch).await?;
    steps::set_date(page, "#until", "2026-10-30", Way::Touch).await?;
    notes::fill(page, "#amount", "1200").await?;
    steps::select(page, "#by", "month", Way::Touch).await?;
    page.wait("#reckoning [data-due='42980.44'][data-least='18980.44']")
        .await
        .context("by the month")
}

/// The text of the check is in the note that is begun next.
async fn kept(page: &Page, origin: &str) -> Result<()> {
    notes::make_profile(page, origin, "it").await?;
    page.follow("/it/tools/wage").await?;
    steps::fill_wage(page, Way::Touch).await?;
    page.tap("#keep-note").await?;
    page.tap("#begin-first").await?;
    page.wait("#text").await?;
    page.until("document.querySelector('#text').value.includes('504')", "the text of the check")
        .await
}
