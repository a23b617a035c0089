//! The deadline calculator: from a letter in the hand to the day by which to have acted.
//!
//! Which letters and events there are, and how their terms run, the rules of the country say;
//! nothing of it stands here. Where two readings are possible, the earlier date is the one to keep.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::date_entry::last_of_month;
use crate::dates::{Calendar, Roll, Term, TermUnit};
use crate::facts::Facts;
use crate::letters::{self, Letter};
use crate::rules::{
    Answer, Answers, Consultation, DateAnchor, DateLine, DateRole, DateStep, DateTerm, Question,
    QuestionKind, Rule, RuleKind, Rules, Truth,
};
use crate::{Id, written};

/// Working days to keep in hand where a rule names no day to act by.
const MARGIN: Term = Term { count: -3, unit: TermUnit::WorkingDays };

/// What a last day is counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter<'a> {
    /// A letter of the country's list.
    Letter(&'a Letter),
    /// Another event, by the concept of its rules, which follow each other in time.
    Concept(&'a Id),
}

/// A letter or event whose last day the rules compute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind<'a> {
    /// What it is.
    pub matter: Matter<'a>,
    /// The rules that may count its last day, and those that say where none is counted.
    pub rules: Vec<&'a Rule>,
    /// The date question that the term starts from.
    pub start: &'a Id,
    /// The question for a limit printed on the paper, where one prevails.
    pub limit: Option<&'a Id>,
}

impl Kind<'_> {
    /// Its name, unlike that of any other kind of the country.
    #[must_use]
    pub fn id(&self) -> &str {
        match self.matter {
            Matter::Letter(letter) => letter.id.as_str(),
            Matter::Concept(concept) => concept.as_str(),
        }
    }
}

/// The kinds of a country on `today`: letters in the order of the content, then other events, the most pressing first.
#[must_use]
pub fn kinds(law: Law<'_>, today: NaiveDate) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for letter in &law.rules.letters.list {
        let dated = letters::limits(law, letter, today);
        let found = with_concepts(law, &dated);
        kinds.extend(kind(Matter::Letter(letter), found));
    }
    let mut others: Vec<Kind<'_>> = Vec::new();
    for rule in dated(law.rules).filter(|rule| !letters::hangs_on_letter(law, rule, today)) {
        let matter = Matter::Concept(&rule.concept);
        if !others.iter().any(|kind| kind.matter == matter) {
            others.extend(kind(matter, with_concepts(law, &[rule])));
        }
    }
    others.sort_by_key(|kind| kind.rules.first().map(|rule| rule.urgency));
    kinds.extend(others);
    kinds
}

/// The rules that count a last day.
fn dated(rules: &Rules) -> impl Iterator<Item = &Rule> {
    let settled = rules.rules.iter().filter(|rule| rule.kind != RuleKind::Uncovered);
    settled.filter(|rule| rule.dates.iter().any(|step| step.role == DateRole::Legal))
}

/// The rules of the same concepts, those that count a last day first.
fn with_concepts<'a>(law: Law<'a>, dated: &[&'a Rule]) -> Vec<&'a Rule> {
    let others = law.rules.rules.iter().filter(|rule| {
        !dated.iter().any(|one| one.id == rule.id)
            && dated.iter().any(|one| one.concept == rule.concept)
    });
    dated.iter().copied().chain(others).collect()
}

/// A kind whose last day these rules count; none where none of them does.
fn kind<'a>(matter: Matter<'a>, rules: Vec<&'a Rule>) -> Option<Kind<'a>> {
    let mut start = None;
    let mut limit = None;
    for rule in &rules {
        let legal = rule.dates.iter().find(|step| step.role == DateRole::Legal);
        if let Some((from, printed)) = legal.and_then(|legal| origin(rule, legal)) {
            start = start.or(Some(from));
            limit = limit.or(printed);
        }
    }
    Some(Kind { matter, rules, start: start?, limit })
}

/// The question that a date starts from, and the one that may state its term.
fn origin<'a>(rule: &'a Rule, step: &'a DateStep) -> Option<(&'a Id, Option<&'a Id>)> {
    let stated = step.add.iter().find_map(DateTerm::question);
    match &step.start {
        DateAnchor::Answer(question) => Some((question, stated)),
        DateAnchor::Date(id) => {
            let earlier = rule.dates.iter().find(|step| step.id == *id)?;
            let (start, limit) = origin(rule, earlier)?;
            Some((start, stated.or(limit)))
        }
    }
}

