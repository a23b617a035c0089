//! What is wrong, beside the field or under the form, and said once to who does not see it.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::kit::{derived, dynamic, effect, icon, nothing};
use crate::state::use_session;

/// The place of a field's error. It is there before the error is, so that nothing moves but the words.
pub(super) fn line_of(id: &str, error: Option<Signal<String>>) -> Option<AnyView> {
    error.map(|error| line([id, "-error"].concat(), error))
}

fn line(id: String, error: Signal<String>) -> AnyView {
    let session = use_session();
    effect(move || {
        let text = error.get();
        if !text.is_empty() {
            session.announce(text);
        }
    });
    let shown = dynamic(move || {
        let text = error.get();
        if text.is_empty() {
            return nothing();
        }
        view! { <p class="field__error" data-notice="trouble">{icon(Icon::OctagonAlert)}{text}</p> }
            .into_any()
    });
    let id = (!id.is_empty()).then_some(id);
    view! { <div id=id>{shown}</div> }.into_any()
}

/// Says what comes to stand here to who does not see it: once, and not again while it stays the same.
pub fn announce(told: RwSignal<String>) {
    let session = use_session();
    let now = Memo::new(move |_| told.get());
    effect(move || {
        let text = now.get();
        if !text.is_empty() {
            session.announce(text);
        }
    });
}

/// What a command came to say, as the error of the field that it is about.
pub fn message_of(message: RwSignal<Option<String>>) -> Signal<String> {
    derived(move || message.get().unwrap_or_default())
}

/// What went wrong with a form as a whole, where no one field is to blame.
pub fn trouble(message: RwSignal<Option<String>>) -> AnyView {
    line(String::new(), message_of(message))
}
