//! A search as one types.

use leptos::prelude::*;

use crate::components::icon::{Glyph, Icon};
use crate::components::kit::Action;

/// A search field, with what stands around it.
pub struct SearchBox {
    /// The id of its control.
    pub id: &'static str,
    /// Its label, for screen readers alone.
    pub label: Signal<String>,
    /// What stands in it while it is empty.
    pub hint: Signal<String>,
    /// What is looked for.
    pub value: RwSignal<String>,
    /// The id of what it changes; empty for none.
    pub controls: &'static str,
    /// Whether the page begins here.
    pub has_focus: bool,
    /// What the way on does, by Enter or the arrow down.
    pub enter: Action,
    /// What stands at its end.
    pub end: AnyView,
}

impl SearchBox {
    /// Draws it.
    pub fn view(self) -> AnyView {
        let Self { id, label, hint, value, controls, has_focus, enter, end } = self;
        let now: Signal<String> = value.into();
        let controls = (!controls.is_empty()).then_some(controls);
        let key = move |event: leptos::ev::KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | "ArrowDown") {
                event.prevent_default();
                enter();
            }
        };
        view! {
            <div class="search" role="search">
                <Glyph icon=Icon::Search/>
                <label class="vh" for=id>{label}</label>
                <input id=id class="search__input" type="search" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" aria-controls=controls autofocus=has_focus placeholder=hint prop:value=now on:input=move |event| value.set(event_target_value(&event)) on:keydown=key/>
                {end}
            </div>
        }
        .into_any()
    }
}
