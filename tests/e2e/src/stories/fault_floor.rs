//! A browser that cannot run the app: the home page still reads, every other page says so and leads there.
//!
//! Not in `WebKitGTK`, which cannot be told to do without WebAssembly.

use anyhow::{Result, ensure};

use crate::browser::{Launch, Without};
use crate::engine::Engine;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story =
    Story::new("fault_floor", |world| Box::pin(tell(world))).only(Engine::KEEPING);

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let launch = Launch { without: Without::WebAssembly, ..Launch::default() };
    let browser = world.browser_with(launch).await?;
    let page = browser.page();
    let content = world.content();
    for language in &content.languages {
        page.open(&format!("{}/{language}/practice/teach-back", server.origin())).await?;
        ensure!(
            !page.value::<bool>("typeof WebAssembly === 'object'").await?,
            "WebAssembly is there"
        );
        page.until("document.querySelector('#floor')?.hidden === false", "the message").await?;
        steps::expect_language(content, language, &page.text("#floor").await?)?;
        page.tap("#floor > :not([hidden]) a").await?;
        let home =
            format!("location.pathname === '/{language}/' && document.readyState === 'complete'");
        page.until(&home, "the home page").await?;
        let text = page.text("body").await?;
        for stage in ["home.stage_reception", "home.stage_orientation", "home.stage_mobilisation"] {
            let name = content.word(language, stage)?;
            ensure!(text.contains(&name), "the home page does not say {name}");
        }
    }
    Ok(())
}
