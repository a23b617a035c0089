//! Search as one types, over the whole guide. What is typed is never sent anywhere.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::facts::Standing;
use migraction_core::route::{PhrasesPage, Route};
use migraction_pack::prose::Line;
use migraction_pack::search::{Document, GroupedHits, Query, group_hits, holds_all};

use crate::components::first_help::first_help;
use crate::components::form::{SearchBox, announce};
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{derived, dynamic, dynamic_text, icon_button, nothing};
use crate::components::service::own_has_words;
use crate::components::stage::{stage_class, stage_shape};
use crate::components::{Back, Frame, with_pack};
use crate::pages::phrases::card_href;
use crate::state::phrases::Book;
use crate::state::{
    PackState, Phrases, Reader, screen, use_organisation, use_pack, use_phrases, use_place,
    use_searches, use_session,
};
use crate::tools::TOOLS;

/// How many hits are shown.
const LIMIT: usize = 30;
/// How many phrases are shown: the phrasebook has a search of its own.
const PHRASES: usize = 5;

/// The kinds of results.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Context,
    Practice,
    Fact,
    Term,
    Service,
    Letter,
    Tool,
    Phrase,
}

/// One line of the results.
struct Row {
    kind: Kind,
    href: String,
    title: String,
    summary: String,
    meta: String,
    stale: bool,
    icon: Icon,
    class: &'static str,
}

/// The search page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let session = use_session();
    let place = use_place();
    let phrases = use_phrases();
    phrases.follow();
    let asked = match &*place.route.read_untracked() {
        Ok(Route::Search(asked)) => asked.clone(),
        _ => String::new(),
    };
    let typed = use_searches().typed(asked);
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
    view! {
        <Frame title=Signal::derive(move || session.w().search.title.to_owned()) back=Back::to(Route::Home)>
            <h1 class="vh">{move || session.w().search.title}</h1>
            {field}
            // Said once when help appears, not at each keystroke after.
            <p class="vh" role="alert">{dynamic_text(move || said.get())}</p>
            {with_pack(move |reader| results(&reader, &typed.get(), phrases, told))}
        </Frame>
    }
}

fn results(reader: &Reader, typed: &str, phrases: Phrases, told: RwSignal<String>) -> AnyView {
    let w = &reader.w.search;
    let query = Query::parse(typed, &reader.pack.words.index);
    if query.is_empty() {
        return view! { <p class="results__line" id="search-results">{w.hint}</p> }.into_any();
    }
    let own = reader.session.country.get();
    let danger = reader.pack.core.first_help(typed, own.as_ref().map(Id::as_str));
    let danger = danger.and_then(|help| first_help(reader, &help));
    let mut rows: Vec<_> = query
        .search(&reader.pack.words.index, LIMIT, own.as_ref().map(Id::as_str))
        .into_iter()
        .filter_map(|hit| row(reader, hit.document))
        .collect();
    let ranked = rows.len();
    rows.extend(own_services(reader, typed));
    rows.extend(tools(reader, typed));
    rows.extend(sentences(reader, typed, phrases));
    let count = if rows.is_empty() { w.nothing.to_owned() } else { w.found(rows.len()) };
    told.set(count.clone());
    let nothing = rows.is_empty();
    let GroupedHits { mut closest, groups } = group_hits(rows, ranked, |row| row.kind);
    for row in &mut closest {
        row.meta = [kind_words(reader, row.kind), row.meta.as_str()].join(" · ");
    }
    let closest = (!closest.is_empty()).then(|| section(reader, w.closest, &closest, &query));
    let groups: Vec<_> = groups
        .iter()
        .filter_map(|rows| {
            let kind = rows.first()?.kind;
            Some(section(reader, kind_words(reader, kind), rows, &query))
        })
        .collect();
    let help = nothing.then(|| {
        view! {
            <div class="empty">
                <Glyph icon=Icon::Search/>
                <p>{w.nothing_help}</p>
                <a class="btn btn--plain" href=reader.href(&Route::Plan)>{reader.w.nav.plan}</a>
            </div>
        }
    });
    view! {
        {danger}
        <p class="results__line">{count}</p>
        <div class="results" id="search-results">{closest}{groups}{help}</div>
    }
    .into_any()
}

