//! One tab writes notes, others wait: two that write at once could each undo the other's save.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::page::get;

const NAME: &str = "migraction-notes";

thread_local! {
    /// Gives the place back when called.
    static RELEASE: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
}

/// Asks for the place of the one tab that writes. Says at once whether it is free.
pub async fn take() -> bool {
    if RELEASE.with_borrow(Option::is_some) {
        return true;
    }
    let Some(window) = web_sys::window() else { return false };
    let locks = get(&window.navigator(), "locks");
    let Ok(request) = get(&locks, "request").dyn_into::<js_sys::Function>() else {
        // A browser without locks has one tab, as far as anybody can tell.
        return true;
    };
    let answered = js_sys::Promise::new(&mut |resolve, _| {
        let options = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
        // Holds the place until the promise that it returns is resolved.
        let hold = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let is_free = !lock.is_null();
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_free));
            if !is_free {
                return JsValue::UNDEFINED;
            }
            js_sys::Promise::new(&mut |release, _| RELEASE.set(Some(release))).into()
        });
        let _ = request.call3(&locks, &NAME.into(), &options, &hold);
    });
    wasm_bindgen_futures::JsFuture::from(answered).await.is_ok_and(|free| free.is_truthy())
}

/// Lets another tab write.
pub fn release() {
    if let Some(release) = RELEASE.take() {
        let _ = release.call0(&JsValue::UNDEFINED);
    }
}
