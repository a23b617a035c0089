//! All screens are gone through: nothing is asked of anyone else, and the console has no error.

use anyhow::{Result, ensure};

use crate::browser::Launch;
use crate::screens;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("quiet", |world| Box::pin(tell(world))).within(180);

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser_with(Launch { recorded: true, ..Launch::default() }).await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &origin, content, "fr").await?;
    // What a page throws is told by every engine; what it only writes, by Chromium alone. It is noted in the page
    // itself: what a script remembers, Firefox forgets.
    page.run(
        "const noted = document.documentElement.dataset; noted.thrown = '[]';
         const note = what => {
           noted.thrown = JSON.stringify([...JSON.parse(noted.thrown), String(what)]);
         };
         addEventListener('error', event => note(event.message));
         addEventListener('unhandledrejection', event => note(event.reason));
         addEventListener('securitypolicyviolation', event => note(event.violatedDirective));",
        vec![],
    )
    .await?;
    for screen in screens::kinds() {
        screen.show(page, "fr").await?;
        screen.leave(page).await?;
    }
    screens::answer_all(page, content, "fr").await?;
    for screen in screens::with_answers() {
        screen.show(page, "fr").await?;
    }
    let thrown: Vec<String> =
        page.value("JSON.parse(document.documentElement.dataset.thrown)").await?;
    ensure!(thrown.is_empty(), "the page threw {thrown:?}");
    let foreign = page.foreign_requests(&origin).await?;
    ensure!(foreign.is_empty(), "others were asked: {foreign:?}");
    let errors = page.console_errors().await?;
    ensure!(errors.is_empty(), "the console has {errors:?}");
    Ok(())
}
