//! The app stops in the middle: one screen says that nothing saved is lost, and its button opens it again.

use anyhow::{Context, Result, ensure};
use thirtyfour::Key;

use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("fault_panic", |world| Box::pin(tell(world)));

/// Runs what a panic ends in: the smallest module with an `unreachable`, from an event as the app's code is, and in
/// the page's own world. (What a script from outside throws by itself is hidden from the page, and in Firefox such a
/// script has a world apart.)
const STOP: &str = "
    const page = window.wrappedJSObject ?? window;
    const module = page.Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
      7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
    const stop = new page.WebAssembly.Instance(new page.WebAssembly.Module(module)).exports.f;
    page.addEventListener('stop-now', stop);
    page.dispatchEvent(new page.Event('stop-now'));";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    let content = world.content();
    steps::install(page, &origin, content, "fr").await?;
    server.stop().await?;
    for language in &content.languages {
        let path = format!("/{language}/context/be/pay");
        page.visit(&origin, &path).await?;
        // Also from within an open card, which would otherwise keep everything else out of reach.
        page.tap("main .fact[data-fact]").await?;
        page.wait("#fact-card[open]").await?;
        page.run(STOP, vec![]).await?;
        page.until("document.querySelector('#crash')?.hidden === false", "the message").await?;
        steps::expect_language(content, language, &page.text("#crash").await?)?;
        ensure!(
            page.value::<bool>("document.querySelector('#app').hidden").await?,
            "the broken page stays"
        );
        let button = "document.activeElement?.matches('#crash [data-reload]')";
        page.until(button, "the focus on the way on").await?;
        page.press(Key::Enter).await?;
        page.until("document.querySelector('#crash')?.hidden === true", "the app again").await?;
        page.wait_for_screen(&path).await.context("after the stop")?;
    }
    Ok(())
}
