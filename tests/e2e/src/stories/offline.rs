//! After one visit the server goes away: home opens again, and so does every address never visited.

use anyhow::{Context, Result, ensure};

use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("offline", |world| Box::pin(tell(world))).within(180);

const NEVER_VISITED: [&str; 6] = [
    "practice/forum-theatre",
    "context/be/health",
    "fact/be-wage-minimum-hour",
    "services/be-emergency-112",
    "tools/orientation/results",
    "emergency",
];

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;

    page.reload().await.context("home, loaded anew with no server")?;
    page.wait_for_screen("/fr/").await?;
    page.wait("#readiness[data-state=ready]").await?;

    for language in &world.content().languages {
        for path in NEVER_VISITED {
            page.visit(&origin, &format!("/{language}/{path}")).await.context("with no server")?;
            ensure!(!page.has("[data-notice^=pack-]").await?, "/{language}/{path} has no guide");
            ensure!(
                !page.has("[data-notice=not-found]").await?,
                "/{language}/{path} leads nowhere"
            );
        }
        let title = world.content().practice_title(language, "mobilisation", "see-judge-act")?;
        page.visit(&origin, &format!("/{language}/practice/see-judge-act")).await?;
        ensure!(page.text("main h1").await? == title, "the sheet is not in {language}");
    }
    // The shortcuts of the home screen name no language: the last one decides.
    let last = world.content().languages.last().context("no language")?;
    page.open(&format!("{origin}/go/search")).await?;
    page.wait_for_screen(&format!("/{last}/search")).await?;
    page.open(&format!("{origin}/")).await?;
    page.wait_for_screen(&format!("/{last}/")).await
}
