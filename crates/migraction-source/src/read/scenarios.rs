//! `scenarios/<cc>/<id>.toml`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use migraction_core::rules::answers::{NO, YES};
use migraction_core::rules::{Answer, Answers, Choice, Draft, Question, QuestionKind, choices};
use migraction_core::{Decimal, Id};
use serde::Deserialize;
use toml::Spanned;

use super::common::{Day, civil_day};
use super::file::{File, Source};
use crate::content::{
    Content, Expectation, ExpectedState, Named, Origin, Placed, Sink, SourceScenario, Usage, Use,
};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScenario {
    country: Spanned<String>,
    as_of: Spanned<Day>,
    exercise: Option<bool>,
    #[serde(default)]
    answers: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    refused: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    expect: Vec<RawExpectation>,
    #[serde(default)]
    expect_fact: Vec<RawFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpectation {
    rule: Spanned<String>,
    state: ExpectedState,
    #[serde(default)]
    dates: BTreeMap<Spanned<String>, Day>,
    #[serde(default)]
    amounts: BTreeMap<Spanned<String>, Spanned<String>>,
    settled_by: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    id: Spanned<String>,
}

/// Reads one consultation; all questions have been read.
pub fn read(id: Id, folder: &Id, file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let source = file.source.clone();
    let Some(raw) = file.whole::<RawScenario>(sink) else { return };
    let (country, place) = source.id(&raw.country, sink);
    if !Id::is_well_formed(id.as_str()) {
        sink.problems.error(&place, "the file's name is not an id");
    }
    if country != *folder {
        sink.problems
            .error(&place, format!("a scenario of `{country}` stands in scenarios/{folder}"));
    }
    if !content.countries.iter().any(|known| known.item.id == country) {
        sink.problems.error(&place, format!("there is no country `{country}`"));
        return;
    }
    if let Some(first) = content.scenarios.iter().find(|known| known.item.id == id) {
        sink.problems.error(&place, format!("`{id}` is already at {}", first.place));
        return;
    }
    let as_of = raw.as_of.get_ref().0;
    let is_exercise = raw.exercise.unwrap_or(true);
    let mut answers = Answers::new();
    for (question, draft, place) in drafts(&raw.answers, &country, &source, content, sink) {
        match draft.answer(&question, as_of) {
            Ok(Answer::Month(_) | Answer::Term(_)) if is_exercise => {
                let message = "an exercise has days and numbers of days: a pack holds no others";
                sink.problems.error(&place, message);
            }
            Ok(answer) => drop(answers.insert(question.id, answer)),
            Err(refusal) => {
                let message = format!("{}: the screen refuses it, {refusal:?}", question.id);
                sink.problems.error(&place, message);
            }
        }
    }
    let mut refused = Vec::new();
    for (question, draft, place) in drafts(&raw.refused, &country, &source, content, sink) {
        if draft.answer(&question, as_of).is_ok() {
            sink.problems.error(&place, format!("{}: the screen takes it", question.id));
        }
        refused.push(Placed { item: (question.id, draft), place });
    }
    if raw.expect.is_empty() {
        sink.problems.error(&place, "a scenario expects something: write [[expect]]");
    }
    let expect = raw
        .expect
        .into_iter()
        .filter_map(|raw| expectation(raw, &country, &source, sink))
        .collect();
    let mut expect_facts = Vec::new();
    for raw in &raw.expect_fact {
        let (item, place) = source.id(&raw.id, sink);
        sink.refer_from(Origin::Trial, Named::Fact(item.clone()), &place);
        expect_facts.push(Placed { item, place });
    }
    let item =
        SourceScenario { id, country, is_exercise, as_of, answers, refused, expect, expect_facts };
    content.scenarios.push(Placed { item, place });
}

/// What is chosen or typed on the screens of the questions named, each with its place.
fn drafts(
    raw: &BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    country: &Id,
    source: &Source<'_>,
    content: &Content,
    sink: &mut Sink,
) -> Vec<(Question, Draft, Place)> {
    let mut drafts = Vec::with_capacity(raw.len());
    for (name, value) in raw {
        let (id, place) = source.id(name, sink);
        sink.uses.push(Use {
            country: Some(country.clone()),
            question: id.clone(),
            usage: Usage::Name,
            place,
        });
        let question = content.questions_of(country).find(|known| known.item.id == id);
        let Some(question) = question.map(|known| known.item.clone()) else { continue };
        let place = source.place(value);
        match draft(&question, value.get_ref()) {
            Ok(draft) => drafts.push((question, draft, place)),
            Err(hint) => sink.problems.error(&place, format!("{id}: {hint}")),
        }
    }
    drafts
}

fn draft(question: &Question, value: &toml::Value) -> Result<Draft, String> {
    let offered = choices(question);
    let mut draft = Draft::default();
    let mut choose = |text: &str| {
        let choice = offered.iter().find(|choice| choice.name() == text);
        let choice = choice.ok_or_else(|| format!("`{text}` is not an option"))?;
        draft.choose(&question.kind, choice);
        Ok::<(), String>(())
    };
    let soft = [Choice::DontKnow, Choice::Declined];
    let is_soft = |text: &str| soft.iter().any(|choice| choice.name() == text);
    match (&question.kind, value) {
        (_, toml::Value::String(text)) if is_soft(text) => choose(text)?,
        (QuestionKind::One(_), toml::Value::String(text)) => choose(text)?,
        (QuestionKind::One(_), _) => return Err("one option, as text".to_owned()),
        (QuestionKind::YesNo, toml::Value::String(text)) if text == YES || text == NO => {
            choose(text)?;
        }
        (QuestionKind::YesNo, _) => return Err("\"yes\" or \"no\"".to_owned()),
        (QuestionKind::Many(_), toml::Value::Array(values)) if values.is_empty() => {
            choose(Choice::NoneOfThese.name())?;
        }
        (QuestionKind::Many(_), toml::Value::Array(values)) => {
            for value in values {
                choose(value.as_str().unwrap_or_default())?;
            }
        }
        (QuestionKind::Many(_), _) => return Err("a list of options".to_owned()),
        (QuestionKind::Day { .. }, toml::Value::Datetime(day)) => {
            let day = civil_day(day).ok_or("a day, as 2026-11-24")?;
            draft.write(day.to_string());
        }
        (QuestionKind::Day { .. }, toml::Value::String(text)) if is_month(text) => {
            draft.write(text.clone());
        }
        (QuestionKind::Day { .. }, _) => {
            return Err("a day, as 2026-11-24, or a month as text, \"2026-11\"".to_owned());
        }
        (QuestionKind::Number { .. }, toml::Value::Integer(whole)) => {
            draft.write(whole.to_string());
        }
        (QuestionKind::Number { .. }, toml::Value::String(text)) => draft.write(text.clone()),
        (QuestionKind::Number { .. }, _) => {
            return Err("a whole number, or a decimal as text".to_owned());
        }
    }
    Ok(draft)
}

/// Whether a text is a month, as `2026-11`.
fn is_month(text: &str) -> bool {
    format!("{text}-01").parse::<NaiveDate>().is_ok()
}

fn expectation(
    raw: RawExpectation,
    country: &Id,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Option<Placed<Expectation>> {
    let (rule, place) = source.id(&raw.rule, sink);
    sink.refer_from(Origin::Trial, Named::Rule(rule.clone()), &place);
    let dates =
        raw.dates.into_iter().map(|(name, day)| (name.into_inner().into(), day.0)).collect();
    let mut amounts = BTreeMap::new();
    for (name, amount) in raw.amounts {
        let Ok(read) = amount.get_ref().parse::<Decimal>() else {
            sink.problems
                .error(&source.place(&amount), "an amount is a decimal as text, as \"6836.46\"");
            return None;
        };
        amounts.insert(name.into_inner().into(), read);
    }
    let settled_by = raw.settled_by.map(|names| settlers(&names, country, source, sink));
    Some(Placed { item: Expectation { rule, state: raw.state, dates, amounts, settled_by }, place })
}

fn settlers(
    names: &[Spanned<String>],
    country: &Id,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Vec<Id> {
    let note = |(question, place): (Id, Place)| {
        let country = Some(country.clone());
        sink.uses.push(Use { country, question: question.clone(), usage: Usage::Name, place });
        question
    };
    let ids = source.ids(names, &mut Sink::default());
    ids.into_iter().map(note).collect()
}
