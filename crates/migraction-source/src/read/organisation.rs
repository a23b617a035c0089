//! An organisation's own services: one file with its name, its number, the services in the form of the guide's, and
//! their words. Read by the same code as the guide's, against the lists of the guide that it will stand beside.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_pack::organisation::{LARGEST, OwnService, OwnServices, OwnWords};
use migraction_pack::prose::plain_text;
use migraction_words::Direction;
use serde::Deserialize;
use toml::Spanned;

use super::common::term;
use super::file::{File, Source};
use super::services::{self, Whose};
use super::words::tables;
use crate::check;
use crate::content::{Content, Language, LanguageWords, Placed, Sink};
use crate::problems::{Place, Problems};
use crate::prose::{Spot, plain};

/// What of the guide a list may name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its languages, in order.
    pub languages: Vec<Id>,
    /// Its closed lists, by name.
    pub lists: BTreeMap<String, Vec<Id>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOrganisation {
    name: Spanned<String>,
    country: Spanned<String>,
    number: Spanned<u64>,
}

/// Reads and checks a list. There is one only if nothing is wrong with it, warnings apart.
#[must_use]
pub fn read(name: &str, text: &str, known: &Known) -> (Option<OwnServices>, Problems) {
    let place = Place::file(name);
    let mut content = content_of(known, &place);
    let mut sink = Sink::default();
    let list = File::open(Source::new(name, text), &mut sink)
        .and_then(|file| whole(file, &place, &mut content, &mut sink));
    check::organisation(&content, &mut sink);
    let mut problems = sink.problems;
    if text.len() > LARGEST / 2 {
        problems.error(&place, format!("a list has at most {} KiB", LARGEST / 2 / 1024));
    }
    problems.sort();
    (list.filter(|_| problems.errors() == 0), problems)
}

/// The guide, as far as a list may name it: all that it has not is refused as unknown.
fn content_of(known: &Known, place: &Place) -> Content {
    let placed = |ids: &Vec<Id>| {
        ids.iter().map(|id| Placed { item: id.clone(), place: place.clone() }).collect()
    };
    let language = |id: &Id| Language {
        id: id.clone(),
        name: id.to_string(),
        dir: Direction::Ltr,
        one: vec![],
        elisions: vec![],
        vowel_numbers: vec![],
    };
    Content {
        languages: known.languages.iter().map(language).collect(),
        vocabulary: known.lists.iter().map(|(list, ids)| (list.clone(), placed(ids))).collect(),
        ..Content::default()
    }
}

fn whole(
    mut file: File<'_>,
    place: &Place,
    content: &mut Content,
    sink: &mut Sink,
) -> Option<OwnServices> {
    let source = file.source.clone();
    let head = file.value::<RawOrganisation>("organisation", sink);
    let words = file.table("words");
    let Some(head) = head else {
        sink.problems.error(place, "[organisation] with name, country and number is missing");
        return None;
    };
    let country = term("countries", &head.country, &source, sink);
    if *head.number.get_ref() == 0 {
        sink.problems.error(&source.place(&head.number), "numbers begin with 1");
    }
    let language = content.languages.first().map(|language| language.id.clone());
    let language = language.unwrap_or_else(|| country.clone());
    let spot = Spot::other(source.place(&head.name), &language);
    let organisation = plain(head.name, &source, &spot, sink);
    services::read(&country, Whose::Organisation, file, content, sink);
    read_words(words, content, sink);
    let services = content.services.iter().map(|(id, placed)| {
        let words = words_of(id, content);
        if words.is_empty() {
            let message = format!("{id} has no words: write [words.{language}.{id}] with what");
            sink.problems.error(&placed.place, message);
        }
        for url in placed.item.url.iter().chain(placed.item.sources.iter().map(|one| &one.url)) {
            if !url.starts_with("https://") {
                let message = format!("`{url}`: phones take only https:// here");
                sink.problems.error(&placed.place, message);
            }
        }
        OwnService { service: placed.item.clone(), words }
    });
    let services = services.collect();
    Some(OwnServices { organisation, number: head.number.into_inner(), services })
}

fn read_words(words: Option<File<'_>>, content: &mut Content, sink: &mut Sink) {
    let Some(mut words) = words else { return };
    for language in &content.languages {
        let Some(file) = words.table(language.id.as_str()) else { continue };
        let mut read = LanguageWords::default();
        tables::services(&language.id, file, &mut read, sink);
        for (id, words) in &read.services {
            if !content.services.contains_key(id) {
                sink.problems.error(&words.place, format!("there is no service `{id}`"));
            }
        }
        content.words.insert(language.id.clone(), read);
    }
    words.close(sink);
}

