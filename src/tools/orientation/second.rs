//! The person's language under the reader's own.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::state::{Consulting, Reader, use_pack};
use crate::words::{LANGUAGES, words_of};

/// The pack in the chosen second language, unless that is the reader's own.
pub fn reader(own: &Reader, consulting: &Consulting) -> Option<Reader> {
    let pack = consulting.second.get()?;
    let w = words_of(pack.words.language.as_str()).filter(|w| w.id != own.w.id)?;
    Some(Reader { pack, w, session: own.session })
}

/// The choice of a second language.
pub fn choice(own: &Reader, consulting: &Consulting) -> AnyView {
    let (consulting, session, store) = (*consulting, own.session, use_pack());
    let w = &own.w.results;
    let is_on = move |id: &str| {
        consulting.second.read().as_ref().is_some_and(|pack| pack.words.language == *id)
    };
    let chips = LANGUAGES
        .into_iter()
        .filter(|language| language.id != own.w.id)
        .map(|language| {
            let choose = move |_| {
                if untrack(|| is_on(language.id)) {
                    consulting.second.set(None);
                    return;
                }
                spawn_local(async move {
                    match store.in_language(language.id).await {
                        Some(pack) => consulting.second.set(Some(pack)),
                        None => session.show_toast(w.second_missing),
                    }
                });
            };
            view! {
                <button class="chip" type="button" lang=language.id data-second=language.id aria-pressed=move || is_on(language.id).to_string() on:click=choose>
                    {language.name}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="line no-print" role="group" aria-label=w.second>
            <span class="small quiet">{w.second}</span>
            {chips}
        </div>
    }
    .into_any()
}
