//! `tools/<id>.toml`: worksheets.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_core::route::{Route, is_worksheet};
use migraction_core::worksheet::{Item, Kind, NotePart, Section, When, Worksheet};
use serde::Deserialize;
use toml::Spanned;

use super::common::{closed, shelve, terms};
use super::file::{File, Source};
use crate::content::{Content, Named, Sink};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWorksheet {
    #[serde(default)]
    lines: Vec<Spanned<String>>,
    #[serde(default)]
    scales: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    section: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    id: Spanned<String>,
    #[serde(default = "once")]
    times: u8,
    minutes: Option<u16>,
    #[serde(default)]
    paper: bool,
    #[serde(default)]
    go: Vec<Spanned<String>>,
    #[serde(default)]
    item: Vec<RawItem>,
}

const fn once() -> u8 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    id: Spanned<String>,
    kind: Spanned<String>,
    scale: Option<Spanned<String>>,
    when: Option<Spanned<String>>,
    #[serde(default)]
    services: Vec<Spanned<String>>,
    into: Option<Spanned<String>>,
}

/// Reads one worksheet.
pub fn read(id: Id, file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let source = file.source.clone();
    let place = Place::file(&source.name);
    let Some(raw) = file.whole::<RawWorksheet>(sink) else { return };
    if !is_worksheet(id.as_str()) {
        sink.problems.error(&place, format!("`{id}` is the address of another tool"));
    }
    if raw.section.is_empty() {
        sink.problems.error(&place, format!("{id} has no section"));
    }
    let lines = source.ids(&raw.lines, sink).into_iter().map(|(line, _)| line).collect();
    let mut scales = BTreeMap::new();
    for (scale, options) in &raw.scales {
        let (scale, place) = source.id(scale, sink);
        if options.is_empty() {
            sink.problems.error(&place, format!("the scale `{scale}` has no option"));
        }
        let options = source.ids(options, sink).into_iter().map(|(option, _)| option).collect();
        scales.insert(scale, options);
    }
    let mut sheet = Worksheet { id: id.clone(), scales, lines, sections: Vec::new() };
    for raw in raw.section {
        let section = section(raw, &sheet, &source, sink);
        sheet.sections.push(section);
    }
    shelve(&mut content.worksheets, id, sheet, place, sink);
}

fn section(raw: RawSection, sheet: &Worksheet, source: &Source<'_>, sink: &mut Sink) -> Section {
    let (id, place) = source.id(&raw.id, sink);
    if raw.times == 0 {
        sink.problems.error(&place, format!("the section {id} is filled in at least once"));
    }
    if sheet.sections.iter().any(|known| known.id == id) {
        sink.problems.error(&place, format!("the section {id} stands twice"));
    }
    let mut section = Section {
        id,
        times: raw.times,
        minutes: raw.minutes,
        paper: raw.paper,
        go: raw.go.iter().map(|link| page(link, source, sink)).collect(),
        items: Vec::new(),
    };
    for raw in raw.item {
        let (id, place) = source.id(&raw.id, sink);
        let known = sheet.items().map(|(_, item)| item).chain(&section.items);
        if known.into_iter().any(|item| item.id == id) {
            sink.problems.error(&place, format!("the item {id} stands twice"));
        }
        section.items.extend(item(id, &raw, sheet, source, sink));
    }
    section
}

/// A link to a page of the app, as it stands in the pack; what it names in the guide must be there.
fn page(link: &Spanned<String>, source: &Source<'_>, sink: &mut Sink) -> String {
    let place = source.place(link);
    let Ok(route) = Route::parse_link(link.get_ref()) else {
        let message = format!("`{}`: the app has no such page", link.get_ref());
        sink.problems.error(&place, message);
        return link.get_ref().clone();
    };
    let written = route.to_string();
    let named = match route {
        Route::Practice(id) => Named::Practice(id),
        Route::Context { country, topic } => Named::Context(country, topic),
        Route::Fact(id) => Named::Fact(id),
        Route::Service(id) => Named::Service(id),
        Route::Term(id) => Named::Glossary(id),
        Route::Letter(id) => Named::Letter(id),
        _ => return written,
    };
    sink.refer(named, &place);
    written
}

fn item(
    id: Id,
    raw: &RawItem,
    sheet: &Worksheet,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Option<Item> {
    let place = source.place(&raw.kind);
    let scale = raw.scale.as_ref().map(|scale| Id::from(scale.get_ref().as_str()));
    if let Some(scale) = scale.as_ref().filter(|scale| !sheet.scales.contains_key(*scale)) {
        sink.problems.error(&place, format!("there is no scale `{scale}`"));
    }
    let kind = match (raw.kind.get_ref().as_str(), scale) {
        ("one", Some(scale)) => Kind::One(scale),
        ("many", Some(scale)) => Kind::Many(scale),
        ("words", None) => Kind::Words,
        ("long", None) => Kind::Long,
        ("day", None) => Kind::Day,
        ("minutes", None) => Kind::Minutes,
        (kind, _) => {
            let message = format!("`{kind}`: one or many with a scale, words, long, day, minutes");
            sink.problems.error(&place, message);
            return None;
        }
    };
    let when: Option<When> = raw.when.as_ref().and_then(|when| closed(when, source, sink));
    let into: Option<NotePart> = raw.into.as_ref().and_then(|into| closed(into, source, sink));
    Some(Item {
        id,
        kind,
        when,
        services: terms("service-kinds", &raw.services, source, sink),
        into: into.unwrap_or_default(),
    })
}
