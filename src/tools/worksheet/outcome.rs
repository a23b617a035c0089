//! What follows from a worksheet: what to see to and with whom, how to explain once more. Never a score.

use leptos::prelude::*;
use migraction_core::directory::contacts;
use migraction_core::route::Route;
use migraction_core::worksheet::{Again, Item, When, to_see_to};

use super::Desk;
use crate::components::Tone;
use crate::components::kit::{dynamic, fragment, group, h2, link, nothing, para, para_of, strong};
use crate::components::notice::Notice;
use crate::components::service::call_link;

/// So many services per kind; the directory has the others.
const SERVICES: usize = 3;
/// The answer that a point was not said back.
const NOT_YET: &str = "not-yet";

/// The results of this worksheet, drawn anew as it is filled in. They never go on paper: whoever finds the paper
/// would read what was noticed.
pub fn outcome(desk: &Desk) -> AnyView {
    let own = desk.clone();
    let results = dynamic(move || {
        let Some((sheet, _)) = own.both() else { return nothing() };
        if sheet.items().any(|(_, item)| item.when.is_some()) {
            return lists(&own);
        }
        if sheet.items().any(|(_, item)| item.id == *"said") {
            return again(&own);
        }
        nothing()
    });
    group("results no-print", vec![results])
}

/// Now, soon, to follow.
fn lists(desk: &Desk) -> AnyView {
    let Some((sheet, _)) = desk.both() else { return nothing() };
    let found = desk.filled(|filled| to_see_to(sheet, filled));
    if found.iter().all(Vec::is_empty) {
        return fragment(vec![h2(desk.line("lists")), para("quiet", desk.line("none"))]);
    }
    let urgent = (!found[0].is_empty()).then(|| {
        let go = link("btn btn--plain", desk.reader.href(&Route::Emergency), desk.reader.w.nav.emergency);
        let (title, text) = (desk.line("danger").to_owned(), desk.line("danger-text").to_owned());
        view! { <Notice tone=Tone::Deadline key="needs-now" title><p>{text}</p><div class="notice__do">{go}</div></Notice> }
    });
    let lists: Vec<_> = When::ALL
        .into_iter()
        .zip(&found)
        .filter(|(_, items)| !items.is_empty())
        .map(|(when, items)| {
            let title = desk.line(when.id()).to_owned();
            let items: Vec<_> = items.iter().map(|item| need(desk, item)).collect();
            view! {
                <section class="results__group" data-list=when.id()>
                    <h2 class="results__title">{title}</h2>
                    <ul class="places">{items}</ul>
                </section>
            }
        })
        .collect();
    view! { {urgent}{lists} }.into_any()
}

/// A need with what was said of it, and whom to turn to.
fn need(desk: &Desk, item: &Item) -> AnyView {
    let reader = &desk.reader;
    let mut parts = vec![strong(desk.ask(item)), para("small quiet", desk.said(item, 0))];
    let mut shown = Vec::new();
    let own = reader.session.country.get();
    let cannot_wait = item.when == Some(When::Now);
    for kind in &item.services {
        let services = reader.pack.core.services.values();
        let found = own
            .as_ref()
            .map(|country| contacts(services, country, kind, cannot_wait, reader.today()));
        for service in found.into_iter().flatten().take(SERVICES) {
            if shown.contains(&&service.id) {
                continue;
            }
            shown.push(&service.id);
            let href = reader.href(&Route::Service(service.id.clone()));
            let name = link("link places__name", href, service.name.clone());
            parts.push(group("line line--between", vec![name, call_link(reader, service)]));
        }
    }
    if own.is_none() && !item.services.is_empty() {
        // Whom to turn to depends on the country: it is asked, never guessed.
        let go = link("link", reader.href(&Route::Settings), reader.w.emergency.choose_country);
        parts.push(para_of("small", go));
    } else if shown.is_empty() && !item.services.is_empty() {
        parts.push(para("small", desk.line("no-service")));
    }
    view! { <li class="card" data-need=item.id.to_string()>{parts}</li> }.into_any()
}

/// What to do for points that were not said back.
fn again(desk: &Desk) -> AnyView {
    let Some((sheet, _)) = desk.both() else { return nothing() };
    let points =
        sheet.sections.iter().find(|section| section.items.iter().any(|item| item.id == *"said"));
    let times = points.map_or(0, |section| section.times);
    let of = |id: &str, time| desk.filled(|filled| filled.read(&id.into(), time).to_owned());
    let advice = (0..times).filter(|time| of("said", *time) == NOT_YET).map(|time| {
        let (key, words) = match Again::after(&of("tries", time)) {
            Again::OtherWay => ("again-way", desk.line("other-way")),
            Again::OtherMeans => ("again-means", desk.line("other-means")),
        };
        let title = [of("point", time).as_str(), " "].concat();
        let title = if title.trim().is_empty() { (time + 1).to_string() } else { title };
        let words = words.to_owned();
        view! { <Notice tone=Tone::Unknown key title><p>{words}</p></Notice> }.into_any()
    });
    fragment(advice.collect())
}
