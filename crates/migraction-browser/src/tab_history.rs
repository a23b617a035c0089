//! A number on the present entry of the tab's history, which the way back finds again. The address stays as it is: browsers
//! keep addresses, and a page that is loaded anew sends its own to the server.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::page::get;

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

/// The number under this name; none on an entry that was never marked.
#[must_use]
pub fn number(name: &str) -> Option<usize> {
    let found = get(&history()?.state().ok()?, name).as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "written below")]
    let number = found.max(0.0) as usize;
    Some(number)
}

/// Marks the present entry; whatever else stands on it stays. Where the browser refuses, nothing is marked.
pub fn mark(name: &str, number: usize) {
    let Some(history) = history() else { return };
    let marked = Object::new();
    if let Ok(Ok(state)) = history.state().map(JsCast::dyn_into::<Object>) {
        Object::assign(&marked, &state);
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of searches")]
    let number = JsValue::from_f64(number as f64);
    if Reflect::set(&marked, &name.into(), &number).is_ok() {
        let _ = history.replace_state(&marked, "");
    }
}
