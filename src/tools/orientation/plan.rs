//! Results as a plan: the answer to what was asked and why, what has a day, then the rest, a line each.

use std::collections::BTreeSet;

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::guide::Service;
use migraction_core::letters::Letter;
use migraction_core::route::Route;
use migraction_core::rules::{Answer, Group, Outcome, State, plan::Plan, plan::Theme};
use migraction_core::{CivilDate, Id};

use super::fold::Fold;
use super::{interview, keep, second};
use crate::components::icon::{Glyph, Icon};
use crate::components::keep::{calendar, noting};
use crate::components::kit::{
    button, dynamic, fragment, group, h2, h2_of, h3_of, icon, link_of, nothing, para, while_shown,
};
use crate::components::prose::dialled;
use crate::components::service::{call_link, call_row};
use crate::explain::result::Told;
use crate::explain::{Case, result, trace};
use crate::state::{Reader, use_consulting};
use crate::words::results::MayBeGone;

/// So many results besides the answer stand as cards of their own, those with a day first.
const CARDS: usize = 3;

/// All results of a case, each once.
pub fn shown(case: &Case<'_>, plan: &Plan<'_>) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.results;
    let at = |places: &[usize]| -> Vec<&Outcome<'_>> {
        places.iter().filter_map(|at| plan.outcomes.get(*at)).collect()
    };
    let mut parts = Vec::new();
    // A number is offered once, however many results name it.
    let mut offered = BTreeSet::new();
    if !plan.dangers.is_empty() {
        let lines = at(&plan.dangers).into_iter().map(|one| danger(case, one, &mut offered));
        parts.push(section("dangers", w.group_danger, lines.collect()));
    }
    let gone = plan.may_be_gone();
    let found = plan.answer.and_then(|at| plan.outcomes.get(at));
    parts.extend(found.map(|one| answer(case, one, gone)));
    let mut room = CARDS;
    if !plan.actions.is_empty() {
        // The first ones whole, the others a line each: ten red cards say less than three. What is gone, if it ever held, is
        // no card either: the answer says so where it bears on it.
        let drawn = at(&plan.actions).into_iter().map(|outcome| {
            let is_past = outcome.state == State::MayApply && outcome.is_gone();
            if is_past && outcome.may_last_until().is_none() || room == 0 {
                return line(case, outcome);
            }
            room -= 1;
            whole(case, outcome, Part::Action, Vec::new())
        });
        parts.push(section("actions", w.actions, drawn.collect()));
    }
    if !plan.beside.is_empty() {
        // One of them at least is whole: what answers is not hidden by what has a day.
        let cards = room.max(1);
        let told = at(&plan.beside).into_iter().enumerate().map(|(place, outcome)| {
            if place < cards {
                whole(case, outcome, Part::Action, Vec::new())
            } else {
                line(case, outcome)
            }
        });
        parts.push(section("beside", w.beside, told.collect()));
    }
    parts.extend(other_letter(case));
    if !plan.letters.is_empty() {
        parts.push(later("letters", w.letters(plan.letters.len()), |case, plan| {
            let letters = plan.letters.iter().filter_map(|at| plan.outcomes.get(*at));
            group("theme__lines", letters.map(|outcome| line(case, outcome)).collect())
        }));
    }
    if !plan.doubts.is_empty() {
        if plan.is_said_safe {
            let label = reader.w.pair(w.group_doubts, &plan.doubts.len().to_string());
            parts.push(later("doubts", label, |case, plan| {
                let doubts = plan.doubts.iter().filter_map(|at| plan.outcomes.get(*at));
                group("theme__lines", doubts.map(|outcome| line(case, outcome)).collect())
            }));
        } else {
            // Nobody named them: a line each, and one number to call.
            let mut doubts = at(&plan.doubts).into_iter();
            let first = doubts.next().map(|one| danger(case, one, &mut offered));
            let lines = first.into_iter().chain(doubts.map(|one| line(case, one)));
            parts.push(section("doubts", w.group_doubts, lines.collect()));
        }
    }
    if !plan.themes.is_empty() {
        let is_short = plan.themes.len() == 1;
        let themes = plan.themes.iter().map(|theme| of_theme(case, plan, theme, is_short));
        parts.push(section("themes", w.themes, themes.collect()));
    }
    let possible: usize = plan.possible.iter().map(|theme| theme.outcomes.len()).sum();
    if possible > 0 {
        parts.push(later("possible", w.possible(possible), |case, plan| {
            let themes = plan.possible.iter().map(|theme| of_theme(case, plan, theme, false));
            group("stack stack--s", themes.collect())
        }));
    }
    parts.extend(others(reader, plan));
    group("plan no-print", parts)
}

