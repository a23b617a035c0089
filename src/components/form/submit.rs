//! What hands a form in.

use leptos::prelude::*;

use crate::components::kit::{Action, derived, dynamic_text};
use crate::state::use_session;

/// A form; its last part is the button that hands it in.
pub fn form(act: impl Fn() + 'static, parts: Vec<AnyView>) -> AnyView {
    form_boxed(Box::new(act), parts)
}

fn form_boxed(act: Action, parts: Vec<AnyView>) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act();
    };
    view! { <form class="stack" on:submit=submit>{parts}</form> }.into_any()
}

/// The button that hands a form in, which says when that takes a moment.
pub fn submit(id: &'static str, name: &'static str, busy: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let state = derived(move || busy.get().to_string());
    let name = dynamic_text(move || {
        if busy.get() { session.w().vault.one_second.to_owned() } else { name.to_owned() }
    });
    view! { <button id=id class="btn btn--main" aria-busy=state>{name}</button> }.into_any()
}
