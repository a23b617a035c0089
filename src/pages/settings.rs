//! Language, country, theme, text size. Kept on this device only.

use leptos::prelude::*;
use migraction_core::route::Route;

use crate::components::form::{FormField, Mark, option};
use crate::components::frame::LanguageLinks;
use crate::components::kit::{button, dynamic, dynamic_text, group, nothing, para};
use crate::components::{Back, Frame, with_pack};
use crate::state::history::Pages;
use crate::state::session::{TEXT_SIZES, THEMES};
use crate::state::{Reader, screen, use_history, use_session};
use crate::words::Words;

fn theme_words(w: &'static Words, theme: Option<&str>) -> &'static str {
    match theme {
        None => w.settings.theme_system,
        Some("light") => w.settings.theme_light,
        Some("dark") => w.settings.theme_dark,
        Some("contrast") => w.settings.theme_contrast,
        Some(_) => w.settings.theme_contrast_dark,
    }
}

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let session = use_session();
    let themes = THEMES.map(|theme| {
        choice(
            "theme",
            theme.unwrap_or("system"),
            Signal::derive(move || theme_words(session.w(), theme).to_owned()),
            Signal::derive(move || session.theme.get().as_deref() == theme),
            move || session.use_theme(theme),
        )
    });
    let sizes = TEXT_SIZES.map(|size| {
        choice(
            "text-size",
            size,
            Signal::derive(move || format!("{size} %")),
            Signal::derive(move || session.text_size.get() == size),
            move || session.use_text_size(size),
        )
    });
    view! {
        <Frame title=Signal::derive(move || session.w().nav.settings.to_owned()) back=Back::to(Route::Home)>
            <h1>{move || session.w().nav.settings}</h1>
            <section class="stack stack--s">
                <h2>{move || session.w().settings.language}</h2>
                <LanguageLinks/>
            </section>
            {with_pack(|reader| countries(&reader))}
            {choices(dynamic_text(move || session.w().settings.theme.to_owned()), themes.into(), nothing())}
            {choices(dynamic_text(move || session.w().settings.text_size.to_owned()), sizes.into(), nothing())}
            {dynamic(move || reading_choices(session.w()))}
            <p class="small quiet">{move || session.w().settings.kept_here}</p>
            <p><a class="link" href=move || session.href(&Route::Offline)>{move || session.w().offline.title}</a></p>
        </Frame>
    }
}

/// What is kept of reading: whether pages read are noted, and how to empty both lists.
fn reading_choices(w: &'static Words) -> AnyView {
    let (reading, w) = (use_history(), &w.reading);
    let on = Signal::derive(move || reading.notes.get());
    let note =
        option(Mark::Checkbox, ("read-lately", ""), vec![w.note.into_any()], on, move || {
            reading.note(!reading.notes.get_untracked());
        });
    let empty = |pages: Pages, id: &'static str, name: &'static str| {
        dynamic(move || {
            if reading.list(pages).read().is_empty() {
                return nothing();
            }
            button(id, "btn btn--plain", vec![name.into_any()], move || {
                reading.empty(pages);
                screen::focus("#h-reading");
            })
        })
    };
    view! {
        <section class="stack stack--s" aria-labelledby="h-reading">
            <h2 id="h-reading" tabindex="-1">{w.settings_title}</h2>
            {note}
            {empty(Pages::Recent, "empty-lately", w.empty_lately)}
            {empty(Pages::Marked, "empty-marked", w.empty_marked)}
            {para("small quiet", w.private)}
        </section>
    }
    .into_any()
}

fn countries(reader: &Reader) -> AnyView {
    let session = reader.session;
    let countries: Vec<_> = reader
        .countries_with_rules()
        .map(|id| {
            let (own, chosen) = (id.clone(), id.clone());
            let label = reader.label("countries", id);
            choice(
                "country",
                id.as_str(),
                Signal::derive(move || label.clone()),
                Signal::derive(move || session.works_in(&own)),
                move || session.use_country(&chosen),
            )
        })
        .collect();
    let note = para("small quiet", reader.w.settings.country_note);
    choices(reader.w.settings.country.into_any(), countries, note)
}

/// Choices under a heading.
fn choices(heading: AnyView, choices: Vec<AnyView>, note: AnyView) -> AnyView {
    let heading = view! { <h2>{heading}</h2> }.into_any();
    FormField::labelled(String::new(), heading).group(vec![group("options", choices), note])
}

fn choice(
    name: &'static str,
    value: &str,
    label: Signal<String>,
    on: Signal<bool>,
    choose: impl Fn() + 'static,
) -> AnyView {
    let words = view! { <span>{dynamic_text(move || label.get())}</span> };
    option(Mark::Radio, (name, value), vec![words.into_any()], on, choose)
}
