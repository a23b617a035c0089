#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::Decimal;
use crate::dates::{Calendar, Holiday};
use crate::facts::{Confidence, Fact, Facts, Quantity, Unit, Value};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn fact(id: &str, unit: Unit, values: &[(&str, &str)]) -> (Id, Fact) {
    let value = |(from, amount): &(&str, &str)| Value {
        from: (!from.is_empty()).then(|| day(from)),
        quantity: Quantity::Amount(dec(amount)),
        unit,
        gross: Some(true),
    };
    let fact = Fact {
        id: id.into(),
        country: "xx".into(),
        topic: "pay".into(),
        values: values.iter().map(value).collect(),
        sources: vec![],
        read_in: vec![],
        confidence: Confidence::High,
        uncertain: false,
        changed_on: None,
        checked_on: day("2026-11-26"),
        review_by: day("2027-01-01"),
    };
    (id.into(), fact)
}

/// The figures of the pay scenarios of the fact files.
fn facts() -> Facts {
    let always = |id, unit, amount| fact(id, unit, &[("", amount)]);
    [
        fact(
            "b-hour",
            Unit::EurPerHour,
            &[("2025-02-01", "12.8252"), ("2026-04-01", "13.2984"), ("2026-07-01", "13.5644")],
        ),
        fact("b-month", Unit::EurPerMonth, &[("2026-07-01", "2233.61")]),
        always("b-over", Unit::Percent, "50"),
        always("b-sunday", Unit::Percent, "100"),
        always("b-week", Unit::HoursPerWeek, "40"),
        always("b-day", Unit::Hours, "9"),
        always("b-young", Unit::Percent, "67"),
        always("presumed", Unit::Months, "3"),
        fact(
            "f-hour",
            Unit::EurPerHour,
            &[("2024-11-01", "11.88"), ("2026-01-01", "12.02"), ("2026-06-01", "12.31")],
        ),
        always("f-week", Unit::HoursPerWeek, "35"),
        always("f-first", Unit::Percent, "25"),
        always("f-first-hours", Unit::Hours, "8"),
        always("f-next", Unit::Percent, "50"),
        always("f-lump", Unit::MonthsOfPay, "6"),
        fact("i-hour", Unit::EurPerHour, &[("2026-01-01", "7.45")]),
        always("most-week", Unit::HoursPerWeek, "48"),
        always("rest", Unit::Hours, "11"),
        always("day-off", Unit::Hours, "24"),
    ]
    .into()
}

fn calendar() -> Calendar {
    let feast =
        |text| Holiday { date: day(text), name: "feast".into(), places: vec![], extends: true };
    Calendar { holidays: vec![feast("2026-07-21"), feast("2026-11-11")], place: None }
}

fn scale(hour: &str) -> Scale {
    Scale {
        id: "scale".into(),
        sector: None,
        hour: Some(hour.into()),
        above: None,
        tiers: vec![],
        day: None,
        sunday: None,
        notes: vec![],
    }
}

fn belgian() -> Scale {
    Scale {
        above: Some("b-week".into()),
        tiers: vec![Tier { hours: None, percent: "b-over".into() }],
        day: Some("b-day".into()),
        sunday: Some("b-sunday".into()),
        ..scale("b-hour")
    }
}

fn french() -> Scale {
    Scale {
        above: Some("f-week".into()),
        tiers: vec![
            Tier { hours: Some("f-first-hours".into()), percent: "f-first".into() },
            Tier { hours: None, percent: "f-next".into() },
        ],
        ..scale("f-hour")
    }
}

fn law() -> Law {
    Law {
        country: "xx".into(),
        language: "fr".into(),
        scales: vec![],
        ages: vec![],
        month: Some("b-month".into()),
        presumed: Some("presumed".into()),
        lump: Some("f-lump".into()),
        cash: None,
        week: Some("most-week".into()),
        rest: Some("rest".into()),
        day_off: Some("day-off".into()),
        also: vec![],
        taken: vec![],
        marks: vec![],
        rules: vec![],
        danger: vec![],
    }
}

fn week(hours: [&str; 7]) -> Work {
    Work::Week(hours.map(dec))
}