fn section(name: &'static str, title: &'static str, parts: Vec<AnyView>) -> AnyView {
    view! { <section class="plan__part" id=name><h2>{title}</h2>{parts}</section> }.into_any()
}

/// Who holds one letter often holds another, which has a time of its own.
fn other_letter(case: &Case<'_>) -> Option<AnyView> {
    let letters = &case.law.rules.letters;
    let answer = case.interview.answers.get(letters.question.as_ref()?)?;
    let is_named = |letter: &Letter| *answer == Answer::One(letter.option.clone());
    letters.list.iter().any(is_named).then(|| {
        let (reader, w) = (case.reader, &case.reader.w.results);
        let words = vec![icon(Icon::Hourglass), w.other_letter_count.into_any()];
        let link = link_of("other-letter", "btn btn--plain", reader.href(&Route::Deadline), words);
        group("plan__part", vec![para("plan__why", w.other_letter), link])
    })
}

/// A danger: what to do, and the number to call, unfolded. One that has a last day shows it as any limit does.
fn danger(case: &Case<'_>, outcome: &Outcome<'_>, offered: &mut BTreeSet<Id>) -> AnyView {
    if outcome.due().is_some() {
        return whole(case, outcome, Part::Action, Vec::new());
    }
    let service = callable(case.reader, outcome);
    let call = service
        .filter(|service| offered.insert(service.id.clone()))
        .map(|service| call_row(case.reader, service));
    group(
        "plan__danger",
        vec![whole(case, outcome, Part::Danger, Vec::new()), call.unwrap_or_else(nothing)],
    )
}

/// The answer to what was asked: what it is, from when or until when, and why, from what was answered.
fn answer(case: &Case<'_>, outcome: &Outcome<'_>, gone: Option<&Outcome<'_>>) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.results;
    let mut parts = Vec::new();
    if let Some((gone, day)) = gone.and_then(|gone| Some((gone, gone.due()?)))
        && let Some(words) = reader.pack.words.rules.get(&gone.rule.id)
    {
        let date = reader.date(day, DateForm::Full);
        let words = w.may_be_gone(MayBeGone { title: &words.title, date: &date });
        parts.push(
            view! { <p class="plan__why" data-gone=day.to_string()><strong>{words}</strong></p> }
                .into_any(),
        );
    }
    if outcome.state == State::MayApply
        && let Some(question) = outcome.settled_by.first()
    {
        let asked = reader.pack.words.questions.get(question);
        let asked = asked.map(|words| words.ask.clone()).unwrap_or_default();
        let words = w.settles(asked);
        parts.push(if case.asks {
            let href = reader.href(&Route::Question(question.clone()));
            link_of("settles", "plan__why", href, vec![words.into_any()])
        } else {
            para("plan__why", words)
        });
    }
    whole(case, outcome, Part::Answer, parts)
}

/// How a result stands on the page, whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// As the answer to what was asked.
    Answer,
    /// As something to do.
    Action,
    /// As a danger: whom to call stands below it.
    Danger,
}

/// A result whole: what, when, what to do and whom to see, in sight, and what can be done with it at once. Why it is one is a
/// tap away. `first` stands above its words.
fn whole(case: &Case<'_>, outcome: &Outcome<'_>, part: Part, first: Vec<AnyView>) -> AnyView {
    let reader = case.reader;
    let Some(words) = reader.pack.words.rules.get(&outcome.rule.id) else { return nothing() };
    let face = result::face(case, outcome);
    let mut parts = first;
    parts.extend(result::until(reader, outcome));
    let told = result::told(case, reader, outcome);
    parts.push(view! { <p class="result__text" data-told="">{told}</p> }.into_any());
    parts.extend(result::see_before(reader, outcome.rule.see.as_ref()));
    parts.extend(in_second(case, outcome));
    if part != Part::Danger {
        parts.push(acts(case, outcome, face.key.map(|(day, _)| day)));
    }
    let because = if part == Part::Answer { trace::because(case, outcome) } else { String::new() };
    if !because.is_empty() {
        parts.push(para("plan__why small quiet", reader.w.results.because(because)));
    }
    parts.push(more(case, outcome));
    let title = dialled(reader, &words.title);
    let (id, class, title) = if part == Part::Answer {
        (Some("answer"), "result result--answer ", h2_of("result__title", title))
    } else {
        (None, "result result--action ", h3_of("result__title", title))
    };
    view! {
        <article id=id class=[class, face.state].concat() data-rule=outcome.rule.id.to_string() data-state=outcome.name()>
            {face.top(reader, title)}
            {fragment(parts)}
        </article>
    }
    .into_any()
}

