//! Every rule applies to somebody: some answers make its condition true.
//!
//! The search tries all answers that can make a difference to the rule: options that conditions name and one that they
//! do not, days around those that conditions name, numbers around limits; where they are too many, a scenario in which the
//! rule applies shows it. Questions that decide whether others arise come first; so a condition that has become false
//! stays false, and the branch is left.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use migraction_core::dates::{Calendar, Term};
use migraction_core::facts::{Facts, Quantity, whole_term};
use migraction_core::guide::Country;
use migraction_core::rules::{
    Answer, Answers, Condition, Consultation, Day, Limit, Question, QuestionKind, Rules, Truth,
};
use migraction_core::{Decimal, Id};

use crate::content::{Content, ExpectedState, Sink};

/// Conditions tried for one rule before the search gives up.
const TRIES: usize = 20_000;

/// Reports rules that nothing reaches.
pub fn check(content: &Content, sink: &mut Sink) {
    let facts: Facts =
        content.facts.iter().map(|(id, fact)| (id.clone(), fact.item.clone())).collect();
    for country in &content.countries {
        let all: Vec<_> = content.questions_of(&country.item.id).collect();
        let questions: Vec<&Question> = all.iter().map(|question| &question.item).collect();
        for rule in content.rules.get(&country.item.id).into_iter().flatten() {
            let id = &rule.item.rule.id;
            match reach(&rule.item.rule.when, &questions, &facts, &country.item) {
                Reach::Reached => {}
                Reach::Never => sink.problems.error(
                    &rule.place,
                    format!("no answers reach {id}: its condition is never true"),
                ),
                Reach::GaveUp if is_reached_by_scenario(content, id) => {}
                Reach::GaveUp => sink.problems.warning(
                    &rule.place,
                    format!("{id}: too many answers to try, whether any reaches it is not known"),
                ),
            }
        }
    }
}

