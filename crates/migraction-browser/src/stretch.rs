//! Stretching a passphrase in a worker that is thrown away: its memory goes with it.

use js_sys::{Object, Reflect, Uint8Array};
use migraction_device::{StretchFailed, Stretched};
use migraction_vault::{PassphraseKey, StretchCost};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::page::get;

/// Stretches a passphrase. It is normalised first, so that every keyboard gives the same bytes.
///
/// # Errors
/// [`StretchFailed`]: the worker did not answer, for want of memory or because its files are not there.
pub async fn stretch(
    passphrase: &str,
    salt: &[u8; 16],
    cost: StretchCost,
) -> Result<Stretched, StretchFailed> {
    let worker = web_sys::Worker::new("/stretch.js").map_err(|_| StretchFailed)?;
    let answer = ask(&worker, passphrase, salt, cost).await;
    worker.terminate();
    let answer = get(&answer.map_err(|_| StretchFailed)?, "data");
    let key = get(&answer, "key").dyn_into::<Uint8Array>().map_err(|_| StretchFailed)?;
    let mut bytes = zeroize::Zeroizing::new([0; 32]);
    if key.length() != 32 {
        return Err(StretchFailed);
    }
    key.copy_to(bytes.as_mut_slice());
    key.fill(0, 0, 32);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds")]
    let took = get(&answer, "took").as_f64().unwrap_or_default().max(0.0) as u64;
    Ok(Stretched { key: PassphraseKey::from_bytes(*bytes), took })
}

async fn ask(
    worker: &web_sys::Worker,
    passphrase: &str,
    salt: &[u8; 16],
    cost: StretchCost,
) -> Result<JsValue, JsValue> {
    let normal = js_sys::JsString::from(passphrase.trim()).normalize("NFKC");
    let bytes = normal.as_string().unwrap_or_default().into_bytes();
    let bytes = zeroize::Zeroizing::new(bytes);
    let message = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&message, &name.into(), value);
    set("passphrase", &Uint8Array::from(bytes.as_slice()))?;
    set("salt", &Uint8Array::from(salt.as_slice()))?;
    for (name, value) in
        [("memory", cost.memory_kib), ("passes", cost.passes), ("lanes", cost.lanes)]
    {
        set(name, &value.into())?;
    }
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
    });
    worker.post_message(&message)?;
    JsFuture::from(promise).await
}