/// What the paper says, and how it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The date written on it.
    pub dated: Option<NaiveDate>,
    /// The day on which it was received.
    pub received: Option<NaiveDate>,
    /// Whether the day of receipt can be proved: given by hand, or with a dated receipt.
    pub proved: bool,
    /// The limit printed on it: a number in the unit of its question, or a length of time.
    pub limit: Option<Answer>,
    /// Where one is, for holidays that are not kept everywhere.
    pub place: Option<Id>,
    /// What else was answered about it, such as the procedure that it names.
    pub further: Answers,
}

/// The date written on a letter and the day of its receipt.
pub type LetterDays = (Option<NaiveDate>, Option<NaiveDate>);

/// The days that a letter may bear, from what was typed as its date and its receipt: the earliest and the latest, the same
/// where no month stands alone. A month is one until `today`, and nothing is received before it was written.
#[must_use]
pub fn days_meant(dated: &str, received: &str, today: NaiveDate) -> [LetterDays; 2] {
    let meant = |text: &str| {
        let day = written::day(text).map(|day| (day, day));
        day.or_else(|| {
            let first = written::day(&[text, "-01"].concat())?;
            Some((first, last_of_month(first).min(today).max(first)))
        })
    };
    let (dated, received) = (meant(dated), meant(received));
    let (earliest, latest) = (|one: (NaiveDate, _)| one.0, |one: (_, NaiveDate)| one.1);
    let arrived = received.map(|(first, last)| {
        let written = dated.map_or(first, earliest);
        (if written <= last { first.max(written) } else { first }, last)
    });
    let written_last = dated.map(|(first, last)| {
        let arrived = received.map_or(last, latest);
        if first <= arrived { last.min(arrived) } else { last }
    });
    [(dated.map(earliest), arrived.map(earliest)), (written_last, arrived.map(latest))]
}

/// From which of its dates a letter is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The day of receipt.
    Received,
    /// The date written on it.
    Dated,
}

/// Which term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The limit printed on the paper.
    Printed,
    /// The term of the rule.
    Rule,
}

/// One way to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The rule that it follows.
    pub rule: &'a Rule,
    /// From which date.
    pub from: From,
    /// By which term.
    pub basis: Basis,
    /// The day counted from.
    pub start: NaiveDate,
    /// The last day by law.
    pub legal: NaiveDate,
    /// The cautious last day.
    pub safe: NaiveDate,
    /// The day by which to have acted.
    pub act_by: NaiveDate,
    /// Whether its rule holds for certain: not where an answer is missing.
    pub is_certain: bool,
    /// The computation, line by line.
    pub lines: Vec<DateLine>,
}

impl Reading<'_> {
    /// The last day that can still be kept on `today`: the cautious one, once that is gone the legal one; none where both are.
    #[must_use]
    pub fn last(&self, today: NaiveDate) -> Option<NaiveDate> {
        [self.safe, self.legal].into_iter().find(|day| *day >= today)
    }

    /// The day by which to act: see [`still_to_act`].
    #[must_use]
    pub fn act_on(&self, today: NaiveDate) -> NaiveDate {
        still_to_act(self.act_by, Some(self.safe.max(self.legal)), today)
    }
}

