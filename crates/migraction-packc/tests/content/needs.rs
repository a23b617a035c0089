//! What the person wants to know comes first, and hides nothing that may hurt: tried on every scenario and every need.
//!
//! The table of questions to the decisive answer is printed with
//! `cargo test -p migraction-packc --test content needs -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use migraction_core::Id;
use migraction_core::deadline::Law;
use migraction_core::letters::Letter;
use migraction_core::rules::{
    Answer, Answers, Condition, DateTerm, Group, Interview, Need, Outcome, Plan, Rule, SOON_DAYS,
    State, Urgency,
};
use migraction_packc::content::SourceScenario;

use crate::CONTENT;

/// The decisive answer is there after so many questions, median over needs.
const MEDIAN: usize = 8;

fn law(country: &Id) -> Law<'static> {
    let core = &CONTENT.core;
    let calendar = &core.country(country.as_str()).unwrap().calendar;
    Law { rules: &core.rules[country], facts: &core.facts, calendar }
}

fn scenarios() -> impl Iterator<Item = &'static SourceScenario> {
    CONTENT.content.scenarios.iter().map(|scenario| &scenario.item)
}

/// The interview of a scenario for somebody who wants to know this, before its first question.
fn begun(scenario: &SourceScenario, need: Option<&Id>) -> Interview {
    let needs = need.into_iter().cloned().collect();
    Interview { needs, country: Some(scenario.country.clone()), ..Interview::start(scenario.as_of) }
}

fn finished(scenario: &SourceScenario, need: Option<&Id>) -> Interview {
    let mut interview = begun(scenario, need);
    while interview.play(law(&scenario.country), &scenario.answers).is_some() {}
    interview
}

/// What a result says: its state and its days.
fn said(outcome: &Outcome<'_>) -> (&'static str, Vec<Option<NaiveDate>>) {
    (outcome.name(), outcome.dates.iter().map(|line| line.day).collect())
}

/// What somebody came for who needs the first result that a scenario expects to hold.
fn need_of(scenario: &SourceScenario) -> Option<(&'static Rule, &'static Id)> {
    let rules = law(&scenario.country).rules;
    let full = finished(scenario, None);
    let consultation = full.consult(law(&scenario.country), scenario.as_of);
    let rule = scenario.expect.iter().find_map(|expected| {
        let rule = rules.rules.iter().find(|rule| rule.id == expected.item.rule)?;
        (consultation.outcome(rule).state != State::DoesNotApply).then_some(rule)
    })?;
    // A rule that looks at which letter it is bears on another letter no more than it does on the rest.
    let bears = |need: &&Need| {
        let consultation = full.consult(law(&scenario.country), scenario.as_of);
        consultation.about(&[need.id.clone()].into()).bears(rule)
    };
    let needs = || rules.needs.iter().filter(bears);
    let by_urgency = needs().find(|need| need.urgencies.contains(&rule.urgency));
    let by_topic = || {
        needs().find(|need| rule.topics.first().is_some_and(|topic| need.topics.contains(topic)))
    };
    let by_question =
        || needs().find(|need| need.urgencies.is_empty() && !need.questions.is_empty());
    let found = by_urgency.or_else(by_question).or_else(by_topic).or_else(|| needs().next())?;
    Some((rule, &found.id))
}

/// After how many questions the result says what it says at the end, and goes on saying it.
fn questions_to(scenario: &SourceScenario, rule: &Rule, need: Option<&Id>) -> (usize, bool) {
    let law = law(&scenario.country);
    let mut interview = begun(scenario, need);
    let mut steps = vec![said(&interview.consult(law, scenario.as_of).outcome(rule))];
    while interview.play(law, &scenario.answers).is_some() {
        steps.push(said(&interview.consult(law, scenario.as_of).outcome(rule)));
    }
    let last = steps.last().unwrap().clone();
    let settled = steps.iter().rposition(|step| *step != last).map_or(0, |at| at + 1);
    let full = finished(scenario, None);
    let is_same = said(&full.consult(law, scenario.as_of).outcome(rule)) == last;
    (settled, is_same)
}