/// Eight hours from Monday to Friday.
fn forty() -> Work {
    week(["8", "8", "8", "8", "8", "0", "0"])
}

fn run(scale: &Scale, from: &str, until: &str, work: &Work) -> Result<Reckoning, Lacking> {
    run_with(&facts(), scale, from, until, work, false)
}

fn run_with(
    facts: &Facts,
    scale: &Scale,
    from: &str,
    until: &str,
    work: &Work,
    monthly: bool,
) -> Result<Reckoning, Lacking> {
    let (from, until) = (day(from), day(until));
    let case = Case { scale, share: None, from, until, work, monthly, bound: Bound::Least };
    reckon(facts, &calendar(), &case)
}

fn cents(amount: Decimal) -> String {
    format!("{:.2}", amount.round_dp_with_strategy(2, crate::HALF_UP))
}

#[test]
fn the_building_worker_of_belgium_to_the_cent() {
    let found = run(&belgian(), "2026-07-06", "2026-09-30", &forty()).unwrap();
    assert_eq!(found.hours, dec("504"));
    assert_eq!(cents(found.due), "6836.46");
    assert_eq!(found.lines.len(), 1, "forty hours are not overtime there");
    let months: Vec<String> = found.months.iter().map(|row| cents(row.due)).collect();
    assert_eq!(months, ["2170.30", "2278.82", "2387.33"]);
    let by_hour = Paid { by: PaidBy::Hour, amount: dec("8"), is_doubtful: true, ..Paid::default() };
    let balance = balance(&found, &found, &by_hour);
    assert_eq!(cents(balance.paid.least), "4032.00");
    assert_eq!(cents(balance.missing.least), "2804.46");
    assert_eq!(cents(balance.missing.most), "6836.46");
    assert_eq!(cents(law().presumed_pay(&facts(), day("2026-09-30")).unwrap()), "6700.83");
}

#[test]
fn the_building_worker_of_france_to_the_cent() {
    let (scale, work) = (french(), forty());
    let found = run_with(&facts(), &scale, "2025-03-03", "2026-10-30", &work, true).unwrap();
    let months: Vec<String> = found.rows.iter().map(|row| cents(row.due)).collect();
    assert_eq!(months.len(), 20);
    assert!(months[..10].iter().all(|due| due == "2123.55"), "{months:?}");
    assert!(months[10..15].iter().all(|due| due == "2148.58"), "{months:?}");
    assert!(months[15..].iter().all(|due| due == "2200.41"), "{months:?}");
    assert_eq!(cents(found.due), "42980.44");
    let (from, until) = (day("2025-03-03"), day("2026-10-30"));
    let case = Case {
        scale: &scale,
        share: None,
        from,
        until,
        work: &work,
        monthly: true,
        bound: Bound::Least,
    };
    assert_eq!(cents(law().lump_sum(&facts(), &calendar(), &case).unwrap()), "13150.64");
    let paid = Paid { by: PaidBy::Month, amount: dec("1200"), ..Paid::default() };
    assert_eq!(cents(balance(&found, &found, &paid).paid.least), "24000.00");
    assert_eq!(cents(balance(&found, &found, &paid).missing.least), "18980.44");
}

#[test]
fn the_domestic_worker_of_italy_to_the_cent() {
    let hours = Work::Total(dec("300"));
    let found = run(&scale("i-hour"), "2026-03-02", "2026-10-30", &hours).unwrap();
    assert_eq!(cents(found.due), "2235.00");
    let paid = Paid { amount: dec("1200"), ..Paid::default() };
    assert_eq!(cents(balance(&found, &found, &paid).missing.least), "1035.00");
}

#[test]
fn without_agreement_level_and_date_nothing_is_shown() {
    let none = Scale { hour: None, ..scale("i-hour") };
    assert_eq!(run(&none, "2026-03-02", "2026-10-30", &forty()), Err(Lacking::Scale));
    let before = run(&scale("i-hour"), "2025-03-03", "2025-10-31", &forty());
    assert_eq!(before, Err(Lacking::Before(day("2026-01-01"))));
    let total = run(&scale("i-hour"), "2025-12-01", "2026-10-31", &Work::Total(dec("10")));
    assert_eq!(total, Err(Lacking::Before(day("2026-01-01"))));
}

