//! Addresses. They are permanent; the language is part of them.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Outlet, ParentRoute, Route, Routes};
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use leptos_router::path;

use crate::browser::spawn;
use crate::components::frame::address_in;
use crate::pages::context::{ContextPage, CountryPage};
use crate::pages::emergency::EmergencyPage;
use crate::pages::fact::FactPage;
use crate::pages::home::Home;
use crate::pages::launch::Launch;
use crate::pages::not_found::NotFound;
use crate::pages::practice::PracticePage;
use crate::pages::search::SearchPage;
use crate::pages::stage::StagePage;
use crate::pages::tools::ToolsPage;
use crate::parts;
use crate::state::language::words_in;
use crate::state::{PackState, use_pack, use_session};
use crate::words::{language_of, words_of};

/// All routes.
#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFound/> }>
            <Route path=path!("/") view=Launch/>
            <Route path=path!("/go/*rest") view=Launch/>
            <ParentRoute path=path!("/:lang") view=InLanguage>
                <Route path=path!("") view=Home/>
                <Route path=path!("search") view=SearchPage/>
                <Route path=path!("guide/:stage") view=StagePage/>
                <Route path=path!("browse") view=parts::browse/>
                <Route path=path!("practice/:id") view=PracticePage/>
                <Route path=path!("context/:country") view=CountryPage/>
                <Route path=path!("context/:country/:topic") view=ContextPage/>
                <Route path=path!("fact/:id") view=FactPage/>
                <Route path=path!("compare") view=parts::compare/>
                <Route path=path!("compare/:topic") view=parts::compare_topic/>
                <Route path=path!("changes") view=parts::changes/>
                <Route path=path!("glossary") view=parts::glossary/>
                <Route path=path!("glossary/:id") view=parts::term/>
                <Route path=path!("services/:id") view=parts::service/>
                <Route path=path!("tools") view=ToolsPage/>
                <Route path=path!("tools/orientation") view=parts::consultation/>
                <Route path=path!("tools/orientation/question/:id") view=parts::question/>
                <Route path=path!("tools/orientation/results") view=parts::results/>
                <Route path=path!("tools/deadline") view=parts::deadline/>
                <Route path=path!("tools/directory") view=parts::directory/>
                <Route path=path!("tools/wage") view=parts::wage/>
                <Route path=path!("tools/practise") view=parts::practise/>
                <Route path=path!("tools/practise/:id") view=parts::practise_case/>
                <Route path=path!("tools/:tool") view=parts::worksheet/>
                <Route path=path!("join") view=parts::invited/>
                <Route path=path!("notes/*rest") view=parts::notes/>
                <Route path=path!("phrases/*rest") view=parts::phrases/>
                <Route path=path!("contribute") view=parts::contribute/>
                <Route path=path!("contribute/:draft") view=parts::sheet/>
                <Route path=path!("emergency") view=EmergencyPage/>
                <Route path=path!("settings") view=parts::settings/>
                <Route path=path!("offline") view=parts::offline/>
                <Route path=path!("about") view=parts::about/>
                <Route path=path!("plan") view=parts::plan/>
                <Route path=path!("*any") view=NotFound/>
            </ParentRoute>
        </Routes>
    }
}

/// Takes over the language of the address, then shows the page.
#[component]
fn InLanguage() -> impl IntoView {
    let session = use_session();
    let pack = use_pack();
    let params = use_params_map();
    let language = Memo::new(move |_| params.read().get("lang").unwrap_or_default());
    let known = Memo::new(move |_| language_of(&language.read()).is_some());
    let (location, navigate) = (use_location(), use_navigate());
    Effect::new(move || {
        // An address in no language of ours is shown in the present one.
        let wanted = language_of(&language.read()).map_or(session.w_now().id, |known| known.id);
        if let Some(words) = words_of(wanted) {
            session.use_language(words);
            pack.open(wanted);
            return;
        }
        // Until its words are here, the page stays as it is.
        let (location, navigate) = (location.clone(), navigate.clone());
        spawn(async move {
            let words = words_in(wanted).await;
            if language.try_get_untracked().is_none_or(|now| now != wanted) {
                return;
            }
            if let Some(words) = words {
                session.use_language(words);
                pack.open(wanted);
            } else {
                let present = session.w_now();
                session.say(present.pack.language_title);
                let back = untrack(|| address_in(present.id, &location));
                navigate(&back, NavigateOptions { replace: true, ..Default::default() });
            }
        });
    });
    Effect::new(move || {
        if let PackState::Ready(ready) = &*pack.state.read() {
            session.settle_country(ready);
        }
    });
    move || {
        if known.get() { view! { <Outlet/> }.into_any() } else { view! { <NotFound/> }.into_any() }
    }
}