fn median(counts: &mut [usize]) -> usize {
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or_default()
}

#[test]
fn the_decisive_answer_comes_after_few_questions() {
    let mut by_need: BTreeMap<&Id, Vec<(usize, usize, usize)>> = BTreeMap::new();
    let mut differ = Vec::new();
    let mut first = (0, 0);
    for scenario in scenarios() {
        let Some((rule, need)) = need_of(scenario) else { continue };
        let (settled, is_same) = questions_to(scenario, rule, Some(need));
        if !is_same {
            differ.push(format!("{}: {} for {need}", scenario.id, rule.id));
        }
        let asked = finished(scenario, Some(need)).answers.len();
        let (before, _) = questions_to(scenario, rule, None);
        by_need.entry(need).or_default().push((settled, asked, before));
        let interview = finished(scenario, Some(need));
        let plan = interview.consult(law(&scenario.country), scenario.as_of).plan();
        let place = plan.outcomes.iter().position(|one| one.rule.id == rule.id).unwrap();
        first.0 += usize::from(plan.answer == Some(place));
        let shown = plan.answer.iter().chain(&plan.actions).chain(&plan.dangers);
        let shown = shown.chain(&plan.beside);
        first.1 += usize::from(shown.copied().any(|at| at == place));
        if std::env::var_os("LIST").is_some() {
            let answer = plan.answer.map(|at| plan.outcomes[at].rule.id.to_string());
            println!("  {settled:>3} {} {need} {} answer {answer:?}", scenario.id, rule.id);
        }
    }
    println!(
        "need        cases  decisive after: median  most   asked in all: median  most   without a need: median"
    );
    let mut medians = Vec::new();
    let mut all = Vec::new();
    for (need, counts) in &by_need {
        let column = |of: fn(&(usize, usize, usize)) -> usize| -> Vec<usize> {
            counts.iter().map(of).collect()
        };
        let (mut settled, mut asked, mut before) =
            (column(|c| c.0), column(|c| c.1), column(|c| c.2));
        all.extend(settled.iter().copied());
        let middle = median(&mut settled);
        medians.push(middle);
        println!(
            "{:<12} {:>4} {:>23} {:>5} {:>22} {:>5} {:>23}",
            need.as_str(),
            counts.len(),
            middle,
            settled.last().unwrap(),
            median(&mut asked),
            asked.last().unwrap(),
            median(&mut before)
        );
    }
    let cases: usize = by_need.values().map(Vec::len).sum();
    println!(
        "all          {cases:>4} {:>23} {:>5}",
        median(&mut all.clone()),
        all.iter().max().unwrap()
    );
    println!(
        "the answer of the plan is the first result expected in {} of {cases}, it stands among the first in {}",
        first.0, first.1
    );
    assert!(median(&mut medians.clone()) <= MEDIAN, "{medians:?}");
    assert_eq!(differ, Vec::<String>::new(), "what is asked for a need leads to another result");
}

