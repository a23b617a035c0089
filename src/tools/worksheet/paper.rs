//! What the person may take along, and what becomes of the rest: paper, shared text, note.

use std::fmt::Write;

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::route::{NotesPage, Route};
use migraction_core::worksheet::{Filled, NOTHING, NotePart, Section, YES};

use super::{Desk, second};
use crate::components::icon::Icon;
use crate::components::kit::{button, dynamic, going, group, h2, icon, nothing, para};
use crate::state::toolbox::Handover;
use crate::state::{screen, use_consulting, use_toolbox};
use crate::tools::orientation::second::choice;

/// What stands on the person's paper: name, name in their language, what is filled in.
fn lines(desk: &Desk, theirs: Option<&Desk>) -> Vec<(String, Option<String>, String)> {
    let Some((sheet, _)) = desk.both() else { return Vec::new() };
    let mut lines = Vec::new();
    for section in sheet.sections.iter().filter(|section| section.paper) {
        for time in 0..section.times {
            for item in &section.items {
                let said = desk.said(item, time);
                if said.is_empty() || item.into == NotePart::Consent {
                    continue;
                }
                let other = theirs.map(|theirs| theirs.ask(item).to_owned());
                let their_words = theirs.map(|theirs| theirs.said(item, time));
                let said = match their_words.filter(|words| *words != said) {
                    Some(words) => [said, words].join(" · "),
                    None => said,
                };
                lines.push((desk.ask(item).to_owned(), other, said));
            }
        }
    }
    lines
}

fn theirs(desk: &Desk) -> Option<Desk> {
    second(&desk.reader).map(|reader| desk.in_language(reader))
}

fn has_paper(desk: &Desk) -> bool {
    desk.both().is_some_and(|(sheet, _)| sheet.sections.iter().any(|section| section.paper))
}

/// The person's paper, on the screen as it will be printed.
pub fn paper(desk: &Desk) -> AnyView {
    if !has_paper(desk) {
        return nothing();
    }
    let desk = desk.clone();
    dynamic(move || {
        let (reader, w) = (&desk.reader, desk.reader.w);
        let theirs = theirs(&desk);
        let lang = theirs.as_ref().map(|theirs| theirs.reader.w.id);
        let lines: Vec<_> = lines(&desk, theirs.as_ref())
            .into_iter()
            .map(|(name, other, said)| {
                let other =
                    other.map(|other| view! { <span lang=lang class="row__meta">{other}</span> });
                view! { <dt>{name}{other}</dt><dd>{said}</dd> }
            })
            .collect();
        let body = if lines.is_empty() {
            para("quiet", w.worksheet.paper_none)
        } else {
            view! { <dl class="paper">{lines}</dl> }.into_any()
        };
        let date = reader.date(reader.today(), DateForm::Long);
        view! {
            <section class="card" id="paper">
                <p class="print-only">{date} " · " {w.results.print_no_name}</p>
                {h2(w.worksheet.paper)}
                {body}
                <p class="print-only">{w.results.print_wrong}</p>
            </section>
        }
        .into_any()
    })
}

/// The ways to keep it.
pub fn keep(desk: &Desk) -> AnyView {
    let (reader, session) = (&desk.reader, desk.reader.session);
    let (w, r) = (&reader.w.worksheet, &reader.w.results);
    let (toolbox, go) = (use_toolbox(), going(false));
    let mut parts = vec![h2(r.keep)];
    if has_paper(desk) {
        parts.push(para("quiet", w.paper_text));
        parts.push({
            let desk = desk.clone();
            dynamic(move || choice(&desk.reader, &use_consulting()))
        });
        let print = vec![icon(Icon::Printer), r.print.into_any()];
        parts.push(button("keep-print", "btn btn--plain", print, screen::print));
        let send = {
            let desk = desk.clone();
            move || session.share(r.share_title.to_owned(), untrack(|| text(&desk)))
        };
        let words = vec![icon(Icon::Share2), r.share.into_any()];
        parts.push(button("keep-share", "btn btn--plain", words, send));
    }
    let note = {
        let desk = desk.clone();
        move || {
            toolbox.handover.set(untrack(|| handover(&desk)));
            go(&Route::Notes(NotesPage::New));
        }
    };
    let words = vec![icon(Icon::NotebookPen), reader.w.notes.keep_as_note.into_any()];
    parts.push(button("keep-note", "btn btn--plain", words, note));
    let clear = {
        let desk = desk.clone();
        move || {
            desk.fill(|filled| *filled = Filled::default());
            screen::begin_page_again();
        }
    };
    parts.push(button("clear", "btn btn--plain", vec![w.clear.into_any()], clear));
    group("stack stack--s no-print", parts)
}

/// The paper as plain text.
fn text(desk: &Desk) -> String {
    let mut text = desk.reader.w.worksheet.paper.to_owned();
    for (name, other, said) in lines(desk, theirs(desk).as_ref()) {
        let other = other.map(|other| [" / ", &other].concat()).unwrap_or_default();
        let _ = write!(text, "\n{name}{other}\n  {said}");
    }
    text
}

/// All that is filled in, sorted into what a note has fields for.
fn handover(desk: &Desk) -> Option<Handover> {
    let (sheet, words) = desk.both()?;
    let mut note = Handover { name: words.title.clone(), ..Handover::default() };
    for section in &sheet.sections {
        let mut written = Vec::new();
        for time in 0..section.times {
            one(desk, section, time, &mut note, &mut written);
        }
        if !written.is_empty() {
            let title = words.sections.get(&section.id).map(|words| words.title.as_str());
            let _ = writeln!(note.text, "{}\n{}\n", title.unwrap_or_default(), written.join("\n"));
        }
    }
    Some(note)
}

fn one(desk: &Desk, section: &Section, time: u8, note: &mut Handover, written: &mut Vec<String>) {
    for item in &section.items {
        let said = desk.said(item, time);
        if said.is_empty() {
            continue;
        }
        let chosen = desk.filled(|filled| filled.read(&item.id, time).to_owned());
        let both = [desk.ask(item), " · ", &said].concat();
        match item.into {
            NotePart::Nowhere => {}
            NotePart::Language => note.language = said,
            NotePart::Consent => note.consent = Some(chosen == YES),
            NotePart::Needs if chosen == NOTHING => {}
            NotePart::Needs => note.needs.push(both),
            NotePart::Step => note.steps.push((said, None)),
            NotePart::Due => match note.steps.last_mut() {
                Some((_, due)) => *due = migraction_core::written::day(&chosen),
                None => written.push(both),
            },
            NotePart::Text => written.push(both),
        }
    }
}
