//! The lines of the results: what each document is called, where it opens, what matched.

use leptos::prelude::*;
use migraction_core::facts::Standing;
use migraction_core::route::{PhrasesPage, Route};
use migraction_pack::prose::{Block, Line};
use migraction_pack::search::{Document, DocumentKind, Index, Query};

use crate::components::icon::{Glyph, Icon};
use crate::components::prose::plain;
use crate::components::service::own_has_words;
use crate::components::stage::{stage_class, stage_shape};
use crate::pages::phrases::card_href;
use crate::state::phrases::Book;
use crate::state::{Phrases, Reader, use_organisation};
use crate::tools::TOOLS;

/// One line of the results.
pub(super) struct Row {
    pub kind: DocumentKind,
    pub href: String,
    pub title: String,
    pub summary: String,
    pub meta: String,
    pub stale: bool,
    icon: Icon,
    class: &'static str,
}

impl Row {
    fn new(kind: DocumentKind, href: String, title: String, summary: String) -> Self {
        let icon = match kind {
            DocumentKind::Page | DocumentKind::Term => Icon::BookOpen,
            DocumentKind::Fact => Icon::Scale,
            DocumentKind::Service => Icon::MapPin,
            DocumentKind::Letter => Icon::Hourglass,
            DocumentKind::Phrase => Icon::Languages,
            DocumentKind::Practice | DocumentKind::Tool | DocumentKind::Exercise => {
                Icon::GraduationCap
            }
        };
        Self { kind, href, title, summary, meta: String::new(), stale: false, icon, class: "" }
    }
}

/// What was looked for, so that it can be marked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub query: &'a Query,
    pub index: &'a Index,
}

pub(super) fn kind_words(reader: &Reader, kind: DocumentKind) -> &'static str {
    let w = &reader.w.search;
    match kind {
        DocumentKind::Page => w.kind_context,
        DocumentKind::Practice => w.kind_practice,
        DocumentKind::Fact => w.kind_fact,
        DocumentKind::Term => w.kind_term,
        DocumentKind::Service => w.kind_service,
        DocumentKind::Exercise => reader.w.tools.practise,
        DocumentKind::Letter => w.kind_letter,
        DocumentKind::Tool => reader.w.nav.tools,
        DocumentKind::Phrase => reader.w.nav.phrases,
    }
}

/// Services that the reader's organisation added; the index does not know them.
pub(super) fn own_services(reader: &Reader, typed: &str) -> Vec<Row> {
    let list = use_organisation().list.get();
    let Some(own) = list.as_deref() else { return Vec::new() };
    let found = own.services.iter().filter(|one| own_has_words(reader, one, typed));
    found
        .map(|one| {
            let href = reader.href(&Route::Service(one.service.id.clone()));
            let what = one.words_in(reader.w.id).map(|words| words.what.clone());
            let name = one.service.name.clone();
            let mut row = Row::new(DocumentKind::Service, href, name, what.unwrap_or_default());
            row.meta = reader.w.directory.from(&own.organisation);
            row.stale = one.service.standing(reader.today()) == Standing::PastReview;
            row
        })
        .collect()
}

/// The line of a document; none where the pack lacks its words, or the phrasebook is not read yet.
pub(super) fn row(
    reader: &Reader,
    document: &Document,
    asked: Option<Asked<'_>>,
    phrases: Option<Phrases>,
) -> Option<Row> {
    let words = &reader.pack.words;
    let plain = |line: &Line| plain(reader, line, None);
    let kind = document.kind();
    let new = |route: &Route, title: &str, summary: String| {
        Row::new(kind, reader.href(route), title.to_owned(), summary)
    };
    let mut row = match document {
        Document::Practice(id) => {
            let (practice, words) = (reader.pack.core.practices.get(id)?, words.practices.get(id)?);
            let mut row = new(&Route::Practice(id.clone()), &words.title, words.summary.clone());
            row.meta = reader.label("stages", &practice.stage.id().into());
            row.stale = reader.today() >= practice.review_by;
            row.icon = stage_shape(practice.stage);
            row.class = stage_class(practice.stage);
            row
        }
        Document::Context { country, topic } => {
            let words = words.contexts.get(&(country.clone(), topic.clone()))?;
            let route = Route::Context { country: country.clone(), topic: topic.clone() };
            new(&route, &words.title, words.summary.clone())
        }
        Document::Section { country, topic, anchor } => {
            let words = words.contexts.get(&(country.clone(), topic.clone()))?;
            let (heading, lines) = section(&words.body, anchor)?;
            let route = Route::Context { country: country.clone(), topic: topic.clone() };
            let said = lines.into_iter().map(plain);
            let mut row = new(&route, &plain(heading), telling(said, asked));
            row.href.push('#');
            row.href.push_str(anchor);
            row.meta.clone_from(&words.title);
            row
        }
        Document::Fact(id) => {
            let (fact, words) = reader.fact(id)?;
            let value = fact.value_on(reader.today()).map(|value| reader.value(value));
            let summary = value.unwrap_or_else(|| plain(&words.text));
            let mut row = new(&Route::Fact(id.clone()), &words.label, summary);
            row.meta = reader.label("topics", &fact.topic);
            row.stale = fact.standing(reader.today()) == Standing::PastReview;
            row
        }
        Document::Term(id) => {
            let (term, gloss) = (reader.pack.core.terms.get(id)?, words.terms.get(id)?);
            let name = gloss.term.clone().unwrap_or_else(|| term.full());
            new(&Route::Term(id.clone()), &name, plain(&gloss.gloss))
        }
        Document::Letter(id) => {
            let words = words.letters.get(id)?;
            new(&Route::Letter(id.clone()), &words.name, plain(&words.decides))
        }
        Document::Service(id) => {
            let (service, words) = (reader.pack.core.services.get(id)?, words.services.get(id)?);
            let mut row = new(&Route::Service(id.clone()), &service.name, plain(&words.what));
            row.meta = service.town.clone().unwrap_or_default();
            row.stale = service.standing(reader.today()) == Standing::PastReview;
            row
        }
        Document::Exercise(id) => {
            let words = words.scenarios.get(id)?;
            new(&Route::Exercise(id.clone()), &words.title, words.story.clone())
        }
        Document::Tool(id) => tool(reader, id.as_str())?,
        Document::Phrase(id) => {
            let Book::Ready(part) = phrases?.book.get() else { return None };
            let phrase = part.book.phrases.iter().find(|phrase| phrase.id == *id)?;
            let own = reader.w.id;
            let tongue = part.book.first_tongue(&phrases?.tongue.read(), own)?;
            let labels = part.words.get(own);
            let label = labels.and_then(|labels| labels.situations.get(&phrase.situation));
            // What is filled in on the card stays a blank here.
            let said = part.book.tongue(own)?.says(id.as_str())?.text.replace('…', "___");
            let href = card_href(reader.w, phrase, tongue.id.as_str());
            let mut row = Row::new(kind, href, said, label.cloned().unwrap_or_default());
            row.meta.clone_from(&tongue.name);
            row
        }
    };
    if let Some(country) = document.country() {
        let country = reader.label("countries", &country.into());
        row.meta = joined(&country, &row.meta);
    }
    Some(row)
}

