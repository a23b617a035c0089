//! "I don't know" is safe: tried on every scenario of the content and on every answer in it, through
//! the interview that the screens lead.
//!
//! An answer replaced by "I don't know", or a day by its month, never takes a danger out of the first group, and never makes
//! the earliest day shown later. Two readings of "shown":
//!
//! - A limit within [`SOON_DAYS`], or gone, must stand among the dangers and the deadlines. A later
//!   one may stand with what may apply, where its card shows its day.
//! - A limit whose own day is what is not known stands among the deadlines without a day: no later
//!   than any day.
//!
//! One reason lies in the law itself: see [`Played::earliest`].

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use migraction_core::Id;
use migraction_core::deadline::Law;
use migraction_core::rules::{
    Answer, Answers, DateAnchor, DateMove, DateTerm, Draft, Group, Interview, Outcome, SOON_DAYS,
    choices,
};
use migraction_packc::content::SourceScenario;

use crate::CONTENT;

/// A result as a person meets it at the end of an interview.
struct Card {
    rule: Id,
    group: Group,
    /// The last day that it shows. What is gone presses as today does.
    day: Option<NaiveDate>,
    /// It has a last day, which an answer would give.
    is_undated: bool,
    /// Questions whose answers state the length of the limit.
    stated_by: BTreeSet<Id>,
}

struct Played {
    asked: BTreeSet<Id>,
    cards: Vec<Card>,
}

fn card(outcome: &Outcome<'_>, as_of: NaiveDate) -> Card {
    let moves = outcome.dates.iter().flat_map(|line| &line.moves);
    let stated = moves.filter_map(|(step, _)| match step {
        DateMove::Stated { question, .. } => Some(question.clone()),
        _ => None,
    });
    Card {
        rule: outcome.rule.id.clone(),
        group: outcome.group(),
        day: outcome.due().map(|day| day.max(as_of)),
        is_undated: outcome.is_undated(),
        stated_by: stated.collect(),
    }
}

fn play(scenario: &SourceScenario, given: &Answers) -> Played {
    let core = &CONTENT.core;
    let country = core.country(scenario.country.as_str()).unwrap();
    let law = Law {
        rules: &core.rules[&scenario.country],
        facts: &core.facts,
        calendar: &country.calendar,
    };
    let interview = Interview::played(law, &scenario.country, scenario.as_of, given);
    let outcomes = interview.consult(law, scenario.as_of).outcomes();
    let cards = outcomes.iter().map(|outcome| card(outcome, scenario.as_of)).collect();
    Played { asked: interview.answers.keys().cloned().collect(), cards }
}

const fn is_pressing(group: Group) -> bool {
    matches!(group, Group::Danger | Group::Deadline)
}

impl Played {
    fn dangers(&self) -> BTreeSet<&Id> {
        let dangers = self.cards.iter().filter(|card| card.group == Group::Danger);
        dangers.map(|card| &card.rule).collect()
    }

    /// The earliest last day on a card, and its rule. Not looked at: a day that the answer to
    /// `question` states by itself. The paper in hand gave a shorter limit than the law, and nobody
    /// can know it who has not read the paper.
    fn earliest(&self, question: &Id) -> Option<(NaiveDate, &Id)> {
        self.cards
            .iter()
            .filter(|card| is_pressing(card.group) || card.group == Group::Possible)
            .filter(|card| !card.stated_by.contains(question))
            .filter_map(|card| Some((card.day?, &card.rule)))
            .min()
    }

    /// Whether a limit no later than this day is shown: among what presses, or anywhere.
    fn shows_by(&self, day: NaiveDate, anywhere: bool) -> bool {
        self.cards.iter().any(|card| {
            let is_dated = card.day.is_some_and(|shown| shown <= day);
            match card.group {
                group if is_pressing(group) => is_dated || card.is_undated,
                Group::Possible => anywhere && is_dated,
                _ => false,
            }
        })
    }
}

/// What somebody who knows less says: nothing, or of a day its month.
fn less_than(answer: &Answer) -> Vec<Answer> {
    let month = match answer {
        Answer::Day(day) => day.with_day(1).map(Answer::Month),
        _ => None,
    };
    std::iter::once(Answer::DontKnow).chain(month).collect()
}

