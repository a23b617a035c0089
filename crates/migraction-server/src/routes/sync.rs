//! The messages of `migraction-sync` over HTTP: POST to `/api/sync/<name>`, bytes in, bytes out.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body};
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use migraction_sync::dispatch::{self, Reply};
use migraction_sync::{Refusal, limits};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::answer;
use crate::log::Answered;
use crate::storage::Storage;
use crate::sync::Service;

/// A push over the slowest link that is still a link.
const PATIENCE: Duration = Duration::from_secs(120);

/// Answers a message.
pub async fn answer<S: Storage>(
    State(service): State<Arc<Service<S>>>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let read = body::to_bytes(request.into_body(), limits::REQUEST_BYTES);
    let bytes = match timeout(PATIENCE, read).await {
        Ok(Ok(bytes)) => bytes,
        // It is larger, or the client is gone and hears nothing.
        Ok(Err(_)) => return reply(dispatch::refuse(Refusal::TooLarge)),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let answered = spawn_blocking(move || {
        let reply = service.answer(&name, &bytes);
        (name, reply)
    });
    match answered.await {
        Ok((name, Some(answered))) => {
            let mut response = reply(answered);
            // Only names of our own messages come this far.
            response.extensions_mut().insert(Answered::Message(name));
            response
        }
        Ok((_, None)) => answer::not_found(),
        Err(_) => reply(dispatch::refuse(Refusal::Unavailable)),
    }
}

fn reply(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::new(Body::from(reply.bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
