//! Practices that fit a workshop: by its stage, level and time, as filled in, and by a theme and the people in the group.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::browse::{Filter, Wanted};
use migraction_core::guide::Practice;

use super::Desk;
use crate::components::form::FormField;
use crate::components::icon::Icon;
use crate::components::kit::{derived, dynamic, group, icon, para, toggle};
use crate::pages::browse::{label, name};
use crate::state::Reader;

/// The item that names the practices chosen.
pub const PRACTICES: &str = "practices";
/// What stands between two of them.
const BETWEEN: &str = " · ";
/// Items that filter, with the filter of their name. A time is asked for as the longest that there is.
const BY_ITEM: [(&str, Filter); 3] =
    [("stage", Filter::Stage), ("level", Filter::Level), ("duration", Filter::Minutes)];

/// The practices that fit, each put among the chosen ones, or taken out, by a tap.
pub fn fitting(desk: &Desk) -> AnyView {
    let reader = &desk.reader;
    let empty = || RwSignal::new(String::new());
    let more = [("fit-theme", Filter::Theme, empty()), ("fit-group", Filter::Audience, empty())];
    let choices = more.map(|(id, filter, value)| {
        FormField::new(id, name(reader, filter)).selects(offered(reader, filter), value)
    });
    let (heading, desk) = (desk.line("fit").to_owned(), desk.clone());
    let list = dynamic(move || {
        let wanted = more
            .iter()
            .fold(asked(&desk), |wanted, (_, filter, value)| wanted.with(*filter, &value.read()));
        let found = found(&desk.reader, &wanted);
        if found.is_empty() {
            return para("quiet", desk.reader.w.browse.nothing);
        }
        let chips = found.into_iter().map(|(title, meta)| chip(&desk, title, meta)).collect();
        group("chips chips--wrap", chips)
    });
    view! {
        <details id="fitting">
            <summary class="why"><span>{heading}</span>{icon(Icon::ChevronDown)}</summary>
            <div class="stack">{choices.into_iter().collect_view()}{list}</div>
        </details>
    }
    .into_any()
}

/// What the worksheet itself says.
fn asked(desk: &Desk) -> Wanted {
    BY_ITEM.iter().fold(Wanted::default(), |wanted, (item, filter)| {
        let value = desk.filled(|filled| filled.read(&Id::from(*item), 0).trim().to_owned());
        wanted.with(*filter, &value)
    })
}

/// What can be chosen by a filter, by label.
fn offered(reader: &Reader, filter: Filter) -> Vec<(String, String)> {
    let practices: Vec<&Practice> = reader.pack.core.practices.values().collect();
    let ids = filter.choices(&practices).into_iter();
    let mut offered: Vec<_> = ids.map(|id| (label(reader, filter, &id), id)).collect();
    offered.sort();
    offered.insert(0, (reader.w.browse.any.to_owned(), String::new()));
    offered.into_iter().map(|(label, id)| (id, label)).collect()
}

/// Titles by title, each with how long it takes.
fn found(reader: &Reader, wanted: &Wanted) -> Vec<(String, String)> {
    let practices = reader.pack.core.practices.values();
    let fitting = practices.filter(|practice| wanted.finds(practice));
    let mut found: Vec<_> = fitting
        .filter_map(|practice| {
            let title = reader.pack.words.practices.get(&practice.id)?.title.clone();
            let time = practice.minutes.map(|minutes| reader.w.practice.minutes(minutes.into()));
            Some((title, time.unwrap_or_default()))
        })
        .collect();
    found.sort();
    found
}

fn chosen(desk: &Desk) -> Vec<String> {
    desk.filled(|filled| {
        let text = filled.read(&Id::from(PRACTICES), 0);
        text.split(BETWEEN)
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect()
    })
}

fn chip(desk: &Desk, title: String, time: String) -> AnyView {
    let words = if time.is_empty() { title.clone() } else { [&title, ", ", &time].concat() };
    let (own, of) = (desk.clone(), title.clone());
    let on = derived(move || chosen(&own).contains(&of).to_string());
    let own = desk.clone();
    toggle("chip", words, on, move || {
        let mut titles = untrack(|| chosen(&own));
        let before = titles.len();
        titles.retain(|other| *other != title);
        if titles.len() == before {
            titles.push(title.clone());
        }
        own.fill(|filled| filled.write(&Id::from(PRACTICES), 0, &titles.join(BETWEEN)));
    })
}
