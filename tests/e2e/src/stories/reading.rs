//! Reading with the server stopped: a page is marked, found again on the home page, read lately is
//! switched off, a page is handed on, read aloud or not, and printed with its sources.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::page::Page;
use crate::steps;
use crate::story::Story;
use crate::world::World;

/// Marks and pages read.
pub const MARKS: Story = Story::new("reading_marks", |world| Box::pin(marks(world)));
/// What can be done with a page: aloud, handed on, on paper.
pub const TOOLS: Story = Story::new("reading_tools", |world| Box::pin(tools(world)));

const PRACTICE: &str = "practice/teach-back";
const CONTEXT: &str = "context/be/pay";

async fn marks(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    old_database(page, &origin).await?;
    steps::install(page, &origin, content, "fr").await?;
    ensure!(old_record(page).await? == Some(7), "what an older version kept is gone");
    server.stop().await?;

    page.follow(&format!("/fr/{PRACTICE}")).await?;
    page.tap("#mark").await?;
    page.wait("#mark[aria-pressed=true]").await?;
    page.follow(&format!("/fr/{CONTEXT}")).await?;
    page.follow("/fr/").await?;
    page.wait(&format!("ul[aria-labelledby=marked] a[href='/fr/{PRACTICE}']")).await?;
    page.wait(&format!("ul[aria-labelledby=lately] a[href='/fr/{CONTEXT}']")).await?;

    // It is still there after a start, and in another language.
    page.visit(&origin, "/it/").await?;
    let title = content.practice_title("it", "reception", "teach-back")?;
    page.wait(&format!("ul[aria-labelledby=marked] a[href='/it/{PRACTICE}']")).await?;
    let shown = page.text("ul[aria-labelledby=marked]").await?;
    ensure!(shown.contains(&title), "the marked page is called {shown}");

    // Switched off, what was read goes; what is marked stays.
    page.follow("/it/settings").await?;
    page.tap("label:has(input[name=read-lately])").await?;
    page.until("!document.querySelector('#empty-lately')", "the pages read are gone").await?;
    page.follow(&format!("/it/{CONTEXT}")).await?;
    page.follow("/it/").await?;
    page.wait("ul[aria-labelledby=marked] a").await?;
    ensure!(!page.has("ul[aria-labelledby=lately]").await?, "a page read was noted all the same");
    page.follow("/it/settings").await?;
    page.tap("#empty-marked").await?;
    page.until("!document.querySelector('#empty-marked')", "the marks are gone").await?;
    page.visit(&origin, "/it/").await?;
    ensure!(!page.has("ul[aria-labelledby=marked]").await?, "a mark is back");
    Ok(())
}

async fn tools(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let (page, content) = (browser.page(), world.content());
    steps::install(page, &origin, content, "en").await?;
    server.stop().await?;
    for path in [PRACTICE, CONTEXT] {
        page.follow(&format!("/en/{path}")).await?;
        handed_on(page, &origin, path).await?;
        aloud(page, world).await?;
        printed(page, &origin, path).await?;
    }
    Ok(())
}

/// Handed on through the share sheet, which this test stands in for.
async fn handed_on(page: &Page, origin: &str, path: &str) -> Result<()> {
    let stand_in =
        "navigator.share = data => { window.handedOn = data.text; return Promise.resolve(); }";
    page.run(stand_in, vec![]).await?;
    page.tap("#share").await?;
    page.until("window.handedOn", "the share sheet").await?;
    let text: String = page.value("window.handedOn").await?;
    let address = format!("{origin}/en/{path}");
    ensure!(text.lines().last() == Some(address.as_str()), "this is handed on: {text}");
    page.run("delete window.handedOn", vec![]).await?;
    Ok(())
}

