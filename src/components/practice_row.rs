//! A practice in a list.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::route::Route;

use super::icon::{Glyph, Icon};
use super::stage::{stage_class, stage_shape};
use crate::state::Reader;

/// A row that leads to a practice sheet.
pub fn practice_row(reader: &Reader, id: &Id) -> Option<AnyView> {
    let practice = reader.pack.core.practices.get(id)?;
    let words = reader.pack.words.practices.get(id)?;
    let mut meta =
        vec![reader.label("kinds", &practice.kind), reader.label("countries", &practice.country)];
    if let Some(minutes) = practice.minutes {
        meta.push(reader.w.practice.minutes(minutes.into()));
    }
    Some(
        view! {
            <a class=format!("row {}", stage_class(practice.stage)) href=reader.href(&Route::Practice(id.clone()))>
                <span class="row__lead"><Glyph icon=stage_shape(practice.stage)/></span>
                <span>
                    <span class="row__title">{words.title.clone()}</span>
                    <span class="row__meta">{words.summary.clone()}</span>
                    <span class="row__meta">{meta.join(" · ")}</span>
                </span>
                <Glyph icon=Icon::ChevronRight small=true/>
            </a>
        }
        .into_any(),
    )
}
