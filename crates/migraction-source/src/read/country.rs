//! `countries/<cc>/country.toml` and `calendar.toml`.

use chrono::Datelike;
use migraction_core::Id;
use migraction_core::dates::{Calendar, Holiday};
use migraction_core::guide::Country;
use serde::Deserialize;
use toml::Spanned;

use super::common::{Day, RawSource, sources, terms};
use super::file::{File, Source};
use crate::content::{Content, Named, Placed, Sink, Usage, Use};
use crate::problems::Place;
use crate::tree::Tree;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCountry {
    id: Spanned<String>,
    #[serde(rename = "time_zone")]
    _time_zone: Option<String>,
    #[serde(rename = "languages_of_law", default)]
    _languages_of_law: Vec<String>,
    #[serde(default)]
    topics: Vec<Spanned<String>>,
    supported_from: Spanned<Day>,
    supported_until: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    date: Spanned<Day>,
    name: Spanned<String>,
    #[serde(rename = "where")]
    places: Option<Spanned<toml::Value>>,
    #[serde(default = "yes")]
    extends: bool,
}

fn yes() -> bool {
    true
}

/// Reads the countries in the order of the vocabulary.
pub fn read(tree: &Tree, content: &mut Content, sink: &mut Sink) {
    for (path, text) in tree.iter() {
        let folder = match path.split('/').collect::<Vec<_>>().as_slice() {
            ["countries", country, "country.toml"] => format!("countries/{country}"),
            ["eu", "country.toml"] => "eu".to_owned(),
            _ => continue,
        };
        let Some(raw) = File::open(Source::new(path, text), sink)
            .and_then(|file| file.whole::<RawCountry>(sink))
        else {
            continue;
        };
        let source = Source::new(path, text);
        let calendar_path = format!("{folder}/calendar.toml");
        let calendar = calendar(tree, &folder, &calendar_path, sink);
        let placed = country(&folder, raw, calendar, &source, sink);
        // Only rules count working days.
        if tree.iter().any(|(path, _)| path.starts_with(&format!("{folder}/rules/"))) {
            check_calendar(&placed.item, &calendar_path, sink);
        }
        content.countries.push(placed);
    }
    let order = content.vocabulary.get("countries").map(Vec::as_slice).unwrap_or_default();
    content.countries.sort_by_key(|country| order.iter().position(|id| id.item == country.item.id));
}

fn country(
    folder: &str,
    raw: RawCountry,
    calendar: Calendar,
    source: &Source<'_>,
    sink: &mut Sink,
) -> Placed<Country> {
    let (id, place) = source.id(&raw.id, sink);
    sink.refer(Named::Term("countries", id.clone()), &place);
    if folder.rsplit('/').next() != Some(id.as_str()) {
        sink.problems.error(&place, format!("`{id}` stands in the folder {folder}"));
    }
    let topics = terms("topics", &raw.topics, source, sink);
    for (topic, at) in topics.iter().zip(&raw.topics) {
        sink.refer(Named::Context(id.clone(), topic.clone()), &source.place(at));
    }
    let (from, until) = (raw.supported_from.get_ref().0, raw.supported_until.0);
    if until <= from {
        sink.problems.error(
            &source.place(&raw.supported_from),
            "supported_until is not after supported_from",
        );
    }
    let item = Country { id, topics, supported_from: from, supported_until: until, calendar };
    Placed { item, place }
}

fn calendar(tree: &Tree, folder: &str, path: &str, sink: &mut Sink) -> Calendar {
    let mut calendar = Calendar::default();
    let Some(text) = tree.get(path) else { return calendar };
    let Some(mut file) = File::open(Source::new(path, text), sink) else { return calendar };
    let raw: Option<RawSource> = file.value("source", sink);
    let _ = sources(raw.into_iter().collect(), &file.source, sink);
    let place: Option<Spanned<String>> = file.value("place", sink);
    let place = place.map(|name| file.source.id(&name, sink));
    let mut used = std::collections::BTreeSet::new();
    for raw in file.list::<RawHoliday>("holiday", sink) {
        let (name, at) = file.source.id(&raw.name, sink);
        sink.refer(Named::Term("holidays", name.clone()), &at);
        let date = raw.date.get_ref().0;
        let places = raw.places.map_or_else(Vec::new, |places| {
            let named = places_of(&places);
            file.source.ids(&named, sink).into_iter().map(|(place, _)| place).collect()
        });
        let last = calendar.holidays.last();
        let follows = last.is_none_or(|last: &Holiday| {
            last.date < date || (last.date == date && last.places != places)
        });
        if !follows {
            sink.problems.error(
                &file.source.place(&raw.date),
                format!("{date} is not after the day before it"),
            );
        }
        if !places.is_empty() && place.is_none() {
            sink.problems.error(&at, "`where` needs `place`, the question that says where");
        }
        used.extend(places.iter().cloned());
        calendar.holidays.push(Holiday { date, name, places, extends: raw.extends });
    }
    if let Some((question, at)) = place {
        sink.uses.push(Use {
            country: folder.rsplit('/').next().map(Id::from),
            question: question.clone(),
            usage: Usage::Options(used.into_iter().collect()),
            place: at,
        });
        calendar.place = Some(question);
    }
    file.close(sink);
    calendar.holidays.sort_by_key(|holiday| holiday.date);
    calendar
}

/// One place or several, as text; what is neither is no id and is reported as such.
fn places_of(value: &Spanned<toml::Value>) -> Vec<Spanned<String>> {
    let one = |place: &toml::Value| {
        Spanned::new(value.span(), place.as_str().unwrap_or_default().to_owned())
    };
    match value.get_ref() {
        toml::Value::Array(places) => places.iter().map(one).collect(),
        place => vec![one(place)],
    }
}

fn check_calendar(country: &Country, path: &str, sink: &mut Sink) {
    for year in country.supported_from.year()..=country.supported_until.year() {
        if !country.calendar.holidays.iter().any(|holiday| holiday.date.year() == year) {
            sink.problems.error(
                &Place::file(path),
                format!("no holidays of {year}, which the rules of {} need", country.id),
            );
        }
    }
}
