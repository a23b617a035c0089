//! A service in a list: what it is for, and its number to dial.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::directory::{Age, map_words};
use migraction_core::facts::Standing;
use migraction_core::format::DateForm;
use migraction_core::guide::{ReportsStatus, Service};
use migraction_core::route::Route;
use migraction_core::telephone::name_beside_number;
use migraction_pack::organisation::{OwnService, OwnServices};
use migraction_pack::prose::Line;
use migraction_pack::search::fold;

use super::icon::{Glyph, Icon};
use super::kit::{group, icon, link_of, nothing, para, para_of};
use super::prose::{dialled, plain};
use crate::state::Reader;

/// A map that the person opens; nothing is asked of it before.
const MAP: &str = "https://www.openstreetmap.org/search?query=";

/// A row that dials, after the system's own confirmation; without a number it leads to the entry.
pub fn call_row(reader: &Reader, service: &Service) -> AnyView {
    let words = reader.pack.words.services.get(&service.id);
    let what = words.map(|words| plain(reader, &words.what, None));
    let hours = words.and_then(|words| words.hours.clone());
    let unsure = (service.standing(reader.today()) != Standing::Verified)
        .then(|| view! { <span class="call__meta">{reader.w.service.to_confirm}</span> });
    let (name, shown) = (name_beside_number(service), service.shown_number());
    match (&service.phone, shown) {
        (Some(phone), Some(shown)) => {
            let shown = shown.to_owned();
            let dial: String = phone.split_whitespace().collect();
            let name = (!name.is_empty()).then(|| view! { <span class="call__name">{name}</span> });
            view! {
                <a class="call" href=format!("tel:{dial}") data-service=service.id.to_string()>
                    <span class="call__text">
                        {name}
                        <span class="call__num">{shown}</span>
                        <span class="call__meta">{what}</span>
                        {hours.map(|hours| view! { <span class="call__meta">{hours}</span> })}
                        {unsure}
                    </span>
                    <span class="call__go"><Glyph icon=Icon::Phone/></span>
                </a>
            }
            .into_any()
        }
        _ => view! {
            <a class="call" href=reader.href(&Route::Service(service.id.clone())) data-service=service.id.to_string()>
                <span class="call__text">
                    <span class="call__name">{service.name.clone()}</span>
                    <span class="call__meta">{what}</span>
                    {unsure}
                </span>
                <Glyph icon=Icon::ChevronRight small=true/>
            </a>
        }
        .into_any(),
    }
}

/// Whether a service asks for or reports status, in words.
pub const fn reports_words(reader: &Reader, status: ReportsStatus) -> &'static str {
    let w = &reader.w.service;
    match status {
        ReportsStatus::No => w.reports_no,
        ReportsStatus::May => w.reports_may,
        ReportsStatus::Must => w.reports_must,
        ReportsStatus::Unknown => w.reports_unknown,
    }
}

/// When an entry was checked; what nobody looked at for long says so.
pub fn checked_words(reader: &Reader, service: &Service) -> String {
    let (w, day) = (&reader.w.directory, reader.date(service.checked_on, DateForm::Long));
    if Age::of(service, reader.today()) == Age::Fresh { w.checked(day) } else { w.greyed(day) }
}

/// The map of a service that has a door to go to.
pub fn map_link(reader: &Reader, service: &Service) -> AnyView {
    let Some(words) = map_words(service) else { return nothing() };
    view! {
        <a class="btn btn--plain" href=[MAP, &words].concat() target="_blank" rel="noopener noreferrer external">
            {icon(Icon::MapPin)}{reader.w.directory.map}
        </a>
    }
    .into_any()
}

/// What a service does, when it is open, and whose list it is on, where that is not the guide.
pub struct Told {
    /// What it does.
    pub what: AnyView,
    /// When it is open.
    pub hours: Option<String>,
    /// The organisation whose own service it is.
    pub from: Option<String>,
}

