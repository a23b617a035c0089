//! `practices/<id>.toml`.

use migraction_core::Id;
use migraction_core::guide::{GroupSize, Practice};
use serde::Deserialize;
use toml::Spanned;

use super::common::{Day, RawSource, closed, confidence, review, shelve, sources, term, terms};
use super::file::File;
use crate::content::{Content, Named, Sink};
use crate::problems::Place;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPractice {
    #[serde(default)]
    draft: bool,
    stage: Spanned<String>,
    kind: Spanned<String>,
    themes: Vec<Spanned<String>>,
    audiences: Vec<Spanned<String>>,
    country: Spanned<String>,
    organisation: String,
    #[serde(default)]
    partner: bool,
    minutes: Option<u16>,
    group: Option<Spanned<RawGroup>>,
    language_level: Spanned<String>,
    steps_basis: Spanned<String>,
    confidence: Spanned<String>,
    checked_on: Option<Day>,
    review_by: Option<Day>,
    #[serde(rename = "review_note")]
    _review_note: Option<String>,
    #[serde(default)]
    source: Vec<RawSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    min: u16,
    max: u16,
}

/// Reads one practice sheet.
pub fn read(id: Id, file: File<'_>, content: &mut Content, sink: &mut Sink) {
    let source = file.source.clone();
    let place = Place::file(&source.name);
    if !Id::is_well_formed(id.as_str()) {
        sink.problems.error(&place, "the file's name is not an id");
    }
    let Some(raw) = file.whole::<RawPractice>(sink) else { return };
    if raw.source.is_empty() {
        sink.problems.error(&place, format!("{id} has no source"));
    }
    let group = raw
        .group
        .as_ref()
        .map(|group| GroupSize { min: group.get_ref().min, max: group.get_ref().max });
    if let Some(at) = raw.group.as_ref().filter(|group| group.get_ref().min > group.get_ref().max) {
        sink.problems.error(&source.place(at), "the group's min is above its max");
    }
    sink.refer(
        Named::Term("stages", raw.stage.get_ref().as_str().into()),
        &source.place(&raw.stage),
    );
    let stage = closed(&raw.stage, &source, sink);
    let kind = term("kinds", &raw.kind, &source, sink);
    let themes = terms("themes", &raw.themes, &source, sink);
    let audiences = terms("audiences", &raw.audiences, &source, sink);
    let country = term("countries", &raw.country, &source, sink);
    let language_level = term("levels", &raw.language_level, &source, sink);
    let steps_basis = closed(&raw.steps_basis, &source, sink);
    let confidence = confidence(&raw.confidence, &source, sink);
    let sources = sources(raw.source, &source, sink);
    let review = review(raw.checked_on, raw.review_by, &place, sink);
    let (Some(stage), Some(steps_basis), Some((checked_on, review_by))) =
        (stage, steps_basis, review)
    else {
        return;
    };
    if raw.draft {
        content.drafts.push((id.clone(), place.clone()));
    }
    let practice = Practice {
        id: id.clone(),
        stage,
        kind,
        themes,
        audiences,
        country,
        organisation: raw.organisation,
        partner: raw.partner,
        minutes: raw.minutes,
        group,
        language_level,
        steps_basis,
        confidence,
        sources,
        checked_on,
        review_by,
    };
    shelve(&mut content.practices, id, practice, place, sink);
}