/// A result in the person's language, if one is chosen: title and words, in sight without opening anything.
fn in_second(case: &Case<'_>, outcome: &Outcome<'_>) -> Option<AnyView> {
    case.in_second(|second| {
        let words = second.pack.words.rules.get(&outcome.rule.id)?;
        let text = result::told(case, second, outcome);
        Some(view! { <p><strong>{words.title.clone()}</strong></p> <p>{text}</p> })
    })
}

/// Call, put into the calendar, keep in a note.
fn acts(case: &Case<'_>, outcome: &Outcome<'_>, day: Option<CivilDate>) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.results;
    let mut parts: Vec<AnyView> = Vec::new();
    parts.extend(callable(reader, outcome).map(|service| call_link(reader, service)));
    let title = reader.pack.words.rules.get(&outcome.rule.id).map(|words| words.title.clone());
    if let (Some(day), Some(title)) = (day, title) {
        if day >= reader.today() {
            let (own, events) = (reader.clone(), keep::events_of(reader, outcome, day));
            let put = move || calendar(&own, events.clone());
            let words = view! { <span aria-hidden="true">{w.agenda}</span><span class="vh">{w.day_agenda}</span> }.into_any();
            parts.push(button("", "btn btn--plain", vec![icon(Icon::CalendarClock), words], put));
        }
        let note = noting();
        let name = reader.w.results.share_title;
        let steps = keep::steps_of(reader, outcome, &title, day);
        let own = move || note(name, steps.clone());
        let words =
            view! { <span aria-hidden="true">{w.note}</span><span class="vh">{w.in_note}</span> }
                .into_any();
        parts.push(button("", "btn btn--plain", vec![icon(Icon::NotebookPen), words], own));
    }
    if parts.is_empty() { nothing() } else { group("plan__acts", parts) }
}

/// The first service of a result that can be called.
pub fn callable<'a>(reader: &'a Reader, outcome: &Outcome<'_>) -> Option<&'a Service> {
    let services = outcome.rule.services.iter();
    let mut known = services.filter_map(|id| reader.pack.core.services.get(id));
    known.find(|service| service.phone.is_some())
}

/// The words of a result that stands above already, folded.
fn more(case: &Case<'_>, outcome: &Outcome<'_>) -> AnyView {
    let label = view! { <span>{case.reader.w.results.more}</span> }.into_any();
    folded(case, outcome, "plan__more", None, vec![label], Told::Above)
}

/// One result in one line; its words, its reasons and its sources unfold.
pub fn line(case: &Case<'_>, outcome: &Outcome<'_>) -> AnyView {
    let reader = case.reader;
    let Some(words) = reader.pack.words.rules.get(&outcome.rule.id) else { return nothing() };
    let face = result::face(case, outcome);
    let meta = match face.first() {
        Some((shown, label)) if outcome.group() != Group::Possible => view! {
            <span class="fold__meta"><Glyph icon=shown tiny=true/>{label.to_owned()}</span>
        }
        .into_any(),
        _ => nothing(),
    };
    let title = words.title.clone();
    let head =
        view! { <span class="fold__head"><span class="fold__title">{title}</span>{meta}</span> };
    let class = ["plan__line ", face.state].concat();
    let named = Some((outcome.rule.id.to_string(), outcome.name()));
    folded(case, outcome, &class, named, vec![head.into_any()], Told::Here)
}

