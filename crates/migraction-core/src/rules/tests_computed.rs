#![allow(clippy::unwrap_used)]
//! Conditions on computed days and figures of law, places, the naming of what decides.

use chrono::NaiveDate;

use super::tests::{answers, calendar, chosen, day, facts, rules};
use super::*;
use crate::dates::{Calendar, Holiday};
use crate::facts::{Quantity, Unit};

/// The truth of a condition under these answers on 23 November 2026.
fn truth(given: &[(&str, Answer)], condition: &Condition) -> Truth {
    let (rules, facts, calendar, answers) = (rules(), facts(), calendar(), answers(given));
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
    assert_eq!(consultation.trace(condition).truth(), consultation.truth(condition));
    consultation.truth(condition)
}

fn waited() -> Condition {
    let end = Day::Moved {
        start: Box::new(Day::Answer("lodged".into())),
        term: "wait".into(),
        back: false,
    };
    Condition::OnOrAfter(Day::AsOf, end)
}

fn lodged(on: &str) -> Vec<(&'static str, Answer)> {
    vec![("situation", chosen("applicant")), ("lodged", Answer::Day(day(on)))]
}

#[test]
fn a_condition_may_look_at_a_computed_day() {
    assert_eq!(truth(&lodged("2026-07-23"), &waited()), Truth::True);
    assert_eq!(truth(&lodged("2026-07-24"), &waited()), Truth::False);
    assert_eq!(truth(&lodged("2026-07-23")[..1], &waited()), Truth::Unknown);
    let back = Condition::Before(
        Day::Moved { start: Box::new(Day::AsOf), term: "term".into(), back: true },
        Day::Answer("lodged".into()),
    );
    assert_eq!(truth(&lodged("2026-10-24"), &back), Truth::False);
    assert_eq!(truth(&lodged("2026-10-25"), &back), Truth::True);
}

#[test]
fn a_term_of_law_is_taken_off_a_day_as_it_is_added() {
    let mut rules = rules();
    let work = rules.rules.iter_mut().find(|rule| rule.id == *"work").unwrap();
    work.dates[0].add = vec![DateTerm::Before("wait".into())];
    let (facts, calendar, answers) = (facts(), calendar(), answers(&lodged("2026-10-31")));
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
    let work = rules.rules.iter().find(|rule| rule.id == *"work").unwrap();
    let line = &consultation.outcome(work).dates[0];
    // Four months before the last of October: June has no thirty-first.
    assert_eq!(line.day, Some(day("2026-06-30")));
    let DateMove::Law { term, .. } = &line.moves[0].0 else { panic!("{:?}", line.moves) };
    assert_eq!((term.count, term.unit), (-4, crate::dates::TermUnit::Months));
}

#[test]
fn the_trace_shows_the_computed_day() {
    let (rules, facts, calendar, answers) =
        (rules(), facts(), calendar(), answers(&lodged("2026-07-23")));
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
    let waited = waited();
    let Trace::Leaf(Truth::True, leaf) = consultation.trace(&waited) else { panic!() };
    assert_eq!(leaf.days, [day("2026-11-23")]);
}

#[test]
fn a_number_may_be_held_against_a_figure_of_law() {
    let limit = || Limit::Fact("term".into());
    let hours = |n: i64| [("unpaid", chosen("yes")), ("hours", Answer::Number(n.into()))];
    let reached = Condition::AtLeast { question: "hours".into(), limit: limit() };
    let below = Condition::Below { question: "hours".into(), limit: limit() };
    assert_eq!(truth(&hours(30), &reached), Truth::True);
    assert_eq!(truth(&hours(29), &reached), Truth::False);
    assert_eq!(truth(&hours(29), &below), Truth::True);
    let unknown = Condition::Below { question: "hours".into(), limit: Limit::Fact("none".into()) };
    assert_eq!(truth(&hours(29), &unknown), Truth::Unknown);
}

