//! What the check knows, as answers for the rules of a country: they give limits, warnings and contacts.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{SIGNS_QUESTION, Scale};
use crate::Id;
use crate::rules::{Answer, Answers};

/// What was said besides hours and money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The job was not declared; otherwise that is not known.
    pub is_undeclared: bool,
    /// What the law says for a person without a permit is wanted too.
    pub has_no_permit: bool,
    /// The job has ended.
    pub has_ended: bool,
    /// Signs of forced labour.
    pub signs: BTreeSet<Id>,
}

/// The answers to the questions of the orientation tool; what is not known is not answered.
#[must_use]
pub fn answers(scale: &Scale, from: NaiveDate, until: NaiveDate, said: &Said) -> Answers {
    let many = |options: &[&str]| Answer::Many(options.iter().map(|id| Id::from(*id)).collect());
    let mut answers = Answers::from([
        ("work-from".into(), Answer::Day(from)),
        ("work-until".into(), Answer::Day(until)),
        (SIGNS_QUESTION.into(), Answer::Many(said.signs.clone())),
    ]);
    let problems: &[&str] = if said.has_ended { &["unpaid", "dismissed"] } else { &["unpaid"] };
    answers.insert("work-problem".into(), many(problems));
    if said.is_undeclared {
        answers.insert("work".into(), many(&["undeclared"]));
    }
    if let Some(sector) = &scale.sector {
        answers.insert("sector".into(), Answer::One(sector.clone()));
    }
    if said.has_no_permit {
        answers.insert("situation".into(), Answer::One("undocumented".into()));
    }
    answers
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_not_said_is_not_answered() {
        let scale = Scale {
            id: "scale".into(),
            sector: Some("construction".into()),
            hour: None,
            above: None,
            tiers: vec![],
            day: None,
            sunday: None,
            notes: vec![],
        };
        let (from, until) = ("2026-07-06".parse().unwrap(), "2026-09-30".parse().unwrap());
        let of = |said: &Said| answers(&scale, from, until, said);
        let little = of(&Said::default());
        assert!(!little.contains_key("work") && !little.contains_key("situation"));
        assert_eq!(little.get("sector"), Some(&Answer::One("construction".into())));
        let all = of(&Said { is_undeclared: true, has_no_permit: true, ..Said::default() });
        assert_eq!(all.get("work"), Some(&Answer::Many(["undeclared".into()].into())));
        assert_eq!(all.get("situation"), Some(&Answer::One("undocumented".into())));
    }
}
