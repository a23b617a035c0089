//! `scenarios/<cc>/<id>.toml`.

use std::collections::BTreeMap;

use migraction_core::rules::{Answer, Answers, QuestionKind};
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
    #[serde(default)]
    answers: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
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
    let mut answers = Answers::new();
    for (name, value) in &raw.answers {
        let (question, place) = source.id(name, sink);
        sink.uses.push(Use {
            country: Some(country.clone()),
            question: question.clone(),
            usage: Usage::Name,
            place: place.clone(),
        });
        let kind = content.questions_of(&country).find(|known| known.item.id == question);
        if let Some(kind) = kind.map(|known| known.item.kind.clone()) {
            match answer(&kind, value.get_ref()) {
                Ok(answer) => drop(answers.insert(question, answer)),
                Err(hint) => {
                    sink.problems.error(&source.place(value), format!("{question}: {hint}"))
                }
            }
        }
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
    let as_of = raw.as_of.get_ref().0;
    let item = SourceScenario { id, country, as_of, answers, expect, expect_facts };
    content.scenarios.push(Placed { item, place });
}

fn answer(kind: &QuestionKind, value: &toml::Value) -> Result<Answer, String> {
    match value.as_str() {
        Some("dont-know") => return Ok(Answer::DontKnow),
        Some("rather-not-say") => return Ok(Answer::Declined),
        _ => {}
    }
    let known = |options: &[Id], text: &str| {
        let id = Id::from(text);
        if options.contains(&id) { Ok(id) } else { Err(format!("`{text}` is not an option")) }
    };
    match (kind, value) {
        (QuestionKind::One(options), toml::Value::String(text)) => {
            known(options, text).map(Answer::One)
        }
        (QuestionKind::One(_), _) => Err("one option, as text".to_owned()),
        (QuestionKind::YesNo, toml::Value::String(text)) if text == "yes" || text == "no" => {
            Ok(Answer::One(text.as_str().into()))
        }
        (QuestionKind::YesNo, _) => Err("\"yes\" or \"no\"".to_owned()),
        (QuestionKind::Many(options), toml::Value::Array(values)) => {
            let one = |value: &toml::Value| known(options, value.as_str().unwrap_or_default());
            values.iter().map(one).collect::<Result<_, _>>().map(Answer::Many)
        }
        (QuestionKind::Many(_), _) => Err("a list of options".to_owned()),
        (QuestionKind::Day { .. }, toml::Value::Datetime(day)) => {
            civil_day(day).map(Answer::Day).ok_or_else(|| "a day, as 2026-11-24".to_owned())
        }
        (QuestionKind::Day { .. }, _) => Err("a day, as 2026-11-24".to_owned()),
        (QuestionKind::Number { min, max, .. }, value) => {
            let number = match value {
                toml::Value::Integer(whole) => Some(Decimal::from(*whole)),
                toml::Value::String(text) => text.parse().ok(),
                _ => None,
            };
            let number = number.ok_or("a whole number, or a decimal as text")?;
            if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
                return Err(format!("{number} is outside what the question takes"));
            }
            Ok(Answer::Number(number))
        }
    }
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
