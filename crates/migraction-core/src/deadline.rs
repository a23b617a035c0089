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

/// One way to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The rule that it follows.
    pub rule: &'a Rule,
    /// From which date.
    pub from: From,
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
    /// This version does not settle it for that date.
    Uncovered(Option<&'a Rule>),
    /// The readings, the earliest first; it is the one to keep.
    Known(Vec<Reading<'a>>),
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
    let mut starts = Vec::with_capacity(2);
    if let Some(day) = letter.received {
        starts.push((From::Received, day));
    }
    if let Some(day) = letter.dated.filter(|_| letter.received.is_none() || !letter.proved) {
        starts.push((From::Dated, day));
    }
    let mut readings = Vec::new();
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
            let lines = consultation.outcome(rule).dates;
            readings.extend(reading(law, rule, letter, from, start, lines));
        }
    }
    if starts.is_empty() || (readings.is_empty() && covered) {
        return Reckoning::Missing;
    }
    if readings.is_empty() {
        return Reckoning::Uncovered(uncovered);
    }
    readings.sort_by_key(|reading| (reading.safe, reading.legal));
    Reckoning::Known(readings)
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

fn reading<'a>(
    law: Law<'_>,
    rule: &'a Rule,
    letter: &Letter,
    from: From,
    start: NaiveDate,
    lines: Vec<DateLine>,
) -> Option<Reading<'a>> {
    let day = |role| lines.iter().find(|line| line.role == role).and_then(|line| line.day);
    let calendar = law.calendar.at(letter.place.as_ref());
    let legal = day(DateRole::Legal)?;
    let safe = day(DateRole::Safe).or_else(|| calendar.roll(legal, Roll::Back))?;
    let act_by = day(DateRole::ActBy).or_else(|| calendar.add(safe, MARGIN))?;
    Some(Reading { rule, from, start, legal, safe, act_by, lines })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{From, Law, Letter, Reckoning, kinds, reckon};
    use crate::CivilDate;
    use crate::rules::{Condition, Rules, tests as law};

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
    fn the_limit_on_the_paper_prevails() {
        let mut ten = letter(None, Some("2026-11-05"), true);
        ten.limit = Some(10.into());
        check(&ten, &[(From::Received, "2026-11-10 2026-11-13 2026-11-15")]);
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
