//! Each scenario is played as a person would: question after question, through the same machine that
//! the screens use. What comes out must be what it expects.

use std::collections::BTreeSet;

use migraction_core::Id;
use migraction_core::deadline::Law;
use migraction_core::facts::Facts;
use migraction_core::guide::Country;
use migraction_core::rules::{DateRole, Interview, Outcome, Rules, State, Truth};

use crate::content::{Content, Expectation, Placed, Sink, SourceScenario};
use crate::problems::{Place, Problems};

/// What became of one scenario.
#[derive(Clone, Debug)]
pub struct Played {
    /// The scenario.
    pub id: Id,
    /// Its country.
    pub country: Id,
    /// Rules whose condition is true in it.
    pub reached: BTreeSet<Id>,
    /// Questions that the interview asked.
    pub asked: usize,
    /// Answers written for questions that the interview never asks.
    pub unasked: Vec<Id>,
    /// Expectations that were not met.
    pub unmet: usize,
}

/// Plays all scenarios.
pub fn check(content: &Content, sink: &mut Sink) -> Vec<Played> {
    let facts: Facts =
        content.facts.iter().map(|(id, fact)| (id.clone(), fact.item.clone())).collect();
    let mut played = Vec::new();
    for country in &content.countries {
        let rules = crate::compile::rules_of(content, &country.item.id);
        let table = Table { rules: &rules, facts: &facts, country: &country.item };
        for scenario in &content.scenarios {
            if scenario.item.country == country.item.id {
                played.push(table.play(scenario, &mut sink.problems));
            }
        }
    }
    played
}

struct Table<'a> {
    rules: &'a Rules,
    facts: &'a Facts,
    country: &'a Country,
}

impl Table<'_> {
    fn play(&self, scenario: &Placed<SourceScenario>, problems: &mut Problems) -> Played {
        let before = problems.errors();
        let law = Law { rules: self.rules, facts: self.facts, calendar: &self.country.calendar };
        let country = &scenario.item.country;
        let interview =
            Interview::played(law, country, scenario.item.as_of, &scenario.item.answers);
        // Reviews are looked at on the day for which the scenario asks.
        let consultation = interview.consult(law, scenario.item.as_of);
        let outcomes = consultation.outcomes();
        for expected in &scenario.item.expect {
            let found = outcomes.iter().find(|outcome| outcome.rule.id == expected.item.rule);
            // A rule that does not exist is reported with the references.
            if let Some(outcome) = found {
                compare(&expected.item, outcome, &expected.place, problems);
            }
        }
        let cited: BTreeSet<&Id> = outcomes
            .iter()
            .filter(|outcome| outcome.state != State::DoesNotApply)
            .flat_map(|outcome| &outcome.rule.facts)
            .collect();
        for fact in &scenario.item.expect_facts {
            if self.facts.contains_key(&fact.item) && !cited.contains(&fact.item) {
                problems.error(
                    &fact.place,
                    format!("expected the fact {} among the results, none cites it", fact.item),
                );
            }
        }
        let reached = outcomes
            .iter()
            .filter(|outcome| outcome.trace.truth() == Truth::True)
            .map(|outcome| outcome.rule.id.clone())
            .collect();
        let unmet = problems.errors() - before;
        let answers = &interview.answers;
        let unasked = scenario.item.answers.keys().filter(|id| !answers.contains_key(*id));
        Played {
            id: scenario.item.id.clone(),
            country: scenario.item.country.clone(),
            reached,
            asked: answers.len(),
            unasked: unasked.cloned().collect(),
            unmet,
        }
    }
}

fn compare(expected: &Expectation, outcome: &Outcome<'_>, place: &Place, problems: &mut Problems) {
    let rule = &expected.rule;
    for (what, expected, found) in differences(expected, outcome) {
        problems.error(place, format!("{rule}: expected {what} {expected}, found {found}"));
    }
}

/// Whether an outcome is as a scenario expects it.
#[must_use]
pub fn meets(expected: &Expectation, outcome: &Outcome<'_>) -> bool {
    differences(expected, outcome).is_empty()
}

/// What differs, what was expected of it, and what was found.
fn differences(expected: &Expectation, outcome: &Outcome<'_>) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let mut differ = |what: &str, expected: String, found: String| {
        if expected != found {
            all.push((what.to_owned(), expected, found));
        }
    };
    differ("state", expected.state.name().to_owned(), outcome.name().to_owned());
    for (id, day) in &expected.dates {
        let found = match outcome.dates.iter().find(|line| line.id == *id) {
            Some(line) => line.day.map_or_else(|| "no day".to_owned(), |day| day.to_string()),
            None => "no such date".to_owned(),
        };
        differ(&format!("{id} ="), day.to_string(), found);
        // A date that is named after its meaning has that meaning: tools and cards look for it there.
        if let Some(role) = role_of(id) {
            let found = outcome.date(role).and_then(|line| line.day);
            let found = found.map_or_else(|| "no day".to_owned(), |day| day.to_string());
            differ(&format!("the {id} date"), day.to_string(), found);
        }
    }
    for (id, amount) in &expected.amounts {
        let found = match outcome.amounts.iter().find(|line| line.id == *id) {
            Some(line) => line.amount.map_or_else(|| "no amount".to_owned(), in_cents),
            None => "no such amount".to_owned(),
        };
        differ(&format!("{id} ="), in_cents(*amount), found);
    }
    if let Some(settled_by) = &expected.settled_by {
        let list = |ids: &[Id]| {
            let sorted: BTreeSet<&str> = ids.iter().map(Id::as_str).collect();
            format!("[{}]", sorted.into_iter().collect::<Vec<_>>().join(", "))
        };
        differ("settled by", list(settled_by), list(&outcome.settled_by));
    }
    all
}