/// Plain: a list leads nowhere but to a number or a site.
fn words_of(id: &Id, content: &Content) -> Vec<OwnWords> {
    let in_language = |language: &Language| {
        let words = &content.words.get(&language.id)?.services.get(id)?.item;
        Some(OwnWords {
            language: language.id.clone(),
            what: plain_text(&words.what),
            hours: words.hours.clone(),
        })
    };
    content.languages.iter().filter_map(in_language).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Known, read};

    const LIST: &str = r#"[organisation]
name = "Entraide"
country = "xx"
number = 3

[[service]]
id = "xx-own-cafe"
name = "Café"
kinds = ["health"]
regions = ["north"]
phone = "+32 4 232 40 30"
url = "https://example.org/cafe"
confidence = "high"
checked_on = 2026-11-23
review_by = 2027-02-23
[[service.source]]
title = "Our own door"
publisher = "Entraide"
url = "https://example.org/"

[words.fr.xx-own-cafe]
what = "Un café **et** de l’écoute"
hours = "Lundi, 9 h"
[words.en.xx-own-cafe]
what = "Coffee and an ear"
"#;

    fn known() -> Known {
        let list = |name: &str, ids: &[&str]| {
            (name.to_owned(), ids.iter().map(|id| (*id).into()).collect())
        };
        Known {
            languages: vec!["fr".into(), "en".into()],
            lists: [
                list("countries", &["xx"]),
                list("service-kinds", &["health"]),
                list("regions", &["north"]),
                list("service-for", &[]),
            ]
            .into(),
        }
    }

    #[test]
    fn a_list_is_read_with_its_words() {
        let (list, problems) = read("own.toml", LIST, &known());
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
        let list = list.unwrap();
        assert_eq!((list.organisation.as_str(), list.number), ("Entraide", 3));
        let own = list.get(&"xx-own-cafe".into()).unwrap();
        assert_eq!(own.service.country, *"xx");
        assert_eq!(own.words_in("fr").unwrap().what, "Un café et de l’écoute");
        assert_eq!(own.words_in("fr").unwrap().hours.as_deref(), Some("Lundi, 9 h"));
        assert_eq!(own.words_in("en").unwrap().what, "Coffee and an ear");
    }

    #[test]
    fn a_list_without_services_takes_all_back() {
        let head = LIST.split("[[service]]").next().unwrap();
        let (list, _) = read("own.toml", head, &known());
        assert!(list.unwrap().services.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_file_and_line_and_gives_no_list() {
        for (from, to, said) in [
            ("number = 3", "number = 0", "own.toml:4: numbers begin with 1"),
            ("number = 3\n", "", "own.toml:1: missing field `number`"),
            ("country = \"xx\"", "country = \"yy\"", "own.toml:3: `yy` is not in [countries]"),
            ("id = \"xx-own-cafe\"", "id = \"xx-cafe\"", "own.toml:7: `xx-cafe` must begin with"),
            ("[\"health\"]", "[\"helth\"]", "own.toml:9: `helth` is not in [service-kinds]"),
            ("[\"north\"]", "[\"south\"]", "own.toml:10: `south` is not in [regions]"),
            ("+32 4 232 40 30", "04 232 40 30", "own.toml:11: `04 232 40 30`: a phone number"),
            ("https://example.org/cafe", "http://x.org/", "own.toml:7: `http://x.org/`: phones"),
            ("https://example.org/cafe", "javascript:1", "own.toml:7: `javascript:1`: phones"),
            ("checked_on = 2026-11-23\n", "", "own.toml:7: `checked_on` is missing"),
            ("confidence", "confidance", "unknown field `confidance`"),
            ("[words.en.xx-own-cafe]", "[words.en.xx-own-bar]", "there is no service `xx-own-bar`"),
            ("[words.en.", "[words.de.", "own.toml:24: `de` is not in the format"),
            ("Coffee and", "{fact:xx-wait} and", "own.toml:25: there is no fact `xx-wait`"),
            ("[organisation]", "[organization]", "own.toml:1: [organisation] with name"),
        ] {
            assert!(LIST.contains(from), "{from}");
            let (list, problems) = read("own.toml", &LIST.replace(from, to), &known());
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(all.iter().any(|one| one.contains(said)), "{said}: {all:#?}");
            assert!(list.is_none(), "{to}");
        }
        let silent = LIST.split("[words.fr").next().unwrap();
        let (list, problems) = read("own.toml", silent, &known());
        let first = problems.iter().next().unwrap().to_string();
        assert!(first.starts_with("own.toml:7: xx-own-cafe has no words"), "{first}");
        assert!(list.is_none());
    }
}
