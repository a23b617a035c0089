//! Worksheets: what a practitioner goes through with a person. Their structure and words are content; a new one is a
//! file in `content/tools/` and a line in the list of tools. What is filled in lives in memory.

mod desk;
mod fitting;
mod item;
mod outcome;
mod paper;
mod workshop;

use leptos::prelude::*;
use migraction_core::worksheet::{INTERPRETER, Section, YES, ends};

pub use desk::Desk;

use migraction_core::route::Route;

use super::TOOLS;
use crate::components::icon::Icon;
use crate::components::kit::{
    button, derived, dynamic, dynamic_text, fragment, group, h1, icon, link, nothing, page, para,
    para_of,
};
use crate::components::prose::line;
use crate::components::with_pack;
use crate::pages::not_found::Missing;
use crate::state::screen::focus_once_drawn;
use crate::state::stopwatch::Stopwatch;
use crate::state::{Reader, use_place, use_session};
use crate::words::worksheet::Minutes;

/// A worksheet's screen.
#[component]
pub fn WorksheetTool() -> impl IntoView {
    let session = use_session();
    let id = use_place().id(|route| match route {
        Route::Worksheet(id) => Some(id),
        _ => None,
    });
    let title = derived(move || {
        let w = session.w();
        let tool = TOOLS.iter().find(|tool| *id.read() == tool.path);
        tool.map_or(w.nav.tools, |tool| (tool.words)(w).0).to_owned()
    });
    page(title, Route::Tools, None, "page", move |_| {
        with_pack(move |reader| match Desk::new(reader, &id.get()) {
            Some(desk) => screen(&desk),
            None => view! { <Missing/> }.into_any(),
        })
    })
}

fn screen(desk: &Desk) -> AnyView {
    let Some((sheet, words)) = desk.both() else { return nothing() };
    let reader = &desk.reader;
    let w = &reader.w.worksheet;
    let open = RwSignal::new(0_usize);
    let sections = sheet.sections.iter().enumerate();
    let sections = sections.map(|(at, section)| part(desk, section, at, open)).collect();
    let blocks = sheet.items().find(|(_, item)| item.id == *workshop::MINUTES);
    let timed = blocks.is_some() || sheet.sections.iter().any(|section| section.minutes.is_some());
    let clock = timed.then(|| Stopwatch::of(desk.id()));
    let never = (!words.never.is_empty()).then(|| {
        let list = points(&words.never);
        view! {
            <details>
                <summary class="why"><span>{w.never}</span>{icon(Icon::ChevronDown)}</summary>
                {list}
            </details>
        }
        .into_any()
    });
    let head = vec![
        h1(words.title.clone()),
        para_of("", line(reader, &words.intro, None)),
        para("quiet", w.nothing_kept),
        never.unwrap_or_else(nothing),
        clock.map_or_else(nothing, |clock| running(desk, clock)),
        group("stack", sections),
    ];
    let plan = blocks.zip(clock);
    let plan = plan.map(|((section, _), clock)| workshop::plan(desk, section.times, clock));
    fragment(vec![
        group("stack no-print", head),
        group("no-print", vec![plan.unwrap_or_else(nothing)]),
        outcome::outcome(desk),
        paper::paper(desk),
        paper::keep(desk),
    ])
}

/// Starts, shows and stops the time. The button stays the same one, so that the focus stays on it.
fn running(desk: &Desk, clock: Stopwatch) -> AnyView {
    let w = &desk.reader.w.worksheet;
    let minutes = Memo::new(move |_| clock.minutes());
    let name =
        dynamic_text(move || if minutes.get().is_some() { w.stop } else { w.start }.to_owned());
    let words = vec![icon(Icon::Clock), name];
    let act = button("clock-do", "btn btn--plain", words, move || clock.toggle());
    let said = dynamic(move || match minutes.get() {
        Some(minutes) => para("", w.elapsed(minutes.into())),
        None => nothing(),
    });
    group("line part__clock", vec![act, said])
}