/// The words of a service: the guide's, or those of an organisation's own list. These are plain, and perhaps in
/// another language than the reader's; how the guide's are shown is said by who asks.
pub fn told(
    reader: &Reader,
    own: Option<&OwnServices>,
    id: &Id,
    guide: fn(&Reader, &Line) -> AnyView,
) -> Told {
    if let Some(own) = own
        && let Some(words) = own.get(id).and_then(|service| service.words_in(reader.w.id))
    {
        let (language, what) = (words.language.to_string(), words.what.clone());
        return Told {
            what: view! { <p lang=language>{what}</p> }.into_any(),
            hours: words.hours.clone(),
            from: Some(reader.w.directory.from(&own.organisation)),
        };
    }
    let words = reader.pack.words.services.get(id);
    let what = words.map(|words| guide(reader, &words.what));
    let hours = words.and_then(|words| words.hours.clone());
    Told { what: view! { <p>{what}</p> }.into_any(), hours, from: None }
}

/// Whether an organisation's service has all the words typed; the index of the guide does not know it.
pub fn own_has_words(reader: &Reader, own: &OwnService, typed: &str) -> bool {
    let service = &own.service;
    let mut text = vec![service.name.clone()];
    text.extend(service.town.clone());
    text.extend(own.words_in(reader.w.id).map(|words| words.what.clone()));
    text.extend(service.kinds.iter().map(|kind| reader.label("service-kinds", kind)));
    let text = fold(&text.join(" "));
    fold(typed).split_whitespace().all(|word| text.contains(word))
}

/// An entry of the directory in a few lines: what it does, where, when, what to know before going, and the number to dial. Its page
/// has the rest.
pub fn entry(
    reader: &Reader,
    own: Option<&OwnServices>,
    service: &Service,
    far: Option<u32>,
) -> AnyView {
    let w = reader.w;
    let in_text = |reader: &Reader, what: &Line| dialled(reader, &plain(reader, what, None));
    let Told { what, hours, from } = told(reader, own, &service.id, in_text);
    let is_own = from.is_some();
    let age = Age::of(service, reader.today());
    let mut about: Vec<String> = service.town.clone().into_iter().collect();
    about.extend(far.map(|kilometres| far_words(reader, kilometres)));
    about.extend(from);
    if service.standing(reader.today()) != Standing::Verified {
        about.push(w.service.to_confirm.to_owned());
    }
    if age != Age::Fresh || is_own {
        about.push(checked_words(reader, service));
    }
    let href = reader.href(&Route::Service(service.id.clone()));
    let mut parts =
        vec![link_of("", "places__name link", href, vec![service.name.clone().into_any()]), what];
    if let Some(hours) = hours {
        parts.push(para_of("small", dialled(reader, &hours)));
    }
    if service.reports_status != ReportsStatus::No {
        let said = reports_words(reader, service.reports_status);
        parts.push(para("small", [w.service.reports, " ", said].concat()));
    }
    if !about.is_empty() {
        parts.push(para("small quiet", about.join(" · ")));
    }
    let class = if age == Age::Fresh { "places__one" } else { "places__one places__grey" };
    view! {
        <li class=class data-service=service.id.to_string() data-own=is_own.then_some("")>
            {group("places__text", parts)}
            {call_icon(reader, service)}
        </li>
    }
    .into_any()
}

/// A distance to the middle of a town says no more than it knows.
fn far_words(reader: &Reader, kilometres: u32) -> String {
    let w = &reader.w.directory;
    if kilometres < 2 { w.very_near.to_owned() } else { w.far(kilometres) }
}

/// The button that dials, after the system's own confirmation.
pub fn call_icon(reader: &Reader, service: &Service) -> AnyView {
    let Some(phone) = &service.phone else { return nothing() };
    let name = reader.w.service.call(service.shown_as.as_ref().unwrap_or(phone));
    let href = ["tel:", &phone.replace(' ', "")].concat();
    view! { <a class="iconbtn" href=href aria-label=name>{icon(Icon::Phone)}</a> }.into_any()
}

/// A number to call, as a button with words.
pub fn call_link(reader: &Reader, service: &Service) -> AnyView {
    let Some(phone) = &service.phone else { return nothing() };
    let shown = service.shown_as.as_ref().unwrap_or(phone);
    let href = ["tel:", &phone.replace(' ', "")].concat();
    let words = reader.w.service.call(shown);
    link_of("", "btn btn--plain", href, vec![icon(Icon::Phone), words.into_any()])
}
