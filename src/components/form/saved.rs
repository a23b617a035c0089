//! The line under a draft: whether what is typed is kept.

use leptos::prelude::*;

use crate::components::kit::{dynamic, para};
use crate::state::drafts::{Draft, Standing};
use crate::words::Words;

/// Whether what is typed is kept.
pub fn draft_line(w: &'static Words, draft: Draft) -> AnyView {
    let line = dynamic(move || {
        let (words, class) = match draft.standing.get() {
            Standing::Reading => ("", "small quiet"),
            Standing::Kept => (w.contribute.kept, "small quiet"),
            Standing::Waiting => (w.contribute.waiting, "small quiet"),
            Standing::Failed => (w.contribute.failed, "field__error"),
        };
        para(class, words)
    });
    view! { <div class="draft" role="status">{line}</div> }.into_any()
}