/// What the dates called so mean.
fn role_of(id: &Id) -> Option<DateRole> {
    match id.as_str() {
        "legal" => Some(DateRole::Legal),
        "safe" => Some(DateRole::Safe),
        "act" => Some(DateRole::ActBy),
        _ => None,
    }
}

fn in_cents(amount: migraction_core::Decimal) -> String {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    format!("{:.2}", amount.round_dp_with_strategy(2, MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, played};

    const ONE: &str = "scenarios/xx/one.toml";

    #[test]
    fn an_expectation_that_is_not_met_says_what_was_found() {
        check(
            |tree| tree.edit(ONE, "\"applies-from\"", "\"applies\""),
            &format!("{ONE}:7: xx-work: expected state applies, found applies-from"),
        );
        check(
            |tree| tree.edit(ONE, "first = 2026-12-10", "first = 2026-12-11"),
            &format!("{ONE}:7: xx-work: expected first = 2026-12-11, found 2026-12-10"),
        );
        check(
            |tree| tree.edit(ONE, "first = 2026-12-10", "last = 2026-12-11"),
            &format!("{ONE}:7: xx-work: expected last = 2026-12-11, found no such date"),
        );
        check(
            |tree| tree.edit(ONE, "situation = \"applicant\"", "situation = \"dont-know\""),
            &format!("{ONE}:7: xx-work: expected state applies-from, found may-apply"),
        );
        check(
            |tree| tree.edit(ONE, "\nstate = ", "\nsettled_by = [\"situation\"]\nstate = "),
            &format!("{ONE}:7: xx-work: expected settled by [situation], found []"),
        );
        check(
            |tree| tree.edit(ONE, "id = \"xx-work-wait\"", "id = \"xx-work-appeal\""),
            &format!("{ONE}:11: expected the fact xx-work-appeal"),
        );
    }

    #[test]
    fn answers_fit_their_questions() {
        check(
            |tree| tree.edit(ONE, "situation = \"applicant\"", "situation = \"king\""),
            &format!("{ONE}:4: situation: `king` is not an option"),
        );
        check(
            |tree| tree.edit(ONE, "situation = \"applicant\"", "situation = [\"applicant\"]"),
            &format!("{ONE}:4: situation: one option"),
        );
        check(
            |tree| tree.edit(ONE, "lodged-on = 2026-08-10", "lodged-on = 3"),
            &format!("{ONE}:5: lodged-on: a day"),
        );
        check(
            |tree| tree.edit(ONE, "lodged-on = ", "lodged = "),
            &format!("{ONE}:5: there is no question `lodged`"),
        );
    }

    #[test]
    fn a_scenario_says_only_what_a_screen_takes() {
        let past = |tree: &mut crate::fixture::Fixture| {
            let dated = "id = \"lodged-on\"\nkind = \"date\"";
            tree.edit("tools/orientation.toml", dated, &format!("{dated}\npast = true"));
        };
        check(
            |tree| {
                past(tree);
                tree.edit(ONE, "2026-08-10", "2026-11-25");
            },
            &format!("{ONE}:5: lodged-on: the screen refuses it"),
        );
        check(
            |tree| {
                past(tree);
                tree.edit(ONE, "[[expect]]", "[refused]\nlodged-on = 2026-11-24\n[[expect]]");
            },
            &format!("{ONE}:7: lodged-on: the screen takes it"),
        );
    }

    #[test]
    fn no_option_has_the_name_of_what_every_question_offers() {
        check(
            |tree| {
                let options = "options = [\"applicant\", ";
                let more = "options = [\"dont-know\", \"applicant\", ";
                tree.edit("tools/orientation.toml", options, more);
            },
            "tools/orientation.toml:4: `dont-know` is what every question offers",
        );
    }

    #[test]
    fn a_need_is_in_the_vocabulary_and_rules_can_bear_on_it() {
        check(
            |tree| {
                tree.add("tools/orientation.toml", "[[need]]\nid = \"roof\"\ntopics = [\"work\"]\n")
            },
            "tools/orientation.toml:12: `roof` is not in [needs] of vocabulary.toml",
        );
        check(
            |tree| tree.add("tools/orientation.toml", "[[need]]\nid = \"roof\"\n"),
            "tools/orientation.toml:12: no rule can bear on it",
        );
    }

    #[test]
    fn the_interview_asks_what_can_still_change_a_result() {
        let played = played();
        assert_eq!(played.iter().map(|one| (one.asked, one.unmet)).collect::<Vec<_>>(), [(2, 0)]);
        assert!(played.iter().any(|one| one.reached.contains("xx-work")));
    }
}
