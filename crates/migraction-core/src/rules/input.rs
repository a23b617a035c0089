//! What a question's screen offers, and the answer that comes of what is chosen or typed there.
//!
//! Screens and scenarios both go through it: a scenario can only say what a person can.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;

use super::answers::{Answer, NO, YES};
use super::rule::{Question, QuestionKind};
use crate::dates::{Term, TermUnit};
use crate::facts::Unit;
use crate::{Id, written};

/// No event that matters to a consultation lies before this day.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A day that may lie ahead, such as the end of a permit, lies within so many months.
const AHEAD: Months = Months::new(50 * 12);

/// The option with this name says that there is no such thing; a question with it needs no other
/// "none of these".
pub(super) const NO_SUCH: &str = "none";

/// One choice on a screen. An option of the content and what every question offers beside its
/// options are different things, whatever they are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// An option of the question.
    Option(Id),
    /// None of the options, of a question that takes several.
    NoneOfThese,
    /// The person does not know.
    DontKnow,
    /// The person would rather not say.
    Declined,
}

/// The names of the choices that are no options; no option may have one.
pub const RESERVED: [&str; 3] = ["none-of-these", "dont-know", "rather-not-say"];

impl Choice {
    /// Its name in files and pages.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Option(id) => id.as_str(),
            Self::NoneOfThese => RESERVED[0],
            Self::DontKnow => RESERVED[1],
            Self::Declined => RESERVED[2],
        }
    }

    /// Whether it stands beside others; the rest stand alone.
    const fn joins(&self, kind: &QuestionKind) -> bool {
        matches!((self, kind), (Self::Option(_), QuestionKind::Many(_)))
    }
}

/// What the screen of a question offers to choose, in order; a day and a number are typed.
#[must_use]
pub fn choices(question: &Question) -> Vec<Choice> {
    let mut choices: Vec<Choice> = match &question.kind {
        QuestionKind::One(options) | QuestionKind::Many(options) => {
            options.iter().cloned().map(Choice::Option).collect()
        }
        QuestionKind::YesNo => [YES, NO].map(|id| Choice::Option(id.into())).into(),
        QuestionKind::Day { .. } | QuestionKind::Number { .. } => Vec::new(),
    };
    if let QuestionKind::Many(options) = &question.kind
        && !options.iter().any(|option| *option == NO_SUCH)
    {
        choices.push(Choice::NoneOfThese);
    }
    choices.extend([Choice::DontKnow, Choice::Declined]);
    choices
}

/// Why an input is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is chosen and nothing is typed: nobody said anything, not even "don't know".
    Nothing,
    /// The day is not complete, or there is no such day.
    NotADay,
    /// The question asks about the past, and the day lies after this one.
    Future(NaiveDate),
    /// No such event can lie outside these days, both included.
    Impossible(NaiveDate, NaiveDate),
    /// It is no number, or a negative one.
    NotANumber,
    /// The number lies outside what makes sense, both ends included.
    OutOfRange(Option<Decimal>, Option<Decimal>),
}

/// What is chosen or typed on the screen of a question, not yet an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    chosen: BTreeSet<Choice>,
    text: String,
}

