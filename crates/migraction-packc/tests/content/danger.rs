//! Danger typed into the search, over the real content: what is shown first is a number to dial, then the page.

use std::collections::BTreeSet;

use crate::CONTENT;

const COUNTRIES: [&str; 3] = ["be", "fr", "it"];

/// What was typed when the review found a training practice, or nothing, in place of help.
const SEEN: [(&str, &str); 8] = [
    ("mon mari me frappe", "violence-home"),
    ("mio marito mi picchia", "violence-home"),
    ("my husband beats me", "violence-home"),
    ("elle veut mourir", "suicide"),
    ("prostituzione aiuto", "trafficking"),
    ("landlord kick me out", "eviction"),
    ("boss keep my passport", "papers-withheld"),
    ("mon mari me frap", "violence-home"),
];

/// A number to dial comes first, and a page that has words in every language second.
#[track_caller]
fn check_help(typed: &str, topic: &str) {
    let core = &CONTENT.core;
    for country in COUNTRIES {
        let help = core.first_help(typed, Some(country));
        let help = help.unwrap_or_else(|| panic!("“{typed}” brings no help in {country}"));
        assert_eq!(help.topic.id.as_str(), topic, "{typed}");
        let [(of, calls)] = help.calls.as_slice() else { panic!("calls of {:?}", help.calls) };
        assert_eq!(of.as_str(), country);
        assert!(calls[0].phone.is_some(), "“{typed}” in {country}: no number to dial first");
        let page = help.pages[0].page.as_ref().unwrap();
        for language in &CONTENT.languages {
            assert!(language.contexts.contains_key(page), "{page:?} has no words");
            assert!(language.danger.contains_key(&help.topic.id), "{topic} has no words");
        }
    }
    // Where the country is not known, each one's numbers are there, and none twice.
    let help = core.first_help(typed, None).unwrap();
    let countries: BTreeSet<_> = help.pages.iter().map(|help| help.country.as_str()).collect();
    assert_eq!(countries, BTreeSet::from(COUNTRIES), "{typed}");
    let all = help.calls.iter().flat_map(|(_, calls)| calls);
    let mut numbers: Vec<_> = all.map(|service| service.phone.as_deref().unwrap()).collect();
    numbers.sort_unstable();
    let before = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), before, "“{typed}”: a number stands twice");
}

#[test]
fn what_the_review_typed_brings_a_number_to_dial_first() {
    for (typed, topic) in SEEN {
        check_help(typed, topic);
    }
}

#[test]
fn every_wording_brings_help_first() {
    let trials = &CONTENT.content.danger.trials;
    let mut rates = String::new();
    for language in &CONTENT.content.languages {
        for held_out in [false, true] {
            let own =
                trials.iter().filter(|(of, _)| *of == language.id).map(|(_, trial)| &trial.item);
            let own: Vec<_> =
                own.filter(|trial| trial.held_out == held_out && trial.topic.is_some()).collect();
            assert!(own.len() >= 32, "{} has {} wordings", language.id, own.len());
            for trial in &own {
                check_help(&trial.text, trial.topic.as_ref().unwrap().as_str());
            }
            rates += &format!("{} held out {held_out}: {} of {0}; ", language.id, own.len());
        }
    }
    println!("{rates}");
    let topics: BTreeSet<_> = trials
        .iter()
        .filter_map(|(language, trial)| Some((language, trial.item.topic.as_ref()?)))
        .collect();
    let wanted = CONTENT.core.danger.topics.len() * CONTENT.content.languages.len();
    assert_eq!(topics.len(), wanted, "a topic is not tried in a language");
}

#[test]
fn what_only_looks_like_danger_brings_none() {
    let trials = &CONTENT.content.danger.trials;
    let harmless: Vec<_> = trials.iter().filter(|(_, trial)| trial.item.topic.is_none()).collect();
    assert!(harmless.len() >= 60, "{} look-alikes", harmless.len());
    for (_, trial) in harmless {
        let found = CONTENT.core.first_help(&trial.item.text, None);
        assert!(found.is_none(), "“{}” is taken for {}", trial.item.text, found.unwrap().topic.id);
    }
}

/// Queries labelled to try the search, before there was any wording of danger: help comes for those who ask for it.
#[test]
fn labelled_queries_bring_help_only_to_who_is_in_danger() {
    let mut found = BTreeSet::new();
    for query in CONTENT.content.queries.values().flatten() {
        if let Some(topic) = CONTENT.core.danger.recognise(&query.item.text) {
            found.insert((query.item.text.as_str(), topic.id.as_str()));
        }
    }
    let expected = BTreeSet::from([
        ("115 no answer", "no-roof"),
        ("dorme per strada 115", "no-roof"),
        ("dormire fuori dal centro", "no-roof"),
        ("eviction in winter", "eviction"),
        ("homme seul dort dehors fedasil", "no-roof"),
        ("mari violent", "violence-home"),
        ("marito violento permesso", "violence-home"),
        ("missing child", "lost-child"),
        ("nowhere to sleep", "no-roof"),
        ("numero violenza donne", "violence-home"),
        ("numéro violences femmes", "violence-home"),
        ("ou dormir ce soir", "no-roof"),
        ("passport taken by boss", "papers-withheld"),
        ("patron garde passeport", "papers-withheld"),
        ("proprio veut me mettre dehors sans juge", "eviction"),
        ("violence against women number", "violence-home"),
    ]);
    assert_eq!(found, expected);
}

#[test]
fn danger_is_recognised_whatever_the_words_are_typed_like() {
    for typed in [
        "MON MARI ME FRAPPE",
        "  mon mari, me frappe!! ",
        "mon\u{a0}mari me frappe",
        "mon mari me frappe\u{301}",
    ] {
        check_help(typed, "violence-home");
    }
}
