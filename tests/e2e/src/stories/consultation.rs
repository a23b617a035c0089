//! Consultations of each country as mediators lead them, with no network: by touch in one language, by keyboard alone
//! in another. The answers and the expected results are scenarios of the content.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::Key;

use crate::checks::Checks;
use crate::content::Scenario;
use crate::page::Page;
use crate::steps::{self, Way};
use crate::story::Story;
use crate::world::World;

/// S1: an applicant asks when work is allowed.
pub const APPLICANT: Story = Story::new("consultation_applicant", |world| {
    Box::pin(tell(world, "be-applicant-first-job", ["fr", "it"], correct_the_card))
})
.within(240);

/// S2: a refusal, and the term to appeal.
pub const REFUSAL: Story = Story::new("consultation_refusal", |world| {
    Box::pin(tell(world, "be-refusal-ordinary", ["en", "fr"], correct_the_letter))
})
.within(240);

/// S3: a refusal in another country than the reader's own, on the first day of a new law.
pub const ELSEWHERE: Story = Story::new("consultation_elsewhere", |world| {
    Box::pin(tell(world, "fr-appeal-first-day-of-pact", ["it", "en"], correct_the_limit))
})
.within(300);

/// S4: the same applicant asks one thing: may this person work? One tap an answer, and the day on the first screen.
pub const ASKED: Story = Story::new("consultation_asked", |world| Box::pin(ask(world))).within(240);

async fn ask(world: &World) -> Result<()> {
    let scenario = world.content().scenario("be-applicant-first-job")?;
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    // The day as a reader of each language reads it.
    for (language, read) in [("fr", "À partir du"), ("it", "Dal"), ("en", "From")] {
        page.visit(&origin, &format!("/{language}/tools/orientation")).await?;
        steps::begin(page, &scenario, "work", Way::Touch).await?;
        let asked = steps::answer_to_the_end(page, language, &scenario, Way::Touch).await?;
        ensure!(asked.len() <= 16, "{} questions for one: {asked:?}", asked.len());
        let answer = page.text("#answer").await.context("the answer")?;
        let day = scenario.expected[0].dates.values().next().context("the scenario has no day")?;
        let number = day.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
        ensure!(answer.contains(read), "the answer does not say from when: {answer}");
        ensure!(
            page.text("#answer .leaf__day").await? == number,
            "the answer says another day: {answer}"
        );
        let bottom: f64 = page
            .value("document.querySelector('#answer .leaf').getBoundingClientRect().bottom")
            .await?;
        let height: f64 = page.value("innerHeight").await?;
        ensure!(bottom < height, "the day stands at {bottom} of {height}, below the first screen");
        // How certain a fact is stands behind it, in brackets.
        let words: String = page
            .value(
                "(() => {
                    const words = document.querySelector('#answer').cloneNode(true);
                    words.querySelectorAll('.fact').forEach(fact => fact.remove());
                    return words.textContent;
                })()",
            )
            .await?;
        ensure!(!words.contains('('), "a placeholder stands in the answer: {words}");
    }
    Ok(())
}

