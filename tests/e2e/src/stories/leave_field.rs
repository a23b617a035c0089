//! A field is left by the way back while somebody is still typing in it: a browser tells it so in the midst of taking the page
//! away, and the app goes on.

use anyhow::{Context, Result, ensure};
use thirtyfour::Key;

use crate::checks::Checks;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story = Story::new("leave_field", |world| Box::pin(tell(world)));

/// Screens with a field of each kind: the path, the field, what is typed.
const FIELDS: [(&str, &str, &str); 4] = [
    ("tools/orientation/question/notified-on", "main input[id$=-day]", "2"),
    ("tools/orientation/question/letter-days", "main input", "3"),
    ("tools/wage", "main .date input[id$=-day]", "2"),
    ("search", "#search-input", "tra"),
];

async fn tell(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &server.origin(), content, "fr").await?;
    page.follow("/fr/tools/orientation").await?;
    steps::choose_country(page, "be", Way::Touch).await?;
    let mut checks = Checks::default();
    for (path, field, typed) in FIELDS {
        checks.note(path, back(page, path, field, typed).await);
    }
    checks.note("the way on, pressed by a script", pressed_unfocused(page).await);
    checks.note("the calculator", calculator(page).await);
    checks.end()
}

async fn back(page: &Page, path: &str, field: &str, typed: &str) -> Result<()> {
    page.walk("/fr/tools").await?;
    page.walk(&format!("/fr/{path}")).await?;
    page.tap(field).await?;
    page.type_text(typed).await?;
    page.driver().back().await?;
    is_alive(page, "/fr/tools").await
}

/// As assistive technology and scripts do: the press does not take the focus from the field.
async fn pressed_unfocused(page: &Page) -> Result<()> {
    page.follow("/fr/tools/orientation/question/letter-days").await?;
    page.tap("main input").await?;
    page.type_text("30").await?;
    page.run("document.querySelector('#next').click()", vec![]).await?;
    page.until("!location.pathname.endsWith('letter-days')", "the next question").await?;
    is_alive(page, &page.path().await?).await
}

/// What was typed into the calculator is there again after the way back and on.
async fn calculator(page: &Page) -> Result<()> {
    page.walk("/fr/tools").await?;
    page.walk("/fr/tools/deadline").await?;
    steps::select(page, "#kind", "be-refused", Way::Touch).await?;
    page.tap("#received-day").await?;
    page.type_text("5").await?;
    page.press(Key::Tab).await?;
    page.tap("#dated-day").await?;
    page.type_text("2").await?;
    page.driver().back().await?;
    is_alive(page, "/fr/tools").await?;
    page.follow("/fr/tools/deadline").await?;
    let kept = "document.querySelector('#received-day')?.value";
    let kept: String = page.value(kept).await.context("the day received")?;
    ensure!(kept == "5", "the day received is {kept:?}");
    Ok(())
}

async fn is_alive(page: &Page, path: &str) -> Result<()> {
    page.wait_for_screen(path).await?;
    ensure!(!page.has("#crash:not([hidden])").await?, "the app has stopped");
    // A dead app shows what stood there, and answers nothing any more.
    page.walk("/fr/about").await.context("the app answers no more")?;
    page.driver().back().await?;
    page.wait_for_screen(path).await
}
