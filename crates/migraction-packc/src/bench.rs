//! How long the engine takes for all rules of a country.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use migraction_core::Id;
use migraction_core::rules::Consultation;

use crate::Compiled;

/// The most that evaluating all rules of a country may take.
pub const LIMIT: Duration = Duration::from_millis(1);

/// Rounds over all scenarios of a country; the fastest round of each counts, because what slows
/// a round down is the rest of the machine.
const ROUNDS: usize = 40;

/// Times of one country.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Rules evaluated in each consultation.
    pub rules: usize,
    /// Consultations timed.
    pub consultations: usize,
    /// The mean over all consultations.
    pub mean: Duration,
    /// The slowest consultation.
    pub slowest: Duration,
    /// The slowest step of an interview: the next question and the progress.
    pub slowest_question: Duration,
}

/// Times all rules of each country on the answers of its scenarios.
#[must_use]
pub fn rules(compiled: &Compiled) -> BTreeMap<Id, Times> {
    let mut countries: BTreeMap<Id, Times> = BTreeMap::new();
    for scenario in &compiled.core.scenarios {
        let (Some(rules), Some(country)) = (
            compiled.core.rules.get(&scenario.country),
            compiled.core.country(scenario.country.as_str()),
        ) else {
            continue;
        };
        let consult = || {
            let (answers, day) = (&scenario.answers, scenario.as_of);
            Consultation::new(rules, &compiled.core.facts, &country.calendar, answers, day, day)
        };
        let outcomes = fastest(|| {
            black_box(consult().outcomes());
        });
        let question = fastest(|| {
            black_box(consult().progress());
        });
        let times = countries.entry(scenario.country.clone()).or_default();
        times.rules = rules.rules.len();
        times.consultations += 1;
        times.mean += outcomes;
        times.slowest = times.slowest.max(outcomes);
        times.slowest_question = times.slowest_question.max(question);
    }
    for times in countries.values_mut() {
        times.mean /= u32::try_from(times.consultations).unwrap_or(1).max(1);
    }
    countries
}

fn fastest(run: impl Fn()) -> Duration {
    let time = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..ROUNDS).map(|_| time()).min().unwrap_or_default()
}
