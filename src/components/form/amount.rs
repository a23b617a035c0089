//! A number, such as money or hours, as people type it.

use leptos::prelude::*;
use migraction_core::written;

use super::{FormField, TextKind};
use crate::state::use_session;

impl FormField {
    /// A number with decimals. What is no number is said so, and stays as it was typed.
    pub fn amount(self, value: Signal<String>, typed: Box<dyn Fn(String)>) -> AnyView {
        let w = &use_session().w_now().form;
        self.number(
            TextKind::Decimal,
            value,
            typed,
            |text| written::typed(text).is_some(),
            w.bad_amount,
        )
    }

    /// A whole number above nought.
    pub fn whole(self, value: Signal<String>, typed: Box<dyn Fn(String)>) -> AnyView {
        let w = &use_session().w_now().form;
        self.number(
            TextKind::Whole,
            value,
            typed,
            |text| written::typed_whole(text).is_some(),
            w.bad_whole,
        )
    }

    fn number(
        self,
        kind: TextKind,
        value: Signal<String>,
        typed: Box<dyn Fn(String)>,
        is_read: fn(&str) -> bool,
        words: &'static str,
    ) -> AnyView {
        let error = Memo::new(move |_| {
            let is_wrong = value.with(|text| !text.trim().is_empty() && !is_read(text));
            if is_wrong { words.to_owned() } else { String::new() }
        });
        self.error(error.into()).text(kind, value, typed, None)
    }
}
