#![allow(clippy::unwrap_used)]
//! The engine on a small invented law: one wait before work, one appeal, one uncovered matter.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::Id;
use crate::dates::{Calendar, Holiday, Roll};
use crate::facts::{Confidence, Fact, Facts, Quantity, Unit, Value};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn fact(id: &str, amount: &str, unit: Unit) -> (Id, Fact) {
    let fact = Fact {
        id: id.into(),
        country: "xx".into(),
        topic: "work".into(),
        values: vec![Value {
            from: None,
            quantity: Quantity::Amount(amount.parse().unwrap()),
            unit,
            gross: None,
        }],
        sources: vec![],
        read_in: vec![],
        confidence: Confidence::High,
        uncertain: false,
        changed_on: None,
        checked_on: day("2026-11-23"),
        review_by: day("2027-06-01"),
    };
    (id.into(), fact)
}

pub(crate) fn facts() -> Facts {
    [
        fact("wait", "4", Unit::Months),
        fact("term", "30", Unit::Days),
        fact("rate", "13.5644", Unit::EurPerHour),
    ]
    .into()
}

pub(crate) fn calendar() -> Calendar {
    let christmas = Holiday {
        date: day("2026-12-25"),
        name: "christmas".into(),
        places: vec![],
        extends: true,
    };
    Calendar { holidays: vec![christmas], place: None }
}

pub(crate) fn is(question: &str, options: &[&str]) -> Condition {
    Condition::Is {
        question: question.into(),
        options: options.iter().map(|id| Id::from(*id)).collect(),
    }
}

pub(crate) fn question(
    id: &str,
    kind: QuestionKind,
    urgency: Urgency,
    when: Condition,
) -> Question {
    Question { id: id.into(), kind, urgency, when, danger: vec![] }
}

pub(crate) fn one(options: &[&str]) -> QuestionKind {
    QuestionKind::One(options.iter().map(|id| Id::from(*id)).collect())
}

pub(crate) fn step(id: &str, role: DateRole, start: DateAnchor) -> DateStep {
    DateStep {
        id: id.into(),
        role,
        start,
        add: vec![],
        days: 0,
        working_days: 0,
        roll: None,
        soft: false,
    }
}

pub(crate) fn rule(
    id: &str,
    kind: RuleKind,
    urgency: Urgency,
    when: Condition,
    facts: &[&str],
) -> Rule {
    Rule {
        id: id.into(),
        concept: id.into(),
        kind,
        urgency,
        topics: vec![],
        when,
        facts: facts.iter().map(|id| Id::from(*id)).collect(),
        services: vec![],
        see: None,
        dates: vec![],
        amounts: vec![],
    }
}

pub(crate) fn rules() -> Rules {
    let applicant = is("situation", &["applicant"]);
    let refused = is("decision", &["refused"]);
    let mut work = rule("work", RuleKind::Right, Urgency::Work, applicant.clone(), &["wait"]);
    work.dates = vec![DateStep {
        add: vec![DateTerm::Fact("wait".into())],
        ..step("earliest", DateRole::From, DateAnchor::Answer("lodged".into()))
    }];
    let mut appeal = rule(
        "appeal",
        RuleKind::Deadline,
        Urgency::Deadline,
        Condition::All(vec![applicant.clone(), refused.clone()]),
        &["term"],
    );
    appeal.dates = vec![
        DateStep {
            add: vec![DateTerm::Answer("letter-days".into()), DateTerm::Fact("term".into())],
            ..step("legal", DateRole::Legal, DateAnchor::Answer("notified".into()))
        },
        DateStep {
            roll: Some(Roll::Back),
            ..step("safe", DateRole::Safe, DateAnchor::Date("legal".into()))
        },
        DateStep {
            working_days: -3,
            ..step("act", DateRole::ActBy, DateAnchor::Date("safe".into()))
        },
    ];
    let mut pay = rule("pay", RuleKind::Right, Urgency::Work, is("unpaid", &["yes"]), &["rate"]);
    pay.amounts = vec![AmountStep {
        id: "missing".into(),
        hours: "hours".into(),
        times: "rate".into(),
        on: "lodged".into(),
        less: Some("received".into()),
    }];
    let number = |unit| QuestionKind::Number { unit, min: None, max: None };
    Rules {
        needs: Vec::new(),
        letters: Default::default(),
        questions: vec![
            question(
                "situation",
                one(&["applicant", "refugee"]),
                Urgency::Basics,
                Condition::always(),
            ),
            question("decision", one(&["none", "refused"]), Urgency::Deadline, applicant.clone()),
            question(
                "notified",
                QuestionKind::Day { past: true },
                Urgency::Deadline,
                refused.clone(),
            ),
            question("letter-days", number(Unit::Days), Urgency::Deadline, refused),
            question("lodged", QuestionKind::Day { past: true }, Urgency::Work, applicant.clone()),
            question("unpaid", QuestionKind::YesNo, Urgency::Work, Condition::always()),
            question("hours", number(Unit::Hours), Urgency::Work, is("unpaid", &["yes"])),
            question("received", number(Unit::Eur), Urgency::Work, is("unpaid", &["yes"])),
        ],
        contradictions: vec![Contradiction {
            id: "order".into(),
            when: Condition::Before(Day::Answer("notified".into()), Day::Answer("lodged".into())),
            questions: vec!["notified".into(), "lodged".into()],
        }],
        rules: vec![
            work,
            appeal,
            pay,
            rule("school", RuleKind::Right, Urgency::Basics, Condition::always(), &[]),
            rule("other", RuleKind::Uncovered, Urgency::Plans, is("situation", &["refugee"]), &[]),
        ],
    }
}

