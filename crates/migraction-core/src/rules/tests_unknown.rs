#![allow(clippy::unwrap_used)]
//! What is not known, not covered, past its review or impossible is never told as certain, and
//! never hides a date or a danger.

use chrono::NaiveDate;

use super::tests::{answers, calendar, chosen, day, facts, is, one, question, rule, rules};
use super::*;
use crate::dates::{Term, TermUnit};
use crate::facts::Facts;

/// What the tests look at of an outcome.
struct Seen {
    name: &'static str,
    group: Group,
    key: Option<NaiveDate>,
    legal: Option<NaiveDate>,
    later: Vec<NaiveDate>,
}

struct Case {
    rules: Rules,
    facts: Facts,
    as_of: NaiveDate,
    today: NaiveDate,
}

impl Case {
    fn new() -> Self {
        let day = day("2026-11-23");
        Self { rules: rules(), facts: facts(), as_of: day, today: day }
    }

    fn seen(&self, given: &[(&str, Answer)], rule: &str) -> Seen {
        let (calendar, answers) = (calendar(), answers(given));
        let consultation = Consultation::new(
            &self.rules,
            &self.facts,
            &calendar,
            &answers,
            self.as_of,
            self.today,
        );
        let rule = self.rules.rules.iter().find(|known| known.id == *rule).unwrap();
        let outcome = consultation.outcome(rule);
        let legal = outcome.dates.iter().find(|line| line.role == DateRole::Legal);
        Seen {
            name: outcome.name(),
            group: outcome.group(),
            key: outcome.key_date().and_then(|line| line.day),
            legal: legal.and_then(|line| line.day),
            later: legal.into_iter().flat_map(|line| &line.later).map(|(_, day)| *day).collect(),
        }
    }

    fn order(&self, given: &[(&str, Answer)]) -> Vec<String> {
        let (calendar, answers) = (calendar(), answers(given));
        let consultation = Consultation::new(
            &self.rules,
            &self.facts,
            &calendar,
            &answers,
            self.as_of,
            self.today,
        );
        consultation.outcomes().iter().map(|outcome| outcome.rule.id.to_string()).collect()
    }

    fn next(&self, given: &[(&str, Answer)]) -> Option<String> {
        let (calendar, answers) = (calendar(), answers(given));
        let consultation = Consultation::new(
            &self.rules,
            &self.facts,
            &calendar,
            &answers,
            self.as_of,
            self.today,
        );
        consultation.progress().next.map(|question| question.id.to_string())
    }
}

fn refused(notified: &str) -> Vec<(&'static str, Answer)> {
    vec![
        ("situation", chosen("applicant")),
        ("decision", chosen("refused")),
        ("notified", Answer::Day(day(notified))),
        ("letter-days", Answer::DontKnow),
    ]
}

#[test]
fn what_only_may_apply_is_never_told_as_not_covered_or_past_its_review() {
    let mut case = Case::new();
    assert_eq!(case.seen(&[("situation", Answer::DontKnow)], "other").name, "may-apply");
    assert_eq!(case.seen(&[("situation", chosen("refugee"))], "other").name, "not-covered");
    case.today = day("2027-06-01");
    let open = case.seen(&[("situation", chosen("applicant"))], "appeal");
    assert_eq!((open.name, open.group), ("may-apply", Group::Possible));
    let sure = case.seen(&refused("2026-11-05"), "appeal");
    assert_eq!((sure.name, sure.group), ("past-review", Group::Deadline));
    assert_eq!(case.seen(&[("situation", chosen("refugee"))], "appeal").name, "does-not-apply");
}

#[test]
fn a_limit_that_may_apply_and_falls_within_two_weeks_is_a_deadline() {
    let case = Case::new();
    let mut given = refused("2026-11-05");
    given[1].1 = Answer::DontKnow;
    // Safe date 4 December, 11 days ahead.
    let soon = case.seen(&given, "appeal");
    assert_eq!((soon.name, soon.group), ("may-apply", Group::Deadline));
    given[2].1 = Answer::Day(day("2026-11-20"));
    let later = case.seen(&given, "appeal");
    assert_eq!((later.group, later.key), (Group::Possible, Some(day("2026-12-15"))));
    given[2].1 = Answer::Day(day("2026-09-20"));
    assert_eq!(case.seen(&given, "appeal").group, Group::Deadline);
}

