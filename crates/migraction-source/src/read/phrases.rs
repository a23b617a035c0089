//! `phrases.toml`, `phrases/<tongue>.toml`, `words/<lang>/phrases.toml`: the phrasebook.

use migraction_core::Id;
use migraction_core::phrases::{Phrase, Reply, Saying};
use serde::Deserialize;
use toml::Spanned;

use super::common::{Day, shelve};
use super::file::File;
use crate::content::{Content, LanguageWords, Placed, Shelf, Sink, SourceTongue};
use crate::problems::Place;
use crate::prose::{Spot, plain};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrase {
    id: Spanned<String>,
    situation: Spanned<String>,
    #[serde(default)]
    reply: Reply,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReviewed {
    by: Spanned<String>,
    on: Day,
}

/// The structure: situations and tongues in order, phrases.
pub fn list(mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let phrases = &mut content.phrases;
    for (key, ids) in [("situations", &mut phrases.situations), ("tongues", &mut phrases.tongues)] {
        let raw = file.value::<Vec<Spanned<String>>>(key, sink).unwrap_or_default();
        for (item, place) in file.source.ids(&raw, sink) {
            if ids.iter().any(|known| known.item == item) {
                sink.problems.error(&place, format!("`{item}` is listed twice"));
            } else {
                ids.push(Placed { item, place });
            }
        }
    }
    for raw in file.list::<RawPhrase>("phrase", sink) {
        let (id, place) = file.source.id(&raw.id, sink);
        if let Some(first) = phrases.phrases.iter().find(|known| known.item.id == id) {
            sink.problems.error(&place, format!("`{id}` is already at {}", first.place));
            continue;
        }
        let situation: Id = raw.situation.get_ref().as_str().into();
        if !phrases.situations.iter().any(|known| known.item == situation) {
            let place = file.source.place(&raw.situation);
            sink.problems.error(&place, format!("`{situation}` is not among the situations"));
        }
        phrases.phrases.push(Placed { item: Phrase { id, situation, reply: raw.reply }, place });
    }
    file.close(sink);
}

/// The phrases in one tongue.
pub fn tongue(id: Id, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let start = Place::file(&file.source.name);
    let name = file.value::<Spanned<String>>("name", sink);
    let direction = file.value::<Spanned<String>>("dir", sink);
    let rtl = match direction.as_ref().map(|direction| direction.get_ref().as_str()) {
        Some("rtl") => true,
        Some("ltr") => false,
        _ => {
            let place = direction.as_ref().map_or(start.clone(), |value| file.source.place(value));
            sink.problems.error(&place, "`dir` is \"ltr\" or \"rtl\"");
            false
        }
    };
    let Some(name) = name else {
        sink.problems.error(&start, "a tongue has a `name`, in that tongue");
        return;
    };
    let mut tongue = SourceTongue { name: name.into_inner(), rtl, sayings: Shelf::default() };
    for (phrase, place, text) in texts("text", &id, &mut file, sink) {
        let saying = Saying { text, sound: None, reviewed: None };
        shelve(&mut tongue.sayings, phrase, saying, place, sink);
    }
    for (phrase, place, sound) in texts("sound", &id, &mut file, sink) {
        if let Some(saying) = said(&mut tongue, &phrase, &place, sink) {
            saying.sound = Some(sound);
        }
    }
    if let Some(table) = file.table("reviewed") {
        let source = table.source.clone();
        for (phrase, place, raw) in table.entries::<RawReviewed>(sink) {
            if raw.by.get_ref().trim().is_empty() {
                sink.problems.error(&source.place(&raw.by), "a review says who read the phrase");
            }
            if let Some(saying) = said(&mut tongue, &phrase.into(), &place, sink) {
                saying.reviewed = Some(raw.on.0);
            }
        }
    }
    file.close(sink);
    content.phrases.sayings.insert(id, Placed { item: tongue, place: start });
}

fn texts(key: &str, tongue: &Id, file: &mut File<'_>, sink: &mut Sink) -> Vec<(Id, Place, String)> {
    let Some(table) = file.table(key) else { return Vec::new() };
    let source = table.source.clone();
    let entries = table.entries::<Spanned<String>>(sink).into_iter();
    entries
        .map(|(phrase, place, text)| {
            let text = plain(text, &source, &Spot::other(place.clone(), tongue), sink);
            (phrase.into(), place, text)
        })
        .collect()
}

fn said<'a>(
    tongue: &'a mut SourceTongue,
    phrase: &Id,
    place: &Place,
    sink: &mut Sink,
) -> Option<&'a mut Saying> {
    let saying = tongue.sayings.get_mut(phrase).map(|placed| &mut placed.item);
    if saying.is_none() {
        sink.problems.error(place, format!("`{phrase}` has no text here"));
    }
    saying
}

/// What the phrasebook says to its reader.
pub fn words(language: &Id, mut file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    let words = &mut words.phrases;
    if let Some(never) = file.value::<Spanned<String>>("never", sink) {
        let place = source.place(&never);
        let spot = Spot::other(place.clone(), language);
        words.never = Some(Placed { item: plain(never, &source, &spot, sink), place });
    }
    for (key, shelf) in [
        ("situations", &mut words.situations),
        ("tongues", &mut words.tongues),
        ("notes", &mut words.notes),
    ] {
        for (id, place, label) in texts(key, language, &mut file, sink) {
            shelve(shelf, id, label, place, sink);
        }
    }
    file.close(sink);
}
