#![allow(clippy::unwrap_used)]
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The Monday of the examples.
fn today() -> NaiveDate {
    day("2026-11-30")
}

fn entry(day: &str, month: &str, year: &str) -> DateEntry {
    let mut entry = DateEntry::default();
    entry.write(DatePart::Day, day);
    entry.write(DatePart::Month, month);
    entry.write(DatePart::Year, year);
    entry
}

fn checked(parts: [&str; 3], rules: DateRules) -> Result<Option<EnteredDate>, DateProblem> {
    entry(parts[0], parts[1], parts[2]).check(&rules)
}

#[test]
fn a_whole_date_is_that_day() {
    let found = checked(["5", "10", "2026"], DateRules::past(today()));
    assert_eq!(found, Ok(Some(EnteredDate::Day(day("2026-10-05")))));
    assert_eq!(checked(["05", "10", "2026"], DateRules::past(today())), found);
    assert_eq!(
        checked(["29", "2", "2024"], DateRules::past(today())),
        Ok(Some(EnteredDate::Day(day("2024-02-29"))))
    );
}

#[test]
fn nothing_typed_is_no_problem() {
    assert_eq!(checked(["", "", ""], DateRules::past(today())), Ok(None));
    assert_eq!(entry("", "", "").text(), "");
}

#[test]
fn a_part_that_is_missing_is_not_a_mistake_yet() {
    for parts in [
        ["5", "", ""],
        ["", "10", ""],
        ["", "", "2026"],
        ["5", "10", ""],
        ["5", "", "2026"],
        ["", "10", "2026"],
        ["5", "10", "202"],
        ["5", "10", "26"],
        ["0", "10", "2026"],
    ] {
        assert_eq!(
            checked(parts, DateRules::any(today())),
            Err(DateProblem::Incomplete),
            "{parts:?}"
        );
    }
}

#[test]
fn a_day_that_a_month_has_not_is_refused_with_the_last_that_it_has() {
    let refused = |parts, last| {
        let found = checked(parts, DateRules::any(today()));
        assert_eq!(found, Err(DateProblem::NoSuchDay(day(last))), "{parts:?}");
    };
    refused(["31", "2", "2026"], "2026-02-28");
    refused(["29", "2", "2026"], "2026-02-28");
    refused(["30", "2", "2024"], "2024-02-29");
    refused(["31", "11", "2026"], "2026-11-30");
}

#[test]
fn what_is_no_number_is_named() {
    let refused = |parts, part| {
        let found = checked(parts, DateRules::any(today()));
        assert_eq!(found, Err(DateProblem::NotANumber(part)), "{parts:?}");
    };
    refused(["32", "10", "2026"], DatePart::Day);
    refused(["five", "10", "2026"], DatePart::Day);
    refused(["5", "13", "2026"], DatePart::Month);
    refused(["5", "10", "20x6"], DatePart::Year);
    refused(["5", "10", "20260"], DatePart::Year);
}

#[test]
fn the_future_is_refused_where_the_past_is_asked() {
    let tomorrow = ["1", "12", "2026"];
    assert_eq!(checked(tomorrow, DateRules::past(today())), Err(DateProblem::Future));
    assert!(checked(tomorrow, DateRules::any(today())).is_ok());
    assert!(checked(["30", "11", "2026"], DateRules::past(today())).is_ok(), "today has come");
}

#[test]
fn a_year_that_must_be_a_slip_is_refused() {
    for year in ["1026", "1899", "2206"] {
        let found = checked(["5", "10", year], DateRules::any(today()));
        assert_eq!(found, Err(DateProblem::FarAway), "{year}");
    }
    assert!(checked(["1", "1", "1900"], DateRules::past(today())).is_ok());
}

#[test]
fn a_month_alone_is_enough_only_where_the_caller_says_so() {
    let parts = ["", "11", "2026"];
    let month = DateRules::past(today()).or_month();
    assert_eq!(checked(parts, month), Ok(Some(EnteredDate::Month(day("2026-11-01")))));
    assert_eq!(checked(parts, DateRules::past(today())), Err(DateProblem::Incomplete));
    assert_eq!(checked(["", "12", "2026"], month), Err(DateProblem::Future));
    assert_eq!(checked(["", "", "2026"], month), Err(DateProblem::Incomplete));
    assert_eq!(checked(["31", "2", "2026"], month), Err(DateProblem::NoSuchDay(day("2026-02-28"))));
}

