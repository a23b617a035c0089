//! A language was never kept and there is no network: it says why, and the same page opens in a
//! language that is here. An address that no guide has says which guide was looked in.

use anyhow::{Result, ensure};

use crate::dist;
use crate::fault::Fault;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("language_missing", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let (mut server, proxy) = world.spoiled_server().await?;
    let browser = world.browser().await?;
    let (page, content, origin) = (browser.page(), world.content(), proxy.origin());
    proxy.spoil(&dist::part_path(world.dist(), "it")?, Fault::Status(503));
    page.visit(&origin, "/fr/").await?;
    page.wait("#readiness[data-state=ready]").await?;
    // All but the words of one language.
    steps::wait_for_parts(page, steps::all_parts(content) - 1).await?;
    server.stop().await?;

    page.open(&format!("{origin}/it/practice/teach-back")).await?;
    steps::expect_notice(page, content, "it", "pack-language").await?;
    ensure!(!page.has("[data-kept=it]").await?, "the language that is not here is offered");
    page.tap("[data-kept=en]").await?;
    page.wait_for_screen("/en/practice/teach-back").await?;
    let title = content.practice_title("en", "reception", "teach-back")?;
    ensure!(page.text("main h1").await? == title, "another page opened");

    page.follow("/en/practice/never-written").await?;
    steps::expect_notice(page, content, "en", "not-found").await?;
    let text = page.text("[data-notice=not-found]").await?;
    ensure!(text.contains("202"), "it does not say which guide was looked in: {text}");
    Ok(())
}
