//! A kind of letter: how to recognise it, from which day its time runs, what to do with it.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::letters::Letter;
use migraction_core::route::Route;

use super::not_found::Missing;
use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::letter_text::described;
use crate::components::{Back, Frame, with_pack};
use crate::explain::result::{Under, contacts, see_before, sources};
use crate::state::{Reader, use_consulting, use_place, use_session, use_toolbox};

/// A kind of letter.
#[component]
pub fn LetterPage() -> impl IntoView {
    let session = use_session();
    let id = use_place().id(|route| match route {
        Route::Letter(id) => Some(id),
        _ => None,
    });
    view! {
        <Frame title=Signal::derive(move || session.w().letter.one.to_owned()) back=Back::to(Route::Deadline)>
            {with_pack(move |reader| {
                let id = id.get();
                let mut all = reader.pack.core.rules.values().flat_map(|rules| &rules.letters.list);
                match all.find(|letter| letter.id == id) {
                    Some(letter) => page(&reader, letter),
                    None => view! { <Missing/> }.into_any(),
                }
            })}
        </Frame>
    }
}

fn page(reader: &Reader, letter: &Letter) -> AnyView {
    let Some(words) = reader.pack.words.letters.get(&letter.id) else { return ().into_any() };
    let country = Id::from(letter.id.as_str().split('-').next().unwrap_or_default());
    let meta = [reader.label("countries", &country), reader.label("senders", &letter.from)];
    view! {
        <p class="small quiet">{meta.join(" · ")}</p>
        <h1>{words.name.clone()}</h1>
        {see_before(reader, letter.see.as_ref())}
        {count(reader, country, &letter.id)}
        {described(reader, words)}
        <div class="trace">{sources(reader, &letter.facts, Under::Part)} {contacts(reader, &letter.services, Under::Part)}</div>
        <LanguageLinks/>
    }
    .into_any()
}

/// The calculator, with this letter chosen.
fn count(reader: &Reader, country: Id, letter: &Id) -> AnyView {
    let (consulting, form, session) = (use_consulting(), use_toolbox().letter, reader.session);
    let letter = letter.to_string();
    let choose = move |_| {
        consulting.choose(&country, session);
        form.kind.set(letter.clone());
    };
    view! {
        <a id="count" class="btn btn--main" href=reader.href(&Route::Deadline) on:click=choose>
            <Glyph icon=Icon::Hourglass small=true/>
            {reader.w.letter.count}
        </a>
    }
    .into_any()
}
