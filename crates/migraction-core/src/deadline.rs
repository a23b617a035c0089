//! The deadline calculator: from a letter in the hand to the day by which to have acted.
//!
//! Which letters and events there are, and how their terms run, the rules of the country say;
//! nothing of it stands here. Where two readings are possible, the earlier date is the one to keep.

use chrono::NaiveDate;

use crate::Id;
use crate::dates::{Calendar, Roll, Term, TermUnit};
use crate::facts::Facts;
use crate::rules::{
    Answer, Answers, Consultation, DateAnchor, DateLine, DateRole, DateStep, DateTerm, Rule,
    RuleKind, Rules, Truth,
};

/// Working days to keep in hand where a rule names no day to act by.
const MARGIN: Term = Term { count: -3, unit: TermUnit::WorkingDays };

/// A letter or event whose last day the rules compute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind<'a> {
    /// The concept: its rules follow each other in time.
    pub concept: &'a Id,
    /// The rule that gives it its name.
    pub rule: &'a Rule,
    /// The date question that the term starts from.
    pub start: &'a Id,
    /// The question for a limit printed on the paper, where one prevails.
    pub limit: Option<&'a Id>,
}

/// The kinds of a country, the most pressing first.
#[must_use]
pub fn kinds(rules: &Rules) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for rule in rules.rules.iter().filter(|rule| rule.kind != RuleKind::Uncovered) {
        let Some(legal) = rule.dates.iter().find(|step| step.role == DateRole::Legal) else {
            continue;
        };
        let known = kinds.iter().any(|kind| *kind.concept == rule.concept);
        if let (false, Some((start, limit))) = (known, origin(rule, legal)) {
            kinds.push(Kind { concept: &rule.concept, rule, start, limit });
        }
    }
    kinds.sort_by_key(|kind| kind.rule.urgency);
    kinds
}

/// The question that a date starts from, and the one that may state its term.
fn origin<'a>(rule: &'a Rule, step: &'a DateStep) -> Option<(&'a Id, Option<&'a Id>)> {
    let stated = step.add.iter().find_map(|term| match term {
        DateTerm::Answer(question) => Some(question),
        DateTerm::Fact(_) => None,
    });
    match &step.start {
        DateAnchor::Answer(question) => Some((question, stated)),
        DateAnchor::Date(id) => {
            let earlier = rule.dates.iter().find(|step| step.id == *id)?;
            let (start, limit) = origin(rule, earlier)?;
            Some((start, stated.or(limit)))
        }
    }
}

/// What the paper says, and how it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The date written on it.
    pub dated: Option<NaiveDate>,
    /// The day on which it was received.
    pub received: Option<NaiveDate>,
    /// Whether the day of receipt can be proved: given by hand, or with a dated receipt.
    pub proved: bool,
    /// The limit printed on it, in the unit of its question.
    pub limit: Option<crate::Decimal>,
    /// Where one is, for holidays that are not kept everywhere.
    pub place: Option<Id>,
}

/// From which of its dates a letter is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The day of receipt.
    Received,
    /// The date written on it.
    Dated,
}

/// Which term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The limit printed on the paper.
    Printed,
    /// The term of the rule.
    Rule,
}

