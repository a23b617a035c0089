//! The practices of one stage.

use leptos::prelude::*;
use migraction_core::guide::Stage;
use migraction_core::route::Route;

use super::browse::browse;
use super::not_found::Missing;
use crate::components::icon::Glyph;
use crate::components::stage::{stage_class, stage_shape, stage_words};
use crate::components::{Back, Frame, with_pack};
use crate::state::{use_place, use_session};

/// A stage and its practices.
#[component]
pub fn StagePage() -> impl IntoView {
    let session = use_session();
    let place = use_place();
    let stage = Memo::new(move |before: Option<&Option<Stage>>| match &*place.route.read() {
        Ok(Route::Stage(stage, _)) => Some(*stage),
        _ => before.copied().flatten(),
    });
    let title = Signal::derive(move || {
        stage.get().map_or_else(String::new, |stage| stage_words(session.w(), stage).0.to_owned())
    });
    view! {
        <Frame title back=Back::to(Route::Home) main_class="page-full">
            {move || match stage.get() {
                None => view! { <Missing/> }.into_any(),
                Some(stage) => view! {
                    <div class=stage_class(stage)>
                        <div class="stagehead">
                            <h1>{title}</h1>
                            <p>{stage_words(session.w(), stage).1}</p>
                            <Glyph icon=stage_shape(stage) class="stagehead__ghost"/>
                        </div>
                        <div class="page page--tight">
                            {with_pack(move |reader| browse(&reader, Some(stage)))}
                        </div>
                    </div>
                }.into_any(),
            }}
        </Frame>
    }
}
