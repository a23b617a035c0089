//! One question per screen. Choosing does not jump ahead; every answer can be changed.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use migraction_core::Id;
use migraction_core::route::Route;
use migraction_core::rules::{Choice, Draft, Next, Question, QuestionKind, Refusal, choices};

use super::{consult, danger, law, page_of};
use crate::components::country_choice::country_asked;
use crate::components::icon::{Glyph, Icon};
use crate::components::{Back, Frame, with_pack};
use crate::explain::trace::option_label;
use crate::state::{Reader, use_consulting, use_place, use_session};
use crate::words::question::{BadNumberBetween, Progress, ProgressMany};

/// Above this many, the bound on the questions left is far from what a person will meet.
const MANY: usize = 10;

/// A question's screen.
#[component]
pub fn OrientationQuestion() -> impl IntoView {
    let session = use_session();
    let consulting = use_consulting();
    let id = use_place().id(|route| match route {
        Route::Question(id) => Some(id),
        _ => None,
    });
    // The question's own draft: read anew whenever another question is opened.
    let draft = RwSignal::new(Draft::default());
    Effect::new(move || {
        let answers = consulting.answers.read_untracked();
        draft.set(answers.get(&id.get()).map(Draft::of).unwrap_or_default());
    });
    // Why the last input was refused, and whether a danger was just named: both of this question.
    let wrong = RwSignal::new(None::<Refusal>);
    let danger = RwSignal::new(false);
    Effect::new(move || {
        id.track();
        wrong.set(None);
        danger.set(false);
    });
    let actions = view! {
        {with_pack(move |reader| {
            if danger.get() {
                danger::actions(&reader)
            } else {
                actions(&reader, id, draft, wrong, danger)
            }
        })}
    }
    .into_any();
    view! {
        <Frame
            title=Signal::derive(move || session.w().tools.orientation.to_owned())
            back=Back::to(Route::Orientation)
            actions=actions
        >
            {with_pack(move |reader| {
                let id = id.get();
                let Some(country) = consulting.country(session) else {
                    return country_asked(&reader, reader.w.tools.orientation);
                };
                let Some(rules) = reader.rules(&country) else { return ().into_any() };
                match rules.question(&id) {
                    Some(question) if danger.get() => danger::screen(&reader, &question.id),
                    Some(question) => screen(&reader, question, draft, wrong),
                    None => view! { <crate::pages::not_found::Missing/> }.into_any(),
                }
            })}
        </Frame>
    }
}

fn actions(
    reader: &Reader,
    id: Memo<Id>,
    draft: RwSignal<Draft>,
    wrong: RwSignal<Option<Refusal>>,
    danger: RwSignal<bool>,
) -> AnyView {
    let consulting = use_consulting();
    let navigate = use_navigate();
    let session = reader.session;
    let w = &reader.w.question;
    let previous = {
        let reader = reader.clone();
        move || match consulting.before(&id.get()) {
            Some(question) => reader.href(&Route::Question(question.clone())),
            None => reader.href(&Route::Orientation),
        }
    };
    let next = {
        let reader = reader.clone();
        move |_| {
            let Some(country) = untrack(|| consulting.country(session)) else { return };
            let Some(law) = law(&reader, &country) else { return };
            let Some(question) = law.rules.question(&id.get_untracked()) else { return };
            match consulting.submit(law, reader.today(), question, &draft.get_untracked()) {
                // Going on with nothing said is no answer: the screen says so, and nothing is skipped.
                Err(refusal) => wrong.set(Some(refusal)),
                Ok(Next::Danger(_)) => danger.set(true),
                Ok(next) => navigate(&reader.href(&page_of(next)), Default::default()),
            }
        }
    };
    view! {
        <a id="previous" class="btn btn--plain" href=previous aria-label=w.previous><Glyph icon=Icon::ArrowLeft small=true/></a>
        <a id="to-results" class="btn btn--plain" href=reader.href(&Route::Results)>{w.to_results}</a>
        <button id="next" class="btn btn--main btn--grow" on:click=next>{w.next}</button>
    }
    .into_any()
}

fn screen(
    reader: &Reader,
    question: &Question,
    draft: RwSignal<Draft>,
    wrong: RwSignal<Option<Refusal>>,
) -> AnyView {
    let Some(words) = reader.pack.words.questions.get(&question.id) else { return ().into_any() };
    let w = &reader.w.question;
    let help = words.help.clone();
    let why = words.why.clone();
    view! {
        {progress(reader, question)}
        <div class="question" data-question=question.id.to_string()>
            <h1 id="ask">{words.ask.clone()}</h1>
            {help.map(|help| view! { <p class="quiet" id="help">{help}</p> })}
            {input(reader, question, draft, wrong)}
            <details>
                <summary class="why"><span>{w.why}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                <p class="why__body">{why}</p>
            </details>
        </div>
    }
    .into_any()
}

