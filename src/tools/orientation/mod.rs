//! Rights and next steps: from a few answers to dated, explained, sourced results.

mod danger;
mod export;
mod intro;
mod question;
mod results;
pub mod second;
mod share;

pub use intro::OrientationIntro;
pub use question::OrientationQuestion;
pub use results::OrientationResults;

use leptos::prelude::*;
use migraction_core::deadline::Law;
use migraction_core::route::Route;
use migraction_core::rules::{Answers, Consultation, Next};
use migraction_core::{CivilDate, Id};

use crate::components::kit::{button, going, group, live, nothing, para};
use crate::components::{Notice, Tone};
use crate::state::{Consulting, Reader, use_consulting};

/// The law of a country, where this version has its rules.
pub fn law<'a>(reader: &'a Reader, country: &Id) -> Option<Law<'a>> {
    let rules = reader.rules(country)?;
    let calendar = &reader.pack.core.country(country.as_str())?.calendar;
    Some(Law { rules, facts: &reader.pack.core.facts, calendar })
}

/// After an interview was erased: that it was, and the way to take it back for a while.
pub fn undo_notice(reader: &Reader) -> AnyView {
    let (w, consulting, go) = (&reader.w.results, use_consulting(), going(true));
    let can_undo = Memo::new(move |_| consulting.erased.read().can_undo());
    live(move || {
        if !can_undo.get() {
            return nothing();
        }
        let go = go.clone();
        let undo = button("undo-finish", "btn btn--plain", vec![w.undo.into_any()], move || {
            if consulting.take_back() {
                go(&Route::Results);
            }
        });
        let undo = group("notice__do", vec![undo]);
        let text = para("", w.erased_text);
        view! { <Notice tone=Tone::Later key="erased" title=w.erased>{text}{undo}</Notice> }
            .into_any()
    })
}

/// The consultation of these answers.
pub fn consult<'a>(
    reader: &'a Reader,
    country: &Id,
    answers: &'a Answers,
    as_of: CivilDate,
) -> Option<Consultation<'a>> {
    let Law { rules, facts, calendar } = law(reader, country)?;
    Some(Consultation::new(rules, facts, calendar, answers, as_of, reader.today()))
}

/// The page of what comes next in the interview.
fn page_of(next: Next) -> Route {
    match next {
        Next::Ask(question) | Next::Danger(question) => Route::Question(question),
        Next::Results => Route::Results,
    }
}

/// The page of the next question, or of the results.
fn next_page(reader: &Reader, consulting: &Consulting) -> String {
    let country = untrack(|| consulting.country(reader.session));
    let interview = consulting.interview();
    let law = country.and_then(|country| law(reader, &country));
    let next = law.map(|law| interview.next(law, reader.today()));
    reader.href(&page_of(next.unwrap_or(Next::Results)))
}
