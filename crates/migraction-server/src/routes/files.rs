//! Serves the app: its home pages, its files, and its shell for every other path.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::Response;

use super::response::{self, ContentLanguage, FileRequest};
use crate::address::{self, Place};
use crate::log::Answered;
use crate::negotiate;
use crate::site::Site;

/// The fallback for paths without a route.
pub async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let file_request = FileRequest { method: request.method(), headers: request.headers() };
    if !matches!(*file_request.method, Method::GET | Method::HEAD) {
        return response::method_not_allowed();
    }
    let place = address::find(request.uri().path(), site.assets(), site.languages());
    let mut response = at(&place, &site, &file_request);
    response.extensions_mut().insert(Answered::from(place));
    response
}

fn at(place: &Place, site: &Site, file_request: &FileRequest) -> Response {
    match place {
        Place::Start => {
            let wished = negotiate::list(file_request.headers, &ACCEPT_LANGUAGE);
            let language = site.languages().choose(&wished);
            response::file(file_request, site.home(language), ContentLanguage::Negotiated(language))
        }
        Place::Home(language) => {
            response::file(file_request, site.home(language), ContentLanguage::Fixed(language))
        }
        Place::File(name) => match site.assets().get(name) {
            Some(asset) => response::file(file_request, asset, ContentLanguage::None),
            None => response::not_found(),
        },
        Place::Page => response::file(file_request, site.shell(), ContentLanguage::None),
        Place::Nothing => response::not_found(),
    }
}
