//! A file of the device.

use leptos::prelude::*;

use super::FormField;
use crate::components::kit::while_shown;

impl FormField {
    /// A file: `chosen` hears that one was chosen.
    pub fn file(self, chosen: Box<dyn Fn(leptos::ev::Event)>) -> AnyView {
        let (id, aria) = (self.id.clone(), self.aria());
        let chosen = while_shown(chosen);
        let control = view! {
            <input id=id class="field__input" type="file" aria-describedby=aria.described_by aria-invalid=aria.invalid on:change=chosen/>
        };
        self.around(control.into_any())
    }
}
