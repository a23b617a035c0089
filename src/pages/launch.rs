//! Addresses without a language (`/go/…`, from the home screen's shortcuts) lead to the reader's.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use migraction_core::route::split_language;

use crate::state::use_session;

/// Goes on to the reader's language.
#[component]
pub fn Launch() -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let navigate = use_navigate();
    Effect::new(move || {
        let path = path.get();
        let (None, rest) = split_language(&path) else { return };
        let to = ["/", session.w_now().id, "/", rest].concat();
        navigate(&to, NavigateOptions { replace: true, ..Default::default() });
    });
}
