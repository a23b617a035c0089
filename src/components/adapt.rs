//! Adapting a practice to one's own place: a small worksheet, kept as a draft, handed on as text or
//! kept in a note.

use leptos::prelude::*;
use migraction_core::date_entry::DateRules;
use migraction_core::format::DateForm;
use migraction_core::route::{NotesPage, Route};
use migraction_core::{Id, written};

use super::form::{FormField, Quick, TextKind, draft_line};
use super::icon::Icon;
use super::kit::{Action, button, derived, going, group, icon, para};
use crate::state::drafts::Draft;
use crate::state::{Reader, use_notes};

/// The fields of the worksheet, by their names in drafts. The last one is a day.
const FIELDS: [&str; 5] = ["local", "partners", "resources", "first", "day"];

/// The worksheet of a practice, folded until it is wanted.
pub fn adapt(reader: &Reader, practice: &Id, title: &str) -> AnyView {
    let draft = Draft::open(["adapt/", practice.as_str()].concat());
    let w = &reader.w.adapt;
    let labels = [w.local, w.partners, w.resources, w.first, w.day];
    let mut parts = vec![para("small quiet", w.what)];
    for (name, label) in FIELDS.into_iter().zip(labels) {
        let value = derived(move || draft.get(name));
        let field = FormField::new(["adapt-", name].concat(), label);
        let typed = Box::new(move |text| draft.set(name, text));
        parts.push(if name == "day" {
            field.date(DateRules::any(reader.today()), Quick::AHEAD, value, typed)
        } else {
            let left: Action = Box::new(move || draft.write_down());
            field.text(TextKind::Long, value, typed, Some(left))
        });
    }
    parts.push(draft_line(reader.w, draft));

    let (own, title) = (reader.clone(), title.to_owned());
    let text = move || {
        let mut lines = vec![title.clone()];
        for (name, label) in FIELDS.into_iter().zip(labels) {
            let mut written = draft.get_now(name);
            if name == "day" {
                let day = written::day(&written);
                written = day.map(|day| own.date(day, DateForm::Full)).unwrap_or_default();
            }
            if !written.trim().is_empty() {
                lines.push([label, "\n", written.trim()].concat());
            }
        }
        lines.join("\n\n")
    };
    let (session, results) = (reader.session, &reader.w.results);
    let told = text.clone();
    let send = button(
        "adapt-share",
        "btn btn--plain",
        vec![icon(Icon::Share2), results.share.into_any()],
        move || session.share(w.title.to_owned(), told()),
    );
    let (notes, go) = (use_notes(), going(false));
    let keep_words = reader.w.notes.keep_as_note;
    let keep = button(
        "adapt-note",
        "btn btn--plain",
        vec![icon(Icon::NotebookPen), keep_words.into_any()],
        move || {
            let (today, country) = (session.today, session.country.get_untracked());
            let text = text();
            let may = notes.may_write();
            let record =
                if may { notes.begin(today, country.as_ref(), "follow", &text) } else { None };
            match record {
                Some(record) => {
                    notes.shown.set(Some(record));
                    go(&Route::Notes(NotesPage::Note));
                }
                // What is written stays here as a draft.
                None => {
                    session.show_toast(w.open_notes);
                    go(&Route::Notes(NotesPage::List));
                }
            }
        },
    );
    parts.push(group("line", vec![send, keep]));
    view! {
        <details id="adapt" class="card no-print">
            <summary class="why"><span>{w.title}</span>{icon(Icon::ChevronDown)}</summary>
            <div class="stack">{parts}</div>
        </details>
    }
    .into_any()
}
