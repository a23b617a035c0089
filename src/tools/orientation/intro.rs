//! What the tool does and does not do, for which day and country, before the first question.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::written;

use super::{next_page, undo_notice};
use crate::components::country_choice::country_choice;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::state::{Reader, use_consulting, use_session};

/// A clock this many days past the edition of the guide is worth a question.
const CLOCK_AHEAD_DAYS: i64 = 730;

/// Whether the phone's clock contradicts the pack: the day lies before the guide was made, or
/// years after.
fn clock_is_suspect(reader: &Reader) -> bool {
    let days = (reader.today() - reader.pack.manifest.edition).num_days();
    !(-1..=CLOCK_AHEAD_DAYS).contains(&days)
}

/// The first screen of the tool.
#[component]
pub fn OrientationIntro() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().tools.orientation.to_owned()) back=Back::to(Route::Tools)>
            {with_pack(intro)}
        </Frame>
    }
}

fn intro(reader: Reader) -> AnyView {
    let w = &reader.w.orientation;
    let consulting = use_consulting();
    let session = reader.session;
    let navigate = use_navigate();
    let country = consulting.country(session);
    let today = reader.today();
    let in_progress = !consulting.answers.read().is_empty();
    let suspect = clock_is_suspect(&reader);
    let shown_today = reader.date(today, DateForm::Long);
    // The country that has no rules; whose rules to ask is not known before one was chosen.
    let uncovered = country.as_ref().filter(|country| reader.rules(country).is_none());
    let uncovered = uncovered.map(|country| reader.label("countries", country));
    let asks_country = country.is_none();
    let start = {
        let (reader, navigate) = (reader.clone(), navigate.clone());
        move |_| {
            let as_of = consulting.as_of.get_untracked();
            consulting.clear(as_of);
            navigate(&next_page(&reader, &consulting), Default::default());
        }
    };
    let resume = {
        let (reader, navigate) = (reader.clone(), navigate);
        move |_| navigate(&next_page(&reader, &consulting), Default::default())
    };
    view! {
        <h1>{w.title}</h1>
        {undo_notice(&reader)}
        <div class="prose">
            <p>{w.intro}</p>
            <ul>
                <li><span>{w.point_unknown}</span></li>
                <li><span>{w.point_paper}</span></li>
                <li><span>{w.point_nothing_kept}</span></li>
            </ul>
            <p>{w.not_advice}</p>
        </div>
        {suspect.then(|| view! {
            <Notice tone=Tone::Deadline key="clock" title=w.clock_title>
                <p>{w.clock_text(shown_today)}</p>
            </Notice>
        })}
        <div class="field">
            <label class="field__label" for="as-of">{w.as_of}</label>
            <p class="field__help" id="as-of-help">{w.as_of_help}</p>
            <div class="field__box">
                <input
                    id="as-of"
                    class="field__input"
                    type="date"
                    aria-describedby="as-of-help"
                    prop:value=consulting.as_of.get_untracked().to_string()
                    on:change=move |event| {
                        if let Some(day) = written::day(&event_target_value(&event)) {
                            consulting.as_of.set(day);
                        }
                    }
                />
            </div>
        </div>
        {country_choice(&reader)}
        {match (asks_country, uncovered) {
            (true, _) => view! { <p><strong>{w.country_first}</strong></p> }.into_any(),
            (false, None) => view! {
                <div class="stack stack--s">
                    {in_progress.then(|| view! { <button class="btn btn--main" on:click=resume>{w.resume}</button> })}
                    <button id="start" class="btn" class:btn--main=!in_progress class:btn--plain=in_progress on:click=start>
                        {if in_progress { w.start_again } else { w.start }}
                    </button>
                </div>
            }.into_any(),
            (false, Some(country_name)) => view! {
                <Notice tone=Tone::Unknown key="country-not-covered" title=w.not_covered_title(country_name)>
                    <p>{w.not_covered_text}</p>
                </Notice>
            }.into_any(),
        }}
    }
    .into_any()
}
