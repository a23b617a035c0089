//! Letters of an invented law, counted by hand.
#![allow(clippy::unwrap_used)]

use super::{
    Basis, From, Law, Matter, Paper, Reckoning, days_meant, differ, kinds, open_questions,
    readings, reckon, still_to_act,
};
use crate::CivilDate;
use crate::facts::Unit;
use crate::rules::{Answer, Answers, Condition, DateTerm, Rules, tests as law};

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn letter(dated: Option<&str>, received: Option<&str>, proved: bool) -> Paper {
    Paper { dated: dated.map(day), received: received.map(day), proved, ..Paper::default() }
}

/// Safe, legal and act-by dates of each reading for the appeal of the invented law.
fn count_with(rules: &Rules, paper: &Paper) -> Vec<(From, String)> {
    let (facts, calendar) = (law::facts(), law::calendar());
    let all = Law { rules, facts: &facts, calendar: &calendar };
    let kinds = kinds(all, day("2026-11-23"));
    match reckon(all, &kinds[0], paper, day("2026-11-23")) {
        Reckoning::Known(readings) => readings
            .iter()
            .map(|one| (one.from, format!("{} {} {}", one.act_by, one.safe, one.legal)))
            .collect(),
        Reckoning::Missing => vec![(From::Received, "missing".to_owned())],
        Reckoning::Future(from) => vec![(from, "future".to_owned())],
        Reckoning::Reversed => vec![(From::Received, "reversed".to_owned())],
        Reckoning::Uncovered(_) => vec![(From::Received, "uncovered".to_owned())],
    }
}