/// Results under a heading, with how many there are.
fn section(reader: &Reader, title: &'static str, rows: &[Row], query: &Query) -> AnyView {
    let count = rows.len();
    let rows: Vec<_> = rows.iter().map(|row| result(reader, row, query)).collect();
    view! {
        <section class="results__group">
            <h2 class="results__title">{title}<span class="results__count">{count}</span></h2>
            <div class="rows">{rows}</div>
        </section>
    }
    .into_any()
}

/// Services that the reader's organisation added; the index does not know them.
fn own_services(reader: &Reader, typed: &str) -> Vec<Row> {
    let list = use_organisation().list.get();
    let Some(own) = list.as_deref() else { return Vec::new() };
    let found = own.services.iter().filter(|one| own_has_words(reader, one, typed));
    found
        .map(|one| Row {
            kind: Kind::Service,
            href: reader.href(&Route::Service(one.service.id.clone())),
            title: one.service.name.clone(),
            summary: one.words_in(reader.w.id).map(|words| words.what.clone()).unwrap_or_default(),
            meta: reader.w.directory.from(&own.organisation),
            stale: one.service.standing(reader.today()) == Standing::PastReview,
            icon: Icon::MapPin,
            class: "",
        })
        .collect()
}

/// Tools whose name or purpose holds the words typed.
fn tools(reader: &Reader, typed: &str) -> Vec<Row> {
    let w = reader.w;
    let phrases = Route::from(PhrasesPage::All);
    let places = [(phrases, Icon::Languages, w.nav.phrases, w.phrases.what)];
    let tools = TOOLS.iter().map(|tool| {
        let (name, what) = (tool.words)(w);
        (tool.route(), tool.icon, name, what)
    });
    tools
        .chain(places)
        .filter(|(_, _, name, what)| holds_all(typed, &[name, what]))
        .map(|(route, icon, name, what)| Row {
            kind: Kind::Tool,
            href: reader.href(&route),
            title: name.to_owned(),
            summary: what.to_owned(),
            meta: String::new(),
            stale: false,
            icon,
            class: "",
        })
        .collect()
}

/// Phrases by their words in the reader's language.
fn sentences(reader: &Reader, typed: &str, phrases: Phrases) -> Vec<Row> {
    let Book::Ready(part) = phrases.book.get() else { return Vec::new() };
    let own = reader.w.id;
    let Some(tongue) = part.book.first_tongue(&phrases.tongue.read(), own) else {
        return Vec::new();
    };
    let (mine, labels) = (part.book.tongue(own), part.words.get(own));
    let row = |phrase: &migraction_core::phrases::Phrase| {
        let label = labels.and_then(|labels| labels.situations.get(&phrase.situation));
        Some(Row {
            kind: Kind::Phrase,
            href: card_href(reader.w, phrase, tongue.id.as_str()),
            title: mine?.says(phrase.id.as_str())?.text.clone(),
            summary: labels
                .and_then(|labels| labels.notes.get(&phrase.id))
                .cloned()
                .unwrap_or_default(),
            meta: label.cloned().unwrap_or_default(),
            stale: false,
            icon: Icon::Languages,
            class: "",
        })
    };
    part.find(typed, own).into_iter().take(PHRASES).filter_map(row).collect()
}

fn kind_words(reader: &Reader, kind: Kind) -> &'static str {
    let w = &reader.w.search;
    match kind {
        Kind::Context => w.kind_context,
        Kind::Practice => w.kind_practice,
        Kind::Fact => w.kind_fact,
        Kind::Term => w.kind_term,
        Kind::Service => w.kind_service,
        Kind::Letter => reader.w.letter.one,
        Kind::Tool => reader.w.nav.tools,
        Kind::Phrase => reader.w.nav.phrases,
    }
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Context => "context",
        Kind::Practice => "practice",
        Kind::Fact => "fact",
        Kind::Term => "term",
        Kind::Service => "service",
        Kind::Letter => "letter",
        Kind::Tool => "tool",
        Kind::Phrase => "phrase",
    }
}

