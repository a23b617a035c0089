//! The tree of conditions: met, not met, not known, each with the answer that it saw.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::rules::answers::{NO, YES};
use migraction_core::rules::{
    Answer, Condition, Day, Leaf, Limit, Outcome, QuestionKind, Rules, Trace, Truth,
};

use super::Case;
use crate::components::icon::{Glyph, Icon};
use crate::state::Reader;
use crate::words::trace as words;

/// The tree as a list; nothing where the rule always applies.
pub fn tree(case: &Case<'_>, trace: &Trace<'_>) -> Option<AnyView> {
    let entries = flatten(trace, &|truth, trace| node(case, truth, trace));
    (!entries.is_empty()).then(|| view! { <ul class="trace__tree">{entries}</ul> }.into_any())
}

/// The parts of an "all of these" at the top stand by themselves.
fn flatten(trace: &Trace<'_>, draw: &dyn Fn(Truth, &Trace<'_>) -> AnyView) -> Vec<AnyView> {
    match trace {
        Trace::All(_, parts) => parts.iter().flat_map(|part| flatten(part, draw)).collect(),
        other => vec![draw(other.truth(), other)],
    }
}

fn node(case: &Case<'_>, truth: Truth, trace: &Trace<'_>) -> AnyView {
    let w = &case.reader.w.trace;
    match trace {
        Trace::Leaf(_, leaf) => entry(
            case.reader,
            truth,
            leaf_words(case.reader, case.law.rules, leaf, true),
            leaf_question(case, leaf, truth),
            None,
        ),
        Trace::Not(_, inner) => match &**inner {
            Trace::Leaf(_, leaf) => entry(
                case.reader,
                truth,
                leaf_words(case.reader, case.law.rules, leaf, false),
                leaf_question(case, leaf, truth),
                None,
            ),
            inner => {
                let parts = flatten(inner, &|truth, trace| node(case, truth, trace));
                entry(case.reader, truth, w.not.to_owned(), None, Some(parts))
            }
        },
        Trace::Any(_, parts) | Trace::All(_, parts) => {
            let title = if matches!(trace, Trace::Any(..)) { w.any } else { w.all };
            let parts = parts.iter().map(|part| node(case, part.truth(), part)).collect();
            entry(case.reader, truth, title.to_owned(), None, Some(parts))
        }
    }
}

fn entry(
    reader: &Reader,
    truth: Truth,
    words: String,
    question: Option<Id>,
    parts: Option<Vec<AnyView>>,
) -> AnyView {
    let w = &reader.w.trace;
    let (class, icon, name) = match truth {
        Truth::True => ("is-now", Icon::Check, w.met),
        Truth::False => ("is-urgent", Icon::X, w.not_met),
        Truth::Unknown => ("is-unknown", Icon::CircleHelp, w.not_known),
    };
    let answer = question.map(|id| {
        let href = reader.href(&Route::Question(id.clone()));
        view! { " " <a class="link" href=href>{w.answer}</a> }
    });
    view! {
        <li class=class>
            <Glyph icon small=true/>
            <span><span class="vh">{reader.w.pair(name, "")}</span>{words}{answer}</span>
            {parts.map(|parts| view! { <ul>{parts}</ul> })}
        </li>
    }
    .into_any()
}

/// The question to answer, where the leaf is open.
fn leaf_question(case: &Case<'_>, leaf: &Leaf<'_>, truth: Truth) -> Option<Id> {
    (truth == Truth::Unknown && case.asks)
        .then(|| {
            leaf.seen
                .iter()
                .filter(|(_, answer)| !answer.is_some_and(Answer::is_known))
                .map(|(question, _)| *question)
                .find(|question| case.law.rules.question(question).is_some())
                .cloned()
        })
        .flatten()
}

/// The answers that make a result so, as far as they are known, in words: those that its condition looks at, then those
/// that its dates are counted from. What was not answered is never among them.
pub fn because(case: &Case<'_>, outcome: &Outcome<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |question: &Id| {
        let answer = case.interview.answers.get(question).filter(|answer| answer.is_known());
        let Some(answer) = answer else { return };
        let answer = answer_words(case.reader, case.law.rules, question, answer);
        let part = case.reader.w.pair(&short(case.reader, question), &answer);
        if !parts.contains(&part) {
            parts.push(part);
        }
    };
    outcome.trace.for_each_question(&mut |question| add(question));
    outcome.dates.iter().for_each(|line| add(&line.anchor));
    parts.join(case.reader.w.format.list)
}

/// A question's short name.
pub fn short(reader: &Reader, question: &Id) -> String {
    reader
        .pack
        .words
        .questions
        .get(question)
        .map_or_else(|| question.to_string(), |words| words.short.clone())
}

/// An option's label; a letter's own name in its country.
pub fn option_label(reader: &Reader, rules: &Rules, question: &Id, option: &Id) -> String {
    if let Some(letter) = rules.letters.of_option(question, option)
        && let Some(words) = reader.pack.words.letters.get(&letter.id)
    {
        return words.name.clone();
    }
    let label =
        reader.pack.words.questions.get(question).and_then(|words| words.options.get(option));
    match label {
        Some(label) => label.clone(),
        None if *option == YES => reader.w.question.yes.to_owned(),
        None if *option == NO => reader.w.question.no.to_owned(),
        None => option.to_string(),
    }
}

