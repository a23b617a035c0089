//! A danger is named at the first question, with no network: going on with nothing said skips nothing, then whom to call
//! stands before any other question, and the interview goes on from there. A day that has not come is refused.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// S1 b: somebody says that there is a danger now.
pub const NAMED: Story = Story::new("consultation_danger", |world| Box::pin(tell(world)));

const FIRST: &str = "/fr/tools/orientation/question/safety-now";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    page.visit(&origin, "/fr/tools/orientation").await?;
    // Whatever the person came for, safety is asked first.
    steps::activate(page, "#need-school", Way::Touch).await?;
    page.wait_for_screen(FIRST).await?;

    steps::answer(page, steps::ASKED, &["immediate".to_owned()], Way::Touch).await?;
    page.wait("main [data-danger=safety-now] a[href='tel:112']").await.context("112 at once")?;
    ensure!(!page.has("main [data-question]").await?, "another question stands beside the number");
    let top: f64 =
        page.value("document.querySelector(\"[data-danger] a[href='tel:112']\").getBoundingClientRect().bottom").await?;
    ensure!(top < page.value::<f64>("innerHeight").await?, "112 is below the first screen");
    // Whoever stops stays with the numbers, and the interview waits.
    steps::activate(page, "#pause-here", Way::Touch).await?;
    page.until("!document.querySelector('#pause-here')", "the interview waits").await?;
    ensure!(page.path().await? == FIRST, "stopping leads away");
    page.wait("main [data-danger=safety-now] a[href='tel:112']").await?;
    steps::activate(page, "#go-on", Way::Touch).await?;
    page.until(&format!("location.pathname !== {}", json!(FIRST)), "the next question").await?;

    // Straight to a question of several: the address of any question can be opened. Nothing is skipped in silence.
    page.follow(SEVERAL).await?;
    page.wait("main [data-question]").await?;
    steps::activate(page, "#next", Way::Touch).await?;
    let refused = "document.querySelector('[data-question] .field__error')?.textContent";
    page.until(&format!("Boolean({refused})"), "why it is no answer").await?;
    ensure!(page.path().await? == SEVERAL, "nothing was said, and the question was skipped");
    page.follow("/fr/tools/orientation/question/notified-on").await?;
    steps::answer(page, steps::ASKED, &["2099-01-01".to_owned()], Way::Touch).await?;
    page.until(&format!("Boolean({refused})"), "why it is refused").await
}

const SEVERAL: &str = "/fr/tools/orientation/question/work";
