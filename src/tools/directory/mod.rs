//! The directory: the services of the guide and of one's organisation, by what they do, where, and for whom. Nothing is asked of anybody: a
//! number is dialled and a map opened by the person alone.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::Id;
use migraction_core::directory::{Found, Place, Wanted, find};
use migraction_core::guide::{ReportsStatus, Service};
use migraction_core::route::Route;
use migraction_pack::organisation::{OrganisationError, OwnServices};
use migraction_pack::search::{Document, Query, fold, holds_all, words};

use crate::components::form::{Choices, FormField, TextKind};
use crate::components::icon::Icon;
use crate::components::kit::{
    button, derived, dynamic, effect, fragment, group, h1, icon, nothing, page, para,
};
use crate::components::service::{entry, own_has_words, reports_words};
use crate::components::with_pack;
use crate::state::toolbox::Looking;
use crate::state::{
    Reader, Searchable, device, use_organisation, use_search_index, use_session, use_toolbox,
};

/// The value of the choice of all countries.
const ALL: &str = "all";

/// What may be said of a service and status, with its value.
const REPORTS: [(&str, ReportsStatus); 4] = [
    ("no", ReportsStatus::No),
    ("may", ReportsStatus::May),
    ("must", ReportsStatus::Must),
    ("unknown", ReportsStatus::Unknown),
];

/// The tool's screen.
#[component]
pub fn DirectoryTool() -> impl IntoView {
    let session = use_session();
    let title = derived(move || session.w().tools.directory.to_owned());
    page(title, Route::Tools, None, "page", |_| with_pack(screen))
}

fn screen(reader: Reader) -> AnyView {
    let w = &reader.w.directory;
    let looking = use_toolbox().looking;
    use_search_index().follow();
    let session = reader.session;
    if looking.country.read_untracked().is_empty() {
        // Without a country of one's own, none is left out.
        let own = session.country.get_untracked();
        looking.country.set(own.map_or_else(|| ALL.to_owned(), |own| own.to_string()));
    }
    // Another country has other towns.
    let before = StoredValue::new(looking.country.get_untracked());
    effect(move || {
        let now = looking.country.get();
        if before.get_value() != now {
            before.set_value(now);
            looking.place.set(String::new());
        }
    });
    let mut countries = vec![(ALL.to_owned(), w.all_countries.to_owned())];
    let known = reader.pack.core.countries.iter().map(|country| &country.id);
    countries.extend(known.map(|id| (id.to_string(), reader.label("countries", id))));
    let (for_choices, for_results) = (reader.clone(), reader.clone());
    let organisation = use_organisation();
    let (list, refused) = (organisation.list, organisation.refused);
    let choices = dynamic(move || choices(&for_choices, list.get().as_deref(), looking));
    fragment(vec![
        h1(reader.w.tools.directory),
        para("", w.intro),
        FormField::new("find", w.words).help(w.words_help).fills(TextKind::Words, looking.words),
        FormField::new("country", w.country).selects(countries, looking.country),
        choices,
        dynamic(move || refused.get().map_or_else(nothing, |why| refusal(w, why))),
        dynamic(move || results(&for_results, list.get().as_deref(), looking)),
    ])
}

/// The button that asks the phone where it is, and takes that back.
fn nearest(reader: &Reader, looking: Looking) -> AnyView {
    let (w, session, here) = (&reader.w.directory, reader.session, looking.here);
    let is_on = move || here.read().is_some().to_string();
    let ask = move |_| {
        if here.get_untracked().is_some() {
            here.set(None);
            return;
        }
        spawn_local(async move {
            match device::position().await {
                Some(place) => here.set(Some(place)),
                None => session.show_toast(session.w_now().directory.no_position),
            }
        });
    };
    view! {
        <button type="button" id="nearest" class="chip" aria-pressed=is_on on:click=ask>
            {icon(Icon::MapPin)}{w.nearest}
        </button>
        <p class="field__help">{w.nearest_text}</p>
    }
    .into_any()
}

/// All services, those of the guide first.
fn listed<'a>(
    reader: &'a Reader,
    own: Option<&'a OwnServices>,
) -> impl Iterator<Item = &'a Service> {
    let own = own.into_iter().flat_map(|own| &own.services);
    reader.pack.core.services.values().chain(own.map(|own| &own.service))
}

/// The services of the chosen country, or of all.
fn offered<'a>(
    reader: &'a Reader,
    own: Option<&'a OwnServices>,
    country: &'a str,
) -> impl Iterator<Item = &'a Service> {
    listed(reader, own).filter(move |service| country == ALL || service.country == *country)
}

