//! The three stages: their shapes, colours and signs.

use leptos::prelude::*;
use migraction_core::guide::Stage;
use migraction_core::route::Route;

use super::icon::{Glyph, Icon};
use crate::state::use_session;
use crate::words::Words;

/// The class that gives a stage's colours.
#[must_use]
pub const fn stage_class(stage: Stage) -> &'static str {
    match stage {
        Stage::Reception => "is-reception",
        Stage::Orientation => "is-orientation",
        Stage::Mobilisation => "is-mobilisation",
    }
}

/// A stage's shape.
#[must_use]
pub const fn stage_shape(stage: Stage) -> Icon {
    match stage {
        Stage::Reception => Icon::Arch,
        Stage::Orientation => Icon::Diamond,
        Stage::Mobilisation => Icon::Discs,
    }
}

/// A stage's name and what it is about.
#[must_use]
pub const fn stage_words(words: &Words, stage: Stage) -> (&'static str, &'static str) {
    let w = &words.home;
    match stage {
        Stage::Reception => (w.stage_reception, w.reception_what),
        Stage::Orientation => (w.stage_orientation, w.orientation_what),
        Stage::Mobilisation => (w.stage_mobilisation, w.mobilisation_what),
    }
}

/// The sign that leads to a stage.
#[component]
pub fn StageSign(
    /// The stage.
    stage: Stage,
    /// How many practices it has, once known.
    #[prop(into)]
    count: Signal<Option<usize>>,
) -> impl IntoView {
    let session = use_session();
    view! {
        <a class=format!("sign {}", stage_class(stage)) href=move || session.href(&Route::stage(stage))>
            <span class="sign__panel"><Glyph icon=stage_shape(stage)/></span>
            <span class="sign__text">
                <span class="sign__name">{move || stage_words(session.w(), stage).0}</span>
                <span class="sign__what">
                    {move || stage_words(session.w(), stage).1}
                    {move || count.get().map(|n| format!(" {}", session.w().home.practices(n)))}
                </span>
            </span>
            <span class="sign__more"><Glyph icon=Icon::ChevronRight/></span>
        </a>
    }
}
