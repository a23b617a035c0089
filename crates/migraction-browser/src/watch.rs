//! Whether somebody is there: the time since the last touch or key, and since the page went out of sight.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use super::clock::now_millis;
use super::page::on_window;

thread_local! {
    static TOUCHED: Cell<u64> = const { Cell::new(0) };
    static HIDDEN: Cell<Option<u64>> = const { Cell::new(None) };
}

/// How long nobody was there, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// Since the last touch or key.
    pub idle: u64,
    /// Since the page went out of sight; nothing while it is in sight.
    pub hidden: Option<u64>,
}

/// Calls `look` every few seconds, and whenever the page comes into sight, then followed by `back`; `leave` when it goes
/// out of sight or is about to end.
pub fn start(
    look: impl Fn(Away) + Clone + 'static,
    leave: impl Fn() + Clone + 'static,
    back: impl Fn(Away) + 'static,
) {
    TOUCHED.set(now_millis());
    for event in ["pointerdown", "keydown", "scroll"] {
        on_window(event, || TOUCHED.set(now_millis()));
    }
    let away = || {
        let since = |moment: u64| now_millis().saturating_sub(moment);
        Away { idle: since(TOUCHED.get()), hidden: HIDDEN.get().map(since) }
    };
    let now = move || look(away());
    let tick = Closure::<dyn Fn()>::new(now.clone());
    if let Some(window) = web_sys::window() {
        let function = tick.as_ref().unchecked_ref();
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(function, 5000);
    }
    tick.forget();
    let left = leave.clone();
    on_window("pagehide", left);
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let page = document.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        if page.hidden() {
            leave();
            HIDDEN.set(Some(now_millis()));
        } else {
            now();
            back(away());
            HIDDEN.set(None);
        }
    });
    let function = changed.as_ref().unchecked_ref();
    let _ = document.add_event_listener_with_callback("visibilitychange", function);
    changed.forget();
}
