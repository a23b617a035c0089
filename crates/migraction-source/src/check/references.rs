//! Whatever is named exists; facts that nothing names are reported.

use std::collections::BTreeSet;

use migraction_core::Id;

use crate::content::{Content, Named, Origin, Sink};

/// Checks all references.
pub fn check(content: &Content, sink: &mut Sink) {
    let rules: BTreeSet<&Id> =
        content.rules.values().flatten().map(|rule| &rule.item.rule.id).collect();
    for reference in &sink.references {
        if let Some(message) = missing(content, &rules, &reference.named) {
            sink.problems.error(&reference.place, message);
        }
    }
    let used: BTreeSet<&Id> = sink
        .references
        .iter()
        .filter(|reference| reference.origin != Origin::Trial)
        .filter_map(|reference| match &reference.named {
            Named::Fact(id) => Some(id),
            _ => None,
        })
        .collect();
    for (id, fact) in &content.facts {
        if !used.contains(id) {
            sink.problems
                .warning(&fact.place, format!("no page, rule or practice uses the fact {id}"));
        }
    }
}

fn missing(content: &Content, rules: &BTreeSet<&Id>, named: &Named) -> Option<String> {
    match named {
        Named::Fact(id) => {
            (!content.facts.contains_key(id)).then(|| format!("there is no fact `{id}`"))
        }
        Named::Practice(id) => {
            (!content.practices.contains_key(id)).then(|| format!("there is no practice `{id}`"))
        }
        Named::Service(id) => {
            (!content.services.contains_key(id)).then(|| format!("there is no service `{id}`"))
        }
        Named::Glossary(id) => {
            (!content.terms.contains_key(id)).then(|| format!("there is no term `{id}`"))
        }
        Named::Letter(id) => {
            let mut letters = content.letters.values().flatten();
            let known = letters.any(|letter| letter.item.id == *id);
            (!known).then(|| format!("there is no letter `{id}`"))
        }
        Named::Rule(id) => (!rules.contains(id)).then(|| format!("there is no rule `{id}`")),
        Named::Context(country, topic) => {
            let listed = content
                .countries
                .iter()
                .any(|known| known.item.id == *country && known.item.topics.contains(topic));
            (!listed).then(|| {
                format!("{country} has no context page `{topic}`: its country.toml lists them")
            })
        }
        // Names of holidays are owned by the calendars; their labels are checked with the words.
        Named::Term("holidays", _) if !content.vocabulary.contains_key("holidays") => None,
        Named::Term(list, id) => {
            let listed = content
                .vocabulary
                .get(*list)
                .is_some_and(|ids| ids.iter().any(|known| known.item == *id));
            (!listed).then(|| format!("`{id}` is not in [{list}] of vocabulary.toml"))
        }
    }
}
