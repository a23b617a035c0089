//! The answers given, each to be corrected where it stands.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::Id;
use migraction_core::rules::Next;

use super::ask::{Asking, input, is_handed_in};
use super::fold::Fold;
use super::interview;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{button, dynamic, group, nothing, while_shown};
use crate::explain::{Case, trace};
use crate::state::{Reader, screen};

/// All of them, folded; nothing where nothing was said.
pub fn folded(case: &Case<'_>) -> Option<AnyView> {
    let (reader, answers) = (case.reader, &case.interview.answers);
    let rows: Vec<_> = case
        .interview
        .asked
        .iter()
        .filter_map(|id| {
            let said = trace::answer_words(reader, case.law.rules, id, answers.get(id)?);
            Some(row(reader, id, said))
        })
        .collect();
    let label = reader.w.question.given(rows.len());
    (!rows.is_empty()).then(|| {
        view! {
            <details id="given" class="no-print">
                <summary class="why"><span>{label}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                <div class="rows">{rows}</div>
            </details>
        }
        .into_any()
    })
}

/// An answer; its question opens under it, and one tap there corrects it.
fn row(reader: &Reader, id: &Id, said: String) -> AnyView {
    let fold = Fold::brief();
    let short = trace::short(reader, id);
    let (reader, name, id) = (reader.clone(), id.to_string(), id.clone());
    let body =
        dynamic(move || if fold.is_open.get() { correction(&reader, &id) } else { nothing() });
    view! {
        <details class="given" data-given=name node_ref=fold.node prop:open=fold.is_open on:toggle=while_shown(move |_| fold.turned())>
            <summary class="row">
                <span class="row__lead"><Glyph icon=Icon::Pencil small=true/></span>
                <span>
                    <span class="row__title">{short}</span>
                    <span class="row__meta">{said}</span>
                </span>
                <Glyph icon=Icon::ChevronDown small=true/>
            </summary>
            {body}
        </details>
    }
    .into_any()
}

fn correction(reader: &Reader, id: &Id) -> AnyView {
    // What is shown around it follows the answers by itself; a danger interrupts here as everywhere.
    let go = use_navigate();
    let asking = Asking::new(Callback::new(move |(next, to): (Next, String)| {
        screen::scroll_to_top();
        if matches!(next, Next::Danger(_)) {
            go(&to, Default::default());
        }
    }));
    asking.open(reader.session, id);
    let interview = untrack(|| interview(reader));
    let Some(case) = Case::of(reader, &interview) else { return nothing() };
    let Some(question) = case.law.rules.question(id) else { return nothing() };
    let mut parts = vec![input(&case, question, asking, false)];
    if is_handed_in(question) {
        let (reader, id) = (reader.clone(), id.clone());
        let words = vec![reader.w.question.next.into_any()];
        parts.push(button("", "btn btn--main", words, move || asking.submit(&reader, &id)));
    }
    group("given__ask", parts)
}