#[test]
fn hours_before_the_first_known_minimum_are_named_and_not_counted() {
    let found = run(&scale("i-hour"), "2025-12-29", "2026-01-04", &forty()).unwrap();
    let unknown = found.unknown.unwrap();
    assert_eq!((unknown.hours, unknown.known_from), (dec("24"), day("2026-01-01")));
    assert_eq!((found.hours, cents(found.due)), (dec("40"), "119.20".to_owned()));
    let paid = Paid { by: PaidBy::Hour, amount: dec("5"), ..Paid::default() };
    assert_eq!(cents(balance(&found, &found, &paid).missing.least), "39.20");
}

#[test]
fn a_rate_that_rises_within_the_period_counts_from_its_day() {
    let found = run(&belgian(), "2026-06-29", "2026-07-03", &forty()).unwrap();
    let rates: Vec<_> = found.lines.iter().map(|line| (line.rate, line.hours)).collect();
    assert_eq!(rates, [(dec("13.2984"), dec("16")), (dec("13.5644"), dec("24"))]);
}

#[test]
fn overtime_goes_by_the_week_the_day_and_the_sunday() {
    // Ten hours from Monday to Friday and six on Sunday: five beyond the day, six beyond the week... none
    // twice. The week is full at forty after Friday's ninth hour but four.
    let work = week(["10", "10", "10", "10", "10", "0", "6"]);
    let found = run(&belgian(), "2026-08-03", "2026-08-09", &work).unwrap();
    let of = |percent: &str| -> Decimal {
        let percent = dec(percent);
        let is = |line: &&Line| {
            line.premium.as_ref().map_or(Decimal::ZERO, |premium| premium.percent) == percent
        };
        found.lines.iter().filter(is).map(|line| line.hours).sum()
    };
    assert_eq!((of("0"), of("50"), of("100")), (dec("40"), dec("10"), dec("6")));
    let work = week(["10", "10", "10", "10", "6", "0", "0"]);
    let found = run(&french(), "2026-08-03", "2026-08-09", &work).unwrap();
    let hours: Vec<_> = found.lines.iter().map(|line| line.hours).collect();
    assert_eq!(hours, [dec("35"), dec("8"), dec("3")]);
}

#[test]
fn overtime_on_a_public_holiday_counts_as_on_a_sunday() {
    let work = week(["9", "11", "0", "0", "0", "0", "0"]);
    let found = run(&belgian(), "2026-07-20", "2026-07-26", &work).unwrap();
    let premium = found.lines[1].premium.as_ref().unwrap();
    assert_eq!((premium.fact.as_str(), found.lines[1].hours), ("b-sunday", dec("2")));
}

#[test]
fn a_share_is_taken_of_the_minimum() {
    let (scale, work, young) = (belgian(), forty(), Id::from("b-young"));
    let (from, until) = (day("2026-08-03"), day("2026-08-07"));
    let case = Case {
        scale: &scale,
        share: Some(&young),
        from,
        until,
        work: &work,
        monthly: false,
        bound: Bound::Most,
    };
    let found = reckon(&facts(), &calendar(), &case).unwrap();
    assert_eq!(cents(found.due), "363.53");
}

#[test]
fn hours_without_days_give_a_range() {
    let hours = Work::Total(dec("200"));
    let of = |bound| {
        let scale = belgian();
        let (from, until) = (day("2026-05-18"), day("2026-10-30"));
        let case =
            Case { scale: &scale, share: None, from, until, work: &hours, monthly: false, bound };
        cents(reckon(&facts(), &calendar(), &case).unwrap().due)
    };
    assert_eq!((of(Bound::Least), of(Bound::Most)), ("2659.68".into(), "2712.88".into()));
}

#[test]
fn pay_by_the_month_counts_for_hours_without_days_too() {
    let monthly = Paid { by: PaidBy::Month, amount: dec("1000"), ..Paid::default() };
    let total = run(&belgian(), "2026-08-01", "2026-09-30", &Work::Total(dec("200"))).unwrap();
    assert_eq!(cents(monthly.in_all(&total)), "2000.00");
    let log = Work::Days(vec![worked("2026-08-04", 8, 12), worked("2026-09-15", 8, 12)]);
    let log = run(&belgian(), "2026-08-01", "2026-09-30", &log).unwrap();
    assert_eq!(cents(monthly.in_all(&log)), "2000.00");
    let rows: Decimal = log.rows.iter().map(|row| monthly.in_row(row, log.hours)).sum();
    assert_eq!(cents(rows), "2000.00");
}