/// One way to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The rule that it follows.
    pub rule: &'a Rule,
    /// From which date.
    pub from: From,
    /// By which term.
    pub basis: Basis,
    /// The day counted from.
    pub start: NaiveDate,
    /// The last day by law.
    pub legal: NaiveDate,
    /// The cautious last day.
    pub safe: NaiveDate,
    /// The day by which to have acted.
    pub act_by: NaiveDate,
    /// The computation, line by line.
    pub lines: Vec<DateLine>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reckoning<'a> {
    /// Neither date is known, or a term is missing.
    Missing,
    /// This date lies after today: nobody holds such a letter. Nothing is counted from it.
    Future(From),
    /// This version does not settle it for that date.
    Uncovered(Option<&'a Rule>),
    /// The readings, the earliest first; it is the one to keep.
    Known(Vec<Reading<'a>>),
}

/// Whether the limit printed on the paper and the term of the rule lead to different days.
#[must_use]
pub fn differ(readings: &[Reading<'_>]) -> bool {
    readings.iter().any(|one| {
        one.basis == Basis::Printed
            && readings.iter().any(|other| {
                other.basis == Basis::Rule && other.from == one.from && other.safe != one.safe
            })
    })
}

/// A country's law and days, as the calculator needs them.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    /// Its rules.
    pub rules: &'a Rules,
    /// All facts.
    pub facts: &'a Facts,
    /// Its holidays.
    pub calendar: &'a Calendar,
}

/// Counts the term of a letter, on `today`.
#[must_use]
pub fn reckon<'a>(
    law: Law<'a>,
    kind: &Kind<'a>,
    letter: &Letter,
    today: NaiveDate,
) -> Reckoning<'a> {
    let given = [(From::Received, letter.received), (From::Dated, letter.dated)];
    if let Some((from, _)) = given.iter().find(|(_, day)| day.is_some_and(|day| day > today)) {
        return Reckoning::Future(*from);
    }
    let mut starts = Vec::with_capacity(2);
    if let Some(day) = letter.received {
        starts.push((From::Received, day));
    }
    if let Some(day) = letter.dated.filter(|_| letter.received.is_none() || !letter.proved) {
        starts.push((From::Dated, day));
    }
    let mut found = Vec::new();
    let mut uncovered = None;
    let mut covered = false;
    for (from, start) in starts.iter().copied() {
        let answers = answers(law, kind, letter, start);
        let consultation =
            Consultation::new(law.rules, law.facts, law.calendar, &answers, today, today);
        for rule in law.rules.rules.iter().filter(|rule| rule.concept == *kind.concept) {
            if consultation.truth(&rule.when) == Truth::False {
                continue;
            }
            if rule.kind == RuleKind::Uncovered {
                uncovered = Some(rule);
                continue;
            }
            covered = true;
            found.extend(readings(law, rule, &answers, from, today));
        }
    }
    if starts.is_empty() || (found.is_empty() && covered) {
        return Reckoning::Missing;
    }
    if found.is_empty() {
        return Reckoning::Uncovered(uncovered);
    }
    found.sort_by_key(|reading| (reading.safe, reading.legal));
    Reckoning::Known(found)
}

fn answers(law: Law<'_>, kind: &Kind<'_>, letter: &Letter, start: NaiveDate) -> Answers {
    let mut answers = Answers::from([(kind.start.clone(), Answer::Day(start))]);
    if let Some((question, limit)) = kind.limit.zip(letter.limit) {
        answers.insert(question.clone(), Answer::Number(limit));
    }
    if let Some((question, place)) = law.calendar.place.as_ref().zip(letter.place.clone()) {
        answers.insert(question.clone(), Answer::One(place));
    }
    answers
}

/// The ways to count the last day of a rule for these answers, the earliest first: by the limit printed on the paper
/// where one was answered, and by the rule's own term where that leads to another day. Empty where the rule has no
/// last day, or something is missing. Both the calculator and the results go by it, so that one appeal has one day.
#[must_use]
pub fn readings<'a>(
    law: Law<'a>,
    rule: &'a Rule,
    answers: &Answers,
    from: From,
    today: NaiveDate,
) -> Vec<Reading<'a>> {
    let Some(legal) = rule.dates.iter().find(|step| step.role == DateRole::Legal) else {
        return Vec::new();
    };
    let limit = origin(rule, legal).and_then(|(_, limit)| limit);
    let printed = limit.filter(|limit| matches!(answers.get(*limit), Some(Answer::Number(_))));
    let place = law.calendar.place.as_ref().and_then(|place| match answers.get(place) {
        Some(Answer::One(option)) => Some(option),
        _ => None,
    });
    let count = |counted: &Rule, answers: &Answers, basis| {
        let consultation =
            Consultation::new(law.rules, law.facts, law.calendar, answers, today, today);
        reading(law, rule, place, from, basis, consultation.outcome(counted).dates)
    };
    let Some(limit) = printed else {
        return count(rule, answers, Basis::Rule).into_iter().collect();
    };
    // The engine keeps the earlier of both: each is counted alone, so that a difference can be said.
    let mut by_paper = rule.clone();
    for step in &mut by_paper.dates {
        let stated = DateTerm::Answer(limit.clone());
        if step.add.contains(&stated) {
            step.add = vec![stated];
        }
    }
    let mut without = answers.clone();
    without.remove(limit);
    let printed = count(&by_paper, answers, Basis::Printed);
    let own = count(rule, &without, Basis::Rule)
        .filter(|own| printed.as_ref().is_none_or(|printed| printed.safe != own.safe));
    let mut found: Vec<_> = printed.into_iter().chain(own).collect();
    found.sort_by_key(|reading| (reading.safe, reading.legal));
    found
}

/// The day from which the last day is counted in the end, over dates that stand between.
fn first_day(lines: &[DateLine]) -> Option<NaiveDate> {
    let mut line = lines.iter().find(|line| line.role == DateRole::Legal)?;
    while let Some(earlier) =
        lines.iter().find(|other| other.id == line.anchor && other.id != line.id)
    {
        line = earlier;
    }
    line.start
}

