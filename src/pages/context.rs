//! How things work in a country: the list of its topics, and one page each.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::facts::Standing;
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use super::not_found::Missing;
use crate::components::fact::fact_chip;
use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_tools::{Shown, page_tools, print_head};
use crate::components::prose::{blocks, facts_in, plain_blocks};
use crate::components::sources::SourceList;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::state::{PackState, Reader, use_consulting, use_pack, use_place, use_session};
use crate::words::context::Dates;

/// The topics of a country.
#[component]
pub fn CountryPage() -> impl IntoView {
    let country = use_place().id(|route| match route {
        Route::Country(id) => Some(id),
        _ => None,
    });
    let store = use_pack();
    let title = Signal::derive(move || match store.state.get() {
        PackState::Ready(pack) => {
            pack.words.vocabulary.label("countries", &country.get()).to_owned()
        }
        _ => String::new(),
    });
    view! {
        <Frame title back=Back::to(Route::Home)>
            {with_pack(move |reader| topics(&reader, &country.get()))}
        </Frame>
    }
}

fn topics(reader: &Reader, id: &Id) -> AnyView {
    let Some(country) = reader.pack.core.country(id.as_str()) else {
        return view! { <Missing/> }.into_any();
    };
    let rows: Vec<_> = country
        .topics
        .iter()
        .filter_map(|topic| {
            let words = reader.pack.words.contexts.get(&(id.clone(), topic.clone()))?;
            Some(view! {
                <a class="row" href=reader.href(&Route::Context { country: id.clone(), topic: topic.clone() })>
                    <span>
                        <span class="row__title">{words.title.clone()}</span>
                        <span class="row__meta">{words.summary.clone()}</span>
                    </span>
                    <Glyph icon=Icon::ChevronRight small=true/>
                </a>
            })
        })
        .collect();
    let consult = reader.rules(id).map(|_| {
        let (consulting, session, id) = (use_consulting(), reader.session, id.clone());
        let start = move |_| consulting.choose(&id, session);
        view! {
            <a id="consult" class="btn btn--main" href=reader.href(&Route::Orientation) on:click=start>
                <Glyph icon=Icon::Signpost small=true/>
                {reader.w.orientation.from_country}
            </a>
        }
    });
    view! {
        <h1>{reader.w.context.how_it_works(reader.label("countries", id))}</h1>
        {consult}
        <div class="rows rows--two">{rows}</div>
        <LanguageLinks/>
    }
    .into_any()
}

/// One topic in one country.
#[component]
pub fn ContextPage() -> impl IntoView {
    let session = use_session();
    let place = use_place();
    let country = place.id(|route| match route {
        Route::Context { country, .. } => Some(country),
        _ => None,
    });
    let topic = place.id(|route| match route {
        Route::Context { topic, .. } => Some(topic),
        _ => None,
    });
    let key = Memo::new(move |_| (country.get(), topic.get()));
    let store = use_pack();
    let words = move |pick: fn(&migraction_pack::LanguagePart, &(Id, Id)) -> String| {
        Signal::derive(move || match store.state.get() {
            PackState::Ready(pack) => pick(&pack.words, &key.get()),
            _ => session.w().nav.guide.to_owned(),
        })
    };
    let bar = words(|words, (country, topic)| {
        format!(
            "{} · {}",
            words.vocabulary.label("countries", country),
            words.vocabulary.label("topics", topic)
        )
    });
    let title = words(|words, key| {
        words.contexts.get(key).map(|page| page.title.clone()).unwrap_or_default()
    });
    let back = Back::to(Route::Country(country.get_untracked()));
    view! {
        <Frame title=bar page_title=title back main_class="page-full">
            {with_pack(move |reader| page(&reader, &key.get()))}
        </Frame>
    }
}

fn page(reader: &Reader, key: &(Id, Id)) -> AnyView {
    let Some(words) = reader.pack.words.contexts.get(key) else {
        return view! { <div class="page"><Missing/></div> }.into_any();
    };
    let facts = facts_in(&words.body);
    let found: Vec<_> = facts.iter().filter_map(|id| reader.fact(id)).collect();
    let stale = found.iter().any(|(fact, _)| fact.standing(reader.today()) == Standing::PastReview);
    let stale_text = reader.w.context.stale;
    let checked = found.iter().map(|(fact, _)| fact.checked_on).min();
    let review = found.iter().map(|(fact, _)| fact.review_by).min();
    let dates = checked.zip(review).map(|(checked, review)| {
        reader.w.context.dates(Dates {
            checked: &reader.date(checked, DateForm::Long),
            review: &reader.date(review, DateForm::Long),
        })
    });
    let sources: Vec<_> = found
        .iter()
        .map(|(fact, words)| {
            let value = fact.value_on(reader.today()).map(|value| reader.value(value));
            let checked = reader.date(fact.checked_on, DateForm::Long);
            let first: Vec<_> = fact.sources.iter().take(1).cloned().collect();
            view! {
                <li class="small">
                    {fact_chip(reader, &fact.id, Some(words.label.clone().into_any()))}
                    <span class="print-only">" " {value}</span>
                    <SourceList sources=first/>
                    <p class="print-only">{reader.w.fact.checked} " " {checked}</p>
                </li>
            }
        })
        .collect();
    let route = Route::Context { country: key.0.clone(), topic: key.1.clone() };
    let mut said = vec![words.title.clone()];
    plain_blocks(reader, &words.body, &mut said);
    let (title, summary) = (words.title.clone(), words.summary.clone());
    let head = print_head(reader, &route);
    let tools = page_tools(reader, Shown { route, title, summary, words: said });
    view! {
        <div class="deck">
            <article class="stack">
                {head}
                <h1>{words.title.clone()}</h1>
                {tools}
                {stale.then(|| view! {
                    <Notice tone=Tone::Stale key="page-stale" title=reader.w.fact.past_review><p>{stale_text}</p></Notice>
                })}
                <div class="prose">{blocks(reader, &words.body)}</div>
                <p class="small quiet">{dates}</p>
            </article>
            <aside class="panel" aria-labelledby="h-sources">
                <details class="card" open=false>
                    <summary class="why"><span id="h-sources">{reader.w.context.sources(sources.len())}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                    <p class="print-only"><b>{reader.w.context.sources(sources.len())}</b></p>
                    <ul class="stack stack--s">{sources}</ul>
                </details>
            </aside>
            <div class="deck__all"><LanguageLinks/></div>
        </div>
    }
    .into_any()
}
