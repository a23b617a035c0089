//! Properties of the rules of every country, tried on the real content with invented answers.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use migraction_core::guide::Country;
use migraction_core::rules::{
    Answer, Answers, Consultation, DateLine, DateMove, Question, QuestionKind, RuleKind, Rules,
    State,
};
use migraction_core::{Decimal, Id};

use crate::{CONTENT, PROBLEMS};

/// Consultations invented for each country.
const CONSULTATIONS: u64 = 300;

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // The generator of Knuth's MMIX; its high bits are the better ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn day(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2024, 6, 1).unwrap();
        first + Days::new(self.below(1200).try_into().unwrap())
    }

    fn answer(&mut self, question: &Question) -> Answer {
        match (self.below(8), &question.kind) {
            (0, _) => Answer::DontKnow,
            (1, _) => Answer::Declined,
            (_, QuestionKind::YesNo) => Answer::One(["yes", "no"][self.below(2)].into()),
            (_, QuestionKind::One(options)) => {
                Answer::One(options[self.below(options.len())].clone())
            }
            (_, QuestionKind::Many(options)) => {
                Answer::Many(options.iter().filter(|_| self.below(3) == 0).cloned().collect())
            }
            (_, QuestionKind::Day { .. }) => Answer::Day(self.day()),
            (_, QuestionKind::Number { min, max, .. }) => {
                let min = min.unwrap_or(Decimal::ZERO);
                let room = max.map_or(400, |max| i64::try_from((max - min).trunc()).unwrap());
                let more = self.below(usize::try_from(room.min(400)).unwrap() + 1);
                Answer::Number(min + Decimal::from(more))
            }
        }
    }

    fn answers(&mut self, rules: &Rules) -> Answers {
        let mut answers = Answers::new();
        for question in &rules.questions {
            if self.below(5) > 0 {
                answers.insert(question.id.clone(), self.answer(question));
            }
        }
        answers
    }
}

fn consult<'a>(
    country: &'a Country,
    rules: &'a Rules,
    answers: &'a Answers,
    day: NaiveDate,
) -> Consultation<'a> {
    Consultation::new(rules, &CONTENT.core.facts, &country.calendar, answers, day, day)
}

/// Calls `try_it` with each country that has rules and with invented consultations.
fn for_each_consultation(mut try_it: impl FnMut(&Country, &Rules, &Answers, NaiveDate, &mut Dice)) {
    let mut countries = 0;
    for country in &CONTENT.core.countries {
        let Some(rules) = CONTENT.core.rules.get(&country.id) else { continue };
        if rules.rules.is_empty() {
            continue;
        }
        countries += 1;
        for seed in 0..CONSULTATIONS {
            let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
            let (answers, day) = (dice.answers(rules), dice.day());
            try_it(country, rules, &answers, day, &mut dice);
        }
    }
    assert!(countries > 0, "no country has rules");
}

#[test]
fn an_answer_more_takes_nothing_away_unless_the_trace_names_it() {
    for_each_consultation(|country, rules, answers, day, dice| {
        let question = &rules.questions[dice.below(rules.questions.len())].id;
        let mut fewer = answers.clone();
        if fewer.remove(question).is_none() {
            return;
        }
        let with = consult(country, rules, answers, day);
        let without = consult(country, rules, &fewer, day);
        for rule in &rules.rules {
            let (before, after) = (without.outcome(rule), with.outcome(rule));
            let applied = matches!(before.state, State::Applies | State::AppliesFrom(_));
            if !applied || after.state != State::DoesNotApply {
                continue;
            }
            let mut named = false;
            after.trace.for_each_question(&mut |id| named |= id == question);
            assert!(named, "{}: the answer to {question} decides and is not named", rule.id);
        }
    });
}

/// The terms of a computation, without the days that they lead to.
fn terms(line: &DateLine) -> Vec<String> {
    let terms = line.moves.iter().map(|(step, _)| match step {
        DateMove::Stated { term, .. } | DateMove::Law { term, .. } | DateMove::Shift(term) => {
            format!("{term:?}")
        }
        DateMove::Rolled { .. } => String::new(),
    });
    terms.filter(|term| !term.is_empty()).collect()
}

