//! The service worker that keeps the app's own files: registering it, knowing whether it serves
//! this page, and letting a newer one take over at a quiet moment.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::get;

pub use web_sys::ServiceWorker as Worker;

/// What the service worker does for this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// This browser, or this private window, has none.
    Unavailable,
    /// Its files are on their way.
    Installing,
    /// It serves this page: the app's files need no network.
    Serving,
    /// The files could not be kept (no room, a torn answer). The page still works.
    Failed,
}

/// What a worker says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerInfo {
    /// The build it keeps.
    pub version: String,
    /// Pack schemas that its app reads.
    pub pack_schemas: Vec<u32>,
}

fn container() -> Option<web_sys::ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = get(&navigator, "serviceWorker");
    (!container.is_undefined()).then(|| container.unchecked_into())
}

async fn registration() -> Option<web_sys::ServiceWorkerRegistration> {
    JsFuture::from(container()?.get_registration()).await.ok()?.dyn_into().ok()
}

/// Registers the worker and calls `on_change` whenever its state, or that of a newer one, changes.
pub async fn register(on_change: impl Fn() + 'static) -> WorkerState {
    let Some(container) = container() else { return WorkerState::Unavailable };
    let on_change = Rc::new(on_change);
    let changed = {
        let on_change = on_change.clone();
        Closure::<dyn Fn()>::new(move || on_change())
    };
    let _ = container
        .add_event_listener_with_callback("controllerchange", changed.as_ref().unchecked_ref());
    let options = web_sys::RegistrationOptions::new();
    options.set_update_via_cache(web_sys::ServiceWorkerUpdateViaCache::None);
    let registered = JsFuture::from(container.register_with_options("/sw.js", &options)).await;
    let Ok(registration) = registered else {
        changed.forget();
        return WorkerState::Unavailable;
    };
    let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
    let watch = {
        let registration = registration.clone();
        let on_change = on_change.clone();
        Closure::<dyn Fn()>::new(move || {
            if let Some(worker) = registration.installing() {
                let on_change = on_change.clone();
                let step = Closure::<dyn Fn()>::new(move || on_change());
                let _ = worker
                    .add_event_listener_with_callback("statechange", step.as_ref().unchecked_ref());
                step.forget();
            }
        })
    };
    let _ = registration
        .add_event_listener_with_callback("updatefound", watch.as_ref().unchecked_ref());
    watch.as_ref().unchecked_ref::<js_sys::Function>().call0(&JsValue::UNDEFINED).ok();
    watch.forget();
    changed.forget();
    state().await
}

/// The state of the worker now.
pub async fn state() -> WorkerState {
    let Some(container) = container() else { return WorkerState::Unavailable };
    if container.controller().is_some() {
        return WorkerState::Serving;
    }
    let found = registration().await;
    // The first worker may have taken the page while we asked.
    if container.controller().is_some() {
        return WorkerState::Serving;
    }
    match found {
        Some(found) if found.installing().is_some() || found.waiting().is_some() => {
            WorkerState::Installing
        }
        Some(found) if found.active().is_some() => WorkerState::Installing,
        _ => WorkerState::Failed,
    }
}

/// The newer worker that waits, if there is one.
pub async fn waiting() -> Option<Worker> {
    let found = registration().await?;
    found.active()?;
    found.waiting()
}

/// Asks a worker which build it keeps and which packs that build reads.
pub async fn info(worker: &Worker) -> Option<WorkerInfo> {
    let channel = web_sys::MessageChannel::new().ok()?;
    let answer = Rc::new(RefCell::new(None::<js_sys::Function>));
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        answer.replace(Some(resolve));
    });
    let resolve = answer.take()?;
    let receive = Closure::once_into_js(move |event: web_sys::MessageEvent| {
        let _ = resolve.call1(&JsValue::UNDEFINED, &event.data());
    });
    channel.port1().set_onmessage(Some(receive.unchecked_ref()));
    let message = js_sys::Object::new();
    js_sys::Reflect::set(&message, &"type".into(), &"info".into()).ok()?;
    worker.post_message_with_transferable(&message, &Array::of1(&channel.port2())).ok()?;
    let late = async {
        super::sleep(2000).await;
        JsValue::UNDEFINED
    };
    let data = first_of(JsFuture::from(promise), late).await;
    let version = get(&data, "version").as_string()?;
    let pack_schemas = get(&data, "packSchemas")
        .dyn_into::<Array>()
        .ok()?
        .iter()
        .filter_map(|schema| schema.as_f64())
        .map(|schema| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small whole numbers"
            )]
            let schema = schema as u32;
            schema
        })
        .collect();
    Some(WorkerInfo { version, pack_schemas })
}

/// The answer, or what came of waiting too long.
async fn first_of(answer: JsFuture, late: impl Future<Output = JsValue>) -> JsValue {
    let mut answer = std::pin::pin!(answer);
    let mut late = std::pin::pin!(late);
    std::future::poll_fn(move |context| {
        if let std::task::Poll::Ready(data) = answer.as_mut().poll(context) {
            return std::task::Poll::Ready(data.unwrap_or(JsValue::UNDEFINED));
        }
        late.as_mut().poll(context)
    })
    .await
}

/// The worker that serves this page.
#[must_use]
pub fn serving() -> Option<Worker> {
    container()?.controller()
}

/// Lets the waiting worker take over, then loads the page anew.
pub fn activate(worker: &Worker) {
    let Some(container) = container() else { return };
    let reload = Closure::once_into_js(super::page::reload);
    let _ = container.add_event_listener_with_callback("controllerchange", reload.unchecked_ref());
    let message = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&message, &"type".into(), &"activate".into());
    let _ = worker.post_message(&message);
}

/// Asks the browser to look for a newer worker.
pub async fn look_for_update() {
    if let Some(found) = registration().await
        && let Ok(promise) = found.update()
    {
        let _ = JsFuture::from(promise).await;
    }
}
