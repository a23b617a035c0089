//! Search as one types, over the whole guide. What is typed is never sent anywhere.

mod rows;

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::facts::Standing;
use migraction_core::route::{PhrasesPage, Route};
use migraction_pack::search::{Document, DocumentKind, Hit, Index, Query, Ranked};

use crate::components::first_help::first_help;
use crate::components::form::{SearchBox, announce};
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{
    button, derived, dynamic, dynamic_text, fragment, group, icon_button, link, nothing, para,
    toggle,
};
use crate::components::prose::line;
use crate::components::service::call_link;
use crate::components::sources::SourceList;
use crate::components::{Back, Frame, with_pack};
use crate::state::{
    PackState, Phrases, Reader, Searchable, screen, use_consulting, use_pack, use_phrases,
    use_place, use_search_index, use_searches, use_session,
};
use crate::tools::TOOLS;
pub use rows::document_row;
use rows::{Asked, kind_words, own_services, result, row};

/// How many results are drawn before somebody asks for more.
const FIRST: usize = 10;
/// How many tools are offered before anything is typed.
const COMMON: usize = 4;

/// What the reader narrows the results to.
#[derive(Clone, Copy)]
struct Narrow {
    typed: RwSignal<String>,
    /// Only this kind, by its name; empty for all.
    kind: RwSignal<String>,
    /// As if this country had been chosen.
    country: RwSignal<Option<Id>>,
    /// All of them, and those of other countries.
    all: RwSignal<bool>,
    elsewhere: RwSignal<bool>,
    /// Each word as it was typed.
    as_typed: RwSignal<bool>,
}

impl Narrow {
    fn start(typed: RwSignal<String>) -> Self {
        let narrow = Self {
            typed,
            kind: RwSignal::new(String::new()),
            country: RwSignal::new(None),
            all: RwSignal::new(false),
            elsewhere: RwSignal::new(false),
            as_typed: RwSignal::new(false),
        };
        // Something else is looked for: what was chosen was about what stood there before.
        Effect::new(move |_| {
            typed.track();
            narrow.kind.set(String::new());
            for folded in [narrow.all, narrow.elsewhere, narrow.as_typed] {
                folded.set(false);
            }
        });
        narrow
    }
}

/// The search page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let session = use_session();
    let place = use_place();
    let phrases = use_phrases();
    phrases.follow();
    let searchable = use_search_index();
    searchable.follow();
    let asked = match &*place.route.read_untracked() {
        Ok(Route::Search(asked)) => asked.clone(),
        _ => String::new(),
    };
    let typed = use_searches().typed(asked);
    let narrow = Narrow::start(typed);
    let store = use_pack();
    let said = Memo::new(move |_| {
        let PackState::Ready(pack) = store.state.get() else { return String::new() };
        let topic = pack.core.danger.recognise(&typed.read());
        let words = topic.and_then(|topic| pack.words.danger.get(&topic.id));
        words.map(|words| words.title.clone()).unwrap_or_default()
    });
    // How many there are is said by the one region that no view replaces.
    let told = RwSignal::new(String::new());
    announce(told);
    let clear = dynamic(move || {
        if typed.read().is_empty() {
            return nothing();
        }
        icon_button("", Icon::X, session.w().search.clear, move || {
            typed.set(String::new());
            screen::focus("#search-input");
        })
    });
    let field = SearchBox {
        id: "search-input",
        label: derived(move || session.w().search.label.to_owned()),
        hint: derived(move || session.w().home.search_hint.to_owned()),
        value: typed,
        controls: "search-results",
        has_focus: true,
        enter: Box::new(|| screen::focus("#search-results a")),
        end: clear,
    }
    .view();
    let found = with_pack(move |reader| match searchable.index.get() {
        Searchable::Ready(index) => results(&reader, &index, narrow, phrases, told),
        Searchable::Missing => fragment(vec![
            danger(&reader, &narrow.typed.read()),
            help(&reader, reader.w.search.missing),
        ]),
        Searchable::Unread | Searchable::Reading => danger(&reader, &narrow.typed.read()),
    });
    view! {
        <Frame title=Signal::derive(move || session.w().search.title.to_owned()) back=Back::to(Route::Home)>
            <h1 class="vh">{move || session.w().search.title}</h1>
            {field}
            // Said once when help appears, not at each keystroke after.
            <p class="vh" role="alert">{dynamic_text(move || said.get())}</p>
            {found}
        </Frame>
    }
}

