//! The day that was found, at hand while the form is filled in: read, called about, and kept.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::deadline::Reading;
use migraction_core::format::DateForm;

use super::reckoning::{how_long, title};
use crate::components::icon::Icon;
use crate::components::keep::{calendar, events_by, noting, steps_by};
use crate::components::kit::{button, dynamic, group, icon_button, nothing};
use crate::components::service::call_icon;
use crate::state::{Reader, screen};

/// What is at hand of the reading that leads.
#[derive(Clone, PartialEq)]
pub struct Kept {
    /// The day that counts.
    last: CivilDate,
    /// The day to aim at, where it is still to come and before the last.
    aim: Option<CivilDate>,
    /// What is to be done.
    title: String,
    /// How long there is.
    left: String,
    /// Whom to call: a service of the guide.
    service: Option<migraction_core::Id>,
}

impl Kept {
    /// What is at hand of a reading.
    pub fn of(reader: &Reader, reading: &Reading<'_>) -> Self {
        let today = reader.today();
        let last = reading.last(today).unwrap_or(reading.safe);
        let aim = Some(reading.act_on(today)).filter(|aim| *aim >= today && *aim < last);
        let mut services = reading.rule.services.iter();
        let service = services.find(|id| {
            let service = reader.pack.core.services.get(*id);
            service.is_some_and(|service| service.phone.is_some())
        });
        let (_, left) = how_long(reader, reading);
        Self { last, aim, title: title(reader, reading.rule), left, service: service.cloned() }
    }
}

/// The bar: nothing as long as no day is known.
pub fn bar(reader: &Reader, found: RwSignal<Option<Kept>>) -> AnyView {
    let (reader, note) = (reader.clone(), noting());
    dynamic(move || {
        let Some(kept) = found.get() else { return nothing() };
        let w = &reader.w.results;
        let day = reader.date(kept.last, DateForm::Short);
        let words = view! { <span class="dock__day"><strong>{day}</strong> <small>{kept.left.clone()}</small></span> };
        let see = || screen::focus("#reckoning");
        let mut parts =
            vec![button("to-result", "btn btn--plain btn--grow", vec![words.into_any()], see)];
        let service = kept.service.as_ref().and_then(|id| reader.pack.core.services.get(id));
        parts.extend(service.map(|service| call_icon(&reader, service)));
        if kept.last >= reader.today() {
            let (own, events) = (reader.clone(), events_by(&reader, kept.aim, kept.last));
            let put = move || calendar(&own, events.clone());
            parts.push(icon_button("keep-calendar", Icon::CalendarClock, w.day_agenda, put));
        }
        let steps = steps_by(&reader, kept.aim, &kept.title, kept.last);
        let (note, name) = (note.clone(), w.share_title);
        let keep = move || note(name, steps.clone());
        parts.push(icon_button("keep-note", Icon::NotebookPen, w.in_note, keep));
        parts.push(icon_button("keep-print", Icon::Printer, w.print, screen::print));
        group("dock no-print", parts)
    })
}
