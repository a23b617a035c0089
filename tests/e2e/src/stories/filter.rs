//! Looking for a practice by what one has: filters, their count, the address that keeps them, and the
//! way on when nothing fits. All with the server stopped.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("filter", |world| Box::pin(tell(world)));

const ROWS: &str = "document.querySelectorAll('#practices a.row').length";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &origin, content, "fr").await?;
    server.stop().await?;

    page.follow("/fr/browse").await?;
    let all: usize = page.value(ROWS).await?;
    ensure!(all == content.practices.len(), "{all} practices are listed");

    steps::select(page, "#theme", "unions", Way::Touch).await?;
    page.until("location.search === '?theme=unions'", "the filter in the address").await?;
    let themed = fewer(page, all).await?;
    steps::select(page, "#minutes", "60", Way::Keyboard).await?;
    page.until("location.search === '?theme=unions&minutes=60'", "both filters").await?;
    let both = fewer(page, themed).await?;
    let count = page.text("#count").await?;
    ensure!(count.starts_with(&both.to_string()), "the count says {count}");

    // The address alone brings the same list back, in any language.
    page.visit(&origin, "/it/browse?theme=unions&minutes=60").await?;
    ensure!(page.value::<usize>(ROWS).await? == both, "the shared list is another one");
    let kept: String = page.value("document.querySelector('#minutes').value").await?;
    ensure!(kept == "60", "the list of times shows {kept}");

    // A sheet and back: the list is as it was.
    page.tap("#practices a.row").await?;
    page.until("location.pathname.startsWith('/it/practice/')", "a sheet").await?;
    page.driver().back().await?;
    page.wait_for_screen("/it/browse").await?;
    ensure!(page.value::<usize>(ROWS).await? == both, "the way back lost the filters");

    // Nothing fits: it says which choice to lift.
    page.follow("/it/browse?theme=unions&audience=family&minutes=30").await?;
    page.wait("[data-notice=no-practice] button").await?;
    page.tap("[data-notice=no-practice] button").await?;
    page.until(&format!("{ROWS} > 0"), "practices, once a choice is lifted").await?;
    page.tap("#clear").await?;
    page.until(&format!("{ROWS} === {all} && location.search === ''"), "all of them").await?;
    page.until(
        "document.activeElement.matches('#filters summary')",
        "the focus, after the button that is gone",
    )
    .await?;

    // Within a stage, the same filters over its own practices.
    page.follow("/en/guide/orientation?level=none").await?;
    let stage = content.practices.iter().filter(|(_, stage)| stage == "orientation").count();
    ensure!(page.value::<usize>(ROWS).await? < stage, "the stage is not filtered");
    ensure!(!page.has("#stage").await?, "a stage offers the choice of a stage");
    Ok(())
}

async fn fewer(page: &Page, before: usize) -> Result<usize> {
    page.until(&format!("{ROWS} < {}", json!(before)), "fewer practices").await?;
    page.settle().await?;
    let now: usize = page.value(ROWS).await?;
    ensure!(now > 0, "no practice is left");
    Ok(now)
}
