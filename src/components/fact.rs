//! Facts in the text and their card: value, since when, source, checked, next review.

use leptos::html;
use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::facts::{Confidence, Fact, Standing};
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use super::icon::{Glyph, Icon};
use super::prose::line;
use super::sources::SourceList;
use crate::state::{PackState, Reader, screen, use_pack, use_session};

/// Class and icon of a standing.
const fn look(standing: Standing) -> (&'static str, Icon) {
    match standing {
        Standing::Verified => ("", Icon::BadgeCheck),
        Standing::ToConfirm => ("check", Icon::CircleHelp),
        Standing::PastReview => ("stale", Icon::History),
    }
}

fn standing_words(reader: &Reader, standing: Standing) -> &'static str {
    match standing {
        Standing::Verified => reader.w.fact.verified,
        Standing::ToConfirm => reader.w.fact.to_confirm,
        Standing::PastReview => reader.w.fact.past_review,
    }
}

/// What stands for a fact in a line: its value of today, or its name where it has none.
pub fn fact_words(reader: &Reader, id: &Id) -> Option<String> {
    let (fact, words) = reader.fact(id)?;
    Some(in_words(reader, fact, &words.label))
}

fn in_words(reader: &Reader, fact: &Fact, label: &str) -> String {
    let value = fact.value_on(reader.today());
    value.map_or_else(|| label.to_owned(), |value| reader.value(value))
}

/// A fact in a line: its value, or the words given; a tap opens its card.
pub fn fact_chip(reader: &Reader, id: &Id, words: Option<AnyView>) -> AnyView {
    let Some((fact, fact_words)) = reader.fact(id) else {
        return words.unwrap_or_else(|| "?".into_any());
    };
    let standing = fact.standing(reader.today());
    let (suffix, icon) = look(standing);
    let long = words.is_some();
    let content = words.unwrap_or_else(|| in_words(reader, fact, &fact_words.label).into_any());
    let mut class = String::from("fact");
    if long {
        class.push_str(" fact--long");
    }
    if !suffix.is_empty() {
        class.push_str(" fact--");
        class.push_str(suffix);
    }
    if reader.session.open_fact.get_untracked().as_ref() == Some(&fact.id) {
        // Within its own card there is nothing more to open.
        return view! { <strong>{content}</strong> }.into_any();
    }
    let id = fact.id.clone();
    let open = reader.session.open_fact;
    let href = reader.href(&Route::Fact(id.clone()));
    let shown = id.clone();
    view! {
        <a
            class=class
            href=href
            data-fact=id.to_string()
            on:click=move |event| {
                event.prevent_default();
                event.stop_propagation();
                open.set(Some(shown.clone()));
            }
        >
            {content}
            "\u{a0}"
            <Glyph icon tiny=true/>
            <span class="vh">{format!(" ({})", standing_words(reader, standing))}</span>
        </a>
    }
    .into_any()
}

/// All that is known about a fact.
pub fn fact_card(reader: &Reader, fact: &Fact) -> AnyView {
    let standing = fact.standing(reader.today());
    let (suffix, icon) = look(standing);
    let class = if suffix.is_empty() {
        "factcard".to_owned()
    } else {
        format!("factcard factcard--{suffix}")
    };
    let w = &reader.w.fact;
    let words = reader.fact(&fact.id).map(|(_, words)| words.clone());
    let value = fact.value_on(reader.today());
    let since = value.map(|value| match value.from {
        Some(from) => reader.date(from, DateForm::Long),
        None => w.unknown_start.to_owned(),
    });
    let gross =
        value.and_then(|value| value.gross).map(|gross| if gross { w.gross } else { w.net });
    let history: Vec<_> = fact
        .values
        .iter()
        .rev()
        .map(|value| {
            let from = value
                .from
                .map_or_else(|| w.unknown_start.to_owned(), |day| reader.date(day, DateForm::Long));
            view! { <tr><th scope="row">{from}</th><td>{reader.value(value)}</td></tr> }
        })
        .collect();
    let confidence = match fact.confidence {
        Confidence::High => w.confidence_high,
        Confidence::Medium => w.confidence_medium,
        Confidence::Low => w.confidence_low,
    };
    let state = match standing {
        Standing::Verified => "is-now",
        Standing::ToConfirm => "is-unknown",
        Standing::PastReview => "is-stale",
    };
    view! {
        <div class=class>
            <span class=format!("tag {state}")><Glyph icon tiny=true/>{standing_words(reader, standing)}</span>
            {value.map(|value| view! { <p class="factcard__value">{reader.value(value)} {gross.map(|gross| format!(" ({gross})"))}</p> })}
            {words.map(|words| view! { <p>{line(reader, &words.text, None)}</p> })}
            {(standing == Standing::PastReview).then(|| view! { <p>{w.past_review_text(reader.date(fact.review_by, DateForm::Long))}</p> })}
            {(standing == Standing::ToConfirm).then(|| view! { <p>{w.to_confirm_text}</p> })}
            <dl class="factcard__meta">
                {since.map(|since| view! { <dt>{w.since}</dt><dd>{since}</dd> })}
                <dt>{w.source}</dt>
                <dd><SourceList sources=fact.sources.clone()/></dd>
                {(!fact.read_in.is_empty()).then(|| view! { <dt>{w.read_in}</dt><dd><SourceList sources=fact.read_in.clone()/></dd> })}
                <dt>{w.checked}</dt>
                <dd>{reader.date(fact.checked_on, DateForm::Long)}</dd>
                <dt>{w.review}</dt>
                <dd>{w.before(reader.date(fact.review_by, DateForm::Long))}</dd>
                <dt>{w.confidence}</dt>
                <dd>{confidence}</dd>
            </dl>
            {(history.len() > 1).then(|| view! {
                <table class="sum"><caption class="small quiet">{w.history}</caption><tbody>{history}</tbody></table>
            })}
        </div>
    }
    .into_any()
}

/// The card of the fact that was tapped, above the page.
#[component]
pub fn FactDialog() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let dialog = NodeRef::<html::Dialog>::new();
    let content = move || {
        let id = session.open_fact.get()?;
        let PackState::Ready(pack) = store.state.get() else { return None };
        let reader = Reader { pack, w: session.w(), session };
        let (fact, words) = reader.fact(&id)?;
        let (fact, label) = (fact.clone(), words.label.clone());
        Some(view! {
            <div class="dialog__head">
                <h2 id="fact-card-title">{label}</h2>
                <button class="iconbtn" aria-label=session.w().nav.close on:click=move |_| close(dialog)>
                    <Glyph icon=Icon::X/>
                </button>
            </div>
            {fact_card(&reader, &fact)}
            <p><a class="link" href=reader.href(&Route::Fact(fact.id.clone())) on:click=move |_| close(dialog)>{session.w().fact.page}</a></p>
        })
    };
    Effect::new(move || {
        let Some(shown) = dialog.get() else { return };
        if session.open_fact.get().is_some() {
            screen::open_dialog(dialog);
        } else if shown.open() {
            // The page behind has changed: a card without a fact must not stand in its way.
            shown.close();
        }
    });
    view! {
        <dialog
            id="fact-card"
            class="dialog dialog--sheet"
            aria-labelledby="fact-card-title"
            node_ref=dialog
            on:close=move |_| session.open_fact.set(None)
            on:click=move |event| {
                // A tap beside the card closes it.
                if screen::is_beside(&event, dialog) {
                    close(dialog);
                }
            }
        >
            {content}
        </dialog>
    }
}

fn close(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}
