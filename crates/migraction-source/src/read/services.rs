//! `countries/<cc>/services/<area>.toml`, and the services of an organisation's own list.

use migraction_core::Id;
use migraction_core::guide::{ReportsStatus, Service};
use migraction_pack::organisation::OWN;
use serde::Deserialize;
use toml::Spanned;

use super::common::{
    Day, RawSource, check_prefix, closed, confidence, review, shelve, sources, terms,
};
use super::file::{File, Source};
use crate::content::{Content, Sink};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    id: Spanned<String>,
    name: String,
    kinds: Vec<Spanned<String>>,
    #[serde(default)]
    for_whom: Vec<Spanned<String>>,
    #[serde(default)]
    regions: Vec<Spanned<String>>,
    town: Option<String>,
    phone: Option<Spanned<String>>,
    shown_as: Option<String>,
    url: Option<Spanned<String>>,
    reports_status: Option<Spanned<String>>,
    confidence: Spanned<String>,
    #[serde(default)]
    uncertain: bool,
    checked_on: Option<Day>,
    review_by: Option<Day>,
    #[serde(rename = "review_note")]
    _review_note: Option<String>,
    #[serde(default)]
    source: Vec<RawSource>,
    #[serde(default)]
    read_in: Vec<RawSource>,
}

/// Whose services a file holds. Their ids differ, so that no organisation's takes the place of one of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The guide's.
    Guide,
    /// An organisation's own.
    Organisation,
}

/// Reads the services of an area, or of an organisation.
pub fn read(
    country: &Id,
    whose: Whose,
    mut file: File<'_>,
    content: &mut Content,
    sink: &mut Sink,
) {
    for raw in file.list::<RawService>("service", sink) {
        one(country, whose, raw, &file.source, content, sink);
    }
    file.close(sink);
}

fn check_id(id: &Id, country: &Id, whose: Whose, place: &Place, sink: &mut Sink) {
    let rest = id.as_str().strip_prefix(country.as_str());
    let is_own = rest.is_some_and(|rest| rest.starts_with(OWN));
    match (whose, is_own) {
        (Whose::Organisation, true) => {}
        (Whose::Organisation, false) => {
            sink.problems.error(place, format!("`{id}` must begin with `{country}{OWN}`"));
        }
        (Whose::Guide, true) => {
            sink.problems.error(place, format!("`{id}`: `{OWN}` is for organisations' own lists"));
        }
        (Whose::Guide, false) => check_prefix(id, country, place, sink),
    }
}

fn one(
    country: &Id,
    whose: Whose,
    raw: RawService,
    source: &Source<'_>,
    content: &mut Content,
    sink: &mut Sink,
) {
    let (id, place) = source.id(&raw.id, sink);
    check_id(&id, country, whose, &place, sink);
    if raw.kinds.is_empty() {
        sink.problems.error(&place, format!("{id} has no kind"));
    }
    if raw.source.is_empty() {
        sink.problems.error(&place, format!("{id} has no source"));
    }
    if let Some(phone) = &raw.phone
        && !is_phone(phone.get_ref())
    {
        sink.problems.error(
            &source.place(phone),
            format!(
                "`{}`: a phone number is written +32 4 232 40 30, or as a short number",
                phone.get_ref()
            ),
        );
    }
    if let Some(url) = raw.url.as_ref().filter(|url| !url.get_ref().starts_with("https://")) {
        sink.problems
            .warning(&source.place(url), format!("`{}` is not an https address", url.get_ref()));
    }
    let kinds = terms("service-kinds", &raw.kinds, source, sink);
    let for_whom = terms("service-for", &raw.for_whom, source, sink);
    let regions = terms("regions", &raw.regions, source, sink);
    let reports_status = raw
        .reports_status
        .as_ref()
        .and_then(|value| closed(value, source, sink))
        .unwrap_or(ReportsStatus::Unknown);
    let confidence = confidence(&raw.confidence, source, sink);
    let origins = sources(raw.source, source, sink);
    let _ = sources(raw.read_in, source, sink);
    let Some((checked_on, review_by)) = review(raw.checked_on, raw.review_by, &place, sink) else {
        return;
    };
    let service = Service {
        id: id.clone(),
        country: country.clone(),
        name: raw.name,
        kinds,
        for_whom,
        regions,
        town: raw.town,
        phone: raw.phone.map(Spanned::into_inner),
        shown_as: raw.shown_as,
        url: raw.url.map(Spanned::into_inner),
        reports_status,
        confidence,
        uncertain: raw.uncertain,
        sources: origins,
        checked_on,
        review_by,
    };
    shelve(&mut content.services, id, service, place, sink);
}

/// International form, or a short number such as 112 (in France 15, 17 and 18 too).
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let others = text.strip_prefix('+').unwrap_or(text);
    let plain = others.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    plain
        && if text.starts_with('+') {
            (7..=15).contains(&digits)
        } else {
            (2..=6).contains(&digits)
        }
}

#[cfg(test)]
mod tests {
    use super::is_phone;

    #[test]
    fn a_phone_number_is_international_or_short() {
        for good in ["+32 4 232 40 30", "15", "112", "116 000", "+39 800 290 290"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["04 232 40 30", "+32 4/232", "", "1", "call 112"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}
