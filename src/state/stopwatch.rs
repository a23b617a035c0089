//! The time since a talk or a workshop began. It is worked out from the start, which the tab remembers: a screen that was
//! locked for half an hour shows half an hour more.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::worksheet::minutes_since;

use migraction_browser::clock::now_millis;
use migraction_browser::{sleep, spawn, tab};

/// How often the minutes are looked at.
const LOOK_MILLIS: i32 = 10_000;

/// A time that is started and stopped.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    key: StoredValue<String>,
    start: RwSignal<Option<u64>>,
    now: RwSignal<u64>,
}

impl Stopwatch {
    /// The time of a worksheet, still running if it was started in this tab.
    #[must_use]
    pub fn of(worksheet: &Id) -> Self {
        let key = ["started-", worksheet.as_str()].concat();
        let kept = tab::load(&key).and_then(|kept| kept.parse::<u64>().ok());
        let now = RwSignal::new(now_millis());
        spawn(async move {
            // Ends with the page: a signal that is gone gives its value back.
            while now.try_set(now_millis()).is_none() {
                sleep(LOOK_MILLIS).await;
            }
        });
        Self { key: StoredValue::new(key), start: RwSignal::new(kept), now }
    }

    /// Whole minutes since the start, while it runs.
    #[must_use]
    pub fn minutes(self) -> Option<u16> {
        self.start.get().and_then(|start| minutes_since(start, self.now.get()))
    }

    /// Starts it, or stops it where it runs.
    pub fn toggle(self) {
        let next = if untrack(|| self.minutes()).is_none() { Some(now_millis()) } else { None };
        self.key.with_value(|key| tab::save(key, next.map(|next| next.to_string()).as_deref()));
        self.now.set(now_millis());
        self.start.set(next);
    }
}
