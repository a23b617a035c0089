//! Searching as one types, with no network.

use anyhow::{Context, Result, ensure};
use thirtyfour::Key;

use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("search", |world| Box::pin(tell(world)));

/// What is typed: accents missing, words unfinished. Each is labelled in `content/queries/`.
const QUERIES: [(&str, &str); 4] =
    [("fr", "salaire impaye"), ("fr", "heures sup"), ("it", "busta paga"), ("en", "unpaid wage")];

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    begins_with_the_keyboard(page, &origin).await?;
    for (language, text) in QUERIES {
        find(world, page, &origin, language, text)
            .await
            .with_context(|| format!("“{text}” in {language}"))?;
    }
    nothing_found(world, page, &origin).await
}

/// The first tap on home brings the field with the keyboard: letters typed at once are in it.
async fn begins_with_the_keyboard(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr").await?;
    page.tap("main a.search").await?;
    page.until("document.activeElement?.matches('#search-input')", "the field has the focus").await
}

async fn find(world: &World, page: &Page, origin: &str, language: &str, text: &str) -> Result<()> {
    page.visit(origin, &format!("/{language}/search")).await?;
    page.tap("#search-input").await?;
    // As one types: results are there before the last letter.
    let (first, rest) = text.split_at(5);
    page.type_text(first).await?;
    page.wait("#search-results a[data-kind]").await.context("before the last letter")?;
    page.type_text(rest).await?;
    page.until("document.querySelector('#search-results mark')", "what was found is marked")
        .await?;
    page.settle().await?;
    let found = page.attributes("#search-results a[data-kind]", "href").await?;
    let wanted: Vec<String> = world
        .content()
        .wanted(language, text)?
        .iter()
        .map(|target| format!("/{language}/{}", target.replacen(':', "/", 1)))
        .collect();
    // One list, best first; a section counts as its page.
    let page_of = |href: &String| href.split('#').next().unwrap_or_default().to_owned();
    let near_the_top = found.iter().take(3).any(|href| wanted.contains(&page_of(href)));
    ensure!(near_the_top, "none of {wanted:?} near the top of {found:?}");
    let marked: Vec<String> = page
        .value("[...document.querySelectorAll('#search-results mark')].map(e => e.textContent)")
        .await?;
    ensure!(marked.iter().all(|part| !part.trim().is_empty()), "nothing is marked: {marked:?}");

    let key = if language == "fr" { Key::Down } else { Key::Enter };
    page.press(key).await?;
    page.until(
        "document.activeElement?.matches('#search-results a[data-kind]')",
        "the first result",
    )
    .await?;
    let first: String = page.value("document.activeElement.getAttribute('href')").await?;
    ensure!(found.first() == Some(&first), "{first} has the focus, not the first of {found:?}");
    page.press(Key::Enter).await?;
    page.wait_for_screen(&first).await.context("the first result opens")?;
    ensure!(!page.has("[data-notice=not-found]").await?, "{first} leads nowhere");

    page.run("history.back()", vec![]).await?;
    page.wait_for_screen(&format!("/{language}/search")).await.context("back to the search")?;
    let again = format!("document.querySelector('#search-input')?.value === '{text}'");
    page.until(&again, "what was looked for is there again").await?;
    // Browsers keep addresses: what somebody asks about stands in none.
    page.until("location.search === ''", "an address that says nothing").await
}

/// What cannot be found is said, with a way on.
async fn nothing_found(world: &World, page: &Page, origin: &str) -> Result<()> {
    // Loaded anew: from one language to another the field keeps what was looked for.
    page.visit(origin, "/fr/search").await?;
    page.tap("#search-input").await?;
    page.type_text("xqzwvk").await?;
    let words = world.content().word("fr", "search.nothing")?;
    let says =
        format!("document.querySelector('main').innerText.includes({})", serde_json::json!(words));
    page.until(&says, "that nothing was found").await?;
    for way in ["plan", "emergency", "tools/directory"] {
        ensure!(page.has(&format!("main a[href='/fr/{way}']")).await?, "no way on to {way}");
    }
    Ok(())
}
