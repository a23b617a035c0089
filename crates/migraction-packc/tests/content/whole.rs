//! The real content: every scenario holds, every query wants what exists.

use migraction_packc::problems::Severity;
use migraction_packc::report;

use crate::{CONTENT, PROBLEMS};

fn errors_in(folder: &str) -> Vec<String> {
    let errors = PROBLEMS.iter().filter(|problem| problem.severity == Severity::Error);
    errors
        .filter(|problem| problem.place.file.starts_with(folder))
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_scenario_holds() {
    let compiled = &*CONTENT;
    for country in compiled.core.rules.iter().filter(|(_, rules)| !rules.rules.is_empty()) {
        let figures =
            report::ScenarioFigures::of(&compiled.content, &compiled.scenarios, country.0);
        println!(
            "{}: {} scenarios, median of {} questions asked, {} of {} rules reached",
            country.0, figures.played, figures.median, figures.reached, figures.rules
        );
        assert!(figures.played > 0, "no scenario of {}", country.0);
    }
    let (_, others) = report::coverage(&compiled.content, &compiled.scenarios);
    println!("{} rules not reached:", others.len());
    for id in others {
        println!("  {id}");
    }
    assert_eq!(errors_in("scenarios/"), Vec::<String>::new());
    assert_eq!(compiled.scenarios.len(), compiled.content.scenarios.len());
    assert!(!compiled.scenarios.is_empty(), "there are no scenarios");
}

#[test]
fn every_query_wants_what_exists() {
    assert_eq!(errors_in("queries/"), Vec::<String>::new());
    for language in &CONTENT.content.languages {
        assert!(
            CONTENT.content.queries.contains_key(&language.id),
            "no queries in {}",
            language.id
        );
    }
}

#[test]
fn the_content_holds_together() {
    assert_eq!(errors_in(""), Vec::<String>::new());
}
