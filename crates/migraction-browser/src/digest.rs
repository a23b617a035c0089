//! Digests computed by the browser's own code, beside the page: on a cheap phone ours, for the parts of a guide,
//! takes as long as a finger notices.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::get;

/// The SHA-256 of bytes in hexadecimal; nothing where the browser computes none, as on a page that did not come securely.
pub async fn sha256(bytes: &[u8]) -> Option<String> {
    let window = JsValue::from(web_sys::window()?);
    let subtle = get(&get(&window, "crypto"), "subtle");
    let digest = get(&subtle, "digest").dyn_into::<Function>().ok()?;
    let asked =
        digest.call2(&subtle, &JsValue::from_str("SHA-256"), &Uint8Array::from(bytes)).ok()?;
    let answer = JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()?;
    Some(hex::encode(Uint8Array::new(&answer).to_vec()))
}
