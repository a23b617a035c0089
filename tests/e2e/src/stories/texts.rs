//! Every screen in three languages, on a fixed day and with a frozen content: the text that is seen and the names that are heard
//! are those of `tests/golden/screens`, and hold nothing that never stands in a sentence. After a change that is meant:
//! `UPDATE_GOLDEN=1 cargo xtask e2e --browser chromium --filter texts`, and read what git shows.
//!
//! Chromium alone gives its accessibility tree to a driver.

use anyhow::{Context, Result};
use serde_json::json;

use crate::content::Content;
use crate::dist;
use crate::engine::Engine;
use crate::page::Page;
use crate::server::Server;
use crate::steps;
use crate::story::Story;
use crate::texts::Reader;
use crate::texts::tour::{DAY, Tour};
use crate::world::World;

/// In French.
pub const FRENCH: Story = Story::new("texts_fr", |world| Box::pin(tell(world, "fr")))
    .only(&[Engine::Chromium])
    .within(720);
/// In Italian.
pub const ITALIAN: Story = Story::new("texts_it", |world| Box::pin(tell(world, "it")))
    .only(&[Engine::Chromium])
    .within(720);
/// In English.
pub const ENGLISH: Story = Story::new("texts_en", |world| Box::pin(tell(world, "en")))
    .only(&[Engine::Chromium])
    .within(720);

async fn tell(world: &World, language: &str) -> Result<()> {
    let (folder, shown) = dist::with_frozen_content(world.dist(), &world.scratch().join("frozen"))?;
    let mut server = Server::new(&world.settings.server, world.scratch()).await?;
    server.start(&folder).await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    fix_day(page).await.context("the day")?;
    let content = Content::frozen()?;
    steps::install_unasked(page, &origin, &content, language).await?;
    let mut reader = Reader::new(page, language, shown)?;
    reader.hide(&origin, "https://example.org");
    let mut tour = Tour { page, language, origin: &origin, content: &content, reader };
    let toured = tour.all(&mut server).await;
    // What was read on the way is said even where the way did not lead to its end.
    let read = tour.reader.end();
    match (toured, read) {
        (Err(stopped), Err(read)) => Err(stopped.context(read)),
        (toured, read) => toured.and(read),
    }
}

/// The page's clock begins at [`DAY`] whenever the app is loaded, in Brussels: minutes stand on no screen. It runs, for what is
/// written is stored after a pause. The offer to install the app comes before the app looks for it.
async fn fix_day(page: &Page) -> Result<()> {
    let devtools = page.driver().cdp();
    let zone = json!({ "timezoneId": "Europe/Brussels" });
    devtools.send_raw("Emulation.setTimezoneOverride", zone).await?;
    let source = format!(
        "(() => {{
            const begin = Date.parse({});
            const now = () => begin + Math.round(performance.now());
            globalThis.Date = class extends Date {{
                constructor(...given) {{ if (given.length) super(...given); else super(now()); }}
                static now() {{ return now(); }}
            }};
            // A browser offers to install the app when it likes: here, before the app looks.
            addEventListener('DOMContentLoaded', () => dispatchEvent(new Event('beforeinstallprompt')));
        }})()",
        json!(DAY)
    );
    let script = json!({ "source": source });
    devtools.send_raw("Page.addScriptToEvaluateOnNewDocument", script).await?;
    Ok(())
}
