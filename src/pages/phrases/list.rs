//! Phrases by situation, and the search in them.

use leptos::prelude::*;
use migraction_core::phrases::{Phrase, Tongue};
use migraction_core::route::{PhrasesPage, Route};
use migraction_pack::PhrasesPart;
use migraction_pack::phrases_part::PhraseWords;

use super::{card_href, framed, interpreter_href, waiting};
use crate::components::form::{Choices, FormField, TextKind};
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{
    derived, dynamic, dynamic_text, fragment, group, h2, icon, link, nothing, para,
};
use crate::components::{Notice, Tone};
use crate::state::device::has_letters_for;
use crate::state::phrases::Book;
use crate::state::{Phrases, use_phrases};
use crate::words::Words;

/// The phrases of a situation; of all of them where it is empty.
pub fn list_page(situation: String) -> AnyView {
    let phrases = use_phrases();
    let back = if situation.is_empty() { Route::Home } else { PhrasesPage::All.into() };
    framed(back, move |w| {
        let situation = situation.clone();
        let heading = heading(w, situation.clone());
        let contents = dynamic(move || match phrases.book.get() {
            Book::Ready(part) => contents(w, part, situation.clone()),
            _ => waiting(w),
        });
        fragment(vec![heading, contents])
    })
}

/// The situation; the place where there is none. It stands before the phrases are there, and keeps the focus when they
/// come.
fn heading(w: &'static Words, situation: String) -> AnyView {
    let phrases = use_phrases();
    let class = situation.is_empty().then_some("vh");
    let text = dynamic_text(move || {
        let label = match &*phrases.book.read() {
            Book::Ready(part) => {
                let labels = part.words.get(w.id).map(|labels| &labels.situations);
                labels.and_then(|labels| labels.get(situation.as_str())).cloned()
            }
            _ => None,
        };
        label.unwrap_or_else(|| w.nav.phrases.to_owned())
    });
    view! { <h1 class=class>{text}</h1> }.into_any()
}

/// The part as one reader sees it.
struct View<'a> {
    w: &'static Words,
    part: &'a PhrasesPart,
    labels: &'a PhraseWords,
    own: &'a Tongue,
    tongue: &'a Tongue,
    /// Whether this device has the letters of the tongue.
    draws: bool,
}

impl<'a> View<'a> {
    /// Follows the choice of the other person's language.
    fn new(w: &'static Words, part: &'a PhrasesPart, phrases: Phrases) -> Option<Self> {
        let tongue = part.book.first_tongue(&phrases.tongue.read(), w.id)?;
        let (own, labels) = (part.book.tongue(w.id)?, part.words.get(w.id)?);
        Some(Self { w, part, labels, own, tongue, draws: has_letters_for(&tongue.name) })
    }
}

fn contents(w: &'static Words, part: std::sync::Arc<PhrasesPart>, situation: String) -> AnyView {
    let phrases = use_phrases();
    let never = part.words.get(w.id).map(|labels| labels.never.clone());
    let known = part.book.situations.iter().any(|known| *known == *situation);
    let tongue = choice(w, &part, phrases);
    let typed = RwSignal::new(String::new());
    let results = dynamic(move || {
        let Some(view) = View::new(w, &part, phrases) else { return nothing() };
        let asked = typed.read();
        if !asked.trim().is_empty() {
            let found = view.part.find(&asked, w.id);
            return if found.is_empty() {
                para("results__line", w.phrases.nothing)
            } else {
                rows(&view, found)
            };
        }
        let mut parts = vec![reviews(&view)];
        if !known {
            parts.push(favourites(&view, phrases));
            parts.push(situations(&view));
        } else {
            let listed = view.part.book.phrases.iter();
            parts.push(rows(&view, listed.filter(|one| one.situation == *situation).collect()));
        }
        group("stack", parts)
    });
    fragment(vec![
        tongue,
        FormField::new("phrase-find", w.phrases.find).fills(TextKind::Words, typed),
        view! { <Notice tone=Tone::Deadline key="phrases-never" title=w.phrases.never><p>{never}</p></Notice> }.into_any(),
        view! { <div id="phrase-results" class="stack">{results}</div> }.into_any(),
    ])
}