#[test]
fn a_day_to_act_by_that_is_gone_gives_way_to_the_safe_date_then_to_the_legal_one() {
    let case = Case::new();
    let key = |notified: &str| case.seen(&refused(notified), "appeal").key.unwrap().to_string();
    // Act by, safe, legal: 1, 4 and 5 December; then 20, 24 and 24 November.
    assert_eq!(key("2026-11-05"), "2026-12-01");
    assert_eq!(key("2026-10-25"), "2026-11-24");
    // 17, 20 and 22 November: all are gone, the last of them says since when.
    assert_eq!(key("2026-10-23"), "2026-11-22");
    // 18, 20 and 23 November: the legal day is today.
    assert_eq!(key("2026-10-24"), "2026-11-23");
}

#[test]
fn a_longer_printed_limit_never_beats_the_shorter_one_of_the_law() {
    let case = Case::new();
    let mut given = refused("2026-11-05");
    given[3].1 = Answer::Number(60.into());
    let seen = case.seen(&given, "appeal");
    assert_eq!((seen.legal, seen.later), (Some(day("2026-12-05")), vec![day("2027-01-04")]));
    given[3].1 = Answer::Number(10.into());
    let seen = case.seen(&given, "appeal");
    assert_eq!((seen.legal, seen.later), (Some(day("2026-11-15")), vec![day("2026-12-05")]));
}

#[test]
fn an_impossible_day_is_never_counted_from() {
    let case = Case::new();
    let seen = case.seen(&refused("2026-11-24"), "appeal");
    // The limit is running all the same: it stands among the deadlines, without a day.
    assert_eq!((seen.legal, seen.key, seen.group), (None, None, Group::Deadline));
    assert_eq!(case.seen(&refused("2026-11-23"), "appeal").legal, Some(day("2026-12-23")));
}

#[test]
fn dates_are_asked_once_no_other_question_can_settle_the_rule() {
    let case = Case::new();
    let unknown = vec![("situation", Answer::DontKnow), ("decision", Answer::DontKnow)];
    assert_eq!(case.next(&unknown[..1]).as_deref(), Some("decision"));
    assert_eq!(case.next(&unknown).as_deref(), Some("notified"));
}

#[test]
fn limits_stand_by_their_day_whether_they_apply_or_may() {
    let mut case = Case::new();
    let mut other = case.rules.rules[1].clone();
    other.id = "appeal-elsewhere".into();
    other.when = is("elsewhere", &["yes"]);
    other.dates[0].add = vec![];
    other.dates[0].days = 20;
    case.rules.questions.push(question(
        "elsewhere",
        one(&["yes", "no"]),
        Urgency::Deadline,
        Condition::always(),
    ));
    case.rules.rules.push(other);
    let mut given = refused("2026-11-05");
    given.push(("elsewhere", Answer::DontKnow));
    assert_eq!(case.order(&given)[..2], ["appeal-elsewhere", "appeal"]);
}

#[test]
fn a_danger_that_an_answer_raises_is_a_danger_even_where_it_only_may_apply() {
    let mut case = Case::new();
    for (id, options) in [("roof", ["none", "home"]), ("alone", ["yes", "no"])] {
        case.rules.questions.push(question(
            id,
            one(&options),
            Urgency::Danger,
            Condition::always(),
        ));
    }
    let when = Condition::All(vec![is("roof", &["none"]), is("alone", &["no"])]);
    case.rules.rules.push(rule("tonight", RuleKind::Uncovered, Urgency::Danger, when, &[]));
    let group = |given: &[(&str, Answer)]| case.seen(given, "tonight").group;
    assert_eq!(group(&[]), Group::Possible);
    assert_eq!(group(&[("roof", chosen("none"))]), Group::Danger);
    assert_eq!(group(&[("roof", Answer::DontKnow)]), Group::Danger);
    assert_eq!(group(&[("roof", chosen("home"))]), Group::Not);
    // Not covered is no reason to stand further down.
    assert_eq!(group(&[("roof", chosen("none")), ("alone", chosen("no"))]), Group::Danger);
}

#[test]
fn of_a_month_a_limit_counts_from_the_first_day_and_a_right_from_the_last() {
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let days = |given: &Answers, rule: &str| -> Vec<String> {
        let consultation = Consultation::new(&rules, &facts, &calendar, given, today, today);
        let rule = rules.rules.iter().find(|one| one.id == *rule).unwrap();
        let dates = consultation.outcome(rule).dates;
        dates.iter().map(|line| line.day.unwrap().to_string()).collect()
    };
    let month = |text: &str| Answer::Month(day(text));
    let mut given = answers(&[
        ("situation", chosen("applicant")),
        ("decision", chosen("refused")),
        ("notified", month("2026-10-01")),
        ("lodged", month("2026-08-01")),
    ]);
    // Thirty days from the first of October; four months from the last of August.
    assert_eq!(days(&given, "appeal")[0], "2026-10-31");
    assert_eq!(days(&given, "work"), ["2026-12-31"]);
    // This month ends today: nobody received anything later.
    given.insert("lodged".into(), month("2026-11-01"));
    assert_eq!(days(&given, "work"), ["2027-03-23"]);
}

