//! What the person may keep: paper, calendar, note, text. Without a name and without the answers.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::ics::DayEvent;
use migraction_core::rules::{DateRole, Group, Outcome, plan::Plan};

use super::share;
use crate::components::icon::Icon;
use crate::components::keep::{Step, calendar, events_by, noting, steps_by};
use crate::components::kit::{button, group, icon};
use crate::explain::{Case, result};
use crate::state::{Consulting, Reader, screen, use_consulting};

/// The days of a result for the calendar: the day to aim at, where one is to come before the last, then the last day, or
/// the day from which it applies. Titles say nothing about the person.
pub fn events_of(reader: &Reader, outcome: &Outcome<'_>, day: CivilDate) -> Vec<DayEvent> {
    if outcome.due().is_none() {
        return vec![DayEvent { day, title: reader.w.results.calendar_from.to_owned() }];
    }
    events_by(reader, aim(reader, outcome, day), day)
}

/// The day by which to have acted, where it is still to come and before the last day.
fn aim(reader: &Reader, outcome: &Outcome<'_>, last: CivilDate) -> Option<CivilDate> {
    let line = outcome.date(DateRole::ActBy)?;
    line.day.filter(|day| *day >= reader.today() && *day < last)
}

/// A result as steps of a note, with the same days as in the calendar.
pub fn steps_of(reader: &Reader, outcome: &Outcome<'_>, title: &str, day: CivilDate) -> Vec<Step> {
    steps_by(reader, aim(reader, outcome, day), title, day)
}

/// The dated results, the answer and the actions first, each with its title and its day.
fn dated<'p, 'a>(case: &Case<'_>, plan: &'p Plan<'a>) -> Vec<(&'p Outcome<'a>, String, CivilDate)> {
    let reader = case.reader;
    plan.holding()
        .filter(|outcome| outcome.is_sure() || outcome.group() <= Group::Deadline)
        .filter_map(|outcome| {
            let (day, _) =
                result::face(case, outcome).key.filter(|(day, _)| *day >= reader.today())?;
            let words = reader.pack.words.rules.get(&outcome.rule.id)?;
            Some((outcome, words.title.clone(), day))
        })
        .collect()
}

fn events(reader: &Reader, consulting: Consulting) -> Vec<DayEvent> {
    let interview = untrack(|| consulting.interview(reader.session));
    let Some(case) = Case::of(reader, &interview) else { return Vec::new() };
    let plan = case.consult().plan();
    let dated = dated(&case, &plan).into_iter();
    let mut events: Vec<_> =
        dated.flat_map(|(outcome, _, day)| events_of(reader, outcome, day)).collect();
    events.sort_by(|a, b| (a.day, &a.title).cmp(&(b.day, &b.title)));
    events.dedup();
    events
}

fn steps(reader: &Reader, consulting: Consulting) -> Vec<Step> {
    let interview = untrack(|| consulting.interview(reader.session));
    let Some(case) = Case::of(reader, &interview) else { return Vec::new() };
    let plan = case.consult().plan();
    let dated = dated(&case, &plan).into_iter();
    dated.flat_map(|(outcome, title, day)| steps_of(reader, outcome, &title, day)).collect()
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