/// The limit of a letter that was named is counted whatever the person came for.
#[test]
fn a_letter_that_is_named_keeps_its_last_day_in_every_need() {
    let (mut cases, mut wrong) = (0, Vec::new());
    let letter = Id::from("letter");
    // Each scenario in a third of the needs: all of them together take a minute.
    for (turn, scenario) in scenarios().enumerate() {
        let law = law(&scenario.country);
        let question = law.rules.letters.question.as_ref().unwrap();
        let Some(Answer::One(option)) = scenario.answers.get(question) else { continue };
        if law.rules.letters.of_option(question, option).is_none() {
            continue;
        }
        let limits = |need: &Id| -> BTreeSet<(Id, NaiveDate)> {
            let interview = finished(scenario, Some(need));
            let consultation = interview.consult(law, scenario.as_of);
            let running = consultation.outcomes().into_iter().filter(|one| {
                !matches!(one.state, State::MayApply | State::DoesNotApply)
                    && migraction_core::letters::hangs_on_letter(law, one.rule, scenario.as_of)
            });
            running.filter_map(|one| Some((one.rule.id.clone(), one.due()?))).collect()
        };
        let expected = limits(&letter);
        for (at, need) in law.rules.needs.iter().enumerate() {
            if need.id == letter || (at + turn) % 3 != 0 {
                continue;
            }
            // Where it is not asked which letter came, none is named.
            if !finished(scenario, Some(&need.id)).answers.contains_key(question) {
                continue;
            }
            cases += 1;
            let found = limits(&need.id);
            let gone = expected.difference(&found).next();
            if let Some((rule, day)) = gone {
                wrong.push(format!("{} for {}: {day} of {rule}", scenario.id, need.id));
            }
        }
    }
    println!("{cases} letters in other needs, {} without their day", wrong.len());
    assert!(cases > 500, "only {cases}");
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Once the screen says that the answer is there, it is the one that all questions lead to.
#[test]
fn what_is_said_to_be_the_answer_stays_the_answer() {
    let (mut cases, mut early) = (0, Vec::new());
    for scenario in scenarios() {
        let Some((_, need)) = need_of(scenario) else { continue };
        let law = law(&scenario.country);
        let mut interview = begun(scenario, Some(need));
        let mut ready = None;
        let answer = |interview: &Interview| {
            let consultation = interview.consult(law, scenario.as_of);
            let plan = consultation.plan();
            let rule = plan.answer.map(|at| plan.outcomes[at].rule.id.clone());
            rule.map(|rule| (rule, consultation.is_answered(&plan)))
        };
        while interview.play(law, &scenario.answers).is_some() {
            if ready.is_none()
                && let Some((rule, true)) = answer(&interview)
            {
                ready = Some((rule, interview.answers.len()));
            }
        }
        let Some((rule, after)) = ready else { continue };
        cases += 1;
        let last = answer(&interview).map(|(rule, _)| rule);
        if last.as_ref() != Some(&rule) {
            early.push(format!("{} for {need}, after {after}: {rule}, then {last:?}", scenario.id));
        }
    }
    println!("said to be there in {cases}, another one in the end in {}", early.len());
    if std::env::var_os("LIST").is_some() {
        println!("{}", early.join("\n"));
    }
    assert!(cases > 300, "only {cases} have an answer before the end");
    assert!(early.len() * 20 <= cases, "{} of {cases}:\n{}", early.len(), early.join("\n"));
}

/// Whatever the person came for, the same answers show the same dangers and the same limits within two weeks.
fn pressing(plan: &Plan<'_>) -> BTreeSet<Id> {
    let first = plan.dangers.iter().chain(&plan.answer).chain(&plan.actions).chain(&plan.letters);
    let first = first.chain(&plan.doubts);
    first.filter_map(|at| plan.outcomes.get(*at)).map(|outcome| outcome.rule.id.clone()).collect()
}

#[test]
fn a_need_never_hides_a_danger_or_a_limit_within_two_weeks() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        let law = law(&scenario.country);
        let answered = Interview { answers: scenario.answers.clone(), ..begun(scenario, None) };
        let outcomes = answered.consult(law, scenario.as_of).outcomes();
        let must: Vec<&Outcome<'_>> = outcomes
            .iter()
            .filter(|one| match one.group() {
                Group::Danger => true,
                Group::Deadline => one.is_due_soon() || one.is_undated(),
                _ => false,
            })
            .collect();
        for need in &law.rules.needs {
            cases += 1;
            let asked = Interview { needs: [need.id.clone()].into(), ..answered.clone() };
            let shown = pressing(&asked.consult(law, scenario.as_of).plan());
            for one in must.iter().filter(|one| !shown.contains(&one.rule.id)) {
                wrong.push(format!("{} for {}: {} is hidden", scenario.id, need.id, one.rule.id));
            }
        }
    }
    assert!(cases > 1000, "only {cases} were tried");
    assert!(
        wrong.is_empty(),
        "{} of {cases}, {SOON_DAYS} days:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The questions of a need lead to every danger that all questions would lead to.
#[test]
fn a_need_asks_what_may_put_somebody_in_danger() {
    let dangers = |interview: &Interview, scenario: &SourceScenario| -> BTreeSet<Id> {
        let outcomes = interview.consult(law(&scenario.country), scenario.as_of).outcomes();
        let certain = outcomes
            .iter()
            .filter(|one| one.rule.urgency == Urgency::Danger && one.state == State::Applies);
        certain.map(|one| one.rule.id.clone()).collect()
    };
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        let all = finished(scenario, None);
        let known = dangers(&all, scenario);
        for need in &law(&scenario.country).rules.needs {
            let asked = finished(scenario, Some(&need.id));
            for gone in known.difference(&dangers(&asked, scenario)) {
                wrong.push(format!("{} for {}: {gone}", scenario.id, need.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Nothing is given as a reason that was not said: a condition over an answer holds only where that was answered.
#[test]
fn nothing_unsaid_is_a_premise() {
    let mut cases = 0;
    for scenario in scenarios() {
        let law = law(&scenario.country);
        let answers: Vec<_> = scenario.answers.keys().cloned().collect();
        for taken in &answers {
            let mut fewer: Answers = scenario.answers.clone();
            fewer.remove(taken);
            let interview = Interview::played(law, &scenario.country, scenario.as_of, &fewer);
            for outcome in interview.consult(law, scenario.as_of).outcomes() {
                if outcome.state == State::DoesNotApply || outcome.state == State::MayApply {
                    continue;
                }
                cases += 1;
                check_premises(&outcome, &interview, &scenario.id);
            }
        }
    }
    assert!(cases > 10_000, "only {cases} were tried");
}

/// A rule that applies rests on answers that are known, or on questions that known answers rule out.
fn check_premises(outcome: &Outcome<'_>, interview: &Interview, scenario: &Id) {
    use migraction_core::rules::{Trace, Truth};
    fn walk(trace: &Trace<'_>, interview: &Interview, wrong: &mut Vec<String>) {
        match trace {
            Trace::All(Truth::True, parts) => {
                parts.iter().for_each(|part| walk(part, interview, wrong));
            }
            Trace::Any(Truth::True, parts) => {
                let met = parts.iter().filter(|part| part.truth() == Truth::True);
                met.for_each(|part| walk(part, interview, wrong));
            }
            Trace::Not(Truth::True, part) => walk_false(part, interview, wrong),
            Trace::Leaf(Truth::True, leaf) => {
                let is_known = |(id, _): &(&Id, Option<&migraction_core::rules::Answer>)| {
                    interview.answers.get(*id).is_some_and(migraction_core::rules::Answer::is_known)
                };
                // Whoever does not know which letter came has one that is not recognised.
                let is_unrecognised = matches!(leaf.condition, Condition::Is { question, options }
                    if law(interview.country.as_ref().unwrap()).rules.letters.is_unrecognised(question, options));
                if !is_unrecognised && !leaf.seen.iter().all(is_known) {
                    wrong.push(format!("{:?}", leaf.condition));
                }
            }
            _ => {}
        }
    }
    /// What is false is so by an answer, or because its question does not arise by one.
    fn walk_false(trace: &Trace<'_>, interview: &Interview, wrong: &mut Vec<String>) {
        match trace {
            Trace::Leaf(_, leaf) => {
                let said = |id: &Id| {
                    interview.answers.get(id).is_some_and(migraction_core::rules::Answer::is_known)
                };
                let by_answer = leaf.seen.iter().all(|(id, _)| said(id));
                let by_gate =
                    !leaf.not_arising.is_empty() && leaf.deciders.iter().any(|(id, _)| said(id));
                if !by_answer && !by_gate {
                    wrong.push(format!("not {:?}", leaf.condition));
                }
            }
            Trace::All(_, parts) => {
                let mut found = Vec::new();
                parts
                    .iter()
                    .filter(|part| part.truth() == Truth::False)
                    .for_each(|part| walk_false(part, interview, &mut found));
                wrong.extend(found);
            }
            Trace::Any(_, parts) => {
                parts.iter().for_each(|part| walk_false(part, interview, wrong))
            }
            Trace::Not(_, part) => walk(part, interview, wrong),
        }
    }
    let mut wrong = Vec::new();
    walk(&outcome.trace, interview, &mut wrong);
    assert!(wrong.is_empty(), "{scenario}, {}: {}", outcome.rule.id, wrong.join("; "));
}

/// Each date is the sum of the moves that explain it.
#[test]
fn the_explanation_of_a_date_adds_up_to_it() {
    use migraction_core::rules::DateMove;
    let mut dates = 0;
    for scenario in scenarios() {
        let law = law(&scenario.country);
        let interview = finished(scenario, None);
        let place = law.calendar.place.as_ref().and_then(|id| match interview.answers.get(id) {
            Some(migraction_core::rules::Answer::One(option)) => Some(option),
            _ => None,
        });
        let calendar = law.calendar.at(place);
        for outcome in interview.consult(law, scenario.as_of).outcomes() {
            for line in &outcome.dates {
                let (Some(start), Some(day)) = (line.start, line.day) else { continue };
                dates += 1;
                let mut reached = start;
                for (step, said) in &line.moves {
                    reached = match step {
                        DateMove::Stated { term, .. }
                        | DateMove::Law { term, .. }
                        | DateMove::Shift(term) => calendar.add(reached, *term).unwrap(),
                        DateMove::Rolled { roll, from } => {
                            assert_eq!(*from, reached, "{}: {}", scenario.id, outcome.rule.id);
                            calendar.roll(reached, *roll).unwrap()
                        }
                    };
                    assert_eq!(reached, *said, "{}: {} {}", scenario.id, outcome.rule.id, line.id);
                }
                assert_eq!(reached, day, "{}: {} {}", scenario.id, outcome.rule.id, line.id);
            }
        }
    }
    assert!(dates > 500, "only {dates} dates were tried");
}

/// What is asked of somebody who came with this letter and knows nothing else.
fn asked_with(law: Law<'static>, country: &Id, letter: &Letter, today: NaiveDate) -> Vec<Id> {
    let needs = [Id::from("letter")].into();
    let mut interview =
        Interview { needs, country: Some(country.clone()), ..Interview::start(today) };
    let mut asked = Vec::new();
    while let Some(question) = interview.consult(law, today).progress().next {
        let is_letter = law.rules.letters.question.as_ref() == Some(&question.id);
        let answer = if is_letter { Answer::One(letter.option.clone()) } else { Answer::DontKnow };
        asked.push(question.id.clone());
        interview.answers.insert(question.id.clone(), answer);
    }
    asked
}

#[test]
fn a_letter_about_home_or_work_asks_nothing_about_asylum() {
    let today = "2026-12-01".parse().unwrap();
    let mut found = Vec::new();
    let mut letters = 0;
    for country in ["be", "fr", "it"].map(Id::from) {
        let law = law(&country);
        let is_of_asylum = |question: &Id| {
            let looks = |rule: &&Rule| {
                let mut looks = false;
                rule.when.for_each_question(&mut |id| looks |= id == question);
                // A limit that is printed counts in other matters too.
                let mut added = rule.dates.iter().flat_map(|step| &step.add);
                looks || added.any(|term| *term == DateTerm::Answer(question.clone()))
            };
            let mut rules = law.rules.rules.iter().filter(looks).peekable();
            rules.peek().is_some()
                && rules.all(|rule| rule.topics.first().is_some_and(|topic| *topic == *"asylum"))
        };
        let list = &law.rules.letters.list;
        for letter in
            list.iter().filter(|one| ["landlord", "employer"].contains(&one.from.as_str()))
        {
            letters += 1;
            let asked = asked_with(law, &country, letter, today);
            assert!(asked.len() <= 16, "{} asks {asked:?}", letter.id);
            let of_asylum = asked.into_iter().filter(is_of_asylum);
            found.extend(of_asylum.map(|question| format!("{}: {question}", letter.id)));
        }
    }
    assert!(letters >= 9, "{letters} letters were looked at");
    assert_eq!(found, Vec::<String>::new(), "asked about asylum");
}
