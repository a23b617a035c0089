//! Two values of one field, written without knowing of each other: a person chooses. Neither colour nor
//! time chooses for them.

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_notes::{
    Conflict, Consent, Field, Note, Step, TextVersion, common_ends, read_date, signature,
};

use super::fields::Editing;
use super::glyph;
use super::list::STAGES;
use crate::components::form::{Mark, option};
use crate::components::icon::Icon;
use crate::components::kit::{button, group, h2, para};
use crate::components::stage::stage_words;
use crate::state::Reader;
use crate::state::device::local_time;

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

/// Who wrote a version, on which device, and when.
fn who_and_when(reader: &Reader, by: &str) -> String {
    let (who, when) = signature(by);
    let who = reader.w.notes.conflict_by(who);
    match when {
        Some(millis) => format!("{who} · {}", reader.w.moment(local_time(millis))),
        None => who,
    }
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
        let who = who_and_when(reader, &entry.by);
        let words = view! { <span class="conflict__value">{value}</span><small>{who}</small> };
        let words = vec![view! { <span>{words.into_any()}</span> }.into_any()];
        let on = Signal::derive(move || chosen.get() == Some(at));
        option(Mark::Radio, (name.clone(), ""), words, on, move || chosen.set(Some(at)))
    });
    let picks = group("stack stack--s", picks.collect());
    let values: Vec<Option<String>> = entries.iter().map(|entry| entry.value.clone()).collect();
    let keep =
        button("keep-choice", "btn btn--main", vec![w.conflict_keep.into_any()], move || {
            let value = chosen.get_untracked().and_then(|at| values.get(at)).cloned();
            let Some(value) = value else { return };
            let _ = editing.edit(&|note, author| {
                note.set_item(author, field, &item, value.as_deref());
            });
        });
    let title = vec![h2(w.conflict(field_name(reader, field))), para("", w.conflict_text)];
    let head = group("conflict__head", vec![glyph(Icon::GitMerge), group("", title)]);
    view! { <section class="conflict" data-conflict=field.0.to_string()>{head}{picks}{keep}</section> }
        .into_any()
}

/// The whole texts between which somebody must choose, in place of the field that would show one glued from both.
pub fn text_chooser(reader: &Reader, editing: Editing, versions: &[TextVersion]) -> AnyView {
    let w = &reader.w.notes;
    let texts: Vec<String> = versions.iter().filter_map(|version| version.text.clone()).collect();
    let (chosen, session) = (RwSignal::new(None::<usize>), reader.session);
    let pick = |at: usize, inside: Vec<AnyView>| {
        let on = Signal::derive(move || chosen.get() == Some(at));
        let inside = vec![view! { <span>{inside}</span> }.into_any()];
        option(Mark::Radio, ("conflict-text", ""), inside, on, move || chosen.set(Some(at)))
    };
    let mut picks = Vec::new();
    let mut who = Vec::new();
    for version in versions.iter().filter(|version| version.text.is_some()) {
        who.push(who_and_when(reader, &version.by));
    }
    for (at, (text, who)) in texts.iter().zip(who).enumerate() {
        let other = texts.iter().enumerate().find(|(own, _)| *own != at);
        let shown = match other {
            _ if text.is_empty() => w.conflict_empty.into_any(),
            Some((_, other)) => marked(text, other),
            None => text.clone().into_any(),
        };
        let shown = view! { <span class="conflict__text">{shown}</span> }.into_any();
        picks.push(pick(at, vec![shown, view! { <small>{who}</small> }.into_any()]));
    }
    // A version that an app of before did not keep is in the letters of both.
    let glued = untrack(|| editing.with(Note::text)).unwrap_or_default();
    let both = match texts.len() {
        0 | 1 => glued,
        _ => texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n\n"),
    };
    picks.push(pick(texts.len(), vec![w.text_both.into_any()]));
    let choices: Vec<String> = texts.into_iter().chain([both]).collect();
    let keep = button("keep-text", "btn btn--main", vec![w.conflict_keep.into_any()], move || {
        let choice = chosen.get_untracked().and_then(|at| choices.get(at)).cloned();
        let Some(choice) = choice else { return };
        let kept = editing.edit(&|note, author| {
            note.write_text(author, &choice);
        });
        if kept.is_err() {
            session.show_toast(w.too_long);
        }
    });
    let title = vec![h2(w.conflict(w.text)), para("", w.conflict_text)];
    let head = group("conflict__head", vec![glyph(Icon::GitMerge), group("", title)]);
    let picks = group("conflict__pair", picks);
    view! { <section class="conflict" id="text-conflict">{head}{picks}{keep}</section> }.into_any()
}

/// A text in which the part that another one does not share is marked.
fn marked(text: &str, other: &str) -> AnyView {
    let (start, end) = common_ends(text, other);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    let (middle, last) = (text.len() - end, text.len());
    view! { {part(0, start)}<mark>{part(start, middle)}</mark>{part(middle, last)} }.into_any()
}