fn progress(reader: &Reader, question: &Question) -> AnyView {
    let consulting = use_consulting();
    let answers = consulting.answers.get();
    let Some(country) = consulting.country(reader.session) else { return ().into_any() };
    let Some(consultation) = consult(reader, &country, &answers, consulting.as_of.get()) else {
        return ().into_any();
    };
    let progress = consultation.progress();
    let asked = consulting.asked.get();
    let number = asked.iter().position(|id| *id == question.id).unwrap_or(asked.len()) + 1;
    let more = progress.at_most.saturating_sub(usize::from(!answers.contains_key(&question.id)));
    let all = number + more;
    let percent = (number * 100).checked_div(all).unwrap_or(100);
    let w = &reader.w.question;
    let text = match more {
        0 => w.progress_last(number),
        1..=MANY => w.progress(Progress { number: &number, more: &more }),
        _ => w.progress_many(ProgressMany { number: &number, more: &more }),
    };
    view! {
        <div class="steps">
            <p id="steps">{text}</p>
            <progress class="progress" max="100" value=percent.to_string() aria-labelledby="steps"></progress>
        </div>
    }
    .into_any()
}

fn input(
    reader: &Reader,
    question: &Question,
    draft: RwSignal<Draft>,
    wrong: RwSignal<Option<Refusal>>,
) -> AnyView {
    let w = &reader.w.question;
    let described = reader
        .pack
        .words
        .questions
        .get(&question.id)
        .and_then(|words| words.help.as_ref())
        .map(|_| "help");
    let one = |choice: Choice| {
        let label = match &choice {
            Choice::Option(id) => option_label(reader, &question.id, id),
            Choice::NoneOfThese => w.none_of_these.to_owned(),
            Choice::DontKnow => w.dont_know.to_owned(),
            Choice::Declined => w.rather_not_say.to_owned(),
        };
        option(&question.kind, choice, label, draft)
    };
    let (soft, options): (Vec<_>, Vec<_>) = choices(question)
        .into_iter()
        .partition(|choice| matches!(choice, Choice::DontKnow | Choice::Declined));
    let soft = soft.into_iter().map(one).collect_view();
    let soft = view! { <div class="options options--two">{soft}</div> }.into_any();
    match &question.kind {
        QuestionKind::Day { .. } => field(reader, "date", String::new(), draft, wrong, soft),
        QuestionKind::Number { unit, .. } => {
            field(reader, "text", reader.unit(*unit), draft, wrong, soft)
        }
        _ => {
            let options = options.into_iter().map(one).collect_view();
            view! {
                <div class="options" role="group" aria-labelledby="ask" aria-describedby=described>
                    {options}
                    {soft}
                    {error(reader, wrong)}
                </div>
            }
            .into_any()
        }
    }
}

/// Why the input was refused, where it was.
fn error(reader: &Reader, wrong: RwSignal<Option<Refusal>>) -> AnyView {
    let reader = reader.clone();
    let words = move || wrong.get().map(|refusal| refusal_words(&reader, &refusal));
    view! { <p class="field__error" id="answer-error" role="alert">{words}</p> }.into_any()
}

fn refusal_words(reader: &Reader, refusal: &Refusal) -> String {
    let w = &reader.w.question;
    match refusal {
        Refusal::Nothing => w.nothing_chosen.to_owned(),
        Refusal::NotADay => w.bad_date.to_owned(),
        Refusal::Future(_) => w.future_date.to_owned(),
        Refusal::Impossible(..) => w.impossible_date.to_owned(),
        Refusal::OutOfRange(Some(min), Some(max)) => w.bad_number_between(BadNumberBetween {
            min: &reader.number(*min),
            max: &reader.number(*max),
        }),
        Refusal::NotANumber | Refusal::OutOfRange(..) => w.bad_number.to_owned(),
    }
}

/// One choice: a box where it stands beside others, else a round one.
fn option(kind: &QuestionKind, choice: Choice, label: String, draft: RwSignal<Draft>) -> AnyView {
    let soft = matches!(choice, Choice::DontKnow | Choice::Declined);
    let many = matches!((kind, &choice), (QuestionKind::Many(_), Choice::Option(_)));
    let name = choice.name().to_owned();
    let is_on = {
        let choice = choice.clone();
        Memo::new(move |_| draft.read().has(&choice))
    };
    let kind = kind.clone();
    let choose = move |_| draft.update(|draft| draft.choose(&kind, &choice));
    view! {
        <label
            class="option"
            class:option--soft=soft
            class:option--short=soft
            class:option--on=move || is_on.get()
        >
            <input
                class="option__input"
                type=if many { "checkbox" } else { "radio" }
                name="answer"
                value=name
                prop:checked=move || is_on.get()
                on:change=choose
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn field(
    reader: &Reader,
    kind: &'static str,
    unit: String,
    draft: RwSignal<Draft>,
    wrong: RwSignal<Option<Refusal>>,
    soft: AnyView,
) -> AnyView {
    let number = kind == "text";
    let label = if number { reader.w.question.number } else { reader.w.question.date };
    view! {
        <div class="options" role="group" aria-labelledby="ask">
            <div class="field" class:field--error=move || wrong.read().is_some()>
                <label class="field__label" for="answer">{label}</label>
                <div class="field__box">
                    <input
                        id="answer"
                        class="field__input"
                        name="answer"
                        type=kind
                        inputmode=number.then_some("decimal")
                        autocomplete="off"
                        aria-invalid=move || wrong.read().is_some().then_some("true")
                        aria-describedby="answer-error"
                        prop:value=move || draft.read().text().to_owned()
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            draft.update(|draft| draft.write(text));
                        }
                    />
                    <span class="field__unit">{unit}</span>
                </div>
                {error(reader, wrong)}
            </div>
            {soft}
        </div>
    }
    .into_any()
}
