//! One interview as it is led: an input, the answer kept, and what comes next.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answers::{Answer, Answers};
use super::consult::{Consultation, Group, Outcome, State};
use super::input::{Draft, Refusal};
use super::rule::Question;
use crate::Id;
use crate::deadline::Law;

/// The answers of one person, in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// The country whose law it is held against, once one was chosen.
    pub country: Option<Id>,
    /// What the person wants to know; everything where it is empty.
    pub needs: BTreeSet<Id>,
    /// The day for which it asks.
    pub as_of: NaiveDate,
    /// The answers.
    pub answers: Answers,
    /// Questions in the order in which they were answered, for going back.
    pub asked: Vec<Id>,
}

/// What comes after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Before anything else: whom to call, for the danger that the answer to this question names.
    Danger(Id),
    /// This question.
    Ask(Id),
    /// The results: no answer can change them any more.
    Results,
}

impl Interview {
    /// An empty interview for a day.
    #[must_use]
    pub fn start(as_of: NaiveDate) -> Self {
        let needs = BTreeSet::new();
        Self { country: None, needs, as_of, answers: Answers::new(), asked: Vec::new() }
    }

    /// An interview that was led already.
    #[must_use]
    pub fn of(country: &Id, as_of: NaiveDate, answers: Answers) -> Self {
        let asked = answers.keys().cloned().collect();
        Self { country: Some(country.clone()), answers, asked, ..Self::start(as_of) }
    }

    /// Leads an interview to its end, as a screen would: what `given` does not say, or a screen would refuse, the
    /// person does not know.
    #[must_use]
    pub fn played(law: Law<'_>, country: &Id, as_of: NaiveDate, given: &Answers) -> Self {
        let mut interview = Self { country: Some(country.clone()), ..Self::start(as_of) };
        while interview.play(law, given).is_some() {}
        interview
    }

    /// Answers the next question from `given`, and names it; none where there is none.
    pub fn play(&mut self, law: Law<'_>, given: &Answers) -> Option<Id> {
        let today = self.as_of;
        let Next::Ask(id) = self.next(law, today) else { return None };
        let question = law.rules.question(&id)?;
        let unknown = Draft::of(&Answer::DontKnow);
        let draft = given.get(&id).map_or(unknown.clone(), Draft::of);
        let is_taken = self.keep(question, &draft).is_ok() || self.keep(question, &unknown).is_ok();
        is_taken.then_some(id)
    }

    /// The answers against the law, on `today`.
    #[must_use]
    pub fn consult<'a>(&'a self, law: Law<'a>, today: NaiveDate) -> Consultation<'a> {
        Consultation::new(law.rules, law.facts, law.calendar, &self.answers, self.as_of, today)
            .about(&self.needs)
    }

    /// Keeps what was said to `question`. A danger that it names comes before any other question,
    /// once: not again where the same was already said.
    ///
    /// # Errors
    /// Why the input is no answer; nothing is kept.
    pub fn submit(
        &mut self,
        law: Law<'_>,
        today: NaiveDate,
        question: &Question,
        draft: &Draft,
    ) -> Result<Next, Refusal> {
        if self.keep(question, draft)? {
            Ok(Next::Danger(question.id.clone()))
        } else {
            Ok(self.next(law, today))
        }
    }

    /// Keeps what was said to `question`; whether it names a danger that was not named before.
    fn keep(&mut self, question: &Question, draft: &Draft) -> Result<bool, Refusal> {
        let answer = draft.answer(question, self.as_of)?;
        let named = dangers(question, Some(&answer));
        let before = self.answers.insert(question.id.clone(), answer);
        if !self.asked.contains(&question.id) {
            self.asked.push(question.id.clone());
        }
        Ok(!named.is_subset(&dangers(question, before.as_ref())))
    }

    /// The question answered before `question`, or the last one answered.
    #[must_use]
    pub fn before(&self, question: &Id) -> Option<&Id> {
        let at = self.asked.iter().position(|id| id == question).unwrap_or(self.asked.len());
        at.checked_sub(1).and_then(|at| self.asked.get(at))
    }