/// Help that comes before any result.
fn danger(reader: &Reader, typed: &str) -> AnyView {
    let own = reader.session.country.get();
    let help = reader.pack.core.first_help(typed, own.as_ref().map(Id::as_str));
    help.and_then(|help| first_help(reader, &help)).into_any()
}

fn results(
    reader: &Reader,
    index: &Index,
    narrow: Narrow,
    phrases: Phrases,
    told: RwSignal<String>,
) -> AnyView {
    let w = &reader.w.search;
    let typed = narrow.typed.get();
    let read = if narrow.as_typed.get() { Query::parse_as_typed } else { Query::parse };
    let query = read(&typed, index);
    if query.is_empty() {
        return before(reader, narrow.typed);
    }
    let asked = Asked { query: &query, index };
    // The country of the case in hand, where one was chosen for it.
    let consulting = use_consulting();
    let country = narrow.country.get().or_else(|| consulting.country(reader.session));
    let own = country.as_ref().map(Id::as_str);
    let Ranked { hits, elsewhere, dropped, is_sure } = query.rank(index, own);
    let kind = narrow.kind.get();
    let is_shown = |hit: &&Hit<'_>| kind.is_empty() || hit.document.kind().id() == kind;
    let shown: Vec<&Hit<'_>> = hits.iter().filter(is_shown).collect();
    let below: Vec<&Hit<'_>> = elsewhere.iter().filter(is_shown).collect();
    let view = |hit: &&Hit<'_>| {
        let row = row(reader, hit.document, Some(asked), Some(phrases))?;
        Some(result(reader, &row, Some(asked)))
    };
    let mut own_rows = own_services(reader, &typed);
    own_rows.retain(|row| kind.is_empty() || row.kind.id() == kind);
    let count = shown.len() + own_rows.len();
    let mut rows: Vec<AnyView> =
        own_rows.iter().map(|row| result(reader, row, Some(asked))).collect();
    let most = if narrow.all.get() { usize::MAX } else { FIRST };
    for (at, hit) in shown.iter().take(most).enumerate() {
        let Some(row) = view(hit) else { continue };
        let answer =
            (at == 0 && is_sure && kind.is_empty()).then(|| answer(reader, hit.document)).flatten();
        rows.push(match answer {
            Some(more) => group("results__answer", vec![row, more]),
            None => row,
        });
    }
    let said = if count == 0 && below.is_empty() { w.nothing.to_owned() } else { w.found(count) };
    told.set(said.clone());
    let mut parts = vec![danger(reader, &typed), para("results__line", said)];
    if let Some(taken) = query.corrected().filter(|_| count > 0) {
        let as_typed = narrow.as_typed;
        let label = w.as_typed(typed.trim()).into_any();
        let back = button("as-typed", "btn btn--plain", vec![label], move || as_typed.set(true));
        parts.push(group("results__line", vec![para("", w.corrected(taken)), back]));
    }
    if !dropped.is_empty() && count > 0 {
        parts.push(para("results__line", w.dropped(dropped.join(", "))));
    }
    parts.push(chips(reader, narrow, &hits, own));
    let is_nothing = rows.is_empty() && below.is_empty();
    let mut list = vec![group("rows", rows)];
    if shown.len() > most {
        let all = narrow.all;
        let label = w.more(shown.len() - most).into_any();
        list.push(button("more", "btn btn--plain", vec![label], move || all.set(true)));
    }
    if !below.is_empty() {
        let (is_open, label) = (narrow.elsewhere, w.elsewhere(below.len()));
        list.push(if is_open.get() || count == 0 {
            let rows = below.iter().filter_map(view).collect();
            group("results__group", vec![para("results__line", label), group("rows", rows)])
        } else {
            let label = label.into_any();
            button("elsewhere", "btn btn--plain", vec![label], move || is_open.set(true))
        });
    }
    if is_nothing {
        list.push(help(reader, w.nothing_help));
    }
    parts.push(view! { <div class="results" id="search-results">{list}</div> }.into_any());
    fragment(parts)
}

