//! A list of choices.

use leptos::prelude::*;

use super::FormField;
use crate::components::kit::while_shown;

/// Choices, each with its value and its words.
pub type Choices = Vec<(String, String)>;

impl FormField {
    /// A list of choices: `chosen` hears every change.
    pub fn select(
        self,
        choices: Choices,
        value: Signal<String>,
        chosen: Box<dyn Fn(String)>,
    ) -> AnyView {
        self.select_among(vec![(String::new(), choices)], value, chosen)
    }

    /// A list of choices that fills a signal.
    pub fn selects(self, choices: Choices, value: RwSignal<String>) -> AnyView {
        self.select(choices, value.into(), Box::new(move |chosen| value.set(chosen)))
    }

    /// A list of choices in groups, each with its name; a group without a name stands by itself.
    pub fn select_among(
        self,
        groups: Vec<(String, Choices)>,
        value: Signal<String>,
        chosen: Box<dyn Fn(String)>,
    ) -> AnyView {
        let (id, aria) = (self.id.clone(), self.aria());
        let list = list(id, aria.described_by, aria.invalid, groups, value, chosen);
        self.around(list)
    }
}

/// The list alone, for a control that is made of several.
pub(super) fn list(
    id: String,
    described_by: Option<String>,
    invalid: Option<Signal<String>>,
    groups: Vec<(String, Choices)>,
    value: Signal<String>,
    chosen: Box<dyn Fn(String)>,
) -> AnyView {
    let groups: Vec<AnyView> = groups
        .into_iter()
        .filter(|(_, choices)| !choices.is_empty())
        .map(|(name, choices)| {
            let options: Vec<AnyView> =
                choices.into_iter().map(|choice| option(choice, value)).collect();
            if name.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=name>{options}</optgroup> }.into_any()
            }
        })
        .collect();
    let change = while_shown(move |event: leptos::ev::Event| chosen(event_target_value(&event)));
    view! {
        <select id=id class="field__input" autocomplete="off" aria-describedby=described_by aria-invalid=invalid on:change=change>{groups}</select>
    }
    .into_any()
}

/// The property, not the attribute: that no longer counts once a person has chosen.
fn option((own, words): (String, String), value: Signal<String>) -> AnyView {
    let same = own.clone();
    let on = Signal::derive(move || *value.read() == same);
    view! { <option value=own prop:selected=on>{words}</option> }.into_any()
}
