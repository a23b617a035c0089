//! Two tabs at once: both fetch the guide at the same time, both read it, with and without the server.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::dist;
use crate::fault::Fault;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("two_tabs", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let (mut server, proxy) = world.spoiled_server().await?;
    let origin = proxy.origin();
    // Slow enough that the second tab begins before the first is done.
    proxy.spoil(&dist::part_path(world.dist(), "core")?, Fault::Delay(Duration::from_secs(2)));
    let browser = world.browser().await?;
    let page = browser.page();
    let driver = page.driver();
    let first = driver.window().await?;
    page.open(&format!("{origin}/fr/")).await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    page.open(&format!("{origin}/it/")).await?;

    for (tab, language) in [(&first, "fr"), (&second, "it")] {
        driver.switch_to_window(tab.clone()).await?;
        steps::install(page, &origin, world.content(), language)
            .await
            .with_context(|| format!("the tab in {language}"))?;
    }
    proxy.mend();
    server.stop().await?;
    proxy.spoil("/", Fault::Cut);
    for (tab, language) in [(&first, "fr"), (&second, "it"), (&first, "fr")] {
        driver.switch_to_window(tab.clone()).await?;
        let title = world.content().practice_title(language, "reception", "teach-back")?;
        page.follow(&format!("/{language}/practice/teach-back")).await?;
        ensure!(page.text("main h1").await? == title, "the tab in {language} no longer reads");
        page.visit(&origin, &format!("/{language}/")).await?;
        page.wait("#readiness[data-state=ready]").await?;
    }
    Ok(())
}
