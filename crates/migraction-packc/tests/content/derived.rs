//! Facts whose figures follow from others, and words that must not say a figure of today about another day.

use std::path::Path;

use chrono::NaiveDate;
use migraction_core::facts::{Fact, Quantity};
use migraction_core::{Decimal, HALF_UP, Id};

use crate::CONTENT;

fn fact(id: &str) -> &'static Fact {
    CONTENT.core.facts.iter().find(|(name, _)| **name == *id).unwrap().1
}

fn amount_on(id: &str, day: NaiveDate) -> Decimal {
    match fact(id).value_on(day).unwrap().quantity {
        Quantity::Amount(amount) => amount,
        Quantity::Day(_) => panic!("{id} is a day"),
    }
}

/// The days on which the values of a fact begin.
fn starts(id: &str) -> Vec<NaiveDate> {
    fact(id).values.iter().filter_map(|value| value.from).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A file of words in each language of the guide.
fn in_three_languages(file: &str) -> Vec<(&'static str, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/words");
    let read =
        |language| (language, std::fs::read_to_string(folder.join(language).join(file)).unwrap());
    ["fr", "it", "en"].map(read).into()
}

/// Collective agreement 43: a month’s minimum is thirteen weeks of 38 hours over three months.
#[test]
fn the_belgian_hour_is_the_month_over_the_legal_week() {
    assert_eq!(starts("be-wage-minimum-hour"), starts("be-wage-minimum-month"));
    for from in starts("be-wage-minimum-month") {
        let month = amount_on("be-wage-minimum-month", from);
        let hour = month * Decimal::from(3) / Decimal::from(13) / Decimal::from(38);
        let hour = hour.round_dp_with_strategy(4, HALF_UP);
        assert_eq!(amount_on("be-wage-minimum-hour", from), hour, "from {from}");
    }
}

/// The index was passed in December 2025: 2,111.89 plus two percent, before the 35.70 of April.
#[test]
fn the_belgian_minimum_rose_in_january_2026() {
    let amount = |text| amount_on("be-wage-minimum-month", day(text)).to_string();
    assert_eq!(amount("2025-12-31"), "2111.89");
    assert_eq!(amount("2026-01-01"), "2154.13");
    assert_eq!(amount("2026-03-31"), "2154.13");
    assert_eq!(amount("2026-04-01"), "2189.81");
}

/// Act of 15 December 1980, art. 10, § 5, since the act of 18 July 2025: 110 percent of the guaranteed minimum.
#[test]
fn the_income_of_a_belgian_sponsor_follows_the_minimum_wage() {
    let first = day("2025-08-18");
    assert_eq!(starts("be-family-income").first(), Some(&first));
    let rises = starts("be-wage-minimum-month").into_iter().filter(|from| *from > first);
    for from in std::iter::once(first).chain(rises) {
        let month = amount_on("be-wage-minimum-month", from);
        let asked = (month * Decimal::new(110, 2)).round_dp_with_strategy(2, HALF_UP);
        assert_eq!(amount_on("be-family-income", from), asked, "from {from}");
    }
}

/// The age at which school stops being compulsory is not the age of majority.
#[test]
fn a_belgian_minor_is_not_defined_by_school() {
    for page in ["schooling", "youth"] {
        for (language, text) in in_three_languages(&format!("countries/be/{page}.md")) {
            for line in text.lines().filter(|line| line.contains("{fact:be-school-compulsory-end}"))
            {
                assert!(line.contains("be-school-compulsory}"), "{language} {page}: {line}");
            }
        }
    }
}

/// A rule that computes hours at the rate of a past day must not print the rate of today beside the amount; with one known
/// rate there is nothing to confuse.
#[test]
fn no_rule_prints_the_rate_of_today_beside_an_amount_of_another_day() {
    for (country, rules) in &CONTENT.core.rules {
        for rule in &rules.rules {
            let several = |id: &Id| CONTENT.core.facts[id].values.len() > 1;
            for step in rule.amounts.iter().filter(|step| several(&step.times)) {
                let printed = format!("{{fact:{}}}", step.times);
                for topic in &rule.topics {
                    let file = format!("countries/{country}/rules/{topic}.toml");
                    for (language, text) in in_three_languages(&file) {
                        let table = text.split("\n[").find(|table| {
                            table.trim_start_matches('[').starts_with(&format!("{}]", rule.id))
                        });
                        let table = table.unwrap_or_default();
                        assert!(!table.contains(&printed), "{language} {}: {printed}", rule.id);
                    }
                }
            }
        }
    }
}

/// Of a limit in a letter and the limit of the law the shorter one is counted: no words may say otherwise.
#[test]
fn nothing_says_that_a_printed_limit_beats_a_shorter_one() {
    let says = [
        ("fr", "délai imprimé", "l’emporte"),
        ("it", "termine stampato", "prevale"),
        ("en", "limit printed", "comes first"),
        ("en", "printed limit", "comes first"),
        ("en", "limit printed", "prevails"),
        ("en", "printed limit", "prevails"),
    ];
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/words");
    let mut read = 0;
    for (language, limit, beats) in says {
        for country in ["be", "eu", "fr", "it"] {
            for kind in ["rules", "facts"] {
                let folder = words.join(language).join("countries").join(country).join(kind);
                for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                    let text = std::fs::read_to_string(file.path()).unwrap().to_lowercase();
                    let mut sentences = text.split(['.', '\n']);
                    let found = sentences.find(|said| said.contains(limit) && said.contains(beats));
                    assert_eq!(found, None, "{}", file.path().display());
                    read += 1;
                }
            }
        }
    }
    assert!(read > 300, "{read}");
}