#[test]
fn under_the_same_terms_a_later_event_never_gives_an_earlier_date() {
    for_each_consultation(|country, rules, answers, day, dice| {
        let later_by = Days::new((dice.below(40) + 1).try_into().unwrap());
        let dated: Vec<&Id> = answers
            .iter()
            .filter(|(_, answer)| matches!(answer, Answer::Day(_)))
            .map(|(question, _)| question)
            .collect();
        if dated.is_empty() {
            return;
        }
        let question = dated[dice.below(dated.len())];
        let mut later = answers.clone();
        if let Some(Answer::Day(day)) = later.get_mut(question) {
            *day = *day + later_by;
        }
        let first = consult(country, rules, answers, day);
        let second = consult(country, rules, &later, day);
        for rule in &rules.rules {
            let (first, second) = (first.outcome(rule), second.outcome(rule));
            // A date that starts from another one keeps its terms only if that one does.
            let mut same = BTreeSet::new();
            for (a, b) in first.dates.iter().zip(&second.dates) {
                let anchored =
                    same.contains(&a.anchor) || !first.dates.iter().any(|line| line.id == a.anchor);
                if !anchored || terms(a) != terms(b) {
                    continue;
                }
                same.insert(a.id.clone());
                if let Some((a_day, b_day)) = a.day.zip(b.day) {
                    assert!(a_day <= b_day, "{} {}: {a_day} became {b_day}", rule.id, a.id);
                }
            }
        }
    });
}

#[test]
fn every_result_shown_leads_to_a_dated_source() {
    for_each_consultation(|country, rules, answers, day, _| {
        for outcome in consult(country, rules, answers, day).outcomes() {
            let rule = outcome.rule;
            if outcome.state == State::DoesNotApply || rule.kind == RuleKind::Uncovered {
                continue;
            }
            let facts = rule.facts.iter().filter_map(|id| CONTENT.core.facts.get(id));
            let services = rule.services.iter().filter_map(|id| CONTENT.core.services.get(id));
            let sources: Vec<_> = facts
                .flat_map(|fact| &fact.sources)
                .chain(services.flat_map(|service| &service.sources))
                .collect();
            assert!(
                sources.iter().any(|source| !source.title.is_empty()
                    && !source.publisher.is_empty()
                    && source.url.starts_with("http")),
                "{} rests on no source",
                rule.id
            );
            for line in &outcome.dates {
                for (step, _) in &line.moves {
                    if let DateMove::Law { fact, .. } = step {
                        assert!(rule.facts.contains(fact), "{} computes with {fact}", rule.id);
                    }
                }
            }
        }
    });
}

#[test]
fn every_result_is_reached_by_some_answers() {
    let unreached: Vec<String> = PROBLEMS
        .iter()
        .map(ToString::to_string)
        .filter(|line| line.contains("no answers reach") || line.contains("too many answers"))
        .collect();
    assert_eq!(unreached, Vec::<String>::new());
}

#[test]
fn every_interview_ends_and_its_bound_only_falls() {
    for_each_consultation(|country, rules, answers, day, dice| {
        // An interview costs some dozens of consultations: one in ten is enough here.
        if dice.below(10) > 0 {
            return;
        }
        let mut given = Answers::new();
        let mut bound = usize::MAX;
        loop {
            let progress = consult(country, rules, &given, day).progress();
            assert!(
                progress.at_most <= bound,
                "{}: {} after {bound}",
                country.id,
                progress.at_most
            );
            bound = progress.at_most;
            let Some(next) = progress.next.map(|question| question.id.clone()) else { break };
            assert!(!given.contains_key(&next), "{next} is asked twice");
            let answer = answers.get(&next).cloned().unwrap_or(Answer::DontKnow);
            given.insert(next, answer);
        }
    });
}
