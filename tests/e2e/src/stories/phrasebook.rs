//! The phrasebook with no network: found by situation and by a word, shown from right to left, answered by pointing,
//! kept at hand; what a language lacks is said; the emergency page leads to it.

use anyhow::{Context, Result, ensure};

use crate::engine::Engine;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story.
pub const STORY: Story =
    Story::new("phrasebook", |world| Box::pin(tell(world))).only(Engine::KEEPING).within(240);

/// The phrase of this story: it is answered by yes or no.
const PHRASE: &str = "place-to-sleep";

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in [("fr", Way::Touch), ("it", Way::Keyboard), ("en", Way::Touch)] {
        page.visit(&origin, &format!("/{language}/phrases")).await?;
        show(world, page, language, way)
            .await
            .with_context(|| format!("by {way:?} in {language}"))?;
    }
    remembered(page, &origin).await.context("what is remembered")?;
    lacking(page, &origin).await.context("what a language lacks")?;
    answers(page, &origin).await.context("other answers")?;
    found_elsewhere(page, &origin).await
}

/// From the list to the card, and back.
async fn show(world: &World, page: &Page, language: &str, way: Way) -> Result<()> {
    page.wait("[data-notice=phrases-never]").await?;
    let current = format!(".navbar a[href='/{language}/phrases'][aria-current]");
    ensure!(page.has(&current).await?, "the place is not marked");
    steps::select(page, "#tongue", "ar", way).await?;
    steps::activate(page, &format!("main a[href='/{language}/phrases/food-sleep']"), way).await?;
    let row = format!("main a[data-phrase={PHRASE}]");
    page.wait_for_screen(&format!("/{language}/phrases/food-sleep")).await?;
    page.wait(&format!("{row} [lang=ar][dir=rtl]")).await?;
    steps::activate(page, &row, way).await?;
    let path = format!("/{language}/phrases/show/{PHRASE}/ar");
    page.wait_for_screen(&path).await?;
    card(page).await?;
    let says = world.content().word(language, "phrases.unreviewed")?;
    ensure!(
        page.text("[data-card=unreviewed]").await? == says,
        "it is not said that nobody read it"
    );
    for reply in ["yes", "no", "dont-understand", "stop"] {
        let css = format!("[data-reply={reply}]");
        ensure!(page.attribute(&css, "aria-pressed").await? == "false", "{reply} is pressed");
        steps::activate(page, &css, way).await?;
        page.wait(&format!("{css}[aria-pressed=true]")).await?;
    }
    ensure!(!page.has("[data-reply=yes][aria-pressed=true]").await?, "two answers at a time");
    page.tap("#turn").await?;
    page.wait(".show--turned").await?;
    page.tap(".topbar a.iconbtn").await?;
    page.wait_for_screen(&format!("/{language}/phrases/food-sleep")).await
}

/// The sentence runs from right to left, large, and so do the answers; the reader's own words do not.
async fn card(page: &Page) -> Result<()> {
    let direction = "(css) => getComputedStyle(document.querySelector(css)).direction";
    for (css, expected) in [
        (".show__text[lang=ar]", "rtl"),
        (".show__reply", "rtl"),
        (".show__reply small", "ltr"),
        (".show__own", "ltr"),
    ] {
        let found: String = page.value(&format!("({direction})('{css}')")).await?;
        ensure!(found == expected, "{css} runs {found}");
    }
    let yes: f64 = page
        .value("document.querySelector('[data-reply=yes]').getBoundingClientRect().left")
        .await?;
    let no: f64 = page
        .value("document.querySelector('[data-reply=no]').getBoundingClientRect().left")
        .await?;
    ensure!(yes > no, "yes stands at {yes}, no at {no}: the first answer is not at the right");
    let size: f64 = page
        .value("parseFloat(getComputedStyle(document.querySelector('.show__text')).fontSize)")
        .await?;
    ensure!(size >= 28.0, "the sentence has {size} pixels");
    ensure!(!page.has(".navbar").await?, "the card is not alone on the screen");
    Ok(())
}

async fn remembered(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, &format!("/fr/phrases/show/{PHRASE}/ar")).await?;
    page.tap("main .chip").await?;
    page.wait("main .chip[aria-pressed=true]").await?;
    page.visit(origin, "/fr/phrases").await?;
    page.wait(&format!("#phrase-results a[data-phrase={PHRASE}]")).await.context("a favourite")?;
    let tongue: String = page.value("document.querySelector('#tongue').value").await?;
    ensure!(tongue == "ar", "{tongue} is chosen after another start");
    page.tap("#phrase-find").await?;
    page.type_text("medec").await?;
    page.wait("#phrase-results a[data-phrase=need-doctor]").await.context("found as one types")?;
    ensure!(
        !page.has(&format!("#phrase-results a[data-phrase={PHRASE}]")).await?,
        "what does not hold the word is shown as well"
    );
    Ok(())
}

async fn lacking(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr/phrases/show/contract/so").await?;
    page.wait("[data-card=missing]").await?;
    ensure!(!page.has(".show__text[lang=so]").await?, "a sentence that nobody wrote is shown");
    ensure!(page.has(".show__text[lang=fr]").await?, "the reader's own words are not shown");
    // Its answers have no words in that language: signs alone, and an interpreter is asked for.
    page.wait("[data-card=answers]").await?;
    ensure!(!page.has("[data-reply=stop] small").await?, "an answer in the reader's words alone");
    page.wait("[data-reply=stop][aria-label]").await
}

async fn answers(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr/phrases/show/hours-per-day/ar").await?;
    page.tap("#reply").await?;
    page.type_text("12").await?;
    page.follow("/fr/phrases/show/where-hurt/ar").await?;
    page.wait("svg.show__figure[role=img]").await?;
    page.follow("/fr/phrases/show/hours-per-day/ar").await?;
    let written: String = page.value("document.querySelector('#reply').value").await?;
    ensure!(written.is_empty(), "{written} was kept");
    page.follow("/fr/phrases/show/which-language/ar").await?;
    page.tap("main .chip[lang=fa]").await?;
    page.wait_for_screen("/fr/phrases/show/which-language/fa").await?;
    page.wait(".show__text[lang=fa][dir=rtl]").await
}

/// The search of the guide and the emergency page lead to phrases as well.
async fn found_elsewhere(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr/search").await?;
    page.tap("#search-input").await?;
    page.type_text("enceinte").await?;
    page.wait("#search-results a[data-kind=phrase][href='/fr/phrases/show/pregnant/fa']").await?;
    page.visit(origin, "/fr/emergency").await?;
    page.wait("a.bigcall[href='tel:112']").await?;
    page.tap("main a[href='/fr/phrases/danger']").await?;
    page.wait_for_screen("/fr/phrases/danger").await?;
    page.wait("main a[data-phrase=in-danger]").await
}
