//! What changed in the law, and what will: from the dates of the facts.

use leptos::prelude::*;
use migraction_core::facts::{Fact, Quantity};
use migraction_core::format::DateForm;
use migraction_core::{CivilDate, Id};

use crate::components::fact::fact_chip;
use crate::components::frame::LanguageLinks;
use crate::components::{Back, Frame, with_pack};
use crate::state::{Reader, use_session};

/// How far back changes are listed, in days.
const BACK: i64 = 700;

/// The page.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().library.changes.to_owned()) back=Back::to("")>
            <h1>{move || session.w().library.changes}</h1>
            <p class="quiet">{move || session.w().library.changes_what}</p>
            {with_pack(|reader| changes(&reader))}
            <LanguageLinks/>
        </Frame>
    }
}

/// The days on which something about this fact changes.
fn days(fact: &Fact) -> Vec<CivilDate> {
    let mut days: Vec<CivilDate> = fact.values.iter().filter_map(|value| value.from).collect();
    days.extend(fact.values.iter().filter_map(|value| match value.quantity {
        Quantity::Day(day) => Some(day),
        Quantity::Amount(_) => None,
    }));
    days.extend(fact.changed_on);
    days
}

fn changes(reader: &Reader) -> AnyView {
    let own = reader.session.country.get();
    let mut countries: Vec<&Id> =
        reader.pack.core.countries.iter().map(|country| &country.id).collect();
    countries.sort_by_key(|country| **country != own);
    countries.into_iter().map(|country| one(reader, country)).collect_view().into_any()
}

fn one(reader: &Reader, country: &Id) -> Option<AnyView> {
    let today = reader.today();
    let mut lines: Vec<(CivilDate, &Fact)> = Vec::new();
    for fact in reader.pack.core.facts.values().filter(|fact| fact.country == *country) {
        for day in days(fact) {
            if (today - day).num_days() <= BACK && !lines.contains(&(day, fact)) {
                lines.push((day, fact));
            }
        }
    }
    let (mut coming, mut past): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|(day, _)| *day > today);
    coming.sort_by_key(|(day, _)| *day);
    past.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    if coming.is_empty() && past.is_empty() {
        return None;
    }
    let w = &reader.w.library;
    Some(
        view! {
            <section class="stack stack--s">
                <h2>{reader.label("countries", country)}</h2>
                {list(reader, w.changes_coming, &coming)}
                {list(reader, w.changes_past, &past)}
            </section>
        }
        .into_any(),
    )
}

fn list(reader: &Reader, title: &'static str, lines: &[(CivilDate, &Fact)]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let rows: Vec<_> = lines
        .iter()
        .filter_map(|(day, fact)| {
            let label = reader.pack.words.facts.get(&fact.id)?.label.clone();
            let value = fact.value_on((*day).max(reader.today())).is_some();
            let value = value.then(|| view! { ": " {fact_chip(reader, &fact.id, None)} });
            let href = reader.href(&format!("fact/{}", fact.id));
            Some(view! {
                <li>
                    <strong>{reader.w.date(*day, DateForm::Long)}</strong>
                    " · "
                    <a class="link" href=href>{label}</a>
                    {value}
                </li>
            })
        })
        .collect();
    Some(view! { <h3>{title}</h3><ul class="changes">{rows}</ul> }.into_any())
}
