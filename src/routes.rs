//! What is shown at which address. [`Route`] says which page an address means; here each page has its view, and one that
//! has none does not compile.

use std::mem::{Discriminant, discriminant};

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route as Pattern};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use migraction_core::route::Route;

use crate::components::frame::address_in;
use crate::components::kit::dynamic;
use crate::lazy_pages;
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
use crate::state::language::words_in;
use crate::state::{PackState, Place, use_pack, use_session};
use crate::words::{language_of, words_of};
use migraction_browser::spawn;

/// All pages. The router is given a single pattern: matching each address there would compile its code once for every
/// one of them. It matches whatever stands there.
#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| ()>
            <Pattern path=path!("/*address") view=Shown/>
        </FlatRoutes>
    }
}

/// What stands at the present address.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    /// An address that leaves the language to the reader.
    Launch,
    /// A page, by its kind: from one fact to another the page stays, and reads the other name.
    Page(Discriminant<Route>),
    /// Nothing.
    Nothing,
}

/// The page of the address, in its language.
#[component]
fn Shown() -> impl IntoView {
    let place = Place::start();
    provide_context(place);
    follow_language(place);
    let found = Memo::new(move |_| match (&*place.language.read(), &*place.route.read()) {
        (None, _) => Found::Launch,
        (Some(language), Ok(route)) if language_of(language).is_some() => {
            Found::Page(discriminant(route))
        }
        _ => Found::Nothing,
    });
    dynamic(move || match found.get() {
        Found::Launch => Launch().into_any(),
        Found::Page(_) => match untrack(|| place.route.get()) {
            Ok(route) => page(&route),
            Err(_) => NotFound().into_any(),
        },
        Found::Nothing => NotFound().into_any(),
    })
}

/// The view of a page.
fn page(route: &Route) -> AnyView {
    match route {
        Route::Home => Home().into_any(),
        Route::Search(_) => SearchPage().into_any(),
        Route::Stage(..) => StagePage().into_any(),
        Route::Browse(_) => lazy_pages::browse(),
        Route::Practice(_) => PracticePage().into_any(),
        Route::Country(_) => CountryPage().into_any(),
        Route::Context { .. } => ContextPage().into_any(),
        Route::Fact(_) => FactPage().into_any(),
        Route::Compare => lazy_pages::compare(),
        Route::CompareTopic(_) => lazy_pages::compare_topic(),
        Route::Changes => lazy_pages::changes(),
        Route::Glossary => lazy_pages::glossary(),
        Route::Term(_) => lazy_pages::term(),
        Route::Letter(_) => lazy_pages::letter(),
        Route::Service(_) => lazy_pages::service(),
        Route::Tools => ToolsPage().into_any(),
        Route::Orientation => lazy_pages::consultation(),
        Route::Question(_) => lazy_pages::question(),
        Route::Results => lazy_pages::results(),
        Route::Deadline => lazy_pages::deadline(),
        Route::Directory => lazy_pages::directory(),
        Route::Wage => lazy_pages::wage(),
        Route::Exercises => lazy_pages::exercises(),
        Route::Exercise(_) => lazy_pages::exercise(),
        Route::Worksheet(_) => lazy_pages::worksheet(),
        Route::Join => lazy_pages::invited(),
        Route::Notes(_) => lazy_pages::notes(),
        Route::Phrases(_) => lazy_pages::phrases(),
        Route::Contribute => lazy_pages::contribute(),
        Route::Contribution(_) => lazy_pages::sheet(),
        Route::Emergency => EmergencyPage().into_any(),
        Route::Settings => lazy_pages::settings(),
        Route::Offline => lazy_pages::offline(),
        Route::About => lazy_pages::about(),
        Route::Plan => lazy_pages::plan(),
    }
}

/// Takes over the language of the address.
fn follow_language(place: Place) {
    let (session, pack) = (use_session(), use_pack());
    let (location, navigate) = (use_location(), use_navigate());
    let language = place.language;
    Effect::new(move || {
        // An address in no language of ours is shown in the present one; one that names none leads on at once.
        let Some(asked) = language.get() else { return };
        let wanted = language_of(&asked).map_or(session.w_now().id, |known| known.id);
        if let Some(words) = words_of(wanted) {
            session.use_language(words);
            pack.open(wanted);
            return;
        }
        // Until its words are here, the page stays as it is.
        let (location, navigate) = (location.clone(), navigate.clone());
        spawn(async move {
            let words = words_in(wanted).await;
            if language.try_get_untracked().flatten().is_none_or(|now| now != wanted) {
                return;
            }
            if let Some(words) = words {
                session.use_language(words);
                pack.open(wanted);
            } else {
                let present = session.w_now();
                session.show_toast(present.pack.language_title);
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
}
