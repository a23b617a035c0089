//! Results: danger, deadlines, now, soon, later; for everyone; what may apply; what is not covered; what does not
//! apply and why.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::format::DateForm;
use migraction_core::route::{NotesPage, Route};
use migraction_core::rules::{Group, Outcome, State};

use super::{consult, export, second, undo_notice};
use crate::components::country_choice::country_asked;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{Question, confirmed};
use crate::components::prose::dialled;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::explain::result::card;
use crate::explain::timeline::timeline;
use crate::explain::{Case, trace};
use crate::state::{Consulting, Reader, screen, use_consulting, use_session};

/// The results' screen.
#[component]
pub fn OrientationResults() -> impl IntoView {
    let session = use_session();
    let actions = view! { {with_pack(|reader| actions(&reader))} }.into_any();
    view! {
        <Frame
            title=Signal::derive(move || session.w().results.title.to_owned())
            back=Back::to(Route::Orientation)
            actions=actions
        >
            {with_pack(results)}
        </Frame>
    }
}

fn actions(reader: &Reader) -> AnyView {
    let w = &reader.w.results;
    let consulting = use_consulting();
    let navigate = use_navigate();
    let last = {
        let reader = reader.clone();
        move || match consulting.asked.get().last() {
            Some(question) => reader.href(&Route::Question(question.clone())),
            None => reader.href(&Route::Orientation),
        }
    };
    let clear = {
        let reader = reader.clone();
        move || {
            consulting.clear(reader.today());
            navigate(&reader.href(&Route::Orientation), Default::default());
        }
    };
    let finish = confirmed(
        "finish",
        "btn btn--main btn--grow",
        w.finish,
        Question { title: w.finish_title, text: w.finish_text, yes: w.finish_yes, no: w.finish_no },
        clear,
    );
    view! {
        <a class="btn btn--plain" href=last><Glyph icon=Icon::Pencil small=true/>{w.change_answers}</a>
        <button class="btn btn--plain" aria-label=w.print on:click=|_| screen::print()><Glyph icon=Icon::Printer small=true/></button>
        {finish}
    }
    .into_any()
}

fn results(reader: Reader) -> AnyView {
    let consulting = use_consulting();
    let Some(country) = consulting.country(reader.session) else {
        return country_asked(&reader, reader.w.results.title);
    };
    let answers = consulting.answers.get();
    let as_of = consulting.as_of.get();
    let Some(rules) = reader.rules(&country) else { return ().into_any() };
    let Some(consultation) = consult(&reader, &country, &answers, as_of) else {
        return ().into_any();
    };
    let second = second::reader(&reader, &consulting);
    let case = Case {
        reader: &reader,
        country: &country,
        rules,
        answers: &answers,
        second: second.as_ref(),
        asks: true,
    };
    let outcomes = consultation.outcomes();
    let w = &reader.w.results;
    let contradictions: Vec<_> = consultation
        .contradictions()
        .into_iter()
        .map(|contradiction| (contradiction.id.clone(), contradiction.questions.clone()))
        .collect();
    let future: Vec<_> = consultation.future_days().into_iter().cloned().collect();
    let day = reader.date(as_of, DateForm::Long);
    let name = reader.label("countries", &country);
    let (intro, start) = (reader.href(&Route::Orientation), reader.w.orientation.start);
    let open = consultation.progress().next.map(|question| question.id.clone());
    // The dates stand after what is pressing, before what can wait.
    let pressing = [Group::Danger, Group::Deadline, Group::Now];
    let rest = [Group::Soon, Group::Later, Group::Everyone, Group::Possible, Group::Uncovered];
    let groups = |wanted: &[Group]| {
        wanted.iter().map(|wanted| group(&case, *wanted, &outcomes)).collect_view()
    };
    view! {
        <div class="printhead print-only"><p><b>"Migr’action"</b> " · " {reader.date(reader.today(), DateForm::Long)} " · " {w.print_no_name}</p></div>
        <h1><span class="no-print">{w.heading}</span><span class="print-only">{w.print_title}</span></h1>
        <p class="quiet">{name} ". " {w.as_of(day)} " " <span class="no-print">{w.nothing_kept}</span></p>
        {undo_notice(&reader)}
        {second::choice(&reader, &consulting)}
        {answers.is_empty().then(|| view! {
            <Notice tone=Tone::Later key="no-answers" title=w.no_answers_title>
                <p>{w.no_answers_text}</p>
                <div class="notice__do"><a class="btn btn--plain" href=intro.clone()>{start}</a></div>
            </Notice>
        })}
        {contradictions.into_iter().map(|(id, questions)| contradiction(&reader, &id, &questions)).collect_view()}
        {future.into_iter().map(|question| future_day(&reader, &question)).collect_view()}
        {(!answers.is_empty()).then_some(open).flatten().map(|question| {
            let href = reader.href(&Route::Question(question.clone()));
            view! { <p class="no-print"><a class="link" href=href>{w.questions_left}</a></p> }
        })}
        {groups(&pressing)}
        {timeline(&case, &outcomes)}
        {groups(&rest)}
        {not_applying(&reader, &outcomes)}
        {given(&case, &consulting)}
        {(!answers.is_empty()).then(|| view! {
            <a class="btn btn--plain no-print" data-do="keep-as-note" href=reader.href(&Route::Notes(NotesPage::New))><Glyph icon=Icon::NotebookPen small=true/>{reader.w.notes.keep_as_note}</a>
        })}
        {export::section(&reader, &consulting)}
        <p class="small quiet no-print">{w.not_advice}</p>
        <p class="printfoot print-only">{dialled(&reader, w.print_wrong)}</p>
    }
    .into_any()
}

