//! From checked content to the parts of the pack.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::letters::Letters;
use migraction_core::phrases::{Phrasebook, Tongue};
use migraction_core::rules::Rules;
use migraction_pack::core_part::Scenario;
use migraction_pack::language_part::Vocabulary;
use migraction_pack::phrases_part::PhraseWords;
use migraction_pack::search::IndexPart;
use migraction_pack::{CorePart, LanguagePart, PhrasesPart};

use crate::content::{Content, Language, LanguageWords, Placed};
use crate::index;

/// The core part and one part per language.
#[must_use]
pub fn compile(content: &Content) -> (CorePart, Vec<LanguagePart>) {
    let core = CorePart {
        outline: outline(content),
        practices: bare(&content.practices),
        countries: content.countries.iter().map(|country| country.item.clone()).collect(),
        facts: bare(&content.facts),
        aliases: bare(&content.aliases),
        services: bare(&content.services),
        terms: bare(&content.terms),
        rules: content
            .countries
            .iter()
            .map(|country| (country.item.id.clone(), rules_of(content, &country.item.id)))
            .collect(),
        wage: content.wage.clone(),
        scenarios: exercises(content).map(scenario_of).collect(),
        worksheets: bare(&content.worksheets),
        danger: crate::wordings::danger(content),
        towns: content.towns.iter().map(|town| town.item.clone()).collect(),
    };
    let one = |language: &Language| {
        let mut words = content.words.get(&language.id).cloned().unwrap_or_default();
        words.scenarios.retain(|id, _| exercises(content).any(|one| one.id == *id));
        part(&language.id, words)
    };
    let languages = content.languages.iter().map(one).collect();
    (core, languages)
}

/// The search index of each language.
#[must_use]
pub fn indexes(content: &Content) -> Vec<(Id, IndexPart)> {
    let one = |language: &Language| (language.id.clone(), index::build(content, &language.id));
    content.languages.iter().map(one).collect()
}

/// The phrasebook: phrases in the order of their situations, with the words of every tongue.
#[must_use]
pub fn phrases(content: &Content) -> PhrasesPart {
    let source = &content.phrases;
    let of = |situation: &Id| {
        let phrases = source.phrases.iter().map(|phrase| phrase.item.clone());
        let situation = situation.clone();
        phrases.filter(move |phrase| phrase.situation == situation)
    };
    let tongue = |id: &Placed<Id>| {
        let tongue = &source.sayings.get(&id.item)?.item;
        Some(Tongue {
            id: id.item.clone(),
            name: tongue.name.clone(),
            rtl: tongue.rtl,
            sayings: bare(&tongue.sayings),
        })
    };
    let words = |language: &Language| {
        let words = content.words.get(&language.id).map(|words| &words.phrases)?;
        let words = PhraseWords {
            never: words.never.as_ref().map(|never| never.item.clone()).unwrap_or_default(),
            situations: bare(&words.situations),
            tongues: bare(&words.tongues),
            notes: bare(&words.notes),
        };
        Some((language.id.clone(), words))
    };
    PhrasesPart {
        book: Phrasebook {
            situations: source.situations.iter().map(|known| known.item.clone()).collect(),
            phrases: source.situations.iter().flat_map(|known| of(&known.item)).collect(),
            tongues: source.tongues.iter().filter_map(tongue).collect(),
        },
        words: content.languages.iter().filter_map(words).collect(),
    }
}

/// Questions, contradictions and rules of a country, the common ones first.
#[must_use]
pub fn rules_of(content: &Content, country: &Id) -> Rules {
    let sets = [Some(&content.common), content.questions.get(country)];
    let rules = content.rules.get(country).into_iter().flatten();
    Rules {
        questions: content.questions_of(country).map(|question| question.item.clone()).collect(),
        contradictions: sets
            .into_iter()
            .flatten()
            .flat_map(|set| &set.contradictions)
            .map(|contradiction| contradiction.item.clone())
            .collect(),
        rules: rules.map(|rule| rule.item.rule.clone()).collect(),
        needs: content.common.needs.iter().map(|need| need.item.clone()).collect(),
        letters: letters_of(content, country),
    }
}

/// The letters of a country, with the question that asks which of them came.
fn letters_of(content: &Content, country: &Id) -> Letters {
    let letters = content.letters.get(country).into_iter().flatten();
    Letters {
        question: content.common.letters.as_ref().map(|question| question.item.clone()),
        list: letters.map(|letter| letter.item.clone()).collect(),
    }
}

fn outline(content: &Content) -> Vec<(migraction_core::guide::Stage, Vec<Id>)> {
    let ids =
        |practices: &[Placed<Id>]| practices.iter().map(|practice| practice.item.clone()).collect();
    content.outline.iter().map(|(stage, practices)| (*stage, ids(practices))).collect()
}

/// The scenarios that the app offers to practise on.
fn exercises(content: &Content) -> impl Iterator<Item = &crate::content::SourceScenario> {
    content.scenarios.iter().map(|scenario| &scenario.item).filter(|one| one.is_exercise)
}

fn scenario_of(scenario: &crate::content::SourceScenario) -> Scenario {
    let mut ask: Vec<Id> = Vec::with_capacity(scenario.expect.len());
    for expected in &scenario.expect {
        if !ask.contains(&expected.item.rule) {
            ask.push(expected.item.rule.clone());
        }
    }
    Scenario {
        ask,
        id: scenario.id.clone(),
        country: scenario.country.clone(),
        as_of: scenario.as_of,
        answers: scenario.answers.clone(),
    }
}

fn part(language: &Id, words: LanguageWords) -> LanguagePart {
    LanguagePart {
        language: language.clone(),
        vocabulary: Vocabulary {
            lists: words.lists.into_iter().map(|(list, labels)| (list, taken(labels))).collect(),
            units: taken(words.units),
        },
        practices: taken(words.practices),
        contexts: taken(words.contexts),
        facts: taken(words.facts),
        services: taken(words.services),
        terms: taken(words.terms),
        questions: taken(words.questions),
        contradictions: taken(words.contradictions),
        rules: taken(words.rules),
        letters: taken(words.letters),
        scenarios: taken(words.scenarios),
        tools: words.tools.into_iter().map(|(tool, labels)| (tool, taken(labels))).collect(),
        worksheets: taken(words.worksheets),
        danger: taken(words.search.danger),
    }
}

fn bare<K: Ord + Clone, T: Clone>(shelf: &BTreeMap<K, Placed<T>>) -> BTreeMap<K, T> {
    shelf.iter().map(|(id, placed)| (id.clone(), placed.item.clone())).collect()
}

fn taken<K: Ord, T>(shelf: BTreeMap<K, Placed<T>>) -> BTreeMap<K, T> {
    shelf.into_iter().map(|(id, placed)| (id, placed.item)).collect()
}
