//! What the person may keep: paper, calendar, text. Without a name and without the answers.

use leptos::prelude::*;
use migraction_core::ics::{self, DayEvent};
use migraction_core::rules::Group;

use super::{consult, share};
use crate::components::icon::{Glyph, Icon};
use crate::state::{Consulting, Reader, screen};

/// The ways to keep the results.
pub fn section(reader: &Reader, consulting: &Consulting) -> AnyView {
    let w = &reader.w.results;
    let consulting = *consulting;
    let session = reader.session;
    let calendar = {
        let reader = reader.clone();
        move |_| {
            let events = events(&reader, consulting);
            let said = if events.is_empty() {
                w.calendar_none
            } else {
                let file = ics::file(&events, reader.today());
                let done = screen::offer_file("dates.ics", "text/calendar;charset=utf-8", &file);
                if done { w.calendar_done } else { w.not_shared }
            };
            session.say(said);
        }
    };
    let send = {
        let reader = reader.clone();
        move |_| session.hand_on(w.share_title.to_owned(), share::text(&reader, &consulting))
    };
    view! {
        <section class="stack stack--s no-print" id="keep">
            <h2>{w.keep}</h2>
            <p class="quiet">{w.keep_text}</p>
            <button id="keep-print" class="btn btn--plain" on:click=|_| screen::print()><Glyph icon=Icon::Printer small=true/>{w.print}</button>
            <button id="keep-calendar" class="btn btn--plain" on:click=calendar><Glyph icon=Icon::CalendarClock small=true/>{w.calendar}</button>
            <button id="keep-share" class="btn btn--plain" on:click=send><Glyph icon=Icon::Share2 small=true/>{w.share}</button>
        </section>
    }
    .into_any()
}

/// The days ahead: what must be done by then, what begins then.
fn events(reader: &Reader, consulting: Consulting) -> Vec<DayEvent> {
    let Some(country) = untrack(|| consulting.country(reader.session)) else { return Vec::new() };
    let answers = consulting.answers.get_untracked();
    let as_of = consulting.as_of.get_untracked();
    let Some(consultation) = consult(reader, &country, &answers, as_of) else { return Vec::new() };
    let w = &reader.w.results;
    let mut events: Vec<DayEvent> = consultation
        .outcomes()
        .iter()
        .filter(|outcome| outcome.is_sure() || outcome.group() <= Group::Deadline)
        .filter_map(|outcome| {
            let due = reader.last_day(&country, outcome.rule, &answers);
            let title = if due.is_some() { w.calendar_due } else { w.calendar_from };
            let day =
                due.or_else(|| outcome.key_date()?.day).filter(|day| *day >= reader.today())?;
            Some(DayEvent { day, title: title.to_owned() })
        })
        .collect();
    events.sort_by(|a, b| (a.day, &a.title).cmp(&(b.day, &b.title)));
    events.dedup();
    events
}
