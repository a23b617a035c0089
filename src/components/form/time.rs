//! A time of day.

use leptos::prelude::*;

use super::FormField;
use crate::components::kit::while_shown;

impl FormField {
    /// A time of day, `08:30`. The device's own control: hours and minutes are read alike in every language.
    pub fn time(self, value: Signal<String>, typed: Box<dyn Fn(String)>) -> AnyView {
        let (id, aria) = (self.id.clone(), self.aria());
        let change = while_shown(move |event: leptos::ev::Event| typed(event_target_value(&event)));
        let control = view! {
            <input id=id class="field__input" type="time" autocomplete="off" aria-describedby=aria.described_by aria-invalid=aria.invalid prop:value=value on:change=change/>
        };
        self.around(control.into_any())
    }
}
