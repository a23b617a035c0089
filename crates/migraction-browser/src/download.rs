//! Handing a file that was made here to the person.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

/// Offers `text` as a file; false where the browser does not allow it.
#[must_use]
pub fn offer(name: &str, kind: &str, text: &str) -> bool {
    offered(name, kind, text).is_some()
}

fn offered(name: &str, kind: &str, text: &str) -> Option<()> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link = document.create_element("a").ok()?.dyn_into::<web_sys::HtmlElement>().ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    // The browser has taken the bytes by then; keeping them would be a leak.
    super::spawn(async move {
        super::sleep(60_000).await;
        let _ = web_sys::Url::revoke_object_url(&url);
    });
    Some(())
}