/// Tries one country: one test each, so that they run side by side.
fn try_country(country: &str) {
    let mut cases = 0;
    let mut wrong = Vec::new();
    let scenarios = CONTENT.content.scenarios.iter().map(|scenario| &scenario.item);
    for scenario in scenarios.filter(|scenario| scenario.country == *country) {
        let known = play(scenario, &scenario.answers);
        for (question, answer) in &scenario.answers {
            if !answer.is_known() || !known.asked.contains(question) {
                continue;
            }
            for less in less_than(answer) {
                cases += 1;
                let name = format!("{}, {question} {less:?}", scenario.id);
                let mut fewer = scenario.answers.clone();
                fewer.insert(question.clone(), less);
                let unknown = play(scenario, &fewer);
                for danger in known.dangers().difference(&unknown.dangers()) {
                    wrong.push(format!("{name}: the danger {danger} is gone"));
                }
                let Some((day, rule)) = known.earliest(question) else { continue };
                let is_soon = (day - scenario.as_of).num_days() <= SOON_DAYS;
                if !unknown.shows_by(day, !is_soon) {
                    wrong.push(format!(
                        "{name}: {day} of {rule} is gone, nothing as early is shown"
                    ));
                }
            }
        }
    }
    assert!(cases > 200, "only {cases} answers were tried");
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn dont_know_never_removes_a_danger_nor_makes_the_earliest_date_later_in_belgium() {
    try_country("be");
}

#[test]
fn dont_know_never_removes_a_danger_nor_makes_the_earliest_date_later_in_france() {
    try_country("fr");
}

#[test]
fn dont_know_never_removes_a_danger_nor_makes_the_earliest_date_later_in_italy() {
    try_country("it");
}

/// "No work" is an option like another: said beside a work, both are kept and contradict each other.
#[test]
fn no_work_beside_a_work_is_a_contradiction() {
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    for country in &CONTENT.core.countries {
        let Some(rules) = CONTENT.core.rules.get(&country.id) else { continue };
        let law = Law { rules, facts: &CONTENT.core.facts, calendar: &country.calendar };
        let Some(work) = rules.question(&"work".into()) else { continue };
        let mut draft = Draft::default();
        for choice in
            choices(work).iter().filter(|choice| ["none", "undeclared"].contains(&choice.name()))
        {
            draft.choose(&work.kind, choice);
        }
        let mut interview = Interview::start(as_of);
        interview.submit(law, as_of, work, &draft).unwrap();
        let named = interview.consult(law, as_of).contradictions();
        assert!(named.iter().any(|one| one.id == "no-work-and-work"), "{}", country.id);
    }
}

/// A date is asked even where nobody knows whether there was such an event: the question must not
/// take it for granted. `fr-entered-on` does not: whoever is asked in France has entered it.
#[test]
fn no_date_is_asked_as_if_its_event_were_certain() {
    let certain = ["fr-entered-on"];
    let if_ = [("en", "If "), ("fr", "S"), ("it", "Se ")];
    let mut wrong = Vec::new();
    for rules in CONTENT.core.rules.values() {
        let mut asked: BTreeSet<&Id> = BTreeSet::new();
        for step in rules.rules.iter().flat_map(|rule| &rule.dates) {
            if let DateAnchor::Answer(question) = &step.start {
                asked.insert(question);
            }
            asked.extend(step.add.iter().filter_map(DateTerm::question));
        }
        for question in rules.questions.iter().filter(|question| !question.when.is_always()) {
            if !asked.contains(&question.id) || certain.contains(&question.id.as_str()) {
                continue;
            }
            for (language, begins) in if_ {
                let words = &CONTENT.content.words[&Id::from(language)].questions;
                let ask = &words[&question.id].item.ask;
                let is_open = match ask.strip_prefix(begins) {
                    Some(rest) if language == "fr" => {
                        rest.starts_with("i ") || rest.starts_with('’')
                    }
                    found => found.is_some(),
                };
                if !is_open {
                    wrong.push(format!("{language} {}: {ask}", question.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
