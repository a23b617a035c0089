//! Danger now: 112, and whom to call in the country. Two taps from anywhere; never locked.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::emergency::{Section, proposed, sections};
use migraction_core::guide::Service;
use migraction_core::route::Route;
use migraction_core::telephone::{EMERGENCY, dial, name_beside_number};
use migraction_pack::prose::plain_text;

use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{
    derived, dynamic, fragment, group, h2, icon, icon_button, link_of, nothing, para, strong,
};
use crate::components::service::call_row;
use crate::components::{Back, Frame, with_pack};
use crate::state::{Reader, device, use_consulting, use_notes, use_session};

/// The emergency page. 112 is valid in all of the European Union and needs no pack.
#[component]
pub fn EmergencyPage() -> impl IntoView {
    let (session, notes) = (use_session(), use_notes());
    // Whoever must hide the screen must not look for the button: notes are locked, the guide is there.
    let leave = dynamic(move || {
        let act = move || notes.leave(session.w_now().id);
        icon_button("leave", Icon::DoorClosed, session.w().vault.leave, act)
    });
    let phrases = dynamic(move || {
        let w = &session.w().emergency;
        let one = |situation: &str, name: &'static str| {
            let parts = vec![icon(Icon::Languages), name.into_any()];
            link_of("", "btn btn--plain", session.href(&Route::situation(situation)), parts)
        };
        let tiles = vec![
            one("danger", w.phrases),
            one("health", w.phrases_health),
            one("interpreter", w.phrases_interpreter),
        ];
        group("tiles", tiles)
    });
    view! {
        <Frame title=Signal::derive(move || session.w().nav.emergency.to_owned()) back=Back::to(Route::Home) tools=leave>
            <h1 class="vh">{move || session.w().nav.emergency}</h1>
            <a class="bigcall" href=["tel:", EMERGENCY].concat()>
                <Glyph icon=Icon::Phone/>
                <span>{move || session.w().emergency.danger_now}</span>
                <b>{EMERGENCY}</b>
            </a>
            <p class="small quiet">{move || session.w().emergency.about_112}</p>
            {with_pack(|reader| numbers(&reader))}
            {phrases}
        </Frame>
    }
}

/// The numbers of each country, and which one comes first.
fn numbers(reader: &Reader) -> AnyView {
    let countries: Vec<&Id> = reader.countries_with_rules().collect();
    // Without a choice in the settings, the country of the interview that this page was opened from.
    let elsewhere = use_consulting().elsewhere.get();
    let chosen = reader.session.country.get().or(elsewhere);
    let proposal = proposed(device::languages(), &countries);
    let services = reader.pack.core.services.values();
    let found = sections(&countries, services.clone(), chosen.as_ref(), proposal);
    let is_asked = found.iter().all(|section| section.is_open);
    // What is called from anywhere, as the European lines are.
    let anywhere: Vec<&Id> = reader.pack.core.countries.iter().map(|country| &country.id).collect();
    let anywhere: Vec<&Id> = anywhere.into_iter().filter(|id| !countries.contains(id)).collect();
    let anywhere = sections(&anywhere, services, None, None);
    let w = &reader.w.emergency;
    let asked = if is_asked { para("small", w.every_country) } else { nothing() };
    let choice = choice(reader, found.iter().map(|section| section.country));
    let all_of = found.iter().map(|section| numbers_of(reader, section, is_asked));
    let all_of = all_of.chain(anywhere.iter().map(|section| numbers_of(reader, section, false)));
    fragment(vec![
        group("stack stack--s no-print", vec![strong(w.choose_country), asked, choice]),
        group("stack", all_of.collect()),
        para("small quiet", w.note),
    ])
}

/// A segment per country; none is pressed before one was chosen.
fn choice<'a>(reader: &Reader, countries: impl Iterator<Item = &'a Id>) -> AnyView {
    let session = reader.session;
    let segment = |id: &Id| {
        let (own, id, value) = (id.clone(), id.clone(), id.to_string());
        let on = derived(move || session.works_in(&own).to_string());
        let label = reader.label("countries", &id);
        view! {
            <button type="button" class="segment" data-country=value aria-pressed=on on:click=move |_| session.use_country(&id)>{label}</button>
        }
        .into_any()
    };
    let segments: Vec<AnyView> = countries.map(segment).collect();
    let label = reader.w.emergency.choose_country;
    view! { <div class="segments segments--plain" role="group" aria-label=label>{segments}</div> }
        .into_any()
}

/// The numbers of a country under its name: in sight, or one tap away. As long as no country is chosen, what is called
/// at once stands first and close together, so that the numbers of all are on a screen or two.
fn numbers_of(reader: &Reader, section: &Section<'_>, is_asked: bool) -> AnyView {
    let id = section.country;
    let name = reader.label("countries", id);
    let code = id.to_string().to_uppercase();
    let badge =
        view! { <span class="cc" class:cc--on=section.is_open aria-hidden="true">{code}</span> };
    let badge = badge.into_any();
    let rows = |lines: &[&Service]| {
        group("rows", lines.iter().map(|service| call_row(reader, service)).collect())
    };
    let mut others: Vec<AnyView> = Vec::new();
    for (kind, lines) in &section.others {
        let kind = reader.label("service-kinds", &Id::from(*kind));
        let kind = view! { <h3>{kind}</h3> }.into_any();
        others.push(group("stack stack--s", vec![kind, rows(lines)]));
    }
    let has_urgent = !section.urgent.is_empty();
    let urgent = match (has_urgent, is_asked) {
        (false, _) => nothing(),
        (true, false) => rows(&section.urgent),
        (true, true) => {
            group("quickcalls", section.urgent.iter().map(|one| quick(reader, one)).collect())
        }
    };
    let others = group("stack", others);
    let others = if is_asked && has_urgent {
        let label = reader.w.emergency.others.into_any();
        folded(id, "", label, others)
    } else {
        others
    };
    let parts = group("stack", vec![urgent, others]);
    let value = id.to_string();
    if section.is_open {
        return view! {
            <section class="numbers" data-numbers=value>
                <div class="line">{badge}{h2(name)}</div>
                {parts}
            </section>
        }
        .into_any();
    }
    // On paper the line that unfolds is left out: the name of the country stands above its numbers.
    let named = view! { <h2 class="print-only">{name.clone()}</h2> }.into_any();
    let label = fragment(vec![badge, view! { <b>{name}</b> }.into_any()]);
    folded(id, "numbers", label, fragment(vec![named, parts]))
}

fn folded(id: &Id, class: &'static str, label: AnyView, inside: AnyView) -> AnyView {
    let value = id.to_string();
    view! {
        <details class=class data-folded=value>
            <summary class="why"><span class="line">{label}</span>{icon(Icon::ChevronDown)}</summary>
            {inside}
        </details>
    }
    .into_any()
}

/// A number to call at once, with its name; with what it is for where its name is the number.
fn quick(reader: &Reader, service: &Service) -> AnyView {
    let shown = service.shown_as.clone().or_else(|| service.phone.clone());
    let mut name = name_beside_number(service);
    if name.is_empty() {
        let words = reader.pack.words.services.get(&service.id);
        name = words.map(|words| plain_text(&words.what)).unwrap_or_default();
    }
    view! {
        <a class="quickcall" href=["tel:", &dial(service).unwrap_or_default()].concat() data-service=service.id.to_string()>
            <span class="call__num">{shown}</span>
            <span class="call__meta">{name}</span>
        </a>
    }
    .into_any()
}
