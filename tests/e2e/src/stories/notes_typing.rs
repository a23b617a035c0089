//! Somebody types without a pause, and the browser is killed, the page loaded anew, left or locked. What was typed is
//! there afterwards.
//!
//! The kills are not told in `WebKitGTK`: its automation keeps nothing from one start to the next.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tokio::time::sleep;

use crate::browser::{Browser, Launch};
use crate::engine::Engine;
use crate::notes::{self, PASSPHRASE};
use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// The browser is killed ten times while somebody types: the last second at most is lost, and nothing that was called
/// saved.
pub const KILLED: Story =
    Story::new("notes_killed", |world| Box::pin(killed(world))).only(Engine::KEEPING).within(900);

/// The page is loaded anew, left and locked in the middle of a word.
pub const LEFT: Story = Story::new("notes_left", |world| Box::pin(left(world))).within(300);

/// A text that is too long is said, and changes nothing.
pub const TOO_LONG: Story =
    Story::new("notes_too_long", |world| Box::pin(too_long(world))).within(180);

/// The phone is full: what is typed survives locking in memory, and is stored once there is room. Only Chromium can be
/// given less room while it runs.
pub const FULL: Story = Story::new("notes_locked_when_full", |world| Box::pin(full(world)))
    .only(&[Engine::Chromium])
    .within(240);

/// How often the browser is killed.
const KILLS: u64 = 10;
/// What a kill may take: `MOST_LOST` of `migraction_notes::autosave`, in milliseconds.
const MOST_LOST: u64 = 1000;
/// Between two keys.
const PACE: Duration = Duration::from_millis(12);

/// What is typed, letter by letter, for ever: no two places of it look alike for long.
fn letters(from: usize, count: usize) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from((at * at / 7 + at) % 26).unwrap_or(0));
    (from..from + count).map(letter).collect()
}

