//! Where the phone is, when the person says so. Asked for at a tap, answered by the device itself, kept nowhere.

use js_sys::{Function, Object, Promise, Reflect};
use migraction_pack::towns::Position;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::get;

/// How long a phone may look for itself, in milliseconds.
const PATIENCE: f64 = 20_000.0;
/// How old a position may be: a tenth of an hour, in milliseconds.
const FRESH: f64 = 360_000.0;

/// The device's position; none when it has none, or the person or the browser refuses.
pub async fn position() -> Option<Position> {
    let navigator = web_sys::window()?.navigator();
    let geolocation = get(&navigator, "geolocation");
    let ask = get(&geolocation, "getCurrentPosition").dyn_into::<Function>().ok()?;
    let options = Object::new();
    for (name, value) in [("timeout", PATIENCE), ("maximumAge", FRESH)] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let promise = Promise::new(&mut |found, refused| {
        let asked = ask.call3(&geolocation, &found, &refused, &options);
        if asked.is_err() {
            let _ = refused.call0(&JsValue::NULL);
        }
    });
    let place = JsFuture::from(promise).await.ok()?;
    let coordinates = get(&place, "coords");
    let degrees = |name: &str| get(&coordinates, name).as_f64().filter(|value| value.is_finite());
    Some(Position { latitude: degrees("latitude")?, longitude: degrees("longitude")? })
}
