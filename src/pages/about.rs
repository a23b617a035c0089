//! What this is, who made it, how it is checked, what it is not; privacy; and how to tell of an error.

use leptos::prelude::*;
use migraction_core::route::Route;

use crate::components::frame::LanguageLinks;
use crate::components::report::report;
use crate::components::{Back, Frame, with_pack};
use crate::state::use_session;

/// The partners of the project that the guide grew out of: proper names.
const PARTNERS: [&str; 6] = [
    "CIEP Hainaut Centre",
    "CSC Mons-La Louvière",
    "CFDT Île-de-France",
    "IAL Molise",
    "ANOLF Abruzzo",
    "CISL Abruzzo Molise",
];

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let session = use_session();
    view! {
        <Frame title=Signal::derive(move || session.w().nav.about.to_owned()) back=Back::to(Route::Home)>
            {move || {
                let w = &session.w().about;
                view! {
                    <h1>{w.title}</h1>
                    <div class="prose">
                        <p>{w.what}</p>
                        <h2>{w.origin_title}</h2>
                        <p>{w.origin}</p>
                        <ul>{PARTNERS.map(|name| view! { <li><span>{name}</span></li> }).into_iter().collect_view()}</ul>
                        <h2>{w.checked_title}</h2>
                        <p>{w.checked}</p>
                        <h2>{w.limits_title}</h2>
                        <p>{w.limits}</p>
                        <h2>{w.privacy_title}</h2>
                        <p>{w.privacy}</p>
                        <h2>{w.licence_title}</h2>
                        <p>{w.licence}</p>
                        <h2>{w.report_title}</h2>
                        <p>{w.report}</p>
                    </div>
                }
            }}
            {with_pack(|reader| report(&reader))}
            <LanguageLinks/>
        </Frame>
    }
}
