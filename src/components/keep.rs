//! What a person keeps of a day that a tool has found: in the calendar, in a note. Without a name and without the answers.

use std::sync::Arc;

use leptos::prelude::Set;
use migraction_core::CivilDate;
use migraction_core::ics::{self, DayEvent};
use migraction_core::route::{NotesPage, Route};

use crate::components::kit::going;
use crate::state::toolbox::Handover;
use crate::state::{Reader, screen, use_toolbox};

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

/// A last day for the calendar, after the day to aim at where there is one. Titles say nothing about the person.
pub fn events_by(reader: &Reader, aim: Option<CivilDate>, last: CivilDate) -> Vec<DayEvent> {
    let w = &reader.w.results;
    let event = |day, title: &str| DayEvent { day, title: title.to_owned() };
    let aim = aim.map(|aim| event(aim, w.calendar_aim));
    aim.into_iter().chain([event(last, w.calendar_due)]).collect()
}

/// A last day as steps of a note, with the same days as in the calendar.
pub fn steps_by(
    reader: &Reader,
    aim: Option<CivilDate>,
    title: &str,
    last: CivilDate,
) -> Vec<Step> {
    let step = (title.to_owned(), Some(last));
    let aim = aim.map(|aim| (reader.w.pair(reader.w.results.calendar_aim, title), Some(aim)));
    aim.into_iter().chain([step]).collect()
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
