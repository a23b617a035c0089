//! The practices with filters: all of them, or those of one stage. What is chosen stands in the
//! address, so that a list can be shared and comes back with the way back.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use migraction_core::browse::{Filter, Wanted};
use migraction_core::guide::{Practice, Stage};
use migraction_core::route::Route;

use crate::components::form::{Choices, FormField};
use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{button, derived, dynamic, fragment, h1, link, page, para};
use crate::components::practice_row::practice_row;
use crate::components::with_pack;
use crate::state::screen::focus;
use crate::state::{Reader, use_place, use_session};
use crate::words::browse::{Found, Lift};

/// All practices, with filters.
#[component]
pub fn BrowsePage() -> impl IntoView {
    let session = use_session();
    let title = derived(move || session.w().browse.title.to_owned());
    page(title, Route::Home, None, "page page--tight", move |w| {
        fragment(vec![
            h1(w.browse.title),
            with_pack(|reader| browse(&reader, None)),
            link("link", Route::Contribute.in_language(w.id), w.contribute.title),
            view! { <LanguageLinks/> }.into_any(),
        ])
    })
}

/// Filters above the practices that they find; within a stage, those of that stage only.
pub fn browse(reader: &Reader, stage: Option<Stage>) -> AnyView {
    let place = use_place();
    let wanted = Memo::new(move |before: Option<&Wanted>| match &*place.route.read() {
        Ok(Route::Browse(wanted)) => wanted.clone(),
        Ok(Route::Stage(stage, wanted)) => wanted.with(Filter::Stage, stage.id()),
        _ => before.cloned().unwrap_or_default(),
    });
    let choose = choosing(reader.w.id, stage);
    let fields: Vec<AnyView> = Filter::ALL
        .into_iter()
        .filter(|filter| stage.is_none() || *filter != Filter::Stage)
        .map(|filter| field(reader, filter, stage, wanted, choose.clone()))
        .collect();
    let w = &reader.w.browse;
    let set = move || wanted.read().set().filter(|filter| !is_fixed(*filter, stage)).count();
    let (clear, words) = (choose.clone(), w);
    let cleared = dynamic(move || {
        if set() == 0 {
            return ().into_any();
        }
        let clear = clear.clone();
        button("clear", "btn btn--plain", vec![words.clear.into_any()], move || {
            clear(&Wanted::default());
            focus("#filters summary");
        })
    });
    let open = stage.is_none() || wanted.with_untracked(|wanted| wanted.set().count() > 1);
    let reader = reader.clone();
    view! {
        <details id="filters" class="card no-print" open=open>
            <summary class="why">
                <span class="line"><Glyph icon=Icon::ListFilter small=true/>{w.filter}</span>
                <Glyph icon=Icon::ChevronDown small=true/>
            </summary>
            <div class="stack">
                <div class="filters">{fields}</div>
                {para("small quiet", w.minutes_help)}
                {cleared}
            </div>
        </details>
        {dynamic(move || found(&reader, stage, &wanted.get(), choose.clone()))}
    }
    .into_any()
}

fn is_fixed(filter: Filter, stage: Option<Stage>) -> bool {
    stage.is_some() && filter == Filter::Stage
}

type Choose = std::sync::Arc<dyn Fn(&Wanted) + Send + Sync>;

/// Puts filters into the address, in place of those that were there.
fn choosing(language: &'static str, stage: Option<Stage>) -> Choose {
    let navigate = use_navigate();
    std::sync::Arc::new(move |wanted: &Wanted| {
        let route = match stage {
            // Within a stage the address already names it.
            Some(stage) => Route::Stage(stage, wanted.with(Filter::Stage, "")),
            None => Route::Browse(wanted.clone()),
        };
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&route.in_language(language), options);
    })
}

fn practices(reader: &Reader, stage: Option<Stage>) -> Vec<&Practice> {
    let outline = reader.pack.core.outline.iter();
    outline
        .filter(|(found, _)| stage.is_none_or(|stage| stage == *found))
        .flat_map(|(_, ids)| ids)
        .filter_map(|id| reader.pack.core.practices.get(id))
        .collect()
}

fn field(
    reader: &Reader,
    filter: Filter,
    stage: Option<Stage>,
    wanted: Memo<Wanted>,
    choose: Choose,
) -> AnyView {
    let w = &reader.w.browse;
    let mut choices: Choices = filter
        .choices(&practices(reader, stage))
        .into_iter()
        .map(|value| (label(reader, filter, &value), value))
        .collect();
    if matches!(filter, Filter::Theme | Filter::Audience | Filter::Country) {
        choices.sort();
    }
    choices.insert(0, (w.any.to_owned(), String::new()));
    let choices = choices.into_iter().map(|(label, value)| (value, label)).collect();
    let value = derived(move || wanted.read().get(filter).unwrap_or_default().to_owned());
    let chosen = Box::new(move |value: String| {
        choose(&wanted.get_untracked().with(filter, &value));
    });
    FormField::new(filter.name(), name(reader, filter)).select(choices, value, chosen)
}

/// The name of a filter.
pub fn name(reader: &Reader, filter: Filter) -> &'static str {
    let w = &reader.w.browse;
    match filter {
        Filter::Stage => w.stage,
        Filter::Theme => w.theme,
        Filter::Audience => w.audience,
        Filter::Minutes => w.minutes,
        Filter::Level => w.level,
        Filter::Country => w.country,
    }
}

/// The words for a value of a filter.
pub fn label(reader: &Reader, filter: Filter, value: &str) -> String {
    let list = match filter {
        Filter::Minutes => {
            return match value.parse::<u16>() {
                Ok(minutes) if minutes > 90 => reader.w.browse.hours(usize::from(minutes / 60)),
                Ok(minutes) => reader.w.practice.minutes(minutes.into()),
                Err(_) => value.to_owned(),
            };
        }
        Filter::Stage => "stages",
        Filter::Theme => "themes",
        Filter::Audience => "audiences",
        Filter::Level => "levels",
        Filter::Country => "countries",
    };
    reader.label(list, &value.into())
}

fn found(reader: &Reader, stage: Option<Stage>, wanted: &Wanted, choose: Choose) -> AnyView {
    let w = &reader.w.browse;
    let listed = practices(reader, stage);
    let rows: Vec<AnyView> = listed
        .iter()
        .filter(|practice| wanted.finds(practice))
        .filter_map(|practice| practice_row(reader, &practice.id))
        .collect();
    let count = w.found(Found { n: rows.len(), all: &listed.len() });
    let none = rows.is_empty().then(|| {
        let mut to_lift = wanted.to_lift(&listed);
        to_lift.retain(|(filter, _)| !is_fixed(*filter, stage));
        let buttons: Vec<AnyView> = to_lift
            .into_iter()
            .map(|(filter, count)| {
                let (wider, choose) = (wanted.with(filter, ""), choose.clone());
                let words = w.lift(Lift {
                    filter: &name(reader, filter),
                    practices: &reader.w.home.practices(count),
                });
                button("", "btn btn--plain", vec![words.into_any()], move || {
                    choose(&wider);
                    focus("#filters summary");
                })
            })
            .collect();
        view! {
            <div class="empty" data-notice="no-practice">
                <Glyph icon=Icon::ListFilter/>
                <p>{w.nothing}</p>
                {buttons}
            </div>
        }
    });
    view! {
        <p id="count" class="small quiet" role="status">{count}</p>
        <div id="practices" class="rows">{rows}{none}</div>
    }
    .into_any()
}
