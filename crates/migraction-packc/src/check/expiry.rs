//! No cliff: the rules of a country do not all go past review on one day.
//!
//! A rule is past review from the first review day among the facts that it rests on, exactly as the app decides it
//! (`Outcome::is_past_review`). A phone that is offline for a week over a day on which a quarter of a country expires shows a
//! quarter of its answers as no longer certain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use migraction_core::Id;
use migraction_core::rules::Rule;

use crate::content::{Content, Sink};
use crate::problems::{Place, Problems};

/// One rule in so many may expire on a day: a tenth.
const SHARE: usize = 10;
/// So few may in any case: a tenth of a country that has just begun is one or two rules.
const FEW: usize = 10;

/// The rules of a country that expire on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry<'a> {
    /// The country.
    pub country: &'a Id,
    /// The day from which they are past review.
    pub day: NaiveDate,
    /// The rules.
    pub rules: BTreeSet<&'a Id>,
    /// All rules of the country.
    pub of: usize,
    /// The facts that expire them, each with how many of the rules rest on it.
    pub facts: BTreeMap<&'a Id, usize>,
}

impl Expiry<'_> {
    /// Whether more than a tenth of the country's rules expire on this day.
    #[must_use]
    pub fn is_cliff(&self) -> bool {
        self.rules.len() > FEW && self.rules.len() * SHARE > self.of
    }
}

/// The day from which a rule is past review; `None` for one that rests on no fact.
#[must_use]
pub fn day(content: &Content, rule: &Rule) -> Option<NaiveDate> {
    let facts = rule.facts.iter().filter_map(|id| content.facts.get(id));
    facts.map(|fact| fact.item.review_by).min()
}

/// All days on which rules expire, by country and in their order.
#[must_use]
pub fn days(content: &Content) -> Vec<Expiry<'_>> {
    let mut all = Vec::new();
    for (country, rules) in &content.rules {
        let mut by_day: BTreeMap<NaiveDate, Expiry<'_>> = BTreeMap::new();
        for rule in rules.iter().map(|rule| &rule.item.rule) {
            let Some(day) = day(content, rule) else { continue };
            let one = by_day.entry(day).or_insert_with(|| Expiry {
                country,
                day,
                rules: BTreeSet::new(),
                of: rules.len(),
                facts: BTreeMap::new(),
            });
            one.rules.insert(&rule.id);
            for id in &rule.facts {
                if content.facts.get(id).is_some_and(|fact| fact.item.review_by == day) {
                    *one.facts.entry(id).or_default() += 1;
                }
            }
        }
        all.extend(by_day.into_values());
    }
    all
}

/// Reports days on which too many rules of a country expire.
pub fn check(content: &Content, sink: &mut Sink) {
    for cliff in days(content).iter().filter(|day| day.is_cliff()) {
        let mut facts: Vec<(&Id, usize)> = cliff.facts.iter().map(|(id, n)| (*id, *n)).collect();
        facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let named: Vec<String> =
            facts.iter().map(|(id, count)| format!("{id} ({count})")).collect();
        let message = format!(
            "{} of {} rules expire on {}, a tenth at most: review some of these facts on an earlier day: {}",
            cliff.rules.len(),
            cliff.of,
            cliff.day,
            named.join(", ")
        );
        sink.problems
            .error(&Place::file(&format!("countries/{}/country.toml", cliff.country)), message);
    }
}

/// Reports what is said to have been checked after `today`, a day that nobody has seen yet.
pub fn check_days(content: &Content, today: NaiveDate, problems: &mut Problems) {
    let facts = content.facts.values().map(|fact| (fact.item.checked_on, &fact.place));
    let services = content.services.values().map(|one| (one.item.checked_on, &one.place));
    let practices = content.practices.values().map(|one| (one.item.checked_on, &one.place));
    for (checked_on, place) in facts.chain(services).chain(practices) {
        if checked_on > today {
            let message = format!("checked_on {checked_on} lies after today, {today}");
            problems.error(place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{check_days, days};
    use crate::fixture;
    use crate::problems::Problems;

    #[test]
    fn a_rule_expires_with_the_first_of_its_facts() {
        let content = fixture::content();
        let days = days(&content);
        let [one] = days.as_slice() else { panic!("{days:?}") };
        let fact = content.facts.get(one.facts.keys().next().copied().unwrap()).unwrap();
        assert_eq!(one.day, fact.item.review_by);
        assert!(!one.is_cliff(), "a country of {} rules has no cliff", one.of);
    }

    #[test]
    fn more_than_a_tenth_on_one_day_is_a_cliff() {
        let content = fixture::content();
        let mut one = days(&content).into_iter().next().unwrap();
        let names: Vec<migraction_core::Id> =
            (0..12).map(|n| format!("xx-{n}").as_str().into()).collect();
        one.rules = names.iter().collect();
        one.of = 120;
        assert!(!one.is_cliff());
        one.of = 119;
        assert!(one.is_cliff());
    }

    #[test]
    fn nothing_was_checked_tomorrow() {
        let content = fixture::content();
        let found = |today: &str| {
            let mut problems = Problems::default();
            check_days(&content, today.parse().unwrap(), &mut problems);
            problems.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(found("2026-11-24"), Vec::<String>::new());
        let early = found("2026-11-23");
        assert!(
            early.iter().any(|line| line.contains("lies after today, 2026-11-23")),
            "{early:?}"
        );
    }
}
