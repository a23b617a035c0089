//! A phrase card on a small phone: the person can always stop, or say that they did not understand, whatever the
//! writing, the length of the sentence and the size of the text; and no answer is in the reader's language alone.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::engine::Engine;
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The story. The small browser of `WebKitGTK` is never narrower than its own buttons.
pub const STORY: Story =
    Story::new("card", |world| Box::pin(tell(world))).only(Engine::KEEPING).within(240);

/// One tongue of each kind of writing: Latin, Cyrillic, from right to left, Ethiopic, Bengali.
const TONGUES: [&str; 5] = ["sq", "uk", "ar", "am", "bn"];

/// Answered by yes and no, by a number, on the body, by a language, by words.
const PHRASES: [&str; 5] =
    ["place-to-sleep", "hours-per-day", "where-hurt", "which-language", "my-name"];

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    page.resize(360, 640).await?;
    for size in ["100", "200"] {
        page.follow("/fr/").await?;
        steps::set(page, "text-size", size).await?;
        for tongue in TONGUES {
            for phrase in PHRASES {
                page.follow(&format!("/fr/phrases/show/{phrase}/{tongue}")).await?;
                in_sight(page, phrase)
                    .await
                    .with_context(|| format!("{phrase} in {tongue} at {size} %"))?;
            }
        }
    }
    steps::set(page, "text-size", "100").await?;
    few_words(page).await
}

/// Every answer lies within the screen without scrolling, large enough for a finger.
async fn in_sight(page: &Page, phrase: &str) -> Result<()> {
    page.wait("[data-reply=stop]").await?;
    page.settle().await?;
    let answers: &[&str] = if phrase == "place-to-sleep" {
        &["yes", "no", "dont-understand", "stop"]
    } else {
        &["dont-understand", "stop"]
    };
    for answer in answers {
        let boxed = format!(
            "(b => [b.top, b.bottom, b.left, b.right, b.height, innerHeight, innerWidth])(
               document.querySelector({}).getBoundingClientRect())",
            json!(format!("[data-reply={answer}]"))
        );
        let [top, bottom, left, right, height, high, wide]: [f64; 7] = page.value(&boxed).await?;
        ensure!(top >= 0.0 && bottom <= high, "{answer} stands from {top} to {bottom} of {high}");
        ensure!(left >= 0.0 && right <= wide, "{answer} stands from {left} to {right} of {wide}");
        ensure!(height >= 44.0, "{answer} is {height} high");
    }
    // The sentence has room left, and can be read to its end.
    let room: [f64; 2] = page
        .value("(e => [e.clientHeight, e.scrollHeight])(document.querySelector('.show__body'))")
        .await?;
    ensure!(room[0] >= 160.0, "the sentence has {} pixels of {}", room[0], room[1]);
    let text: f64 =
        page.value("document.querySelector('.show__text').getBoundingClientRect().top").await?;
    ensure!(text >= 0.0, "the sentence begins at {text}, where one cannot scroll");
    Ok(())
}

/// A language with a few words stands apart, says how few, and shows no answer in the reader's words alone.
async fn few_words(page: &Page) -> Result<()> {
    page.follow("/fr/phrases").await?;
    page.wait("#tongue optgroup option[value=so]").await?;
    ensure!(!page.has("#tongue > option[value=so]").await?, "it stands among the whole ones");
    ensure!(page.has("#tongue > option[value=ar]").await?, "a whole language stands apart");
    let name = page.text("#tongue optgroup option[value=so]").await?;
    ensure!(name.contains("(6)"), "it does not say how few: {name}");
    steps::select(page, "#tongue", "so", steps::Way::Touch).await?;
    page.wait("[data-notice=phrases-few] a[href='/fr/phrases/interpreter']").await?;
    page.follow("/fr/phrases/show/contract/so").await?;
    page.wait("[data-card=answers] a[href='/fr/phrases/interpreter']").await?;
    let alone: usize = page
        .value("[...document.querySelectorAll('.reply')].filter(e => e.querySelector('[lang=fr]') && !e.querySelector('[lang=so]')).length")
        .await?;
    ensure!(alone == 0, "{alone} answers are in French alone on a Somali card");
    let name = page.attribute("[data-reply=stop]", "aria-label").await?;
    ensure!(!name.is_empty(), "the sign has no name for who does not see it");
    page.follow("/fr/phrases/show/contract/ar").await?;
    ensure!(
        !page.has("[data-card=answers]").await?,
        "a whole language has the words of all answers"
    );
    Ok(())
}
