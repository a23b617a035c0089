//! Which question next: only those that can still change a result, the most pressing first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::condition::Truth;
use super::consult::Consultation;
use super::rule::{Question, Rule, RuleKind, Urgency};
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
    /// The stages of this interview: those in which something was answered or may be asked.
    pub stages: BTreeSet<Urgency>,
}

/// Questions that can be asked now, and those that may come once others are answered, by their places among the
/// questions of the jurisdiction.
#[derive(Default)]
struct Open {
    ready: BTreeMap<usize, Waiting>,
    later: BTreeSet<usize>,
}

/// The rules of the need that wait for a question.
struct Waiting {
    /// The place of the first of them; none where only somebody's safety asks for it.
    place: Option<Place>,
    /// How many they are.
    rules: usize,
}

/// When what a rule waits for is asked; lower is earlier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Whether it is about something else than what was said to the need's own question.
    is_aside: bool,
    standing: Standing,
    urgency: Urgency,
}

/// How a rule stands to the need before it is settled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// A limit that something points to: it may be running.
    Running,
    /// A right on the need's own topic: what was asked about.
    Asked,
    /// Anything else.
    Other,
}

impl<'a> Consultation<'a> {
    /// The next question and how many may still come.
    ///
    /// Without a need, questions come by their urgency. With one, safety comes first, then what rules wait for
    /// that look at what was said to the need's own question, then limits that something points to, rights on
    /// the need's topic and the rest; among equals the most pressing, and of these what most of them wait for.
    #[must_use]
    pub fn progress(&self) -> Progress<'a> {
        let Open { ready, later } = self.open_questions();
        let questions = &self.rules().questions;
        let open = questions.iter().enumerate();
        let open = open.filter_map(|(at, one)| Some((at, one, ready.get(&at)?)));
        let next = open.min_by_key(|(at, question, waiting)| {
            let need = (!self.needs().is_empty() && question.urgency != Urgency::Danger)
                .then(|| (waiting.place.is_none(), waiting.place, Reverse(waiting.rules)));
            (need, question.urgency, *at)
        });
        let is_answered = |question: &Question| {
            self.asked(&question.id).is_some_and(|asked| asked.answer.is_some())
        };
        let mut stages = BTreeSet::new();
        let (mut answered, mut at_most) = (0, 0);
        for (at, question) in questions.iter().enumerate() {
            let is_open = ready.contains_key(&at) || later.contains(&at);
            let is_answered = is_answered(question);
            answered += usize::from(is_answered);
            at_most += usize::from(is_open);
            if is_open || is_answered {
                stages.insert(question.urgency);
            }
        }
        Progress { next: next.map(|(_, question, _)| question), answered, at_most, stages }
    }

    fn open_questions(&self) -> Open {
        let mut open = Open::default();
        for rule in &self.rules().rules {
            let (mut ready, mut later) = (BTreeSet::new(), BTreeSet::new());
            self.gather(rule, &mut ready, &mut later);
            let bears = self.bears(rule);
            // Whatever the person came for: what may put somebody in danger is asked, and all that leads to a rule for
            // danger.
            if !bears && rule.urgency != Urgency::Danger {
                ready.retain(|at| self.is_of_safety(*at));
                later.retain(|at| self.is_of_safety(*at));
            }
            let place = (bears && !ready.is_empty()).then(|| self.place(rule));
            for question in ready {
                let none = Waiting { place: None, rules: 0 };
                let waiting = open.ready.entry(question).or_insert(none);
                if let Some(place) = place {
                    waiting.place = Some(waiting.place.map_or(place, |known| known.min(place)));
                    waiting.rules += 1;
                }
            }
            open.later.extend(later);
        }
        open
    }

    /// When what a rule of the need waits for is asked.
    fn place(&self, rule: &Rule) -> Place {
        let points = self.truth(&rule.when) == Truth::True || self.is_chosen(&rule.when);
        let is_of_topic = rule
            .topics
            .first()
            .is_some_and(|topic| self.needs().iter().any(|need| need.topics.contains(topic)));
        let standing = match rule.kind {
            _ if rule.urgency == Urgency::Deadline && points => Standing::Running,
            RuleKind::Right if is_of_topic => Standing::Asked,
            _ => Standing::Other,
        };
        Place { is_aside: !self.looks_at_need(rule), standing, urgency: rule.urgency }
    }

    /// Whether an answer to a question may name a danger.
    fn is_of_safety(&self, at: usize) -> bool {
        let asked = self.rules().questions.get(at);
        asked.is_some_and(|asked| asked.urgency == Urgency::Danger || !asked.danger.is_empty())
    }

    /// The questions that one rule waits for.
    fn gather(&self, rule: &Rule, ready: &mut BTreeSet<usize>, later: &mut BTreeSet<usize>) {
        let truth = self.truth(&rule.when);
        if truth == Truth::False {
            return;
        }
        let mut is_awaited = false;
        self.for_each_open_question(&rule.when, &mut |question| {
            is_awaited |= self.require(question, ready, later);
        });
        // No further question settles whether it applies: its dates are worth knowing all the
        // same. What an answer "don't know" leaves open may still have a limit.
        let is_covered = rule.kind != RuleKind::Uncovered;
        let asks_dates = is_covered && (truth == Truth::True || !is_awaited);
        let asks_amounts = is_covered && truth == Truth::True;
        let (dates, amounts) = (self.dates(rule), self.amounts(rule));
        let dates = dates.iter().flat_map(|line| &line.open).map(|one| (one, asks_dates));
        let amounts = amounts.iter().flat_map(|line| &line.open).map(|one| (one, asks_amounts));
        for (question, asks) in dates.chain(amounts) {
            if asks {
                self.require(question, ready, later);
            } else {
                // Counted, with what decides whether it arises: each answer only lowers the bound.
                let mut first = BTreeSet::new();
                self.require(question, &mut first, later);
                later.extend(first);
            }
        }
    }

    /// Marks `question` as one to ask, or first those that decide whether it arises. Says whether
    /// an answer is to be had from one of them.
    fn require(
        &self,
        question: &Id,
        ready: &mut BTreeSet<usize>,
        later: &mut BTreeSet<usize>,
    ) -> bool {
        let Some(gated) = self.gated(question).filter(|gated| gated.answer.is_none()) else {
            return false;
        };
        if ready.contains(&gated.at) {
            return true;
        }
        match self.gate(gated) {
            Truth::False => false,
            Truth::True => {
                ready.insert(gated.at);
                true
            }
            Truth::Unknown => {
                later.insert(gated.at);
                let mut waits = false;
                self.for_each_open_question(&gated.question.when, &mut |decider| {
                    waits |= self.require(decider, ready, later);
                });
                // All that decides it was answered with "don't know": ask it itself.
                if !waits {
                    ready.insert(gated.at);
                }
                true
            }
        }
    }
}
