//! Reading: every sheet and every page in every language, and the facts in them.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::Key;

use crate::checks::Checks;
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// Every practice and context page shows its own title; changing the language stays on the page.
pub const STORY: Story = Story::new("read", |world| Box::pin(titles(world))).within(240);

/// A fact in the text opens its card.
pub const FACTS: Story = Story::new("facts", |world| Box::pin(facts(world)));

async fn titles(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &server.origin(), content, "fr").await?;
    let mut checks = Checks::default();
    for language in &content.languages {
        for (id, stage) in &content.practices {
            let title = content.practice_title(language, stage, id)?;
            checks.note(&title, shows(page, &format!("/{language}/practice/{id}"), &title).await);
        }
        for topic in &content.topics {
            let title = content.context_title(language, topic)?;
            checks.note(
                &title,
                shows(page, &format!("/{language}/context/be/{topic}"), &title).await,
            );
        }
    }
    // The same page in another language: from the foot of the page.
    for language in &content.languages {
        let title = content.practice_title(language, "reception", "teach-back")?;
        page.follow(&format!("/{}/practice/teach-back", content.languages[0])).await?;
        page.tap(&format!("a[data-language={language}]")).await?;
        checks.note(&title, there(page, &format!("/{language}/practice/teach-back"), &title).await);
        let lang: String = page.value("document.documentElement.lang").await?;
        checks.expect(&format!("the page says that it is in {language}"), lang == *language);
    }
    checks.end()
}

async fn shows(page: &Page, path: &str, title: &str) -> Result<()> {
    page.follow(path).await?;
    there(page, path, title).await
}

async fn there(page: &Page, path: &str, title: &str) -> Result<()> {
    page.wait_for_screen(path).await?;
    let same =
        format!("document.querySelector('main h1')?.textContent.trim() === {}", json!(title));
    page.until(&same, &format!("{path} with this title")).await?;
    let tab: String = page.value("document.title").await?;
    ensure!(tab.contains(title), "the tab says {tab}");
    let length: usize = page.value("document.querySelector('main').innerText.length").await?;
    ensure!(length > 600, "{path} has only {length} letters");
    Ok(())
}

async fn facts(world: &World) -> Result<()> {
    let server = world.server().await?;
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &server.origin(), content, "fr").await?;
    for language in &content.languages {
        page.follow(&format!("/{language}/context/be/pay")).await?;
        let chip = format!("main .fact[data-fact={}]", json!(FACT));
        page.tap(&chip).await?;
        page.wait("#fact-card[open] .factcard").await?;
        check_card(page, world, language)
            .await
            .with_context(|| format!("the card in {language}"))?;
        page.press(Key::Escape).await?;
        page.until("!document.querySelector('#fact-card').open", "Escape closes the card").await?;
        let back = format!("document.activeElement.matches({})", json!(chip));
        page.until(&back, "the focus returns to the fact").await?;
    }
    // Going back from under an open card leaves nothing above the page before.
    page.follow("/fr/context/be").await?;
    page.follow("/fr/context/be/pay").await?;
    page.tap("main .fact[data-fact]").await?;
    page.wait("#fact-card[open] .factcard").await?;
    page.driver().back().await?;
    page.wait_for_screen("/fr/context/be").await?;
    page.until("!document.querySelector('#fact-card').open", "the card goes with its page").await
}

/// A fact with a figure, whose last known value is in force.
const FACT: &str = "be-wage-minimum-hour";

async fn check_card(page: &Page, world: &World, language: &str) -> Result<()> {
    let content = world.content();
    let (fact, words) = content.fact(language, FACT)?;
    let label =
        words.get("label").and_then(toml::Value::as_str).context("the fact has no label")?;
    ensure!(page.text("#fact-card h2").await? == label, "the card has another title than {label}");
    let value = page.text("#fact-card .factcard__value").await?;
    ensure!(value.chars().any(|letter| letter.is_ascii_digit()), "no value: {value}");
    ensure!(value.contains('€'), "no currency: {value}");
    let source =
        fact.get("source").and_then(|source| source.get(0)).context("the fact has no source")?;
    let url =
        source.get("url").and_then(toml::Value::as_str).context("the source has no address")?;
    let link = format!("#fact-card a[href={}]", json!(url));
    ensure!(page.has(&link).await?, "the card does not link to {url}");
    let meta = page.text("#fact-card .factcard__meta").await?;
    for key in ["fact.checked", "fact.review", "fact.source"] {
        let word = content.word(language, key)?;
        ensure!(meta.contains(&word), "the card does not say “{word}”: {meta}");
    }
    for key in ["checked_on", "review_by"] {
        let day = fact.get(key).context("the fact has no such day")?.to_string();
        let year = day.get(..4).context("a day has a year")?;
        ensure!(meta.contains(year), "the card does not show {key}: {meta}");
    }
    Ok(())
}
