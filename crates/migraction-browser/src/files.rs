//! Encrypted files out and in: the download of the browser, or the share sheet where files go only there.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::{Platform, get, platform};

const MEDIA_TYPE: &str = "application/octet-stream";

/// Gives a file to the person. Says whether the browser took it.
pub async fn give(name: &str, bytes: &[u8]) -> bool {
    let parts = Array::of1(&Uint8Array::from(bytes));
    if platform() == Platform::Ios && share(name, &parts).await {
        return true;
    }
    download(name, &parts).is_some()
}

/// On an iPhone the share sheet is the way to the files.
async fn share(name: &str, parts: &Array) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let Ok(file) = web_sys::File::new_with_blob_sequence(parts, name) else { return false };
    let data = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&data, &"files".into(), &Array::of1(&file));
    let navigator: JsValue = window.navigator().into();
    let Ok(share) = get(&navigator, "share").dyn_into::<js_sys::Function>() else { return false };
    let Ok(promise) = share.call1(&navigator, &data) else { return false };
    match promise.dyn_into::<js_sys::Promise>() {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

fn download(name: &str, parts: &Array) -> Option<()> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(MEDIA_TYPE);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link = document.create_element("a").ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_ref::<web_sys::HtmlElement>()?.click();
    // The browser reads the bytes after the click: the address lives a while longer.
    super::spawn(async move {
        super::sleep(60_000).await;
        let _ = web_sys::Url::revoke_object_url(&address);
    });
    Some(())
}

/// The bytes of the file that was chosen in the input.
pub async fn chosen(event: &web_sys::Event) -> Option<Vec<u8>> {
    let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
