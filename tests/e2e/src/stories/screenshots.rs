//! Pictures of every screen, for people to look at. Only where a folder for them is named.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::content::Content;
use crate::page::Page;
use crate::screens::{self, Screen};
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story =
    Story::new("screenshots", |world| Box::pin(tell(world))).within(900).with_pictures();

const PHONE: (u32, u32) = (360, 640);
const DESK: (u32, u32) = (1280, 800);

async fn tell(world: &World) -> Result<()> {
    let folder = world.settings.screenshots.clone().context("no folder for pictures")?;
    let folder = folder.join(world.engine.name());
    std::fs::create_dir_all(&folder)?;
    let server = world.server().await?;
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &server.origin(), content, "fr").await?;
    steps::set(page, "theme", "light").await?;
    for language in &content.languages {
        series(page, content, language, &[PHONE, DESK], "", &folder).await?;
    }
    steps::set(page, "theme", "dark").await?;
    series(page, content, "fr", &[PHONE], "-dark", &folder).await?;
    let open_notes = screens::of_notes(page, &server.origin(), "fr").await?;
    for screen in &open_notes {
        pictures(page, screen, "fr", &[PHONE], "-dark", &folder).await?;
    }
    screens::with_notes_open(page, "theme", "light").await?;
    for language in &content.languages {
        for screen in &open_notes {
            pictures(page, screen, language, &[PHONE, DESK], "", &folder).await?;
        }
    }
    Ok(())
}

async fn series(
    page: &Page,
    content: &Content,
    language: &str,
    sizes: &[(u32, u32)],
    end: &str,
    folder: &Path,
) -> Result<()> {
    let mut all = screens::kinds();
    for screen in &all {
        pictures(page, screen, language, sizes, end, folder).await?;
    }
    screens::answer_all(page, content, language).await?;
    all = screens::with_answers();
    for screen in &all {
        pictures(page, screen, language, sizes, end, folder).await?;
    }
    Ok(())
}

async fn pictures(
    page: &Page,
    screen: &Screen,
    language: &str,
    sizes: &[(u32, u32)],
    end: &str,
    folder: &Path,
) -> Result<()> {
    for (width, height) in sizes {
        page.resize(*width, *height).await?;
        screen.show(page, language).await?;
        let picture = page.driver().screenshot_as_png().await?;
        ensure!(picture.len() > 2000, "the picture of {} is empty", screen.name);
        let name = format!("{}-{language}-{width}x{height}{end}.png", screen.name);
        std::fs::write(folder.join(&name), picture).with_context(|| name)?;
        screen.leave(page).await?;
    }
    Ok(())
}
