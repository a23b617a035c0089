//! The time since a talk or a workshop began. It is worked out from the start, which the tab remembers: a screen that was
//! locked for half an hour shows half an hour more.

use leptos::prelude::*;
use migraction_core::worksheet::minutes_since;

use super::Desk;
use crate::browser::clock::now_millis;
use crate::browser::{sleep, spawn, tab};
use crate::components::icon::Icon;
use crate::components::kit::{button, group, icon, live, live_text, nothing, para};

/// How often the minutes are looked at.
const LOOK_MILLIS: i32 = 10_000;

/// A clock that is started and stopped.
#[derive(Clone, Copy)]
pub struct Clock {
    start: RwSignal<Option<u64>>,
    now: RwSignal<u64>,
}

fn key(desk: &Desk) -> String {
    ["started-", desk.id().as_str()].concat()
}

impl Clock {
    /// The clock of a worksheet, still running if it was started.
    pub fn of(desk: &Desk) -> Self {
        let kept = tab::load(&key(desk)).and_then(|kept| kept.parse::<u64>().ok());
        let clock = Self { start: RwSignal::new(kept), now: RwSignal::new(now_millis()) };
        let now = clock.now;
        spawn(async move {
            // Ends with the page: a signal that is gone gives its value back.
            while now.try_set(now_millis()).is_none() {
                sleep(LOOK_MILLIS).await;
            }
        });
        clock
    }

    /// Whole minutes since the start, while it runs.
    pub fn minutes(self) -> Option<u16> {
        self.start.get().and_then(|start| minutes_since(start, self.now.get()))
    }

    /// Starts, shows and stops the time. The button stays the same one, so that the focus stays on it.
    pub fn view(self, desk: &Desk) -> AnyView {
        let (w, key) = (&desk.reader.w.worksheet, key(desk));
        let minutes = Memo::new(move |_| self.minutes());
        let name =
            live_text(move || if minutes.get().is_some() { w.stop } else { w.start }.to_owned());
        let act = button("clock-do", "btn btn--plain", vec![icon(Icon::Clock), name], move || {
            let next = if minutes.get_untracked().is_none() { Some(now_millis()) } else { None };
            tab::save(&key, next.map(|next| next.to_string()).as_deref());
            self.now.set(now_millis());
            self.start.set(next);
        });
        let said = live(move || match minutes.get() {
            Some(minutes) => para("", w.elapsed(minutes.into())),
            None => nothing(),
        });
        group("line part__clock", vec![act, said])
    }
}
