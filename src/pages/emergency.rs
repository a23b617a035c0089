//! Danger now: 112, and whom to call in the country. Two taps from anywhere; never locked.

use leptos::prelude::*;
use migraction_core::guide::Service;

use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{icon_button, live};
use crate::components::service::call_row;
use crate::components::{Back, Frame, with_pack};
use crate::state::{Reader, use_notes, use_session};

/// Kinds of services shown here, in this order.
const KINDS: [&str; 4] = ["minors", "trafficking", "violence", "listening"];

/// The emergency page. 112 is valid in all of the European Union and needs no pack.
#[component]
pub fn EmergencyPage() -> impl IntoView {
    let (session, notes) = (use_session(), use_notes());
    // Whoever must hide the screen must not look for the button: notes are locked, the guide is there.
    let leave = live(move || {
        let act = move || notes.leave(session.w_now().id);
        icon_button("leave", Icon::DoorClosed, session.w().vault.leave, act)
    });
    view! {
        <Frame title=Signal::derive(move || session.w().nav.emergency.to_owned()) back=Back::to("") tools=leave>
            <h1 class="vh">{move || session.w().nav.emergency}</h1>
            <a class="bigcall" href="tel:112">
                <Glyph icon=Icon::Phone/>
                <span>{move || session.w().emergency.danger_now}</span>
                <b>"112"</b>
            </a>
            <p class="small quiet">{move || session.w().emergency.about_112}</p>
            <div class="tiles">
                <a class="btn btn--plain" href=move || session.href("phrases/danger")>
                    <Glyph icon=Icon::Languages small=true/>{move || session.w().emergency.phrases}
                </a>
                <a class="btn btn--plain" href=move || session.href("phrases/health")>
                    <Glyph icon=Icon::Languages small=true/>{move || session.w().emergency.phrases_health}
                </a>
                <a class="btn btn--plain" href=move || session.href("phrases/interpreter")>
                    <Glyph icon=Icon::Languages small=true/>{move || session.w().emergency.phrases_interpreter}
                </a>
            </div>
            {with_pack(|reader| numbers(&reader))}
        </Frame>
    }
}

fn numbers(reader: &Reader) -> AnyView {
    let country = reader.session.country.get();
    let services: Vec<&Service> =
        reader.pack.core.services.values().filter(|service| service.country == country).collect();
    let groups: Vec<_> = KINDS
        .into_iter()
        .filter_map(|kind| {
            let rows: Vec<_> = services
                .iter()
                .filter(|service| service.phone.is_some())
                .filter(|service| service.kinds.first().is_some_and(|first| *first == kind))
                .map(|service| call_row(reader, service))
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--s">
                        <h2>{reader.label("service-kinds", &kind.into())}</h2>
                        <div class="rows">{rows}</div>
                    </section>
                }
            })
        })
        .collect();
    let police: Vec<_> = services
        .iter()
        .filter(|service| service.kinds.first().is_some_and(|first| *first == "emergency"))
        .filter(|service| service.phone.as_deref().is_some_and(|phone| phone != "112"))
        .map(|service| call_row(reader, service))
        .collect();
    let (code, name) = (country.to_string().to_uppercase(), reader.label("countries", &country));
    view! {
        <p class="line">
            <span class="cc cc--on" aria-hidden="true">{code}</span>
            <b>{name}</b>
            <a class="link" href=reader.href("settings")>{reader.w.emergency.other_country}</a>
        </p>
        {(!police.is_empty()).then(|| view! { <div class="rows">{police}</div> })}
        {groups}
        <p class="small quiet">{reader.w.emergency.note}</p>
    }
    .into_any()
}
