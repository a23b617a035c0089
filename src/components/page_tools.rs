//! What one can do with a page of the guide: mark it, have it read aloud, hand it on, print it.

use leptos::prelude::*;
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use super::icon::{Glyph, Icon};
use super::kit::{dynamic, effect};
use crate::state::{Reader, screen, use_aloud, use_history};

/// A page of the guide, as these tools need it.
pub struct Shown {
    /// Which page.
    pub route: Route,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// All of its words, a paragraph each.
    pub words: Vec<String>,
}

/// The tools, above the page's text. Opening them counts as reading the page.
pub fn page_tools(reader: &Reader, shown: Shown) -> AnyView {
    let (history, aloud, session) = (use_history(), use_aloud(), reader.session);
    let w = &reader.w.reading;
    let Shown { route, title, summary, words } = shown;
    let path = route.to_string();
    history.read(&path);
    on_cleanup(move || aloud.stop());

    let own = path.clone();
    let marked = Signal::derive(move || history.marked.read().contains(&own));
    let state = Signal::derive(move || marked.get().to_string());
    let name = move || if marked.get() { w.marked } else { w.mark };
    let own = path.clone();
    let mark = move |_| history.mark(&own);
    effect(move || {
        if history.refused.get() {
            history.refused.set(false);
            session.show_toast(session.w_now().offline.refused_title);
        }
    });

    let language = reader.w.id;
    let listen = dynamic(move || {
        let words = if aloud.speaking.get() {
            (Icon::X, w.stop)
        } else if aloud.has_voice(language) {
            (Icon::Volume2, w.listen)
        } else {
            (Icon::VolumeX, w.no_voice)
        };
        view! { <Glyph icon=words.0/>{words.1} }.into_any()
    });
    let speak = move |_| {
        if aloud.speaking.get_untracked() {
            aloud.stop();
        } else if !aloud.read(&words, language) {
            session.show_toast(w.no_voice_text);
        }
    };

    let address = reader.public_href(&route);
    let text = [title.as_str(), &summary, &address].join("\n");
    let results = &reader.w.results;
    let send = move |_| session.share(title.clone(), text.clone());
    view! {
        <div class="pagetools" role="group" aria-label=w.tools>
            <button type="button" id="mark" class="pagetool" aria-pressed=state on:click=mark><Glyph icon=Icon::Bookmark/>{name}</button>
            <button type="button" id="listen" class="pagetool" on:click=speak>{listen}</button>
            <button type="button" id="share" class="pagetool" on:click=send><Glyph icon=Icon::Share2/>{results.share}</button>
            <button type="button" id="print" class="pagetool" on:click=|_| screen::print()><Glyph icon=Icon::Printer/>{results.print}</button>
        </div>
    }
    .into_any()
}

/// The head of a page on paper: which guide, of which day, printed when, found where.
pub fn print_head(reader: &Reader, route: &Route) -> AnyView {
    let edition =
        reader.w.offline.edition(reader.date(reader.pack.manifest.edition, DateForm::Long));
    let printed = reader.w.reading.printed(reader.date(reader.today(), DateForm::Long));
    let address = reader.public_href(route);
    view! {
        <div class="printhead print-only">
            <p><b>"Migr’action"</b> " · " {edition} " " {printed}</p>
            <p>{address}</p>
        </div>
    }
    .into_any()
}
