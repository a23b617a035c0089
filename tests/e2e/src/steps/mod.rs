//! Steps that several stories share.

mod consultation;

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

pub use consultation::{
    ASKED, answer, answer_to_the_end, begin, choose_country, consult, open_card, unfold,
};

use crate::content::Content;
use crate::engine::Engine;
use crate::page::Page;

/// How a person goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With a finger.
    Touch,
    /// With a keyboard alone.
    Keyboard,
}

/// As [`install_unasked`], and the reader works in Belgium: what most stories begin with.
///
/// # Errors
/// As there.
pub async fn install(page: &Page, origin: &str, content: &Content, language: &str) -> Result<()> {
    install_unasked(page, origin, content, language).await?;
    set(page, "country", "be").await
}

/// A first visit, up to the line that all works without network, and all languages kept. No country was chosen.
///
/// # Errors
/// When that line does not come.
pub async fn install_unasked(
    page: &Page,
    origin: &str,
    content: &Content,
    language: &str,
) -> Result<()> {
    page.visit(origin, &format!("/{language}/")).await?;
    let ready = "document.querySelector('#readiness')?.dataset.state === 'ready'";
    page.until_within(ready, "the line that all works without network", Duration::from_secs(30))
        .await?;
    wait_for_parts(page, all_parts(content)).await
}

/// How many parts the pack has: the core, the phrasebook, and of each language its words and its index.
#[must_use]
pub fn all_parts(content: &Content) -> usize {
    content.languages.len() * 2 + 2
}

/// Waits until so many parts of the pack are kept.
///
/// # Errors
/// When they are not.
pub async fn wait_for_parts(page: &Page, parts: usize) -> Result<()> {
    for _ in 0..100 {
        if kept_parts(page).await? >= parts {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("{} parts of the pack are kept instead of {parts}", kept_parts(page).await?)
}

/// How many parts of the pack the browser keeps.
///
/// # Errors
/// When its database does not open.
pub async fn kept_parts(page: &Page) -> Result<usize> {
    let script = "const done = arguments[0];
        const opening = indexedDB.open('migraction');
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onerror = () => done(0);
        opening.onsuccess = () => {
          const database = opening.result;
          const counting = database.transaction('pack-parts').objectStore('pack-parts').count();
          counting.onsuccess = () => { database.close(); done(counting.result); };
          counting.onerror = () => { database.close(); done(0); };
        };";
    page.run_later(script, vec![]).await
}

/// The build that the worker in charge of this page keeps.
///
/// # Errors
/// When no worker is in charge.
pub async fn worker_version(page: &Page) -> Result<String> {
    let script = "const done = arguments[0];
        const worker = navigator.serviceWorker.controller;
        if (!worker) { done(null); return; }
        const channel = new MessageChannel();
        channel.port1.onmessage = event => done(event.data.version);
        worker.postMessage({ type: 'info' }, [channel.port2]);
        setTimeout(() => done(null), 5000);";
    let version: Option<String> = page.run_later(script, vec![]).await?;
    version.context("no worker is in charge of the page")
}

/// Makes sure that a message is there, in this language and in no other.
///
/// # Errors
/// When it is not.
pub async fn expect_notice(
    page: &Page,
    content: &Content,
    language: &str,
    key: &str,
) -> Result<()> {
    let css = format!("[data-notice={key}]");
    page.wait(&css).await.with_context(|| notices_instead(key))?;
    let text = page.text(&css).await?;
    expect_language(content, language, &text)
}

fn notices_instead(key: &str) -> String {
    format!("the message {key} is not shown")
}

/// Makes sure that a text has a sentence of this language's interface, and none of another's.
///
/// # Errors
/// When it has not.
pub fn expect_language(content: &Content, language: &str, text: &str) -> Result<()> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.contains(' ')).collect();
    for other in &content.languages {
        let words: BTreeSet<String> = content.interface(other)?.into_values().collect();
        let known = lines.iter().filter(|line| words.contains(**line)).count();
        if other == language {
            ensure!(known > 0, "no sentence of {language} in: {text}");
        } else {
            // A few words are the same in two languages; whole messages are not.
            ensure!(known < lines.len().max(2), "this is in {other}, not in {language}: {text}");
        }
    }
    Ok(())
}

/// Chooses in a list of choices.
///
/// # Errors
/// When it is not offered.
pub async fn select(page: &Page, css: &str, value: &str, way: Way) -> Result<()> {
    if way == Way::Touch {
        let script = "const list = document.querySelector(arguments[0]);
            list.value = arguments[1];
            list.dispatchEvent(new Event('change', { bubbles: true }));";
        page.run(script, vec![json!(css), json!(value)]).await?;
    } else {
        page.tab_to(css).await?;
        // How many lines below the chosen one it stands; above it where negative.
        let away: i64 = page
            .value(&format!(
                "(list => [...list.options].findIndex(o => o.value === {}) - list.selectedIndex)(document.querySelector({}))",
                json!(value),
                json!(css)
            ))
            .await?;
        for _ in 0..away.abs() {
            page.press(if away < 0 { Key::Up } else { Key::Down }).await?;
        }
    }
    let chosen: String =
        page.value(&format!("document.querySelector({}).value", json!(css))).await?;
    ensure!(chosen == value, "{value} was chosen and the list has {chosen}");
    Ok(())
}

