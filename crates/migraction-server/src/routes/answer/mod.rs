//! Turning a file into the answer to one request: compressed or not, new or known, with or without body.

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::assets::Asset;
use crate::negotiate;

/// What of a request decides the form of its answer.
pub struct Asked<'a> {
    /// `GET` or `HEAD`.
    pub method: &'a Method,
    /// The request's headers.
    pub headers: &'a HeaderMap,
}

/// Whose language a page is in.
#[derive(Clone, Copy)]
pub enum Speaks<'a> {
    /// Nobody's in particular.
    Any,
    /// This language.
    Only(&'a str),
    /// This language, because the reader asked for it.
    AsWished(&'a str),
}

/// The answer that carries a file.
pub fn file(asked: &Asked, asset: &Asset, speaks: Speaks) -> Response {
    let accepted = negotiate::list(asked.headers, &ACCEPT_ENCODING);
    let brotli = asset.brotli.as_ref().filter(|_| negotiate::takes_brotli(&accepted));
    let form = brotli.unwrap_or(&asset.plain);

    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(ETAG, form.tag.clone());
    headers.insert(CACHE_CONTROL, asset.caching.clone());
    add_language(headers, speaks);
    if asset.brotli.is_some() {
        headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
    }

    let known = negotiate::list(asked.headers, &IF_NONE_MATCH);
    if form.tag.to_str().is_ok_and(|tag| negotiate::is_known(&known, tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(CONTENT_TYPE, asset.media_type.clone());
    headers.insert(CONTENT_LENGTH, HeaderValue::from(form.bytes.len()));
    if brotli.is_some() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    if asked.method != Method::HEAD {
        *response.body_mut() = Body::from(form.bytes.clone());
    }
    response
}

fn add_language(headers: &mut HeaderMap, speaks: Speaks) {
    let language = match speaks {
        Speaks::Any => return,
        Speaks::Only(language) => language,
        Speaks::AsWished(language) => {
            headers.append(VARY, HeaderValue::from_static("Accept-Language"));
            language
        }
    };
    if let Ok(language) = HeaderValue::from_str(language) {
        headers.insert(CONTENT_LANGUAGE, language);
    }
}

/// Nothing is at this address.
pub fn not_found() -> Response {
    short(StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

/// Only reading is possible.
pub fn only_reading() -> Response {
    let mut response =
        short(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// A short text that nobody keeps: what is missing now may be there after the next publication.
fn short(status: StatusCode, text: &'static str) -> Response {
    let mut response = (status, Bytes::from_static(text.as_bytes())).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests;
