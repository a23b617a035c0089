//! One topic in all countries, side by side, from their facts.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::guide::Country;
use migraction_core::route::Route;

use super::not_found::Missing;
use crate::components::fact::fact_chip;
use crate::components::frame::LanguageLinks;
use crate::components::{Back, Frame, with_pack};
use crate::state::{PackState, Reader, use_pack, use_place, use_session};

/// The topics that can be compared.
#[component]
pub fn ComparePage() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().library.compare.to_owned()) back=Back::to(Route::Home)>
            <h1>{move || session.w().library.compare}</h1>
            <p class="quiet">{move || session.w().library.compare_what}</p>
            {with_pack(|reader| topics(&reader))}
            <LanguageLinks/>
        </Frame>
    }
}

fn topics(reader: &Reader) -> AnyView {
    let mut listed: Vec<&Id> = Vec::new();
    for topic in reader.pack.core.countries.iter().flat_map(|country| &country.topics) {
        if !listed.contains(&topic) {
            listed.push(topic);
        }
    }
    let row = |topic: &Id| {
        view! {
            <a class="row" href=reader.href(&Route::CompareTopic(topic.clone()))>
                <span class="row__title">{reader.label("topics", topic)}</span>
            </a>
        }
    };
    view! { <div class="rows">{listed.into_iter().map(row).collect_view()}</div> }.into_any()
}

/// One topic.
#[component]
pub fn CompareTopicPage() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let topic = use_place().id(|route| match route {
        Route::CompareTopic(id) => Some(id),
        _ => None,
    });
    let title = Signal::derive(move || match store.state.get() {
        PackState::Ready(pack) => pack.words.vocabulary.label("topics", &topic.get()).to_owned(),
        _ => String::new(),
    });
    view! {
        <Frame
            title=Signal::derive(move || session.w().library.compare.to_owned())
            page_title=title
            back=Back::to(Route::Compare)
        >
            {with_pack(move |reader| compare(&reader, &topic.get()))}
        </Frame>
    }
}

fn compare(reader: &Reader, topic: &Id) -> AnyView {
    let own = reader.session.country.get();
    let mut countries: Vec<&Country> = reader.pack.core.countries.iter().collect();
    if !countries.iter().any(|country| country.topics.contains(topic)) {
        return view! { <Missing/> }.into_any();
    }
    countries.sort_by_key(|country| own.as_ref() != Some(&country.id));
    let columns: Vec<_> = countries
        .into_iter()
        .map(|country| column(reader, country, topic, own.as_ref() == Some(&country.id)))
        .collect();
    view! {
        <h1>{reader.label("topics", topic)}</h1>
        <div class="compare compare--wide">{columns}</div>
        <LanguageLinks/>
    }
    .into_any()
}

fn column(reader: &Reader, country: &Country, topic: &Id, own: bool) -> AnyView {
    let code = country.id.to_string().to_uppercase();
    let facts: Vec<_> = reader
        .pack
        .core
        .facts
        .values()
        .filter(|fact| fact.country == country.id && fact.topic == *topic)
        .filter(|fact| fact.value_on(reader.today()).is_some())
        .filter_map(|fact| {
            let label = reader.pack.words.facts.get(&fact.id)?.label.clone();
            Some(view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{fact_chip(reader, &fact.id, None)}</dd>
                </div>
            })
        })
        .collect();
    let page = reader.pack.words.contexts.get(&(country.id.clone(), topic.clone())).map(|page| {
        let href =
            reader.href(&Route::Context { country: country.id.clone(), topic: topic.clone() });
        view! {
            <p>{page.summary.clone()}</p>
            <p><a class="link" href=href>{page.title.clone()}</a></p>
        }
    });
    let none = (facts.is_empty() && page.is_none())
        .then(|| view! { <p class="quiet">{reader.w.library.compare_missing}</p> });
    let missing = facts.is_empty() && page.is_none();
    let facts = (!facts.is_empty()).then(|| view! { <dl class="compare__facts">{facts}</dl> });
    view! {
        <section class="compare__row" class:compare__row--own=own class:compare__row--missing=missing>
            <span class="cc" class:cc--on=own aria-hidden="true">{code}</span>
            <div class="stack stack--s">
                <h2>{reader.label("countries", &country.id)}</h2>
                {page}
                {none}
                {facts}
            </div>
        </section>
    }
    .into_any()
}
