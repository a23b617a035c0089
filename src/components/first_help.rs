//! Help in danger, above the results of a search: numbers to dial first, then the page to open.

use leptos::prelude::*;
use migraction_core::route::Route;
use migraction_pack::danger::{FirstHelp, Help};

use super::icon::{Glyph, Icon};
use super::kit::{group, icon, link_of, para};
use super::service::call_row;
use crate::state::Reader;

/// The panel; nothing where the pack has no words for it, which the compiler forbids.
pub fn first_help(reader: &Reader, help: &FirstHelp<'_>) -> Option<AnyView> {
    let words = reader.pack.words.danger.get(&help.topic.id)?;
    let several = help.calls.len() > 1;
    let mut calls = Vec::new();
    for (country, services) in &help.calls {
        if several {
            calls.push(para("small", reader.label("countries", country)));
        }
        calls.push(group("rows", services.iter().map(|one| call_row(reader, one)).collect()));
    }
    let several = help.pages.len() > 1;
    let mut ways: Vec<_> =
        help.pages.iter().filter_map(|help| page_link(reader, help, several)).collect();
    if let Some(situation) = &help.topic.phrases {
        let href = reader.href(&Route::situation(situation.as_str()));
        let label = reader.w.nav.phrases.into_any();
        ways.push(link_of("", "btn btn--plain", href, vec![icon(Icon::Languages), label]));
    }
    Some(
        view! {
            <section class="notice is-urgent" aria-labelledby="danger-title" data-danger=help.topic.id.to_string()>
                <Glyph icon=Icon::TriangleAlert/>
                <div class="stack stack--s">
                    <h2 class="notice__title" id="danger-title">{words.title.clone()}</h2>
                    <p>{words.text.clone()}</p>
                    {calls}
                    {group("notice__do", ways)}
                </div>
            </section>
        }
        .into_any(),
    )
}

/// The context page, at its heading; with the country where there are several.
fn page_link(reader: &Reader, help: &Help, several: bool) -> Option<AnyView> {
    let page = help.page.as_ref()?;
    let mut label = reader.pack.words.contexts.get(page)?.title.clone();
    if several {
        label = [label, reader.label("countries", &help.country)].join(" · ");
    }
    let (country, topic) = page.clone();
    let mut href = reader.href(&Route::Context { country, topic });
    if let Some(anchor) = &help.anchor {
        href.push('#');
        href.push_str(anchor.as_str());
    }
    Some(link_of("", "btn btn--plain", href, vec![icon(Icon::BookOpen), label.into_any()]))
}