/// Sentences, one below the other.
fn points(list: &[String]) -> AnyView {
    let list: Vec<_> =
        list.iter().map(|one| view! { <li><span>{one.clone()}</span></li> }).collect();
    view! { <div class="prose"><ul>{list}</ul></div> }.into_any()
}

/// A part: its heading opens it, and closes the one that was open.
fn part(desk: &Desk, section: &Section, at: usize, open: RwSignal<usize>) -> AnyView {
    let Some((_, words)) = desk.both() else { return nothing() };
    let title = words.sections.get(&section.id).map(|words| words.title.clone());
    let w = &desk.reader.w.worksheet;
    let meta = {
        let (desk, id) = (desk.clone(), section.id.clone());
        dynamic_text(move || {
            let Some(section) = desk.section(&id) else { return String::new() };
            let mut meta = Vec::with_capacity(2);
            if let Some(minutes) = section.minutes {
                let twice = desk.filled(|filled| filled.has(&INTERPRETER.into(), 0, YES));
                let end = desk.both().and_then(|(sheet, _)| ends(sheet, twice).get(at).copied());
                let minutes = if twice { minutes * 2 } else { minutes };
                meta.push(w.minutes(Minutes { minutes: &minutes, end: &end.unwrap_or_default() }));
            }
            match desk.filled(|filled| filled.count(section)) {
                0 => {}
                count => meta.push(w.filled(count)),
            }
            meta.join(" · ")
        })
    };
    let is_open = move || open.get() == at;
    let body = {
        let (desk, id) = (desk.clone(), section.id.clone());
        dynamic(move || match desk.section(&id).filter(|_| is_open()) {
            Some(section) => inside(&desk, section, at, open),
            None => nothing(),
        })
    };
    let toggle = move |_| open.update(|open| *open = if *open == at { usize::MAX } else { at });
    view! {
        <section class="card part" data-part=section.id.to_string()>
            <h2>
                <button type="button" class="part__head" aria-expanded=move || is_open().to_string() on:click=toggle>
                    <span><span class="row__title">{title}</span><span class="row__meta">{meta}</span></span>
                    {icon(Icon::ChevronDown)}
                </button>
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn inside(desk: &Desk, section: &Section, at: usize, open: RwSignal<usize>) -> AnyView {
    let Some((sheet, words)) = desk.both() else { return nothing() };
    let Some(words) = words.sections.get(&section.id) else { return nothing() };
    let (reader, w) = (&desk.reader, &desk.reader.w.worksheet);
    let mut parts = Vec::new();
    if let Some(text) = &words.text {
        parts.push(para_of("", line(reader, text, None)));
    }
    for (title, list) in [(w.say, &words.say), (w.never_here, &words.never)] {
        if !list.is_empty() {
            parts.push(para("field__label", title));
            parts.push(points(list));
        }
    }
    for time in 0..section.times {
        let items: Vec<_> = section.items.iter().map(|item| item::item(desk, item, time)).collect();
        parts.push(if section.times > 1 {
            let name = format!("{} {}", words.title, time + 1);
            let head = name.clone();
            view! { <div class="stack part__time" role="group" aria-label=name><h3>{head}</h3>{items}</div> }
                .into_any()
        } else {
            group("stack", items)
        });
    }
    if section.items.iter().any(|item| item.id == *fitting::PRACTICES) {
        parts.push(fitting::fitting(desk));
    }
    let go = section.go.iter().zip(&words.go).filter_map(|(to, name)| {
        let to = Route::parse_link(to).ok()?;
        Some(link("btn btn--plain", reader.href(&to), name.clone()))
    });
    parts.push(group("line", go.collect()));
    if at + 1 < sheet.sections.len() {
        parts.push(button("next-part", "btn btn--main", vec![w.next.into_any()], move || {
            open.set(at + 1);
            focus_once_drawn(".part__head[aria-expanded=true]");
        }));
    }
    group("stack", parts)
}

/// A reader whose second language is that of the person opposite, if one was chosen.
fn second(reader: &Reader) -> Option<Reader> {
    super::orientation::second::reader(reader, &crate::state::use_consulting())
}
