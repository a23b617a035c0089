//! File responses: content encoding, conditional requests, `HEAD`.

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::assets::Asset;
use crate::negotiate;

/// The parts of a request that determine a file response.
pub struct FileRequest<'a> {
    /// `GET` or `HEAD`.
    pub method: &'a Method,
    /// The request's headers.
    pub headers: &'a HeaderMap,
}

/// The `Content-Language` of a response.
#[derive(Clone, Copy)]
pub enum ContentLanguage<'a> {
    /// No language.
    None,
    /// This language.
    Fixed(&'a str),
    /// This language, chosen by `Accept-Language`.
    Negotiated(&'a str),
}

/// The response with a file.
pub fn file(
    file_request: &FileRequest,
    asset: &Asset,
    content_language: ContentLanguage,
) -> Response {
    let accepted = negotiate::list(file_request.headers, &ACCEPT_ENCODING);
    let brotli = asset.brotli.as_ref().filter(|_| negotiate::takes_brotli(&accepted));
    let form = brotli.unwrap_or(&asset.plain);

    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(ETAG, form.tag.clone());
    headers.insert(CACHE_CONTROL, asset.caching.clone());
    add_language(headers, content_language);
    if asset.brotli.is_some() {
        headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
    }

    let known = negotiate::list(file_request.headers, &IF_NONE_MATCH);
    if form.tag.to_str().is_ok_and(|tag| negotiate::is_known(&known, tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(CONTENT_TYPE, asset.media_type.clone());
    headers.insert(CONTENT_LENGTH, HeaderValue::from(form.bytes.len()));
    if brotli.is_some() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    if file_request.method != Method::HEAD {
        *response.body_mut() = Body::from(form.bytes.clone());
    }
    response
}

fn add_language(headers: &mut HeaderMap, content_language: ContentLanguage) {
    let language = match content_language {
        ContentLanguage::None => return,
        ContentLanguage::Fixed(language) => language,
        ContentLanguage::Negotiated(language) => {
            headers.append(VARY, HeaderValue::from_static("Accept-Language"));
            language
        }
    };
    if let Ok(language) = HeaderValue::from_str(language) {
        headers.insert(CONTENT_LANGUAGE, language);
    }
}

/// 404.
pub fn not_found() -> Response {
    short(StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

/// 405: only `GET` and `HEAD` are allowed.
pub fn method_not_allowed() -> Response {
    let mut response =
        short(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// A short text that must not be cached: what is missing now may exist after the next publication.
fn short(status: StatusCode, text: &'static str) -> Response {
    let mut response = (status, Bytes::from_static(text.as_bytes())).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests;