fn choices(reader: &Reader, own: Option<&OwnServices>, looking: Looking) -> AnyView {
    let w = &reader.w.directory;
    let country = looking.country.get();
    let of = |country: &str, list: &str, ids: &dyn Fn(&Service) -> Vec<Id>| {
        let ids: BTreeSet<Id> = offered(reader, own, country).flat_map(ids).collect();
        sorted(ids.into_iter().map(|id| (id.to_string(), reader.label(list, &id))).collect())
    };
    let any = |words: &'static str, rest: Choices| {
        [vec![(String::new(), words.to_owned())], rest].concat()
    };
    let kinds = of(ALL, "service-kinds", &|service| service.kinds.clone());
    let whom = of(ALL, "service-for", &|service| service.for_whom.clone());
    let regions = of(&country, "regions", &|service| service.regions.clone());
    let towns: BTreeSet<&String> =
        offered(reader, own, &country).filter_map(|service| service.town.as_ref()).collect();
    let towns = towns.into_iter().map(|town| ([":", town].concat(), w.town(town)));
    let regions = regions.into_iter().map(|(id, label)| (id, w.region(label)));
    let places = regions.chain(sorted(towns.collect())).collect();
    let reports = REPORTS
        .map(|(id, status)| (id.to_owned(), reports_words(reader, status).to_owned()))
        .to_vec();
    let more = fragment(vec![
        FormField::new("place", w.place).selects(any(w.any_place, places), looking.place),
        nearest(reader, looking),
        FormField::new("whom", w.whom).selects(any(w.anyone, whom), looking.whom),
        FormField::new("reports", reader.w.service.reports)
            .selects(any(w.any, reports), looking.reports),
    ]);
    let is_open = [looking.place, looking.whom, looking.reports]
        .iter()
        .any(|choice| !choice.read_untracked().is_empty());
    view! {
        {FormField::new("kind", w.kind).selects(any(w.any, kinds), looking.kind)}
        <details id="more" open=is_open>
            <summary class="why"><span>{w.more}</span>{icon(Icon::ChevronDown)}</summary>
            <div class="stack">{more}</div>
        </details>
    }
    .into_any()
}

/// By label, whatever accents it has.
fn sorted(mut choices: Choices) -> Choices {
    choices.sort_by_key(|(_, label)| fold(label));
    choices
}

fn wanted(looking: Looking) -> Wanted {
    let chosen = |value: RwSignal<String>| Some(value.get()).filter(|value| !value.is_empty());
    let place = chosen(looking.place).map(|place| match place.strip_prefix(':') {
        Some(town) => Place::Town(town.to_owned()),
        None => Place::Region(place.into()),
    });
    let reports = chosen(looking.reports);
    Wanted {
        country: chosen(looking.country).filter(|country| country != ALL).map(Id::from),
        kind: chosen(looking.kind).map(Id::from),
        place,
        whom: chosen(looking.whom).map(Id::from),
        reports: reports
            .and_then(|id| REPORTS.iter().find(|(known, _)| *known == id).map(|found| found.1)),
    }
}

/// Why the organisation's new list was not taken.
fn refusal(w: &crate::words::DirectoryWords, why: OrganisationError) -> AnyView {
    let words = match why {
        OrganisationError::Torn => w.own_torn,
        OrganisationError::Signature => w.own_signature,
        OrganisationError::NotNewer { .. } => w.own_older,
        OrganisationError::Schema(_) | OrganisationError::Malformed => w.own_unreadable,
    };
    view! { <p role="status" id="own-refused">{words}" "{w.own_stays}</p> }.into_any()
}

fn results(reader: &Reader, own: Option<&OwnServices>, looking: Looking) -> AnyView {
    let w = &reader.w.directory;
    let typed = looking.words.read();
    let index = match use_search_index().index.get() {
        Searchable::Ready(index) => Some(index),
        _ => None,
    };
    let query = index.as_ref().map(|index| Query::parse(&typed, index));
    let is_asked = words(&typed).next().is_some();
    let named: Option<BTreeSet<&Id>> = is_asked.then(|| {
        let found = index.as_ref().zip(query.as_ref()).map(|(index, query)| query.holders(index));
        let holds = |service: &Service| match &found {
            Some(found) => found.contains(&&Document::Service(service.id.clone())),
            None => {
                holds_all(&typed, &[&service.name, service.town.as_deref().unwrap_or_default()])
            }
        };
        let services = reader.pack.core.services.values();
        let ids = services.filter(|service| holds(service)).map(|service| &service.id);
        let own = own.into_iter().flat_map(|own| &own.services);
        let own = own.filter(|own| own_has_words(reader, own, &typed)).map(|own| &own.service.id);
        ids.chain(own).collect()
    });
    let services = listed(reader, own);
    let Found { first, older } = find(services, &wanted(looking), named.as_ref(), reader.today());
    let here = looking.here.get();
    let far =
        |service: &Service| here.and_then(|here| reader.pack.core.kilometres_to(service, here));
    let list = |found: &[&Service]| {
        let mut found: Vec<_> = found.iter().map(|service| (far(service), *service)).collect();
        // What has no distance follows, in the order it had.
        found.sort_by_key(|(far, _)| far.unwrap_or(u32::MAX));
        let one = |(far, service): (Option<u32>, &Service)| entry(reader, own, service, far);
        let entries: Vec<_> = found.into_iter().map(one).collect();
        view! { <ul class="places">{entries}</ul> }.into_any()
    };
    let none = if first.is_empty() {
        let clear = move || looking.clear();
        let clear = button("clear", "btn btn--plain", vec![w.clear.into_any()], clear);
        group("empty", vec![icon(Icon::Search), para("", w.none_help), clear])
    } else {
        list(&first)
    };
    let more = if older.is_empty() {
        nothing()
    } else {
        let (label, entries) = (w.older(older.len()), list(&older));
        view! {
            <details id="older">
                <summary class="why"><span>{label}</span>{icon(Icon::ChevronDown)}</summary>
                {para("quiet", w.older_text)}
                {entries}
            </details>
        }
        .into_any()
    };
    let count = if first.is_empty() { w.none.to_owned() } else { w.found(first.len()) };
    fragment(vec![
        view! { <p role="status" id="found" data-count=first.len().to_string()><b>{count}</b></p> }
            .into_any(),
        none,
        more,
        para("small quiet", w.map_note),
    ])
}
