//! A passphrase, shown or hidden.

use leptos::prelude::*;

use super::FormField;
use crate::components::icon::Icon;
use crate::components::kit::{derived, dynamic, icon};
use crate::state::use_session;

impl FormField {
    /// A passphrase that fills a signal; browsers may offer one that they keep, or to keep a new one.
    pub fn passphrase(self, value: RwSignal<String>, is_new: bool) -> AnyView {
        let session = use_session();
        let shown = RwSignal::new(false);
        let kind = derived(move || if shown.get() { "text" } else { "password" }.to_owned());
        let name = derived(move || {
            let w = &session.w().vault;
            if shown.get() { w.hide } else { w.show }.to_owned()
        });
        let eye = dynamic(move || icon(if shown.get() { Icon::EyeOff } else { Icon::Eye }));
        let autocomplete = if is_new { "new-password" } else { "current-password" };
        let now: Signal<String> = value.into();
        let (id, aria) = (self.id.clone(), self.aria());
        let input = view! {
            <input id=id class="field__input" type=kind autocomplete=autocomplete autocapitalize="off" spellcheck="false" aria-describedby=aria.described_by aria-invalid=aria.invalid prop:value=now on:input=move |event| value.set(event_target_value(&event))/>
        };
        let turn = move |_| shown.update(|shown| *shown = !*shown);
        let end = view! { <button type="button" class="iconbtn" aria-label=name on:click=turn>{eye}</button> };
        self.end(end.into_any()).around(input.into_any())
    }
}