    /// The question to ask now, or the results.
    #[must_use]
    pub fn next(&self, law: Law<'_>, today: NaiveDate) -> Next {
        let next = self.consult(law, today).progress().next;
        next.map_or(Next::Results, |question| Next::Ask(question.id.clone()))
    }
}

/// The options of an answer that put a person's safety first.
fn dangers<'a>(question: &'a Question, answer: Option<&Answer>) -> BTreeSet<&'a Id> {
    let is_chosen = |option: &&Id| match answer {
        Some(Answer::One(chosen)) => chosen == *option,
        Some(Answer::Many(chosen)) => chosen.contains(*option),
        _ => false,
    };
    question.danger.iter().filter(is_chosen).collect()
}

impl<'a> Consultation<'a> {
    /// The dangers that the answer to `question` bears on, those that apply first: whom to call
    /// stands in their rules.
    #[must_use]
    pub fn dangers_of(&self, question: &Id) -> Vec<Outcome<'a>> {
        let bears = |outcome: &Outcome<'_>| {
            let mut is_named = false;
            outcome.trace.for_each_question(&mut |named| is_named |= named == question);
            is_named && outcome.group() == Group::Danger
        };
        let mut found: Vec<_> = self.outcomes().into_iter().filter(bears).collect();
        if found.iter().any(|outcome| outcome.state == State::Applies) {
            found.retain(|outcome| outcome.state == State::Applies);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tests::{calendar, chosen, day, facts, is, one, question, rule, rules};
    use super::*;
    use crate::rules::{Condition, RuleKind, Rules, Urgency};

    /// The invented law, with a first question that may name a danger.
    fn law_with_danger() -> Rules {
        let mut rules = rules();
        let mut safety =
            question("safety", one(&["safe", "threat"]), Urgency::Danger, Condition::always());
        safety.danger = vec!["threat".into()];
        rules.questions.push(safety);
        let when = is("safety", &["threat"]);
        rules.rules.push(rule("call", RuleKind::Step, Urgency::Danger, when, &[]));
        rules
    }

    #[test]
    fn a_danger_comes_before_any_other_question_and_once() {
        let (rules, facts, calendar) = (law_with_danger(), facts(), calendar());
        let law = Law { rules: &rules, facts: &facts, calendar: &calendar };
        let today = day("2026-11-23");
        let safety = rules.question(&"safety".into()).unwrap();
        let mut interview = Interview::start(today);
        assert_eq!(interview.next(law, today), Next::Ask("safety".into()));
        let threat = Draft::of(&chosen("threat"));
        let next = interview.submit(law, today, safety, &threat).unwrap();
        assert_eq!(next, Next::Danger("safety".into()));
        let consultation = interview.consult(law, today);
        let calls: Vec<_> = consultation.dangers_of(&"safety".into());
        assert_eq!(calls.iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>(), ["call"]);
        assert_eq!(interview.next(law, today), Next::Ask("situation".into()));
        let again = interview.submit(law, today, safety, &threat).unwrap();
        assert_eq!(again, Next::Ask("situation".into()));
        let safe = interview.submit(law, today, safety, &Draft::of(&chosen("safe"))).unwrap();
        assert_eq!(safe, Next::Ask("situation".into()));
    }

    #[test]
    fn going_on_with_nothing_said_keeps_nothing() {
        let (rules, facts, calendar) = (law_with_danger(), facts(), calendar());
        let law = Law { rules: &rules, facts: &facts, calendar: &calendar };
        let today = day("2026-11-23");
        let safety = rules.question(&"safety".into()).unwrap();
        let mut interview = Interview::start(today);
        let refused = interview.submit(law, today, safety, &Draft::default());
        assert_eq!(refused, Err(Refusal::Nothing));
        assert_eq!(interview, Interview::start(today));
        let unknown = interview.submit(law, today, safety, &Draft::of(&Answer::DontKnow)).unwrap();
        assert_eq!(unknown, Next::Ask("situation".into()));
        assert_eq!(interview.answers[&Id::from("safety")], Answer::DontKnow);
    }
}
