//! Official terms: the list, and a page for each.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::guide::Term;
use migraction_core::route::Route;
use migraction_pack::language_part::TermWords;

use super::not_found::Missing;
use crate::components::frame::LanguageLinks;
use crate::components::{Back, Frame, prose, with_pack};
use crate::state::{PackState, Reader, use_pack, use_place, use_session};

/// All terms, country by country, the reader's own first.
#[component]
pub fn GlossaryPage() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().library.glossary.to_owned()) back=Back::to(Route::Home)>
            <h1>{move || session.w().library.glossary}</h1>
            <p class="quiet">{move || session.w().library.glossary_what}</p>
            {with_pack(|reader| list(&reader))}
            <LanguageLinks/>
        </Frame>
    }
}

fn list(reader: &Reader) -> AnyView {
    let own = reader.session.country.get();
    let mut countries: Vec<&Id> = Vec::new();
    for country in &reader.pack.core.countries {
        countries.push(&country.id);
    }
    countries.sort_by_key(|country| own.as_ref() != Some(*country));
    let section = |country: &Id| {
        let mut terms: Vec<(String, &Term, &TermWords)> = reader
            .pack
            .core
            .terms
            .values()
            .filter(|term| term.country == *country)
            .filter_map(|term| {
                let words = reader.pack.words.terms.get(&term.id)?;
                Some((name(term, words), term, words))
            })
            .collect();
        terms.sort_by_key(|(name, ..)| migraction_pack::search::fold(name));
        let rows: Vec<_> = terms
            .into_iter()
            .map(|(name, term, words)| {
                view! {
                    <a class="row" href=reader.href(&Route::Term(term.id.clone()))>
                        <span>
                            <span class="row__title" lang=language(term, words)>{name}</span>
                            <span class="row__meta">{prose::plain(reader, &words.gloss, None)}</span>
                        </span>
                    </a>
                }
            })
            .collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="stack stack--s">
                    <h2>{reader.label("countries", country)}</h2>
                    <div class="rows">{rows}</div>
                </section>
            }
        })
    };
    countries.into_iter().map(section).collect_view().into_any()
}

/// A term.
#[component]
pub fn TermPage() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let id = use_place().id(|route| match route {
        Route::Term(id) => Some(id),
        _ => None,
    });
    let title = Signal::derive(move || match store.state.get() {
        PackState::Ready(pack) => {
            let id = id.get();
            let found = pack.core.terms.get(&id).zip(pack.words.terms.get(&id));
            found.map(|(term, words)| name(term, words)).unwrap_or_default()
        }
        _ => String::new(),
    });
    view! {
        <Frame
            title=Signal::derive(move || session.w().library.glossary.to_owned())
            page_title=title
            back=Back::to(Route::Glossary)
        >
            {with_pack(move |reader| {
                let id = id.get();
                let (core, words) = (&reader.pack.core.terms, &reader.pack.words.terms);
                match core.get(&id).zip(words.get(&id)) {
                    Some((term, words)) => page(&reader, term, words),
                    None => view! { <Missing/> }.into_any(),
                }
            })}
        </Frame>
    }
}

fn page(reader: &Reader, term: &Term, words: &TermWords) -> AnyView {
    let official = words.term.is_some().then(|| {
        view! { <p class="quiet" lang=term.language.clone()>{term.full()}</p> }
    });
    let pages: Vec<_> = term
        .see
        .iter()
        .filter_map(|key| {
            let title = reader.pack.words.contexts.get(key)?.title.clone();
            let href =
                reader.href(&Route::Context { country: key.0.clone(), topic: key.1.clone() });
            Some(view! {
                <a class="row" href=href>
                    <span class="row__title">{title}</span>
                    <span class="row__meta">{reader.label("countries", &key.0)}</span>
                </a>
            })
        })
        .collect();
    let pages = (!pages.is_empty()).then(|| {
        view! {
            <section class="stack stack--s">
                <h2>{reader.w.library.see}</h2>
                <div class="rows">{pages}</div>
            </section>
        }
    });
    view! {
        <p class="small quiet">{reader.label("countries", &term.country)}</p>
        <h1 lang=language(term, words)>{name(term, words)}</h1>
        {official}
        <p>{prose::line(reader, &words.gloss, None)}</p>
        {pages}
        <LanguageLinks/>
    }
    .into_any()
}

/// The name in the reader's language, where the institution has one; else the official term.
fn name(term: &Term, words: &TermWords) -> String {
    match (&words.term, &words.short) {
        (Some(name), Some(short)) => format!("{name} ({short})"),
        (Some(name), None) => name.clone(),
        (None, _) => term.full(),
    }
}

/// The language of that name, where it is not the reader's.
fn language(term: &Term, words: &TermWords) -> Option<String> {
    words.term.is_none().then(|| term.language.clone())
}
