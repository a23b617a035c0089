//! One topic in the three countries and in European law, with no network: each column has its page and its facts, the
//! reader's country comes first, and a fact opens its card from here too.

use anyhow::{Context, Result, ensure};

use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("compare", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in [("fr", Way::Touch), ("it", Way::Keyboard), ("en", Way::Touch)] {
        page.visit(&origin, &format!("/{language}/compare")).await?;
        let row = format!("main a.row[href='/{language}/compare/pay']");
        steps::activate(page, &row, way).await?;
        page.wait_for_screen(&format!("/{language}/compare/pay")).await?;
        columns(page, language).await.with_context(|| format!("by {way:?} in {language}"))?;
    }
    steps::set(page, "country", "it").await?;
    page.visit(&origin, "/en/compare/pay").await?;
    let first = page.text("main .compare__row .cc").await?;
    ensure!(first == "IT", "the reader's country is Italy and {first} comes first");
    // What no country has is said, not shown empty.
    page.visit(&origin, "/en/compare/no-such-topic").await?;
    ensure!(!page.has("main .compare").await?, "a topic that is not there has columns");
    Ok(())
}

async fn columns(page: &Page, language: &str) -> Result<()> {
    let codes: Vec<String> = page
        .value("[...document.querySelectorAll('main .compare__row')].map(row => row.querySelector('.cc').textContent)")
        .await?;
    for code in ["BE", "FR", "IT", "EU"] {
        ensure!(codes.iter().any(|shown| shown == code), "{code} is missing among {codes:?}");
    }
    let whole: bool = page
        .value(&format!(
            "[...document.querySelectorAll('main .compare__row')].every(row =>
               row.querySelector('.fact[data-fact]') && row.querySelector(\"a[href^='/{language}/context/']\"))"
        ))
        .await?;
    ensure!(whole, "a column has no facts, or does not lead to its page");
    page.tap("main .compare__row:last-child .fact[data-fact]").await?;
    page.wait("#fact-card[open] .factcard").await?;
    page.press(thirtyfour::Key::Escape).await?;
    page.until("!document.querySelector('#fact-card').open", "Escape closes the card").await
}
