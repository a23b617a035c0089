//! Words, a code or several lines.

use leptos::prelude::*;

use super::FormField;
use crate::components::kit::{Action, while_shown};

/// How a field of one or more lines behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Ordinary words.
    Words,
    /// A code: left to right, capitals.
    Code,
    /// Several lines.
    Long,
    /// A number with decimals.
    Decimal,
    /// A number without.
    Whole,
}

impl FormField {
    /// A text: `typed` hears every change, `left` when it is left. The browser is told neither to keep it nor to send it to a
    /// service that checks spelling. No text is cut that a note could hold: what is too long for it is said beside it, and
    /// only what no page can bear is kept out.
    pub fn text(
        self,
        kind: TextKind,
        value: Signal<String>,
        typed: Box<dyn Fn(String)>,
        left: Option<Action>,
    ) -> AnyView {
        let (id, aria) = (self.id.clone(), self.aria());
        let is_code = kind == TextKind::Code;
        let (direction, capitals) = (is_code.then_some("ltr"), is_code.then_some("characters"));
        let input = move |event: leptos::ev::Event| typed(event_target_value(&event));
        let change = while_shown(move |_: leptos::ev::Event| {
            if let Some(left) = &left {
                left();
            }
        });
        let mode = match kind {
            TextKind::Decimal => Some("decimal"),
            TextKind::Whole => Some("numeric"),
            _ => None,
        };
        let control = if kind == TextKind::Long {
            view! {
                <textarea id=id class="field__input" rows="6" maxlength="1000000" autocomplete="off" spellcheck="false" aria-describedby=aria.described_by aria-invalid=aria.invalid prop:value=value on:input=input on:change=change></textarea>
            }
            .into_any()
        } else {
            view! {
                <input id=id class="field__input" type="text" inputmode=mode dir=direction autocapitalize=capitals maxlength="20000" autocomplete="off" spellcheck="false" aria-describedby=aria.described_by aria-invalid=aria.invalid prop:value=value on:input=input on:change=change/>
            }
            .into_any()
        };
        self.around(control)
    }

    /// A large field on a card that is shown to somebody, in whose language and direction it is written. Nothing hears it:
    /// what is written goes with the card.
    pub fn shown(self, kind: &'static str, mode: &'static str) -> AnyView {
        let (id, aria) = (self.id.clone(), self.aria());
        let control = view! {
            <input id=id class="field__input show__input" type=kind inputmode=mode dir="auto" autocomplete="off" aria-describedby=aria.described_by/>
        };
        self.around(control.into_any())
    }

    /// A text that fills a signal.
    pub fn fills(self, kind: TextKind, value: RwSignal<String>) -> AnyView {
        self.text(kind, value.into(), Box::new(move |typed| value.set(typed)), None)
    }
}
