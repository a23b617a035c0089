//! The letters and decisions that people bring: which there are in a country, who writes them, and which rules count
//! their time limits. Nothing of a country stands here; the list is content.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Id;
use crate::deadline::Law;
use crate::rules::{Answer, Answers, Consultation, DateRole, Rule, Truth};

/// The option of the question which letter came that stands for one that is none of those described. Whoever does not know which
/// letter it is has such a one in hand.
pub const UNRECOGNISED: &str = "other";

/// A kind of letter in a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its permanent name: its country and its option. It stands in its address.
    pub id: Id,
    /// The option of the question which letter came.
    pub option: Id,
    /// Who writes it, from the vocabulary.
    pub from: Id,
    /// Topics of the guide that it belongs to.
    pub topics: Vec<Id>,
    /// Facts that its page rests on.
    pub facts: Vec<Id>,
    /// Services to contact with it.
    pub services: Vec<Id>,
    /// Whom to see with it, from the vocabulary.
    pub see: Option<Id>,
}

impl Letter {
    /// The name of a country's letter.
    #[must_use]
    pub fn id_of(country: &Id, option: &Id) -> Id {
        Id::from([country.as_str(), "-", option.as_str()].concat())
    }
}

/// The letters of a country, in the order of the content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    /// The question that asks which letter came; nothing where no letter is described.
    pub question: Option<Id>,
    /// The letters.
    pub list: Vec<Letter>,
}

impl Letters {
    /// The letter of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Letter> {
        self.list.iter().find(|letter| letter.id == *id)
    }

    /// The letter that an option of a question stands for.
    #[must_use]
    pub fn of_option(&self, question: &Id, option: &Id) -> Option<&Letter> {
        let of_letters = self.question.as_ref() == Some(question);
        self.list.iter().find(|letter| of_letters && letter.option == *option)
    }

    /// Whether a condition looks for a letter that is none of those described, and for no other.
    #[must_use]
    pub fn is_unrecognised(&self, question: &Id, options: &[Id]) -> bool {
        let of_letters = self.question.as_ref() == Some(question);
        of_letters && matches!(options, [option] if *option == *UNRECOGNISED)
    }

    /// The letters by who writes them: senders in the order in which they first come.
    #[must_use]
    pub fn by_sender(&self) -> Vec<(&Id, Vec<&Letter>)> {
        let mut senders: Vec<(&Id, Vec<&Letter>)> = Vec::new();
        for letter in &self.list {
            match senders.iter_mut().find(|(from, _)| **from == letter.from) {
                Some((_, letters)) => letters.push(letter),
                None => senders.push((&letter.from, vec![letter])),
            }
        }
        senders
    }
}

/// The rules of a country that count a last day because this letter came, in the order of the content. Which of them
/// holds depends on further answers.
#[must_use]
pub fn limits<'a>(law: Law<'a>, letter: &Letter, today: NaiveDate) -> Vec<&'a Rule> {
    let Some(question) = &law.rules.letters.question else { return Vec::new() };
    let dated = law.rules.rules.iter();
    let dated = dated.filter(|rule| rule.dates.iter().any(|step| step.role == DateRole::Legal));
    let hanging = dated.filter(|rule| hangs_on_letter(law, rule, today));
    hanging
        .filter(|rule| truth(law, question, &letter.option, rule, today) != Truth::False)
        .collect()
}

/// Whether a rule never applies to somebody whose letter is none of those described.
#[must_use]
pub fn hangs_on_letter(law: Law<'_>, rule: &Rule, today: NaiveDate) -> bool {
    // No letter has an empty option.
    let question = law.rules.letters.question.as_ref();
    question
        .is_some_and(|question| truth(law, question, &Id::from(""), rule, today) == Truth::False)
}

/// Whether a rule applies when nothing is known but which letter came.
fn truth(law: Law<'_>, question: &Id, option: &Id, rule: &Rule, today: NaiveDate) -> Truth {
    let answers = Answers::from([(question.clone(), Answer::One(option.clone()))]);
    Consultation::new(law.rules, law.facts, law.calendar, &answers, today, today).truth(&rule.when)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Letter, Letters, hangs_on_letter, limits};
    use crate::deadline::Law;
    use crate::rules::tests as law;
    use crate::{CivilDate, Id};

    fn letter(id: &str, from: &str) -> Letter {
        let (option, from) = (Id::from(id), Id::from(from));
        let id = Letter::id_of(&"xx".into(), &option);
        Letter { id, option, from, topics: vec![], facts: vec![], services: vec![], see: None }
    }

    fn today() -> CivilDate {
        "2026-11-23".parse().unwrap()
    }

    fn letters() -> Letters {
        Letters {
            question: Some("decision".into()),
            list: vec![
                letter("refused", "asylum"),
                letter("eviction", "landlord"),
                letter("transfer", "asylum"),
            ],
        }
    }

    #[test]
    fn letters_stand_by_sender_in_the_order_of_the_first() {
        let letters = letters();
        let found = letters.by_sender();
        let found: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|(from, list)| {
                (from.as_str(), list.iter().map(|one| one.option.as_str()).collect())
            })
            .collect();
        assert_eq!(
            found,
            [("asylum", vec!["refused", "transfer"]), ("landlord", vec!["eviction"])]
        );
    }

    #[test]
    fn a_letter_leads_to_the_rules_that_count_its_last_day() {
        let mut rules = law::rules();
        rules.letters = letters();
        let (facts, calendar) = (law::facts(), law::calendar());
        let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
        let of = |id: &str| -> Vec<String> {
            let found = limits(all, rules.letters.get(id).unwrap(), today());
            found.iter().map(|rule| rule.id.to_string()).collect()
        };
        assert_eq!(of("xx-refused"), ["appeal"]);
        assert_eq!(of("xx-eviction"), [""; 0]);
    }

    #[test]
    fn what_holds_without_a_letter_does_not_hang_on_one() {
        let mut rules = law::rules();
        rules.letters = letters();
        let (facts, calendar) = (law::facts(), law::calendar());
        let all = Law { rules: &rules, facts: &facts, calendar: &calendar };
        let hangs = |id: &str| {
            let rule = rules.rules.iter().find(|rule| rule.id == *id).unwrap();
            hangs_on_letter(all, rule, today())
        };
        assert!(hangs("appeal"));
        assert!(!hangs("work"));
    }

    #[test]
    fn only_the_question_about_letters_names_letters() {
        let letters = letters();
        assert!(letters.of_option(&"decision".into(), &"refused".into()).is_some());
        assert!(letters.of_option(&"decision".into(), &"none".into()).is_none());
        assert!(letters.of_option(&"situation".into(), &"refused".into()).is_none());
    }
}
