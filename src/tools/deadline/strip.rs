//! The days from the start to the last one as a strip of weeks. The legend says the same in words.

use chrono::{Datelike, Days};
use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::Id;
use migraction_core::dates::Roll;
use migraction_core::deadline::Reading;
use migraction_core::format::DateForm;

use crate::state::Reader;

/// Weeks that the picture shows at most; of longer terms, the last ones.
const WEEKS: i64 = 8;

/// What a day is, with its class; the more telling one where several fall together.
fn kind_of(day: CivilDate, today: CivilDate, reading: &Reading<'_>) -> &'static str {
    let act_by = reading.act_on(today);
    if day == reading.safe {
        "strip__d--safe"
    } else if day == reading.legal {
        "strip__d--legal"
    } else if day == act_by {
        "strip__d--plan"
    } else if day == today {
        "strip__d--today"
    } else if day == reading.start {
        "strip__d--start"
    } else {
        ""
    }
}

/// The strip with its legend.
pub fn strip(reader: &Reader, country: &Id, reading: &Reading<'_>) -> AnyView {
    let w = &reader.w.deadline;
    let today = reader.today();
    let last = monday(reading.legal.max(reading.safe)) + Days::new(6);
    let act_by = reading.act_on(today);
    let first = monday(reading.start.min(act_by));
    let shown = u64::try_from(WEEKS * 7 - 1).unwrap_or_default();
    let first = first.max(last - Days::new(shown));
    let calendar = reader.pack.core.country(country.as_str()).map(|country| &country.calendar);
    let is_off = |day: CivilDate| {
        calendar.is_some_and(|calendar| !calendar.at(None).is_working_day(day, Roll::Back))
    };
    let heads = first.iter_days().take(7).map(|day| {
        view! { <span class="strip__h">{reader.date(day, DateForm::Weekday)}</span> }
    });
    let days = first.iter_days().take_while(|day| *day <= last).map(|day| {
        let kind = kind_of(day, today, reading);
        let off = if kind.is_empty() && is_off(day) { " strip__d--off" } else { "" };
        view! { <span class=format!("strip__d {kind}{off}")>{day.day()}</span> }
    });
    let mut named = vec![
        (reading.start, "strip__d--start", w.strip_start),
        (today, "strip__d--today", reader.w.results.today),
        (act_by, "strip__d--plan", w.strip_plan),
        (reading.safe, "strip__d--safe", reader.w.results.role_safe),
        (reading.legal, "strip__d--legal", reader.w.results.role_legal),
    ];
    named.retain(|(day, ..)| first <= *day && *day <= last);
    named.sort_by_key(|(day, ..)| *day);
    let legend = named.into_iter().map(|(day, class, words)| {
        let full = reader.date(day, DateForm::Full);
        let said = reader.w.pair(words, &full);
        view! { <li><span class=format!("strip__d {class}") aria-hidden="true">{day.day()}</span><span>{said}</span></li> }
    });
    let title =
        format!("{}, {}", reader.date(first, DateForm::Month), reader.date(last, DateForm::Month));
    view! {
        <section class="card">
            <h2>{w.strip}</h2>
            <div class="strip" role="img" aria-label=title>{heads.collect_view()} {days.collect_view()}</div>
            <ul class="legend">{legend.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn monday(day: CivilDate) -> CivilDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}
