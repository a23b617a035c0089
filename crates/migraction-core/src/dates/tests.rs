#![allow(clippy::unwrap_used)]

use super::{Calendar, Holiday, Roll, Term, TermUnit};
use crate::CivilDate;

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn holiday(date: &str, places: &[&str], extends: bool) -> Holiday {
    let places = places.iter().map(|place| (*place).into()).collect();
    Holiday { date: day(date), name: "holiday".into(), places, extends }
}

fn calendar(days: &[&str]) -> Calendar {
    Calendar { holidays: days.iter().map(|text| holiday(text, &[], true)).collect(), place: None }
}

#[track_caller]
fn check(start: &str, count: i32, unit: TermUnit, expected: &str) {
    let calendar = calendar(&["2027-03-29"]);
    assert_eq!(calendar.at(None).add(day(start), Term { count, unit }), Some(day(expected)));
}

#[test]
fn the_day_of_the_event_is_not_counted() {
    check("2026-11-05", 30, TermUnit::Days, "2026-12-05");
    check("2026-11-05", 2, TermUnit::Weeks, "2026-11-19");
}

#[test]
fn months_run_to_the_same_day_number_or_to_the_end_of_the_month() {
    check("2026-08-10", 4, TermUnit::Months, "2026-12-10");
    check("2026-01-31", 1, TermUnit::Months, "2026-02-28");
    check("2028-01-31", 1, TermUnit::Months, "2028-02-29");
    check("2028-02-29", 1, TermUnit::Years, "2029-02-28");
    check("2026-10-31", 4, TermUnit::Months, "2027-02-28");
}

#[test]
fn working_days_skip_weekends_and_holidays_in_both_directions() {
    // 29 March 2027 is Easter Monday.
    check("2027-04-01", -3, TermUnit::WorkingDays, "2027-03-26");
    check("2027-03-26", 1, TermUnit::WorkingDays, "2027-03-30");
    check("2026-11-20", 1, TermUnit::WorkingDays, "2026-11-23");
}

#[test]
fn a_last_day_on_a_weekend_or_holiday_moves_only_when_asked() {
    let calendar = calendar(&["2026-12-25"]);
    assert_eq!(calendar.at(None).roll(day("2026-12-05"), Roll::Back), Some(day("2026-12-04")));
    assert_eq!(calendar.at(None).roll(day("2026-12-05"), Roll::Forward), Some(day("2026-12-07")));
    assert_eq!(calendar.at(None).roll(day("2026-12-26"), Roll::Back), Some(day("2026-12-24")));
    assert_eq!(calendar.at(None).roll(day("2026-12-07"), Roll::Back), Some(day("2026-12-07")));
}

#[test]
fn a_calendar_knows_which_years_it_covers() {
    let calendar = calendar(&["2026-12-25"]);
    assert!(calendar.covers(day("2026-01-01")));
    assert!(!calendar.covers(day("2027-01-01")));
}

/// Good Friday 2027 is kept in the east only; the saint of the town closes offices and extends no term.
fn with_places() -> Calendar {
    Calendar {
        holidays: vec![
            holiday("2027-03-26", &["east"], true),
            holiday("2027-03-29", &[], true),
            holiday("2027-06-10", &["town"], false),
        ],
        place: Some("place".into()),
    }
}

#[test]
fn a_regional_holiday_counts_where_it_is_kept() {
    let calendar = with_places();
    let forward =
        |place: &str| calendar.at(Some(&place.into())).roll(day("2027-03-26"), Roll::Forward);
    assert_eq!(forward("east"), Some(day("2027-03-30")));
    assert_eq!(forward("elsewhere"), Some(day("2027-03-26")));
    let working = Term { count: 1, unit: TermUnit::WorkingDays };
    let next = |place: &str| calendar.at(Some(&place.into())).add(day("2027-03-25"), working);
    assert_eq!(next("east"), Some(day("2027-03-30")));
    assert_eq!(next("elsewhere"), Some(day("2027-03-26")));
}

#[test]
fn a_place_not_known_gives_the_earlier_date() {
    let calendar = with_places();
    let anywhere = calendar.at(None);
    assert_eq!(anywhere.roll(day("2027-03-26"), Roll::Back), Some(day("2027-03-25")));
    assert_eq!(anywhere.roll(day("2027-03-26"), Roll::Forward), Some(day("2027-03-26")));
    assert!(anywhere.depends_between(day("2027-03-20"), day("2027-03-30")));
    assert!(!anywhere.depends_between(day("2027-03-27"), day("2027-03-30")));
    assert!(
        !calendar.at(Some(&"east".into())).depends_between(day("2027-03-20"), day("2027-03-30"))
    );
}

#[test]
fn a_day_off_by_custom_is_avoided_and_never_extends_a_term() {
    let calendar = with_places();
    let town = "town".into();
    let local = calendar.at(Some(&town));
    assert_eq!(local.roll(day("2027-06-10"), Roll::Back), Some(day("2027-06-09")));
    assert_eq!(local.roll(day("2027-06-10"), Roll::Forward), Some(day("2027-06-10")));
}

#[test]
fn the_end_of_time_is_no_panic() {
    let calendar = calendar(&[]);
    assert_eq!(
        calendar.at(None).add(CivilDate::MAX, Term { count: 1, unit: TermUnit::Days }),
        None
    );
    assert_eq!(
        calendar.at(None).add(day("2026-01-01"), Term { count: i32::MAX, unit: TermUnit::Years }),
        None
    );
}

proptest::proptest! {
    #[test]
    fn a_later_event_never_gives_an_earlier_term(
        offset in 0u64..5000, gap in 0u64..400, count in 0i32..60,
    ) {
        let calendar = calendar(&["2026-12-25", "2027-01-01", "2027-03-29"]);
        let first = day("2024-01-01") + chrono::Days::new(offset);
        let second = first + chrono::Days::new(gap);
        for unit in [TermUnit::Days, TermUnit::Weeks, TermUnit::Months, TermUnit::Years, TermUnit::WorkingDays] {
            let term = Term { count, unit };
            proptest::prop_assert!(calendar.at(None).add(first, term) <= calendar.at(None).add(second, term));
        }
    }
}
