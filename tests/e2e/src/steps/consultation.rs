//! Steps of a consultation: from the first screen to the results, and what unfolds in them.

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::{Way, activate, clear, set_date};
use crate::content::Scenario;
use crate::page::Page;

/// Goes through the questions from the tool's first screen to its results; the questions asked, in order.
/// What the scenario does not answer is answered "don't know".
///
/// # Errors
/// When a question cannot be answered, or they do not end.
pub async fn consult(
    page: &Page,
    language: &str,
    scenario: &Scenario,
    way: Way,
) -> Result<Vec<String>> {
    begin(page, scenario, "everything", way).await?;
    answer_to_the_end(page, language, scenario, way).await
}

/// Chooses country and day on the tool's first screen, and says what the person wants to know.
///
/// # Errors
/// When one of these is not there.
pub async fn begin(page: &Page, scenario: &Scenario, need: &str, way: Way) -> Result<()> {
    choose_country(page, &scenario.country, way).await?;
    page.run("document.querySelector('#as-of').closest('details').open = true", vec![]).await?;
    set_date(page, "#as-of", &scenario.as_of, way).await?;
    page.settle().await?;
    activate(page, &format!("#need-{need}"), way).await
}

/// Chooses the country of the rules, where there is more than one.
///
/// # Errors
/// When it is not offered.
pub async fn choose_country(page: &Page, country: &str, way: Way) -> Result<()> {
    page.wait("main h1").await?;
    if !page.has("main [data-country]").await? {
        return Ok(());
    }
    let segment = format!("main [data-country={country}]");
    if page.attribute(&segment, "aria-pressed").await? != "true" {
        activate(page, &segment, way).await?;
    }
    page.wait(&format!("{segment}[aria-pressed=true]")).await?;
    // The rest of the page is drawn anew for the country.
    page.settle().await
}

/// Unfolds all results, whose cards are drawn only then.
///
/// # Errors
/// When they do not come to an end.
pub async fn unfold(page: &Page) -> Result<()> {
    let open = "[...document.querySelectorAll('main .plan details:not([open]), main .results__more:not([open]), main .results__more details:not([open])')]
        .map(one => one.open = true).length";
    for _ in 0..12 {
        if page.value::<u64>(open).await? == 0 {
            return Ok(());
        }
        page.settle().await?;
    }
    bail!("there is always one more to unfold")
}

/// Unfolds one result, wherever it stands.
///
/// # Errors
/// When it is not there.
pub async fn open_card(page: &Page, rule: &str, way: Way) -> Result<()> {
    let card = format!("[data-rule={}]", json!(rule));
    page.wait(&card).await?;
    let around = "for (let at = document.querySelector(arguments[0]).parentElement?.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true";
    page.run(around, vec![json!(card)]).await?;
    let own = format!("details{card}, {card} > .plan__more");
    if !page.value::<bool>(&format!("document.querySelector({}).open", json!(own))).await? {
        activate(page, &format!("details{card} > summary, {card} > .plan__more > summary"), way)
            .await?;
    }
    page.wait(&format!("{card} .why-box")).await
}

/// From a question on, to the results.
///
/// # Errors
/// As [`consult`].
pub async fn answer_to_the_end(
    page: &Page,
    language: &str,
    scenario: &Scenario,
    way: Way,
) -> Result<Vec<String>> {
    let results = format!("/{language}/tools/orientation/results");
    let questions = format!("/{language}/tools/orientation/question/");
    page.until(
        &format!(
            "location.pathname.startsWith({}) || location.pathname === {}",
            json!(questions),
            json!(results)
        ),
        "the first question",
    )
    .await?;
    let mut asked = Vec::new();
    loop {
        let path = page.path().await?;
        page.wait_for_screen(&path).await?;
        if path == results {
            return Ok(asked);
        }
        let id = page.attribute("main [data-question]", "data-question").await?;
        ensure!(path.ends_with(&format!("/{id}")), "the question {id} stands at {path}");
        ensure!(!asked.contains(&id), "{id} is asked twice");
        let unknown = vec!["dont-know".to_owned()];
        let values = scenario.answers.get(&id).unwrap_or(&unknown);
        answer(page, ASKED, values, way).await.with_context(|| format!("the question {id}"))?;
        let on = format!("location.pathname !== {}", json!(path));
        // A danger that was named shows whom to call first.
        let or_danger = format!("{on} || document.querySelector('#go-on') !== null");
        page.until(&or_danger, &format!("what comes after {id}")).await?;
        if page.has("#go-on").await? {
            page.wait("main [data-danger] a[href^='tel:']").await.context("whom to call")?;
            activate(page, "#go-on", way).await?;
            page.until(&on, &format!("what comes after the danger of {id}")).await?;
        }
        asked.push(id);
        ensure!(asked.len() < 60, "the questions do not end: {asked:?}");
    }
}

/// The question on its own screen.
pub const ASKED: &str = "main [data-question]";

/// Gives an answer: one tap, or what is ticked or typed and handed in. `scope` is the question, on its own screen or where an
/// answer is corrected.
///
/// # Errors
/// When the screen has no place for it.
pub async fn answer(page: &Page, scope: &str, values: &[String], way: Way) -> Result<()> {
    let date = format!("{scope} .date fieldset");
    let field = format!("{scope} input:is([inputmode=decimal], [inputmode=numeric])");
    for value in values {
        let tap = format!("{scope} button[name=answer][value={}]", json!(value));
        let tick = format!("{scope} input[type=checkbox][name=answer][value={}]", json!(value));
        if page.has(&tap).await? {
            // Letters stand under who wrote them.
            let sender = format!(
                "{scope} details:not([open]):has(button[value={}]) > summary",
                json!(value)
            );
            if page.has(&sender).await? {
                activate(page, &sender, way).await?;
            }
            return activate(page, &tap, way).await;
        } else if page.has(&tick).await? {
            choose(page, &tick, way).await?;
        } else if page.has(&date).await? {
            let id = page.attribute(&date, "id").await?;
            set_date(page, &format!("#{id}"), value, way).await?;
        } else if page.has(&field).await? {
            match way {
                Way::Touch => page.tap(&field).await?,
                Way::Keyboard => page.tab_to(&field).await?,
            }
            clear(page).await?;
            page.type_text(value).await?;
        } else {
            bail!("there is no choice {value} and no field");
        }
    }
    let hand_in = if scope == ASKED { "#next".to_owned() } else { format!("{scope} .btn--main") };
    activate(page, &hand_in, way).await
}

async fn choose(page: &Page, choice: &str, way: Way) -> Result<()> {
    let is_on = format!("document.querySelector({})?.checked", json!(choice));
    if page.value::<bool>(&is_on).await? {
        return Ok(());
    }
    match way {
        // The label is what a finger meets; the input itself may be drawn over.
        Way::Touch => {
            let own = choice.split_whitespace().last().unwrap_or(choice);
            page.tap(&format!("label:has({own})")).await?;
        }
        Way::Keyboard => {
            page.tab_to(choice).await?;
            page.type_text(" ").await?;
        }
    }
    page.until(&is_on, &format!("{choice} is chosen")).await
}
