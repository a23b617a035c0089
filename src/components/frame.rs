//! The frame of every screen: skip link, top bar, main part, the places at the bottom.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use migraction_core::route::{NotesPage, PhrasesPage, Route, split_language};

use super::icon::{Glyph, Icon};
use crate::state::{screen, use_consulting, use_offline, use_place, use_session};
use crate::words::{LANGUAGES, Words};

/// Where the arrow at the top leads: up, whichever way one came.
#[derive(Clone, Copy, Debug)]
pub struct Back(Signal<Route>);

impl Back {
    /// Back to this page.
    #[must_use]
    pub fn to(route: Route) -> Self {
        Self(Signal::stored(route))
    }

    /// Back to where it says at the time.
    #[must_use]
    pub const fn following(route: Signal<Route>) -> Self {
        Self(route)
    }
}

/// A place of the bottom bar.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Guide,
    Tools,
    Phrases,
    Notes,
    Emergency,
}

impl Place {
    const ALL: [Self; 5] = [Self::Guide, Self::Tools, Self::Phrases, Self::Notes, Self::Emergency];

    /// The place to which a page belongs.
    const fn of(route: &Route) -> Self {
        match route {
            Route::Tools
            | Route::Orientation
            | Route::Question(_)
            | Route::Results
            | Route::Deadline
            | Route::Directory
            | Route::Wage
            | Route::Exercises
            | Route::Exercise(_)
            | Route::Worksheet(_) => Self::Tools,
            Route::Phrases(_) => Self::Phrases,
            Route::Notes(_) => Self::Notes,
            Route::Emergency => Self::Emergency,
            _ => Self::Guide,
        }
    }

    /// Its first page.
    const fn route(self) -> Route {
        match self {
            Self::Guide => Route::Home,
            Self::Tools => Route::Tools,
            Self::Phrases => Route::Phrases(PhrasesPage::All),
            Self::Notes => Route::Notes(NotesPage::List),
            Self::Emergency => Route::Emergency,
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Guide => Icon::BookOpen,
            Self::Tools => Icon::Signpost,
            Self::Phrases => Icon::Languages,
            Self::Notes => Icon::NotebookPen,
            Self::Emergency => Icon::Siren,
        }
    }

    const fn name(self, words: &Words) -> &'static str {
        let nav = &words.nav;
        match self {
            Self::Guide => nav.guide,
            Self::Tools => nav.tools,
            Self::Phrases => nav.phrases,
            Self::Notes => nav.notes,
            Self::Emergency => nav.emergency,
        }
    }
}

/// A screen with a title and a way back.
#[component]
pub fn Frame(
    /// The title in the top bar.
    #[prop(into)]
    title: Signal<String>,
    /// The title of the page, where it differs from the bar's. Browsers keep it: nothing private.
    #[prop(into, optional)]
    page_title: Option<Signal<String>>,
    /// Where the arrow leads.
    back: Back,
    /// An action bar that takes the place of the bottom bar.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Buttons at the end of the top bar, in place of search and settings.
    #[prop(optional)]
    tools: Option<AnyView>,
    /// Classes of the main part.
    #[prop(default = "page page--tight")]
    main_class: &'static str,
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let heading = page_title.unwrap_or(title);
    Effect::new(move || screen::name_page(&heading.get()));
    let flow = actions.is_some();
    view! {
        <div class="app" class:app--nav=!flow>
            <Skip/>
            <header class="topbar">
                <a class="iconbtn" href=move || session.href(&back.0.read()) aria-label=move || session.w().nav.back>
                    <Glyph icon=Icon::ArrowLeft/>
                </a>
                <p class="topbar__title">{title}</p>
                {tools.unwrap_or_else(|| view! { <TopLinks urgent=flow/> }.into_any())}
            </header>
            <main id="main" tabindex="-1" class=main_class>
                <UpdateNotice/>
                {children()}
            </main>
            {match actions {
                Some(actions) => view! { <footer class="actionbar">{actions}</footer> }.into_any(),
                None => view! { <Navbar/> }.into_any(),
            }}
        </div>
    }
}

