//! A new note: which form it begins with.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::route::{NotesPage, Route};
use migraction_notes::{Author, Consent, Field, Note, Step};

use super::{install_first, notice, opening, page, title, tools, unlocked};
use crate::components::Tone;
use crate::components::icon::Icon;
use crate::components::kit::{button, dynamic, fragment, group, h1, icon, nothing, row};
use crate::state::device::item_name;
use crate::state::toolbox::Handover;
use crate::state::{use_notes, use_session, use_toolbox};
use crate::words::Words;

/// The page of a new note.
pub fn new_note_page() -> AnyView {
    page(
        title(|w| w.notes.new_title),
        Route::Notes(NotesPage::List),
        Some(tools()),
        "page page--tight",
        |w| unlocked(move || templates(w)),
    )
}

fn templates(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let open = opening(true);
    if !notes.may_write() {
        return install_first(w);
    }
    let handover = use_toolbox().handover;
    let begin = move |template: &'static str| {
        let draft = notes.draft.get_untracked();
        let (today, country) = (session.today, session.country.get_untracked());
        if let Some(record) = notes.begin(today, country.as_ref(), template, &draft) {
            notes.draft.set(String::new());
            if let Some(sheet) = handover.get_untracked() {
                let fill =
                    |note: &mut Note, author: &Author| take_over(note, author, &sheet, today);
                if notes.edit(record, today, &fill).is_ok() {
                    handover.set(None);
                }
            }
            open(record);
        }
    };
    let line = |template: &'static str, lead: Icon, name: &'static str, what: &'static str| {
        let begin = begin.clone();
        let parts = row(lead, name.to_owned(), what.to_owned(), icon(Icon::ChevronRight));
        button(format!("begin-{template}"), "row", parts, move || begin(template))
    };
    let n = &w.notes;
    let lines = vec![
        line("first", Icon::UserRound, n.first, n.first_what),
        line("follow", Icon::RotateCw, n.follow, n.follow_what),
        line("hours", Icon::Clock, n.hours, n.hours_what),
    ];
    let ready = dynamic(move || match handover.get() {
        None => nothing(),
        Some(sheet) => {
            let title = w.worksheet.ready(sheet.name);
            let leave_out = vec![w.notes.remove.into_any()];
            let leave_out = button("leave-out", "btn btn--plain", leave_out, move || {
                handover.set(None);
            });
            notice(Tone::Later, "note-ready", title, w.worksheet.ready_text, vec![leave_out])
        }
    });
    fragment(vec![h1(n.new_title), ready, group("rows", lines)])
}

/// Puts what a worksheet holds where a note has fields for it.
fn take_over(note: &mut Note, author: &Author, sheet: &Handover, today: CivilDate) {
    if !sheet.language.is_empty() {
        note.set(author, Field::LANGUAGE, Some(&sheet.language));
    }
    for need in &sheet.needs {
        note.set_item(author, Field::NEED, &item_name(), Some(need));
    }
    for (what, due) in &sheet.steps {
        let step = Step { what: what.clone(), due: *due, is_done: false };
        note.set_item(author, Field::STEP, &item_name(), Some(&step.to_text()));
    }
    if let Some(is_given) = sheet.consent {
        let consent = Consent { is_given, asked_on: today };
        note.set(author, Field::CONSENT, Some(&consent.to_text()));
    }
    let text = [note.text().as_str(), "\n\n", &sheet.text].concat();
    note.write_text(author, text.trim());
}