const fn title(reader: &Reader, group: Group) -> &'static str {
    let w = &reader.w.results;
    match group {
        Group::Danger => w.group_danger,
        Group::Deadline => w.group_deadline,
        Group::Now => w.group_now,
        Group::Soon => w.group_soon,
        Group::Later => w.group_later,
        Group::Everyone => w.group_everyone,
        Group::Possible => w.group_possible,
        Group::Uncovered => w.group_uncovered,
        Group::Not => w.tag_not,
    }
}

fn group(case: &Case<'_>, group: Group, outcomes: &[Outcome<'_>]) -> Option<AnyView> {
    let cards: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.group() == group)
        .map(|outcome| card(case, outcome))
        .collect();
    if cards.is_empty() {
        return None;
    }
    let title = view! { <h2 class="results__title">{title(case.reader, group)}</h2> };
    // On paper, what is only possible would bury what is sure.
    let class = if group == Group::Possible { "results__group no-print" } else { "results__group" };
    Some(view! { <section class=class>{title}{cards}</section> }.into_any())
}

/// What does not apply and why: many cards, drawn when they are asked for.
fn not_applying(reader: &Reader, outcomes: &[Outcome<'_>]) -> Option<AnyView> {
    let consulting = use_consulting();
    let is_not = |outcome: &&Outcome<'_>| outcome.state == State::DoesNotApply;
    let count = outcomes.iter().filter(is_not).count();
    let shown = RwSignal::new(false);
    let label = reader.w.results.group_not(count);
    let reader = reader.clone();
    let cards = move || {
        let country = untrack(|| consulting.country(reader.session))?;
        let answers = consulting.answers.get_untracked();
        let as_of = consulting.as_of.get_untracked();
        let rules = reader.rules(&country).filter(|_| shown.get())?;
        let case = Case {
            reader: &reader,
            country: &country,
            rules,
            answers: &answers,
            second: None,
            asks: true,
        };
        let outcomes = consult(&reader, &country, &answers, as_of)?.outcomes();
        Some(group(&case, Group::Not, &outcomes))
    };
    (count > 0).then(|| {
        view! {
            <details class="results__more no-print" on:toggle=move |_| shown.set(true)>
                <summary class="why"><span>{label}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                {cards}
            </details>
        }
        .into_any()
    })
}

fn contradiction(
    reader: &Reader,
    id: &migraction_core::Id,
    questions: &[migraction_core::Id],
) -> AnyView {
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

fn future_day(reader: &Reader, question: &migraction_core::Id) -> AnyView {
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

/// The answers given, each with its way back.
fn given(case: &Case<'_>, consulting: &Consulting) -> Option<AnyView> {
    let (reader, answers) = (case.reader, case.answers);
    if answers.is_empty() {
        return None;
    }
    let rows: Vec<_> = consulting
        .asked
        .get()
        .into_iter()
        .filter_map(|id| answers.get(&id).map(|answer| (id.clone(), answer.clone())))
        .map(|(id, answer)| {
            let href = reader.href(&Route::Question(id.clone()));
            view! {
                <a class="row" href=href>
                    <span class="row__lead"><Glyph icon=Icon::Pencil small=true/></span>
                    <span>
                        <span class="row__title">{trace::short(reader, &id)}</span>
                        <span class="row__meta">{trace::answer_words(reader, case.rules, &id, &answer)}</span>
                    </span>
                    <Glyph icon=Icon::ChevronRight small=true/>
                </a>
            }
        })
        .collect();
    Some(
        view! {
            <section class="stack stack--s no-print">
                <h2>{reader.w.results.answers}</h2>
                <div class="rows">{rows}</div>
            </section>
        }
        .into_any(),
    )
}
