//! A part of the app does not come, or comes torn or altered: its page says so, the rest goes on, another try brings it.

use anyhow::{Context, Result, ensure};

use crate::dist;
use crate::fault::{Fault, Proxy};
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("fault_part", |world| Box::pin(tell(world)));

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let faults = [
        ("notes", "notes/unlock", "it breaks off", "fr", Fault::Cut),
        ("tools/wage", "tools/wage", "one byte is another", "it", Fault::Flip),
        ("settings", "settings", "the server fails", "en", Fault::Status(500)),
    ];
    for (path, screen, what, language, fault) in faults {
        let proxy = Proxy::start(server.port()).await?;
        for part in dist::part_programs(world.dist())? {
            proxy.spoil(&part, fault.clone());
        }
        meet(world, browser.page(), &proxy, language, path).await?;
        let address = format!("/{language}/{screen}");
        browser
            .page()
            .wait_for_screen(&address)
            .await
            .with_context(|| format!("{address} after another try: {what}"))?;
    }
    Ok(())
}

async fn meet(world: &World, page: &Page, proxy: &Proxy, language: &str, path: &str) -> Result<()> {
    let origin = proxy.origin();
    page.open(&format!("{origin}/{language}/{path}")).await?;
    page.wait("[data-notice=part-missing]").await?;
    let said = page.text("main").await?;
    steps::expect_language(world.content(), language, &said)?;
    let title = world.content().word(language, "parts.notice")?;
    ensure!(said.contains(&title), "it says: {said}");

    // What needs no part opens all the same.
    page.tap("[data-notice=part-missing] a").await?;
    page.wait_for_screen(&format!("/{language}/emergency")).await?;
    page.run("history.back()", vec![]).await?;

    page.wait("[data-notice=part-missing]").await?;
    proxy.mend();
    page.tap("#retry").await?;
    page.until("!document.querySelector('[data-notice=part-missing]')", "the page").await
}