fn reading<'a>(
    law: Law<'_>,
    rule: &'a Rule,
    place: Option<&Id>,
    from: From,
    basis: Basis,
    lines: Vec<DateLine>,
) -> Option<Reading<'a>> {
    let line = |role| lines.iter().find(|line| line.role == role);
    let day = |role| line(role).and_then(|line| line.day);
    let calendar = law.calendar.at(place);
    let legal = day(DateRole::Legal)?;
    let start = first_day(&lines)?;
    let safe = day(DateRole::Safe).or_else(|| calendar.roll(legal, Roll::Back))?;
    let act_by = day(DateRole::ActBy).or_else(|| calendar.add(safe, MARGIN))?;
    Some(Reading { rule, from, basis, start, legal, safe, act_by, lines })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Basis, From, Law, Letter, Reckoning, differ, kinds, readings, reckon};
    use crate::CivilDate;
    use crate::rules::{Answer, Answers, Condition, Rules, tests as law};

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn letter(dated: Option<&str>, received: Option<&str>, proved: bool) -> Letter {
        Letter { dated: dated.map(day), received: received.map(day), proved, ..Letter::default() }
    }

    /// Safe, legal and act-by dates of each reading for the appeal of the invented law.
    fn count_with(rules: &Rules, letter: &Letter) -> Vec<(From, String)> {
        let (facts, calendar) = (law::facts(), law::calendar());
        let all = Law { rules, facts: &facts, calendar: &calendar };
        let kinds = kinds(rules);
        match reckon(all, &kinds[0], letter, day("2026-11-23")) {
            Reckoning::Known(readings) => readings
                .iter()
                .map(|one| (one.from, format!("{} {} {}", one.act_by, one.safe, one.legal)))
                .collect(),
            Reckoning::Missing => vec![(From::Received, "missing".to_owned())],
            Reckoning::Future(from) => vec![(from, "future".to_owned())],
            Reckoning::Uncovered(_) => vec![(From::Received, "uncovered".to_owned())],
        }
    }

    #[track_caller]
    fn check(letter: &Letter, expected: &[(From, &str)]) {
        let found = count_with(&law::rules(), letter);
        let found: Vec<_> = found.iter().map(|(from, days)| (*from, days.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn kinds_are_the_rules_that_compute_a_last_day() {
        let rules = law::rules();
        let kinds = kinds(&rules);
        assert_eq!(kinds.len(), 1);
        assert_eq!(*kinds[0].concept, *"appeal");
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
            letter.limit = Some(days.into());
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
        for (limit, expected) in
            [(Some(10), true), (Some(40), true), (Some(30), false), (None, false)]
        {
            let mut letter = letter(None, Some("2026-11-05"), true);
            letter.limit = limit.map(Into::into);
            let found = reckon(all, &kinds(&rules)[0], &letter, day("2026-11-23"));
            let Reckoning::Known(found) = found else { panic!("{limit:?} gave {found:?}") };
            assert_eq!(differ(&found), expected, "{limit:?}");
        }
        // Two dates of one letter are no difference between paper and rule.
        let two = letter(Some("2026-11-02"), Some("2026-11-05"), false);
        let Reckoning::Known(found) = reckon(all, &kinds(&rules)[0], &two, day("2026-11-23"))
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
            letter.limit = limit.map(Into::into);
            let mut answers = Answers::from([("notified".into(), Answer::Day(day("2026-11-05")))]);
            answers.extend(limit.map(|days| ("letter-days".into(), Answer::Number(days.into()))));
            let today = day("2026-11-23");
            let results = readings(all, rule, &answers, From::Received, today);
            let tool = reckon(all, &kinds(&rules)[0], &letter, today);
            assert_eq!(Reckoning::Known(results), tool, "{limit:?}");
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
        letter.limit = Some(10.into());
        let found = reckon(all, &kinds(&rules)[0], &letter, day("2026-11-23"));
        let Reckoning::Known(found) = found else { panic!("{found:?}") };
        assert_eq!(found.iter().map(|one| one.basis).collect::<Vec<_>>(), [Basis::Printed]);
    }

    #[test]
    fn nothing_known_is_said() {
        check(&letter(None, None, true), &[(From::Received, "missing")]);
    }

    #[test]
    fn a_date_before_the_rules_is_not_covered() {
        let mut rules = law::rules();
        let appeal = rules.rules.iter_mut().find(|rule| rule.id == *"appeal").unwrap();
        appeal.when = Condition::Within {
            event: "notified".into(),
            from: Some(day("2026-11-04")),
            until: None,
        };
        let found = count_with(&rules, &letter(None, Some("2026-11-03"), true));
        assert_eq!(found, [(From::Received, "uncovered".to_owned())]);
    }
}