/// What stands beside each other, as far as there is any of it.
fn joined(one: &str, other: &str) -> String {
    let both = [one, other].into_iter().filter(|text| !text.is_empty());
    both.collect::<Vec<_>>().join(" · ")
}

/// A page of the app.
fn tool(reader: &Reader, path: &str) -> Option<Row> {
    let w = reader.w;
    let (route, icon, name, what) = match path {
        "phrases" => {
            (Route::from(PhrasesPage::All), Icon::Languages, w.nav.phrases, w.phrases.what)
        }
        "emergency" => (Route::Emergency, Icon::Siren, w.nav.emergency_tile, ""),
        "notes" => (Route::parse("notes", "").ok()?, Icon::Pencil, w.nav.notes, ""),
        "settings" => (Route::Settings, Icon::ListChecks, w.nav.settings, ""),
        _ => {
            let tool = TOOLS.iter().find(|tool| tool.path == path)?;
            let (name, what) = (tool.words)(w);
            (tool.route(), tool.icon, name, what)
        }
    };
    let mut row =
        Row::new(DocumentKind::Tool, reader.href(&route), name.to_owned(), what.to_owned());
    row.icon = icon;
    Some(row)
}

/// The heading at an address of a page, and the lines below it.
fn section<'a>(blocks: &'a [Block], wanted: &str) -> Option<(&'a Line, Vec<&'a Line>)> {
    let mut blocks = blocks
        .iter()
        .skip_while(|block| !matches!(block, Block::Heading { anchor, .. } if anchor == wanted));
    let Some(Block::Heading { line, .. }) = blocks.next() else { return None };
    let below = blocks.take_while(|block| !matches!(block, Block::Heading { .. }));
    Some((line, below.flat_map(Block::lines).collect()))
}

/// The line that holds most of what was looked for.
fn telling(lines: impl Iterator<Item = String>, asked: Option<Asked<'_>>) -> String {
    let marks = |text: &String| asked.map_or(0, |asked| asked.query.marks(text, asked.index).len());
    let mut best = (0, String::new());
    for line in lines {
        let holds = marks(&line);
        if holds > best.0 || best.1.is_empty() {
            best = (holds, line);
        }
    }
    best.1
}

/// The row of something in the guide, outside a search.
pub fn document_row(reader: &Reader, document: &Document) -> Option<AnyView> {
    Some(result(reader, &row(reader, document, None, None)?, None))
}

pub(super) fn result(reader: &Reader, row: &Row, asked: Option<Asked<'_>>) -> AnyView {
    let stale =
        row.stale.then(|| view! { <span class="tag is-stale">{reader.w.fact.past_review}</span> });
    let meta = joined(kind_words(reader, row.kind), &row.meta);
    view! {
        <a class=format!("row {}", row.class) href=row.href.clone() data-kind=row.kind.id()>
            <span class="row__lead"><Glyph icon=row.icon/></span>
            <span>
                <span class="row__title">{marked(&row.title, asked)}</span>
                <span class="row__meta results__said">{marked(&row.summary, asked)}</span>
                <span class="row__meta">{meta} {stale}</span>
            </span>
            <Glyph icon=Icon::ChevronRight small=true/>
        </a>
    }
    .into_any()
}

/// The text with the words looked for marked.
fn marked(text: &str, asked: Option<Asked<'_>>) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut at = 0;
    let ranges = asked.map(|asked| asked.query.marks(text, asked.index)).unwrap_or_default();
    for range in ranges {
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