/// A day by which to have acted, as it is told on `today`: never a day gone by for as long as the last day is to come.
#[must_use]
pub fn still_to_act(by: NaiveDate, last: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    if by < today && last.is_some_and(|last| today <= last) { today } else { by }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reckoning<'a> {
    /// Neither date is known, or a term is missing.
    Missing,
    /// This date lies after today: nobody holds such a letter. Nothing is counted from it.
    Future(From),
    /// It was received before the date that is written on it: one of the two is wrong. Nothing is counted.
    Reversed,
    /// This version does not settle it for that date.
    Uncovered(Option<&'a Rule>),
    /// The readings, the earliest first: it is the one to keep. Those of a rule that only may hold, and those counted from the
    /// date of the letter while its receipt is known, stand after what can still be kept once their days are all gone.
    Known(Vec<Reading<'a>>),
}

/// Whether the limit printed on the paper and the term of the rule lead to different days.
#[must_use]
pub fn differ(readings: &[Reading<'_>]) -> bool {
    readings.iter().any(|one| {
        one.basis == Basis::Printed
            && readings.iter().any(|other| {
                other.basis == Basis::Rule && other.from == one.from && other.safe != one.safe
            })
    })
}

/// A country's law and days, as the calculator needs them.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    /// Its rules.
    pub rules: &'a Rules,
    /// All facts.
    pub facts: &'a Facts,
    /// Its holidays.
    pub calendar: &'a Calendar,
}

/// Counts the term of a letter, on `today`.
#[must_use]
pub fn reckon<'a>(law: Law<'a>, kind: &Kind<'a>, paper: &Paper, today: NaiveDate) -> Reckoning<'a> {
    let given = [(From::Received, paper.received), (From::Dated, paper.dated)];
    if let Some((from, _)) = given.iter().find(|(_, day)| day.is_some_and(|day| day > today)) {
        return Reckoning::Future(*from);
    }
    if paper.dated.zip(paper.received).is_some_and(|(dated, received)| received < dated) {
        return Reckoning::Reversed;
    }
    let mut starts = Vec::with_capacity(2);
    if let Some(day) = paper.received {
        starts.push((From::Received, day));
    }
    if let Some(day) = paper.dated.filter(|_| paper.received.is_none() || !paper.proved) {
        starts.push((From::Dated, day));
    }
    let mut found: Vec<Reading<'a>> = Vec::new();
    let mut uncovered = None;
    let mut covered = false;
    for (from, start) in starts.iter().copied() {
        let answers = answers(law, kind, paper, Some(start));
        let consultation =
            Consultation::new(law.rules, law.facts, law.calendar, &answers, today, today);
        for rule in kind.rules.iter().copied() {
            let truth = consultation.truth(&rule.when);
            if truth == Truth::False {
                continue;
            }
            if rule.kind == RuleKind::Uncovered {
                uncovered = Some(rule);
                continue;
            }
            covered = true;
            let mut counted = readings(law, rule, &answers, from, today);
            counted.iter_mut().for_each(|reading| reading.is_certain = truth == Truth::True);
            found.extend(counted);
        }
    }
    if starts.is_empty() || (found.is_empty() && covered) {
        return Reckoning::Missing;
    }
    if found.is_empty() {
        return Reckoning::Uncovered(uncovered);
    }
    // What is certain: the rule holds or the paper itself gives the limit, and the day that it counts from is not taken for
    // another one that is known. What may be gone, and only may hold, stands behind.
    let is_certain = |one: &Reading<'_>| {
        (one.is_certain || one.basis == Basis::Printed)
            && (one.from == From::Received || paper.received.is_none())
    };
    found.sort_by_key(|one| {
        let is_kept = is_certain(one) || one.last(today).is_some();
        (!is_kept, one.safe, one.legal)
    });
    Reckoning::Known(found)
}

/// Questions whose answer would say which of the rules of a kind holds, in the order of asking: options, one or several, yes
/// or no, and days other than the one that the kind starts from; no number. Those already answered stay among them.
#[must_use]
pub fn open_questions<'a>(
    law: Law<'a>,
    kind: &Kind<'a>,
    paper: &Paper,
    today: NaiveDate,
) -> Vec<&'a Question> {
    let start = paper.received.or(paper.dated);
    let mut plain = paper.clone();
    plain.further = Answers::new();
    let without = answers(law, kind, &plain, start);
    let with = answers(law, kind, paper, start);
    let mut wanted: Vec<Id> = paper.further.keys().cloned().collect();
    for answers in [&without, &with] {
        let consultation =
            Consultation::new(law.rules, law.facts, law.calendar, answers, today, today);
        for rule in &kind.rules {
            wanted.extend(consultation.outcome(rule).settled_by);
        }
    }
    let askable = askable_questions(law, kind).into_iter();
    askable.filter(|question| wanted.contains(&question.id)).collect()
}

/// All that [`open_questions`] may ever ask of a kind, in the same order.
#[must_use]
pub fn askable_questions<'a>(law: Law<'a>, kind: &Kind<'a>) -> Vec<&'a Question> {
    let mut named: BTreeSet<&Id> = BTreeSet::new();
    let mut conditions: Vec<_> = kind.rules.iter().map(|rule| &rule.when).collect();
    while let Some(condition) = conditions.pop() {
        condition.for_each_question(&mut |id| {
            // What decides whether it arises may be asked in its place.
            if named.insert(id) {
                conditions.extend(law.rules.question(id).map(|question| &question.when));
            }
        });
    }
    let asked = law.rules.questions.iter().filter(|question| {
        let is_asked = matches!(
            question.kind,
            QuestionKind::One(_)
                | QuestionKind::Many(_)
                | QuestionKind::YesNo
                | QuestionKind::Day { .. }
        );
        is_asked
            && question.id != *kind.start
            && law.rules.letters.question.as_ref() != Some(&question.id)
            && law.calendar.place.as_ref() != Some(&question.id)
    });
    asked.filter(|question| named.contains(&question.id)).collect()
}

