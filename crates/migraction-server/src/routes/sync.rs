//! The messages of `migraction-sync` over HTTP: POST to `/api/sync/<name>`, bytes in, bytes out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use migraction_sync::Refusal;
use migraction_sync::dispatch::{self, Reply};
use tokio::task::spawn_blocking;

use super::body::{Bodies, BodyError};
use super::response;
use crate::log::Answered;
use crate::storage::Storage;
use crate::sync::Service;

/// The state of the route.
#[derive(Debug)]
pub struct Messages<S> {
    /// The service.
    pub service: Arc<Service<S>>,
    /// The reader of request bodies.
    pub bodies: Bodies,
}

impl<S> Clone for Messages<S> {
    fn clone(&self) -> Self {
        Self { service: Arc::clone(&self.service), bodies: self.bodies.clone() }
    }
}

/// Seconds after which a client may retry when too many bodies are being read.
const BUSY_SECONDS: u32 = 10;

/// Handles a message.
pub async fn answer<S: Storage>(
    State(Messages { service, bodies }): State<Messages<S>>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let bytes = match bodies.read(&head.headers, body).await {
        Ok(bytes) => bytes,
        Err(error) => return unread(error),
    };
    let answered = spawn_blocking(move || {
        let reply = service.respond(&name, &bytes);
        (name, reply)
    });
    match answered.await {
        Ok((name, Some(answered))) => {
            let mut response = reply(answered);
            // Only names of our own messages come this far.
            response.extensions_mut().insert(Answered::Message(name));
            response
        }
        Ok((_, None)) => response::not_found(),
        Err(_) => reply(dispatch::refuse(Refusal::Unavailable)),
    }
}

/// The response to a body that was not read completely. The connection is closed.
fn unread(error: BodyError) -> Response {
    let mut response = match error {
        BodyError::TooLarge => reply(dispatch::refuse(Refusal::TooLarge)),
        BodyError::Busy => reply(dispatch::refuse(Refusal::TooMany { seconds: BUSY_SECONDS })),
        BodyError::TooSlow => StatusCode::REQUEST_TIMEOUT.into_response(),
        // Whoever broke off hears nothing.
        BodyError::Broken => StatusCode::BAD_REQUEST.into_response(),
    };
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
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
