//! Danger, before a country was chosen and after: the numbers of each country under its name, no tool that speaks of a
//! country unasked, numbers in sentences that dial, and a paper on which all of it can be read.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::engine::Engine;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// The story. What a printer gets is asked of Chromium alone.
pub const STORY: Story =
    Story::new("emergency", |world| Box::pin(tell(world))).only(Engine::KEEPING).within(240);

/// A number to call at once in each country.
const URGENT: [(&str, &str); 3] = [("be", "101"), ("fr", "17"), ("it", "118")];

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install_unasked(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    page.resize(360, 640).await?;
    for language in ["fr", "it", "en"] {
        unchosen(page, &origin, language).await.with_context(|| format!("unchosen, {language}"))?;
    }
    tools_ask(page, &origin).await.context("the tools ask for the country")?;
    paper(page, &origin).await.context("on paper, no country chosen")?;
    chosen(page, &origin).await.context("a country is chosen")?;
    paper(page, &origin).await.context("on paper, a country chosen")?;
    sentences(page, &origin).await.context("numbers in sentences")
}

async fn unchosen(page: &Page, origin: &str, language: &str) -> Result<()> {
    page.visit(origin, &format!("/{language}/emergency")).await?;
    page.wait("a.bigcall[href='tel:112']").await?;
    ensure!(!page.has("main [data-country][aria-pressed=true]").await?, "a country is chosen");
    for (country, number) in URGENT {
        let css = format!("[data-numbers={country}] a[href='tel:{number}']");
        page.wait(&css).await?;
        ensure!(is_drawn(page, &css).await?, "{number} of {country} is not in sight");
        let name = page.text(&format!("[data-numbers={country}] h2")).await?;
        ensure!(!name.is_empty(), "the numbers of {country} have no name above them");
    }
    let twice: bool = page
        .value("[...document.querySelectorAll('main a[data-service]')].some(a => {
            const number = a.querySelector('.call__num').textContent;
            return a.textContent.split(number).length > 2 && a.querySelector('.call__name, .call__meta')
              .textContent.includes(number); })")
        .await?;
    ensure!(!twice, "a number is shown twice in its row");
    Ok(())
}

async fn is_drawn(page: &Page, css: &str) -> Result<bool> {
    page.value(&format!("document.querySelector({})?.getClientRects().length > 0", json!(css)))
        .await
}

async fn tools_ask(page: &Page, origin: &str) -> Result<()> {
    for (path, part) in [
        ("tools/deadline", "#kind"),
        ("tools/wage", "#scale"),
        ("tools/orientation", "#need-everything"),
        ("tools/orientation/question/situation", "main [data-question]"),
        ("tools/orientation/results", "main [data-rule]"),
        ("tools/practise", "main a[href*='/practise/']"),
    ] {
        page.visit(origin, &format!("/fr/{path}")).await?;
        page.wait("main [data-country]").await.with_context(|| path)?;
        ensure!(!page.has("main [data-country][aria-pressed=true]").await?, "{path} has a country");
        ensure!(!page.has(part).await?, "{path} speaks of a country that nobody chose");
    }
    page.visit(origin, "/fr/tools/deadline").await?;
    steps::choose_country(page, "it", Way::Touch).await?;
    page.wait("#kind").await.context("the tool, once a country was chosen in it")?;
    // What was chosen for a case is not where the reader is.
    page.follow("/fr/emergency").await?;
    ensure!(
        !page.has("main [data-country][aria-pressed=true]").await?,
        "the case chose for danger"
    );
    page.visit(origin, "/fr/settings").await?;
    page.wait("input[name=country]").await?;
    ensure!(!page.has("input[name=country]:checked").await?, "a country is ticked unasked");
    Ok(())
}

async fn chosen(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr/emergency").await?;
    page.tap("main [data-country=be]").await?;
    page.wait("main [data-country=be][aria-pressed=true]").await?;
    page.settle().await?;
    let order = page.attributes("[data-numbers], details.numbers", "data-numbers").await?;
    ensure!(order.first().map(String::as_str) == Some("be"), "the numbers come in order {order:?}");
    ensure!(is_drawn(page, "[data-numbers=be] a[href='tel:101']").await?, "101 is not in sight");
    let other = "details[data-folded=fr] a[href='tel:17']";
    page.wait(other).await?;
    page.tap("details[data-folded=fr] summary").await?;
    page.wait("details[data-folded=fr][open]").await?;
    ensure!(is_drawn(page, other).await?, "another country's numbers are more than one tap away");
    page.visit(origin, "/fr/emergency").await?;
    page.wait("main [data-country=be][aria-pressed=true]").await.context("after another start")
}

/// Text as a printer gets it, fills left out: each is black or nearly so, and 112 stands on it.
async fn paper(page: &Page, origin: &str) -> Result<()> {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    page.visit(origin, "/fr/emergency").await?;
    page.wait("[data-numbers]").await?;
    for theme in ["light", "dark"] {
        let root = "document.documentElement.dataset.theme = arguments[0]";
        page.run(root, vec![json!(theme)]).await?;
        media(page, "print").await?;
        let pale: Vec<String> = page.value(PALE).await?;
        let call = page.text(".bigcall b").await;
        let unnamed: usize = page.value(UNNAMED).await?;
        media(page, "").await?;
        ensure!(pale.is_empty(), "pale on paper from the {theme} theme: {pale:?}");
        ensure!(call? == "112", "112 is not on paper");
        ensure!(unnamed == 0, "{unnamed} countries have no name on paper");
    }
    Ok(())
}

async fn media(page: &Page, medium: &str) -> Result<()> {
    let parameters = json!({ "media": medium });
    page.driver().cdp().send_raw("Emulation.setEmulatedMedia", parameters).await?;
    Ok(())
}

/// Texts whose colour is far from black.
const PALE: &str = "[...document.querySelectorAll('main *, main')].filter(e =>
    e.getClientRects().length && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).some(part => Number(part) > 80))
  .map(e => getComputedStyle(e).color + ' ' + e.textContent.trim().slice(0, 40))";

/// How many countries have numbers on paper without their name.
const UNNAMED: &str = "[...document.querySelectorAll('[data-numbers], details.numbers')].filter(e =>
    ![...e.querySelectorAll('h2')].some(h => h.getClientRects().length && h.textContent.trim())).length";

async fn sentences(page: &Page, origin: &str) -> Result<()> {
    page.visit(origin, "/fr/context/it/trafficking").await?;
    page.wait("main p a[href='tel:1522'], main li a[href='tel:1522']").await?;
    let pages = "[...document.querySelectorAll('main .prose a')].filter(a =>
        /^[\\d\\s]{2,}$/.test(a.textContent) && !a.href.startsWith('tel:')).map(a => a.textContent)";
    let pages: Vec<String> = page.value(pages).await?;
    ensure!(pages.is_empty(), "numbers that open a page: {pages:?}");
    page.visit(origin, "/fr/services/it-118").await?;
    page.wait("main p a[href='tel:112']").await.context("a number in what a service does")
}
