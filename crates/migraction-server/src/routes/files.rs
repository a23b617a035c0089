//! The app: its homes, its files, and its bare page for every other address.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::Response;

use super::answer::{self, Asked, Speaks};
use crate::address::{self, Place};
use crate::log::Answered;
use crate::negotiate;
use crate::site::Site;

/// Answers any address that has no route of its own.
pub async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let asked = Asked { method: request.method(), headers: request.headers() };
    if !matches!(*asked.method, Method::GET | Method::HEAD) {
        return answer::only_reading();
    }
    let place = address::find(request.uri().path(), site.assets(), site.languages());
    let mut response = at(&place, &site, &asked);
    response.extensions_mut().insert(Answered::from(place));
    response
}

fn at(place: &Place, site: &Site, asked: &Asked) -> Response {
    match place {
        Place::Start => {
            let wished = negotiate::list(asked.headers, &ACCEPT_LANGUAGE);
            let language = site.languages().choose(&wished);
            answer::file(asked, site.home(language), Speaks::AsWished(language))
        }
        Place::Home(language) => answer::file(asked, site.home(language), Speaks::Only(language)),
        Place::File(name) => match site.assets().get(name) {
            Some(asset) => answer::file(asked, asset, Speaks::Any),
            None => answer::not_found(),
        },
        Place::Page => answer::file(asked, site.shell(), Speaks::Any),
        Place::Nothing => answer::not_found(),
    }
}
