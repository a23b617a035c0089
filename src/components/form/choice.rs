//! Choices that are all seen: large boxes around the real controls.

use leptos::prelude::*;

use crate::components::kit::{Action, while_shown};

/// Which control a box stands around.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// One of several.
    Radio,
    /// Any of several, or one thing to tick.
    Checkbox,
}

/// One of several, or a thing to tick: a large box around the real control.
pub fn option(
    mark: Mark,
    (name, value): (impl Into<String>, impl Into<String>),
    parts: Vec<AnyView>,
    on: Signal<bool>,
    act: impl Fn() + 'static,
) -> AnyView {
    option_boxed(mark, (name.into(), value.into()), parts, on, Box::new(act))
}

fn option_boxed(
    mark: Mark,
    (name, value): (String, String),
    parts: Vec<AnyView>,
    on: Signal<bool>,
    act: Action,
) -> AnyView {
    let kind = if mark == Mark::Radio { "radio" } else { "checkbox" };
    let value = (!value.is_empty()).then_some(value);
    let change = while_shown(move |_: leptos::ev::Event| act());
    view! {
        <label class="option" class:option--on=on>
            <input class="option__input" type=kind name=name value=value prop:checked=on on:change=change/>
            {parts}
        </label>
    }
    .into_any()
}
