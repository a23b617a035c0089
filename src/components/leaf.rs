//! A date as a torn calendar page: solid when firm, dashed when approximate.

use chrono::Datelike;
use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::format::DateForm;

use crate::state::Reader;
use crate::words::Words;

/// A date leaf.
pub fn leaf(reader: &Reader, day: CivilDate, soft: bool) -> AnyView {
    draw(reader.w, day, soft)
}

/// A firm date where no pack is needed.
pub fn date_leaf(w: &'static Words, day: CivilDate) -> AnyView {
    draw(w, day, false)
}

fn draw(w: &'static Words, day: CivilDate, soft: bool) -> AnyView {
    let top = if soft { w.results.around.to_owned() } else { w.date(day, DateForm::Weekday) };
    let class = if soft { "leaf leaf--soft" } else { "leaf" };
    view! {
        <span class=class>
            <span class="leaf__top">{top}</span>
            " "
            <span class="leaf__day">{day.day().to_string()}</span>
            " "
            <span class="leaf__month">{w.date(day, DateForm::Month)}</span>
        </span>
    }
    .into_any()
}
