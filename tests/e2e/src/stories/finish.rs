//! Finishing an interview: it is asked first, erasing can be taken back for a while, and the next person finds nothing.

use anyhow::{Result, ensure};

use crate::page::Page;
use crate::screens;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("finish", |world| Box::pin(tell(world))).within(240);

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &origin, content, "fr").await?;
    server.stop().await?;
    screens::answer_all(page, content, "fr").await?;
    page.wait(APPEAL).await?;
    // A mistaken tap erases nothing.
    page.tap("#finish").await?;
    page.wait("dialog[open] #finish-now").await?;
    ensure!(page.has("dialog[open] #end-note").await?, "it is not asked what to keep");
    page.tap("dialog[open] .dialog__do .btn--plain").await?;
    page.until("!document.querySelector('dialog[open]')", "the question goes").await?;
    ensure!(page.has(APPEAL).await?, "the results went with the question");
    erase(page).await?;
    page.tap("#undo-finish").await?;
    page.wait_for_screen(RESULTS).await?;
    page.wait(APPEAL).await?;
    // Back leads to the results; there it can be taken back as well.
    erase(page).await?;
    page.run("history.back()", vec![]).await?;
    page.wait_for_screen(RESULTS).await?;
    page.wait("[data-notice=no-answers]").await?;
    ensure!(!page.has(APPEAL).await?, "the answers are still there");
    page.tap("#undo-finish").await?;
    page.wait(APPEAL).await?;
    // The next interview has begun: the one before is gone for good.
    erase(page).await?;
    steps::activate(page, "#need-everything", Way::Touch).await?;
    page.wait("main [data-question]").await?;
    let first = page.path().await?;
    steps::answer(page, steps::ASKED, &["dont-know".to_owned()], Way::Touch).await?;
    page.until(&format!("location.pathname !== {}", serde_json::json!(first)), "the next question")
        .await?;
    page.follow("/fr/tools/orientation").await?;
    ensure!(!page.has("#undo-finish").await?, "the next person finds the interview before");
    Ok(())
}

const RESULTS: &str = "/fr/tools/orientation/results";
/// What only the answers of this story lead to.
const APPEAL: &str = "[data-rule=be-appeal-ordinary][data-state=applies]";

async fn erase(page: &Page) -> Result<()> {
    page.tap("#finish").await?;
    page.tap("dialog[open] #finish-now").await?;
    page.wait_for_screen("/fr/tools/orientation").await?;
    page.wait("[data-notice=erased] #undo-finish").await
}
