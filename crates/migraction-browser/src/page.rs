//! The page itself: title, language, theme, focus, dialogs, printing, the address.

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn root() -> Option<web_sys::Element> {
    document()?.document_element()
}

/// Sets the page's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the page's language and direction.
pub fn set_language(language: &str, direction: &str) {
    set_root("lang", Some(language));
    set_root("dir", Some(direction));
}

/// Sets or removes an attribute of the root element, such as the theme.
pub fn set_root(name: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Takes away the static page, which the app replaces, and gives the place to mount on.
#[must_use]
pub fn take_mount_point() -> Option<web_sys::HtmlElement> {
    let place = document()?.get_element_by_id("app")?;
    place.set_inner_html("");
    place.dyn_into().ok()
}

/// Moves the focus to the page's heading, so that a screen reader reads on from there; where the page begins in a field,
/// to that, so that the tap that opened it brings the keyboard.
pub fn focus_heading() -> bool {
    let field = document().map(|page| page.query_selector("main input[autofocus]"));
    if let Some(Ok(Some(field))) = field
        && let Some(field) = field.dyn_ref::<web_sys::HtmlElement>()
    {
        let _ = field.focus();
        return true;
    }
    let Some(Ok(Some(heading))) = document().map(|page| page.query_selector("main h1")) else {
        return false;
    };
    let _ = heading.set_attribute("tabindex", "-1");
    if let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options);
    }
    true
}

/// Scrolls to the top of the page.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Opens a native dialog as modal.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement) {
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Unfolds everything before printing and folds it again afterwards: not every browser can do that
/// by style alone.
pub fn open_for_print() {
    for (event, selector, from, to) in [
        ("beforeprint", "main details:not([open]):not(.no-print)", "open", "data-folded"),
        ("afterprint", "main details[data-folded]", "data-folded", "open"),
    ] {
        on_window(event, move || {
            let found = document().and_then(|page| page.query_selector_all(selector).ok());
            let Some(found) = found else { return };
            for at in 0..found.length() {
                let Some(Ok(element)) = found.item(at).map(JsCast::dyn_into::<web_sys::Element>)
                else {
                    continue;
                };
                let _ = element.set_attribute("open", "");
                let _ = element.set_attribute("data-folded", "");
                if event == "afterprint" {
                    let _ = element.remove_attribute(from);
                    let _ = element.remove_attribute(to);
                }
            }
        });
    }
}

/// Where this app comes from, as its addresses begin.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// The language that `boot.js` chose: of the address, else of the reader.
#[must_use]
pub fn language() -> String {
    root().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// The languages that the browser asks for, the dearest first. A region in them says where the phone was set up.
#[must_use]
pub fn preferred_languages() -> Vec<String> {
    let tags = web_sys::window().map(|window| window.navigator().languages());
    tags.iter().flat_map(js_sys::Array::iter).filter_map(|tag| tag.as_string()).collect()
}

/// The text of a language's words, fetched and checked by `boot.js`; nothing when it does not come whole.
pub async fn words_text(language: &str) -> Option<String> {
    let window = web_sys::window()?;
    let fetch = get(&window, "migractionWords").dyn_into::<js_sys::Function>().ok()?;
    let coming = fetch.call1(&window, &JsValue::from_str(language)).ok()?;
    let text = wasm_bindgen_futures::JsFuture::from(coming.dyn_into::<js_sys::Promise>().ok()?);
    text.await.ok()?.as_string()
}

/// Shows the message of the static page that the app could not be loaded.
pub fn show_load_failed() {
    let Some(window) = web_sys::window() else { return };
    if let Ok(show) = get(&window, "migractionFailed").dyn_into::<js_sys::Function>() {
        let _ = show.call0(&window);
    }
}

/// Whether the app runs from the home screen.
#[must_use]
pub fn is_installed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let standalone = window
        .match_media("(display-mode: standalone)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    standalone || get(&window.navigator(), "standalone").is_truthy()
}

/// The kind of browser, as far as the way to install an app differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Safari and all others on iPhone and iPad.
    Ios,
    /// Chrome and its relatives on Android.
    Android,
    /// Anything else.
    Other,
}

