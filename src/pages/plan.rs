//! All places of the app, at full size.

use leptos::prelude::*;
use migraction_core::guide::Stage;
use migraction_core::route::{NotesPage, PhrasesPage, Route};

use crate::components::frame::LanguageLinks;
use crate::components::stage::stage_words;
use crate::components::{Back, Frame, with_pack};
use crate::state::{Reader, use_session};
use crate::tools::TOOLS;

/// The plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().nav.plan.to_owned()) back=Back::to(Route::Home)>
            <h1>{move || session.w().nav.plan}</h1>
            {with_pack(|reader| plan(&reader))}
            <LanguageLinks/>
        </Frame>
    }
}

fn entry(href: String, title: String) -> AnyView {
    view! { <li><a class="row" href=href><span class="row__title">{title}</span></a></li> }
        .into_any()
}

fn section(title: String, entries: Vec<AnyView>) -> AnyView {
    view! { <section class="stack stack--s"><h2>{title}</h2><ul class="rows">{entries}</ul></section> }.into_any()
}

fn plan(reader: &Reader) -> AnyView {
    let core = &reader.pack.core;
    let words = &reader.pack.words;
    let mut sections = Vec::new();
    for (stage, practices) in &core.outline {
        let entries = practices
            .iter()
            .filter_map(|id| {
                Some(entry(
                    reader.href(&Route::Practice(id.clone())),
                    words.practices.get(id)?.title.clone(),
                ))
            })
            .collect();
        sections.push(section(stage_words(reader.w, *stage).0.to_owned(), entries));
    }
    let notes = [
        (NotesPage::List, reader.w.nav.notes),
        (NotesPage::Export, reader.w.vault.file_title),
        (NotesPage::Server, reader.w.sync.sees_title),
        (NotesPage::Privacy, reader.w.sync.sheet_title),
    ];
    let notes = notes.map(|(page, title)| entry(reader.href(&page.into()), title.to_owned()));
    sections.push(section(reader.w.nav.notes.to_owned(), notes.into()));
    for country in core.countries_with_pages() {
        let entries = country
            .topics
            .iter()
            .filter_map(|topic| {
                let page = words.contexts.get(&(country.id.clone(), topic.clone()))?;
                Some(entry(
                    reader.href(&Route::Context {
                        country: country.id.clone(),
                        topic: topic.clone(),
                    }),
                    page.title.clone(),
                ))
            })
            .collect();
        sections.push(section(reader.label("countries", &country.id), entries));
    }
    let w = reader.w;
    let tools =
        TOOLS.iter().map(|tool| entry(reader.href(&tool.route()), (tool.words)(w).0.to_owned()));
    sections.push(section(w.nav.tools.to_owned(), tools.collect()));
    let rest = [
        (Route::BROWSE, w.browse.title),
        (Route::Contribute, w.contribute.title),
        (Route::Compare, w.library.compare),
        (Route::Changes, w.library.changes),
        (Route::Glossary, w.library.glossary),
        (Route::SEARCH, w.nav.search),
        (PhrasesPage::All.into(), w.nav.phrases),
        (Route::Emergency, w.nav.emergency),
        (Route::Settings, w.nav.settings),
        (Route::Offline, w.offline.title),
        (Route::About, w.nav.about),
    ];
    let rest = rest.map(|(route, title)| entry(reader.href(&route), title.to_owned()));
    sections.push(section(w.nav.app.to_owned(), rest.into_iter().collect()));
    debug_assert_eq!(core.outline.len(), Stage::ALL.len());
    sections.into_any()
}
