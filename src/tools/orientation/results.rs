//! Results: a plan that begins with the answer to what was asked, and a bar that stays.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use super::{given, interview, keep, plan, second, undo_notice};
use crate::components::country_choice::country_asked;
use crate::components::frame::LanguageLinks;
use crate::components::icon::Icon;
use crate::components::kit::{button, fragment, going, group, icon, link_of, nothing, para};
use crate::components::prose::dialled;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::explain::timeline::timeline;
use crate::explain::{Case, trace};
use crate::state::{Reader, screen, use_consulting, use_session};

/// The results' screen.
#[component]
pub fn OrientationResults() -> impl IntoView {
    let session = use_session();
    let actions = view! { {with_pack(|reader| bar(&reader))} }.into_any();
    view! {
        <Frame
            title=Signal::derive(move || session.w().results.title.to_owned())
            back=Back::to(Route::Orientation)
            actions=actions
        >
            {with_pack(|reader| results(&reader))}
        </Frame>
    }
}

/// What stays at hand below the results: paper, calendar, note, and whom to call first.
fn bar(reader: &Reader) -> AnyView {
    let mut parts =
        keep::ways(reader, ["keep-print", "keep-calendar", "keep-note"], "btn btn--bar");
    let interview = interview(reader);
    let number = Case::of(reader, &interview).and_then(|case| {
        let found = case.consult().plan();
        found.holding().find_map(|outcome| plan::callable(reader, outcome)?.phone.clone())
    });
    let href = match number {
        Some(number) => ["tel:", &number.replace(' ', "")].concat(),
        None => reader.href(&Route::Emergency),
    };
    let words = vec![icon(Icon::Phone), reader.w.results.call.into_any()];
    parts.push(link_of("keep-call", "btn btn--bar", href, words));
    fragment(parts)
}

fn results(reader: &Reader) -> AnyView {
    let consulting = use_consulting();
    let w = &reader.w.results;
    let interview = interview(reader);
    if interview.country.is_none() {
        return country_asked(reader, w.title);
    }
    let Some(case) = Case::of(reader, &interview) else { return nothing() };
    let second = second::reader(reader, &consulting);
    let case = Case { second: second.as_ref(), ..case };
    let consultation = case.consult();
    let found = consultation.plan();
    let day = w.as_of(reader.date(interview.as_of, DateForm::Long));
    let about = [&reader.label("countries", case.country), ". ", &*day].concat();
    let mut parts = vec![head(&case), para("quiet small", about), undo_notice(reader)];
    if interview.answers.is_empty() {
        parts.push(no_answers(reader));
    }
    let contradictions = consultation.contradictions();
    parts.extend(
        contradictions.into_iter().map(|one| contradiction(reader, &one.id, &one.questions)),
    );
    parts.extend(consultation.future_days().into_iter().map(|id| future_day(reader, id)));
    parts.push(plan::shown(&case, &found));
    let open = consultation.progress().next.filter(|_| !interview.answers.is_empty());
    parts.extend(open.map(|question| {
        let words = vec![icon(Icon::CircleHelp), w.questions_left.into_any()];
        link_of(
            "questions-left",
            "btn btn--plain no-print",
            reader.href(&Route::Question(question.id.clone())),
            words,
        )
    }));
    parts.push(second::choice(reader, &consulting));
    parts.extend(timeline(&case, &found.outcomes));
    parts.extend(plan::not_applying(reader, &found));
    parts.extend(given::folded(&case));
    parts.push(keep::sharing(reader));
    parts.push(view! { <LanguageLinks/> }.into_any());
    parts.push(para("small quiet no-print", [w.nothing_kept, " ", w.not_advice].concat()));
    if !interview.answers.is_empty() {
        parts.push(finish(reader));
    }
    parts.push(plan::paper(&case, &found));
    let foot = dialled(reader, w.print_wrong);
    parts.push(view! { <p class="printfoot print-only">{foot}</p> }.into_any());
    fragment(parts)
}

/// What was asked, and on paper what this is.
fn head(case: &Case<'_>) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.results;
    let needs = case.interview.needs.iter().map(|need| reader.label("needs", need));
    let needs: Vec<String> = needs.collect();
    let title =
        if needs.is_empty() { w.all.to_owned() } else { w.asked(needs.join(reader.w.format.list)) };
    view! {
        <div class="printhead print-only"><p><b>"Migr’action"</b> " · " {reader.date(reader.today(), DateForm::Long)} " · " {w.print_no_name}</p></div>
        <h1><span class="no-print">{title}</span><span class="print-only">{w.print_title}</span></h1>
    }
    .into_any()
}

fn no_answers(reader: &Reader) -> AnyView {
    let w = &reader.w.results;
    let start = reader.w.orientation.start.into_any();
    let start = link_of("", "btn btn--plain", reader.href(&Route::Orientation), vec![start]);
    let start = group("notice__do", vec![start]);
    let text = para("", w.no_answers_text);
    view! { <Notice tone=Tone::Later key="no-answers" title=w.no_answers_title>{text}{start}</Notice> }
        .into_any()
}

/// Ends the interview: asks what to keep before it erases, and erasing can be taken back.
fn finish(reader: &Reader) -> AnyView {
    let w = &reader.w.results;
    let (consulting, go, session) = (use_consulting(), going(false), reader.session);
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let ask = button("finish", "btn btn--plain", vec![w.finish.into_any()], move || {
        screen::open_dialog(dialog);
    });
    let erase = move || {
        close();
        consulting.clear(session.today);
        go(&Route::Orientation);
    };
    let yes = button("finish-now", "btn btn--danger", vec![w.finish_yes.into_any()], erase);
    let ways = keep::ways(reader, ["end-print", "end-calendar", "end-note"], "btn btn--plain");
    let parts = vec![
        view! { <h2 id="finish-title">{w.finish_title}</h2> }.into_any(),
        para("", w.finish_text),
        para("", w.finish_keep),
        group("plan__acts", ways),
    ];
    view! {
        {ask}
        <dialog node_ref=dialog class="dialog no-print" aria-labelledby="finish-title">
            {parts}
            <form method="dialog" class="dialog__do">{yes}<button class="btn btn--plain" autofocus>{w.finish_no}</button></form>
        </dialog>
    }
    .into_any()
}

fn contradiction(reader: &Reader, id: &Id, questions: &[Id]) -> AnyView {
    let text = reader.pack.words.contradictions.get(id).cloned().unwrap_or_default();
    let links = questions
        .iter()
        .map(|question| {
            let href = reader.href(&Route::Question(question.clone()));
            view! { <a class="btn btn--plain" href=href>{trace::short(reader, question)}</a> }
        })
        .collect_view();
    view! {
        <Notice tone=Tone::Deadline key="contradiction" title=reader.w.results.contradiction>
            <p>{text}</p>
            <div class="notice__do">{links}</div>
        </Notice>
    }
    .into_any()
}

fn future_day(reader: &Reader, question: &Id) -> AnyView {
    let href = reader.href(&Route::Question(question.clone()));
    let short = trace::short(reader, question);
    let text = reader.w.results.future_day(short.clone());
    view! {
        <Notice tone=Tone::Deadline key="future-day" title=reader.w.results.contradiction>
            <p>{text}</p>
            <div class="notice__do"><a class="btn btn--plain" href=href>{short}</a></div>
        </Notice>
    }
    .into_any()
}
