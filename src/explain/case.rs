//! A case: an interview with the law of its country, in the reader's words and perhaps in a second language.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::deadline::Law;
use migraction_core::route::Route;
use migraction_core::rules::{Consultation, Interview, Next};

use crate::state::Reader;

/// What every screen, paper, note and exercise reads of an interview. There is no other way from answers to results.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The pack in the reader's language.
    pub reader: &'a Reader,
    /// The country of the law.
    pub country: &'a Id,
    /// Its law.
    pub law: Law<'a>,
    /// The answers given, and the day for which they were asked.
    pub interview: &'a Interview,
    /// The pack in the person's language, to be shown under the reader's own.
    pub second: Option<&'a Reader>,
    /// Whether a question that is open may be answered from here.
    pub asks: bool,
}

impl<'a> Case<'a> {
    /// The interview with the law of its own country; none before one was chosen, or where this version has no rules.
    pub fn of(reader: &'a Reader, interview: &'a Interview) -> Option<Self> {
        let country = interview.country.as_ref()?;
        let law = reader.law(country)?;
        Some(Self { reader, country, law, interview, second: None, asks: true })
    }

    /// The answers against the law.
    pub fn consult(&self) -> Consultation<'a> {
        self.interview.consult(self.law, self.reader.today())
    }

    /// The page of what comes next in the interview.
    pub fn next_page(&self) -> String {
        self.page_of(&self.interview.next(self.law, self.reader.today()))
    }

    /// The page of what comes after an answer.
    pub fn page_of(&self, next: &Next) -> String {
        self.reader.href(&match next {
            Next::Ask(question) | Next::Danger(question) => Route::Question(question.clone()),
            Next::Results => Route::Results,
        })
    }

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
