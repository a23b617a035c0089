//! Worksheets, with no network: needs with what follows from them, a first interview whose clock outlives the page, a
//! point that is not said back, the card to take along in two languages, a workshop’s minutes, a profile of skills, and the way
//! into a note.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::notes;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// What they are filled in for.
pub const STORY: Story = Story::new("worksheets", |world| Box::pin(tell(world))).within(240);

/// What becomes of one in a note.
pub const NOTED: Story = Story::new("worksheet-noted", |world| Box::pin(note(world))).within(180);

async fn tell(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in [("fr", Way::Touch), ("it", Way::Keyboard)] {
        page.visit(&origin, &format!("/{language}/tools/needs")).await?;
        needs(page, way).await.with_context(|| format!("needs by {way:?} in {language}"))?;
        page.visit(&origin, &format!("/{language}/tools/interview")).await?;
        interview(page, way)
            .await
            .with_context(|| format!("interview by {way:?} in {language}"))?;
        page.visit(&origin, &format!("/{language}/tools/teachback")).await?;
        let done = teach_back(page, language, way).await;
        done.with_context(|| format!("said back by {way:?} in {language}"))?;
        page.visit(&origin, &format!("/{language}/tools/workshop")).await?;
        workshop(page, way).await.with_context(|| format!("workshop by {way:?} in {language}"))?;
        page.visit(&origin, &format!("/{language}/tools/skills")).await?;
        skills(page, way).await.with_context(|| format!("skills by {way:?} in {language}"))?;
    }
    Ok(())
}

async fn note(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    notes::make_profile(page, &origin, "fr").await?;
    server.stop().await?;
    page.follow("/fr/tools/needs").await?;
    write(page, "#language-0", "Tigrinya").await?;
    page.tap("#consent-0 .chip").await?;
    open(page, "today", Way::Touch).await?;
    steps::select(page, "#sleep-0", "said", Way::Touch).await?;
    open(page, "actions", Way::Touch).await?;
    write(page, "#step-0", "Bed").await?;
    steps::set_date(page, "#due-0", "2027-03-01", Way::Touch).await?;
    page.tap("#keep-note").await?;
    page.wait("[data-notice=note-ready]").await?;
    page.tap("#begin-first").await?;
    page.wait("#language").await?;
    for (value, what) in [
        ("Tigrinya", "the language"),
        ("Bed", "the step"),
        ("2027-03-01", "its day"),
        (" · ", "the need"),
    ] {
        let there = format!(
            "[...document.querySelectorAll('main input')].some(field => field.value.includes({}))",
            json!(value)
        );
        page.until(&there, &format!("{what} in the note")).await?;
    }
    page.wait("input[name=consent]:checked").await?;
    notes::saved(page).await?;
    notes::expect_sealed(page, &["Tigrinya"]).await
}

async fn needs(page: &Page, way: Way) -> Result<()> {
    open(page, "today", way).await?;
    ensure!(!page.has("[data-list]").await?, "a list before anything was noticed");
    steps::select(page, "#fear-0", "said", way).await?;
    page.wait("[data-list=now] [data-need=fear] a[href*='/services/']").await?;
    page.wait("[data-notice=needs-now] a[href$='/emergency']").await?;
    steps::select(page, "#food-0", "nothing", Way::Touch).await?;
    steps::select(page, "#phone-0", "unsaid", Way::Touch).await?;
    page.wait("[data-list=follow] [data-need=phone]").await?;
    ensure!(!page.has("[data-need=food]").await?, "what was not noticed is listed");
    // What was noticed never goes on paper; what was agreed does.
    ensure!(!page.has("#paper dd").await?, "a need stands on the paper");
    open(page, "actions", Way::Touch).await?;
    write(page, "#step-0", "Bed").await?;
    steps::set_date(page, "#due-0", "2027-03-01", Way::Touch).await?;
    page.wait("#paper dd:nth-of-type(2)").await?;
    steps::activate(page, "#clear", Way::Touch).await?;
    page.until("!document.querySelector('[data-list], #paper dd')", "the sheet is empty").await
}

async fn interview(page: &Page, way: Way) -> Result<()> {
    steps::activate(page, "#clock-do", way).await?;
    page.wait(".part__clock p").await?;
    // Half an hour behind a locked screen, and the page loaded anew.
    let back = "const key = 'started-interview';
        sessionStorage.setItem(key, String(Number(sessionStorage.getItem(key)) - 1860000));";
    page.run(back, vec![]).await?;
    page.reload().await?;
    page.wait(".part__clock p").await?;
    let said = page.text(".part__clock p").await?;
    ensure!(said.contains("31"), "31 minutes are said as: {said}");
    let before = page.text("[data-part=welcome] .row__meta").await?;
    steps::activate(page, "[data-part=before] fieldset#interpreter-0 .chip", way).await?;
    page.wait("#interpreter-0 .chip[aria-pressed=true]").await?;
    let after = page.text("[data-part=welcome] .row__meta").await?;
    ensure!(before != after, "an interpreter does not change the time: {after}");
    steps::activate(page, "#next-part", way).await?;
    page.wait("[data-part=welcome] .part__head[aria-expanded=true]").await?;
    // After a tap no engine need show it.
    if way == Way::Keyboard {
        page.expect_visible_focus().await?;
    }
    steps::activate(page, "#clock-do", Way::Touch).await?;
    page.until("!document.querySelector('.part__clock p')", "the clock stands").await
}

