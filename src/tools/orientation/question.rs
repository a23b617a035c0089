//! One question per screen: one tap answers and goes on, every answer can be changed.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::Id;
use migraction_core::route::Route;
use migraction_core::rules::{Interview, Next, Progress, Question};

use super::ask::{Asking, input, is_handed_in};
use super::{danger, given, interview};
use crate::components::country_choice::country_asked;
use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{button, fragment, going, icon, nothing};
use crate::components::{Back, Frame, with_pack};
use crate::explain::Case;
use crate::state::{Reader, use_consulting, use_place, use_session};
use crate::words::question::Stage;

/// A question's screen.
#[component]
pub fn OrientationQuestion() -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let id = use_place().id(|route| match route {
        Route::Question(id) => Some(id),
        _ => None,
    });
    let asking = Asking::new(Callback::new(move |(next, page): (Next, String)| {
        if !matches!(next, Next::Danger(_)) {
            navigate(&page, Default::default());
        }
    }));
    // Read anew whenever another question is opened.
    Effect::new(move || asking.open(session, &id.get()));
    // Whether a danger was just named, by the answer to this question.
    let consulting = use_consulting();
    let danger = Memo::new(move |_| consulting.danger.read().as_ref() == Some(&*id.read()));
    // The numbers stand in place of a question that may have been scrolled.
    Effect::new(move || {
        if danger.get() {
            crate::state::screen::begin_page_again();
        }
    });
    let actions = view! {
        {with_pack(move |reader| {
            if danger.get() { danger::actions(&reader) } else { actions(&reader, id, asking) }
        })}
    }
    .into_any();
    view! {
        <Frame
            title=Signal::derive(move || session.w().tools.orientation.to_owned())
            back=Back::following(Signal::derive(move || before(consulting.interview(session), &id.get())))
            actions=actions
        >
            {with_pack(move |reader| {
                let id = id.get();
                let interview = interview(&reader);
                if interview.country.is_none() {
                    return country_asked(&reader, reader.w.tools.orientation);
                }
                let Some(case) = Case::of(&reader, &interview) else { return nothing() };
                match case.law.rules.question(&id) {
                    Some(question) if danger.get() => danger::screen(&reader, &question.id),
                    Some(question) => screen(&case, question, asking),
                    None => view! { <crate::pages::not_found::Missing/> }.into_any(),
                }
            })}
        </Frame>
    }
}

/// The question before, or where the interview begins.
fn before(interview: Interview, id: &Id) -> Route {
    match interview.before(id) {
        Some(question) => Route::Question(question.clone()),
        None => Route::Orientation,
    }
}

/// The way back to the question before, to the results, and on where the answer is handed in.
fn actions(reader: &Reader, id: Memo<Id>, asking: Asking) -> AnyView {
    let (w, id) = (&reader.w.question, id.get());
    let interview = interview(reader);
    let previous = before(interview.clone(), &id);
    let mut parts = vec![
        view! { <a id="previous" class="btn btn--plain" href=reader.href(&previous) aria-label=w.previous><Glyph icon=Icon::ArrowLeft small=true/></a> }.into_any(),
        {
            // What was typed or ticked and not handed in yet is an answer too.
            let (own, id, go) = (reader.clone(), id.clone(), going(false));
            let is_ready = Case::of(reader, &interview).is_some_and(|case| {
                let consultation = case.consult();
                !consultation.needs().is_empty() && consultation.is_answered(&consultation.plan())
            });
            let (label, class) = if is_ready {
                (w.to_answer, "btn btn--ready btn--grow")
            } else {
                (w.to_results, "btn btn--plain btn--grow")
            };
            let words = vec![icon(Icon::ListChecks), label.into_any()];
            button("to-results", class, words, move || {
                if asking.leave(&own, &id) {
                    go(&Route::Results);
                }
            })
        },
    ];
    let case = Case::of(reader, &interview);
    if case.and_then(|case| case.law.rules.question(&id)).is_some_and(is_handed_in) {
        let reader = reader.clone();
        parts.push(button("next", "btn btn--main btn--grow", vec![w.next.into_any()], move || {
            asking.submit(&reader, &id);
        }));
    }
    fragment(parts)
}

fn screen(case: &Case<'_>, question: &Question, asking: Asking) -> AnyView {
    let reader = case.reader;
    let Some(words) = reader.pack.words.questions.get(&question.id) else { return nothing() };
    let help = words.help.clone();
    let has_help = help.is_some();
    view! {
        {stage(case, question)}
        <div class="question" data-question=question.id.to_string()>
            <h1 id="ask">{words.ask.clone()}</h1>
            {help.map(|help| view! { <p class="quiet" id="help">{help}</p> })}
            {input(case, question, asking, has_help)}
            <details>
                <summary class="why"><span>{reader.w.question.why}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                <p class="why__body">{words.why.clone()}</p>
            </details>
        </div>
        {given::folded(case)}
        <LanguageLinks/>
    }
    .into_any()
}

/// Where the interview is: which of its stages this is. How many questions are left nobody knows beforehand. Where something
/// was asked for, the stages follow no order: the bar alone tells how far it is.
fn stage(case: &Case<'_>, question: &Question) -> AnyView {
    let reader = case.reader;
    let consultation = case.consult();
    let Progress { answered, at_most, mut stages, .. } = consultation.progress();
    stages.insert(question.urgency);
    let name = reader.label("urgencies", &question.urgency.name().into());
    let (n, of, text) = if consultation.needs().is_empty() {
        let before = stages.iter().take_while(|one| **one < question.urgency).count();
        let (n, of) = (before + 1, stages.len());
        (n, of, reader.w.question.stage(Stage { n: &n, of: &of, name: &name }))
    } else {
        (answered, (answered + at_most).max(1), name)
    };
    view! {
        <div class="steps">
            <p id="steps">{text}</p>
            <progress class="progress" max=of.to_string() value=n.to_string() aria-labelledby="steps"></progress>
        </div>
    }
    .into_any()
}
