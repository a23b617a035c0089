//! Practise: the consultations of the content as exercises. Read the case, say what applies, then compare
//! with the engine and its reasons. Nothing is kept, nothing is scored.

use std::collections::BTreeMap;

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::rules::{Interview, Outcome, State};
use migraction_pack::core_part::Scenario;

use crate::components::country_choice::{country_asked, country_choice};
use crate::components::icon::{Glyph, Icon};
use crate::components::{Back, Frame, with_pack};
use crate::explain::result::card;
use crate::explain::{Case, trace};
use crate::pages::not_found::Missing;
use crate::state::{Reader, use_consulting, use_place, use_session};
use crate::words::Words;

/// What a learner may say of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Applies,
    Later,
    May,
    No,
    Unsettled,
}

impl Choice {
    const ALL: [Self; 5] = [Self::Applies, Self::Later, Self::May, Self::No, Self::Unsettled];

    fn of(outcome: &Outcome<'_>) -> Self {
        match outcome.state {
            State::MayApply => Self::May,
            State::DoesNotApply => Self::No,
            _ if !outcome.is_covered() || outcome.is_past_review() => Self::Unsettled,
            State::Applies => Self::Applies,
            State::AppliesFrom(_) => Self::Later,
        }
    }

    const fn words(self, w: &Words) -> &'static str {
        match self {
            Self::Applies => w.practise.applies,
            Self::Later => w.practise.later,
            Self::May => w.practise.may,
            Self::No => w.practise.no,
            Self::Unsettled => w.practise.unsettled,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Later => "later",
            Self::May => "may",
            Self::No => "no",
            Self::Unsettled => "unsettled",
        }
    }
}

/// The cases of the chosen country.
#[component]
pub fn ExerciseList() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().tools.practise.to_owned()) back=Back::to(Route::Tools)>
            {with_pack(list)}
        </Frame>
    }
}

fn list(reader: Reader) -> AnyView {
    let w = reader.w;
    let Some(country) = use_consulting().country(reader.session) else {
        return country_asked(&reader, w.tools.practise);
    };
    let rows: Vec<_> = reader
        .pack
        .core
        .scenarios
        .iter()
        .filter(|scenario| scenario.country == country)
        .filter_map(|scenario| {
            let words = reader.pack.words.scenarios.get(&scenario.id)?;
            Some(view! {
                <a class="row" href=reader.href(&Route::Exercise(scenario.id.clone()))>
                    <span>
                        <span class="row__title">{words.title.clone()}</span>
                        <span class="row__meta">{words.story.clone()}</span>
                    </span>
                    <Glyph icon=Icon::ChevronRight small=true/>
                </a>
            })
        })
        .collect();
    let empty = rows.is_empty();
    view! {
        <h1>{w.tools.practise}</h1>
        <p>{w.practise.intro}</p>
        {country_choice(&reader)}
        {empty.then(|| view! { <p class="quiet">{w.practise.none}</p> })}
        <div class="rows">{rows}</div>
    }
    .into_any()
}

/// One case.
#[component]
pub fn ExerciseCase() -> impl IntoView {
    let session = use_session();
    let id = use_place().id(|route| match route {
        Route::Exercise(id) => Some(id),
        _ => None,
    });
    view! {
        <Frame title=Signal::derive(move || session.w().tools.practise.to_owned()) back=Back::to(Route::Exercises)>
            {with_pack(move |reader| {
                let id = id.get();
                let found = reader.pack.core.scenarios.iter().find(|known| known.id == id);
                match found {
                    Some(scenario) => exercise(&reader, scenario),
                    None => view! { <Missing/> }.into_any(),
                }
            })}
        </Frame>
    }
}

