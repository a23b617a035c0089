//! The log of working hours, with no network: a day in a few taps, the next one by a single tap, a correction that
//! keeps what was written before, and the pay of these days.

use anyhow::{Context, Result, ensure};

use crate::notes;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("hours", |world| Box::pin(tell(world))).within(240);

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "en").await?;
    server.stop().await?;
    notes::make_profile(page, &origin, "en").await?;
    page.follow("/en/notes/new").await?;
    page.tap("#begin-hours").await?;
    days(page).await.context("two days")?;
    correct(page).await.context("a correction")?;
    twice(page).await.context("the same day twice")?;
    notes::saved(page).await?;
    pay(page).await.context("the pay of these days")?;
    page.open(&format!("{origin}/en/notes")).await?;
    notes::unlock(page, notes::PASSPHRASE).await?;
    page.tap("[data-note]").await?;
    page.wait("[data-day='2026-08-03']").await.context("kept over a restart")?;
    page.wait("#history").await.context("and so is what it was before")
}

async fn days(page: &Page) -> Result<()> {
    page.wait("#work-day").await?;
    steps::set_date(page, "#work-day", "2026-08-03", Way::Touch).await?;
    page.tap("#add-day").await?;
    ensure!(!page.has("[data-day]").await?, "a day without hours is not noted");
    steps::set_date(page, "#start", "08:00", Way::Touch).await?;
    steps::set_date(page, "#end", "17:00", Way::Touch).await?;
    page.tap("#break-30").await?;
    page.wait("#break-30[aria-pressed=true]").await?;
    notes::fill(page, "#work-place", "site").await?;
    page.tap("#paid-cash").await?;
    notes::fill(page, "#work-amount", "40").await?;
    page.tap("#add-day").await?;
    page.wait("[data-day='2026-08-03']").await?;
    // The next day stands there already, with the same times and without the money.
    page.until(
        "document.querySelector('#work-day').closest('.date').dataset.date === '2026-08-04'",
        "the next day",
    )
    .await?;
    ensure!(!page.has("#work-amount").await?, "what was paid is not said again");
    page.tap("#add-day").await?;
    page.wait("[data-day='2026-08-04']").await
}

async fn correct(page: &Page) -> Result<()> {
    ensure!(!page.has("#history").await?);
    page.tap("[data-day='2026-08-04'] .iconbtn").await?;
    page.until(
        "document.querySelector('#work-day').closest('.date').dataset.date === '2026-08-04'",
        "the day again",
    )
    .await?;
    steps::set_date(page, "#end", "19:00", Way::Touch).await?;
    page.tap("#add-day").await?;
    page.wait("#history").await?;
    let days = page.attributes("[data-day]", "data-day").await?;
    ensure!(days == ["2026-08-04", "2026-08-03"], "the days are {days:?}");
    Ok(())
}

/// The same day is not taken twice without asking, and a day taken away comes back.
async fn twice(page: &Page) -> Result<()> {
    let count = "document.querySelectorAll('[data-day]').length";
    // The hours that are there: they would count twice.
    steps::set_date(page, "#work-day", "2026-08-04", Way::Touch).await?;
    page.tap("#add-day").await?;
    page.wait("[data-notice=same-day]").await?;
    ensure!(!page.has("#same-second").await?, "the same hours are offered as a second shift");
    page.tap("#same-cancel").await?;
    page.until("!document.querySelector('[data-notice=same-day]')", "the question goes").await?;
    ensure!(page.value::<usize>(count).await? == 2, "the day was taken twice");
    // Other hours: a second shift.
    steps::set_date(page, "#start", "20:00", Way::Touch).await?;
    steps::set_date(page, "#end", "22:00", Way::Touch).await?;
    page.tap("#break-0").await?;
    page.tap("#add-day").await?;
    page.wait("#same-second").await?;
    page.tap("#same-second").await?;
    page.until(&format!("{count} === 3"), "a second shift").await?;
    ensure!(!page.has("[data-twice]").await?, "two shifts are said to be one");
    let total = page.text("main").await?;
    ensure!(
        total.contains("2 days, 21\u{a0}hours"),
        "two shifts of a day are not one day: {total}"
    );
    // The latest stands first: it is taken away and comes back.
    page.tap("[data-day='2026-08-04'] .iconbtn:last-child").await?;
    page.until(&format!("{count} === 2"), "the shift goes").await?;
    page.tap("#bring-back").await?;
    page.until(&format!("{count} === 3"), "the shift is back").await?;
    page.tap("[data-day='2026-08-04'] .iconbtn:last-child").await?;
    page.until(&format!("{count} === 2"), "the shift goes again").await
}

/// Eight and a half hours, then ten and a half: an hour and a half of them is overtime.
async fn pay(page: &Page) -> Result<()> {
    page.tap("#check-pay").await?;
    page.wait("#know").await?;
    steps::choose_country(page, "be", Way::Touch).await?;
    steps::select(page, "#scale", "be-other", Way::Touch).await?;
    page.wait("#reckoning [data-due='267.90'][data-least='227.90'][data-most='267.90']").await
}
