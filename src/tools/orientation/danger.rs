//! Whom to call, before any other question, once an answer names a danger. Calm: the interview may stop here.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::Id;

use super::{interview, next_page};
use crate::components::icon::Icon;
use crate::components::kit::{button, dynamic, dynamic_text, fragment, icon, nothing};
use crate::components::service::call_row;
use crate::explain::Case;
use crate::state::{Reader, use_consulting};

/// Kind of the services to call where no rule of the danger names one.
const EMERGENCY: &str = "emergency";

/// The numbers for the danger that the answer to `question` names.
pub fn screen(reader: &Reader, question: &Id) -> AnyView {
    let interview = untrack(|| interview(reader));
    let mut ids: Vec<Id> = Vec::new();
    if let Some(case) = Case::of(reader, &interview) {
        for outcome in case.consult().dangers_of(question) {
            for service in &outcome.rule.services {
                if !ids.contains(service) {
                    ids.push(service.clone());
                }
            }
        }
    }
    let services = &reader.pack.core.services;
    let mut called: Vec<_> = ids.iter().filter_map(|id| services.get(id)).collect();
    if !called.iter().any(|service| service.phone.is_some()) {
        called.extend(services.values().filter(|service| {
            let kind = service.kinds.first();
            interview.country.as_ref() == Some(&service.country)
                && kind.is_some_and(|kind| *kind == EMERGENCY)
        }));
    }
    // Who answers at once comes before who has a page only.
    called.sort_by_key(|service| service.phone.is_none());
    let (w, is_paused) = (reader.w, use_consulting().paused);
    let title = dynamic_text(move || {
        (if is_paused.get() { w.question.paused } else { w.results.group_danger }).to_owned()
    });
    let rows = called.into_iter().map(|service| call_row(reader, service)).collect_view();
    view! {
        <div class="stack" data-danger=question.to_string() role="alert">
            <h1 id="ask">{title}</h1>
            <p>{reader.w.question.danger_text}</p>
            <div class="rows">{rows}</div>
        </div>
    }
    .into_any()
}

/// Stopping here, or going on. Whoever stops stays with the numbers; the interview waits.
pub fn actions(reader: &Reader) -> AnyView {
    let (consulting, go) = (use_consulting(), use_navigate());
    let w = &reader.w.question;
    let is_paused = consulting.paused;
    let pause = dynamic(move || {
        if is_paused.get() {
            return nothing();
        }
        let words = vec![icon(Icon::Clock), w.pause_here.into_any()];
        button("pause-here", "btn btn--plain btn--grow", words, move || is_paused.set(true))
    });
    let next = {
        let reader = reader.clone();
        move || {
            is_paused.set(false);
            consulting.danger.set(None);
            go(&next_page(&reader, consulting), Default::default());
        }
    };
    let words = dynamic_text(move || (if is_paused.get() { w.resume } else { w.next }).to_owned());
    fragment(vec![pause, button("go-on", "btn btn--main btn--grow", vec![words], next)])
}
