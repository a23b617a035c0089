//! What an explanation needs: the words, the rules, the answers, and perhaps a second language.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::rules::{Answers, Rules};

use crate::state::Reader;

/// The case whose results are explained.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The pack in the reader's language.
    pub reader: &'a Reader,
    /// The country of the rules.
    pub country: &'a Id,
    /// The rules.
    pub rules: &'a Rules,
    /// The answers given.
    pub answers: &'a Answers,
    /// The pack in the person's language, to be shown under the reader's own.
    pub second: Option<&'a Reader>,
    /// Whether a question that is open may be answered from here.
    pub asks: bool,
}

impl Case<'_> {
    /// What `draw` writes in the person's language, if one is chosen and has it.
    pub fn in_second<V: IntoView + 'static>(
        &self,
        draw: impl FnOnce(&Reader) -> Option<V>,
    ) -> Option<AnyView> {
        let second = self.second?;
        let drawn = draw(second)?;
        Some(
            view! { <div class="second" lang=second.w.id dir=second.w.dir>{drawn}</div> }
                .into_any(),
        )
    }
}