fn answers(law: Law<'_>, kind: &Kind<'_>, paper: &Paper, start: Option<NaiveDate>) -> Answers {
    let mut answers = paper.further.clone();
    answers.extend(start.map(|start| (kind.start.clone(), Answer::Day(start))));
    if let Some((question, limit)) = kind.limit.zip(paper.limit.clone()) {
        answers.insert(question.clone(), limit);
    }
    if let Some((question, place)) = law.calendar.place.as_ref().zip(paper.place.clone()) {
        answers.insert(question.clone(), Answer::One(place));
    }
    if let (Some(question), Matter::Letter(letter)) = (&law.rules.letters.question, kind.matter) {
        answers.insert(question.clone(), Answer::One(letter.option.clone()));
    }
    answers
}

/// The ways to count the last day of a rule for these answers, the earliest first: by the limit printed on the paper
/// where one was answered, and by the rule's own term where that leads to another day. Empty where the rule has no
/// last day, or something is missing. Both the calculator and the results go by it, so that one appeal has one day.
///
/// Each stands as certain: whether the rule holds is not asked here.
#[must_use]
pub fn readings<'a>(
    law: Law<'a>,
    rule: &'a Rule,
    answers: &Answers,
    from: From,
    today: NaiveDate,
) -> Vec<Reading<'a>> {
    let Some(legal) = rule.dates.iter().find(|step| step.role == DateRole::Legal) else {
        return Vec::new();
    };
    let limit = origin(rule, legal).and_then(|(_, limit)| limit);
    let is_stated = |limit: &&Id| answers.get(*limit).is_some_and(|one| one.numbers().is_some());
    let printed = limit.filter(is_stated);
    let place = law.calendar.place.as_ref().and_then(|place| match answers.get(place) {
        Some(Answer::One(option)) => Some(option),
        _ => None,
    });
    let count = |counted: &Rule, answers: &Answers, basis| {
        let consultation =
            Consultation::new(law.rules, law.facts, law.calendar, answers, today, today);
        reading(law, rule, place, from, basis, consultation.outcome(counted).dates)
    };
    let Some(limit) = printed else {
        return count(rule, answers, Basis::Rule).into_iter().collect();
    };
    // The engine keeps the earlier of both: each is counted alone, so that a difference can be said.
    let mut by_paper = rule.clone();
    for step in &mut by_paper.dates {
        let stated = DateTerm::Answer(limit.clone());
        if step.add.contains(&stated) {
            step.add = vec![stated];
        }
    }
    let mut without = answers.clone();
    without.remove(limit);
    let printed = count(&by_paper, answers, Basis::Printed);
    let own = count(rule, &without, Basis::Rule)
        .filter(|own| printed.as_ref().is_none_or(|printed| printed.safe != own.safe));
    let mut found: Vec<_> = printed.into_iter().chain(own).collect();
    // What the paper gives is there to read; the term of a rule that only may hold, once it is gone, stands behind it.
    let consultation = Consultation::new(law.rules, law.facts, law.calendar, answers, today, today);
    let holds = consultation.truth(&rule.when) == Truth::True;
    found.sort_by_key(|one| {
        let is_aside = !holds && one.basis == Basis::Rule && one.last(today).is_none();
        (is_aside, one.safe, one.legal)
    });
    found
}

/// The day from which the last day is counted in the end, over dates that stand between.
fn first_day(lines: &[DateLine]) -> Option<NaiveDate> {
    let mut line = lines.iter().find(|line| line.role == DateRole::Legal)?;
    while let Some(earlier) =
        lines.iter().find(|other| other.id == line.anchor && other.id != line.id)
    {
        line = earlier;
    }
    line.start
}

fn reading<'a>(
    law: Law<'_>,
    rule: &'a Rule,
    place: Option<&Id>,
    from: From,
    basis: Basis,
    lines: Vec<DateLine>,
) -> Option<Reading<'a>> {
    let line = |role| lines.iter().find(|line| line.role == role);
    let day = |role| line(role).and_then(|line| line.day);
    let calendar = law.calendar.at(place);
    let legal = day(DateRole::Legal)?;
    let start = first_day(&lines)?;
    let safe = day(DateRole::Safe).or_else(|| calendar.roll(legal, Roll::Back))?;
    let act_by = day(DateRole::ActBy).or_else(|| calendar.add(safe, MARGIN))?;
    let is_certain = true;
    Some(Reading { rule, from, basis, start, legal, safe, act_by, is_certain, lines })
}

#[cfg(test)]
mod tests;