/// Gives a date field a day (`2026-11-23`), or a time field a time: as a finger does, or by the keyboard.
///
/// # Errors
/// When the field has another one afterwards.
pub async fn set_date(page: &Page, css: &str, day: &str, way: Way) -> Result<()> {
    if page.has(&format!("{css}-day")).await? {
        return set_parts(page, css, day, way).await;
    }
    if way == Way::Touch {
        let script = "const field = document.querySelector(arguments[0]);
            field.focus(); field.value = arguments[1];
            for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
        page.run(script, vec![json!(css), json!(day)]).await?;
    } else {
        page.tab_to(css).await?;
        type_date(page, day).await?;
    }
    let value: String =
        page.value(&format!("document.querySelector({}).value", json!(css))).await?;
    ensure!(value == day, "{day} was given and the field has {value}");
    Ok(())
}

/// Gives a date in three parts a day; no day empties it.
async fn set_parts(page: &Page, css: &str, date: &str, way: Way) -> Result<()> {
    let (year, month, day) =
        if date.is_empty() { ("", "", "") } else { parts(date).context("a day")? };
    let month = month.trim_start_matches('0');
    for (part, text) in [("day", day), ("month", month), ("year", year)] {
        let css = format!("{css}-{part}");
        if part == "month" {
            select(page, &css, text, way).await?;
        } else if way == Way::Touch {
            let script = "const field = document.querySelector(arguments[0]);
                field.focus(); field.value = arguments[1];
                for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
            page.run(script, vec![json!(css), json!(text)]).await?;
        } else {
            page.tab_to(&css).await?;
            clear(page).await?;
            page.type_text(text).await?;
        }
    }
    let given = date_in(page, css).await?;
    ensure!(given == date, "{date} was given and the field has {given}");
    Ok(())
}

/// What a date in three parts holds, as it is kept.
///
/// # Errors
/// When there is none.
pub async fn date_in(page: &Page, css: &str) -> Result<String> {
    page.value(&format!("document.querySelector({}).closest('.date').dataset.date", json!(css)))
        .await
}

/// Types a day into the field that has the focus: month, day and year, as this locale writes them.
async fn type_date(page: &Page, day: &str) -> Result<()> {
    let kind: String = page.value("document.activeElement.type").await?;
    let Some((year, month, day)) = parts(day).filter(|_| kind == "date") else {
        // Where the engine has no date field of its own it is a line of text, written as the law's day.
        clear(page).await?;
        return page.type_text(day).await;
    };
    page.type_text(month).await?;
    // `WebKitGTK` alone does not go on to the next part by itself.
    if page.engine() == Engine::Webkit {
        page.press(Key::Right).await?;
        page.type_text(day).await?;
        page.press(Key::Right).await?;
    } else {
        page.type_text(day).await?;
    }
    page.type_text(year).await
}

fn parts(day: &str) -> Option<(&str, &str, &str)> {
    let mut parts = day.split('-');
    Some((parts.next()?, parts.next()?, parts.next()?))
}

async fn clear(page: &Page) -> Result<()> {
    page.run("document.activeElement.select?.()", vec![]).await?;
    if page.value::<bool>("Boolean(document.activeElement.value)").await? {
        page.press(Key::Backspace).await?;
    }
    Ok(())
}

/// Taps something, or goes to it with Tab and presses Enter.
///
/// # Errors
/// When it cannot be reached.
pub async fn activate(page: &Page, css: &str, way: Way) -> Result<()> {
    match way {
        Way::Touch => page.tap(css).await,
        Way::Keyboard => {
            page.wait(css).await?;
            page.tab_to(css).await?;
            page.press(Key::Enter).await
        }
    }
}

/// Fills in the wage check: twelve weeks on a building site, paid by the hour in hand.
///
/// # Errors
/// When the amounts do not come.
pub async fn fill_wage(page: &Page, way: Way) -> Result<()> {
    choose_country(page, "be", way).await?;
    select(page, "#scale", "be-construction", way).await?;
    set_date(page, "#from", "2026-07-06", way).await?;
    set_date(page, "#until", "2026-09-30", way).await?;
    crate::notes::fill(page, "#hours", "8").await?;
    crate::notes::fill(page, "#amount", "8").await?;
    select(page, "#by", "hour", way).await?;
    tick(page, "cash", true, way).await?;
    page.wait("#reckoning [data-least='2804.46'][data-most='6836.46']").await
}

/// Ticks a box by its name, or takes the tick away.
///
/// # Errors
/// When it stays as it was.
pub async fn tick(page: &Page, name: &str, on: bool, way: Way) -> Result<()> {
    let css = format!("main input[type=checkbox][name={}]", json!(name));
    let is_on = format!("document.querySelector({})?.checked === {on}", json!(css));
    page.wait(&css).await?;
    if page.value::<bool>(&is_on).await? {
        return Ok(());
    }
    match way {
        Way::Touch => page.tap(&format!("label:has({})", css.trim_start_matches("main "))).await?,
        Way::Keyboard => {
            page.tab_to(&css).await?;
            page.type_text(" ").await?;
        }
    }
    page.until(&is_on, &format!("{name} is ticked: {on}")).await
}

/// Keeps a small setting as the settings page does, and starts the app anew with it.
///
/// # Errors
/// When the page does not answer.
pub async fn set(page: &Page, key: &str, value: &str) -> Result<()> {
    let arguments: Vec<Value> = vec![json!(key), json!(json!(value).to_string())];
    page.run("localStorage.setItem(arguments[0], arguments[1])", arguments).await?;
    page.reload().await?;
    let path = page.path().await?;
    page.wait_for_screen(&path).await
}
