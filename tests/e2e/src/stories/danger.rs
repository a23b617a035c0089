//! Danger typed into the search: help with a number to dial comes before any result, with no network.

use anyhow::{Context, Result, ensure};

use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("danger", |world| Box::pin(tell(world)));

/// What is typed, in an interface that is in another language for the last two.
const TYPED: [(&str, &str, &str); 5] = [
    ("fr", "mon mari me frappe", "violence-home"),
    ("it", "mio marito mi picchia", "violence-home"),
    ("en", "my husband beats me", "violence-home"),
    ("fr", "vuole morire", "suicide"),
    ("it", "boss keep my passport", "papers-withheld"),
];

const PANEL: &str = "main section[data-danger]";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, text, topic) in TYPED {
        helped(page, &origin, language, text, topic)
            .await
            .with_context(|| format!("“{text}” in {language}"))?;
    }
    nothing_to_fear(page, &origin).await
}

async fn helped(page: &Page, origin: &str, language: &str, text: &str, topic: &str) -> Result<()> {
    page.visit(origin, &format!("/{language}/search")).await?;
    page.tap("#search-input").await?;
    page.type_text(text).await?;
    page.wait(&format!("{PANEL}[data-danger={topic}]")).await?;
    page.settle().await?;
    let links = page.attributes("main a[href]", "href").await?;
    let first = links.first().context("no link at all")?;
    ensure!(first.starts_with("tel:"), "the first link is {first}, not a number to dial");
    let inside = page.attributes(&format!("{PANEL} a[href]"), "href").await?;
    ensure!(links.starts_with(&inside), "something stands before the help: {links:?}");
    let way = format!("/{language}/context/");
    let to_page = inside.iter().find(|href| href.starts_with(&way)).context("no page to open")?;
    ensure!(!to_page.is_empty() && page.has("#search-results").await?, "the results are gone");
    // Large enough for a thumb, named by its heading, said once to who cannot see it.
    let low: usize = page
        .value(&format!(
            "[...document.querySelectorAll('{PANEL} a')].filter(a => a.getBoundingClientRect().height < 44).length"
        ))
        .await?;
    ensure!(low == 0, "{low} links are less than 44 px high");
    let heading = page.text(&format!("{PANEL} h2#danger-title")).await?;
    let said = page.text("main [role=alert]").await?;
    ensure!(!heading.is_empty() && said == heading, "“{heading}” is announced as “{said}”");
    Ok(())
}

/// Words that only look like danger bring results alone.
async fn nothing_to_fear(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr/search").await?;
    page.tap("#search-input").await?;
    page.type_text("travail de nuit").await?;
    page.wait("#search-results a[data-kind]").await?;
    ensure!(!page.has(PANEL).await?, "help for danger where there is none");
    Ok(())
}
