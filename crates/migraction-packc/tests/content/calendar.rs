//! Every date that a consultation shows, reckoned again by another calendar and another way of counting.
//!
//! The public holidays are those of the Python package `holidays`, the arithmetic is day by day: what a person does with a
//! finger on a calendar. Each step of an explanation must lead to the day that it names, and the last to the date.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use migraction_core::Id;
use migraction_core::dates::{Roll, Term, TermUnit};
use migraction_core::deadline::Law;
use migraction_core::rules::{DateMove, Interview};
use migraction_packc::crosscheck;

use crate::CONTENT;

/// The other calendar: days by country.
static HOLIDAYS: LazyLock<BTreeMap<Id, BTreeSet<NaiveDate>>> = LazyLock::new(|| {
    let mut all: BTreeMap<Id, BTreeSet<NaiveDate>> = BTreeMap::new();
    for line in include_str!("data/holidays.txt").lines().filter(|line| !line.starts_with('#')) {
        let (country, day) = line.split_once(' ').unwrap();
        all.entry(country.into()).or_default().insert(day.parse().unwrap());
    }
    all
});

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[test]
fn our_holidays_are_those_of_another_calendar() {
    let text = include_str!("data/holidays.txt");
    let compared = crosscheck::holidays(&CONTENT.content, text).unwrap();
    assert_eq!(compared.differences, Vec::<String>::new());
    println!("{} public holidays are the same", compared.same);
    assert!(compared.same > 300, "only {} public holidays were compared", compared.same);
}

/// Minimum wage and benefits of which others keep the history.
#[test]
fn our_figures_are_those_that_others_keep() {
    let compared = crosscheck::figures(&CONTENT.content, include_str!("data/figures.txt")).unwrap();
    assert_eq!(compared.differences, Vec::<String>::new());
    println!("{} figures are the same", compared.same);
    assert!(compared.same > 10, "only {} figures were compared", compared.same);
}

/// The same day some months later or earlier, or the last of a shorter month, by counting on the fingers.
fn months(day: NaiveDate, count: i32) -> NaiveDate {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..count.abs() {
        (year, month) = match (count > 0, month) {
            (true, 12) => (year + 1, 1),
            (true, _) => (year, month + 1),
            (false, 1) => (year - 1, 12),
            (false, _) => (year, month - 1),
        };
    }
    (1..=day.day()).rev().find_map(|last| NaiveDate::from_ymd_opt(year, month, last)).unwrap()
}

fn next(day: NaiveDate, back: bool) -> NaiveDate {
    if back { day.pred_opt().unwrap() } else { day.succ_opt().unwrap() }
}

/// A term added by walking from day to day.
fn walk(start: NaiveDate, term: Term, is_worked: &dyn Fn(NaiveDate) -> bool) -> NaiveDate {
    let (back, mut day) = (term.count < 0, start);
    let days = match term.unit {
        TermUnit::Days => term.count.abs(),
        TermUnit::Weeks => 7 * term.count.abs(),
        TermUnit::Months => return months(start, term.count),
        TermUnit::Years => return months(start, 12 * term.count),
        TermUnit::WorkingDays => {
            for _ in 0..term.count.abs() {
                day = next(day, back);
                while !is_worked(day) {
                    day = next(day, back);
                }
            }
            return day;
        }
    };
    for _ in 0..days {
        day = next(day, back);
    }
    day
}

#[test]
fn every_date_is_the_one_that_its_explanation_counts_to() {
    let (mut dates, mut steps, mut local) = (0, 0, 0);
    let mut wrong = Vec::new();
    for scenario in &CONTENT.content.scenarios {
        let scenario = &scenario.item;
        let country = CONTENT.core.country(scenario.country.as_str()).unwrap();
        let (Some(theirs), Some(rules)) =
            (HOLIDAYS.get(&country.id), CONTENT.core.rules.get(&country.id))
        else {
            continue;
        };
        let law = Law { rules, facts: &CONTENT.core.facts, calendar: &country.calendar };
        let interview = Interview::played(law, &country.id, scenario.as_of, &scenario.answers);
        let is_worked = |day: NaiveDate| !is_weekend(day) && !theirs.contains(&day);
        // Days kept in one place, or by custom, stand in no national calendar.
        let is_local = |from: NaiveDate, to: NaiveDate| {
            let (low, high) = (from.min(to), from.max(to));
            let mut own = country.calendar.holidays.iter();
            own.any(|one| {
                (!one.places.is_empty() || !one.extends) && one.date >= low && one.date <= high
            })
        };
        for outcome in interview.consult(law, scenario.as_of).outcomes() {
            for line in outcome.dates.iter().filter(|line| line.day.is_some()) {
                let mut at = line.start.unwrap();
                for (step, reached) in &line.moves {
                    let counted = match step {
                        DateMove::Stated { term, .. }
                        | DateMove::Law { term, .. }
                        | DateMove::Shift(term) => walk(at, *term, &is_worked),
                        DateMove::Rolled { roll, from } => {
                            assert_eq!(*from, at, "{} {}", scenario.id, outcome.rule.id);
                            let mut day = at;
                            while !is_worked(day) {
                                day = next(day, *roll == Roll::Back);
                            }
                            day
                        }
                    };
                    steps += 1;
                    if counted != *reached {
                        if is_local(at.min(counted), at.max(counted).max(*reached))
                            || is_local(*reached, at)
                        {
                            local += 1;
                        } else {
                            let rule = &outcome.rule.id;
                            wrong.push(format!(
                                "{}: {rule} {}: {step:?} from {at} is {counted}, not {reached}",
                                scenario.id, line.id
                            ));
                        }
                    }
                    at = *reached;
                }
                dates += 1;
                if line.day != Some(at) {
                    wrong.push(format!(
                        "{}: {} {}: the steps lead to {at}, it says {:?}",
                        scenario.id, outcome.rule.id, line.id, line.day
                    ));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(dates > 500 && steps > 500, "only {dates} dates in {steps} steps were reckoned again");
    assert!(local * 20 < steps, "{local} of {steps} steps hang on a holiday of one place");
    println!("{dates} dates, {steps} steps, {local} by a holiday of one place");
}