#[track_caller]
fn check(letter: &Paper, expected: &[(From, &str)]) {
    let found = count_with(&law::rules(), letter);
    let found: Vec<_> = found.iter().map(|(from, days)| (*from, days.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn kinds_are_the_rules_that_compute_a_last_day() {
    let rules = law::rules();
    let (facts, calendar) = (law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let kinds = kinds(all, day("2026-11-23"));
    assert_eq!(kinds.len(), 1);
    assert_eq!(kinds[0].matter, Matter::Concept(&"appeal".into()));
    assert_eq!(*kinds[0].start, *"notified");
    assert_eq!(kinds[0].limit.map(crate::Id::as_str), Some("letter-days"));
}

#[test]
fn a_receipt_that_is_proved_counts_alone() {
    check(
        &letter(Some("2026-11-02"), Some("2026-11-05"), true),
        &[(From::Received, "2026-12-01 2026-12-04 2026-12-05")],
    );
}

#[test]
fn of_two_readings_the_earlier_comes_first() {
    check(
        &letter(Some("2026-11-02"), Some("2026-11-05"), false),
        &[
            (From::Dated, "2026-11-27 2026-12-02 2026-12-02"),
            (From::Received, "2026-12-01 2026-12-04 2026-12-05"),
        ],
    );
}

#[test]
fn without_a_day_of_receipt_the_date_on_the_letter_counts() {
    check(
        &letter(Some("2026-11-02"), None, true),
        &[(From::Dated, "2026-11-27 2026-12-02 2026-12-02")],
    );
}

#[test]
fn a_limit_on_the_paper_that_differs_stands_beside_the_rule_and_the_earlier_leads() {
    let limited = |days: u32| {
        let mut letter = letter(None, Some("2026-11-05"), true);
        letter.limit = Some(Answer::Number(days.into()));
        letter
    };
    check(
        &limited(10),
        &[
            (From::Received, "2026-11-10 2026-11-13 2026-11-15"),
            (From::Received, "2026-12-01 2026-12-04 2026-12-05"),
        ],
    );
    check(
        &limited(40),
        &[
            (From::Received, "2026-12-01 2026-12-04 2026-12-05"),
            (From::Received, "2026-12-10 2026-12-15 2026-12-15"),
        ],
    );
    check(&limited(30), &[(From::Received, "2026-12-01 2026-12-04 2026-12-05")]);
}

#[test]
fn it_is_said_whether_the_paper_and_the_rule_differ() {
    let (rules, facts, calendar) = (law::rules(), law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    for (limit, expected) in [(Some(10), true), (Some(40), true), (Some(30), false), (None, false)]
    {
        let mut letter = letter(None, Some("2026-11-05"), true);
        letter.limit = limit.map(|days: i32| Answer::Number(days.into()));
        let found = reckon(all, &kinds(all, day("2026-11-23"))[0], &letter, day("2026-11-23"));
        let Reckoning::Known(found) = found else { panic!("{limit:?} gave {found:?}") };
        assert_eq!(differ(&found), expected, "{limit:?}");
    }
    // Two dates of one letter are no difference between paper and rule.
    let two = letter(Some("2026-11-02"), Some("2026-11-05"), false);
    let Reckoning::Known(found) =
        reckon(all, &kinds(all, day("2026-11-23"))[0], &two, day("2026-11-23"))
    else {
        panic!("nothing was found")
    };
    assert!(found.len() == 2 && !differ(&found));
}

#[test]
fn a_date_after_today_is_refused() {
    let future = |dated, received| count_with(&law::rules(), &letter(dated, received, true));
    let said = |from| vec![(from, "future".to_owned())];
    assert_eq!(future(None, Some("2026-11-24")), said(From::Received));
    assert_eq!(future(Some("2027-01-02"), Some("2026-11-05")), said(From::Dated));
    assert_eq!(future(Some("2026-11-24"), None), said(From::Dated));
    assert_eq!(future(None, Some("2026-11-23")).len(), 1);
    assert_ne!(future(None, Some("2026-11-23")), said(From::Received));
}

#[test]
fn the_results_and_the_calculator_keep_the_same_day() {
    let (rules, facts, calendar) = (law::rules(), law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let rule = rules.rules.iter().find(|rule| rule.id == *"appeal").unwrap();
    for limit in [None, Some(10), Some(40)] {
        let mut letter = letter(None, Some("2026-11-05"), true);
        letter.limit = limit.map(|days: i32| Answer::Number(days.into()));
        let mut answers = Answers::from([("notified".into(), Answer::Day(day("2026-11-05")))]);
        answers.extend(limit.map(|days| ("letter-days".into(), Answer::Number(days.into()))));
        let today = day("2026-11-23");
        let results = readings(all, rule, &answers, From::Received, today);
        let tool = reckon(all, &kinds(all, day("2026-11-23"))[0], &letter, today);
        let Reckoning::Known(tool) = tool else { panic!("{limit:?} gave {tool:?}") };
        let days = |readings: &[super::Reading<'_>]| {
            let each = readings.iter().map(|one| (one.safe, one.legal, one.act_by));
            each.collect::<Vec<_>>()
        };
        assert_eq!(days(&results), days(&tool), "{limit:?}");
    }
}

#[test]
fn a_rule_without_a_last_day_has_no_reading() {
    let (rules, facts, calendar) = (law::rules(), law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let work = rules.rules.iter().find(|rule| rule.id == *"work").unwrap();
    let answers = Answers::from([("lodged".into(), Answer::Day(day("2026-01-05")))]);
    assert!(readings(all, work, &answers, From::Received, day("2026-11-23")).is_empty());
}

#[test]
fn without_a_term_of_the_rule_the_paper_alone_counts() {
    let (rules, calendar) = (law::rules(), law::calendar());
    let mut facts = law::facts();
    facts.remove("term");
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let mut letter = letter(None, Some("2026-11-05"), true);
    letter.limit = Some(Answer::Number(10.into()));
    let found = reckon(all, &kinds(all, day("2026-11-23"))[0], &letter, day("2026-11-23"));
    let Reckoning::Known(found) = found else { panic!("{found:?}") };
    assert_eq!(found.iter().map(|one| one.basis).collect::<Vec<_>>(), [Basis::Printed]);
}

/// The invented law with a letter, whose procedure says whether the appeal of the law or a shorter one runs.
fn two_procedures() -> Rules {
    let mut rules = law::rules();
    rules.letters.question = Some("decision".into());
    rules.letters.list = vec![crate::letters::Letter {
        id: "xx-refused".into(),
        option: "refused".into(),
        from: "office".into(),
        topics: vec![],
        facts: vec![],
        services: vec![],
        see: None,
    }];
    let refused = |also| Condition::All(vec![law::is("decision", &["refused"]), also]);
    let appeal = rules.rules.iter_mut().find(|rule| rule.id == *"appeal").unwrap();
    appeal.when = refused(law::is("situation", &["refugee"]));
    let mut short = appeal.clone();
    short.id = "short".into();
    short.concept = "short".into();
    short.when = refused(law::is("situation", &["applicant"]));
    for step in short.dates.iter_mut().filter(|step| step.id == *"legal") {
        step.add.clear();
        step.days = 5;
    }
    rules.rules.push(short);
    rules
}

#[test]
fn of_a_letter_all_procedures_count_until_one_is_named_and_the_shortest_leads() {
    let (rules, facts, calendar) = (two_procedures(), law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let today = day("2026-11-23");
    let kinds = kinds(all, today);
    let kind = kinds.iter().find(|kind| kind.id() == "xx-refused").unwrap();
    let mut paper = letter(None, Some("2026-11-19"), true);
    let counted = |paper: &Paper| {
        let Reckoning::Known(found) = reckon(all, kind, paper, today) else { panic!() };
        let found = found.iter();
        found
            .map(|one| (one.rule.id.to_string(), one.legal.to_string(), one.is_certain))
            .collect::<Vec<_>>()
    };
    let short = |certain| ("short".to_owned(), "2026-11-24".to_owned(), certain);
    let long = ("appeal".to_owned(), "2026-12-19".to_owned(), false);
    assert_eq!(counted(&paper), [short(false), long]);
    let asked = |paper: &Paper| -> Vec<String> {
        let asked = open_questions(all, kind, paper, today);
        asked.iter().map(|question| question.id.to_string()).collect()
    };
    assert_eq!(asked(&paper), ["situation"]);
    paper.further.insert("situation".into(), law::chosen("applicant"));
    assert_eq!(counted(&paper), [short(true)]);
    assert_eq!(asked(&paper), ["situation"], "an answer can be changed");
}

#[test]
fn what_may_be_gone_stands_behind_what_can_still_be_kept_and_leads_once_it_is_certain() {
    let (rules, facts, calendar) = (two_procedures(), law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let today = day("2026-11-23");
    let kinds = kinds(all, today);
    let kind = kinds.iter().find(|kind| kind.id() == "xx-refused").unwrap();
    let mut paper = letter(None, Some("2026-11-05"), true);
    let counted = |paper: &Paper| {
        let Reckoning::Known(found) = reckon(all, kind, paper, today) else { panic!() };
        found.iter().map(|one| one.rule.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(counted(&paper), ["appeal", "short"]);
    paper.further.insert("situation".into(), law::chosen("applicant"));
    assert_eq!(counted(&paper), ["short"]);
}

#[test]
fn a_limit_printed_on_the_paper_leads_before_a_shorter_one_that_only_may_have_been() {
    let (mut rules, mut facts, calendar) = (two_procedures(), law::facts(), law::calendar());
    facts.extend([law::fact("short-term", "5", Unit::Days)]);
    let short = rules.rules.iter_mut().find(|rule| rule.id == *"short").unwrap();
    for step in short.dates.iter_mut().filter(|step| step.id == *"legal") {
        step.add =
            vec![DateTerm::Answer("letter-days".into()), DateTerm::Fact("short-term".into())];
        step.days = 0;
    }
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let today = day("2026-11-23");
    let kinds = kinds(all, today);
    let kind = kinds.iter().find(|kind| kind.id() == "xx-refused").unwrap();
    let mut paper = letter(None, Some("2026-11-05"), true);
    let leads = |paper: &Paper| {
        let Reckoning::Known(found) = reckon(all, kind, paper, today) else { panic!() };
        (found[0].basis, found[0].legal.to_string())
    };
    paper.limit = Some(Answer::Number(20.into()));
    assert_eq!(leads(&paper), (Basis::Printed, "2026-11-25".to_owned()));
    // The paper itself says that it is gone.
    paper.limit = Some(Answer::Number(10.into()));
    assert_eq!(leads(&paper), (Basis::Printed, "2026-11-15".to_owned()));
}

#[test]
fn the_date_of_a_letter_whose_receipt_is_known_gives_way_once_its_days_are_gone() {
    let (rules, facts, calendar) = (law::rules(), law::facts(), law::calendar());
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let today = day("2026-11-23");
    let kinds = kinds(all, today);
    let kind = &kinds[0];
    let counted = |dated, received| {
        let paper = letter(dated, received, false);
        let Reckoning::Known(found) = reckon(all, kind, &paper, today) else { panic!() };
        found.iter().map(|one| one.from).collect::<Vec<_>>()
    };
    assert_eq!(counted(Some("2026-10-01"), Some("2026-11-05")), [From::Received, From::Dated]);
    assert_eq!(counted(Some("2026-11-02"), Some("2026-11-05")), [From::Dated, From::Received]);
    // Both are gone: the earlier leads.
    assert_eq!(counted(Some("2026-09-01"), Some("2026-09-03")), [From::Dated, From::Received]);
}

#[test]
fn nobody_is_told_to_act_by_a_day_gone_by_while_the_last_day_is_to_come() {
    let today = day("2026-11-23");
    let told = |by, last| still_to_act(day(by), Some(day(last)), today).to_string();
    assert_eq!(told("2026-11-25", "2026-11-27"), "2026-11-25");
    assert_eq!(told("2026-11-20", "2026-11-23"), "2026-11-23");
    assert_eq!(told("2026-11-18", "2026-11-20"), "2026-11-18");
    assert_eq!(still_to_act(day("2026-11-18"), None, today), day("2026-11-18"));
}

#[test]
fn a_day_that_tells_two_rules_apart_is_asked_beside_the_letter() {
    let (mut rules, facts, calendar) = (two_procedures(), law::facts(), law::calendar());
    let lodged = || crate::rules::Day::Answer("lodged".into());
    let pact = || crate::rules::Day::Fixed(day("2026-06-12"));
    for rule in &mut rules.rules {
        let when = match rule.id.as_str() {
            "short" => Condition::OnOrAfter(lodged(), pact()),
            "appeal" => Condition::Before(lodged(), pact()),
            _ => continue,
        };
        rule.when = Condition::All(vec![law::is("decision", &["refused"]), when]);
    }
    for question in rules.questions.iter_mut().filter(|question| question.id == *"lodged") {
        question.when = Condition::always();
    }
    let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
    let today = day("2026-11-23");
    let kinds = kinds(all, today);
    let kind = kinds.iter().find(|kind| kind.id() == "xx-refused").unwrap();
    let mut paper = letter(None, Some("2026-11-19"), true);
    let asked = open_questions(all, kind, &paper, today);
    assert_eq!(asked.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["lodged"]);
    paper.further.insert("lodged".into(), Answer::Day(day("2026-01-05")));
    let Reckoning::Known(found) = reckon(all, kind, &paper, today) else { panic!() };
    assert_eq!(found.iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>(), ["appeal"]);
    assert!(found[0].is_certain);
}

#[test]
fn what_came_before_it_was_written_is_not_counted() {
    check(&letter(Some("2026-11-05"), Some("2026-11-04"), true), &[(From::Received, "reversed")]);
}

#[test]
fn nothing_known_is_said() {
    check(&letter(None, None, true), &[(From::Received, "missing")]);
}

#[test]
fn a_date_before_the_rules_is_not_covered() {
    let mut rules = law::rules();
    let appeal = rules.rules.iter_mut().find(|rule| rule.id == *"appeal").unwrap();
    appeal.when =
        Condition::Within { event: "notified".into(), from: Some(day("2026-11-04")), until: None };
    let found = count_with(&rules, &letter(None, Some("2026-11-03"), true));
    assert_eq!(found, [(From::Received, "uncovered".to_owned())]);
}

#[test]
fn a_month_alone_is_counted_from_its_first_day_on() {
    let today = day("2026-11-23");
    let meant = |dated, received| days_meant(dated, received, today);
    let known = |text: &str| (!text.is_empty()).then(|| day(text));
    let both = |dated: [&str; 2], received: [&str; 2]| {
        [0, 1].map(|at| (known(dated[at]), known(received[at])))
    };
    assert_eq!(meant("2026-10-20", ""), both(["2026-10-20"; 2], [""; 2]));
    assert_eq!(meant("", "2026-10"), both([""; 2], ["2026-10-01", "2026-10-31"]));
    // Of this month only the days until today have been.
    assert_eq!(meant("", "2026-11"), both([""; 2], ["2026-11-01", "2026-11-23"]));
    // It was not received before it was written.
    assert_eq!(
        meant("2026-10-20", "2026-10"),
        both(["2026-10-20"; 2], ["2026-10-20", "2026-10-31"])
    );
    assert_eq!(
        meant("2026-10", "2026-10-20"),
        both(["2026-10-01", "2026-10-20"], ["2026-10-20"; 2])
    );
    // What contradicts itself is left to be said.
    assert_eq!(
        meant("2026-11-02", "2026-10"),
        both(["2026-11-02"; 2], ["2026-10-01", "2026-10-31"])
    );
    assert_eq!(meant("2026-1", "soon"), both([""; 2], [""; 2]));
}