/// What the first result says itself, below its line: what its value means, with the source; a button that calls; from when
/// a term runs.
fn answer(reader: &Reader, document: &Document) -> Option<AnyView> {
    let core = &reader.pack.core;
    match document {
        Document::Fact(id) => {
            let (fact, words) = reader.fact(id)?;
            let sources = fact.sources.iter().take(1).cloned().collect::<Vec<_>>();
            let source = view! { <SourceList sources/> }.into_any();
            // Without a value, the line above says the text already.
            let value = fact.value_on(reader.today());
            let text = value.map(|_| view! { <p>{line(reader, &words.text, None)}</p> }.into_any());
            Some(fragment(text.into_iter().chain([source]).collect()))
        }
        Document::Service(id) => {
            let service = core.services.get(id).filter(|service| service.phone.is_some())?;
            let words = reader.pack.words.services.get(id);
            let hours = words.and_then(|words| words.hours.clone());
            let unsure = (service.standing(reader.today()) != Standing::Verified)
                .then(|| reader.w.service.to_confirm.to_owned());
            let told = hours.into_iter().chain(unsure).map(|told| para("quiet", told));
            Some(fragment(std::iter::once(call_link(reader, service)).chain(told).collect()))
        }
        Document::Letter(id) => {
            let words = reader.pack.words.letters.get(id)?;
            Some(view! { <p>{line(reader, &words.runs, None)}</p> }.into_any())
        }
        _ => None,
    }
}

/// Chips that narrow the results: countries, then kinds.
fn chips(reader: &Reader, narrow: Narrow, hits: &[Hit<'_>], own: Option<&str>) -> AnyView {
    let chip = |label: String, is_on: bool, act: Box<dyn Fn()>| {
        toggle("chip", label, Signal::stored(is_on.to_string()), act)
    };
    let mut chips = Vec::new();
    for country in reader.countries_with_rules() {
        let (id, place) = (country.clone(), narrow.country);
        let act = Box::new(move || place.set(Some(id.clone())));
        let is_on = own == Some(country.as_str());
        chips.push(chip(reader.label("countries", country), is_on, act));
    }
    let counts = DocumentKind::count(hits);
    for (kind, count) in counts.iter().copied().filter(|_| counts.len() > 1) {
        let (is_on, only) = (*narrow.kind.read() == kind.id(), narrow.kind);
        let label = [kind_words(reader, kind), " ", &count.to_string()].concat();
        let next = if is_on { "" } else { kind.id() };
        chips.push(chip(label, is_on, Box::new(move || only.set(next.to_owned()))));
    }
    view! { <div class="chips" role="group" aria-label=reader.w.search.narrow>{chips}</div> }
        .into_any()
}

/// Before anything is typed: what was looked for in this tab, and what is often needed.
fn before(reader: &Reader, typed: RwSignal<String>) -> AnyView {
    let w = &reader.w.search;
    let searches = use_searches();
    let recent = searches.recent();
    let mut parts = vec![para("results__line", w.hint)];
    if !recent.is_empty() {
        let mut chips: Vec<_> = recent
            .into_iter()
            .map(|text| {
                let again = text.clone();
                button("", "chip", vec![text.into_any()], move || typed.set(again.clone()))
            })
            .collect();
        chips.push(button("forget", "chip", vec![w.forget.into_any()], move || {
            searches.forget();
            typed.set(String::new());
            screen::focus("#search-input");
        }));
        parts.push(para("results__title", w.recent));
        parts.push(group("chips chips--wrap", chips));
    }
    parts.push(para("results__title", w.common));
    let tools = TOOLS.iter().take(COMMON).map(|tool| (tool.route(), (tool.words)(reader.w).0));
    let places = [
        (Route::Emergency, reader.w.nav.emergency_tile),
        (Route::from(PhrasesPage::All), reader.w.nav.phrases),
    ];
    let links = places.into_iter().chain(tools);
    let links = links.map(|(route, name)| link("chip", reader.href(&route), name));
    parts.push(group("chips chips--wrap", links.collect()));
    view! { <div class="stack stack--s" id="search-results">{parts}</div> }.into_any()
}

/// What to do where nothing is found.
fn help(reader: &Reader, text: &'static str) -> AnyView {
    let w = reader.w;
    let ways = [
        (Route::Emergency, w.nav.emergency_tile),
        (Route::Directory, w.tools.directory),
        (Route::Plan, w.nav.plan),
    ];
    let ways = ways.map(|(route, name)| link("btn btn--plain", reader.href(&route), name));
    view! {
        <div class="empty">
            <Glyph icon=Icon::Search/>
            <p>{text}</p>
            {Vec::from(ways)}
        </div>
    }
    .into_any()
}
