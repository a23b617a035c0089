//! One question per screen. Choosing does not jump ahead; every answer can be changed.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use migraction_core::rules::answers::{NO, YES};
use migraction_core::rules::{Answer, Answers, Question, QuestionKind};
use migraction_core::{Id, written};

use super::consult;
use crate::components::icon::{Glyph, Icon};
use crate::components::{Back, Frame, with_pack};
use crate::explain::trace::option_label;
use crate::state::{Reader, use_consulting, use_session};
use crate::words::question::{BadNumberBetween, Progress, ProgressMany};

/// The value of the "don't know" choice; language-neutral.
const DONT_KNOW: &str = "dont-know";
/// The value of the "rather not say" choice.
const RATHER_NOT_SAY: &str = "rather-not-say";

/// Above this many, the bound on the questions left is far from what a person will meet.
const MANY: usize = 10;

/// What is chosen on the screen, not yet kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Draft {
    chosen: BTreeSet<String>,
    text: String,
}

impl Draft {
    fn of(answer: Option<&Answer>) -> Self {
        let one = |id: &str| Self { chosen: [id.to_owned()].into(), text: String::new() };
        match answer {
            None => Self::default(),
            Some(Answer::One(option)) => one(option.as_str()),
            Some(Answer::Many(options)) if options.is_empty() => one("none"),
            Some(Answer::Many(options)) => {
                Self { chosen: options.iter().map(Id::to_string).collect(), text: String::new() }
            }
            Some(Answer::Day(day)) => Self { chosen: BTreeSet::new(), text: day.to_string() },
            Some(Answer::Number(number)) => {
                Self { chosen: BTreeSet::new(), text: number.to_string() }
            }
            Some(Answer::DontKnow) => one(DONT_KNOW),
            Some(Answer::Declined) => one(RATHER_NOT_SAY),
        }
    }

    /// The answer, `None` while nothing is chosen.
    ///
    /// # Errors
    /// The text is not what the question takes.
    fn answer(&self, question: &Question) -> Result<Option<Answer>, ()> {
        let first = self.chosen.first().map(String::as_str);
        match (first, &question.kind) {
            (Some(DONT_KNOW), _) => Ok(Some(Answer::DontKnow)),
            (Some(RATHER_NOT_SAY), _) => Ok(Some(Answer::Declined)),
            (_, QuestionKind::One(_) | QuestionKind::YesNo) => {
                Ok(first.map(|id| Answer::One(id.into())))
            }
            (Some("none"), QuestionKind::Many(_)) => Ok(Some(Answer::Many(BTreeSet::new()))),
            (None, QuestionKind::Many(_)) => Ok(None),
            (Some(_), QuestionKind::Many(_)) => {
                Ok(Some(Answer::Many(self.chosen.iter().map(|id| Id::from(id.as_str())).collect())))
            }
            (_, _) if self.text.trim().is_empty() => Ok(None),
            (_, QuestionKind::Day { .. }) => {
                written::day(&self.text).map(|day| Some(Answer::Day(day))).ok_or(())
            }
            (_, QuestionKind::Number { min, max, .. }) => {
                // Both decimal signs, and spaces between thousands, as people type them.
                let plain: String = self.text.chars().filter(|c| !c.is_whitespace()).collect();
                let number = written::amount(&plain.replace(',', ".")).ok_or(())?;
                let fits =
                    min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max);
                if fits && !number.is_sign_negative() {
                    Ok(Some(Answer::Number(number)))
                } else {
                    Err(())
                }
            }
        }
    }
}

