//! A digit too many or too few in any figure of the law is noticed.
//!
//! Each figure of the real content is multiplied by ten, then divided by ten, alone, and given to the checks of values. What
//! they notice is counted by the check that noticed it. The floors lie a little under what was measured on 1 December 2026:
//! 661 and 662 of 662 figures; 506 and 485 without the claim, whose writer may have copied the same wrong figure twice.

use std::collections::BTreeMap;

use migraction_core::Decimal;
use migraction_core::facts::Quantity;
use migraction_packc::check::values::{Doubt, doubts};

use crate::CONTENT;

/// What is noticed of figures made ten times as large, in thousandths.
const TIMES_TEN: usize = 990;
/// What is noticed of figures made a tenth, in thousandths.
const A_TENTH: usize = 990;

const fn name(doubt: &Doubt) -> &'static str {
    match doubt {
        Doubt::NotOneFigure(_) | Doubt::PrintedOtherwise(_) => "printed",
        Doubt::SaidOnce => "said once",
        Doubt::OutOfRange { .. } => "range",
        Doubt::LargeChange(_) => "change",
    }
}

/// What the ranges, earlier values and `printed` notice of either without the claim, in thousandths.
const WITHOUT_CLAIM: usize = 720;

/// What was noticed, in thousandths.
struct Noticed {
    /// By any check.
    all: usize,
    /// By another check than that of the claim.
    without_claim: usize,
}

/// Changes each figure alone.
fn noticed(what: &str, change: impl Fn(Decimal) -> Decimal) -> Noticed {
    let content = &CONTENT.content;
    let (mut all, mut seen, mut without) = (0, 0, 0);
    let mut by_check: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    for (id, placed) in &content.facts {
        let notes = content.notes.get(id).unwrap();
        let sound = doubts(&placed.item, notes, &content.plausible);
        assert!(sound.is_empty(), "{id}: {sound:?}");
        for at in 0..placed.item.values.len() {
            let mut fact = placed.item.clone();
            let Quantity::Amount(amount) = fact.values[at].quantity else { continue };
            fact.values[at].quantity = Quantity::Amount(change(amount));
            let mut found: Vec<&str> = doubts(&fact, notes, &content.plausible)
                .iter()
                .map(|(_, _, one)| name(one))
                .collect();
            found.sort_unstable();
            found.dedup();
            all += 1;
            without += usize::from(found.iter().any(|check| *check != "said once"));
            if found.is_empty() {
                missed.push(format!("{id} {amount}"));
            } else {
                seen += 1;
            }
            for check in found {
                *by_check.entry(check).or_default() += 1;
            }
        }
    }
    let noticed = Noticed { all: seen * 1000 / all, without_claim: without * 1000 / all };
    println!("{what}: {seen} of {all} figures noticed, {without} without the claim; {by_check:?}");
    println!("  not noticed: {missed:?}");
    noticed
}

#[test]
fn a_digit_too_many_or_too_few_is_noticed() {
    let ten = Decimal::TEN;
    let many = noticed("times ten", |amount| amount * ten);
    let few = noticed("a tenth", |amount| amount / ten);
    assert!(many.all >= TIMES_TEN, "{} in 1000 figures times ten, {TIMES_TEN} before", many.all);
    assert!(few.all >= A_TENTH, "{} in 1000 figures by ten, {A_TENTH} before", few.all);
    let least = many.without_claim.min(few.without_claim);
    assert!(least >= WITHOUT_CLAIM, "{least} in 1000 without the claim, {WITHOUT_CLAIM} before");
}

#[test]
fn every_unit_has_a_range() {
    let ranges = &CONTENT.content.plausible;
    for unit in migraction_core::facts::Unit::all() {
        let has =
            ranges.iter().any(|range| range.item.unit == unit && range.item.topics.is_empty());
        assert_eq!(has, unit != migraction_core::facts::Unit::Date, "{}", unit.id());
    }
}