/// Which platform this is. Used for words only, never for what the app can do.
#[must_use]
pub fn platform() -> Platform {
    let Some(window) = web_sys::window() else { return Platform::Other };
    let navigator = window.navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    let touch = navigator.max_touch_points() > 1;
    if agent.contains("iPhone") || agent.contains("iPad") || (agent.contains("Macintosh") && touch)
    {
        Platform::Ios
    } else if agent.contains("Android") {
        Platform::Android
    } else {
        Platform::Other
    }
}

/// Calls `on_prompt` when the browser offers to install the app; the offer is kept by
/// `boot.js` in `window.migractionInstall`.
#[must_use]
pub fn can_prompt_install() -> bool {
    web_sys::window().is_some_and(|window| get(&window, "migractionInstall").is_object())
}

/// Shows the browser's own installation dialog.
pub fn prompt_install() {
    let Some(window) = web_sys::window() else { return };
    let offer = get(&window, "migractionInstall");
    if let Ok(prompt) = get(&offer, "prompt").dyn_into::<js_sys::Function>() {
        let _ = prompt.call0(&offer);
    }
}

/// Calls `handler` for an event of the window for as long as the page lives.
pub fn on_window(event: &str, handler: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let closure = Closure::<dyn Fn()>::new(handler);
    let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Takes the focus from the field in hand, which tells it that it was left while its page still stands.
pub fn leave_field() {
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    if let Some(field) = active.and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.blur();
    }
}

/// Whether the browser believes that there is a network.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Bytes that this site's storage uses, where the browser tells.
pub async fn storage_used() -> Option<u64> {
    estimate("usage").await
}

/// Bytes that this site may still store, where the browser tells.
pub async fn storage_left() -> Option<u64> {
    Some(estimate("quota").await?.saturating_sub(estimate("usage").await?))
}

async fn estimate(what: &str) -> Option<u64> {
    let navigator = web_sys::window()?.navigator();
    if get(&navigator, "storage").is_undefined() {
        return None;
    }
    let estimate = navigator.storage().estimate().ok()?;
    let estimate = wasm_bindgen_futures::JsFuture::from(estimate).await.ok()?;
    let bytes = get(&estimate, what).as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a byte count")]
    let bytes = bytes.max(0.0) as u64;
    Some(bytes)
}

pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Whether an event hit the element itself and nothing inside it.
#[must_use]
pub fn is_target(event: &web_sys::MouseEvent, element: &web_sys::HtmlDialogElement) -> bool {
    let element: &JsValue = element.as_ref();
    event.target().is_some_and(|target| JsValue::from(target) == *element)
}

/// Moves the focus to the first element that matches.
pub fn focus(selector: &str) {
    let found = document().and_then(|page| page.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Asks the browser never to clear this site's storage by itself.
pub async fn ask_to_persist() {
    let Some(window) = web_sys::window() else { return };
    let storage = get(&window.navigator(), "storage");
    let Ok(persist) = get(&storage, "persist").dyn_into::<js_sys::Function>() else { return };
    let Ok(promise) = persist.call0(&storage) else { return };
    if let Ok(promise) = promise.dyn_into::<js_sys::Promise>() {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
}

/// Leaves at once for another page of ours; nothing of this one stays in memory or in the way back.
pub fn leave_for(path: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(path);
    }
}

/// What stands behind the `#` of the address; it is never sent to a server.
#[must_use]
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Whether the focus, on its way from one element to another, stays within the element of this id.
#[must_use]
pub fn stays_within(event: &web_sys::FocusEvent, id: &str) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
    let around = document().and_then(|page| page.get_element_by_id(id));
    around.zip(to).is_some_and(|(around, to)| around.contains(Some(&to)))
}

/// Opens the device's own calendar of a date input. Where there is none, nothing happens.
pub fn show_picker(id: &str) {
    let Some(input) = document().and_then(|page| page.get_element_by_id(id)) else { return };
    if let Ok(show) = get(&input, "showPicker").dyn_into::<js_sys::Function>() {
        let _ = show.call0(&input);
    }
}

/// Opens the device's own mail app with a letter that has no address yet. Where there is none, nothing happens.
pub fn write_mail(subject: &str, text: &str) {
    let part = |text: &str| String::from(js_sys::encode_uri_component(text));
    let address = ["mailto:?subject=", &part(subject), "&body=", &part(text)].concat();
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(&address);
    }
}
