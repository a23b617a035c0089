//! The phrasebook: short sentences in the other person's language, for a first contact.

mod card;
mod list;

use leptos::prelude::*;
use migraction_core::phrases::Phrase;
use migraction_core::route::{PhrasesPage, Route};

use crate::components::kit::{derived, dynamic, page, para};
use crate::components::{Notice, Tone, with_pack};
use crate::state::phrases::Book;
use crate::state::{use_phrases, use_place, use_session};
use crate::words::Words;

/// All addresses of phrases, in one route.
#[component]
pub fn PhrasesRoute() -> impl IntoView {
    let place = use_place();
    use_phrases().follow();
    let page = Memo::new(move |before: Option<&PhrasesPage>| match &*place.route.read() {
        Ok(Route::Phrases(page)) => page.clone(),
        _ => before.cloned().unwrap_or(PhrasesPage::All),
    });
    dynamic(move || match page.get() {
        PhrasesPage::All => list::list_page(String::new()),
        PhrasesPage::Situation(situation) => list::list_page(situation.to_string()),
        PhrasesPage::Card { phrase, tongue } => {
            card::card_page(phrase.to_string(), tongue.to_string())
        }
    })
}

/// A page of phrases under the name of the place.
fn framed(
    back: Route,
    content: impl Fn(&'static Words) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let session = use_session();
    let title = derived(move || session.w().nav.phrases.to_owned());
    page(title, back, None, "page page--tight", content)
}

/// What stands in place of phrases until they are there.
fn waiting(w: &'static Words) -> AnyView {
    let phrases = use_phrases();
    dynamic(move || {
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
    Route::situation("interpreter").in_language(w.id)
}

/// The address of a phrase's card.
pub fn card_href(w: &'static Words, phrase: &Phrase, tongue: &str) -> String {
    let card = PhrasesPage::Card { phrase: phrase.id.clone(), tongue: tongue.into() };
    Route::Phrases(card).in_language(w.id)
}
