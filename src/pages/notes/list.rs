//! The list: what is due, then all notes, with a search in memory and a filter by stage.

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::dates::days_after;
use migraction_core::format::DateForm;
use migraction_core::guide::Stage;
use migraction_core::route::{NotesPage, Route};
use migraction_core::rules::SOON_DAYS;
use migraction_notes::{Pairs, Summary, fold};
use migraction_vault::RecordId;

use super::line::{sync_line, tone};
use super::{glyph, page, tools, unlocked};
use crate::components::form::SearchBox;
use crate::components::icon::Icon;
use crate::components::kit::{
    self, button, derived, dynamic, fragment, group, h1_hidden, h2, icon, link, link_of, nothing,
    para, para_of, toggle,
};
use crate::components::leaf::date_leaf;
use crate::components::stage::{stage_class, stage_shape, stage_words};
use crate::state::{Session, screen, use_notes, use_session};
use crate::words::Words;

/// How many notes are drawn at first, and with each further step.
const STEP: usize = 50;
/// The stages, in the order of the guide.
pub(super) const STAGES: [Stage; 3] = [Stage::Reception, Stage::Orientation, Stage::Mobilisation];

/// The list of notes.
pub fn notes_page() -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let title = derived(move || {
        let label = notes.unlocked.read().as_ref().map(|profile| profile.label.clone());
        let w = &session.w().notes;
        label.map_or_else(|| w.title.to_owned(), |label| w.of(label))
    });
    page(title, Route::Home, Some(tools()), "docked", |w| unlocked(move || list(w)))
}

fn list(w: &'static Words) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let typed = RwSignal::new(String::new());
    let stage = RwSignal::new(None::<Stage>);
    let limit = RwSignal::new(STEP);
    let is_empty = Memo::new(move |_| notes.list.read().is_empty());
    let shown = Memo::new(move |_| find(&notes.list.read(), &fold(&typed.read()), stage.get()));
    let top = dynamic(move || {
        if is_empty.get() {
            let inside = vec![
                glyph(Icon::NotebookPen),
                h2(w.notes.empty_title),
                para("small quiet", w.notes.empty_text),
            ];
            return group("empty", inside);
        }
        fragment(vec![search_field(w, typed), group("chips", filters(w, stage))])
    });
    let due = dynamic(move || {
        let last = days_after(session.today, SOON_DAYS.unsigned_abs());
        let mut due: Vec<_> = shown
            .get()
            .into_iter()
            .filter_map(|(record, summary)| {
                Some((summary.due.filter(|day| *day <= last)?, record, summary))
            })
            .collect();
        if due.is_empty() {
            return nothing();
        }
        due.sort_by_key(|(day, record, _)| (*day, *record));
        let rows =
            due.into_iter().map(|(day, record, summary)| row(session, record, &summary, Some(day)));
        group("stack stack--s", vec![h2(w.notes.due), group("rows", rows.collect())])
    });
    let rows = dynamic(move || {
        let (found, limit_now) = (shown.get(), limit.get());
        if found.is_empty() {
            return if is_empty.get() { nothing() } else { para("quiet", w.notes.none_found) };
        }
        let count = found.len();
        let rows = found.into_iter().take(limit_now);
        let rows = rows.map(|(record, summary)| row(session, record, &summary, None)).collect();
        let mut parts = vec![h2(format!("{} · {count}", w.notes.recent)), group("rows", rows)];
        if count > limit_now {
            let more = vec![w.notes.more.into_any()];
            parts.push(button("more", "btn btn--plain", more, move || {
                limit.update(|limit| *limit += STEP)
            }));
        }
        group("stack stack--s", parts)
    });
    let file = para_of(
        "",
        link("link", session.href(&Route::Notes(NotesPage::Export)), w.vault.file_title),
    );
    let write = vec![icon(Icon::Plus), w.notes.write.into_any()];
    let dock_class =
        derived(move || format!("dock {}", tone(&notes.status.read(), notes.stage.get())));
    let write =
        link_of("write", "btn btn--main", session.href(&Route::Notes(NotesPage::New)), write);
    let dock = view! { <div class=dock_class>{sync_line()}{write}</div> }.into_any();
    fragment(vec![
        group("page page--tight", vec![h1_hidden(w.notes.title), top, due, rows, file]),
        dock,
    ])
}

