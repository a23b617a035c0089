//! The list of tools.

use leptos::prelude::*;
use migraction_core::route::Route;

use crate::components::icon::{Glyph, Icon};
use crate::components::{Back, Frame};
use crate::state::use_session;
use crate::tools::TOOLS;

/// The tools.
#[component]
pub fn ToolsPage() -> impl IntoView {
    let session = use_session();
    let rows = TOOLS.iter().map(move |tool| {
        view! {
            <a class="row" href=move || session.href(&tool.route())>
                <span class="row__lead"><Glyph icon=tool.icon/></span>
                <span>
                    <span class="row__title">{move || (tool.words)(session.w()).0}</span>
                    <span class="row__meta">{move || (tool.words)(session.w()).1}</span>
                </span>
                <Glyph icon=Icon::ChevronRight small=true/>
            </a>
        }
    });
    view! {
        <Frame title=Signal::derive(move || session.w().nav.tools.to_owned()) back=Back::to(Route::Home)>
            <h1>{move || session.w().tools.title}</h1>
            <div class="rows">{rows.collect_view()}</div>
        </Frame>
    }
}
