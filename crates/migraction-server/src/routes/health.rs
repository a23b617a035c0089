//! Health checks: liveness and readiness.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Serialize;
use tokio::task::spawn_blocking;

use crate::site::Site;
use crate::storage::Storage;
use crate::sync::Service;

/// `/healthz`: liveness.
pub async fn alive() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], "ok\n")
}

#[derive(Serialize)]
struct Ready<'a> {
    ready: bool,
    version: &'static str,
    app: Option<&'a str>,
    pack_sequence: Option<u64>,
    /// Whether notes are kept here, and their storage answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<bool>,
}

/// `/readyz`: readiness, with the versions of app and pack. Ready if the storage of notes is writable, where there is one;
/// an app is always loaded.
pub async fn ready<S: Storage>(
    State(site): State<Arc<Site>>,
    service: Option<Arc<Service<S>>>,
) -> impl IntoResponse {
    let versions = site.versions();
    let notes = match service {
        Some(service) => Some(spawn_blocking(move || service.is_ready()).await.unwrap_or(false)),
        None => None,
    };
    let is_ready = notes != Some(false);
    let ready = Ready {
        ready: is_ready,
        notes,
        version: env!("CARGO_PKG_VERSION"),
        app: versions.app.as_deref(),
        pack_sequence: versions.pack_sequence,
    };
    let text = serde_json::to_string(&ready).unwrap_or_default();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], text)
}
