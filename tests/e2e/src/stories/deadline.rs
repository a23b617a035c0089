//! The deadline calculator, with no network: a letter handed over, one that came by post, a limit printed on it, a day
//! that is past, a day that the rules do not cover.

use anyhow::{Context, Result, ensure};

use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("deadline", |world| Box::pin(tell(world))).within(240);

/// The letter of this story: asylum refused.
const KIND: &str = "be-refused";

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
    page.visit(&origin, "/fr/tools/deadline").await?;
    printed(page).await.context("a printed limit")?;
    kept(page).await.context("what is filled in, after reading a fact")?;
    same_in_results(page, world).await.context("the same day in the results")
}

/// It counts with each key, says where paper and rule differ, and the earlier leads.
async fn printed(page: &Page) -> Result<()> {
    steps::select(page, "#kind", KIND, Way::Touch).await?;
    steps::select(page, "#further-track", "ordinary", Way::Touch).await?;
    steps::set_date(page, "#received", "2026-11-05", Way::Touch).await?;
    steps::select(page, "#how", "by-hand", Way::Touch).await?;
    page.wait(&result("2026-12-04", "2026-12-05", "2026-12-01")).await?;
    page.tap("#limit").await?;
    page.type_text("10").await?;
    // The field has not been left.
    page.wait(&result("2026-11-13", "2026-11-15", "2026-11-09")).await.context("10 days typed")?;
    page.wait("[data-notice=deadline-differs]").await?;
    let both = page.attributes("#reckoning [data-reading]", "data-reading").await?;
    ensure!(both == ["2026-11-13", "2026-12-04"], "the readings are {both:?}");
    page.type_text("0").await?;
    page.wait(&result("2026-12-04", "2026-12-05", "2026-12-01")).await.context("100 days typed")?;
    page.wait("[data-notice=deadline-differs]").await?;
    page.type_text(" jours").await?;
    page.wait("[data-notice=deadline-limit]").await.context("words are no number")?;
    ensure!(
        !page.has("#reckoning [data-safe]").await?,
        "a date stands beside a limit not understood"
    );
    let clear = "const field = document.querySelector('#limit'); field.value = '30';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.run(clear, vec![]).await?;
    page.wait(&result("2026-12-04", "2026-12-05", "2026-12-01")).await?;
    ensure!(!page.has("[data-notice=deadline-differs]").await?, "the same days are said to differ");
    steps::set_date(page, "#received", "2099-01-01", Way::Touch).await?;
    page.wait("[data-notice=deadline-future]").await?;
    ensure!(!page.has("#reckoning [data-safe]").await?, "a date is counted from the future");
    steps::set_date(page, "#received", "2026-11-05", Way::Touch).await
}

/// Leaving to a page and coming back keeps what was typed; another start does not.
async fn kept(page: &Page) -> Result<()> {
    page.follow("/fr/fact/be-appeal-ordinary-days").await?;
    page.run("history.back()", vec![]).await?;
    page.wait_for_screen("/fr/tools/deadline").await?;
    page.wait(&result("2026-12-04", "2026-12-05", "2026-12-01")).await?;
    let limit: String = page.value("document.querySelector('#limit').value").await?;
    ensure!(limit == "30", "the limit is {limit}");
    page.tap("#clear").await?;
    let is_empty = "document.querySelector('#received').closest('.date').dataset.date === ''";
    page.until(is_empty, "an empty form").await
}

/// The leaf of the result is the day of the calculator, and the days left are counted to it.
async fn same_in_results(page: &Page, world: &World) -> Result<()> {
    page.follow("/fr/tools/orientation").await?;
    let scenario = world.content().scenario("be-refusal-ordinary")?;
    steps::consult(page, "fr", &scenario, Way::Touch).await?;
    let card = "[data-rule=be-appeal-ordinary]";
    page.wait(&format!("{card} .leaf")).await?;
    steps::open_card(page, "be-appeal-ordinary", Way::Touch).await?;
    let safe = page.attribute(&format!("{card} [data-date=safe]"), "data-day").await?;
    let day = page.text(&format!("{card} .leaf__day")).await?;
    let wanted = safe.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
    ensure!(day == wanted, "the leaf shows {day}, the cautious date is {safe}");
    Ok(())
}

async fn letter(page: &Page, way: Way) -> Result<()> {
    steps::choose_country(page, "be", way).await?;
    steps::select(page, "#kind", KIND, way).await?;
    page.wait("[data-notice=deadline-missing]").await?;
    steps::set_date(page, "#dated", "2026-11-02", way).await?;
    steps::set_date(page, "#received", "2026-11-05", way).await?;
    // As long as the procedure is not known, the shortest limit is counted, and it is said.
    page.wait("#reckoning [data-may]").await.context("the procedure is not known")?;
    steps::select(page, "#further-track", "ordinary", way).await?;
    steps::select(page, "#how", "by-hand", way).await?;
    page.wait(&result("2026-12-04", "2026-12-05", "2026-12-01")).await.context("handed over")?;
    page.wait("#reckoning .strip[role=img]").await?;
    page.wait("#reckoning .sum [data-date=legal]").await?;
    // By post two readings are possible: the earlier one is kept, and said.
    steps::select(page, "#how", "post", Way::Touch).await?;
    page.wait(&result("2026-12-02", "2026-12-02", "2026-11-27")).await.context("by post")?;
    steps::select(page, "#how", "by-hand", Way::Touch).await?;
    steps::set_date(page, "#received", "2026-10-30", Way::Touch).await?;
    page.wait("[data-notice=deadline-reversed]").await.context("received before it was written")?;
    steps::set_date(page, "#dated", "", Way::Touch).await?;
    steps::set_date(page, "#received", "2026-06-20", Way::Touch).await?;
    page.wait("[data-notice=deadline-late]").await.context("a day that is past")?;
    steps::set_date(page, "#received", "2026-05-01", Way::Touch).await?;
    page.wait("[data-notice=deadline-uncovered]").await.context("the former law")
}

fn result(safe: &str, legal: &str, act: &str) -> String {
    format!("#reckoning [data-safe='{safe}'][data-legal='{legal}'][data-act='{act}']")
}