pub(crate) fn answers(given: &[(&str, Answer)]) -> Answers {
    given.iter().map(|(id, answer)| (Id::from(*id), answer.clone())).collect()
}

pub(crate) fn chosen(option: &str) -> Answer {
    Answer::One(option.into())
}

/// State of one rule under these answers on 23 November 2026.
#[track_caller]
fn check_state(given: &[(&str, Answer)], rule: &str, expected: State) {
    check_state_on(given, rule, "2026-11-23", expected);
}

#[track_caller]
fn check_state_on(given: &[(&str, Answer)], rule: &str, today: &str, expected: State) {
    let (rules, facts, calendar, answers) = (rules(), facts(), calendar(), answers(given));
    let as_of = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, as_of, day(today));
    let outcomes = consultation.outcomes();
    let outcome = outcomes.iter().find(|outcome| outcome.rule.id == *rule).unwrap();
    assert_eq!(outcome.state, expected, "{rule}");
}

#[test]
fn a_right_applies_from_its_day() {
    let given =
        |lodged: &str| [("situation", chosen("applicant")), ("lodged", Answer::Day(day(lodged)))];
    check_state(&given("2026-08-10"), "work", State::AppliesFrom(day("2026-12-10")));
    check_state(&given("2026-07-23"), "work", State::Applies);
}

#[test]
fn what_is_not_known_widens() {
    check_state(&[], "work", State::MayApply);
    check_state(&[("situation", Answer::DontKnow)], "work", State::MayApply);
    check_state(&[("situation", Answer::Declined)], "other", State::MayApply);
    check_state(&[("situation", chosen("applicant"))], "work", State::MayApply);
    check_state(&[("situation", chosen("refugee"))], "work", State::DoesNotApply);
    check_state(&[], "school", State::Applies);
}