fn exercise(reader: &Reader, scenario: &Scenario) -> AnyView {
    let w = reader.w;
    let words = reader.pack.words.scenarios.get(&scenario.id).cloned();
    let (title, story) = words.map(|words| (words.title, words.story)).unwrap_or_default();
    let choices = RwSignal::new(BTreeMap::<Id, Choice>::new());
    let compared = RwSignal::new(false);
    let own = scenario.id.clone();
    let below = {
        let reader = reader.clone();
        move || {
            let scenario = reader.pack.core.scenarios.iter().find(|known| known.id == own)?;
            Some(if compared.get() {
                comparison(&reader, scenario, &choices.get_untracked())
            } else {
                questions(&reader, scenario, choices)
            })
        }
    };
    let act = move |_| {
        if compared.get_untracked() {
            choices.set(BTreeMap::new());
        }
        compared.update(|compared| *compared = !*compared);
    };
    view! {
        <h1>{title}</h1>
        <p class="quiet">{reader.label("countries", &scenario.country)} ". " {w.results.as_of(reader.date(scenario.as_of, DateForm::Long))}</p>
        <section class="card">
            <h2>{w.practise.case}</h2>
            <p>{story}</p>
            <h3>{w.practise.said}</h3>
            {said(reader, scenario)}
        </section>
        <h2>{w.practise.ask}</h2>
        <div class="stack" id="exercise">{below}</div>
        <button id="compare" class="btn btn--main" on:click=act>
            {move || if compared.get() { w.practise.again } else { w.practise.compare }}
        </button>
    }
    .into_any()
}

/// What the person said, as far as it is known.
fn said(reader: &Reader, scenario: &Scenario) -> AnyView {
    let Some(rules) = reader.rules(&scenario.country) else { return ().into_any() };
    let rows: Vec<_> = rules
        .questions
        .iter()
        .filter_map(|question| Some((&question.id, scenario.answers.get(&question.id)?)))
        .map(|(id, answer)| {
            let answer = trace::answer_words(reader, rules, id, answer);
            view! { <tr><th scope="row">{trace::short(reader, id)}</th><td>{answer}</td></tr> }
        })
        .collect();
    if rows.is_empty() {
        return view! { <p class="quiet">{reader.w.practise.nothing_said}</p> }.into_any();
    }
    view! { <table class="sum sum--words"><tbody>{rows}</tbody></table> }.into_any()
}

/// The rules to think about, each with the five things that may be said of it.
fn questions(
    reader: &Reader,
    scenario: &Scenario,
    choices: RwSignal<BTreeMap<Id, Choice>>,
) -> AnyView {
    scenario
        .ask
        .iter()
        .filter_map(|rule| {
            let title = reader.pack.words.rules.get(rule)?.title.clone();
            let (name, heading) = (rule.to_string(), title.clone());
            let options = Choice::ALL.map(|choice| {
                let (own, on) = (rule.clone(), rule.clone());
                view! {
                    <button
                        class="chip"
                        type="button"
                        data-choice=choice.id()
                        aria-pressed=move || (choices.read().get(&on) == Some(&choice)).to_string()
                        on:click=move |_| choices.update(|choices| {
                            choices.insert(own.clone(), choice);
                        })
                    >
                        {choice.words(reader.w)}
                    </button>
                }
            });
            Some(view! {
                <section class="card" role="group" aria-label=title data-ask=name>
                    <h3>{heading}</h3>
                    <div class="chips chips--wrap">{options.into_iter().collect_view()}</div>
                </section>
            })
        })
        .collect_view()
        .into_any()
}

/// The engine's results beside what was said, with its reasons.
fn comparison(reader: &Reader, scenario: &Scenario, choices: &BTreeMap<Id, Choice>) -> AnyView {
    // Through the same machine as the screens: an exercise shows what an interview would.
    let Some(law) = reader.law(&scenario.country) else { return ().into_any() };
    let interview = Interview::played(law, &scenario.country, scenario.as_of, &scenario.answers);
    let Some(case) = Case::of(reader, &interview) else { return ().into_any() };
    let case = Case { asks: false, ..case };
    let outcomes = case.consult().outcomes();
    scenario
        .ask
        .iter()
        .filter_map(|rule| outcomes.iter().find(|outcome| outcome.rule.id == *rule))
        .map(|outcome| {
            let said = verdict(reader, outcome, choices.get(&outcome.rule.id).copied());
            view! { <div class="stack stack--s">{said}{card(&case, outcome)}</div> }
        })
        .collect_view()
        .into_any()
}

fn verdict(reader: &Reader, outcome: &Outcome<'_>, choice: Option<Choice>) -> AnyView {
    let w = &reader.w.practise;
    let (key, words) = match choice {
        None => ("open", w.not_chosen.to_owned()),
        Some(choice) if choice == Choice::of(outcome) => ("same", w.same.to_owned()),
        Some(choice) => ("differs", w.differs(choice.words(reader.w))),
    };
    view! { <p data-verdict=key>{words}</p> }.into_any()
}
