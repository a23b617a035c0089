//! The phrasebook: short sentences in the other person's language, for a first contact.

mod card;
mod list;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use migraction_core::phrases::Phrase;

use crate::components::kit::{follow, live, page, para};
use crate::components::{Notice, Tone, with_pack};
use crate::pages::not_found::NotFound;
use crate::state::phrases::Book;
use crate::state::{use_phrases, use_session};
use crate::words::Words;

/// All addresses of phrases, in one route.
#[component]
pub fn PhrasesRoute() -> impl IntoView {
    let params = use_params_map();
    use_phrases().follow();
    let rest = Memo::new(move |_| params.read().get("rest").unwrap_or_default());
    live(move || {
        let rest = rest.read();
        let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
        match parts.as_slice() {
            [situation] => list::list_page((*situation).to_owned()),
            ["show", phrase, tongue] => card::card_page((*phrase).to_owned(), (*tongue).to_owned()),
            _ => view! { <NotFound/> }.into_any(),
        }
    })
}

/// A page of phrases under the name of the place.
fn framed(
    back: &'static str,
    content: impl Fn(&'static Words) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let session = use_session();
    let title = follow(move || session.w().nav.phrases.to_owned());
    page(title, back, None, "page page--tight", content)
}

/// What stands in place of phrases until they are there.
fn waiting(w: &'static Words) -> AnyView {
    let phrases = use_phrases();
    live(move || {
        if matches!(&*phrases.book.read(), Book::Missing) {
            let (title, text) = (w.phrases.not_kept_title, w.phrases.not_kept_text);
            return view! {
                <Notice tone=Tone::Urgent key="phrases-missing" title>
                    <p>{text}</p>
                    <div class="notice__do">
                        <button class="btn btn--main" on:click=move |_| phrases.open()>{w.pack.retry}</button>
                    </div>
                </Notice>
            }
            .into_any();
        }
        with_pack(move |_| para("quiet boot__wait", w.pack.reading))
    })
}

/// The address of the phrases that ask for an interpreter.
fn interpreter_href(w: &'static Words) -> String {
    format!("/{}/phrases/interpreter", w.id)
}

/// The address of a phrase's card.
pub fn card_href(w: &'static Words, phrase: &Phrase, tongue: &str) -> String {
    format!("/{}/phrases/show/{}/{tongue}", w.id, phrase.id)
}
