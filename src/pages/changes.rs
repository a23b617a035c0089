//! What changed in the law, and what will: from the dates of the facts.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::facts::{self, Change};
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use crate::components::fact::fact_chip;
use crate::components::frame::LanguageLinks;
use crate::components::{Back, Frame, with_pack};
use crate::state::{Reader, use_session};

/// How far back changes are listed, in days.
const BACK: i64 = 700;

/// The page.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().library.changes.to_owned()) back=Back::to(Route::Home)>
            <h1>{move || session.w().library.changes}</h1>
            <p class="quiet">{move || session.w().library.changes_what}</p>
            {with_pack(|reader| changes(&reader))}
            <LanguageLinks/>
        </Frame>
    }
}

fn changes(reader: &Reader) -> AnyView {
    let own = reader.session.country.get();
    let mut countries: Vec<&Id> =
        reader.pack.core.countries.iter().map(|country| &country.id).collect();
    countries.sort_by_key(|country| own.as_ref() != Some(*country));
    countries.into_iter().map(|country| one(reader, country)).collect_view().into_any()
}

fn one(reader: &Reader, country: &Id) -> Option<AnyView> {
    let facts = reader.pack.core.facts.values().filter(|fact| fact.country == *country);
    let (coming, past) = facts::changes(facts, reader.today(), BACK);
    if coming.is_empty() && past.is_empty() {
        return None;
    }
    let w = &reader.w.library;
    Some(
        view! {
            <section class="stack stack--s">
                <h2>{reader.label("countries", country)}</h2>
                {list(reader, w.changes_coming, &coming)}
                {list(reader, w.changes_past, &past)}
            </section>
        }
        .into_any(),
    )
}

fn list(reader: &Reader, title: &'static str, changes: &[Change<'_>]) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let rows: Vec<_> = changes
        .iter()
        .filter_map(|Change { day, fact, value }| {
            let label = reader.pack.words.facts.get(&fact.id)?.label.clone();
            let value = value.map(|value| {
                let words = reader.value(value).into_any();
                view! { {reader.w.pair("", "")} {fact_chip(reader, &fact.id, Some(words))} }
            });
            let href = reader.href(&Route::Fact(fact.id.clone()));
            Some(view! {
                <li>
                    <strong>{reader.date(*day, DateForm::Long)}</strong>
                    " · "
                    <a class="link" href=href>{label}</a>
                    {value}
                </li>
            })
        })
        .collect();
    Some(view! { <h3>{title}</h3><ul class="changes">{rows}</ul> }.into_any())
}
