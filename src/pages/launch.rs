//! Addresses without a language (`/go/…`, from the home screen's shortcuts) lead to the reader's.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use crate::state::use_session;

/// Goes on to the reader's language.
#[component]
pub fn Launch() -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let navigate = use_navigate();
    Effect::new(move || {
        let rest = params.read().get("rest").unwrap_or_default();
        let to = format!("/{}/{rest}", session.w_now().id);
        navigate(&to, NavigateOptions { replace: true, ..Default::default() });
    });
}
