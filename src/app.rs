//! The app: its contexts, what stands above every page, its routes.

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;

use crate::components::fact::FactDialog;
use crate::lazy_pages;
use crate::routes::AppRoutes;
use crate::state::{
    Aloud, Consulting, History, NotesStore, Offline, Organisation, PackStore, Phrases, SearchIndex,
    Searches, Session, Toolbox, WageCheck, use_session,
};
use crate::words::Words;
use migraction_browser::{page, sleep, spawn};

/// The whole app, at first in the language of these words.
pub fn app(words: &'static Words) -> impl IntoView {
    let session = Session::start(words);
    let pack = PackStore::start();
    provide_context(session);
    provide_context(pack);
    provide_context(Consulting::start(session.today));
    provide_context(Toolbox::start());
    provide_context(Offline::start(pack));
    let notes = NotesStore::start();
    provide_context(notes);
    provide_context(Organisation::start());
    provide_context(Phrases::start(pack));
    provide_context(History::start());
    provide_context(Searches::start());
    provide_context(SearchIndex::start(pack));
    provide_context(Aloud::start());
    page::open_for_print();
    provide_context(WageCheck::start(notes));
    lazy_pages::fetch_when_idle(pack);
    view! {
        <Router>
            <Follow/>
            <AppRoutes/>
        </Router>
        <div class="toasts" role="status">
            {move || session.toast.get().map(|message| view! { <p class="toast">{message}</p> })}
        </div>
        <p class="vh" role="status" id="announced">{move || session.announced.get()}</p>
        <FactDialog/>
    }
}

/// How often the heading of a page is looked for: three seconds in all.
const HEADING_TRIES: u32 = 100;

/// After each change of page: to the top, the focus on the heading.
#[component]
fn Follow() -> impl IntoView {
    let path = use_location().pathname;
    let session = use_session();
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            session.open_fact.set(None);
            page::scroll_to_top();
            let to = now.clone();
            spawn(async move {
                // A page whose part is still on its way has no heading yet.
                for _ in 0..HEADING_TRIES {
                    sleep(30).await;
                    if path.try_get_untracked() != Some(to.clone()) || page::focus_heading() {
                        break;
                    }
                }
            });
        }
        now
    });
}
