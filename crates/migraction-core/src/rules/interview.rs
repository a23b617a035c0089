//! Which question next: only those that can still change a result, the most pressing first.

use std::collections::BTreeSet;

use super::condition::Truth;
use super::consult::Consultation;
use super::rule::Question;
use crate::Id;

/// How far a consultation has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The question to ask now; `None` when no answer can change a result any more.
    pub next: Option<&'a Question>,
    /// Questions answered so far, "don't know" included, that arise for this person.
    pub answered: usize,
    /// Questions that may still be asked, this one included; each answer can only lower it.
    pub at_most: usize,
}

impl<'a> Consultation<'a> {
    /// The next question and how many may still come.
    #[must_use]
    pub fn progress(&self) -> Progress<'a> {
        let (ready, later) = self.open_questions();
        let next = self
            .rules()
            .questions
            .iter()
            .enumerate()
            .filter(|(_, question)| ready.contains(&question.id))
            .min_by_key(|(at, question)| (question.urgency, *at))
            .map(|(_, question)| question);
        let answered = self
            .rules()
            .questions
            .iter()
            .filter(|question| self.answers().contains_key(&question.id))
            .filter(|question| self.arises(&question.id) != Truth::False)
            .count();
        Progress { next, answered, at_most: ready.union(&later).count() }
    }

    /// Questions that can be asked now, and those that may come once others are answered.
    fn open_questions(&self) -> (BTreeSet<Id>, BTreeSet<Id>) {
        let mut ready = BTreeSet::new();
        let mut later = BTreeSet::new();
        for rule in &self.rules().rules {
            let truth = self.truth(&rule.when);
            if truth == Truth::False {
                continue;
            }
            let outcome = self.outcome(rule);
            let mut is_awaited = false;
            outcome.trace.for_each_open_leaf(&mut |leaf| {
                for (question, _) in &leaf.seen {
                    is_awaited |= self.require(question, &mut ready, &mut later);
                }
            });
            // No further question settles whether it applies: its dates are worth knowing all the
            // same. What an answer "don't know" leaves open may still have a limit.
            let asks_dates = outcome.is_covered() && (truth == Truth::True || !is_awaited);
            let asks_amounts = outcome.is_covered() && truth == Truth::True;
            let dates = outcome.dates.iter().flat_map(|line| &line.open);
            let amounts = outcome.amounts.iter().flat_map(|line| &line.open);
            let dates = dates.map(|question| (question, asks_dates));
            let amounts = amounts.map(|question| (question, asks_amounts));
            for (question, asks) in dates.chain(amounts) {
                if asks {
                    self.require(question, &mut ready, &mut later);
                } else {
                    // Counted, with what decides whether it arises: each answer only lowers the bound.
                    let mut first = BTreeSet::new();
                    self.require(question, &mut first, &mut later);
                    later.extend(first);
                }
            }
        }
        (ready, later)
    }

    /// Marks `question` as one to ask, or first those that decide whether it arises. Says whether
    /// an answer is to be had from one of them.
    fn require(&self, question: &Id, ready: &mut BTreeSet<Id>, later: &mut BTreeSet<Id>) -> bool {
        if self.answers().contains_key(question) {
            return false;
        }
        if ready.contains(question) {
            return true;
        }
        match self.arises(question) {
            Truth::False => false,
            Truth::True => {
                ready.insert(question.clone());
                true
            }
            Truth::Unknown => {
                later.insert(question.clone());
                let mut waits = false;
                if let Some(found) = self.rules().question(question) {
                    let gate = self.trace(&found.when);
                    let mut deciders = Vec::new();
                    gate.for_each_open_leaf(&mut |leaf| {
                        deciders.extend(leaf.seen.iter().map(|(question, _)| *question));
                    });
                    for decider in deciders {
                        waits |= self.require(decider, ready, later);
                    }
                }
                // All that decides it was answered with "don't know": ask it itself.
                if !waits {
                    ready.insert(question.clone());
                }
                true
            }
        }
    }
}
