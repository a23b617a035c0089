//! The signed services of an organisation. Read at each request, so that a list published while the server runs is sent at
//! once.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use migraction_pack::organisation::PATH;
use tokio::task::spawn_blocking;

use super::response;
use crate::data::Data;
use crate::log::Answered;

/// Responds with the list, or 404.
pub async fn answer(State(data): State<Data>) -> Response {
    let read = spawn_blocking(move || data.services()).await;
    // A folder that cannot be read has no list today; phones keep theirs.
    let Ok(Ok(Some(list))) = read else { return response::not_found() };
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "no-cache")];
    let mut response = (headers, Bytes::from(list)).into_response();
    let name = PATH.trim_start_matches('/').to_owned();
    response.extensions_mut().insert(Answered::File(name));
    response
}