#[test]
fn a_limit_of_a_month_is_not_gone_while_its_last_day_leaves_time() {
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let until = |month: &str| {
        let given = answers(&[
            ("situation", chosen("applicant")),
            ("decision", chosen("refused")),
            ("notified", Answer::Month(day(month))),
        ]);
        let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
        let rule = rules.rules.iter().find(|one| one.id == *"appeal").unwrap();
        let outcome = consultation.outcome(rule);
        (outcome.is_gone(), outcome.may_last_until().map(|day| day.to_string()))
    };
    // Thirty days from 1 October are over, from 31 October they are not.
    assert_eq!(until("2026-10-01"), (false, Some("2026-11-30".to_owned())));
    assert_eq!(until("2026-09-01"), (true, None));
    assert_eq!(until("2026-11-01"), (false, None), "from its first day it still runs");
}

#[test]
fn whoever_does_not_know_which_letter_came_has_an_unrecognised_one() {
    let (mut rules, facts, calendar) = (rules(), facts(), calendar());
    rules.letters.question = Some("decision".into());
    let today = day("2026-11-23");
    let truth = |answer: Answer, options: &[&str]| {
        let given = answers(&[("situation", chosen("applicant")), ("decision", answer)]);
        let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
        consultation.truth(&is("decision", options))
    };
    assert_eq!(truth(Answer::DontKnow, &["other"]), Truth::True);
    assert_eq!(truth(Answer::DontKnow, &["refused"]), Truth::Unknown);
    assert_eq!(truth(Answer::DontKnow, &["refused", "other"]), Truth::Unknown);
    assert_eq!(truth(Answer::Declined, &["other"]), Truth::Unknown);
}

#[test]
fn a_month_settles_only_what_all_its_days_settle() {
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let given = answers(&[
        ("situation", chosen("applicant")),
        ("lodged", Answer::Month(day("2026-06-01"))),
    ]);
    let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
    let lodged = || Day::Answer("lodged".into());
    let before =
        |text: &str| consultation.truth(&Condition::Before(lodged(), Day::Fixed(day(text))));
    assert_eq!(before("2026-07-01"), Truth::True);
    assert_eq!(before("2026-06-12"), Truth::Unknown);
    assert_eq!(before("2026-06-01"), Truth::False);
    let from =
        |text: &str| consultation.truth(&Condition::OnOrAfter(lodged(), Day::Fixed(day(text))));
    assert_eq!(from("2026-06-01"), Truth::True);
    assert_eq!(from("2026-06-12"), Truth::Unknown);
    assert_eq!(from("2026-07-01"), Truth::False);
    let within = |from: &str, until: &str| {
        let (from, until) = (Some(day(from)), Some(day(until)));
        consultation.truth(&Condition::Within { event: "lodged".into(), from, until })
    };
    assert_eq!(within("2026-06-01", "2026-06-30"), Truth::True);
    assert_eq!(within("2026-06-10", "2026-06-20"), Truth::Unknown);
    assert_eq!(within("2026-01-01", "2026-05-31"), Truth::False);
}

#[test]
fn a_limit_printed_in_months_is_counted_in_months() {
    let (rules, facts, calendar) = (rules(), facts(), calendar());
    let today = day("2026-11-23");
    let legal = |limit: Answer| {
        let given = answers(&[
            ("situation", chosen("applicant")),
            ("decision", chosen("refused")),
            ("notified", Answer::Day(day("2026-11-05"))),
            ("letter-days", limit),
        ]);
        let consultation = Consultation::new(&rules, &facts, &calendar, &given, today, today);
        let appeal = rules.rules.iter().find(|one| one.id == *"appeal").unwrap();
        consultation.outcome(appeal).dates[0].day.unwrap().to_string()
    };
    let term = |count, unit| Answer::Term(Term { count, unit });
    assert_eq!(legal(term(2, TermUnit::Weeks)), "2026-11-19");
    // The rule's thirty days and the month of the paper end on the same day here; two months end later than the rule.
    assert_eq!(legal(term(1, TermUnit::Months)), "2026-12-05");
    assert_eq!(legal(term(2, TermUnit::Months)), "2026-12-05");
}

#[test]
fn to_exclude_an_option_is_not_to_want_one() {
    let decision = crate::Id::from("decision");
    let excluded = Condition::Not(Box::new(is("decision", &["refused"])));
    assert!(!excluded.wants(&decision));
    assert!(Condition::All(vec![excluded, is("decision", &["none"])]).wants(&decision));
    assert!(!is("situation", &["applicant"]).wants(&decision));
}
