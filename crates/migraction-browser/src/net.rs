//! Fetching from our own server. Nothing else is ever fetched.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why a file did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// No answer: no network, or the server is away.
    #[error("no answer")]
    Unreachable,
    /// The server answered with this status.
    #[error("status {0}")]
    Status(u16),
    /// The answer broke off.
    #[error("the answer broke off")]
    Torn,
}

/// Fetches a file of our own server, telling `progress` how many bytes have come.
///
/// The browser's own cache is passed by: the database keeps what is good, and a damaged answer
/// must not come back from the cache when a person tries again.
///
/// # Errors
/// A [`NetError`]; what has come so far is dropped.
pub async fn fetch(path: &str, mut progress: impl FnMut(u64)) -> Result<Vec<u8>, NetError> {
    let window = web_sys::window().ok_or(NetError::Unreachable)?;
    let options = web_sys::RequestInit::new();
    options.set_cache(web_sys::RequestCache::NoStore);
    options.set_credentials(web_sys::RequestCredentials::Omit);
    let answer = JsFuture::from(window.fetch_with_str_and_init(path, &options))
        .await
        .map_err(|_| NetError::Unreachable)?
        .dyn_into::<web_sys::Response>()
        .map_err(|_| NetError::Unreachable)?;
    if !answer.ok() {
        return Err(NetError::Status(answer.status()));
    }
    let Some(body) = answer.body() else { return Err(NetError::Torn) };
    let reader = body
        .get_reader()
        .dyn_into::<web_sys::ReadableStreamDefaultReader>()
        .map_err(|_| NetError::Torn)?;
    let mut bytes = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|_| NetError::Torn)?;
        let field = |name: &str| js_sys::Reflect::get(&step, &JsValue::from_str(name));
        if field("done").is_ok_and(|done| done.is_truthy()) {
            return Ok(bytes);
        }
        let chunk: Uint8Array =
            field("value").ok().and_then(|chunk| chunk.dyn_into().ok()).ok_or(NetError::Torn)?;
        let start = bytes.len();
        bytes.resize(start + chunk.length() as usize, 0);
        if let Some(place) = bytes.get_mut(start..) {
            chunk.copy_to(place);
        }
        progress(bytes.len() as u64);
    }
}

/// Sends bytes to our own server: status and bytes of the answer, or nothing when none came.
pub async fn post(path: &str, bytes: &[u8]) -> Option<(u16, Vec<u8>)> {
    let options = web_sys::RequestInit::new();
    options.set_method("POST");
    options.set_cache(web_sys::RequestCache::NoStore);
    options.set_credentials(web_sys::RequestCredentials::Omit);
    options.set_body(&Uint8Array::from(bytes));
    let asked = web_sys::window()?.fetch_with_str_and_init(path, &options);
    let answer: web_sys::Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let body = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some((answer.status(), Uint8Array::new(&body).to_vec()))
}

/// Whether the reader seems to pay for data: asked to save it, or is on a mobile network.
#[must_use]
pub fn is_metered() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator: JsValue = window.navigator().into();
    let get = |object: &JsValue, name: &str| {
        js_sys::Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
    };
    let connection = get(&navigator, "connection");
    if connection.is_undefined() {
        return false;
    }
    get(&connection, "saveData").is_truthy()
        || get(&connection, "type").as_string().is_some_and(|kind| kind == "cellular")
}