/// With a voice it speaks and can be stopped; without one, or with one that would send the text away, it
/// says so. The machines of the tests have no voices: this test stands in for them.
async fn aloud(page: &Page, world: &World) -> Result<()> {
    let stand_in = "window.said = []; window.stopped = 0;
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        window.voices = [{ lang: 'en-GB', localService: false, default: true }];
        Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: {
          getVoices: () => window.voices,
          speak: one => window.said.push(one.text),
          cancel: () => { window.stopped += 1; },
        } });";
    page.run(stand_in, vec![]).await?;
    page.tap("#listen").await?;
    let why = world.content().word("en", "reading.no_voice_text")?;
    let said = format!("document.querySelector('.toast')?.textContent === {}", json!(why));
    page.until(&said, "why nothing is heard").await?;
    ensure!(page.value::<usize>("window.said.length").await? == 0, "a voice from elsewhere reads");

    page.run("window.voices.push({ lang: 'en_US', localService: true, default: false })", vec![])
        .await?;
    page.tap("#listen").await?;
    let stop = world.content().word("en", "reading.stop")?;
    let speaks = format!("document.querySelector('#listen').textContent.includes({})", json!(stop));
    page.until(&speaks, "a button that stops the reading").await?;
    let first: String = page.value("window.said[0]").await?;
    ensure!(first == page.text("main h1").await?, "the reading begins with {first}");
    page.tap("#listen").await?;
    page.until(&format!("!({speaks}) && window.stopped > 0"), "the reading stops").await
}

/// On paper: no bars and buttons, all sources unfolded, the dates, the address; and folded again.
async fn printed(page: &Page, origin: &str, path: &str) -> Result<()> {
    let script = "window.dispatchEvent(new Event('beforeprint'));
        const sheets = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
        const media = [];
        const walk = rules => { for (const rule of rules) {
          if (rule.media?.mediaText === 'print') media.push(rule);
          if (rule.cssRules) walk(rule.cssRules);
        } };
        walk(sheets);
        for (const rule of media) rule.media.mediaText = 'all';
        const shows = css => [...document.querySelectorAll(css)].some(e => e.getClientRects().length > 0);
        const answer = {
          bars: shows('.topbar, .navbar, #mark, #print, .langs'),
          head: document.querySelector('.printhead').innerText,
          text: document.querySelector('main').innerText,
          folded: document.querySelectorAll('main details:not([open]):not(.no-print)').length,
        };
        for (const rule of media) rule.media.mediaText = 'print';
        window.dispatchEvent(new Event('afterprint'));
        answer.unfolded = document.querySelectorAll('main details[data-folded]').length;
        return answer;";
    let paper = page.run(script, vec![]).await?;
    ensure!(paper["bars"] == false, "bars and buttons are printed");
    ensure!(paper["folded"] == 0, "something stays folded on paper");
    ensure!(paper["unfolded"] == 0, "something stays unfolded afterwards");
    let (head, text) =
        (paper["head"].as_str().unwrap_or_default(), paper["text"].as_str().unwrap_or_default());
    ensure!(head.contains(&format!("{origin}/en/{path}")), "the head of the paper says {head}");
    let source = text.contains("http") || page.has("main a[href^=http]").await?;
    ensure!(source, "no source is printed");
    ensure!(text.contains("202"), "no date is printed");
    Ok(())
}

/// A database as version 2 left it, with something in it.
async fn old_database(page: &Page, origin: &str) -> Result<()> {
    page.open(&format!("{origin}/robots.txt")).await?;
    let script = "const done = arguments[0];
        const opening = indexedDB.open('migraction', 2);
        opening.onupgradeneeded = () => {
          for (const name of ['pack-parts', 'pack-manifests', 'profiles', 'records', 'incoming', 'outbox', 'aside'])
            opening.result.createObjectStore(name);
        };
        opening.onerror = () => done(false);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('records', 'readwrite');
          writing.objectStore('records').put(new Uint8Array([7]), 'old');
          writing.oncomplete = () => { opening.result.close(); done(true); };
        };";
    ensure!(page.run_later::<bool>(script, vec![]).await?, "no database of version 2");
    Ok(())
}

async fn old_record(page: &Page) -> Result<Option<u8>> {
    let script = "const done = arguments[0];
        const opening = indexedDB.open('migraction');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('records').objectStore('records').get('old');
          reading.onsuccess = () => { opening.result.close(); done(reading.result?.[0] ?? null); };
        };";
    page.run_later(script, vec![]).await
}