fn row(reader: &Reader, document: &Document) -> Option<Row> {
    let words = &reader.pack.words;
    let plain = |line: &Line| crate::components::prose::plain(reader, line, None);
    Some(match document {
        Document::Practice(id) => {
            let (practice, words) = (reader.pack.core.practices.get(id)?, words.practices.get(id)?);
            Row {
                kind: Kind::Practice,
                href: reader.href(&Route::Practice(id.clone())),
                title: words.title.clone(),
                summary: words.summary.clone(),
                meta: reader.label("stages", &practice.stage.id().into()),
                stale: reader.today() >= practice.review_by,
                icon: stage_shape(practice.stage),
                class: stage_class(practice.stage),
            }
        }
        Document::Context { country, topic } => {
            let words = words.contexts.get(&(country.clone(), topic.clone()))?;
            Row {
                kind: Kind::Context,
                href: reader
                    .href(&Route::Context { country: country.clone(), topic: topic.clone() }),
                title: words.title.clone(),
                summary: words.summary.clone(),
                meta: reader.label("countries", country),
                stale: false,
                icon: Icon::BookOpen,
                class: "",
            }
        }
        Document::Fact(id) => {
            let (fact, words) = reader.fact(id)?;
            let value = fact.value_on(reader.today()).map(|value| reader.value(value));
            Row {
                kind: Kind::Fact,
                href: reader.href(&Route::Fact(id.clone())),
                title: words.label.clone(),
                summary: value.unwrap_or_else(|| plain(&words.text)),
                meta: format!(
                    "{} · {}",
                    reader.label("countries", &fact.country),
                    reader.label("topics", &fact.topic)
                ),
                stale: fact.standing(reader.today()) == Standing::PastReview,
                icon: Icon::Scale,
                class: "",
            }
        }
        Document::Term(id) => {
            let (term, gloss) = (reader.pack.core.terms.get(id)?, words.terms.get(id)?);
            Row {
                kind: Kind::Term,
                href: reader.href(&Route::Term(id.clone())),
                title: gloss.term.clone().unwrap_or_else(|| term.full()),
                summary: plain(&gloss.gloss),
                meta: reader.label("countries", &term.country),
                stale: false,
                icon: Icon::BookOpen,
                class: "",
            }
        }
        Document::Letter(id) => {
            let words = words.letters.get(id)?;
            Row {
                kind: Kind::Letter,
                href: reader.href(&Route::Letter(id.clone())),
                title: words.name.clone(),
                summary: plain(&words.decides),
                meta: reader.label("countries", &document.country().unwrap_or_default().into()),
                stale: false,
                icon: Icon::Hourglass,
                class: "",
            }
        }
        Document::Service(id) => {
            let (service, words) = (reader.pack.core.services.get(id)?, words.services.get(id)?);
            Row {
                kind: Kind::Service,
                href: reader.href(&Route::Service(id.clone())),
                title: service.name.clone(),
                summary: plain(&words.what),
                meta: service
                    .town
                    .clone()
                    .unwrap_or_else(|| reader.label("countries", &service.country)),
                stale: service.standing(reader.today()) == Standing::PastReview,
                icon: Icon::MapPin,
                class: "",
            }
        }
    })
}

/// The row of something in the guide, outside a search.
pub fn document_row(reader: &Reader, document: &Document) -> Option<AnyView> {
    let nothing = Query::parse("", &reader.pack.words.index);
    Some(result(reader, &row(reader, document)?, &nothing))
}

fn result(reader: &Reader, row: &Row, query: &Query) -> AnyView {
    let stale =
        row.stale.then(|| view! { <span class="tag is-stale">{reader.w.fact.past_review}</span> });
    view! {
        <a class=format!("row {}", row.class) href=row.href.clone() data-kind=kind_name(row.kind)>
            <span class="row__lead"><Glyph icon=row.icon/></span>
            <span>
                <span class="row__title">{marked(&row.title, query)}</span>
                <span class="row__meta">{marked(&row.summary, query)}</span>
                <span class="row__meta">{row.meta.clone()} {stale}</span>
            </span>
            <Glyph icon=Icon::ChevronRight small=true/>
        </a>
    }
    .into_any()
}

/// The text with the words looked for marked.
fn marked(text: &str, query: &Query) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut at = 0;
    for range in query.marks(text) {
        let (Some(before), Some(word)) = (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        pieces.push(before.to_owned().into_any());
        pieces.push(view! { <mark>{word.to_owned()}</mark> }.into_any());
        at = range.end;
    }
    pieces.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    pieces.into_any()
}
