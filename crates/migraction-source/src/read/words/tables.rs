//! Words in TOML files: one table per id.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::letters::Letter;
use migraction_pack::language_part::{
    FactWords, LetterWords, QuestionWords, RuleWords, ScenarioWords, ServiceWords, TermWords,
    UnitWords,
};
use migraction_words::Message;
use serde::Deserialize;
use toml::Spanned;

use crate::content::{Asked, LanguageWords, Named, Placed, Shelf, Sink, Text, TextKind};
use crate::problems::Place;
use crate::prose::{Spot, plain, sentence};
use crate::read::common::shelve;
use crate::read::file::{File, Source};
use crate::read::queries::document;

/// The id under which a tool's letter is kept.
const LETTER: &str = "letter";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnit {
    one: Spanned<String>,
    other: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    label: Spanned<String>,
    text: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    what: Spanned<String>,
    hours: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    gloss: Spanned<String>,
    term: Option<Spanned<String>>,
    short: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSynonyms {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAsked {
    leads: Vec<Spanned<String>>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    ask: Spanned<String>,
    why: Spanned<String>,
    short: Spanned<String>,
    help: Option<Spanned<String>>,
    #[serde(default)]
    options: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContradiction {
    text: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    title: Spanned<String>,
    text: Spanned<String>,
    change: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLetter {
    name: Spanned<String>,
    looks: Spanned<String>,
    decides: Spanned<String>,
    runs: Spanned<String>,
    stay: Spanned<String>,
    appeal: Spanned<String>,
    bring: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScenario {
    title: Spanned<String>,
    story: Spanned<String>,
}

/// `vocabulary.toml`: a table per closed list.
pub fn vocabulary(language: &Id, mut file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    if let Some(units) = file.table("units") {
        let source = units.source.clone();
        for (id, place, raw) in units.entries::<RawUnit>(sink) {
            let unit = self::unit(raw, language, &source, sink);
            shelve(&mut words.units, id.into(), unit, place, sink);
        }
    }
    let source = file.source.clone();
    for (list, _, labels) in file.entries::<BTreeMap<Spanned<String>, Spanned<String>>>(sink) {
        let mut shelf = Shelf::default();
        for (id, label) in labels {
            let (id, place) = source.id(&id, sink);
            let label = plain(label, &source, &Spot::other(place.clone(), language), sink);
            shelve(&mut shelf, id, label, place, sink);
        }
        words.lists.insert(list, shelf);
    }
}

fn unit(raw: RawUnit, language: &Id, source: &Source<'_>, sink: &mut Sink) -> UnitWords {
    let spot = Spot::other(source.place(&raw.one), language);
    UnitWords {
        one: plain(raw.one, source, &spot, sink),
        other: plain(raw.other, source, &spot, sink),
    }
}

/// `ui/<area>.toml`: the app compiles these words in, with checks of its own; the static home page
/// says some of them too.
pub fn interface(language: &Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    let name = source.name.rsplit('/').next().unwrap_or_default();
    let area = name.trim_end_matches(".toml").to_owned();
    for (key, place, item) in file.entries::<Message>(sink) {
        for text in item.texts() {
            let (language, place, words) = (language.clone(), place.clone(), text.to_owned());
            sink.texts.push(Text { language, kind: TextKind::Other, words, place });
        }
        words.ui.insert((area.clone(), key), Placed { item, place });
    }
}

/// Facts of a topic.
pub fn facts(language: &Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    for (id, place, raw) in file.entries::<RawFact>(sink) {
        let spot = Spot::law(place.clone(), language);
        if raw.label.get_ref().ends_with('.') {
            sink.problems.warning(&source.place(&raw.label), "a label ends without a full stop");
        }
        let label = plain(raw.label, &source, &spot, sink);
        let before = sink.references.len();
        let text = sentence(&raw.text, &source, &spot, sink);
        // A fact that only its own words show is not used.
        let own = Named::Fact(id.as_str().into());
        let mut at = 0;
        sink.references.retain(|reference| {
            at += 1;
            at <= before || reference.named != own
        });
        shelve(&mut words.facts, id.into(), FactWords { label, text }, place, sink);
    }
}

/// Services of an area.
pub fn services(language: &Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    for (id, place, raw) in file.entries::<RawService>(sink) {
        let spot = Spot::other(place.clone(), language);
        let what = sentence(&raw.what, &source, &spot, sink);
        let hours = raw.hours.map(|hours| plain(hours, &source, &spot, sink));
        shelve(&mut words.services, id.into(), ServiceWords { what, hours }, place, sink);
    }
}

/// What official terms mean.
pub fn glossary(language: &Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    for (id, place, raw) in file.entries::<RawTerm>(sink) {
        let spot = Spot::other(place.clone(), language);
        let term = TermWords {
            gloss: sentence(&raw.gloss, &source, &spot, sink),
            term: raw.term.map(|term| plain(term, &source, &spot, sink)),
            short: raw.short.map(|short| plain(short, &source, &spot, sink)),
        };
        shelve(&mut words.terms, id.into(), term, place, sink);
    }
}

/// Sets of words that a reader uses for the same thing; they are searched, never shown.
pub fn synonyms(_language: &Id, mut file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    for raw in file.list::<RawSynonyms>("set", sink) {
        words.search.synonyms.push(raw.words);
    }
    words.search.ignored = file.value("ignored", sink).unwrap_or_default();
    words.search.kinds = file.value("kinds", sink).unwrap_or_default();
    words.search.places = file.value("places", sink).unwrap_or_default();
    file.close(sink);
}

/// Questions as people ask them, and what answers each: they are searched, never shown.
pub fn asked(_language: &Id, mut file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    for raw in file.list::<RawAsked>("asked", sink) {
        let documents = raw.leads.iter().filter_map(|target| document(target, &file.source, sink));
        let asked = Asked { leads: documents.collect(), words: raw.words };
        let place = raw
            .leads
            .first()
            .map_or_else(|| Place::file(&file.source.name), |target| file.source.place(target));
        if asked.leads.is_empty() || asked.words.is_empty() {
            sink.problems.error(&place, "a question has words, and leads somewhere");
        }
        words.search.asked.push(Placed { item: asked, place });
    }
    file.close(sink);
}

/// Questions and contradictions.
pub fn questions(language: &Id, mut file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    if let Some(table) = file.table("contradiction") {
        for (id, place, raw) in table.entries::<RawContradiction>(sink) {
            let text = plain(raw.text, &source, &Spot::other(place.clone(), language), sink);
            shelve(&mut words.contradictions, id.into(), text, place, sink);
        }
    }
    for (id, place, raw) in file.entries::<RawQuestion>(sink) {
        let spot = Spot::other(place.clone(), language);
        let mut options = BTreeMap::new();
        for (option, label) in raw.options {
            let (option, _) = source.id(&option, sink);
            options.insert(option, plain(label, &source, &spot, sink));
        }
        let question = QuestionWords {
            ask: plain(raw.ask, &source, &spot, sink),
            why: plain(raw.why, &source, &spot, sink),
            short: plain(raw.short, &source, &spot, sink),
            help: raw.help.map(|help| plain(help, &source, &spot, sink)),
            options,
        };
        shelve(&mut words.questions, id.into(), question, place, sink);
    }
}

/// A tool: a label per id, and the letter where it writes one.
pub fn tool(
    language: &Id,
    tool: Id,
    mut file: File<'_>,
    words: &mut LanguageWords,
    sink: &mut Sink,
) {
    let source = file.source.clone();
    let shelf = words.tools.entry(tool).or_default();
    if let Some(table) = file.table("labels") {
        for (id, place, label) in table.entries::<Spanned<String>>(sink) {
            let label = plain(label, &source, &Spot::other(place.clone(), language), sink);
            shelve(shelf, id.into(), label, place, sink);
        }
    }
    if let Some(letter) = file.value::<Spanned<String>>("letter", sink) {
        let place = source.place_of_words(&letter);
        let letter = letter.into_inner().trim().to_owned();
        let (language, kind) = (language.clone(), TextKind::Law);
        sink.texts.push(Text { language, kind, words: letter.clone(), place: place.clone() });
        shelve(shelf, LETTER.into(), letter, place, sink);
    }
    file.close(sink);
}

/// Rules of a topic.
pub fn rules(language: &Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    for (name, place, raw) in file.entries::<RawRule>(sink) {
        let id = Id::from(name);
        let spot = Spot { rule: Some(&id), ..Spot::law(place.clone(), language) };
        let rule = RuleWords {
            title: plain(raw.title, &source, &spot, sink),
            text: sentence(&raw.text, &source, &spot, sink),
            change: raw.change.map(|change| sentence(&change, &source, &spot, sink)),
        };
        shelve(&mut words.rules, id, rule, place, sink);
    }
}

/// Letters of a country; a table is named after the option, as in the structure.
pub fn letters(
    language: &Id,
    country: &Id,
    file: File<'_>,
    words: &mut LanguageWords,
    sink: &mut Sink,
) {
    let source = file.source.clone();
    for (option, place, raw) in file.entries::<RawLetter>(sink) {
        let spot = Spot::law(place.clone(), language);
        let mut line = |text: &Spanned<String>| sentence(text, &source, &spot, sink);
        let letter = LetterWords {
            looks: line(&raw.looks),
            decides: line(&raw.decides),
            runs: line(&raw.runs),
            stay: line(&raw.stay),
            appeal: line(&raw.appeal),
            bring: raw.bring.iter().map(line).collect(),
            name: plain(raw.name, &source, &spot, sink),
        };
        let id = Letter::id_of(country, &option.into());
        shelve(&mut words.letters, id, letter, place, sink);
    }
}

/// Consultations to practise on.
pub fn scenarios(language: &Id, file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    for (id, place, raw) in file.entries::<RawScenario>(sink) {
        let spot = Spot::other(place.clone(), language);
        let scenario = ScenarioWords {
            title: plain(raw.title, &source, &spot, sink),
            story: plain(raw.story, &source, &spot, sink),
        };
        shelve(&mut words.scenarios, id.into(), scenario, place, sink);
    }
}
