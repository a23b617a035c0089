//! Handing text to another app: the share sheet where there is one, else the clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::get;

/// What became of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The share sheet took it, or the person closed it.
    Offered,
    /// It is on the clipboard.
    Copied,
    /// Neither was allowed.
    Refused,
}

/// Shares `text` under `title`.
pub async fn share(title: &str, text: &str) -> Shared {
    let Some(window) = web_sys::window() else { return Shared::Refused };
    let navigator = window.navigator();
    if get(&navigator, "share").is_function() {
        let data = web_sys::ShareData::new();
        data.set_title(title);
        data.set_text(text);
        match JsFuture::from(navigator.share_with_data(&data)).await {
            Ok(_) => return Shared::Offered,
            Err(error) if get(&error, "name").as_string().as_deref() == Some("AbortError") => {
                return Shared::Offered;
            }
            Err(_) => {}
        }
    }
    let clipboard = get(&navigator, "clipboard");
    let Ok(write) = get(&clipboard, "writeText").dyn_into::<js_sys::Function>() else {
        return Shared::Refused;
    };
    let promise = write
        .call1(&clipboard, &JsValue::from_str(text))
        .ok()
        .and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok());
    let Some(promise) = promise else { return Shared::Refused };
    if JsFuture::from(promise).await.is_ok() { Shared::Copied } else { Shared::Refused }
}
