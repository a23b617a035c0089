//! Parts that several kinds of file share.

use chrono::NaiveDate;
use migraction_core::facts::{Confidence, Source as Origin, Unit};
use migraction_core::{Decimal, Id};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, value};
use toml::Spanned;
use toml::value::Datetime;

use super::file::Source;
use crate::address::{Fault, fault};
use crate::content::{Address, Named, Placed, Shelf, Sink};
use crate::problems::Place;

/// A civil day written as a TOML date.
#[derive(Clone, Copy, Debug)]
pub struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Datetime::deserialize(deserializer)?;
        civil_day(&written).map(Self).ok_or_else(|| D::Error::custom("a day is written 2026-11-24"))
    }
}

/// The day of a TOML date; `None` where it has a time or does not exist.
#[must_use]
pub fn civil_day(written: &Datetime) -> Option<NaiveDate> {
    let Datetime { date: Some(date), time: None, offset: None } = written else { return None };
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// `[[source]]` and `[[read_in]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    title: Spanned<String>,
    publisher: String,
    url: Spanned<String>,
    #[serde(default)]
    date: String,
    note: Option<String>,
}

/// The addresses of sources, for the checks.
#[must_use]
pub fn addresses(raw: &[RawSource], file: &Source<'_>) -> Vec<Placed<Address>> {
    let one = |raw: &RawSource| {
        let note = raw.note.clone().filter(|note| !note.trim().is_empty());
        Placed {
            item: Address { url: raw.url.get_ref().clone(), note },
            place: file.place(&raw.url),
        }
    };
    raw.iter().map(one).collect()
}

/// The sources, each looked at.
pub fn sources(raw: Vec<RawSource>, file: &Source<'_>, sink: &mut Sink) -> Vec<Origin> {
    let one = |raw: RawSource| {
        if raw.title.get_ref().trim().is_empty() {
            sink.problems.error(&file.place(&raw.title), "a source has a title");
        }
        let url = raw.url.get_ref();
        if fault(url) == Some(Fault::Broken) {
            let message = format!("`{url}` {}", Fault::Broken.remedy());
            sink.problems.error(&file.place(&raw.url), message);
        }
        if let Some(note) = &raw.note
            && note.trim().is_empty()
        {
            sink.problems.error(&file.place(&raw.url), "the note of a source is empty");
        }
        if !is_source_date(&raw.date) {
            sink.problems.error(
                &file.place(&raw.title),
                format!(
                    "`{}`: a source is dated by a year, a month or a day, as 2026-11-24",
                    raw.date
                ),
            );
        }
        Origin {
            title: raw.title.into_inner(),
            publisher: raw.publisher,
            url: raw.url.into_inner(),
            date: raw.date,
        }
    };
    raw.into_iter().map(one).collect()
}

fn is_source_date(text: &str) -> bool {
    let full = match text.len() {
        0 => return true,
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.parse::<NaiveDate>().is_ok()
}

/// When something was checked, and when it must be again; `None` (reported) where one is missing.
pub fn review(
    checked_on: Option<Day>,
    review_by: Option<Day>,
    place: &Place,
    sink: &mut Sink,
) -> Option<(NaiveDate, NaiveDate)> {
    for (day, name) in [(&checked_on, "checked_on"), (&review_by, "review_by")] {
        if day.is_none() {
            sink.problems.error(place, format!("`{name}` is missing"));
        }
    }
    let (Day(checked), Day(review)) = checked_on.zip(review_by)?;
    if review <= checked {
        sink.problems.error(place, format!("review_by {review} is not after checked_on {checked}"));
    }
    Some((checked, review))
}

/// A value of a closed list that is a Rust enum; an unknown one is reported.
pub fn closed<T: DeserializeOwned>(
    value: &Spanned<String>,
    file: &Source<'_>,
    sink: &mut Sink,
) -> Option<T> {
    let text: value::StrDeserializer<'_, value::Error> =
        value.get_ref().as_str().into_deserializer();
    match T::deserialize(text) {
        Ok(read) => Some(read),
        Err(error) => {
            sink.problems.error(&file.place(value), error.to_string());
            None
        }
    }
}

/// A unit of the vocabulary.
pub fn unit(value: &Spanned<String>, file: &Source<'_>, sink: &mut Sink) -> Option<Unit> {
    let unit = closed(value, file, sink)?;
    sink.refer(Named::Term("units", value.get_ref().as_str().into()), &file.place(value));
    Some(unit)
}

/// How well something is supported.
pub fn confidence(value: &Spanned<String>, file: &Source<'_>, sink: &mut Sink) -> Confidence {
    closed(value, file, sink).unwrap_or(Confidence::Low)
}

/// A decimal written as text, or as a whole number.
pub fn decimal(
    value: &Spanned<toml::Value>,
    file: &Source<'_>,
    sink: &mut Sink,
) -> Option<Decimal> {
    let read = match value.get_ref() {
        toml::Value::String(text) => text.parse().ok(),
        toml::Value::Integer(whole) => Some(Decimal::from(*whole)),
        _ => None,
    };
    if read.is_none() {
        sink.problems.error(&file.place(value), "a decimal is written as text, as \"13.56\"");
    }
    read
}

/// Ids of a closed list, each noted as a reference.
pub fn terms(
    list: &'static str,
    values: &[Spanned<String>],
    file: &Source<'_>,
    sink: &mut Sink,
) -> Vec<Id> {
    let mut ids = Vec::with_capacity(values.len());
    for (id, place) in file.ids(values, sink) {
        if ids.contains(&id) {
            sink.problems.error(&place, format!("`{id}` is listed twice"));
        }
        sink.refer(Named::Term(list, id.clone()), &place);
        ids.push(id);
    }
    ids
}

/// One id of a closed list.
pub fn term(list: &'static str, value: &Spanned<String>, file: &Source<'_>, sink: &mut Sink) -> Id {
    let (id, place) = file.id(value, sink);
    sink.refer(Named::Term(list, id.clone()), &place);
    id
}

/// References of one kind.
pub fn named(
    values: &[Spanned<String>],
    make: impl Fn(Id) -> Named,
    file: &Source<'_>,
    sink: &mut Sink,
) -> Vec<Id> {
    let mut ids = Vec::with_capacity(values.len());
    for (id, place) in file.ids(values, sink) {
        if ids.contains(&id) {
            sink.problems.error(&place, format!("`{id}` is listed twice"));
        }
        sink.refer(make(id.clone()), &place);
        ids.push(id);
    }
    ids
}

/// Puts something on a shelf; a second one of the same id is reported.
pub fn shelve<T>(shelf: &mut Shelf<T>, id: Id, item: T, place: Place, sink: &mut Sink) {
    if let Some(first) = shelf.get(&id) {
        sink.problems.error(&place, format!("`{id}` is already at {}", first.place));
        return;
    }
    shelf.insert(id, Placed { item, place });
}

/// Whether an id begins with its country, as all ids of a country do.
pub fn check_prefix(id: &Id, country: &Id, place: &Place, sink: &mut Sink) {
    let own = id.as_str().strip_prefix(country.as_str()).is_some_and(|rest| rest.starts_with('-'));
    if !own {
        sink.problems.error(place, format!("`{id}` must begin with `{country}-`"));
    }
}