/// The other person's language.
fn choice(w: &'static Words, part: &std::sync::Arc<PhrasesPart>, phrases: Phrases) -> AnyView {
    let labels = part.words.get(w.id).map(|labels| &labels.tongues);
    let (whole, few) = part.book.offered(w.id);
    let choices = |tongues: Vec<&Tongue>, is_counted: bool| -> Choices {
        let one = |tongue: &Tongue| {
            let label = labels.and_then(|labels| labels.get(&tongue.id)).cloned();
            let mut label = label.unwrap_or_default();
            if is_counted {
                label = format!("{label} ({})", tongue.sayings.len());
            }
            (tongue.id.to_string(), label)
        };
        tongues.into_iter().map(one).collect()
    };
    let groups = vec![
        (String::new(), choices(whole.into_iter().collect(), false)),
        (w.phrases.few.to_owned(), choices(few.into_iter().collect(), true)),
    ];
    let book = part.clone();
    let chosen = derived(move || {
        let tongue = book.book.first_tongue(&phrases.tongue.read(), w.id);
        tongue.map(|tongue| tongue.id.to_string()).unwrap_or_default()
    });
    let choose = Box::new(move |tongue: String| phrases.choose(&tongue));
    FormField::new("tongue", w.phrases.tongue).select_among(groups, chosen, choose)
}

/// Says so where the tongue has a few words only, or nobody who speaks it has read all of its phrases.
fn reviews(view: &View<'_>) -> AnyView {
    if !view.tongue.is_whole() {
        let (w, count) = (view.w, view.tongue.sayings.len());
        let text = para("", w.phrases.few_text(count));
        let go = link("btn btn--plain", interpreter_href(w), w.emergency.phrases_interpreter);
        let go = group("notice__do", vec![go]);
        let title = w.phrases.few;
        return view! { <Notice tone=Tone::Unknown key="phrases-few" title=title>{text}{go}</Notice> }.into_any();
    }
    if view.tongue.sayings.values().all(|saying| saying.reviewed.is_some()) {
        return nothing();
    }
    para("small quiet", view.w.phrases.some_unreviewed)
}

fn favourites(view: &View<'_>, phrases: Phrases) -> AnyView {
    let kept = phrases.favourites.read();
    let listed: Vec<&Phrase> = kept.iter().filter_map(|id| view.part.book.phrase(id)).collect();
    if listed.is_empty() {
        return nothing();
    }
    group("stack stack--s", vec![h2(view.w.phrases.favourites), rows(view, listed)])
}

fn situations(view: &View<'_>) -> AnyView {
    let rows: Vec<_> = view
        .part
        .book
        .situations
        .iter()
        .map(|id| {
            let href = Route::situation(id.as_str()).in_language(view.w.id);
            let label = view.labels.situations.get(id).cloned();
            view! { <li><a class="row row--plain" href=href><span class="row__title">{label}</span>{icon(Icon::ChevronRight)}</a></li> }
        })
        .collect();
    let list = view! { <ul class="rows">{rows}</ul> }.into_any();
    group("stack stack--s", vec![h2(view.w.phrases.situations), list])
}

fn rows(view: &View<'_>, phrases: Vec<&Phrase>) -> AnyView {
    let rows: Vec<_> = phrases.into_iter().map(|phrase| row(view, phrase)).collect();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn row(view: &View<'_>, phrase: &Phrase) -> AnyView {
    let id = phrase.id.as_str();
    let title = view.own.says(id).map(|saying| saying.text.clone());
    let theirs = match view.tongue.says(id).filter(|_| view.draws) {
        Some(saying) => {
            let (text, lang) = (saying.text.clone(), view.tongue.id.to_string());
            view! { <span class="row__meta" lang=lang dir=view.tongue.direction()>{text}</span> }
        }
        None => {
            view! { <span class="row__meta" lang=view.w.id.to_owned() dir="ltr">{view.w.phrases.no_words.to_owned()}</span> }
        }
    };
    let note = view.labels.notes.get(id).cloned().map(|note| {
        view! { <span class="row__meta"><Glyph icon=Icon::Info tiny=true/>" "{note}</span> }
    });
    let href = card_href(view.w, phrase, view.tongue.id.as_str());
    view! {
        <li><a class="row row--plain" href=href data-phrase=id.to_owned()>
            <span><span class="row__title">{title}</span>{theirs}{note}</span>
            {icon(Icon::ChevronRight)}
        </a></li>
    }
    .into_any()
}
