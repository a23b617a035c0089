//! Two values of one field, written without knowing of each other: a person chooses. Neither colour nor
//! time chooses for them.

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_notes::{Conflict, Consent, Field, Step, read_date};

use super::fields::Editing;
use super::glyph;
use super::list::STAGES;
use crate::components::icon::Icon;
use crate::components::kit::{button, group, h2, option, para};
use crate::components::stage::stage_words;
use crate::state::Reader;

/// How a field is called.
pub fn field_name(reader: &Reader, field: Field) -> &'static str {
    let w = &reader.w.notes;
    match field {
        Field::CODE => w.code,
        Field::SUBJECT => w.subject,
        Field::DATE => w.date,
        Field::PLACE => w.place,
        Field::STAGE => w.stage,
        Field::COUNTRY => w.country,
        Field::LANGUAGE => w.language,
        Field::NEED => w.need,
        Field::STEP => w.step,
        Field::CONSENT => w.consent,
        Field::RETENTION => w.retention,
        _ => w.title,
    }
}

/// A value as people read it.
fn value_words(reader: &Reader, field: Field, value: &str) -> String {
    let day = |day| reader.date(day, DateForm::Long);
    match field {
        Field::DATE | Field::RETENTION => read_date(value).map(day),
        Field::STAGE => STAGES
            .into_iter()
            .find(|stage| stage.id() == value)
            .map(|stage| stage_words(reader.w, stage).0.to_owned()),
        Field::COUNTRY => Some(reader.label("countries", &value.into())),
        Field::CONSENT => Consent::read(value).map(|consent| {
            let w = &reader.w.notes;
            let asked = day(consent.asked_on);
            if consent.is_given { w.consent_yes(asked) } else { w.consent_no(asked) }
        }),
        Field::STEP => {
            let step = Step::read(value);
            let due = step.due.map(|due| format!(" · {}", day(due))).unwrap_or_default();
            let done = if step.is_done {
                format!(" · {}", reader.w.notes.step_done)
            } else {
                String::new()
            };
            Some(format!("{}{due}{done}", step.what))
        }
        _ => None,
    }
    .unwrap_or_else(|| value.to_owned())
}

/// The chooser of one field.
pub fn chooser(reader: &Reader, editing: Editing, conflict: Conflict) -> AnyView {
    let w = &reader.w.notes;
    let Conflict { field, item, entries } = conflict;
    let chosen = RwSignal::new(None::<usize>);
    let name = format!("conflict-{}-{item}", field.0);
    let picks = entries.iter().enumerate().map(|(at, entry)| {
        let value = match &entry.value {
            Some(value) => value_words(reader, field, value),
            None => w.conflict_empty.to_owned(),
        };
        let who = w.conflict_by(&entry.by);
        let words = view! { <span class="conflict__value">{value}</span><small>{who}</small> };
        let words = vec![view! { <span>{words.into_any()}</span> }.into_any()];
        let on = Signal::derive(move || chosen.get() == Some(at));
        option("radio", name.clone(), words, on, move || chosen.set(Some(at)))
    });
    let picks = group("stack stack--s", picks.collect());
    let values: Vec<Option<String>> = entries.iter().map(|entry| entry.value.clone()).collect();
    let keep =
        button("keep-choice", "btn btn--main", vec![w.conflict_keep.into_any()], move || {
            let value = chosen.get_untracked().and_then(|at| values.get(at)).cloned();
            let Some(value) = value else { return };
            editing.edit(|note, author| {
                note.set_item(author, field, &item, value.as_deref());
            });
        });
    let title = vec![h2(w.conflict(field_name(reader, field))), para("", w.conflict_text)];
    let head = group("conflict__head", vec![glyph(Icon::GitMerge), group("", title)]);
    view! { <section class="conflict" data-conflict=field.0.to_string()>{head}{picks}{keep}</section> }
        .into_any()
}
