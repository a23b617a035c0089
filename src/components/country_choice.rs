//! The choice among the countries that have rules.

use leptos::prelude::*;
use migraction_core::Id;

use super::kit::{group, h1, para};
use crate::state::{Reader, use_consulting};

/// What stands in place of a tool until it is known whose rules it speaks of: the choice, and why it is asked.
pub fn country_asked(reader: &Reader, heading: &'static str) -> AnyView {
    let why = reader.w.orientation.country_first;
    let choice = country_choice(reader);
    group("stack", vec![h1(heading), para("", why), choice.into_any()])
}

/// A segment per country; nothing to choose where there is one only.
pub fn country_choice(reader: &Reader) -> Option<AnyView> {
    let consulting = use_consulting();
    let session = reader.session;
    let countries: Vec<Id> = reader.countries_with_rules().cloned().collect();
    if countries.len() < 2 {
        return None;
    }
    let segments = countries
        .into_iter()
        .map(|id| {
            let label = reader.label("countries", &id);
            let (own, value) = (id.clone(), id.to_string());
            let chosen = move || consulting.country(session).as_ref() == Some(&own);
            view! {
                <button
                    class="segment"
                    type="button"
                    data-country=value
                    aria-pressed=move || chosen().to_string()
                    on:click=move |_| consulting.choose(&id, session)
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    let label = reader.w.orientation.country;
    Some(
        view! {
            <div class="field" role="group" aria-label=label>
                <p class="field__label">{label}</p>
                <div class="segments segments--plain">{segments}</div>
            </div>
        }
        .into_any(),
    )
}
