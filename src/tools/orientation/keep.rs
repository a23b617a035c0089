//! What the person may keep: paper, calendar, note, text. Without a name and without the answers.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::ics::{self, DayEvent};
use migraction_core::route::{NotesPage, Route};
use migraction_core::rules::{Group, plan::Plan};

use super::share;
use crate::components::icon::Icon;
use crate::components::kit::{button, going, group, icon};
use crate::explain::{Case, result};
use crate::state::toolbox::Handover;
use crate::state::{Consulting, Reader, screen, use_consulting, use_toolbox};

/// A step of a note: what, and by when.
pub type Step = (String, Option<CivilDate>);

/// Keeps steps under a name, in a note.
pub type Noting = Arc<dyn Fn(&str, Vec<Step>) + Send + Sync>;

/// Hands steps with their days over to a note, and goes there.
pub fn noting() -> Noting {
    let (handover, go) = (use_toolbox().handover, going(false));
    Arc::new(move |name, steps| {
        if !steps.is_empty() {
            handover.set(Some(Handover { name: name.to_owned(), steps, ..Handover::default() }));
        }
        go(&Route::Notes(NotesPage::New));
    })
}

/// A day of the calendar: its title says nothing about the person.
pub fn event(reader: &Reader, day: CivilDate, is_due: bool) -> DayEvent {
    let w = &reader.w.results;
    DayEvent { day, title: (if is_due { w.calendar_due } else { w.calendar_from }).to_owned() }
}

/// Offers days as a file for the calendar.
pub fn calendar(reader: &Reader, events: Vec<DayEvent>) {
    let w = &reader.w.results;
    let said = if events.is_empty() {
        w.calendar_none
    } else {
        let file = ics::file(&events, reader.today());
        let done = screen::offer_file("dates.ics", "text/calendar;charset=utf-8", &file);
        if done { w.calendar_done } else { w.not_shared }
    };
    reader.session.show_toast(said);
}

/// The dated results, the answer and the actions first: what must be done by then, what begins then.
fn dated(case: &Case<'_>, plan: &Plan<'_>) -> Vec<(String, CivilDate, bool)> {
    let reader = case.reader;
    plan.holding()
        .filter(|outcome| outcome.is_sure() || outcome.group() <= Group::Deadline)
        .filter_map(|outcome| {
            let (day, _) =
                result::face(case, outcome).key.filter(|(day, _)| *day >= reader.today())?;
            let words = reader.pack.words.rules.get(&outcome.rule.id)?;
            Some((words.title.clone(), day, outcome.due().is_some()))
        })
        .collect()
}

fn events(reader: &Reader, consulting: Consulting) -> Vec<DayEvent> {
    let interview = untrack(|| consulting.interview(reader.session));
    let Some(case) = Case::of(reader, &interview) else { return Vec::new() };
    let dated = dated(&case, &case.consult().plan());
    let mut events: Vec<_> =
        dated.into_iter().map(|(_, day, is_due)| event(reader, day, is_due)).collect();
    events.sort_by(|a, b| (a.day, &a.title).cmp(&(b.day, &b.title)));
    events.dedup();
    events
}

fn steps(reader: &Reader, consulting: Consulting) -> Vec<Step> {
    let interview = untrack(|| consulting.interview(reader.session));
    let Some(case) = Case::of(reader, &interview) else { return Vec::new() };
    let dated = dated(&case, &case.consult().plan());
    dated.into_iter().map(|(what, day, _)| (what, Some(day))).collect()
}

/// The three ways to keep results: paper, calendar, note; each named by `id` and its own word.
pub fn ways(reader: &Reader, ids: [&'static str; 3], class: &'static str) -> Vec<AnyView> {
    let w = &reader.w.results;
    let (own, note, for_note) = (reader.clone(), noting(), reader.clone());
    let consulting = use_consulting();
    vec![
        button(ids[0], class, vec![icon(Icon::Printer), w.sheet.into_any()], screen::print),
        button(ids[1], class, vec![icon(Icon::CalendarClock), w.agenda.into_any()], move || {
            calendar(&own, events(&own, consulting));
        }),
        button(ids[2], class, vec![icon(Icon::NotebookPen), w.note.into_any()], move || {
            note(for_note.w.results.share_title, steps(&for_note, consulting));
        }),
    ]
}

/// Handing the text of the results on.
pub fn sharing(reader: &Reader) -> AnyView {
    let (own, consulting) = (reader.clone(), use_consulting());
    let w = &reader.w.results;
    let send = move || {
        own.session.share(own.w.results.share_title.to_owned(), share::text(&own, &consulting));
    };
    let share =
        button("keep-share", "btn btn--plain", vec![icon(Icon::Share2), w.share.into_any()], send);
    group("stack stack--s no-print", vec![share])
}
