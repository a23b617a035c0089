//! The only place of the app that knows a browser: storage, network, service worker, the clock,
//! the page itself.
//!
//! Whatever comes from here can be refused, torn or absent, and is said so by type.

pub mod clock;
pub mod database;
pub mod digest;
pub mod download;
pub mod files;
pub mod fonts;
pub mod kv;
pub mod net;
pub mod own_services;
pub mod page;
pub mod position;
pub mod random;
mod rows;
pub mod settings;
pub mod share;
pub mod speech;
pub mod strength;
pub mod stretch;
pub mod tab;
pub mod tab_history;
pub mod vault_store;
pub mod watch;
pub mod worker;
pub mod writer;

use wasm_bindgen::JsValue;

/// Writes a line for developers to the console.
pub fn log(line: &str) {
    web_sys::console::warn_1(&JsValue::from_str(line));
}

/// Runs a task that nobody waits for.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

/// A pause.
pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Lets the browser paint and answer a finger between two pieces of work.
pub async fn yield_to_browser() {
    sleep(0).await;
}

/// From now on panics are written to the console; `boot.js` then shows what to do.
pub fn write_panics() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
    }));
}

/// Starts the app on the page: the static page gives way.
pub fn start(mount: impl FnOnce(web_sys::HtmlElement)) {
    if let Some(place) = page::take_mount_point() {
        // Heard before the router hears it: what is typed reaches its page before that page goes.
        page::on_window("popstate", page::leave_field);
        mount(place);
    }
}
