//! Whom to call, before any other question, once an answer names a danger. Calm: the interview may stop here.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::route::Route;

use super::{law, next_page};
use crate::components::icon::{Glyph, Icon};
use crate::components::service::call_row;
use crate::state::{Reader, use_consulting};

/// Kind of the services to call where no rule of the danger names one.
const EMERGENCY: &str = "emergency";

/// The numbers for the danger that the answer to `question` names.
pub fn screen(reader: &Reader, question: &Id) -> AnyView {
    let consulting = use_consulting();
    let country = untrack(|| consulting.country(reader.session));
    let interview = consulting.interview();
    let mut ids: Vec<Id> = Vec::new();
    if let Some(law) = country.as_ref().and_then(|country| law(reader, country)) {
        for outcome in interview.consult(law, reader.today()).dangers_of(question) {
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
            country.as_ref() == Some(&service.country)
                && kind.is_some_and(|kind| *kind == EMERGENCY)
        }));
    }
    // Who answers at once comes before who has a page only.
    called.sort_by_key(|service| service.phone.is_none());
    let rows = called.into_iter().map(|service| call_row(reader, service)).collect_view();
    view! {
        <div class="stack" data-danger=question.to_string() role="alert">
            <h1 id="ask">{reader.w.results.group_danger}</h1>
            <p>{reader.w.question.danger_text}</p>
            <div class="rows">{rows}</div>
        </div>
    }
    .into_any()
}

/// Stopping here, or going on.
pub fn actions(reader: &Reader) -> AnyView {
    let consulting = use_consulting();
    let w = &reader.w.question;
    let next = {
        let reader = reader.clone();
        move || next_page(&reader, &consulting)
    };
    view! {
        <a id="pause-here" class="btn btn--plain btn--grow" href=reader.href(&Route::Emergency)><Glyph icon=Icon::Phone small=true/>{w.pause_here}</a>
        <a id="go-on" class="btn btn--main btn--grow" href=next>{w.next}</a>
    }
    .into_any()
}