/// Whether a scenario, whose answers are tried at each build, makes the rule apply.
fn is_reached_by_scenario(content: &Content, rule: &Id) -> bool {
    let mut expected = content.scenarios.iter().flat_map(|scenario| &scenario.item.expect);
    expected.any(|one| {
        one.item.rule == *rule
            && matches!(one.item.state, ExpectedState::Applies | ExpectedState::AppliesFrom)
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Reach {
    Reached,
    Never,
    GaveUp,
}

fn reach(when: &Condition, questions: &[&Question], facts: &Facts, country: &Country) -> Reach {
    let mut order = Vec::new();
    when.for_each_question(&mut |id| add_in_order(id, questions, &mut order));
    let rules = Rules {
        questions: order.iter().map(|question| (*question).clone()).collect(),
        ..Rules::default()
    };
    let mut hints = Hints::default();
    hints.look_at(when, facts);
    order.iter().for_each(|question| hints.look_at(&question.when, facts));
    // Events lie before the day asked for: seen from the last day, all of them may be.
    let ends = [country.supported_until, country.supported_from];
    let days = if hints.as_of { hints.days_around(&ends) } else { ends.to_vec() };
    let mut search = Search {
        when,
        rules: &rules,
        facts,
        as_of: country.supported_from,
        hints: &hints,
        tries: TRIES,
    };
    for day in days {
        search.as_of = day;
        if search.find(0, &mut Answers::new()) {
            return Reach::Reached;
        }
    }
    if search.tries == 0 { Reach::GaveUp } else { Reach::Never }
}

/// Adds a question after those that decide whether it arises. Gates have no circles.
fn add_in_order<'a>(id: &Id, questions: &[&'a Question], order: &mut Vec<&'a Question>) {
    let Some(question) = questions.iter().find(|question| question.id == *id) else { return };
    if order.iter().any(|known| known.id == *id) {
        return;
    }
    question.when.for_each_question(&mut |decider| add_in_order(decider, questions, order));
    order.push(question);
}

/// What the conditions look at.
#[derive(Default)]
struct Hints {
    options: BTreeSet<(Id, Id)>,
    counted: BTreeSet<Id>,
    days: BTreeSet<NaiveDate>,
    limits: BTreeSet<Decimal>,
    terms: Vec<Term>,
    as_of: bool,
}

impl Hints {
    fn look_at(&mut self, condition: &Condition, facts: &Facts) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.look_at(part, facts))
            }
            Condition::Not(part) => self.look_at(part, facts),
            Condition::Is { question, options } => {
                self.options
                    .extend(options.iter().map(|option| (question.clone(), option.clone())));
            }
            Condition::Before(left, right) | Condition::OnOrAfter(left, right) => {
                self.look_at_day(left, facts);
                self.look_at_day(right, facts);
            }
            Condition::AtLeast { limit, .. } | Condition::Below { limit, .. } => match limit {
                Limit::Fixed(limit) => drop(self.limits.insert(*limit)),
                Limit::Fact(fact) => {
                    let values = facts.get(fact).into_iter().flat_map(|fact| &fact.values);
                    self.limits.extend(values.filter_map(|value| match value.quantity {
                        Quantity::Amount(amount) => Some(amount),
                        Quantity::Day(_) => None,
                    }));
                }
            },
            Condition::Count { question, .. } => drop(self.counted.insert(question.clone())),
            Condition::Within { from, until, .. } => self.days.extend(from.iter().chain(until)),
        }
    }

    fn look_at_day(&mut self, day: &Day, facts: &Facts) {
        match day {
            Day::Fixed(day) => drop(self.days.insert(*day)),
            Day::AsOf => self.as_of = true,
            Day::Answer(_) => {}
            Day::Fact(fact) => {
                let values = facts.get(fact).into_iter().flat_map(|fact| &fact.values);
                self.days.extend(values.filter_map(|value| match value.quantity {
                    Quantity::Day(day) => Some(day),
                    Quantity::Amount(_) => None,
                }));
            }
            Day::Moved { start, term, .. } => {
                self.look_at_day(start, facts);
                let values = facts.get(term).into_iter().flat_map(|fact| &fact.values);
                self.days.extend(values.clone().filter_map(|value| value.from));
                self.terms.extend(values.filter_map(|value| match value.quantity {
                    Quantity::Amount(amount) => whole_term(amount, value.unit),
                    Quantity::Day(_) => None,
                }));
            }
        }
    }

    /// Days that conditions name, and some more, each with the day before and after, and those
    /// that a term of the conditions leads to or comes from.
    fn days_around(&self, more: &[NaiveDate]) -> Vec<NaiveDate> {
        let mut named: BTreeSet<NaiveDate> = self.days.iter().chain(more).copied().collect();
        let calendar = Calendar::default();
        for day in named.clone() {
            for Term { count, unit } in &self.terms {
                let moved = |count| calendar.at(None).add(day, Term { count, unit: *unit });
                named.extend([moved(*count), moved(-count)].into_iter().flatten());
            }
        }
        let mut days = BTreeSet::new();
        for day in &named {
            days.extend([day.pred_opt(), Some(*day), day.succ_opt()].into_iter().flatten());
            // Room for a chain of days in between.
            days.extend(day.checked_sub_days(Days::new(2)));
        }
        days.into_iter().collect()
    }
}

struct Search<'a> {
    when: &'a Condition,
    rules: &'a Rules,
    facts: &'a Facts,
    as_of: NaiveDate,
    hints: &'a Hints,
    tries: usize,
}

