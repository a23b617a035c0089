//! A fact's own page: its card and the history of its values.

use leptos::prelude::*;
use migraction_core::route::Route;

use super::not_found::Missing;
use crate::components::fact::fact_card;
use crate::components::frame::LanguageLinks;
use crate::components::{Back, Frame, with_pack};
use crate::state::{PackState, use_pack, use_place, use_session};

/// A fact.
#[component]
pub fn FactPage() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let id = use_place().id(|route| match route {
        Route::Fact(id) => Some(id),
        _ => None,
    });
    let title = Signal::derive(move || match store.state.get() {
        PackState::Ready(pack) => {
            let id = id.get();
            let id = pack.core.fact_id(&id);
            pack.words.facts.get(id).map(|words| words.label.clone()).unwrap_or_default()
        }
        _ => String::new(),
    });
    view! {
        <Frame title=Signal::derive(move || session.w().fact.one.to_owned()) page_title=title back=Back::to(Route::Home)>
            {with_pack(move |reader| match reader.fact(&id.get()) {
                Some((fact, words)) => {
                    let topic = reader.label("topics", &fact.topic);
                    let country = reader.label("countries", &fact.country);
                    let has_page = reader.pack.words.contexts.contains_key(&(fact.country.clone(), fact.topic.clone()));
                    let link = has_page.then(|| {
                        let href = reader.href(&Route::Context { country: fact.country.clone(), topic: fact.topic.clone() });
                        view! { <p><a class="link" href=href>{reader.w.fact.context(topic.clone())}</a></p> }
                    });
                    view! {
                        <p class="small quiet">{country} " · " {topic.clone()}</p>
                        <h1>{words.label.clone()}</h1>
                        {fact_card(&reader, fact)}
                        {link}
                        <LanguageLinks/>
                    }.into_any()
                }
                None => view! { <Missing/> }.into_any(),
            })}
        </Frame>
    }
}
