//! `danger.toml`, `words/<lang>/danger.toml` and `queries/danger/<lang>.toml`.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_pack::danger::{Help, Topic};
use migraction_pack::language_part::DangerWords;
use serde::Deserialize;
use toml::Spanned;

use super::common::{shelve, terms};
use super::file::{File, Source};
use crate::content::{Content, LanguageWords, Named, Placed, Sink};
use crate::problems::Place;
use crate::prose::{Spot, plain};
use crate::wordings::{SourceWording, Trial};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    id: Spanned<String>,
    phrases: Option<Spanned<String>>,
    help: Vec<RawHelp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHelp {
    country: Spanned<String>,
    services: Vec<Spanned<String>>,
    page: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    title: Spanned<String>,
    text: Spanned<String>,
    say: Vec<Spanned<String>>,
}

/// Reads the topics.
pub fn topics(mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    for raw in file.list::<RawTopic>("topic", sink) {
        let (id, place) = file.source.id(&raw.id, sink);
        if content.danger.topics.iter().any(|known| known.item.id == id) {
            sink.problems.error(&place, format!("`{id}` stands here twice"));
        }
        let phrases = raw.phrases.map(|situation| file.source.id(&situation, sink).0);
        let help = raw.help.iter().filter_map(|raw| help(raw, &file.source, sink)).collect();
        content.danger.topics.push(Placed { item: Topic { id, phrases, help }, place });
    }
    file.close(sink);
}

fn help(raw: &RawHelp, source: &Source<'_>, sink: &mut Sink) -> Option<Help> {
    let country = terms("countries", std::slice::from_ref(&raw.country), source, sink);
    let country = country.into_iter().next()?;
    let services: Vec<Id> = source
        .ids(&raw.services, sink)
        .into_iter()
        .map(|(id, place)| {
            sink.refer(Named::Service(id.clone()), &place);
            id
        })
        .collect();
    let (mut page, mut anchor) = (None, None);
    if let Some(written) = &raw.page {
        let (path, heading) = match written.get_ref().split_once('#') {
            Some((path, heading)) => (path, Some(Id::from(heading))),
            None => (written.get_ref().as_str(), None),
        };
        let place = source.place(written);
        match path.split_once('/') {
            Some((of, topic)) => {
                sink.refer(Named::Context(of.into(), topic.into()), &place);
                page = Some((of.into(), topic.into()));
                anchor = heading;
            }
            None => sink
                .problems
                .error(&place, format!("`{path}`: a page is cc/topic or cc/topic#heading")),
        }
    }
    Some(Help { country, services, page, anchor })
}

/// Reads the wordings of a language.
pub fn words(language: &Id, mut file: File<'_>, words: &mut LanguageWords, sink: &mut Sink) {
    let source = file.source.clone();
    if let Some(table) = file.table("groups") {
        for (id, place, group) in table.entries::<Vec<String>>(sink) {
            shelve(&mut words.search.groups, id.into(), group, place, sink);
        }
    }
    let harmless: Vec<Spanned<String>> = file.value("harmless", sink).unwrap_or_default();
    let mut say = |topic: Option<&Id>, written: &Spanned<String>| {
        let item = wording(topic.cloned(), written.get_ref());
        words.search.wordings.push(Placed { item, place: source.place(written) });
    };
    for written in &harmless {
        say(None, written);
    }
    let mut named = Vec::new();
    for (id, place, raw) in file.entries::<RawWords>(sink) {
        let id = Id::from(id);
        for written in &raw.say {
            say(Some(&id), written);
        }
        let spot = Spot::law(place.clone(), language);
        let title = plain(raw.title, &source, &spot, sink);
        let text = plain(raw.text, &source, &spot, sink);
        named.push((id, DangerWords { title, text }, place));
    }
    for (id, item, place) in named {
        shelve(&mut words.search.danger, id, item, place, sink);
    }
}

/// `> {a} b|c`: parts between blanks, what stands for each other between bars, in this order after `>`.
fn wording(topic: Option<Id>, written: &str) -> SourceWording {
    let (in_order, written) = match written.strip_prefix('>') {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    let parts = written.split_whitespace();
    let parts = parts.map(|part| part.split('|').map(str::to_owned).collect()).collect();
    SourceWording { topic, parts, in_order }
}

/// Reads what must be recognised, and what must not.
pub fn trials(language: &Id, mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let source = file.source.clone();
    for (key, held_out) in [("tuned", false), ("held-out", true)] {
        let lists: BTreeMap<String, Vec<Spanned<String>>> =
            file.value(key, sink).unwrap_or_default();
        for (topic, typed) in lists {
            let topic = (topic != HARMLESS).then(|| Id::from(topic));
            for text in typed {
                let place: Place = source.place(&text);
                let item = Trial { text: text.into_inner(), topic: topic.clone(), held_out };
                content.danger.trials.push((language.clone(), Placed { item, place }));
            }
        }
    }
    file.close(sink);
}

/// The list of what only looks like danger.
const HARMLESS: &str = "harmless";