type Found = Vec<(RecordId, Summary)>;

/// The notes that fit, the last changed first.
fn find(list: &Pairs<RecordId, Summary>, query: &str, stage: Option<Stage>) -> Found {
    let fits = |summary: &Summary| {
        stage.is_none_or(|stage| summary.stage == stage.id()) && summary.matches(query)
    };
    let fitting = list.iter().filter(|(_, summary)| fits(summary));
    let mut found: Found = fitting.map(|(record, summary)| (*record, summary.clone())).collect();
    found.sort_by(|(_, a), (_, b)| b.changed.cmp(&a.changed).then_with(|| a.code.cmp(&b.code)));
    found
}

fn search_field(w: &'static Words, typed: RwSignal<String>) -> AnyView {
    let label = Signal::stored(w.notes.search.to_owned());
    let field = SearchBox {
        id: "notes-search",
        label,
        hint: label,
        value: typed,
        controls: "",
        has_focus: false,
        enter: Box::new(|| screen::focus("[data-note]")),
        end: nothing(),
    };
    field.view()
}

fn filters(w: &'static Words, stage: RwSignal<Option<Stage>>) -> Vec<AnyView> {
    let chip = move |value: Option<Stage>| {
        let name = value.map_or(w.notes.all, |stage| stage_words(w, stage).0);
        let on = derived(move || (stage.get() == value).to_string());
        toggle("chip", name.to_owned(), on, move || stage.set(value))
    };
    [None].into_iter().chain(STAGES.map(Some)).map(chip).collect()
}

/// The title of a note in lists and bars.
pub(super) fn title(session: Session, code: &str, subject: &str) -> String {
    match (code.is_empty(), subject.is_empty()) {
        (false, false) => format!("{code} · {subject}"),
        (false, true) => code.to_owned(),
        (true, false) => subject.to_owned(),
        (true, true) => session.w().notes.untitled.to_owned(),
    }
}

fn row(session: Session, record: RecordId, summary: &Summary, due: Option<CivilDate>) -> AnyView {
    let w = session.w();
    let stage = STAGES.into_iter().find(|stage| stage.id() == summary.stage);
    let class = stage.map_or("row", |stage| match stage_class(stage) {
        "is-reception" => "row is-reception",
        "is-orientation" => "row is-orientation",
        _ => "row is-mobilisation",
    });
    let when = match (summary.date, summary.changed) {
        (Some(day), _) => w.notes.seen_on(w.date(day, DateForm::Short)),
        (None, Some(day)) => w.notes.changed_on(w.date(day, DateForm::Short)),
        (None, None) => String::new(),
    };
    let meta = if summary.place.is_empty() { when } else { format!("{} · {when}", summary.place) };
    let must_choose = summary.conflicts > 0 || summary.is_rescued;
    let is_old = summary.retention.is_some_and(|day| day <= session.today);
    let end = if let Some(day) = due {
        let class = if day <= days_after(session.today, 2) { "is-urgent" } else { "is-deadline" };
        tag(class, date_leaf(w, day))
    } else if must_choose {
        tag("tag is-deadline", w.notes.choose.into_any())
    } else if is_old {
        tag("tag is-stale", w.notes.to_erase.into_any())
    } else {
        icon(Icon::ChevronRight)
    };
    let shape = stage.map_or(Icon::FileText, stage_shape);
    let parts = kit::row(shape, title(session, &summary.code, &summary.subject), meta, end);
    let notes = use_notes();
    // Before the router hears of it: the address does not say which note.
    let show = move |_| notes.shown.set(Some(record));
    let href = session.href(&NotesPage::Note.into());
    view! { <a class=class data-note=record.to_string() href=href on:click=show>{parts}</a> }
        .into_any()
}

fn tag(class: &'static str, inside: AnyView) -> AnyView {
    view! { <span class=class>{inside}</span> }.into_any()
}