/// What the page saw of the typing: when each length was reached, and the longest text that was called saved.
const WATCH: &str = "const text = document.querySelector('#text');
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    window.typed = []; window.said = 0; window.times = 0;
    text.addEventListener('input', () => window.typed.push([Date.now(), text.value.length]));
    new MutationObserver(() => {
      if (document.querySelector('.status')?.dataset.status !== 'saved') return;
      window.said = Math.max(window.said, text.value.length);
      window.times++;
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-status'] });";

#[derive(Clone, Debug, Default)]
struct Seen {
    at: u64,
    typed: Vec<(u64, usize)>,
    said: usize,
    times: usize,
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Types on for ever; what the page saw is written down after every few keys.
async fn type_on(page: &Page, from: usize, seen: &Mutex<Seen>) -> Result<()> {
    let mut at = from;
    loop {
        let chain = page.driver().action_chain_with_delay(Some(PACE), Some(PACE));
        chain.send_keys(letters(at, 8)).perform().await?;
        at += 8;
        let (typed, said, times) = page.value("[window.typed, window.said, window.times]").await?;
        let now = now();
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen { at: now, typed, said, times };
    }
}

/// Opens the only note, in a browser that was just started or loaded.
async fn reopen(page: &Page, origin: &str) -> Result<String> {
    page.open(&format!("{origin}/fr/notes")).await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.tap("[data-note]").await?;
    page.wait("#text").await?;
    page.value("document.querySelector('#text').value").await
}

async fn begin(world: &World, page: &Page, origin: &str) -> Result<()> {
    steps::install(page, origin, world.content(), "fr").await?;
    notes::make_profile(page, origin, "fr").await?;
    page.follow("/fr/notes/new").await?;
    page.tap("#begin-first").await?;
    page.wait("#text").await?;
    notes::saved(page).await
}

async fn killed(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let mut browser: Arc<Browser> = world.browser().await?;
    begin(world, browser.page(), &origin).await?;
    let (mut kept, mut total, mut lost, mut most_lost, mut said) = (0_usize, 0, 0, 0, 0);
    for round in 0..KILLS {
        let page = browser.page().clone();
        page.run(WATCH, vec![]).await?;
        let seen = Arc::new(Mutex::new(Seen::default()));
        let typing = tokio::spawn({
            let (page, seen) = (page.clone(), seen.clone());
            async move { type_on(&page, kept, &seen).await }
        });
        sleep(Duration::from_millis(2000 + round * 397 % 2600)).await;
        ensure!(!typing.is_finished(), "the typing ended by itself: {:?}", typing.await);
        let killed_at = now();
        browser.kill().await;
        typing.abort();
        let profile = Some(browser.profile());
        browser = world.browser_with(Launch { profile, ..Launch::default() }).await?;
        let text = reopen(browser.page(), &origin).await.context("after the kill")?;

        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        ensure!(seen.at + MOST_LOST >= killed_at, "the page was not seen in its last second");
        ensure!(text == letters(0, text.len()), "round {round}: {text} is not what was typed");
        ensure!(
            text.len() >= seen.said,
            "round {round}: {} letters are there of {} that were called saved",
            text.len(),
            seen.said
        );
        let older = seen.typed.iter().filter(|(at, _)| at + MOST_LOST < killed_at);
        let older = older.map(|(_, length)| *length).max().unwrap_or(kept);
        ensure!(
            text.len() >= older,
            "round {round}: {} letters are there of {older} that were older than a second",
            text.len()
        );
        let last = seen.typed.last().map_or(kept, |(_, length)| *length);
        let gone = last.saturating_sub(text.len());
        total += last - kept;
        lost += gone;
        most_lost = most_lost.max(gone);
        said += seen.times;
        kept = text.len();
    }
    ensure!(total > 400, "only {total} letters were typed");
    println!(
        "  notes_killed in {}: {KILLS} kills, {total} letters seen typed, {lost} lost with the last second \
         (at most {most_lost} at once), called saved {said} times, of that 0 lost",
        world.engine.name()
    );
    Ok(())
}

/// Types and gives what the field holds, at once: nothing has had time to be saved by a pause.
async fn type_word(page: &Page) -> Result<String> {
    page.run(WATCH, vec![]).await?;
    let from: usize = page.value("document.querySelector('#text').value.length").await?;
    page.type_text(&letters(from, 30)).await?;
    let text: String = page.value("document.querySelector('#text').value").await?;
    ensure!(text == letters(0, from + 30), "{text} was typed");
    Ok(text)
}

async fn left(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    begin(world, page, &origin).await?;
    let kept = async |how: &str, typed: String| {
        let text = reopen(page, &origin).await.with_context(|| format!("after {how}"))?;
        ensure!(text == typed, "{how} kept {} letters of {}", text.len(), typed.len());
        Ok(())
    };
    for _ in 0..5 {
        let typed = type_word(page).await?;
        page.reload().await?;
        kept("loading anew", typed).await?;
        let typed = type_word(page).await?;
        page.open(&format!("{origin}/fr/")).await?;
        kept("going elsewhere", typed).await?;
    }
    let typed = type_word(page).await?;
    page.follow("/fr/").await?;
    kept("another page of the app", typed).await?;
    let typed = type_word(page).await?;
    page.tap("#lock").await?;
    page.wait("#unlock").await?;
    kept("locking", typed).await?;
    if world.engine == Engine::Chromium {
        // An input method composes a word: it is not finished, and stands in the field.
        page.run(WATCH, vec![]).await?;
        let before: String = page.value("document.querySelector('#text').value").await?;
        let composed = json!({ "text": "にほん", "selectionStart": 3, "selectionEnd": 3 });
        page.driver().cdp().send_raw("Input.imeSetComposition", composed).await?;
        let shown: String = page.value("document.querySelector('#text').value").await?;
        ensure!(shown == format!("{before}にほん"), "the field shows {shown}");
        page.reload().await?;
        kept("loading anew while a word is composed", shown).await?;
    }
    Ok(())
}

/// Puts a text into the field as a paste does.
async fn paste(page: &Page, letter: &str, count: usize) -> Result<()> {
    let script = "const text = document.querySelector('#text');
        text.value = arguments[0].repeat(arguments[1]);
        text.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));";
    page.run(script, vec![json!(letter), json!(count)]).await?;
    Ok(())
}

async fn too_long(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    begin(world, page, &origin).await?;
    notes::fill(page, "#text", "before").await?;
    notes::saved(page).await?;
    let length = "document.querySelector('#text').value.length";
    for count in [100_001, 1_049_000] {
        paste(page, "x", count).await?;
        page.wait(".status[data-status=held]")
            .await
            .context("the line says that it is not saved")?;
        page.wait("#text-error .field__error")
            .await
            .context("what to do stands beside the field")?;
        ensure!(page.value::<usize>(length).await? == count, "the text stays in its field");
    }
    let text = reopen(page, &origin).await?;
    ensure!(text == "before", "the note is as it was before: {} letters", text.len());

    // Shortened, it is saved; taken out again, the note opens as ever.
    paste(page, "x", 100_001).await?;
    page.wait(".status[data-status=held]").await?;
    paste(page, "x", 100_000).await?;
    notes::saved(page).await?;
    ensure!(!page.has("#text-error .field__error").await?, "nothing is too long any more");
    ensure!(reopen(page, &origin).await?.len() == 100_000);
    paste(page, "", 0).await?;
    notes::saved(page).await?;
    ensure!(reopen(page, &origin).await?.is_empty(), "the note opens after the large paste");
    Ok(())
}

async fn full(world: &World) -> Result<()> {
    let server = world.server().await?;
    let origin = server.origin();
    let first = world.browser().await?;
    begin(world, first.page(), &origin).await?;
    notes::fill(first.page(), "#text", "before").await?;
    notes::saved(first.page()).await?;
    // A browser that has just asked for the room left does not ask again for half a minute: a new start does.
    first.kill().await;
    let profile = Some(first.profile());
    let browser = world.browser_with(Launch { profile, ..Launch::default() }).await?;
    let page = browser.page();
    page.open(&format!("{origin}/robots.txt")).await?;
    browser.limit_room(&origin, 20_000).await?;
    ensure!(reopen(page, &origin).await? == "before");
    page.run(WATCH, vec![]).await?;
    page.type_text(" and when it was full").await?;
    sleep(Duration::from_secs(2)).await;
    let text = "document.querySelector('#text').value";
    let whole = "before and when it was full";
    ensure!(page.attribute(".status", "data-status").await? == "saving", "it is not called saved");
    page.tap("#lock").await?;
    notes::unlock(page, PASSPHRASE).await?;
    page.until("document.querySelector('#text, [data-note]')", "unlocked while it is full").await?;
    if !page.has("#text").await? {
        page.tap("[data-note]").await?;
        page.wait("#text").await?;
    }
    ensure!(page.value::<String>(text).await? == whole, "the text was lost by locking");
    ensure!(page.attribute(".status", "data-status").await? == "saving", "it is not stored yet");

    browser.limit_room(&origin, 1_000_000_000).await?;
    page.until_within(
        "document.querySelector('.status')?.dataset.status === 'saved'",
        "stored once there is room",
        Duration::from_secs(90),
    )
    .await?;
    ensure!(reopen(page, &origin).await? == whole, "the text is there after a new start");
    Ok(())
}
