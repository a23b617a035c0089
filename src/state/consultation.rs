//! The consultation in progress. Its answers live in memory only: they end with the page.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::deadline::Law;
use migraction_core::rules::{Answers, Draft, Interview, Next, Question, Refusal};
use migraction_core::{CivilDate, Id};

use super::{Pack, Session};

/// Answers of the person opposite, never stored.
#[derive(Clone, Copy, Debug)]
pub struct Consulting {
    /// The answers.
    pub answers: RwSignal<Answers>,
    /// Questions in the order in which they were answered, for going back.
    pub asked: RwSignal<Vec<Id>>,
    /// The day for which the consultation asks.
    pub as_of: RwSignal<CivilDate>,
    /// The country whose rules are asked, where it is not the reader's own.
    pub elsewhere: RwSignal<Option<Id>>,
    /// The pack in the person's language, shown under the reader's own.
    pub second: RwSignal<Option<Arc<Pack>>>,
}

/// The consultation of this app.
#[must_use]
pub fn use_consulting() -> Consulting {
    expect_context()
}

impl Consulting {
    /// An empty consultation for today.
    #[must_use]
    pub fn start(today: CivilDate) -> Self {
        Self {
            answers: RwSignal::new(Answers::new()),
            asked: RwSignal::new(Vec::new()),
            as_of: RwSignal::new(today),
            elsewhere: RwSignal::new(None),
            second: RwSignal::new(None),
        }
    }

    /// The country whose rules are asked.
    #[must_use]
    pub fn country(self, session: Session) -> Id {
        self.elsewhere.get().unwrap_or_else(|| session.country.get())
    }

    /// Chooses the country whose rules are asked; answers given for another one are forgotten.
    pub fn choose(self, country: &Id, session: Session) {
        if untrack(|| self.country(session)) != *country {
            self.clear(self.as_of.get_untracked());
        }
        self.elsewhere.set(Some(country.clone()));
    }

    /// The interview as it stands.
    #[must_use]
    pub fn interview(self) -> Interview {
        Interview {
            as_of: self.as_of.get_untracked(),
            answers: self.answers.get_untracked(),
            asked: self.asked.get_untracked(),
        }
    }

    /// Keeps what is said to a question, and says what comes next.
    ///
    /// # Errors
    /// Why the input is no answer; nothing is kept.
    pub fn submit(
        self,
        law: Law<'_>,
        today: CivilDate,
        question: &Question,
        draft: &Draft,
    ) -> Result<Next, Refusal> {
        let mut interview = self.interview();
        let next = interview.submit(law, today, question, draft)?;
        self.answers.set(interview.answers);
        self.asked.set(interview.asked);
        Ok(next)
    }

    /// Forgets everything.
    pub fn clear(self, today: CivilDate) {
        self.answers.set(Answers::new());
        self.asked.set(Vec::new());
        self.as_of.set(today);
    }

    /// The question answered before `question`, or the last one answered.
    #[must_use]
    pub fn before(self, question: &Id) -> Option<Id> {
        let asked = self.asked.get();
        let at = asked.iter().position(|id| id == question).unwrap_or(asked.len());
        at.checked_sub(1).and_then(|at| asked.get(at)).cloned()
    }
}
