//! A service's own page.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::facts::Standing;
use migraction_core::format::DateForm;
use migraction_core::guide::Service;
use migraction_core::route::Route;
use migraction_pack::organisation::OwnServices;
use migraction_pack::prose::Line;

use super::not_found::Missing;
use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::prose::line;
use crate::components::service::{Told, map_link, reports_words, told};
use crate::components::sources::SourceList;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::state::{Reader, use_organisation, use_place, use_session};

/// A service.
#[component]
pub fn ServicePage() -> impl IntoView {
    let (session, organisation) = (use_session(), use_organisation());
    let id = use_place().id(|route| match route {
        Route::Service(id) => Some(id),
        _ => None,
    });
    view! {
        <Frame title=Signal::derive(move || session.w().service.one.to_owned()) back=Back::to(Route::Directory)>
            {with_pack(move |reader| {
                let (id, own) = (id.get(), organisation.list.get());
                let of_own = || own.as_ref()?.get(&id).map(|own| &own.service);
                match reader.pack.core.services.get(&id).or_else(of_own) {
                    Some(service) => entry(&reader, own.as_deref(), service),
                    None => view! { <Missing/> }.into_any(),
                }
            })}
        </Frame>
    }
}

fn entry(reader: &Reader, own: Option<&OwnServices>, service: &Service) -> AnyView {
    let w = &reader.w.service;
    let prose = |reader: &Reader, what: &Line| line(reader, what, None).into_any();
    let Told { what, hours, from } = told(reader, own, &service.id, prose);
    let kinds: Vec<_> =
        service.kinds.iter().map(|kind| reader.label("service-kinds", kind)).collect();
    let shown = service.shown_as.clone().or_else(|| service.phone.clone());
    let call = service.phone.as_ref().zip(shown).map(|(phone, shown)| {
        view! { <a class="btn btn--main" href=format!("tel:{}", phone.replace(' ', ""))><Glyph icon=Icon::Phone small=true/>{w.call(shown)}</a> }
    });
    let reports = reports_words(reader, service.reports_status);
    let list = |name: &'static str, list: &str, ids: &[Id]| {
        let labels: Vec<_> = ids.iter().map(|id| reader.label(list, id)).collect();
        (!labels.is_empty()).then(|| view! { <dt>{name}</dt><dd>{labels.join(", ")}</dd> })
    };
    let unsure = (service.standing(reader.today()) != Standing::Verified)
        .then(|| view! { <Notice tone=Tone::Unknown key="service-unsure" title=w.to_confirm><p>{w.to_confirm_text}</p></Notice> });
    view! {
        <p class="small quiet">{kinds.join(" · ")}</p>
        <h1>{service.name.clone()}</h1>
        {from.map(|from| view! { <p class="small" data-own="">{from}</p> })}
        {what}
        {unsure}
        {call}
        {map_link(reader, service)}
        <div class="factcard">
            <dl class="factcard__meta">
                {list(reader.w.directory.whom, "service-for", &service.for_whom)}
                {list(reader.w.directory.place, "regions", &service.regions)}
                {service.town.clone().map(|town| view! { <dt>{w.town}</dt><dd>{town}</dd> })}
                {hours.map(|hours| view! { <dt>{w.hours}</dt><dd>{hours}</dd> })}
                {service.url.clone().map(|url| view! {
                    <dt>{w.site}</dt>
                    <dd><a class="link" href=url.clone() target="_blank" rel="noopener noreferrer external">{url.clone()}</a></dd>
                })}
                <dt>{w.reports}</dt><dd>{reports}</dd>
                <dt>{reader.w.fact.source}</dt><dd><SourceList sources=service.sources.clone()/></dd>
                <dt>{reader.w.fact.checked}</dt><dd>{reader.date(service.checked_on, DateForm::Long)}</dd>
                <dt>{reader.w.fact.review}</dt><dd>{reader.w.fact.before(reader.date(service.review_by, DateForm::Long))}</dd>
            </dl>
        </div>
        <LanguageLinks/>
    }
    .into_any()
}
