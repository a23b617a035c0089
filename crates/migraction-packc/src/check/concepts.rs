//! Rules of one concept cover every day of the supported period, without gap or overlap.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use migraction_core::Id;
use migraction_core::guide::Country;

use crate::content::{Content, Period, Placed, Sink, SourceRule};
use crate::problems::{Place, Problems};

/// Checks the concepts of every country.
pub fn check(content: &Content, sink: &mut Sink) {
    for country in &content.countries {
        let mut concepts: BTreeMap<&Id, Vec<&Placed<SourceRule>>> = BTreeMap::new();
        for rule in content.rules.get(&country.item.id).into_iter().flatten() {
            concepts.entry(&rule.item.rule.concept).or_default().push(rule);
        }
        for (concept, rules) in concepts {
            one(concept, &rules, &country.item, &mut sink.problems);
        }
    }
}

fn one(concept: &Id, rules: &[&Placed<SourceRule>], country: &Country, problems: &mut Problems) {
    if let [Placed { item: SourceRule { period: None, .. }, .. }] = rules {
        return;
    }
    let mut periods: Vec<(&Period, &Place)> = Vec::with_capacity(rules.len());
    for rule in rules {
        match &rule.item.period {
            Some(period) => periods.push((period, &rule.place)),
            None => {
                let message =
                    format!("{concept} has {} rules: each needs its `period`", rules.len());
                problems.error(&rule.place, message);
                return;
            }
        }
    }
    if let [(Period { from, until, .. }, place)] = periods.as_slice()
        && from.is_some() != until.is_some()
    {
        let open = if from.is_some() { "before" } else { "after" };
        problems.error(
            place,
            format!("{concept} is a rule alone, and its period leaves the days {open} without one"),
        );
        return;
    }
    if let Some((_, place)) = periods
        .iter()
        .find(|(period, _)| Some(&period.by) != periods.first().map(|(first, _)| &first.by))
    {
        problems.error(place, format!("the rules of {concept} count by different events"));
        return;
    }
    tile(concept, periods, country, problems);
}

fn tile(
    concept: &Id,
    mut periods: Vec<(&Period, &Place)>,
    country: &Country,
    problems: &mut Problems,
) {
    periods.sort_by_key(|(period, _)| period.from);
    // The first day that no rule covers so far; `None` once a rule has no end.
    let mut open = Some(country.supported_from);
    let mut last = None;
    for (period, place) in &periods {
        let from = period.from.unwrap_or(NaiveDate::MIN);
        match open {
            Some(day) if from > day && from > country.supported_from => {
                let before = from.pred_opt().unwrap_or(from);
                problems.error(place, format!("no rule of {concept} covers {day} to {before}"));
            }
            Some(day) if last.is_some() && from < day => {
                problems.error(place, format!("two rules of {concept} cover {from}"));
            }
            None => problems.error(place, format!("two rules of {concept} cover {from}")),
            _ => {}
        }
        let after = period.until.map(|until| until.succ_opt().unwrap_or(NaiveDate::MAX));
        open = open.zip(after).map(|(day, after)| day.max(after));
        last = Some(*place);
    }
    if let (Some(day), Some(place)) = (open, last)
        && day <= country.supported_until
    {
        problems.error(
            place,
            format!("no rule of {concept} covers {day} to {}", country.supported_until),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const RULES: &str = "countries/xx/rules/appeal.toml";

    fn periods(first: &'static str, second: &'static str) -> impl Fn(&mut Fixture) {
        move |tree| {
            tree.edit(RULES, "{ by = \"lodged-on\", until = 2026-06-11 }", first);
            tree.edit(RULES, "{ by = \"lodged-on\", from = 2026-06-12 }", second);
        }
    }

    #[test]
    fn rules_of_a_concept_meet_day_to_day() {
        let one = "{ by = \"lodged-on\", until = 2026-06-11 }";
        let two = "{ by = \"lodged-on\", from = 2026-06-12 }";
        check_sound(periods(one, two));
        check(
            periods(one, "{ by = \"lodged-on\", from = 2026-06-14 }"),
            &format!("{RULES}:12: no rule of xx-appeal covers 2026-06-12 to 2026-06-13"),
        );
        check(
            periods(one, "{ by = \"lodged-on\", from = 2026-06-11 }"),
            &format!("{RULES}:12: two rules of xx-appeal cover 2026-06-11"),
        );
        check(
            periods(one, "{ by = \"lodged-on\", from = 2026-06-12, until = 2027-01-01 }"),
            &format!("{RULES}:12: no rule of xx-appeal covers 2027-01-02 to 2027-12-31"),
        );
        check(
            periods("{ by = \"lodged-on\", from = 2025-01-01, until = 2026-06-11 }", two),
            &format!("{RULES}:2: no rule of xx-appeal covers 2024-01-01 to 2024-12-31"),
        );
        check(
            periods("{ by = \"lodged-on\", from = 2025-01-01 }", two),
            &format!("{RULES}:12: two rules of xx-appeal cover 2026-06-12"),
        );
    }

    #[test]
    fn a_rule_alone_has_no_period_with_one_end() {
        check(
            |tree| {
                tree.edit(
                    RULES,
                    "concept = \"xx-appeal\"\nperiod = { by = \"lodged-on\", from",
                    "concept = \"xx-appeal-new\"\nperiod = { by = \"lodged-on\", from",
                )
            },
            &format!("{RULES}:12: xx-appeal-new is a rule alone"),
        );
    }

    #[test]
    fn rules_of_a_concept_all_have_a_period() {
        check(
            |tree| tree.edit(RULES, "period = { by = \"lodged-on\", from = 2026-06-12 }\n", ""),
            &format!("{RULES}:12: xx-appeal has 2 rules"),
        );
    }

    #[test]
    fn a_rule_rests_on_something() {
        check(
            |tree| {
                tree.edit(
                    "countries/xx/rules/work.toml",
                    "facts = [\"xx-work-wait\"]\nservices = [\"xx-office\"]",
                    "",
                )
            },
            "countries/xx/rules/work.toml:2: xx-work cites no fact and names no service",
        );
    }
}
