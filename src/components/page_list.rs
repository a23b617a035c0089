//! Pages by their paths, as rows: those marked, those read lately.

use leptos::prelude::*;
use migraction_core::route::Route;

use super::icon::{Glyph, Icon};
use super::kit::{dynamic, fragment};
use super::stage::{stage_class, stage_shape};
use crate::state::history::{History, Pages};
use crate::state::{Reader, use_history};

/// How many pages read lately are shown.
const SHOWN: usize = 5;

/// The pages marked and those read lately; nothing while there are none.
pub fn page_lists(reader: &Reader) -> AnyView {
    let (history, reader) = (use_history(), reader.clone());
    dynamic(move || {
        let w = &reader.w.reading;
        fragment(vec![
            list(&reader, history, Pages::Marked, w.marked_title, usize::MAX),
            list(&reader, history, Pages::Recent, w.lately_title, SHOWN),
        ])
    })
}

fn list(
    reader: &Reader,
    history: History,
    pages: Pages,
    title: &'static str,
    most: usize,
) -> AnyView {
    let paths = history.list(pages).get();
    let marked = history.marked.get();
    let rows: Vec<AnyView> = paths
        .iter()
        // What is marked need not be read twice.
        .filter(|path| pages == Pages::Marked || !marked.contains(path))
        .filter_map(|path| row(reader, path))
        .take(most)
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let id = if pages == Pages::Marked { "marked" } else { "lately" };
    view! {
        <section class="stack stack--s">
            <h2 id=id>{title}</h2>
            <ul class="rows" aria-labelledby=id>{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(reader: &Reader, path: &str) -> Option<AnyView> {
    let route = Route::parse(path, "").ok()?;
    let (title, icon, class) = page_of(reader, &route)?;
    let class = ["row ", class].concat();
    Some(
        view! {
            <li>
                <a class=class href=reader.href(&route)>
                    <span class="row__lead"><Glyph icon/></span>
                    <span class="row__title">{title}</span>
                    <Glyph icon=Icon::ChevronRight small=true/>
                </a>
            </li>
        }
        .into_any(),
    )
}

/// The title of a page, its icon and its colour; nothing for a page that this guide no longer has.
fn page_of(reader: &Reader, route: &Route) -> Option<(String, Icon, &'static str)> {
    let (core, words) = (&reader.pack.core, &reader.pack.words);
    match route {
        Route::Practice(id) => {
            let stage = core.practices.get(id)?.stage;
            let title = words.practices.get(id)?.title.clone();
            Some((title, stage_shape(stage), stage_class(stage)))
        }
        Route::Context { country, topic } => {
            let page = words.contexts.get(&(country.clone(), topic.clone()))?;
            Some((page.title.clone(), Icon::BookOpen, ""))
        }
        _ => None,
    }
}
