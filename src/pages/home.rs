//! Home: search, the way into a consultation, the three stages, readiness, the tools, the countries.

use leptos::prelude::*;
use migraction_core::guide::Stage;
use migraction_core::route::Route;

use crate::components::frame::{HomeFrame, LanguageLinks};
use crate::components::icon::{Glyph, Icon};
use crate::components::pack_view::ready_or_trouble as ready;
use crate::components::page_list::page_lists;
use crate::components::readiness::ReadinessLine;
use crate::components::stage::StageSign;
use crate::pages::offline::InstallHint;
use crate::state::{PackState, Reader, use_pack, use_session};
use crate::tools::TOOLS;

/// How many tools have a tile; the others are a tap further.
const TILES: usize = 5;

/// The first screen.
#[component]
pub fn Home() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let count = move |stage: Stage| {
        Signal::derive(move || match store.state.get() {
            PackState::Ready(pack) => pack
                .core
                .outline
                .iter()
                .find(|(found, _)| *found == stage)
                .map(|(_, practices)| practices.len()),
            _ => None,
        })
    };
    let signs = Stage::ALL.map(|stage| view! { <StageSign stage count=count(stage)/> });
    let tiles = TOOLS.iter().take(TILES).map(move |tool| {
        view! {
            <a class="tile" href=move || session.href(&tool.route())>
                <Glyph icon=tool.icon/>
                <span>{move || (tool.words)(session.w()).0}</span>
            </a>
        }
    });
    view! {
        <HomeFrame>
            <h1 class="vh">{move || session.w().home.title}</h1>
            <a class="search" href=move || session.href(&Route::SEARCH)>
                <Glyph icon=Icon::Search/>
                <span>{move || session.w().home.search_hint}</span>
            </a>
            <a id="begin" class="btn btn--main" href=move || session.href(&Route::Orientation)>
                <Glyph icon=Icon::Signpost small=true/>
                <span>{move || session.w().home.begin}</span>
            </a>
            <section class="stack stack--s signs" aria-labelledby="h-stages">
                <h2 id="h-stages" class="vh">{move || session.w().home.stages}</h2>
                {signs.into_iter().collect_view()}
                <p class="line">
                    <a class="link" href=move || session.href(&Route::BROWSE)>{move || session.w().browse.title}</a>
                </p>
            </section>
            <ReadinessLine/>
            <section class="stack stack--s" aria-labelledby="h-tools">
                <h2 id="h-tools">{move || session.w().home.tools}</h2>
                <div class="tiles">
                    {tiles.collect_view()}
                    <a class="tile" href=move || session.href(&Route::Emergency)>
                        <Glyph icon=Icon::Siren/>
                        <span>{move || session.w().nav.emergency_tile}</span>
                    </a>
                </div>
                <p class="line">
                    <a class="link" href=move || session.href(&Route::Tools)>{move || session.w().tools.title}</a>
                </p>
            </section>
            // It comes late: nothing that a thumb aims at may move.
            <InstallHint/>
            {ready(|reader| page_lists(&reader))}
            {ready(|reader| countries(&reader))}
            <LanguageLinks/>
            <p class="small line">
                <a class="link" href=move || session.href(&Route::About)>{move || session.w().nav.about}</a>
                <a class="link" href=move || session.href(&Route::Plan)>{move || session.w().nav.plan}</a>
            </p>
        </HomeFrame>
    }
}

fn countries(reader: &Reader) -> AnyView {
    let own = reader.session.country.get();
    let rows: Vec<_> = reader
        .pack
        .core
        .countries_with_pages()
        .map(|country| {
            let code = country.id.to_string().to_uppercase();
            view! {
                <a class="row" href=reader.href(&Route::Country(country.id.clone()))>
                    <span class="cc" class:cc--on=own.as_ref() == Some(&country.id) aria-hidden="true">{code}</span>
                    <span>
                        <span class="row__title">{reader.label("countries", &country.id)}</span>
                        <span class="row__meta">{reader.w.context.topics(country.topics.len())}</span>
                    </span>
                    <Glyph icon=Icon::ChevronRight small=true/>
                </a>
            }
        })
        .collect();
    view! {
        <section class="stack stack--s" aria-labelledby="h-countries">
            <h2 id="h-countries">{reader.w.home.countries}</h2>
            <div class="rows">{rows}</div>
            <p class="line">
                <a class="link" href=reader.href(&Route::Compare)>{reader.w.library.compare}</a>
                <a class="link" href=reader.href(&Route::Changes)>{reader.w.library.changes}</a>
                <a class="link" href=reader.href(&Route::Glossary)>{reader.w.library.glossary}</a>
            </p>
        </section>
    }
    .into_any()
}
