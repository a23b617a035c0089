//! The browser is closed and opened again while there is no network.
//!
//! Not in `WebKitGTK`: its automation keeps nothing from one start to the next.

use anyhow::{Context, Result, ensure};

use crate::browser::Launch;
use crate::engine::Engine;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("restart", |world| Box::pin(tell(world))).only(Engine::KEEPING);

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let first = world.browser().await?;
    steps::install(first.page(), &origin, world.content(), "it").await?;
    let profile = first.profile();
    server.stop().await?;
    first.quit().await;

    let again = world.browser_with(Launch { profile: Some(profile), ..Launch::default() }).await?;
    let page = again.page();
    page.visit(&origin, "/it/context/be/work")
        .await
        .context("after the restart, with no server")?;
    let title = world.content().context_title("it", "work")?;
    ensure!(page.text("main h1").await? == title, "another page than {title} opened");
    page.visit(&origin, "/it/").await?;
    page.wait("#readiness[data-state=ready]").await
}
