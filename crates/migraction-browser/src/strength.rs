//! Estimating a passphrase in a worker, which lives as long as the field does: the lists of what people choose are in its
//! memory, and so is what was typed.

use std::cell::RefCell;

use js_sys::{Array, Object, Reflect};
use migraction_device::EstimateFailed;
use migraction_vault::strength::{Estimate, Habit};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::page::get;

thread_local! {
    static WORKER: RefCell<Option<web_sys::Worker>> = const { RefCell::new(None) };
}

/// Estimates a passphrase; `own` are words that whoever guesses knows, such as the name of the profile.
///
/// # Errors
/// [`EstimateFailed`]: the worker did not answer, for want of memory or because its file is not there.
pub async fn estimate(passphrase: &str, own: &[&str]) -> Result<Estimate, EstimateFailed> {
    let answer = ask(passphrase.trim(), own).await.map_err(|_| {
        end();
        EstimateFailed
    })?;
    let answer = get(&answer, "data");
    let tenths = get(&answer, "tenths").as_f64().ok_or(EstimateFailed)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousands")]
    let tenths = tenths.max(0.0) as u32;
    let habit = get(&answer, "habit").as_string().unwrap_or_default();
    Ok(Estimate { tenths, habit: Habit::of(&habit) })
}

/// Throws the worker away, and all that was typed with it.
pub fn end() {
    if let Some(worker) = WORKER.take() {
        worker.terminate();
    }
}

async fn ask(passphrase: &str, own: &[&str]) -> Result<JsValue, JsValue> {
    let worker = WORKER.with_borrow(Clone::clone);
    let worker = match worker {
        Some(worker) => worker,
        None => web_sys::Worker::new("/strength.js")?,
    };
    WORKER.set(Some(worker.clone()));
    let channel = web_sys::MessageChannel::new()?;
    let message = Object::new();
    let own: Array = own.iter().map(|word| JsValue::from_str(word)).collect();
    Reflect::set(&message, &"passphrase".into(), &passphrase.into())?;
    Reflect::set(&message, &"own".into(), &own)?;
    let (here, there) = (channel.port1(), channel.port2());
    let answered = js_sys::Promise::new(&mut |resolve, reject| {
        here.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
    });
    worker.post_message_with_transfer(&message, &Array::of1(&there))?;
    JsFuture::from(answered).await
}