impl Search<'_> {
    fn find(&mut self, at: usize, answers: &mut Answers) -> bool {
        if self.tries == 0 {
            return false;
        }
        self.tries -= 1;
        let calendar = Calendar::default();
        let consultation =
            Consultation::new(self.rules, self.facts, &calendar, answers, self.as_of, self.as_of);
        match consultation.truth(self.when) {
            Truth::True => return true,
            Truth::False => return false,
            Truth::Unknown => {}
        }
        let rules = self.rules;
        let Some(question) = rules.questions.get(at) else { return false };
        if consultation.arises(&question.id) == Truth::False {
            return self.find(at + 1, answers);
        }
        for answer in self.candidates(question) {
            answers.insert(question.id.clone(), answer);
            if self.find(at + 1, answers) {
                return true;
            }
        }
        answers.remove(&question.id);
        false
    }

    fn candidates(&self, question: &Question) -> Vec<Answer> {
        match &question.kind {
            QuestionKind::YesNo => vec![Answer::One("yes".into()), Answer::One("no".into())],
            QuestionKind::One(options) => {
                self.telling(question, options).into_iter().map(Answer::One).collect()
            }
            QuestionKind::Many(options) => self.sets(question, options),
            QuestionKind::Day { .. } => {
                self.hints.days_around(&[self.as_of]).into_iter().map(Answer::Day).collect()
            }
            QuestionKind::Number { min, max, .. } => {
                let mut numbers: BTreeSet<Decimal> = [*min, *max].into_iter().flatten().collect();
                for limit in &self.hints.limits {
                    numbers.extend([*limit, *limit - Decimal::ONE]);
                }
                numbers
                    .retain(|n| min.is_none_or(|min| *n >= min) && max.is_none_or(|max| *n <= max));
                if numbers.is_empty() {
                    numbers.insert(Decimal::ONE);
                }
                numbers.into_iter().map(Answer::Number).collect()
            }
        }
    }

    /// Options that conditions name, and one that they do not.
    fn telling(&self, question: &Question, options: &[Id]) -> Vec<Id> {
        let named =
            |option: &Id| self.hints.options.contains(&(question.id.clone(), option.clone()));
        let (mut telling, others): (Vec<Id>, Vec<Id>) = options.iter().cloned().partition(named);
        telling.extend(others.into_iter().take(1));
        telling
    }

    /// Sets of no, one, two or more such options, and of each size where options are counted.
    fn sets(&self, question: &Question, options: &[Id]) -> Vec<Answer> {
        let telling = self.telling(question, options);
        let mut sets: BTreeSet<BTreeSet<Id>> = BTreeSet::new();
        sets.insert(BTreeSet::new());
        for (at, one) in telling.iter().enumerate() {
            sets.insert(BTreeSet::from([one.clone()]));
            for other in telling.iter().skip(at + 1) {
                sets.insert(BTreeSet::from([one.clone(), other.clone()]));
            }
        }
        sets.insert(telling.iter().cloned().collect());
        if self.hints.counted.contains(&question.id) {
            for size in 0..=options.len() {
                sets.insert(options.iter().take(size).cloned().collect());
                sets.insert(options.iter().rev().take(size).cloned().collect());
            }
        }
        sets.into_iter().map(Answer::Many).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const RULES: &str = "countries/xx/rules/work.toml";

    fn when(condition: &'static str) -> impl Fn(&mut Fixture) {
        move |tree| tree.edit(RULES, "{ answer = \"situation\", is = \"applicant\" }", condition)
    }

    #[test]
    fn a_rule_that_no_answers_reach_is_an_error() {
        let never = format!("{RULES}:2: no answers reach xx-work");
        check(
            when(
                "{ all = [{ answer = \"situation\", is = \"applicant\" }, { answer = \"situation\", is = \"other\" }] }",
            ),
            &never,
        );
        // The question about papers arises for others only.
        check(
            when(
                "{ all = [{ answer = \"situation\", is = \"applicant\" }, { answer = \"papers\", is = \"none\" }] }",
            ),
            &never,
        );
        check(
            when(
                "{ all = [{ date = \"lodged-on\", before = 2026-01-01 }, { date = \"lodged-on\", on_or_after = 2026-01-01 }] }",
            ),
            &never,
        );
        check(when("{ count = \"papers\", at_least = 4 }"), &never);
        check(
            when(
                "{ all = [{ date = \"lodged-on\", plus = \"xx-work-wait\", on_or_before = \"as-of\" }, { date = \"lodged-on\", after = \"as-of\" }] }",
            ),
            &never,
        );
    }

    #[test]
    fn a_rule_that_some_answers_reach_is_sound() {
        // Expectations of the scenario do not matter here.
        let reached = |condition| {
            let edit = when(condition);
            move |tree: &mut Fixture| {
                edit(tree);
                tree.remove("scenarios/xx/one.toml");
                tree.remove("words/en/scenarios/xx.toml");
                tree.remove("words/fr/scenarios/xx.toml");
            }
        };
        check_sound(reached(
            "{ all = [{ date = \"lodged-on\", before = \"as-of\" }, { date = \"as-of\", before = 2026-01-01 }] }",
        ));
        check_sound(reached(
            "{ all = [{ answer = \"papers\", is = \"none\" }, { answer = \"papers\", is = \"lost\" }] }",
        ));
        check_sound(reached("{ count = \"papers\", at_least = 3 }"));
        check_sound(reached(
            "{ all = [{ date = \"lodged-on\", plus = \"xx-work-wait\", on_or_before = \"as-of\" }, { date = \"lodged-on\", minus = \"xx-work-wait\", after = 2025-01-01 }] }",
        ));
        check_sound(reached("{ date = \"lodged-on\", plus = \"xx-work-old\", after = \"as-of\" }"));
        check_sound(reached(
            "{ not = { answer = \"papers\", is = [\"none\", \"lost\", \"kept\"] } }",
        ));
    }
}
