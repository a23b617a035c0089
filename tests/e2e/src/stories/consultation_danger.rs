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
    steps::activate(page, "#start", Way::Touch).await?;
    page.wait_for_screen(FIRST).await?;

    steps::activate(page, "#next", Way::Touch).await?;
    page.until("document.querySelector('#answer-error').textContent !== ''", "why it is no answer")
        .await?;
    ensure!(page.path().await? == FIRST, "nothing was said, and the question was skipped");

    steps::answer(page, &["immediate".to_owned()], Way::Touch).await?;
    steps::activate(page, "#next", Way::Touch).await?;
    page.wait("main [data-danger=safety-now] a[href='tel:112']").await.context("112 at once")?;
    page.wait("#pause-here[href='/fr/emergency']").await?;
    ensure!(!page.has("main [data-question]").await?, "another question stands beside the number");
    steps::activate(page, "#go-on", Way::Touch).await?;
    page.until(&format!("location.pathname !== {}", json!(FIRST)), "the next question").await?;

    // Straight to a date: the address of any question can be opened.
    page.follow("/fr/tools/orientation/question/notified-on").await?;
    steps::answer(page, &["2099-01-01".to_owned()], Way::Touch).await?;
    steps::activate(page, "#next", Way::Touch).await?;
    page.until("document.querySelector('#answer-error').textContent !== ''", "why it is refused")
        .await
}
