//! Pages whose code arrives after the app has started.
//!
//! The release is divided into the app and a few parts beside it: what is not needed to read the guide, to search it
//! or in an emergency comes a moment later, and is kept with the app for when there is no network
//! (docs/decisions/0022-parts.md). A build without the feature `parts` is not divided and calls its pages directly.

use std::pin::Pin;

use leptos::prelude::*;
use migraction_core::route::Route;

use crate::components::kit::{button, dynamic};
use crate::components::{Back, Frame, Notice, Tone};
use crate::state::{PackState, PackStore, use_session};
use migraction_browser::{sleep, spawn};

/// Makes a page.
type Make = fn() -> AnyView;

/// The code of a page could not be had.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// What will be the maker of a page, once its part is here.
type Coming = Pin<Box<dyn Future<Output = Result<Make, Missing>>>>;

/// `part: name = page`: a page without arguments whose code is in that part; the routes call it `lazy_pages::name`.
macro_rules! pages {
    ($($part:ident: $name:ident = $page:path;)*) => {
        $(
            /// The page of this name, once its part is here.
            #[must_use]
            pub fn $name() -> AnyView {
                arriving(|| Box::pin(divided::$name()))
            }
        )*

        /// Fetches all parts, one after the other. What cannot be had now is asked for again when it is opened.
        async fn fetch_all() {
            $( let _ = divided::$name().await; )*
        }

        mod divided {
            use leptos::prelude::IntoAny;

            use super::{Make, Missing};

            $(
                #[cfg(not(feature = "parts"))]
                pub async fn $name() -> Result<Make, Missing> {
                    Ok(|| $page().into_any())
                }

                #[cfg(feature = "parts")]
                #[wasm_split_helpers::wasm_split($part, fallible)]
                pub fn $name() -> Result<Make, Missing> {
                    Ok(|| $page().into_any())
                }
            )*
        }
    };
}

pages! {
    notes: notes = crate::pages::notes::NotesRoute;
    notes: invited = crate::pages::notes::join::InvitedPage;

    tools: consultation = crate::tools::orientation::OrientationIntro;
    tools: question = crate::tools::orientation::OrientationQuestion;
    tools: results = crate::tools::orientation::OrientationResults;
    tools: deadline = crate::tools::deadline::DeadlineTool;
    tools: directory = crate::tools::directory::DirectoryTool;
    tools: wage = crate::tools::wage::WageTool;
    tools: worksheet = crate::tools::worksheet::WorksheetTool;
    tools: exercises = crate::tools::exercises::ExerciseList;
    tools: exercise = crate::tools::exercises::ExerciseCase;
    tools: phrases = crate::pages::phrases::PhrasesRoute;

    more: browse = crate::pages::browse::BrowsePage;
    more: letter = crate::pages::letter::LetterPage;
    more: service = crate::pages::service::ServicePage;
    more: compare = crate::pages::compare::ComparePage;
    more: compare_topic = crate::pages::compare::CompareTopicPage;
    more: changes = crate::pages::changes::ChangesPage;
    more: glossary = crate::pages::glossary::GlossaryPage;
    more: term = crate::pages::glossary::TermPage;
    more: contribute = crate::pages::contribute::ContributePage;
    more: sheet = crate::pages::contribute::SheetPage;
    more: settings = crate::pages::settings::SettingsPage;
    more: offline = crate::pages::offline::OfflinePage;
    more: about = crate::pages::about::AboutPage;
    more: plan = crate::pages::plan::PlanPage;
}

/// Fetches all parts once the guide can be read, so that each page opens at once, with a network or without.
pub fn fetch_when_idle(pack: PackStore) {
    let has_started = StoredValue::new(false);
    Effect::new(move || {
        if matches!(*pack.state.read(), PackState::Ready(_)) && !has_started.get_value() {
            has_started.set_value(true);
            spawn(async {
                // The page that was asked for comes first, and the first taps.
                sleep(6000).await;
                fetch_all().await;
            });
        }
    });
}

/// How far a page is.
#[derive(Clone, Copy)]
enum State {
    Coming,
    Here(Make),
    Missing,
}

/// A page that is shown once its part has come; what is here already is shown before the next painting.
fn arriving(ask: fn() -> Coming) -> AnyView {
    let state = RwSignal::new(State::Coming);
    fetch(ask, state);
    dynamic(move || match state.get() {
        State::Coming => ().into_any(),
        State::Here(make) => make(),
        State::Missing => missing(ask, state),
    })
}

fn fetch(ask: fn() -> Coming, state: RwSignal<State>) {
    spawn(async move {
        let come = ask().await.map_or(State::Missing, State::Here);
        // Who asked may have gone to another page meanwhile.
        let _ = state.try_set(come);
    });
}

/// The part is neither on the device nor to be had.
fn missing(ask: fn() -> Coming, state: RwSignal<State>) -> AnyView {
    let session = use_session();
    let again = move || {
        state.set(State::Coming);
        fetch(ask, state);
    };
    let w = &session.w().parts;
    let retry = button("retry", "btn btn--main", vec![w.retry.into_any()], again);
    view! {
        <Frame title=Signal::derive(move || session.w().parts.title.to_owned()) back=Back::to(Route::Home)>
            <h1>{w.title}</h1>
            <Notice tone=Tone::Urgent key="part-missing" title=w.notice>
                <p>{w.text}</p>
                <div class="notice__do">
                    {retry}
                    <a class="btn btn--plain" href=session.href(&Route::Emergency)>{session.w().nav.emergency}</a>
                </div>
            </Notice>
        </Frame>
    }
    .into_any()
}
