//! A recovery code: shown once, in four groups, then one of them retyped as the proof that it was written down.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_vault::Code;
use migraction_vault::code::GROUPS;

use crate::components::form::{FormField, TextKind, form, message_of, submit};
use crate::components::kit::{button, dynamic, fragment, group, h1, para, strong};
use crate::state::device::one_of;
use crate::words::Words;

/// What happens once the code was proven: told whether it is under way, and what went wrong.
pub(super) type Proven = Arc<dyn Fn(RwSignal<bool>, RwSignal<Option<String>>) + Send + Sync>;

/// A code in its four groups.
pub(super) fn code_groups(code: &Code) -> AnyView {
    let groups = (1..=4).map(|number| {
        let group = code.group(number).to_string();
        view! { <span>{group}</span> }.into_any()
    });
    group("code code--long", groups.collect())
}

/// Shows a code, asks for one of its groups, and then does `proven`, whose button is called `done`.
pub(super) fn show_and_prove(
    w: &'static Words,
    code: Arc<Code>,
    done: &'static str,
    proven: Proven,
) -> AnyView {
    let asked = RwSignal::new(None::<usize>);
    dynamic(move || match asked.get() {
        None => show(w, asked, &code),
        Some(part) => prove(w, asked, part, (code.clone(), done, proven.clone())),
    })
}

fn show(w: &'static Words, asked: RwSignal<Option<usize>>, code: &Code) -> AnyView {
    let v = &w.vault;
    let next = move || {
        asked.set(Some(one_of(GROUPS) + 1));
    };
    fragment(vec![
        h1(v.code_title),
        para("", v.code_intro),
        code_groups(code),
        strong(v.code_warning),
        button("code-written", "btn btn--main", vec![v.code_written.into_any()], next),
    ])
}

fn prove(
    w: &'static Words,
    asked: RwSignal<Option<usize>>,
    part: usize,
    (code, done, proven): (Arc<Code>, &'static str, Proven),
) -> AnyView {
    let (typed, busy, message) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let keep = move || {
        if busy.get_untracked() {
            return;
        }
        if !code.matches_group(part, &typed.read_untracked()) {
            message.set(Some(w.vault.proof_wrong(part)));
            return;
        }
        busy.set(true);
        proven(busy, message);
    };
    let v = &w.vault;
    let proof = FormField::new("proof", v.proof_label(part))
        .help(v.proof_help)
        .error(message_of(message))
        .fills(TextKind::Code, typed);
    let back = move || asked.set(None);
    fragment(vec![
        view! { <h1 data-part=part.to_string()>{v.proof_title(part)}</h1> }.into_any(),
        form(
            keep,
            vec![
                proof,
                submit("keep", done, busy),
                button("", "btn btn--text", vec![v.proof_back.into_any()], back),
            ],
        ),
    ])
}
