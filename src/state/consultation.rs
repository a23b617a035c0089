//! The consultation in progress. Its answers live in memory only: they end with the page.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::deadline::Law;
use migraction_core::rules::{Draft, Interview, Next, Question, Refusal};
use migraction_core::undo::{Erased, UNDO_SECONDS};
use migraction_core::{CivilDate, Id};

use super::{Pack, Session};
use migraction_browser::{sleep, spawn};

/// Answers of the person opposite, never stored.
#[derive(Clone, Copy, Debug)]
pub struct Consulting {
    /// The interview as it stands; its country is the one of its first answer.
    interview: RwSignal<Interview>,
    /// The question whose answer just named a danger: whom to call stands in place of the next question.
    pub danger: RwSignal<Option<Id>>,
    /// Whether the interview waits on the numbers of that danger.
    pub paused: RwSignal<bool>,
    /// The country whose rules are asked, where it is not the reader's own.
    pub elsewhere: RwSignal<Option<Id>>,
    /// The pack in the person's language, shown under the reader's own.
    pub second: RwSignal<Option<Arc<Pack>>>,
    /// What is unfolded in the results, by name: an answer that is corrected draws them anew, and what was open stays so.
    pub unfolded: RwSignal<BTreeSet<String>>,
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
            interview: RwSignal::new(Interview::start(today)),
            danger: RwSignal::new(None),
            paused: RwSignal::new(false),
            elsewhere: RwSignal::new(None),
            second: RwSignal::new(None),
            unfolded: RwSignal::new(BTreeSet::new()),
            erased: RwSignal::new(Erased::default()),
        }
    }

    /// The country whose rules are asked, once it was chosen here or in the settings. Answers keep theirs.
    #[must_use]
    pub fn country(self, session: Session) -> Option<Id> {
        let own = self.elsewhere.get().or_else(|| self.interview.read().country.clone());
        own.or_else(|| session.country.get())
    }

    /// The interview as it stands, for the country whose rules are asked.
    #[must_use]
    pub fn interview(self, session: Session) -> Interview {
        let country = self.country(session);
        Interview { country, ..self.interview.get() }
    }

    /// Whether something was answered.
    #[must_use]
    pub fn has_answers(self) -> bool {
        !self.interview.read().answers.is_empty()
    }

    /// Changes the day for which it asks.
    pub fn set_day(self, day: CivilDate) {
        self.interview.update(|interview| interview.as_of = day);
    }

    /// Begins anew with what the person wants to know; everything where it is empty.
    pub fn begin(self, needs: BTreeSet<Id>) {
        self.clear(untrack(|| self.interview.read().as_of));
        self.interview.update(|interview| interview.needs = needs);
    }

    /// Wants to know this as well; what was answered stays.
    pub fn add_need(self, need: &Id) {
        self.interview.update(|interview| {
            interview.needs.insert(need.clone());
        });
    }

    /// Chooses the country whose rules are asked; answers given for another one are forgotten.
    pub fn choose(self, country: &Id, session: Session) {
        if untrack(|| self.country(session)).is_some_and(|before| before != *country) {
            self.clear(untrack(|| self.interview.read().as_of));
        }
        self.elsewhere.set(Some(country.clone()));
    }

    /// Keeps what is said to a question, and says what comes next.
    ///
    /// # Errors
    /// Why the input is no answer; nothing is kept.
    pub fn submit(
        self,
        session: Session,
        law: Law<'_>,
        question: &Question,
        draft: &Draft,
    ) -> Result<Next, Refusal> {
        let mut interview = untrack(|| self.interview(session));
        let next = interview.submit(law, session.today, question, draft)?;
        // What was erased before belongs to an earlier interview: it can no longer be taken back.
        self.erased.update(Erased::let_go_of_all);
        self.interview.set(interview);
        self.danger.set(match &next {
            Next::Danger(question) => Some(question.clone()),
            _ => None,
        });
        Ok(next)
    }

    /// Erases everything; it can be taken back for [`UNDO_SECONDS`], or until the next answer.
    pub fn clear(self, today: CivilDate) {
        let interview = self.interview.get_untracked();
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
        self.danger.set(None);
        self.unfolded.update(BTreeSet::clear);
        self.paused.set(false);
        self.interview.set(Interview::start(today));
    }

    /// Takes back what was erased last; says whether there was something.
    pub fn take_back(self) -> bool {
        let Some(gone) = self.erased.try_update(Erased::take_back).flatten() else { return false };
        self.elsewhere.set(gone.elsewhere);
        self.interview.set(gone.interview);
        true
    }
}
