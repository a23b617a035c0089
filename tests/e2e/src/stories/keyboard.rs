//! Every screen is reached from home with Tab and Enter alone, and one always sees where the focus is.

use anyhow::{Context, Result, ensure};
use thirtyfour::Key;

use crate::checks::Checks;
use crate::page::Page;
use crate::screens::{self, Screen};
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("keyboard", |world| Box::pin(tell(world))).within(300);

/// Ways from home: each step is the address of a link that is reached by Tab and opened by Enter.
const WAYS: [&[&str]; 12] = [
    &["guide/reception", "practice/teach-back"],
    &["guide/orientation", "practice/anolf-desk"],
    &["guide/mobilisation", "practice/see-judge-act"],
    &["context/be", "context/be/pay"],
    &["tools", "tools/orientation"],
    &["search"],
    &["phrases", "phrases/danger"],
    &["emergency"],
    &["settings"],
    &["offline"],
    &["about"],
    &["plan", "context/be/work"],
];

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    let mut checks = Checks::default();
    for way in WAYS {
        checks.note(&format!("home → {}", way.join(" → ")), go(page, way).await);
    }
    checks.note("the card of a fact, its page and back", fact(page).await);
    checks.note("from a question to the results", question(page).await);
    for screen in screens::kinds() {
        // Its own screen or field begins with the focus elsewhere, or is opened by another way.
        if screen.then == screens::Then::Nothing {
            checks.note(screen.name, skip(page, &origin, &screen.path).await);
        }
    }
    for screen in screens::of_notes(page, &origin, "fr").await? {
        checks.note(screen.name, seen_all_along(page, &screen).await);
    }
    checks.end()
}

async fn go(page: &Page, way: &[&str]) -> Result<()> {
    page.follow("/fr/").await?;
    for step in way {
        let path = format!("/fr/{step}");
        open(page, &path).await?;
    }
    Ok(())
}

async fn open(page: &Page, path: &str) -> Result<()> {
    page.tab_to(&format!("a[href='{path}']")).await?;
    page.press(Key::Enter).await?;
    page.wait_for_screen(path).await?;
    // A screen reader reads on from the new page's heading, or from the field that it is for.
    let at = "document.activeElement?.matches('main h1, #search-input')";
    page.until(at, &format!("the focus on the heading of {path}")).await
}

async fn fact(page: &Page) -> Result<()> {
    page.follow("/fr/context/be/pay").await?;
    page.tab_to("main .fact[data-fact]").await?;
    page.press(Key::Enter).await?;
    page.wait("#fact-card[open]").await?;
    page.tab_to("#fact-card a.link[href^='/fr/fact/']").await?;
    let path: String = page.value("document.activeElement.getAttribute('href')").await?;
    page.press(Key::Enter).await?;
    page.wait_for_screen(&path).await?;
    ensure!(!page.has("#fact-card[open]").await?, "the card stays above the page");
    page.tab_to("a.iconbtn[href='/fr/']").await
}

async fn question(page: &Page) -> Result<()> {
    page.follow("/fr/tools/orientation").await?;
    page.tab_to("#need-everything").await?;
    page.press(Key::Enter).await?;
    page.wait("main [data-question]").await?;
    let path = page.path().await?;
    page.wait_for_screen(&path).await?;
    page.tab_to("main details > summary.why").await?;
    page.press(Key::Enter).await?;
    page.wait("main details[open]").await.context("why it is asked")?;
    page.tab_to("#to-results").await?;
    page.press(Key::Enter).await?;
    page.wait_for_screen("/fr/tools/orientation/results").await
}

/// Tab goes through all that can be used, and one sees where it is.
async fn seen_all_along(page: &Page, screen: &Screen) -> Result<()> {
    screen.show(page, "fr").await?;
    let usable =
        "[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(element => !element.disabled && element.getClientRects().length > 0).length";
    let count: usize = page.value(usable).await?;
    ensure!(count > 5, "there is nothing to use");
    page.run("document.activeElement?.blur()", vec![]).await?;
    for _ in 0..count.min(40) {
        page.press(Key::Tab).await?;
        page.expect_visible_focus().await?;
    }
    Ok(())
}

/// The first Tab leads to a link that passes by what every page repeats.
async fn skip(page: &Page, origin: &str, path: &str) -> Result<()> {
    page.visit(origin, &format!("/fr/{path}")).await?;
    let first = "[...document.querySelectorAll('a[href], button, input, summary')]
        .find(element => element.getClientRects().length > 0)?.matches('a.skip')";
    ensure!(page.value::<bool>(first).await?, "the link is not the first of the page");
    // The search page begins with the focus in its field, past everything that repeats.
    if page.value::<bool>("document.activeElement?.matches('#search-input')").await? {
        return Ok(());
    }
    page.press(Key::Tab).await?;
    ensure!(
        page.value::<bool>("document.activeElement?.matches('a.skip')").await?,
        "the first Tab leads elsewhere"
    );
    page.expect_visible_focus().await?;
    page.press(Key::Enter).await?;
    page.press(Key::Tab).await?;
    let past = "document.activeElement?.closest('.topbar, .skip') === null";
    ensure!(page.value::<bool>(past).await?, "the link does not pass the top bar by");
    Ok(())
}