/// A result that draws its card when it is opened: most never are.
fn folded(
    case: &Case<'_>,
    outcome: &Outcome<'_>,
    class: &str,
    named: Option<(String, &'static str)>,
    head: Vec<AnyView>,
    told: Told,
) -> AnyView {
    let (rule, state) = named.unzip();
    let fold = Fold::of(outcome.rule.id.to_string());
    let (reader, id) = (case.reader.clone(), outcome.rule.id.clone());
    let body =
        dynamic(move || if fold.is_open.get() { unfolded(&reader, &id, told) } else { nothing() });
    view! {
        <details class=["fold-box no-print ", class].concat() data-rule=rule data-state=state node_ref=fold.node prop:open=fold.is_open on:toggle=while_shown(move |_| fold.turned())>
            <summary class="fold">{head}<Glyph icon=Icon::ChevronDown small=true/></summary>
            <div class="fold__body">{body}</div>
        </details>
    }
    .into_any()
}

fn unfolded(reader: &Reader, id: &Id, told: Told) -> AnyView {
    let (interview, consulting) = (interview(reader), use_consulting());
    let second = second::reader(reader, &consulting);
    let Some(case) = Case::of(reader, &interview) else { return nothing() };
    let case = Case { second: second.as_ref(), ..case };
    let Some(rule) = case.law.rules.rules.iter().find(|rule| rule.id == *id) else {
        return nothing();
    };
    let outcome = case.consult().outcome(rule);
    let face = result::face(&case, &outcome);
    result::body(&case, &outcome, &face, told)
}

/// A theme: its results, folded under its name unless it is the only one.
fn of_theme(case: &Case<'_>, plan: &Plan<'_>, theme: &Theme<'_>, is_open: bool) -> AnyView {
    let outcomes = theme.outcomes.iter().filter_map(|at| plan.outcomes.get(*at));
    let lines: Vec<_> = outcomes.map(|outcome| line(case, outcome)).collect();
    let name = case.reader.label("topics", theme.topic);
    let count = lines.len();
    view! {
        <details class="theme no-print" data-theme=theme.topic.to_string() open=is_open>
            <summary class="fold theme__head"><span>{name}</span><span class="theme__count">{count}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
            <div class="theme__lines">{lines}</div>
        </details>
    }
    .into_any()
}

/// Many results that are drawn when they are asked for.
pub fn later(
    name: &'static str,
    label: String,
    draw: fn(&Case<'_>, &Plan<'_>) -> AnyView,
) -> AnyView {
    let fold = Fold::of(name.to_owned());
    let shown = fold.is_open;
    let consulting = use_consulting();
    let session = crate::state::use_session();
    let inside = crate::components::with_pack(move |reader| {
        let interview = consulting.interview(session);
        let case = Case::of(&reader, &interview).filter(|_| shown.get());
        case.map_or_else(nothing, |case| draw(&case, &case.consult().plan()))
    });
    view! {
        <details class="results__more no-print" data-more=name node_ref=fold.node prop:open=fold.is_open on:toggle=while_shown(move |_| fold.turned())>
            <summary class="why"><span>{label}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
            {inside}
        </details>
    }
    .into_any()
}

/// What does not apply, and why not.
pub fn not_applying(reader: &Reader, plan: &Plan<'_>) -> Option<AnyView> {
    let count = plan.outcomes.iter().filter(|one| one.group() == Group::Not).count();
    (count > 0).then(|| {
        later("not", reader.w.results.group_not(count), |case, plan| {
            let not = plan.outcomes.iter().filter(|one| one.group() == Group::Not);
            group("theme__lines", not.map(|outcome| line(case, outcome)).collect())
        })
    })
}

/// Other needs, one tap away, with how much holds there.
fn others(reader: &Reader, plan: &Plan<'_>) -> Option<AnyView> {
    let consulting = use_consulting();
    let chips: Vec<_> = plan
        .others
        .iter()
        .map(|(need, count)| {
            let name = reader.label("needs", need);
            let words = if *count == 0 {
                name
            } else {
                let other = crate::words::results::Other { topic: &name, n: count };
                reader.w.results.other(other)
            };
            let (id, own) = (["other-", need.as_str()].concat(), (*need).clone());
            button(id, "chip", vec![words.into_any()], move || consulting.add_need(&own))
        })
        .collect();
    (!chips.is_empty()).then(|| {
        let title = h2(reader.w.results.others);
        group("plan__part", vec![title, group("chips chips--wrap", chips)])
    })
}

/// The plan on paper: what holds, each with its day and its words; what only may apply would bury it.
pub fn paper(case: &Case<'_>, plan: &Plan<'_>) -> AnyView {
    let cards = plan.holding().map(|outcome| {
        let reader = case.reader;
        let title = reader.pack.words.rules.get(&outcome.rule.id).map(|words| words.title.clone());
        let face = result::face(case, outcome);
        let second = in_second(case, outcome);
        let calls = outcome.rule.services.iter().take(2);
        let calls = calls.filter_map(|id| reader.pack.core.services.get(id));
        let calls: Vec<_> = calls.map(|service| call_row(reader, service)).collect();
        view! {
            <article class="result">
                {face.top(reader, h3_of("result__title", title.into_any()))}
                <p class="result__text">{result::told(case, reader, outcome)}</p>
                {result::see_before(reader, outcome.rule.see.as_ref())}
                {second}
                {calls}
            </article>
        }
        .into_any()
    });
    let cards: Vec<_> = cards.collect();
    view! { <div class="print-only">{cards}</div> }.into_any()
}
