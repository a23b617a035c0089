//! The deadline calculator, with no network: a letter handed over, one that came by post, a limit printed on it, a day
//! that is past, a day that the rules do not cover.

use anyhow::{Context, Result};

use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("deadline", |world| Box::pin(tell(world))).within(240);

/// The letter of this story: a refusal in the ordinary procedure.
const KIND: &str = "be-appeal-ordinary";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in [("fr", Way::Touch), ("it", Way::Keyboard), ("en", Way::Touch)] {
        page.visit(&origin, &format!("/{language}/tools/deadline")).await?;
        letter(page, way).await.with_context(|| format!("by {way:?} in {language}"))?;
    }
    Ok(())
}

async fn letter(page: &Page, way: Way) -> Result<()> {
    steps::choose_country(page, "be", way).await?;
    steps::select(page, "#kind", KIND, way).await?;
    page.wait("[data-notice=deadline-missing]").await?;
    steps::set_date(page, "#dated", "2026-11-02", way).await?;
    steps::set_date(page, "#received", "2026-11-05", way).await?;
    steps::select(page, "#how", "hand", way).await?;
    page.wait(&result("2026-12-04", "2026-12-05", "2026-12-01")).await.context("handed over")?;
    page.wait("#reckoning .strip[role=img]").await?;
    page.wait("#reckoning .sum [data-date=legal]").await?;
    // By post two readings are possible: the earlier one is kept, and said.
    steps::select(page, "#how", "post", Way::Touch).await?;
    page.wait(&result("2026-12-02", "2026-12-02", "2026-11-27")).await.context("by post")?;
    steps::select(page, "#how", "hand", Way::Touch).await?;
    steps::set_date(page, "#received", "2026-06-20", Way::Touch).await?;
    page.wait("[data-notice=deadline-late]").await.context("a day that is past")?;
    steps::set_date(page, "#received", "2026-05-01", Way::Touch).await?;
    page.wait("[data-notice=deadline-uncovered]").await.context("the former law")
}

fn result(safe: &str, legal: &str, act: &str) -> String {
    format!("#reckoning [data-safe='{safe}'][data-legal='{legal}'][data-act='{act}']")
}
