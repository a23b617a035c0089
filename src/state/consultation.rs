//! The consultation in progress. Its answers live in memory only: they end with the page.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::deadline::Law;
use migraction_core::rules::{Answers, Draft, Interview, Next, Question, Refusal};
use migraction_core::undo::{Erased, UNDO_SECONDS};
use migraction_core::{CivilDate, Id};

use super::{Pack, Session};
use crate::browser::{sleep, spawn};

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
    /// The interview erased last, as long as it can be taken back.
    pub erased: RwSignal<Erased<Gone>>,
}

/// An interview as it was when it was erased, with the country chosen for it.
#[derive(Clone, Debug)]
pub struct Gone {
    interview: Interview,
    elsewhere: Option<Id>,
}

const UNDO_MILLISECONDS: i32 = 1000 * UNDO_SECONDS;

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
            erased: RwSignal::new(Erased::default()),
        }
    }

    /// The country whose rules are asked, once it was chosen here or in the settings.
    #[must_use]
    pub fn country(self, session: Session) -> Option<Id> {
        self.elsewhere.get().or_else(|| session.country.get())
    }

    /// Chooses the country whose rules are asked; answers given for another one are forgotten.
    pub fn choose(self, country: &Id, session: Session) {
        if untrack(|| self.country(session)).is_some_and(|before| before != *country) {
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
        // What was erased before belongs to an earlier interview: it can no longer be taken back.
        self.erased.update(Erased::let_go_of_all);
        self.answers.set(interview.answers);
        self.asked.set(interview.asked);
        Ok(next)
    }

    /// Erases everything; it can be taken back for [`UNDO_SECONDS`], or until the next answer.
    pub fn clear(self, today: CivilDate) {
        let interview = self.interview();
        if !interview.answers.is_empty() {
            let gone = Gone { interview, elsewhere: self.elsewhere.get_untracked() };
            let erased = self.erased;
            let mark = erased.try_update(|erased| erased.hold(gone));
            spawn(async move {
                sleep(UNDO_MILLISECONDS).await;
                if let Some(mark) = mark {
                    erased.try_update(|erased| erased.let_go(mark));
                }
            });
        }
        self.answers.set(Answers::new());
        self.asked.set(Vec::new());
        self.as_of.set(today);
    }

    /// Takes back what was erased last; says whether there was something.
    pub fn take_back(self) -> bool {
        let Some(gone) = self.erased.try_update(Erased::take_back).flatten() else { return false };
        self.elsewhere.set(gone.elsewhere);
        let interview = gone.interview;
        self.as_of.set(interview.as_of);
        self.asked.set(interview.asked);
        self.answers.set(interview.answers);
        true
    }

    /// The question answered before `question`, or the last one answered.
    #[must_use]
    pub fn before(self, question: &Id) -> Option<Id> {
        let asked = self.asked.get();
        let at = asked.iter().position(|id| id == question).unwrap_or(asked.len());
        at.checked_sub(1).and_then(|at| asked.get(at)).cloned()
    }
}