#[test]
fn the_most_is_never_below_the_least() {
    let (few, many) = (week(["8", "0", "0", "0", "0", "0", "0"]), forty());
    let of = |work| run(&belgian(), "2026-08-03", "2026-08-09", work).unwrap();
    // More than the minimum was paid for each hour: with more hours nothing more is missing.
    let paid = Paid { by: PaidBy::Hour, amount: dec("20"), ..Paid::default() };
    let found = balance(&of(&few), &of(&many), &paid).missing;
    assert_eq!((found.least, found.most), (Decimal::ZERO, Decimal::ZERO));
    let total = Paid { amount: dec("100"), ..Paid::default() };
    let found = balance(&of(&few), &of(&many), &total).missing;
    assert!(found.least < found.most);
}

#[test]
fn what_cannot_be_is_said() {
    let none = Work::Week([Decimal::ZERO; 7]);
    assert_eq!(run(&belgian(), "2026-08-03", "2026-08-09", &none), Err(Lacking::Hours));
    assert_eq!(run(&belgian(), "2026-08-09", "2026-08-03", &forty()), Err(Lacking::Period));
    assert_eq!(run(&belgian(), "0202-08-09", "2026-08-03", &forty()), Err(Lacking::Period));
}

#[test]
fn money_taken_off_counts_as_paid_at_the_least_and_not_at_the_most() {
    let found = run(&belgian(), "2026-08-03", "2026-08-07", &forty()).unwrap();
    let paid = Paid { amount: dec("300"), taken: dec("100"), ..Paid::default() };
    let missing = balance(&found, &found, &paid).missing;
    assert_eq!((cents(missing.least), cents(missing.most)), ("142.58".into(), "242.58".into()));
    assert!(is_under_floor(&balance(&found, &found, &paid)));
}

fn shift(start: u16, end: u16) -> Shift {
    Shift { start: start * 60, end: end * 60 }
}

fn worked(text: &str, start: u16, end: u16) -> Worked {
    let shift = shift(start, end);
    Worked { day: day(text), hours: shift.hours(30), shift: Some(shift) }
}

#[test]
fn a_shift_may_end_the_next_day() {
    assert_eq!(shift(22, 6).minutes(), 480);
    assert_eq!(shift(8, 17).hours(60), dec("8"));
    assert_eq!(shift(8, 9).hours(90), Decimal::ZERO);
}

#[test]
fn limits_are_found_in_a_log_and_in_a_week() {
    let (law, facts) = (law(), facts());
    let found = |work: &Work| excesses(&facts, &law, work, day("2026-08-03"), day("2026-08-16"));
    assert!(found(&forty()).is_empty());
    let long = found(&week(["9", "9", "9", "9", "9", "9", "9"]));
    assert!(matches!(
        long.as_slice(),
        [Excess::Week { average, .. }, Excess::NoDayOff(_)] if *average == dec("63")
    ));
    let log = Work::Days(vec![
        worked("2026-08-04", 6, 12),
        worked("2026-08-03", 14, 23),
        worked("2026-08-03", 8, 12),
    ]);
    let short = found(&log);
    assert!(matches!(short.as_slice(), [Excess::ShortRest(_, on)] if *on == day("2026-08-04")));
}

fn hours() -> impl Strategy<Value = Decimal> {
    (0_i64..=64).prop_map(|quarters| Decimal::new(quarters * 25, 2))
}

fn any_week() -> impl Strategy<Value = Work> {
    prop::array::uniform7(hours()).prop_map(Work::Week)
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..600).prop_map(|days| crate::dates::days_after(day("2025-03-03"), days))
}

fn any_scale() -> impl Strategy<Value = Scale> {
    prop_oneof![Just(belgian()), Just(french()), Just(scale("b-hour"))]
}