/// An answer in words.
pub fn answer_words(reader: &Reader, rules: &Rules, question: &Id, answer: &Answer) -> String {
    let w = &reader.w.question;
    match answer {
        Answer::One(option) => option_label(reader, rules, question, option),
        Answer::Many(options) if options.is_empty() => w.none_of_these.to_owned(),
        Answer::Many(options) => {
            let labels: Vec<_> = options
                .iter()
                .map(|option| option_label(reader, rules, question, option))
                .collect();
            labels.join(reader.w.format.list)
        }
        Answer::Day(day) => reader.date(*day, DateForm::Long),
        Answer::Number(number) => match rules.question(question).map(|question| &question.kind) {
            Some(QuestionKind::Number { unit, .. }) => reader.amount(*number, *unit),
            _ => reader.number(*number),
        },
        Answer::Month(first) => reader.date(*first, DateForm::MonthLong),
        Answer::Term(term) => reader.amount(term.count.into(), term.unit.into()),
        Answer::DontKnow => w.dont_know.to_owned(),
        Answer::Declined => w.rather_not_say.to_owned(),
    }
}

fn fact_label(reader: &Reader, fact: &Id) -> String {
    reader.fact(fact).map_or_else(|| fact.to_string(), |(_, words)| words.label.clone())
}

fn day_words(reader: &Reader, day: &Day) -> String {
    match day {
        Day::Answer(question) => short(reader, question),
        Day::AsOf => reader.w.trace.as_of.to_owned(),
        Day::Fixed(day) => reader.date(*day, DateForm::Long),
        Day::Fact(fact) => fact_label(reader, fact),
        Day::Moved { start, term, back } => {
            let sign = if *back { '−' } else { '+' };
            format!("{} {sign} {}", day_words(reader, start), fact_label(reader, term))
        }
    }
}

fn leaf_words(reader: &Reader, rules: &Rules, leaf: &Leaf<'_>, positive: bool) -> String {
    let w = &reader.w.trace;
    let mut computed = leaf.days.iter();
    let mut day = |day: &Day| {
        let reached = match day {
            Day::Moved { .. } | Day::Fact(_) => computed.next(),
            _ => None,
        };
        match reached {
            Some(reached) => {
                format!("{} = {}", day_words(reader, day), reader.date(*reached, DateForm::Long))
            }
            None => day_words(reader, day),
        }
    };
    let limit_words = |limit: &Limit| match limit {
        Limit::Fixed(number) => reader.number(*number),
        Limit::Fact(fact) => {
            let figure = leaf.limit.map(|number| format!(" ({})", reader.number(number)));
            format!("{}{}", fact_label(reader, fact), figure.unwrap_or_default())
        }
    };
    let condition = match leaf.condition {
        Condition::Is { question, options } => {
            let labels: Vec<_> = options
                .iter()
                .map(|option| option_label(reader, rules, question, option))
                .collect();
            let labels = labels.join(w.or);
            if positive {
                w.is(words::Is { question: &short(reader, question), options: &labels })
            } else {
                w.is_not(words::IsNot { question: &short(reader, question), options: &labels })
            }
        }
        Condition::Count { question, at_least } => {
            w.count(words::Count { question: &short(reader, question), n: at_least })
        }
        Condition::AtLeast { question, limit } => w.at_least(words::AtLeast {
            question: &short(reader, question),
            limit: &limit_words(limit),
        }),
        Condition::Below { question, limit } => {
            w.below(words::Below { question: &short(reader, question), limit: &limit_words(limit) })
        }
        Condition::Before(left, right) => {
            w.before(words::Before { first: &day(left), second: &day(right) })
        }
        Condition::OnOrAfter(left, right) => {
            w.on_or_after(words::OnOrAfter { first: &day(left), second: &day(right) })
        }
        Condition::Within { event, from, until } => match (from, until) {
            (Some(from), None) => w.from(words::From {
                event: &short(reader, event),
                date: &reader.date(*from, DateForm::Long),
            }),
            (None, Some(until)) => w.until(words::Until {
                event: &short(reader, event),
                date: &reader.date(*until, DateForm::Long),
            }),
            (Some(from), Some(until)) => w.between(words::Between {
                event: &short(reader, event),
                from: &reader.date(*from, DateForm::Long),
                until: &reader.date(*until, DateForm::Long),
            }),
            (None, None) => short(reader, event),
        },
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => String::new(),
    };
    let given: Vec<_> = leaf
        .seen
        .iter()
        .map(|(question, answer)| match answer {
            _ if leaf.not_arising.contains(question) => {
                let deciders: Vec<_> = leaf
                    .deciders
                    .iter()
                    .filter_map(|(id, answer)| {
                        let answer = answer_words(reader, rules, id, (*answer)?);
                        Some(w.is(words::Is { question: &short(reader, id), options: &answer }))
                    })
                    .collect();
                if deciders.is_empty() {
                    w.not_arising.to_owned()
                } else {
                    [&[w.not_arising.to_owned()], &*deciders].concat().join(reader.w.format.list)
                }
            }
            Some(answer) => w.answered(answer_words(reader, rules, question, answer)),
            None => w.not_answered.to_owned(),
        })
        .collect();
    if given.is_empty() {
        condition
    } else {
        format!("{condition} ({})", given.join(reader.w.format.list))
    }
}
