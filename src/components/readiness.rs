//! One line that says whether all works without a network.

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use super::icon::{Glyph, Icon};
use crate::state::offline::Readiness;
use crate::state::{PackState, use_offline, use_pack, use_session};
use crate::words::offline::Progress;

/// The line; it leads to what is kept on this device.
#[component]
pub fn ReadinessLine() -> impl IntoView {
    let session = use_session();
    let pack = use_pack();
    let offline = use_offline();
    let readiness = move || offline.readiness(pack);
    let name = move || match readiness() {
        Readiness::Preparing => "preparing",
        Readiness::Ready => "ready",
        Readiness::OnlineOnly => "online-only",
    };
    let words = move || {
        let w = &session.w().offline;
        match readiness() {
            Readiness::Preparing => w.preparing,
            Readiness::Ready => w.ready,
            Readiness::OnlineOnly => w.online_only,
        }
    };
    let edition = move || match pack.state.get() {
        PackState::Ready(pack) => {
            session.w().offline.edition(session.w().date(pack.manifest.edition, DateForm::Long))
        }
        PackState::Installing { got, of } => session
            .w()
            .offline
            .progress(Progress { got: &got.div_ceil(1024), of: &of.div_ceil(1024) }),

        _ => String::new(),
    };
    let icon = move || {
        let icon = match readiness() {
            Readiness::Ready => Icon::CircleCheck,
            Readiness::Preparing => Icon::HardDriveDownload,
            Readiness::OnlineOnly => Icon::CloudOff,
        };
        view! { <Glyph icon/> }
    };
    let bar = move || match pack.state.get() {
        PackState::Installing { got, of } => Some(view! {
            <progress
                class="progress"
                max=of.to_string()
                value=got.to_string()
                aria-label=session.w().pack.progress
            ></progress>
        }),
        _ => None,
    };
    view! {
        <div class="readiness">
        <a
            id="readiness"
            class="status"
            class:is-now=move || readiness() == Readiness::Ready
            class:is-deadline=move || readiness() == Readiness::OnlineOnly
            data-state=name
            href=move || session.href(&Route::Offline)
        >
            {icon}
            <span class="grow"><b>{words}</b> " " <span>{edition}</span></span>
            <Glyph icon=Icon::ChevronRight small=true/>
        </a>
        {bar}
        </div>
    }
}