impl Draft {
    /// The draft that gives this answer.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let one = |choice| Self { chosen: [choice].into(), text: String::new() };
        let typed = |text| Self { chosen: BTreeSet::new(), text };
        match answer {
            Answer::One(option) => one(Choice::Option(option.clone())),
            Answer::Many(options) if options.is_empty() => one(Choice::NoneOfThese),
            Answer::Many(options) => Self {
                chosen: options.iter().cloned().map(Choice::Option).collect(),
                text: String::new(),
            },
            Answer::Day(day) => typed(day.to_string()),
            Answer::Number(number) => typed(number.to_string()),
            Answer::Month(first) => typed(first.format(MONTH).to_string()),
            Answer::Term(Term { count, unit }) => typed(stated_text(&count.to_string(), *unit)),
            Answer::DontKnow => one(Choice::DontKnow),
            Answer::Declined => one(Choice::Declined),
        }
    }

    /// Whether this is chosen.
    #[must_use]
    pub fn has(&self, choice: &Choice) -> bool {
        self.chosen.contains(choice)
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Chooses, or takes back one of several; what stands alone takes the place of all the rest.
    pub fn choose(&mut self, kind: &QuestionKind, choice: &Choice) {
        self.text.clear();
        if choice.joins(kind) {
            self.chosen.retain(|other| other.joins(kind));
            if !self.chosen.remove(choice) {
                self.chosen.insert(choice.clone());
            }
        } else {
            self.chosen = [choice.clone()].into();
        }
    }

    /// Types, in place of what was chosen.
    pub fn write(&mut self, text: String) {
        self.chosen.clear();
        self.text = text;
    }

    /// The answer to `question`, in a consultation for `as_of`.
    ///
    /// # Errors
    /// Why it is none: nothing was said, or what was typed cannot be.
    pub fn answer(&self, question: &Question, as_of: NaiveDate) -> Result<Answer, Refusal> {
        if self.chosen.contains(&Choice::DontKnow) {
            return Ok(Answer::DontKnow);
        }
        if self.chosen.contains(&Choice::Declined) {
            return Ok(Answer::Declined);
        }
        let mut options = self.chosen.iter().filter_map(|choice| match choice {
            Choice::Option(id) => Some(id.clone()),
            _ => None,
        });
        match &question.kind {
            QuestionKind::One(_) | QuestionKind::YesNo => {
                options.next().map(Answer::One).ok_or(Refusal::Nothing)
            }
            QuestionKind::Many(_) if self.chosen.is_empty() => Err(Refusal::Nothing),
            QuestionKind::Many(_) => Ok(Answer::Many(options.collect())),
            _ if self.text.trim().is_empty() => Err(Refusal::Nothing),
            QuestionKind::Day { past } => day(&self.text, *past, as_of),
            QuestionKind::Number { unit: Unit::Days, min, max } => days(&self.text, *min, *max),
            QuestionKind::Number { min, max, .. } => {
                number(&self.text, *min, *max).map(Answer::Number)
            }
        }
    }
}

/// A day, `2026-11-05`, or a month alone, `2026-11`.
fn day(text: &str, past: bool, as_of: NaiveDate) -> Result<Answer, Refusal> {
    let text = text.trim();
    let month = || written::day(&[text, "-01"].concat()).map(Answer::Month);
    let answer = written::day(text).map(Answer::Day).or_else(month).ok_or(Refusal::NotADay)?;
    let (first, _) = answer.days().ok_or(Refusal::NotADay)?;
    if past && first > as_of {
        return Err(Refusal::Future(as_of));
    }
    let last = if past { as_of } else { as_of.checked_add_months(AHEAD).unwrap_or(NaiveDate::MAX) };
    if first < FIRST_DAY || first > last {
        return Err(Refusal::Impossible(FIRST_DAY, last));
    }
    Ok(answer)
}

/// How a month alone is written.
const MONTH: &str = "%Y-%m";

/// The units in which papers state a length of time, by the names that stand after the number in a draft.
pub const STATED_UNITS: [(TermUnit, &str); 3] =
    [(TermUnit::Days, "days"), (TermUnit::Weeks, "weeks"), (TermUnit::Months, "months")];

/// What [`stated`] reads: nothing where there is no number.
#[must_use]
pub fn stated_text(number: &str, unit: TermUnit) -> String {
    let name = STATED_UNITS.iter().find(|(own, _)| *own == unit && *own != TermUnit::Days);
    match name {
        Some((_, name)) if !number.trim().is_empty() => [number, " ", name].concat(),
        _ => number.to_owned(),
    }
}

/// A number and, after a space, one of [`STATED_UNITS`]; days where there is none. The number is as it was typed, so that a field
/// that shows it takes nothing back.
#[must_use]
pub fn stated(text: &str) -> (&str, TermUnit) {
    let named = STATED_UNITS.iter().find_map(|(unit, name)| {
        let number = text.strip_suffix(name)?.strip_suffix(' ')?;
        Some((number, *unit))
    });
    named.unwrap_or((text, TermUnit::Days))
}