#[test]
fn a_day_of_law_holds_before_it_comes() {
    let (rules, mut facts, calendar, answers) =
        (rules(), facts(), calendar(), answers(&lodged("2026-07-23")));
    let value = &mut facts.get_mut("term").unwrap().values[0];
    (value.quantity, value.unit) = (Quantity::Day(day("2026-06-12")), Unit::Date);
    value.from = Some(day("2027-01-01"));
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &answers, today, today);
    let after = Condition::OnOrAfter(Day::Answer("lodged".into()), Day::Fact("term".into()));
    assert_eq!(consultation.truth(&after), Truth::True);
}

#[test]
fn facts_of_a_condition_are_named() {
    let both = Condition::Not(Box::new(Condition::All(vec![
        waited(),
        Condition::Below { question: "hours".into(), limit: Limit::Fact("rate".into()) },
    ])));
    let mut named = Vec::new();
    both.for_each_fact(&mut |fact| named.push(fact.as_str()));
    assert_eq!(named, ["wait", "rate"]);
}

#[test]
fn what_decides_that_a_question_does_not_arise_is_named() {
    let given =
        answers(&[("situation", chosen("refugee")), ("notified", Answer::Day(day("2026-11-05")))]);
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
    let before = Condition::Before(Day::Answer("notified".into()), Day::AsOf);
    let trace = consultation.trace(&before);
    let mut named = Vec::new();
    trace.for_each_question(&mut |question| named.push(question.as_str()));
    // The decision was not asked, because of the situation.
    assert_eq!(named, ["notified", "situation"]);
}

/// The term of thirty days ends on a holiday that only the east keeps.
fn ending_in(place: Option<Answer>) -> (Vec<NaiveDate>, Vec<String>) {
    let mut rules = rules();
    let options = QuestionKind::One(vec!["east".into(), "elsewhere".into()]);
    rules.questions.push(Question {
        id: "place".into(),
        kind: options,
        urgency: Urgency::Deadline,
        when: Condition::always(),
        danger: vec![],
    });
    let calendar = Calendar {
        holidays: vec![Holiday {
            date: day("2026-12-04"),
            name: "saint".into(),
            places: vec!["east".into()],
            extends: true,
        }],
        place: Some("place".into()),
    };
    let mut given = answers(&[
        ("situation", chosen("applicant")),
        ("decision", chosen("refused")),
        ("notified", Answer::Day(day("2026-11-04"))),
        ("letter-days", Answer::DontKnow),
    ]);
    given.extend(place.map(|answer| ("place".into(), answer)));
    let facts = facts();
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
    let outcome = consultation.outcome(&rules.rules[1]);
    let open = outcome.dates.iter().flat_map(|line| &line.open).map(ToString::to_string).collect();
    (outcome.dates.iter().filter_map(|line| line.day).collect(), open)
}

#[test]
fn a_regional_holiday_is_asked_for_only_where_it_counts() {
    let days = |list: &[&str]| list.iter().map(|text| day(text)).collect::<Vec<_>>();
    let (unknown, open) = ending_in(None);
    assert_eq!(unknown, days(&["2026-12-04", "2026-12-03", "2026-11-30"]));
    assert!(open.contains(&"place".to_owned()));
    let (east, open) = ending_in(Some(chosen("east")));
    assert_eq!(east, unknown);
    assert!(open.is_empty());
    let (elsewhere, _) = ending_in(Some(chosen("elsewhere")));
    assert_eq!(elsewhere, days(&["2026-12-04", "2026-12-04", "2026-12-01"]));
    assert_eq!(ending_in(Some(Answer::DontKnow)).0, unknown);
}

#[test]
fn results_stand_in_the_group_that_says_when_to_act() {
    let given = answers(&[
        ("situation", chosen("applicant")),
        ("decision", chosen("refused")),
        ("notified", Answer::Day(day("2026-11-05"))),
        ("lodged", Answer::Day(day("2026-10-30"))),
    ]);
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
    let groups: Vec<_> = ["work", "appeal", "pay", "school", "other"]
        .into_iter()
        .map(|id| {
            let rule = rules.rules.iter().find(|rule| rule.id == *id).unwrap();
            consultation.outcome(rule).group()
        })
        .collect();
    let expected = [Group::Later, Group::Deadline, Group::Possible, Group::Everyone, Group::Not];
    assert_eq!(groups, expected);
}
