//! No sentence for people and no country in Rust: words and facts live in `content/`.

use std::path::Path;

use migraction_words::Language;

use crate::lexer;
use crate::project::{files, has_word, nothing, rust};

/// Proper names and signs that may stand in Rust, with the file.
const ALLOWED: [(&str, &str); 8] = [
    // The project's own name, which no language changes.
    ("src/", "Migr’action"),
    ("src/", "{} · Migr’action"),
    // The partners, by their names.
    ("src/pages/about.rs", "CIEP Hainaut Centre"),
    ("src/pages/about.rs", "CSC Mons-La Louvière"),
    ("src/pages/about.rs", "CFDT Île-de-France"),
    ("src/pages/about.rs", "IAL Molise"),
    ("src/pages/about.rs", "ANOLF Abruzzo"),
    ("src/pages/about.rs", "CISL Abruzzo Molise"),
];

/// Texts in Rust that reach people, with `path:line`, exceptions left out.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["src", "crates/migraction-core/src", "crates/migraction-pack/src"] {
        for file in rust(folder) {
            let is_allowed = |text: &str| {
                ALLOWED
                    .iter()
                    .any(|(path, allowed)| file.path.starts_with(path) && *allowed == text)
            };
            for (line, text) in lexer::texts(&file.text) {
                // Letter tables of the search are not words.
                if !is_allowed(&text) && text.chars().count() > 1 {
                    found.push((format!("{}:{line}", file.path), text));
                }
            }
        }
    }
    found
}

#[test]
fn no_sentence_stands_in_rust() {
    let is_sentence = |text: &str| {
        let capital = text.starts_with(char::is_uppercase) && text.contains(' ');
        let ends = text.contains(' ') && text.ends_with(['.', '?', '!', '…', ':']);
        let typeset = text.contains(|c: char| "àâçéèêëîïôùûœ’“”«»…\u{a0}\u{202f}".contains(c));
        capital || ends || typeset
    };
    let found: Vec<_> = texts()
        .into_iter()
        .filter(|(place, text)| is_sentence(text) && !place.starts_with("src/components/icon"))
        .map(|(place, text)| format!("{place}: {text:?}"))
        .collect();
    nothing(&found, "words for people belong in content/words/<lang>/");
}

#[test]
fn no_country_is_named_in_rust() {
    let names = country_names();
    assert!(names.iter().any(|name| name == "Belgique"), "{names:?}");
    let found: Vec<_> = texts()
        .into_iter()
        .filter(|(_, text)| names.iter().any(|name| has_word(text, name)))
        .map(|(place, text)| format!("{place}: {text:?}"))
        .collect();
    nothing(&found, "a country is a folder of content/countries/, never a word in Rust");
}

/// The labels of `[countries]` in each language, but for the one that says "another country".
fn country_names() -> Vec<String> {
    let mut names = Vec::new();
    for vocabulary in files("content/words", "/vocabulary.toml") {
        let table = vocabulary.text.split("[countries]").nth(1).unwrap_or_default();
        for line in table.lines().skip(1).take_while(|line| !line.starts_with('[')) {
            if let Some((id, label)) = line.split_once('=')
                && id.trim() != "other"
            {
                names.push(label.trim().trim_matches('"').to_owned());
            }
        }
    }
    names
}

#[test]
fn every_language_of_the_list_has_its_words() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for Language { id, .. } in migraction_words::read_languages(&content).unwrap() {
        assert!(!files(&format!("content/words/{id}"), ".toml").is_empty(), "{id}");
    }
}