/// A question's screen.
#[component]
pub fn OrientationQuestion() -> impl IntoView {
    let session = use_session();
    let consulting = use_consulting();
    let params = use_params_map();
    let id = Memo::new(move |_| Id::from(params.read().get("id").unwrap_or_default()));
    // The question's own draft: read anew whenever another question is opened.
    let draft = RwSignal::new(Draft::default());
    Effect::new(move || {
        let answers = consulting.answers.read_untracked();
        draft.set(Draft::of(answers.get(&id.get())));
    });
    let wrong = RwSignal::new(false);
    let actions =
        view! { {with_pack(move |reader| actions(&reader, id, draft, wrong))} }.into_any();
    view! {
        <Frame
            title=Signal::derive(move || session.w().tools.orientation.to_owned())
            back=Back::to("tools/orientation")
            actions=actions
        >
            {with_pack(move |reader| {
                let id = id.get();
                let Some(rules) = reader.rules(&consulting.country(session)) else { return ().into_any() };
                match rules.question(&id) {
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
    wrong: RwSignal<bool>,
) -> AnyView {
    let consulting = use_consulting();
    let navigate = use_navigate();
    let session = reader.session;
    let w = &reader.w.question;
    let previous = {
        let reader = reader.clone();
        move || match consulting.before(&id.get()) {
            Some(question) => reader.href(&format!("tools/orientation/question/{question}")),
            None => reader.href("tools/orientation"),
        }
    };
    let next = {
        let reader = reader.clone();
        move |_| {
            let country = untrack(|| consulting.country(session));
            let id = id.get_untracked();
            let Some(question) = reader.rules(&country).and_then(|rules| rules.question(&id))
            else {
                return;
            };
            let Ok(answer) = draft.get_untracked().answer(question) else {
                wrong.set(true);
                return;
            };
            wrong.set(false);
            // Going on without choosing says "don't know": nobody is held up by a question.
            consulting.answer(&id, answer.unwrap_or(Answer::DontKnow));
            let answers: Answers = consulting.answers.get_untracked();
            let next = consult(&reader, &country, &answers, consulting.as_of.get_untracked())
                .and_then(|consultation| {
                    consultation.progress().next.map(|question| question.id.clone())
                });
            let path = match next {
                Some(question) => format!("tools/orientation/question/{question}"),
                None => "tools/orientation/results".to_owned(),
            };
            navigate(&reader.href(&path), Default::default());
        }
    };
    view! {
        <a id="previous" class="btn btn--plain" href=previous aria-label=w.previous><Glyph icon=Icon::ArrowLeft small=true/></a>
        <a id="to-results" class="btn btn--plain" href=reader.href("tools/orientation/results")>{w.to_results}</a>
        <button id="next" class="btn btn--main btn--grow" on:click=next>{w.next}</button>
    }
    .into_any()
}

fn screen(
    reader: &Reader,
    question: &Question,
    draft: RwSignal<Draft>,
    wrong: RwSignal<bool>,
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
    let country = consulting.country(reader.session);
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
    wrong: RwSignal<bool>,
) -> AnyView {
    let w = &reader.w.question;
    let described = reader
        .pack
        .words
        .questions
        .get(&question.id)
        .and_then(|words| words.help.as_ref())
        .map(|_| "help");
    let soft = view! {
        <div class="options options--two">
            {option(DONT_KNOW, w.dont_know.to_owned(), false, true, draft)}
            {option(RATHER_NOT_SAY, w.rather_not_say.to_owned(), false, true, draft)}
        </div>
    };
    match &question.kind {
        QuestionKind::One(options) => {
            let options = options
                .iter()
                .map(|id| {
                    option(id.as_str(), option_label(reader, &question.id, id), false, false, draft)
                })
                .collect_view();
            group(described, options.into_any(), soft.into_any())
        }
        QuestionKind::YesNo => {
            let options = [(YES, w.yes), (NO, w.no)]
                .map(|(id, label)| option(id, label.to_owned(), false, false, draft))
                .into_iter()
                .collect_view();
            group(described, options.into_any(), soft.into_any())
        }
        QuestionKind::Many(options) => {
            let options = options
                .iter()
                .map(|id| {
                    option(id.as_str(), option_label(reader, &question.id, id), true, false, draft)
                })
                .collect_view();
            let none = option("none", w.none_of_these.to_owned(), false, false, draft);
            group(described, view! { {options} {none} }.into_any(), soft.into_any())
        }
        QuestionKind::Day { .. } => {
            field(reader, "date", String::new(), w.bad_date, draft, wrong, soft.into_any())
        }
        QuestionKind::Number { unit, min, max } => {
            let unit = reader.unit(*unit);
            let bad = match (min, max) {
                (Some(min), Some(max)) => w.bad_number_between(BadNumberBetween {
                    min: &reader.number(*min),
                    max: &reader.number(*max),
                }),
                _ => w.bad_number.to_owned(),
            };
            field(reader, "text", unit, &bad, draft, wrong, soft.into_any())
        }
    }
}

fn group(described: Option<&'static str>, options: AnyView, soft: AnyView) -> AnyView {
    view! {
        <div class="options" role="group" aria-labelledby="ask" aria-describedby=described>
            {options}
            {soft}
        </div>
    }
    .into_any()
}

/// One choice. `many` lets it stand beside others; the soft ones stand alone.
fn option(id: &str, label: String, many: bool, soft: bool, draft: RwSignal<Draft>) -> AnyView {
    let own = id.to_owned();
    let is_on = {
        let own = own.clone();
        Memo::new(move |_| draft.read().chosen.contains(&own))
    };
    let choose = move |_| {
        draft.update(|draft| {
            draft.text.clear();
            if many {
                for alone in [DONT_KNOW, RATHER_NOT_SAY, "none"] {
                    draft.chosen.remove(alone);
                }
                if !draft.chosen.remove(&own) {
                    draft.chosen.insert(own.clone());
                }
            } else {
                draft.chosen = [own.clone()].into();
            }
        });
    };
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
                value=id.to_owned()
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
    bad: &str,
    draft: RwSignal<Draft>,
    wrong: RwSignal<bool>,
    soft: AnyView,
) -> AnyView {
    let bad = bad.to_owned();
    let number = kind == "text";
    let label = if number { reader.w.question.number } else { reader.w.question.date };
    view! {
        <div class="options" role="group" aria-labelledby="ask">
            <div class="field" class:field--error=move || wrong.get()>
                <label class="field__label" for="answer">{label}</label>
                <div class="field__box">
                    <input
                        id="answer"
                        class="field__input"
                        name="answer"
                        type=kind
                        inputmode=number.then_some("decimal")
                        autocomplete="off"
                        aria-invalid=move || wrong.get().then_some("true")
                        aria-describedby="answer-error"
                        prop:value=move || draft.read().text.clone()
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            draft.update(|draft| {
                                draft.chosen.clear();
                                draft.text = text;
                            });
                        }
                    />
                    <span class="field__unit">{unit}</span>
                </div>
                <p class="field__error" id="answer-error" role="alert">{move || wrong.get().then(|| bad.clone())}</p>
            </div>
            {soft}
        </div>
    }
    .into_any()
}
