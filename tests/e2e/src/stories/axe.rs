//! No screen breaks a rule of accessibility, in light and in dark.

use anyhow::Result;

use crate::axe;
use crate::checks::Checks;
use crate::screens;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// In the light theme.
pub const LIGHT: Story =
    Story::new("axe_light", |world| Box::pin(tell(world, "light"))).within(300);
/// In the dark theme.
pub const DARK: Story = Story::new("axe_dark", |world| Box::pin(tell(world, "dark"))).within(300);

async fn tell(world: &World, theme: &str) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &server.origin(), content, "fr").await?;
    page.resize(500, 900).await?;
    steps::set(page, "theme", theme).await?;
    let mut checks = Checks::default();
    let shown: String = page.value("document.documentElement.dataset.theme").await?;
    checks.expect(&format!("the theme is {theme}"), shown == theme);

    // What no theme changes is checked in the light one.
    let check = async || match theme {
        "dark" => axe::check_colours(page).await,
        _ => axe::check(page).await,
    };
    let look = async |checks: &mut Checks, screen: &screens::Screen| -> Result<()> {
        screen.show(page, "fr").await?;
        checks.note(screen.name, check().await);
        screen.leave(page).await
    };
    for screen in screens::kinds() {
        look(&mut checks, &screen).await?;
    }
    // All sheets have one form: some of each stage stand for the others.
    for (id, _) in content.practices.iter().step_by(8) {
        page.follow(&format!("/fr/practice/{id}")).await?;
        checks.note(id, check().await);
    }
    for topic in &content.topics {
        page.follow(&format!("/fr/context/be/{topic}")).await?;
        checks.note(topic, check().await);
    }
    screens::answer_all(page, content, "fr").await?;
    for screen in screens::with_answers() {
        look(&mut checks, &screen).await?;
    }
    for screen in screens::of_notes(page, &server.origin(), "fr").await? {
        look(&mut checks, &screen).await?;
    }
    checks.end()
}
