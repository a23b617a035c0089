//! Addresses. They are permanent; the language is part of them.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Outlet, ParentRoute, Route, Routes};
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use leptos_router::path;

use crate::browser::spawn;
use crate::components::frame::address_in;
use crate::pages::about::AboutPage;
use crate::pages::browse::BrowsePage;
use crate::pages::changes::ChangesPage;
use crate::pages::compare::{ComparePage, CompareTopicPage};
use crate::pages::context::{ContextPage, CountryPage};
use crate::pages::contribute::{ContributePage, SheetPage};
use crate::pages::emergency::EmergencyPage;
use crate::pages::fact::FactPage;
use crate::pages::glossary::{GlossaryPage, TermPage};
use crate::pages::home::Home;
use crate::pages::launch::Launch;
use crate::pages::not_found::NotFound;
use crate::pages::notes::NotesRoute;
use crate::pages::notes::join::InvitedPage;
use crate::pages::offline::OfflinePage;
use crate::pages::phrases::PhrasesRoute;
use crate::pages::plan::PlanPage;
use crate::pages::practice::PracticePage;
use crate::pages::search::SearchPage;
use crate::pages::service::ServicePage;
use crate::pages::settings::SettingsPage;
use crate::pages::stage::StagePage;
use crate::pages::tools::ToolsPage;
use crate::state::language::words_in;
use crate::state::{PackState, use_pack, use_session};
use crate::tools::deadline::DeadlineTool;
use crate::tools::directory::DirectoryTool;
use crate::tools::orientation::{OrientationIntro, OrientationQuestion, OrientationResults};
use crate::tools::practise::{PractiseCase, PractiseList};
use crate::tools::wage::WageTool;
use crate::tools::worksheet::WorksheetTool;
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
                <Route path=path!("browse") view=BrowsePage/>
                <Route path=path!("practice/:id") view=PracticePage/>
                <Route path=path!("context/:country") view=CountryPage/>
                <Route path=path!("context/:country/:topic") view=ContextPage/>
                <Route path=path!("fact/:id") view=FactPage/>
                <Route path=path!("compare") view=ComparePage/>
                <Route path=path!("compare/:topic") view=CompareTopicPage/>
                <Route path=path!("changes") view=ChangesPage/>
                <Route path=path!("glossary") view=GlossaryPage/>
                <Route path=path!("glossary/:id") view=TermPage/>
                <Route path=path!("services/:id") view=ServicePage/>
                <Route path=path!("tools") view=ToolsPage/>
                <Route path=path!("tools/orientation") view=OrientationIntro/>
                <Route path=path!("tools/orientation/question/:id") view=OrientationQuestion/>
                <Route path=path!("tools/orientation/results") view=OrientationResults/>
                <Route path=path!("tools/deadline") view=DeadlineTool/>
                <Route path=path!("tools/directory") view=DirectoryTool/>
                <Route path=path!("tools/wage") view=WageTool/>
                <Route path=path!("tools/practise") view=PractiseList/>
                <Route path=path!("tools/practise/:id") view=PractiseCase/>
                <Route path=path!("tools/:tool") view=WorksheetTool/>
                <Route path=path!("join") view=InvitedPage/>
                <Route path=path!("notes/*rest") view=NotesRoute/>
                <Route path=path!("phrases/*rest") view=PhrasesRoute/>
                <Route path=path!("contribute") view=ContributePage/>
                <Route path=path!("contribute/:draft") view=SheetPage/>
                <Route path=path!("emergency") view=EmergencyPage/>
                <Route path=path!("settings") view=SettingsPage/>
                <Route path=path!("offline") view=OfflinePage/>
                <Route path=path!("about") view=AboutPage/>
                <Route path=path!("plan") view=PlanPage/>
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