#[test]
fn a_year_of_two_figures_is_understood_when_it_is_left() {
    let settled = |year: &str, rules: DateRules| {
        let mut entry = entry("5", "10", year);
        entry.settle(&rules);
        entry.part(DatePart::Year).to_owned()
    };
    assert_eq!(settled("26", DateRules::past(today())), "2026");
    assert_eq!(settled("62", DateRules::past(today())), "1962");
    assert_eq!(settled("27", DateRules::past(today())), "1927");
    assert_eq!(settled("27", DateRules::any(today())), "2027");
    assert_eq!(settled("202", DateRules::any(today())), "202", "not two figures");
    assert_eq!(settled("2x", DateRules::any(today())), "2x", "no number");
}

#[test]
fn a_whole_date_in_one_part_fills_all_three() {
    for text in ["5/10/2026", "05.10.2026", "2026-10-05", "05102026", " 5 10 2026 "] {
        let entry = entry("", "", text);
        assert_eq!(entry.text(), "2026-10-05", "{text}");
    }
    let mut short = DateEntry::default();
    short.write(DatePart::Day, "5/10/26");
    assert_eq!(short.part(DatePart::Day), "5/10/26", "the year may still get two more figures");
    short.settle(&DateRules::past(today()));
    assert_eq!(short.text(), "2026-10-05");
}

#[test]
fn what_was_typed_is_kept_as_text_and_read_again() {
    for parts in [
        ["5", "10", "2026"],
        ["31", "2", "2026"],
        ["5", "", ""],
        ["", "10", ""],
        ["", "10", "2026"],
        ["5", "10", "202"],
        ["five", "", "20"],
    ] {
        let entry = entry(parts[0], parts[1], parts[2]);
        assert_eq!(DateEntry::read(&entry.text()), entry, "{parts:?}");
    }
    assert_eq!(entry("5", "10", "2026").text(), "2026-10-05");
    assert_eq!(entry("", "3", "2026").text(), "2026-03");
    assert_eq!(DateEntry::read("2026-10-05"), DateEntry::of(day("2026-10-05")));
    assert_eq!(DateEntry::read("").text(), "");
}

#[test]
fn the_likely_year_is_the_nearest_that_the_field_takes() {
    let likely = |parts: [&str; 3], rules| entry(parts[0], parts[1], parts[2]).likely_year(&rules);
    assert_eq!(likely(["5", "10", ""], DateRules::past(today())), Some(2026));
    assert_eq!(likely(["5", "12", ""], DateRules::past(today())), Some(2025));
    assert_eq!(likely(["5", "12", ""], DateRules::any(today())), Some(2026));
    assert_eq!(likely(["5", "1", ""], DateRules::any(today())), Some(2027));
    assert_eq!(likely(["5", "10", "2026"], DateRules::any(today())), None, "it is typed");
    assert_eq!(likely(["", "10", ""], DateRules::any(today())), None, "no day");
    assert_eq!(likely(["31", "2", ""], DateRules::any(today())), None, "no such day in any year");
}

#[test]
fn a_distance_is_told_as_people_say_it() {
    let told = |text: &str| {
        let Distance { count, unit, is_ahead } = distance(day(text), today());
        (count, unit, is_ahead)
    };
    assert_eq!(told("2026-11-30"), (0, DistanceUnit::Days, false));
    assert_eq!(told("2026-12-01"), (1, DistanceUnit::Days, true));
    assert_eq!(told("2026-11-17"), (13, DistanceUnit::Days, false));
    assert_eq!(told("2026-11-16"), (2, DistanceUnit::Weeks, false));
    assert_eq!(told("2026-10-05"), (8, DistanceUnit::Weeks, false));
    assert_eq!(told("2026-08-31"), (2, DistanceUnit::Months, false));
    assert_eq!(told("2026-08-30"), (3, DistanceUnit::Months, false));
    assert_eq!(told("2024-12-01"), (23, DistanceUnit::Months, false));
    assert_eq!(told("2024-11-30"), (2, DistanceUnit::Years, false));
    assert_eq!(told("2036-12-01"), (10, DistanceUnit::Years, true));
}
