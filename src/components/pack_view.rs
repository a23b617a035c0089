//! A page that needs the pack: shows it when it is there, and says what to do when it is not.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use migraction_core::route::{Route, split_language};

use super::kit::dynamic;
use super::notice::{Notice, Tone};
use crate::state::{MissingReason, PackState, Reader, use_pack, use_session};
use crate::words::language_of;
use crate::words::pack::Installing;

/// Shows `view` once the pack is there; before, progress or what is wrong.
pub fn with_pack(view: impl Fn(Reader) -> AnyView + Send + Sync + 'static) -> AnyView {
    with_pack_boxed(Box::new(view))
}

/// What is drawn from the pack. Boxed: written out for each page, what surrounds it was 40 KB.
type View = Box<dyn Fn(Reader) -> AnyView + Send + Sync>;

fn with_pack_boxed(view: View) -> AnyView {
    let store = use_pack();
    let session = use_session();
    dynamic(move || match store.state.get() {
        PackState::Ready(pack) => view(Reader { pack, w: session.w(), session }),
        PackState::Reading => {
            view! { <p class="quiet boot__wait">{session.w().pack.reading}</p> }.into_any()
        }
        PackState::Installing { got, of } => view! { <Progress got of/> }.into_any(),
        PackState::Missing(reason) => view! { <Missing reason/> }.into_any(),
    })
}

/// As [`with_pack`], but silent while the pack is on its way: another line tells of that.
pub fn ready_or_trouble(view: impl Fn(Reader) -> AnyView + Send + Sync + 'static) -> AnyView {
    let store = use_pack();
    let session = use_session();
    dynamic(move || match store.state.get() {
        PackState::Ready(pack) => view(Reader { pack, w: session.w(), session }),
        PackState::Reading | PackState::Installing { .. } => ().into_any(),
        PackState::Missing(reason) => view! { <Missing reason/> }.into_any(),
    })
}

/// How much of the guide has come.
#[component]
pub fn Progress(
    /// Bytes received.
    got: u64,
    /// Bytes in all.
    of: u64,
) -> impl IntoView {
    let session = use_session();
    let kilobytes = |bytes: u64| bytes.div_ceil(1024);
    view! {
        <div class="stack stack--s" role="status">
            <p>{session.w().pack.installing(Installing { got: &kilobytes(got), of: &kilobytes(of) })}</p>
            <progress class="progress" max=of.to_string() value=got.to_string() aria-label=session.w().pack.progress></progress>
        </div>
    }
}

#[component]
fn Missing(reason: MissingReason) -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let w = &session.w().pack;
    let (key, title, text) = match &reason {
        MissingReason::NoNetwork => ("pack-no-network", w.no_network_title, w.no_network_text),
        MissingReason::LanguageNotKept(_) => ("pack-language", w.language_title, w.language_text),
        MissingReason::WrongAnswer => ("pack-answer", w.answer_title, w.answer_text),
        MissingReason::Refused(_) => ("pack-refused", w.refused_title, w.refused_text),
        MissingReason::Unreadable => ("pack-unreadable", w.unreadable_title, w.unreadable_text),
    };
    let others = match reason {
        MissingReason::LanguageNotKept(languages) => languages,
        _ => Vec::new(),
    };
    // The very same page, in a language that is kept: all languages have the same pages.
    let here = use_location().pathname.get_untracked();
    let rest = split_language(&here).1;
    let links: Vec<AnyView> = others.into_iter().filter_map(|id| language_of(&id)).map(|language| {
        let href = ["/", language.id, "/", rest].concat();
        view! { <a class="btn btn--plain" href=href lang=language.id data-kept=language.id>{language.name}</a> }.into_any()
    }).collect();
    view! {
        <Notice tone=Tone::Urgent key title>
            <p>{text}</p>
            <div class="notice__do">
                {links}
                <button id="retry" class="btn btn--main" on:click=move |_| store.open(session.w_now().id)>
                    {w.retry}
                </button>
                <a class="btn btn--plain" href=session.href(&Route::Emergency)>{session.w().nav.emergency}</a>
            </div>
        </Notice>
    }
}
