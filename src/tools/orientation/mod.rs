//! Rights and next steps: from a few answers to dated, explained, sourced results.

mod ask;
mod danger;
mod fold;
mod given;
mod intro;
mod keep;
mod plan;
mod question;
mod results;
pub mod second;
mod share;

pub use intro::OrientationIntro;
pub use question::OrientationQuestion;
pub use results::OrientationResults;

use leptos::prelude::*;
use migraction_core::route::Route;
use migraction_core::rules::Interview;

use crate::components::kit::{button, dynamic, going, group, nothing, para};
use crate::components::{Notice, Tone};
use crate::explain::Case;
use crate::state::{Consulting, Reader, use_consulting};

/// After an interview was erased: that it was, and the way to take it back for a while.
pub fn undo_notice(reader: &Reader) -> AnyView {
    let (w, consulting, go) = (&reader.w.results, use_consulting(), going(true));
    let can_undo = Memo::new(move |_| consulting.erased.read().can_undo());
    dynamic(move || {
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

/// The interview as it stands, for whoever shows it or makes something of it.
pub fn interview(reader: &Reader) -> Interview {
    use_consulting().interview(reader.session)
}

/// The page of the next question, or of the results.
fn next_page(reader: &Reader, consulting: Consulting) -> String {
    let interview = untrack(|| consulting.interview(reader.session));
    match Case::of(reader, &interview) {
        Some(case) => case.next_page(),
        None => reader.href(&Route::Results),
    }
}