/// A length of time as the paper states it: `10`, `2 weeks`, `1 months`; `min` and `max` are days.
fn days(text: &str, min: Option<Decimal>, max: Option<Decimal>) -> Result<Answer, Refusal> {
    let (typed, unit) = stated(text);
    if unit == TermUnit::Days {
        return number(typed, min, max).map(Answer::Number);
    }
    let count = number(typed, Some(Decimal::ONE), None)?;
    let count = i32::try_from(count).ok().filter(|whole| Decimal::from(*whole) == count);
    let term = Answer::Term(Term { count: count.ok_or(Refusal::NotANumber)?, unit });
    let fits = term.numbers().is_some_and(|(least, most)| {
        min.is_none_or(|min| min <= most) && max.is_none_or(|max| least <= max)
    });
    if fits { Ok(term) } else { Err(Refusal::OutOfRange(min, max)) }
}

/// Both decimal signs, and spaces between thousands, as people type them.
fn number(text: &str, min: Option<Decimal>, max: Option<Decimal>) -> Result<Decimal, Refusal> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = written::amount(&plain.replace(',', ".")).ok_or(Refusal::NotANumber)?;
    if number.is_sign_negative() {
        return Err(Refusal::NotANumber);
    }
    let fits = min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max);
    if fits { Ok(number) } else { Err(Refusal::OutOfRange(min, max)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tests::{day, question};
    use super::*;
    use crate::facts::Unit;
    use crate::rules::{Condition, Urgency};

    #[test]
    fn a_length_of_time_is_read_as_it_is_being_typed() {
        for typed in ["", "1", "10", "dix ", " dix jours", "2 "] {
            for (unit, _) in STATED_UNITS {
                let read = stated_text(typed, unit);
                let expected = if typed.is_empty() { TermUnit::Days } else { unit };
                assert_eq!(stated(&read), (typed, expected), "{read:?}");
            }
        }
    }

    fn asked(kind: QuestionKind) -> Question {
        question("asked", kind, Urgency::Work, Condition::always())
    }

    fn many(options: &[&str]) -> Question {
        asked(QuestionKind::Many(options.iter().map(|id| Id::from(*id)).collect()))
    }

    fn work() -> Question {
        many(&["none", "declared", "undeclared"])
    }

    fn signs() -> Question {
        many(&["threats", "debt"])
    }

    fn option(id: &str) -> Choice {
        Choice::Option(id.into())
    }

    fn given(question: &Question, chosen: &[Choice]) -> Result<Answer, Refusal> {
        let mut draft = Draft::default();
        for choice in chosen {
            draft.choose(&question.kind, choice);
        }
        draft.answer(question, day("2026-11-23"))
    }

    fn typed(kind: QuestionKind, text: &str) -> Result<Answer, Refusal> {
        let mut draft = Draft::default();
        draft.write(text.to_owned());
        draft.answer(&asked(kind), day("2026-11-23"))
    }

    fn set(options: &[&str]) -> Answer {
        Answer::Many(options.iter().map(|id| Id::from(*id)).collect())
    }

    #[test]
    fn an_option_called_none_is_an_option() {
        assert_eq!(given(&work(), &[option("none")]), Ok(set(&["none"])));
        let both = [option("none"), option("undeclared")];
        assert_eq!(given(&work(), &both), Ok(set(&["none", "undeclared"])));
    }

    #[test]
    fn none_of_these_stands_alone_and_an_option_takes_its_place() {
        let none = Choice::NoneOfThese;
        assert_eq!(given(&signs(), &[option("debt"), none.clone()]), Ok(set(&[])));
        assert_eq!(given(&signs(), &[none, option("debt")]), Ok(set(&["debt"])));
        assert_eq!(given(&signs(), &[option("debt"), Choice::DontKnow]), Ok(Answer::DontKnow));
        assert_eq!(given(&signs(), &[Choice::Declined, option("debt")]), Ok(set(&["debt"])));
    }

    #[test]
    fn none_of_these_is_offered_only_where_no_option_says_so() {
        assert!(choices(&signs()).contains(&Choice::NoneOfThese));
        assert!(!choices(&work()).contains(&Choice::NoneOfThese));
    }

    #[test]
    fn a_month_alone_is_an_answer_and_one_to_come_is_not() {
        let past = |text| typed(QuestionKind::Day { past: true }, text);
        assert_eq!(past("2026-07"), Ok(Answer::Month(day("2026-07-01"))));
        assert_eq!(past("2026-11"), Ok(Answer::Month(day("2026-11-01"))));
        assert_eq!(past("2026-12"), Err(Refusal::Future(day("2026-11-23"))));
        assert_eq!(past("2026-13"), Err(Refusal::NotADay));
        assert_eq!(Draft::of(&Answer::Month(day("2026-07-01"))).text(), "2026-07");
    }

    #[test]
    fn a_printed_limit_is_days_weeks_or_months() {
        let most = |max: i32| QuestionKind::Number {
            unit: Unit::Days,
            min: Some(1.into()),
            max: Some(max.into()),
        };
        let term = |count, unit| Ok(Answer::Term(Term { count, unit }));
        assert_eq!(typed(most(120), "10"), Ok(Answer::Number(10.into())));
        assert_eq!(typed(most(120), "2 weeks"), term(2, TermUnit::Weeks));
        assert_eq!(typed(most(120), "1 months"), term(1, TermUnit::Months));
        let refused = Err(Refusal::OutOfRange(Some(1.into()), Some(120.into())));
        assert_eq!(typed(most(120), "5 months"), refused);
        assert_eq!(typed(most(120), "1,5 months"), Err(Refusal::NotANumber));
        assert_eq!(typed(most(120), "months"), Err(Refusal::NotANumber));
        let again = Draft::of(&Answer::Term(Term { count: 2, unit: TermUnit::Weeks }));
        assert_eq!(again.text(), "2 weeks");
    }

    #[test]
    fn nothing_chosen_is_no_answer() {
        assert_eq!(given(&signs(), &[]), Err(Refusal::Nothing));
        assert_eq!(given(&signs(), &[option("debt"), option("debt")]), Err(Refusal::Nothing));
        assert_eq!(given(&asked(QuestionKind::YesNo), &[]), Err(Refusal::Nothing));
        assert_eq!(typed(QuestionKind::Day { past: true }, "  "), Err(Refusal::Nothing));
    }

    #[test]
    fn impossible_days_are_refused() {
        let past = |text: &str| typed(QuestionKind::Day { past: true }, text);
        assert_eq!(past("2026-11-23"), Ok(Answer::Day(day("2026-11-23"))));
        assert_eq!(past("2026-11-24"), Err(Refusal::Future(day("2026-11-23"))));
        assert_eq!(past("2026-02-30"), Err(Refusal::NotADay));
        let bounds = |last: &str| Err(Refusal::Impossible(day("1900-01-01"), day(last)));
        assert_eq!(past("0026-11-05"), bounds("2026-11-23"));
        let any = |text: &str| typed(QuestionKind::Day { past: false }, text);
        assert_eq!(any("2027-03-04"), Ok(Answer::Day(day("2027-03-04"))));
        assert_eq!(any("2206-11-05"), bounds("2076-11-23"));
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let kind = |max: i64| QuestionKind::Number {
            unit: Unit::Eur,
            min: Some(1.into()),
            max: Some(max.into()),
        };
        assert_eq!(typed(kind(9999), "1 027,50"), Ok(Answer::Number("1027.50".parse().unwrap())));
        let range = Err(Refusal::OutOfRange(Some(1.into()), Some(120.into())));
        assert_eq!(typed(kind(120), "121"), range);
        assert_eq!(typed(kind(120), "-5"), Err(Refusal::NotANumber));
        assert_eq!(typed(kind(120), "ten"), Err(Refusal::NotANumber));
    }

    #[test]
    fn an_answer_shown_again_gives_the_same_answer() {
        let kept = [
            (work(), set(&["none"])),
            (signs(), set(&[])),
            (signs(), set(&["debt", "threats"])),
            (asked(QuestionKind::Day { past: true }), Answer::Day(day("2026-11-05"))),
            (signs(), Answer::Declined),
        ];
        for (question, answer) in kept {
            let again = Draft::of(&answer).answer(&question, day("2026-11-23"));
            assert_eq!(again, Ok(answer));
        }
    }
}
