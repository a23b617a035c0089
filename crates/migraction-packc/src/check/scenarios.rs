//! Each scenario is played with the rules engine and must give what it expects.

use std::collections::BTreeSet;

use migraction_core::Id;
use migraction_core::facts::Facts;
use migraction_core::guide::Country;
use migraction_core::rules::{Answer, Answers, Consultation, Outcome, Rules, State, Truth};

use crate::content::{Content, Expectation, ExpectedState, Placed, Sink, SourceScenario};
use crate::problems::{Place, Problems};

/// More questions than any interview asks.
const INTERVIEW: usize = 500;

/// What became of one scenario.
#[derive(Clone, Debug)]
pub struct Played {
    /// The scenario.
    pub id: Id,
    /// Its country.
    pub country: Id,
    /// Rules whose condition is true in it.
    pub reached: BTreeSet<Id>,
    /// Questions that the interview asks.
    pub asked: usize,
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

impl<'a> Table<'a> {
    /// Reviews are looked at on the day for which the scenario asks.
    fn consult(&'a self, scenario: &SourceScenario, answers: &'a Answers) -> Consultation<'a> {
        let day = scenario.as_of;
        Consultation::new(self.rules, self.facts, &self.country.calendar, answers, day, day)
    }

    fn play(&self, scenario: &Placed<SourceScenario>, problems: &mut Problems) -> Played {
        let before = problems.errors();
        let consultation = self.consult(&scenario.item, &scenario.item.answers);
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
        Played {
            id: scenario.item.id.clone(),
            country: scenario.item.country.clone(),
            reached,
            asked: self.interview(&scenario.item),
            unmet,
        }
    }

    /// How many questions the interview asks when the scenario's answers are given one by one.
    fn interview(&self, scenario: &SourceScenario) -> usize {
        let mut answers = Answers::new();
        for asked in 0..INTERVIEW {
            let next = self
                .consult(scenario, &answers)
                .progress()
                .next
                .map(|question| question.id.clone());
            let Some(next) = next else { return asked };
            let answer = scenario.answers.get(&next).cloned().unwrap_or(Answer::DontKnow);
            answers.insert(next, answer);
        }
        INTERVIEW
    }
}

fn compare(expected: &Expectation, outcome: &Outcome<'_>, place: &Place, problems: &mut Problems) {
    let rule = &expected.rule;
    let mut differ = |what: &str, expected: String, found: String| {
        if expected != found {
            problems.error(place, format!("{rule}: expected {what} {expected}, found {found}"));
        }
    };
    let state = ExpectedState::from(outcome.state);
    differ("state", name_of(expected.state), name_of(state));
    for (id, day) in &expected.dates {
        let found = match outcome.dates.iter().find(|line| line.id == *id) {
            Some(line) => line.day.map_or_else(|| "no day".to_owned(), |day| day.to_string()),
            None => "no such date".to_owned(),
        };
        differ(&format!("{id} ="), day.to_string(), found);
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
}

fn in_cents(amount: migraction_core::Decimal) -> String {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    format!("{:.2}", amount.round_dp_with_strategy(2, MidpointAwayFromZero))
}

fn name_of(state: ExpectedState) -> String {
    match state {
        ExpectedState::Applies => "applies",
        ExpectedState::AppliesFrom => "applies-from",
        ExpectedState::MayApply => "may-apply",
        ExpectedState::DoesNotApply => "does-not-apply",
        ExpectedState::NotCovered => "not-covered",
        ExpectedState::PastReview => "past-review",
    }
    .to_owned()
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
            |tree| tree.edit(ONE, "lodged-on = 2026-08-10", "lodged-on = \"x\""),
            &format!("{ONE}:5: lodged-on: a day"),
        );
        check(
            |tree| tree.edit(ONE, "lodged-on = ", "lodged = "),
            &format!("{ONE}:5: there is no question `lodged`"),
        );
    }

    #[test]
    fn the_interview_asks_what_can_still_change_a_result() {
        let played = played();
        assert_eq!(played.iter().map(|one| (one.asked, one.unmet)).collect::<Vec<_>>(), [(2, 0)]);
        assert!(played.iter().any(|one| one.reached.contains("xx-work")));
    }
}
