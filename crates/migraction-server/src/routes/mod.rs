//! The routes.

pub mod body;
mod files;
mod health;
mod organisation;
mod response;
mod sync;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, map_response};
use axum::response::Response;
use axum::routing::{get, post};
use migraction_pack::organisation::PATH;
use migraction_sync::limits::REQUEST_BYTES;

use crate::data::Data;
use crate::headers;
use crate::log::Log;
use crate::site::Site;
use crate::storage::Storage;
use crate::sync::Service;
use body::{Bodies, BodyLimits};

/// Options that apply to all responses.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResponseOptions {
    /// Whether to send `Strict-Transport-Security`.
    pub https_in_front: bool,
    /// The request log.
    pub log: Log,
}

/// Builds the router: the app; notes, if there is a service; the services of an organisation, if there is a data folder.
pub fn router<S: Storage>(
    site: Arc<Site>,
    service: Option<Arc<Service<S>>>,
    data: Option<Data>,
    response_options: ResponseOptions,
) -> Router {
    let ResponseOptions { https_in_front, log } = response_options;
    let storage = service.clone();
    let messages = match service {
        Some(service) => {
            let bodies = Bodies::new(BodyLimits::of(REQUEST_BYTES));
            let state = sync::Messages { service, bodies };
            Router::new().route("/api/sync/{name}", post(sync::answer::<S>)).with_state(state)
        }
        None => Router::new(),
    };
    let own = match data {
        Some(data) => Router::new().route(PATH, get(organisation::answer)).with_state(data),
        None => Router::new(),
    };
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(async move |site| health::ready(site, storage).await))
        .fallback(files::answer)
        .with_state(site)
        .merge(messages)
        .merge(own)
        .layer(map_response(move |mut response: Response| async move {
            headers::add(response.headers_mut(), https_in_front);
            response
        }))
        .layer(from_fn(move |request: Request, next: Next| async move {
            log.watch(request, next).await
        }))
}
