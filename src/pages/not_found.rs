//! An address that leads nowhere.

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use crate::components::frame::LanguageLinks;
use crate::components::{Back, Frame, Notice, Tone};
use crate::state::{PackState, use_pack, use_session};

/// What to do when nothing stands at an address: which guide was looked in, and in which languages.
#[component]
pub fn Missing() -> impl IntoView {
    let (session, store) = (use_session(), use_pack());
    move || {
        let w = session.w();
        let edition = match &*store.state.read() {
            PackState::Ready(pack) => {
                Some(w.missing.edition(w.date(pack.manifest.edition, DateForm::Long)))
            }
            _ => None,
        };
        view! {
            <h1>{w.missing.heading}</h1>
            <Notice tone=Tone::Later key="not-found" title=w.missing.title>
                <p>{w.missing.text}</p>
                <p>{edition}</p>
                <div class="notice__do">
                    <a class="btn btn--plain" href=session.href(&Route::Home)>{w.missing.home}</a>
                    <a class="btn btn--plain" href=session.href(&Route::SEARCH)>{w.nav.search}</a>
                    <a class="btn btn--plain" href=session.href(&Route::Offline)>{w.offline.guide}</a>
                </div>
            </Notice>
        }
    }
}

/// The page for such an address.
#[component]
pub fn NotFound() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().missing.heading.to_owned()) back=Back::to(Route::Home)>
            <Missing/>
            <LanguageLinks/>
        </Frame>
    }
}