/// The home screen's frame: the project's name in place of a way back.
#[component]
pub fn HomeFrame(children: Children) -> impl IntoView {
    let session = use_session();
    Effect::new(move || screen::name_home(session.w().nav.site_title));
    view! {
        <div class="app app--nav">
            <Skip/>
            <header class="topbar topbar--home">
                <p class="brand">
                    <span class="brand__mark">
                        <span class="is-reception in-stage"><Glyph icon=Icon::Arch/></span>
                        <span class="is-orientation in-stage"><Glyph icon=Icon::Diamond/></span>
                        <span class="is-mobilisation in-stage"><Glyph icon=Icon::Discs/></span>
                    </span>
                    <span>"Migr’action"</span>
                </p>
                <a class="iconbtn" href=move || session.href(&Route::Settings) aria-label=move || session.w().nav.settings>
                    <Glyph icon=Icon::Settings/>
                </a>
            </header>
            <main id="main" tabindex="-1" class="page page--tight">
                <UpdateNotice/>
                {children()}
            </main>
            <Navbar/>
        </div>
    }
}

/// A link past what every screen repeats.
#[component]
pub fn Skip() -> impl IntoView {
    let session = use_session();
    // The router would take a click on "#main" for a change of page: move the focus ourselves.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        screen::focus("#main");
    };
    view! { <a class="skip" href="#main" on:click=skip>{move || session.w().nav.skip}</a> }
}

#[component]
fn TopLinks(urgent: bool) -> impl IntoView {
    let session = use_session();
    if urgent {
        view! {
            <a
                class="iconbtn iconbtn--urgent"
                href=move || session.href(&Route::Emergency)
                aria-label=move || session.w().nav.emergency
            >
                <Glyph icon=Icon::Siren/>
            </a>
        }
        .into_any()
    } else {
        view! {
            <a
                class="iconbtn"
                href=move || session.href(&Route::SEARCH)
                aria-label=move || session.w().nav.search
            >
                <Glyph icon=Icon::Search/>
            </a>
            <a
                class="iconbtn"
                href=move || session.href(&Route::Settings)
                aria-label=move || session.w().nav.settings
            >
                <Glyph icon=Icon::Settings/>
            </a>
        }
        .into_any()
    }
}

#[component]
fn Navbar() -> impl IntoView {
    let session = use_session();
    let here = use_place().route;
    let places = Place::ALL.map(|place| {
        let current = move || {
            let here = here.read().as_ref().map_or(Place::Guide, Place::of);
            (here == place).then_some("page")
        };
        view! {
            <a
                class="navbar__item"
                class:navbar__item--urgent=place == Place::Emergency
                href=move || session.href(&place.route())
                aria-current=current
            >
                <Glyph icon=place.icon()/>
                <span>{move || place.name(session.w())}</span>
            </a>
        }
    });
    view! { <nav class="navbar" aria-label=move || session.w().nav.places>{places.into_iter().collect_view()}</nav> }
}

/// A newer app waits: it takes over when the reader says so, or at the next start. Not while somebody is being consulted: to
/// take it would forget the answers, which are in memory only.
#[component]
fn UpdateNotice() -> impl IntoView {
    let session = use_session();
    let (offline, consulting) = (use_offline(), use_consulting());
    move || {
        (offline.update.get() && !consulting.has_answers()).then(|| {
            view! {
                <div class="notice notice--slim is-later" data-notice="update" role="status">
                    <Glyph icon=Icon::RotateCw/>
                    <div>
                        <p>{session.w().offline.update_ready}</p>
                        <div class="notice__do">
                            <button class="btn btn--plain" on:click=move |_| offline.take_update()>
                                {session.w().offline.update_now}
                            </button>
                        </div>
                    </div>
                </div>
            }
        })
    }
}

/// The address of the present page in another language.
pub fn address_in(language: &str, location: &Location) -> String {
    let (path, search) = (location.pathname.get(), location.search.get());
    let mark = if search.is_empty() { "" } else { "?" };
    ["/", language, "/", split_language(&path).1, mark, &search].concat()
}

/// The same page in the other languages.
#[component]
pub fn LanguageLinks() -> impl IntoView {
    let session = use_session();
    let location = use_location();
    let links = LANGUAGES.map(|language| {
        let location = location.clone();
        let href = move || address_in(language.id, &location);
        view! {
            <a
                class="langs__item"
                href=href
                lang=language.id
                data-language=language.id
                aria-current=move || (session.w().id == language.id).then_some("true")
            >
                {language.name}
            </a>
        }
    });
    view! { <nav class="langs no-print" aria-label=move || session.w().nav.languages>{links.into_iter().collect_view()}</nav> }
}
