//! A practice sheet: what it is for, how it goes, what is local and what carries over.

use leptos::prelude::*;
use migraction_core::facts::Confidence;
use migraction_core::format::DateForm;
use migraction_core::guide::{Practice, StepsBasis};
use migraction_core::route::Route;
use migraction_pack::language_part::PracticeWords;
use migraction_pack::prose::Block;

use super::not_found::Missing;
use crate::components::adapt::adapt;
use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_tools::{Shown, page_tools, print_head};
use crate::components::prose::{blocks, plain_blocks};
use crate::components::sources::SourceList;
use crate::components::stage::{stage_class, stage_shape, stage_words};
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::state::{Reader, use_place, use_session};
use crate::words::practice::{Checked, GroupBetween};

/// A practice sheet.
#[component]
pub fn PracticePage() -> impl IntoView {
    let session = use_session();
    let store = crate::state::use_pack();
    let id = use_place().id(|route| match route {
        Route::Practice(id) => Some(id),
        _ => None,
    });
    let title = Signal::derive(move || match store.state.get() {
        crate::state::PackState::Ready(pack) => {
            pack.words.practices.get(&id.get()).map(|words| words.title.clone()).unwrap_or_default()
        }
        _ => String::new(),
    });
    view! {
        <Frame
            title=Signal::derive(move || session.w().practice.one.to_owned())
            page_title=title
            back=Back::to(Route::Home)
            main_class="page-full"
        >
            {with_pack(move |reader| {
                let id = id.get();
                match reader.pack.core.practices.get(&id) {
                    Some(practice) => sheet(&reader, practice),
                    None => view! { <div class="page"><Missing/></div> }.into_any(),
                }
            })}
        </Frame>
    }
}

fn sheet(reader: &Reader, practice: &Practice) -> AnyView {
    let Some(words) = reader.pack.words.practices.get(&practice.id) else {
        return view! { <Missing/> }.into_any();
    };
    let w = &reader.w.practice;
    let stage = practice.stage;
    let (stage_name, _) = stage_words(reader.w, stage);
    let kind = reader.label("kinds", &practice.kind).to_lowercase();
    let country = reader.label("countries", &practice.country);
    let attention = blocks(reader, &words.attention);
    let stage_href = reader.href(&Route::stage(stage));
    let route = Route::Practice(practice.id.clone());
    let section = |id: &'static str, title: &'static str, of: &[Block]| {
        let of = blocks(reader, of);
        view! { <section class="prose" aria-labelledby=id><h2 id=id>{title}</h2>{of}</section> }
            .into_any()
    };
    view! {
        <article class=stage_class(stage)>
            {print_head(reader, &route)}
            <div class="stagehead">
                <p class="stagehead__kind">
                    <Glyph icon=stage_shape(stage) small=true/>
                    <a href=stage_href>{stage_name}</a> " · " {kind}
                </p>
                <h1>{words.title.clone()}</h1>
                <p class="small">{country} " · " {practice.organisation.clone()}</p>
                {practice.partner.then(|| view! { <p class="small"><strong>{w.partner}</strong></p> })}
                <Glyph icon=stage_shape(stage) class="stagehead__ghost"/>
            </div>
            <div class="page page--tight">
                {tags(reader, practice, words.group.as_deref())}
                {page_tools(reader, shown(reader, route, words))}
                {section("h-aim", w.aim, &words.aim)}
                <section class="stack stack--s" aria-labelledby="h-local">
                    <h2 id="h-local">{w.here_and_elsewhere}</h2>
                    <div class="split">
                        <div class="split__half">
                            <h3 class="split__head"><Glyph icon=Icon::Globe small=true/>{w.carries}</h3>
                            {blocks(reader, &words.carries)}
                        </div>
                        <div class="split__half split__half--local">
                            <h3 class="split__head"><Glyph icon=Icon::MapPin small=true/>{w.local}</h3>
                            {blocks(reader, &words.local)}
                        </div>
                    </div>
                </section>
                {section("h-materials", w.materials, &words.materials)}
                {section("h-steps", w.steps, &words.steps)}
                <Notice tone=Tone::Urgent key="attention" title=w.attention>{attention}</Notice>
                {origin(reader, practice, blocks(reader, &words.evidence))}
                {adapt(reader, &practice.id, &words.title)}
                <LanguageLinks/>
            </div>
        </article>
    }
    .into_any()
}

/// The sheet for the tools above it; its words in the order of the screen.
fn shown(reader: &Reader, route: Route, words: &PracticeWords) -> Shown {
    let w = &reader.w.practice;
    let mut said = vec![words.title.clone()];
    for (title, blocks) in [
        (w.aim, &words.aim),
        (w.carries, &words.carries),
        (w.local, &words.local),
        (w.materials, &words.materials),
        (w.steps, &words.steps),
        (w.attention, &words.attention),
        (w.origin, &words.evidence),
    ] {
        said.push(title.to_owned());
        plain_blocks(reader, blocks, &mut said);
    }
    Shown { route, title: words.title.clone(), summary: words.summary.clone(), words: said }
}

fn tags(reader: &Reader, practice: &Practice, group: Option<&str>) -> AnyView {
    let w = &reader.w.practice;
    let minutes = practice.minutes.map(|minutes| (Icon::Clock, w.minutes(minutes.into())));
    let group = match (group, practice.group) {
        (Some(words), _) => Some((Icon::UserRound, words.to_owned())),
        (None, Some(size)) if size.min == size.max => {
            Some((Icon::UserRound, w.group_of(usize::from(size.min))))
        }
        (None, Some(size)) => Some((
            Icon::UsersRound,
            w.group_between(GroupBetween { min: &size.min, max: &size.max }),
        )),
        (None, None) => None,
    };
    let level = Some((Icon::Languages, reader.label("levels", &practice.language_level)));
    let tags = [minutes, group, level].into_iter().flatten().map(|(icon, words)| {
        view! { <span class="tag"><Glyph icon tiny=true/>{words}</span> }
    });
    let themes = practice.themes.iter().map(|theme| {
        view! { <span class="tag tag--line">{reader.label("themes", theme)}</span> }
    });
    view! { <div class="chips chips--wrap chips--tags">{tags.collect_view()}{themes.collect_view()}</div> }
        .into_any()
}

fn origin(reader: &Reader, practice: &Practice, evidence: AnyView) -> AnyView {
    let w = &reader.w.practice;
    let basis = match practice.steps_basis {
        StepsBasis::Source => w.steps_source,
        StepsBasis::Composed => w.steps_composed,
        StepsBasis::Mixed => w.steps_mixed,
    };
    let confidence = match practice.confidence {
        Confidence::High => reader.w.fact.confidence_high,
        Confidence::Medium => reader.w.fact.confidence_medium,
        Confidence::Low => reader.w.fact.confidence_low,
    };
    let stale = reader.today() >= practice.review_by;
    view! {
        <section class="prose" aria-labelledby="h-origin">
            <h2 id="h-origin">{w.origin}</h2>
            {evidence}
            <p>{basis}</p>
            <div class="small quiet stack stack--s">
                <SourceList sources=practice.sources.clone()/>
                <p>
                    {w.checked(Checked {
                        checked: &reader.date(practice.checked_on, DateForm::Long),
                        review: &reader.date(practice.review_by, DateForm::Long),
                        confidence: &confidence,
                    })}
                </p>
                {stale.then(|| view! { <p><strong>{reader.w.fact.past_review_text(reader.date(practice.review_by, DateForm::Long))}</strong></p> })}
            </div>
        </section>
    }
    .into_any()
}