fn due(
    facts: &Facts,
    scale: &Scale,
    span: (NaiveDate, NaiveDate),
    work: &Work,
    monthly: bool,
) -> Decimal {
    let (from, until) = span;
    let case = Case { scale, share: None, from, until, work, monthly, bound: Bound::Least };
    reckon(facts, &calendar(), &case).map_or(Decimal::ZERO, |found| found.due)
}

/// Equal but for what a division cannot hold.
fn is_close(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() < Decimal::new(1, 15)
}

proptest! {
    #[test]
    fn money_received_never_raises_what_is_missing(
        scale in any_scale(),
        work in any_week(),
        money in 0_i64..500_000,
        more in 0_i64..100_000,
        taken in 0_i64..100_000,
        is_doubtful in any::<bool>(),
        by in prop_oneof![Just(PaidBy::Total), Just(PaidBy::Hour), Just(PaidBy::Month)],
        monthly in any::<bool>(),
    ) {
        let found = run_with(&facts(), &scale, "2026-02-10", "2026-09-20", &work, monthly);
        let Ok(found) = found else { return Ok(()) };
        let paid = |money| Paid {
            by, amount: Decimal::new(money, 2), is_doubtful, taken: Decimal::new(taken, 2),
        };
        let (before, after) =
            (balance(&found, &found, &paid(money)), balance(&found, &found, &paid(money + more)));
        prop_assert!(after.missing.least <= before.missing.least);
        prop_assert!(after.missing.most <= before.missing.most);
        prop_assert!(after.missing.least <= after.missing.most);
        prop_assert_eq!(after.due, before.due);
    }

    #[test]
    fn a_change_of_rate_to_the_same_rate_changes_nothing(
        scale in any_scale(), work in any_week(), from in any_day(), length in 0_u64..200,
        change in any_day(), monthly in any::<bool>(),
    ) {
        let span = (from, crate::dates::days_after(from, length));
        let mut split = facts();
        let rate = split.get_mut(scale.hour.as_ref().unwrap()).unwrap();
        let now = rate.value_on(change).unwrap().clone();
        let at = rate.values.partition_point(|value| value.from <= Some(change));
        rate.values.insert(at, Value { from: Some(change), ..now });
        let (before, after) =
            (due(&facts(), &scale, span, &work, monthly), due(&split, &scale, span, &work, monthly));
        prop_assert!(is_close(before, after), "{before} {after}");
    }

    #[test]
    fn a_period_split_between_two_weeks_comes_to_the_same(
        scale in any_scale(), work in any_week(), monday in 1_u64..60, length in 0_u64..60,
    ) {
        let middle = crate::dates::days_after(day("2025-03-03"), monday * 7);
        let first = (day("2025-03-03"), middle.pred_opt().unwrap());
        let second = (middle, crate::dates::days_after(middle, length));
        let whole = due(&facts(), &scale, (first.0, second.1), &work, false);
        let parts = due(&facts(), &scale, first, &work, false) + due(&facts(), &scale, second, &work, false);
        prop_assert!(is_close(whole, parts), "{whole} {parts}");
    }

    #[test]
    fn more_hours_never_lower_what_is_due(
        scale in any_scale(), week in prop::array::uniform7(hours()), at in 0_usize..7,
    ) {
        let mut more = week;
        more[at] += Decimal::ONE;
        let span = (day("2026-05-18"), day("2026-07-19"));
        let (before, after) = (
            due(&facts(), &scale, span, &Work::Week(week), false),
            due(&facts(), &scale, span, &Work::Week(more), false),
        );
        prop_assert!(before <= after);
    }

    #[test]
    fn lines_and_rows_come_to_the_same(
        scale in any_scale(), work in any_week(), from in any_day(), length in 0_u64..300,
        monthly in any::<bool>(),
    ) {
        let until = crate::dates::days_after(from, length);
        let case = Case { scale: &scale, share: None, from, until, work: &work, monthly, bound: Bound::Least };
        let Ok(found) = reckon(&facts(), &calendar(), &case) else { return Ok(()) };
        let amounts: Decimal = found.lines.iter().map(|line| line.amount).sum();
        let hours: Decimal = found.lines.iter().map(|line| line.hours).sum();
        prop_assert!(is_close(amounts, found.due));
        prop_assert!(is_close(hours, found.hours));
    }
}