/// An answer that is corrected, and what must come of it.
type Correction = (&'static str, &'static str, &'static str);

fn correct_the_card() -> Correction {
    ("card-work", "unlimited", "[data-rule=be-work-card-no][data-state=does-not-apply]")
}

fn correct_the_letter() -> Correction {
    ("letter-days", "10", "[data-rule=be-appeal-ordinary] [data-date=legal][data-day='2026-11-15']")
}

fn correct_the_limit() -> Correction {
    ("letter-days", "3", "[data-rule=fr-cnda-appeal-fast] [data-date=legal][data-day='2026-11-05']")
}

async fn tell(
    world: &World,
    id: &str,
    languages: [&str; 2],
    correction: fn() -> Correction,
) -> Result<()> {
    let scenario = world.content().scenario(id)?;
    let mut server = world.server().await?;
    let origin = server.origin();
    let browser = world.browser().await?;
    let page = browser.page();
    steps::install(page, &origin, world.content(), "fr").await?;
    server.stop().await?;
    for (language, way) in languages.into_iter().zip([Way::Touch, Way::Keyboard]) {
        let telling = consultation(world, page, &origin, language, &scenario, way, correction());
        telling.await.with_context(|| format!("by {way:?} in {language}"))?;
    }
    Ok(())
}

async fn consultation(
    world: &World,
    page: &Page,
    origin: &str,
    language: &str,
    scenario: &Scenario,
    way: Way,
    correction: Correction,
) -> Result<()> {
    page.visit(origin, &format!("/{language}/tools/orientation")).await?;
    let asked = steps::consult(page, language, scenario, way).await?;
    ensure!(asked.len() > 4, "only {asked:?} was asked");
    check_results(page, scenario).await?;
    keep(page, language, way).await.context("what the person keeps")?;
    explain(page, &scenario.expected[0].rule, way).await.context("the explanation")?;
    back(page, language, &asked).await.context("going back")?;
    correct(page, language, scenario, way, correction).await.context("correcting an answer")?;
    forget(world, page, language).await.context("loading the results anew")
}

async fn check_results(page: &Page, scenario: &Scenario) -> Result<()> {
    let mut checks = Checks::default();
    steps::unfold(page).await?;
    for expected in &scenario.expected {
        let card = format!("[data-rule={}]", json!(expected.rule));
        let state =
            page.attribute(&card, "data-state").await.unwrap_or_else(|_| "absent".to_owned());
        checks.expect(
            &format!("{} {} is {state}", expected.rule, expected.state),
            state == expected.state,
        );
        for (id, day) in &expected.dates {
            let line = format!("{card} [data-date={}]", json!(id));
            let shown =
                page.attribute(&line, "data-day").await.unwrap_or_else(|_| "absent".to_owned());
            checks.expect(&format!("{} {id} {day} is {shown}", expected.rule), shown == *day);
        }
    }
    for fact in &scenario.facts {
        let cited = page.has(&format!("main [data-fact={}]", json!(fact))).await?;
        checks.expect(&format!("{fact} is cited"), cited);
    }
    checks.end()
}

/// The results stand in a second language too, the dates are drawn, and the calendar file is made.
async fn keep(page: &Page, language: &str, way: Way) -> Result<()> {
    let other = if language == "fr" { "it" } else { "fr" };
    steps::activate(page, &format!("[data-second={other}]"), way).await?;
    steps::unfold(page).await?;
    page.wait(&format!("[data-rule] .second[lang={other}]")).await?;
    if page.has("#timeline").await? {
        page.wait("#timeline svg[role=img][aria-label]").await?;
    }
    // The way by keyboard to the end of the page is long; the button is an ordinary one.
    steps::activate(page, "#keep-calendar", Way::Touch).await?;
    page.wait(".toast").await?;
    // It was reached by keyboard above; the way back is as long.
    steps::activate(page, &format!("[data-second={other}]"), Way::Touch).await?;
    page.until("!document.querySelector('.second')", "the second language goes").await
}

/// The explanation of a result opens, and in it the sources.
async fn explain(page: &Page, rule: &str, way: Way) -> Result<()> {
    let card = format!("[data-rule={}]", json!(rule));
    steps::open_card(page, rule, way).await?;
    steps::activate(page, &format!("{card} details > summary.why"), way).await?;
    page.wait(&format!("{card} .why-box[open]")).await?;
    ensure!(!page.text(&format!("{card} .trace__tree")).await?.is_empty(), "no condition is shown");
    let source = format!("{card} .why-box[open] li .fact[data-fact]");
    steps::activate(page, &source, way).await?;
    page.wait("#fact-card[open] .factcard__meta a[href^=http]")
        .await
        .context("the source's card")?;
    page.press(Key::Escape).await?;
    page.until("!document.querySelector('#fact-card').open", "Escape closes the card").await?;
    page.until(&format!("document.activeElement.matches({})", json!(source)), "the focus returns")
        .await
}

/// The browser's own way back leads to the last question, still answered, and forward again.
async fn back(page: &Page, language: &str, asked: &[String]) -> Result<()> {
    let last = asked.last().context("nothing was asked")?;
    page.driver().back().await?;
    page.wait_for_screen(&format!("/{language}/tools/orientation/question/{last}")).await?;
    let kept = "document.querySelector('main [data-question] :is([name=answer]:checked, [name=answer][aria-pressed=true])') !== null
        || Boolean(document.querySelector('main [data-question] input[name=answer]:not([type=checkbox])')?.value)";
    page.until(kept, "the answer is still there").await?;
    page.driver().forward().await?;
    page.wait_for_screen(&format!("/{language}/tools/orientation/results")).await
}

async fn correct(
    page: &Page,
    language: &str,
    scenario: &Scenario,
    way: Way,
    (question, value, outcome): Correction,
) -> Result<()> {
    steps::unfold(page).await?;
    ensure!(!page.has(outcome).await?, "{outcome} is there before the correction");
    // In place: the question opens beside its answer, and the results follow.
    page.run("document.querySelector('#given').open = true", vec![]).await?;
    let given = format!("[data-given={}]", json!(question));
    steps::activate(page, &format!("{given} > summary"), way).await?;
    steps::answer(page, &format!("{given} .given__ask"), &[value.to_owned()], way).await?;
    page.settle().await?;
    ensure!(page.path().await?.ends_with("/results"), "correcting leads away from the results");
    // Another answer may raise further questions.
    if page.has("#questions-left").await? {
        steps::activate(page, "#questions-left", way).await?;
        steps::answer_to_the_end(page, language, scenario, way).await?;
    }
    steps::unfold(page).await?;
    page.wait(outcome).await
}

/// Nothing of a consultation is kept, and the page says so.
async fn forget(world: &World, page: &Page, language: &str) -> Result<()> {
    let known = ["country", "install-hint", "language", "text-size", "theme"];
    let kept: Vec<String> =
        page.value("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]").await?;
    ensure!(
        kept.iter().all(|key| known.contains(&key.as_str())),
        "more than settings is kept: {kept:?}"
    );
    page.reload().await?;
    page.wait_for_screen(&format!("/{language}/tools/orientation/results")).await?;
    steps::expect_notice(page, world.content(), language, "no-answers").await?;
    ensure!(!page.has("main [data-given]").await?, "answers are still listed");
    Ok(())
}