async fn teach_back(page: &Page, language: &str, way: Way) -> Result<()> {
    open(page, "points", way).await?;
    write(page, "#point-0", "Where").await?;
    let chip = |item: &str, at: usize| format!("#{item}-0 .chip:nth-child({at})");
    steps::activate(page, &chip("said", 3), way).await?;
    page.wait("[data-notice=again-way]").await?;
    steps::activate(page, &chip("tries", 2), Way::Touch).await?;
    page.wait("[data-notice=again-means]").await?;
    steps::activate(page, &chip("said", 1), Way::Touch).await?;
    page.until("!document.querySelector('[data-notice^=again]')", "no more advice").await?;
    open(page, "card", Way::Touch).await?;
    write(page, "#next-0", "112-2").await?;
    steps::set_date(page, "#day-0", "2027-03-01", Way::Touch).await?;
    page.wait("#paper dd").await?;
    steps::activate(page, "[data-second=en]", Way::Touch).await?;
    page.wait("#paper dt [lang=en]").await?;
    steps::activate(page, "[data-second=en]", Way::Touch).await?;
    // Notes are locked or not there yet: what is filled in waits.
    steps::activate(page, "#keep-note", Way::Touch).await?;
    page.wait_for_screen(&format!("/{language}/notes/unlock")).await
}

async fn workshop(page: &Page, way: Way) -> Result<()> {
    // What fits is chosen without leaving the plan, and taken out again.
    write(page, "#duration-0", "60").await?;
    steps::activate(page, "#fitting summary", way).await?;
    let chips = "document.querySelectorAll('#fitting .chip').length";
    let all: usize = page.value(chips).await?;
    steps::select(page, "#fit-theme", "language", way).await?;
    page.until(&format!("{chips} > 0 && {chips} < {all}"), "fewer practices").await?;
    for chosen in [true, false] {
        steps::activate(page, "#fitting .chip", way).await?;
        let is_in = format!("(document.querySelector('#practices-0').value !== '') === {chosen}");
        page.until(&is_in, "the practice among those chosen, or gone").await?;
    }
    notes::fill(page, "#duration-0", "90").await?;
    steps::activate(page, "#share-out", way).await?;
    page.wait("#plan[data-total='90']").await?;
    open(page, "blocks", way).await?;
    write(page, "#block-minutes-5", "30").await?;
    page.wait("#plan[data-total='120'] [data-notice=workshop-break]").await?;
    steps::activate(page, "#block-break-5 .chip", way).await?;
    page.until("!document.querySelector('[data-notice=workshop-break]')", "a break helps").await?;
    steps::activate(page, "#clock-do", Way::Touch).await?;
    page.wait("#plan p b").await.context("where one is while it runs")?;
    steps::activate(page, "#clock-do", Way::Touch).await?;
    page.until("!document.querySelector('#plan p b')", "the clock stands").await
}

async fn skills(page: &Page, way: Way) -> Result<()> {
    open(page, "languages", way).await?;
    write(page, "#tongue-0", "Tigrinya").await?;
    steps::select(page, "#talk-0", "c1", way).await?;
    page.wait("#paper dd:nth-of-type(2)").await?;
    // Limits of health are never on the paper.
    open(page, "conditions", Way::Touch).await?;
    write(page, "#limits-0", "xyzzy").await?;
    ensure!(!page.text("#paper").await?.contains("xyzzy"), "a limit stands on the paper");
    open(page, "ways", Way::Touch).await?;
    steps::activate(page, "#contract-0 .chip:nth-child(2)", Way::Touch).await?;
    page.wait("[data-list=soon] [data-need=contract] a[href*='/services/']").await
}

async fn open(page: &Page, part: &str, way: Way) -> Result<()> {
    let head = format!("[data-part={part}] .part__head");
    steps::activate(page, &head, way).await?;
    page.wait(&format!("{head}[aria-expanded=true]")).await
}

async fn write(page: &Page, css: &str, words: &str) -> Result<()> {
    page.tap(css).await?;
    page.type_text(words).await?;
    let there = format!("document.querySelector({}).value === {}", json!(css), json!(words));
    page.until(&there, &format!("{css} says {words}")).await
}
