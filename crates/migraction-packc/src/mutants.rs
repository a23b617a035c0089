//! How much the scenarios see: each rule is changed in one place at a time (a term, a condition, the meaning of a date),
//! and a change that no expectation of any scenario contradicts is one that a slip of an editor could make unseen.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::deadline::Law;
use migraction_core::facts::Facts;
use migraction_core::guide::Country;
use migraction_core::rules::{Answers, Condition, DateRole, Interview, Rule, Rules};

use crate::check::scenarios::meets;
use crate::content::{Content, SourceScenario};

/// The share of changes that must be seen, in hundredths.
pub const WANTED: usize = 95;

/// What became of the changed rules of one country.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How many changes were tried.
    pub tried: usize,
    /// Those that no scenario saw, each with its rule and what was changed.
    pub missed: Vec<(Id, String)>,
}

impl Seen {
    /// The share of changes that were seen, in hundredths, rounded down; all of none.
    #[must_use]
    pub fn percent(&self) -> usize {
        ((self.tried - self.missed.len()) * 100).checked_div(self.tried).unwrap_or(100)
    }
}

/// A scenario after it was played: the interview keeps only what a screen asks for.
struct Case<'a> {
    scenario: &'a SourceScenario,
    interview: Interview,
}

/// Changes all rules of each country, one change at a time.
#[must_use]
pub fn all(content: &Content) -> BTreeMap<Id, Seen> {
    let facts: Facts =
        content.facts.iter().map(|(id, fact)| (id.clone(), fact.item.clone())).collect();
    let countries = content.countries.iter();
    countries
        .filter_map(|country| {
            let rules = crate::compile::rules_of(content, &country.item.id);
            let seen = of_country(content, &country.item, &facts, &rules);
            (seen.tried > 0).then(|| (country.item.id.clone(), seen))
        })
        .collect()
}

fn of_country(content: &Content, country: &Country, facts: &Facts, rules: &Rules) -> Seen {
    let law = Law { rules, facts, calendar: &country.calendar };
    let scenarios = content.scenarios.iter().map(|scenario| &scenario.item);
    let cases: Vec<Case<'_>> = scenarios
        .filter(|scenario| scenario.country == country.id)
        .map(|scenario| {
            let (day, answers): (_, &Answers) = (scenario.as_of, &scenario.answers);
            Case { scenario, interview: Interview::played(law, &country.id, day, answers) }
        })
        .collect();
    let mut seen = Seen::default();
    for rule in &rules.rules {
        for (what, changed) in changes(rule) {
            seen.tried += 1;
            if cases.iter().all(|case| is_unseen(case, law, &changed)) {
                seen.missed.push((rule.id.clone(), what));
            }
        }
    }
    seen
}

/// Whether a scenario finds nothing wrong with a changed rule.
fn is_unseen(case: &Case<'_>, law: Law<'_>, changed: &Rule) -> bool {
    let expected = case.scenario.expect.iter().filter(|one| one.item.rule == changed.id);
    let mut expected = expected.peekable();
    if expected.peek().is_none() {
        return true;
    }
    let consultation = case.interview.consult(law, case.scenario.as_of);
    let outcome = consultation.outcome(changed);
    expected.all(|one| meets(&one.item, &outcome))
}

/// A rule with one thing changed, for each thing that can be; each with what was changed.
fn changes(rule: &Rule) -> Vec<(String, Rule)> {
    let mut found = Vec::new();
    for at in 0..leaves(&rule.when) {
        let mut changed = rule.clone();
        let mut left = at;
        negate(&mut changed.when, &mut left);
        found.push((format!("condition {} negated", at + 1), changed));
    }
    for (at, step) in rule.dates.iter().enumerate() {
        let mut put = |what: &str, change: &dyn Fn(&mut migraction_core::rules::DateStep)| {
            let mut changed = rule.clone();
            if let Some(step) = changed.dates.get_mut(at) {
                change(step);
            }
            found.push((format!("{}: {what}", step.id), changed));
        };
        put("a day longer", &|step| step.days += 1);
        put("a day shorter", &|step| step.days -= 1);
        if step.working_days != 0 {
            put("a working day less", &|step| step.working_days -= step.working_days.signum());
        }
        if step.roll.is_some() {
            put("not moved off a day of rest", &|step| step.roll = None);
        }
        put("another meaning", &|step| step.role = other(step.role));
    }
    found
}

/// A role that a date could be taken for.
const fn other(role: DateRole) -> DateRole {
    match role {
        DateRole::Legal => DateRole::Safe,
        DateRole::Safe => DateRole::Legal,
        DateRole::ActBy | DateRole::From => DateRole::Mark,
        DateRole::Mark => DateRole::From,
    }
}

/// How many conditions there are that are made of no other.
fn leaves(condition: &Condition) -> usize {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().map(leaves).sum(),
        Condition::Not(part) => leaves(part),
        _ => 1,
    }
}

/// Negates the leaf before which `left` others stand.
fn negate(condition: &mut Condition, left: &mut usize) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().any(|part| negate(part, left))
        }
        Condition::Not(part) => negate(part, left),
        leaf if *left == 0 => {
            let held = std::mem::replace(leaf, Condition::always());
            *leaf = Condition::Not(Box::new(held));
            true
        }
        _ => {
            *left -= 1;
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::fixture::content;

    #[test]
    fn what_a_scenario_expects_is_seen_and_what_none_looks_at_is_not() {
        let seen = all(&content());
        let Some(seen) = seen.values().next() else { panic!("the fixture has rules") };
        let missed: Vec<String> =
            seen.missed.iter().map(|(rule, what)| format!("{rule}: {what}")).collect();
        assert!(seen.tried > missed.len(), "nothing was seen of {}", seen.tried);
        // The scenario expects the first date of xx-work, and nothing of the appeal.
        assert!(!missed.iter().any(|one| one.starts_with("xx-work: first: a day")), "{missed:?}");
        assert!(missed.iter().any(|one| one.starts_with("xx-appeal")), "{missed:?}");
    }
}