#[test]
fn a_shorter_limit_printed_on_the_letter_leads_and_weekends_roll_back() {
    let mut given = vec![
        ("situation", chosen("applicant")),
        ("decision", chosen("refused")),
        ("notified", Answer::Day(day("2026-11-05"))),
    ];
    let dates = |given: &[(&str, Answer)]| {
        let (rules, facts, calendar, answers) = (rules(), facts(), calendar(), answers(given));
        let today = day("2026-11-23");
        let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
        let rule = rules.rules.iter().find(|rule| rule.id == "appeal").unwrap();
        let outcome = consultation.outcome(rule);
        outcome.dates.iter().map(|line| line.day.unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(dates(&given), ["2026-12-05", "2026-12-04", "2026-12-01"]);
    given.push(("letter-days", Answer::Number(10.into())));
    assert_eq!(dates(&given), ["2026-11-15", "2026-11-13", "2026-11-10"]);
}

#[test]
fn an_answer_to_a_question_that_no_longer_arises_is_ignored() {
    let given = [
        ("situation", chosen("refugee")),
        ("decision", chosen("refused")),
        ("notified", Answer::Day(day("2026-11-05"))),
    ];
    check_state(&given, "appeal", State::DoesNotApply);
}

#[test]
fn amounts_are_exact_decimals() {
    let given = [
        ("situation", chosen("applicant")),
        ("lodged", Answer::Day(day("2026-09-30"))),
        ("unpaid", chosen("yes")),
        ("hours", Answer::Number(504.into())),
        ("received", Answer::Number(4032.into())),
    ];
    let (rules, facts, calendar, answers) = (rules(), facts(), calendar(), answers(&given));
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
    let outcomes = consultation.outcomes();
    let pay = outcomes.iter().find(|outcome| outcome.rule.id == "pay").unwrap();
    assert_eq!(pay.amounts[0].amount, Some("2804.4576".parse().unwrap()));
}

#[test]
fn contradictions_are_named() {
    let given = [
        ("situation", chosen("applicant")),
        ("decision", chosen("refused")),
        ("lodged", Answer::Day(day("2026-11-10"))),
        ("notified", Answer::Day(day("2026-11-05"))),
    ];
    let (rules, facts, calendar, answers) = (rules(), facts(), calendar(), answers(&given));
    let on = |today: &str| {
        let today = day(today);
        let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
        let named = consultation.contradictions().iter().map(|c| c.id.to_string()).collect();
        let future = consultation.future_days().into_iter().map(ToString::to_string).collect();
        (named, future)
    };
    let (named, future): (Vec<String>, Vec<String>) = on("2026-11-12");
    assert_eq!((named, future), (vec!["order".to_owned()], vec![]));
    // A day that lies ahead is named as such, and nothing is concluded from it.
    assert_eq!(on("2026-11-08"), (vec![], vec!["lodged".to_owned()]));
}

#[test]
fn the_interview_asks_what_can_still_change_a_result_and_ends() {
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let ask = |answers: &Answers| {
        let consultation = Consultation::new(&rules, &facts, &calendar, answers, today, today);
        let progress = consultation.progress();
        (progress.next.map(|question| question.id.to_string()), progress.at_most)
    };
    let mut given = Answers::new();
    // The decision is the most pressing question, but it arises only for an applicant.
    assert_eq!(ask(&given).0.as_deref(), Some("situation"));
    given.insert("situation".into(), chosen("applicant"));
    assert_eq!(ask(&given).0.as_deref(), Some("decision"));
    given.insert("decision".into(), chosen("refused"));
    assert_eq!(ask(&given).0.as_deref(), Some("notified"));
    given.insert("notified".into(), Answer::DontKnow);
    assert_eq!(ask(&given).0.as_deref(), Some("letter-days"));
    given.insert("letter-days".into(), Answer::DontKnow);
    assert_eq!(ask(&given), (Some("lodged".to_owned()), 4));
    given.insert("lodged".into(), Answer::Day(today));
    given.insert("unpaid".into(), chosen("no"));
    assert_eq!(ask(&given), (None, 0));
}

#[test]
fn a_question_is_asked_even_when_what_decides_it_is_not_known() {
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let answers = answers(&[("situation", Answer::DontKnow)]);
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
    assert_eq!(consultation.progress().next.map(|q| q.id.as_str()), Some("decision"));
}

fn any_answer(question: &Question) -> BoxedStrategy<Answer> {
    let known = match &question.kind {
        QuestionKind::One(options) => {
            proptest::sample::select(options.clone()).prop_map(Answer::One).boxed()
        }
        QuestionKind::Many(options) => {
            proptest::sample::subsequence(options.clone(), 0..=options.len())
                .prop_map(|chosen| Answer::Many(chosen.into_iter().collect::<BTreeSet<_>>()))
                .boxed()
        }
        QuestionKind::Day { .. } => (0u64..900)
            .prop_map(|offset| Answer::Day(day("2025-01-01") + chrono::Days::new(offset)))
            .boxed(),
        QuestionKind::Number { .. } => (0i64..500).prop_map(|n| Answer::Number(n.into())).boxed(),
        QuestionKind::YesNo => proptest::sample::select(vec!["yes", "no"]).prop_map(chosen).boxed(),
    };
    prop_oneof![4 => known, 1 => Just(Answer::DontKnow), 1 => Just(Answer::Declined)].boxed()
}

fn any_answers() -> BoxedStrategy<Answers> {
    rules()
        .questions
        .iter()
        .map(|question| {
            let id = question.id.clone();
            proptest::option::of(any_answer(question))
                .prop_map(move |answer| answer.map(|a| (id.clone(), a)))
        })
        .collect::<Vec<_>>()
        .prop_map(|answers| answers.into_iter().flatten().collect())
        .boxed()
}

proptest! {
    #[test]
    fn an_answer_settles_what_was_unknown_and_never_turns_what_was_known(
        given in any_answers(), left_out in 0usize..8,
    ) {
        let (rules, facts, calendar) = (rules(), facts(), calendar());
        let today = day("2026-11-23");
        let question = &rules.questions[left_out].id;
        let mut fewer = given.clone();
        fewer.remove(question);
        let with = Consultation::new(&rules, &facts, &calendar, &given, today, today);
        let without = Consultation::new(&rules, &facts, &calendar, &fewer, today, today);
        for rule in &rules.rules {
            let (known, before) = (with.truth(&rule.when), without.truth(&rule.when));
            prop_assert!(before == Truth::Unknown || before == known, "{}: {before:?} -> {known:?}", rule.id);
        }
    }

    #[test]
    fn every_interview_ends_and_never_asks_twice(given in any_answers()) {
        let (rules, facts, calendar) = (rules(), facts(), calendar());
        let today = day("2026-11-23");
        let mut answers = Answers::new();
        let mut most = usize::MAX;
        loop {
            let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
            let progress = consultation.progress();
            prop_assert!(progress.at_most <= most, "the bound only falls");
            most = progress.at_most;
            let Some(next) = progress.next else { break };
            prop_assert!(!answers.contains_key(&next.id));
            let answer = given.get(&next.id).cloned().unwrap_or(Answer::DontKnow);
            answers.insert(next.id.clone(), answer);
        }
        prop_assert!(answers.len() <= rules.questions.len());
    }
}
