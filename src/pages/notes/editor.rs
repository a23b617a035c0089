//! One note: what must be decided, its fields, its text. Saved as one types.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::Id;
use migraction_core::format::DateForm;
use migraction_core::route::{NotesPage, Route};
use migraction_notes::{Consent, Field, LinkedResult, Note, read_date};
use migraction_vault::RecordId;

use super::conflict::chooser;
use super::fields::{Editing, choice_field, date_field, free_text, set_field, text_field};
use super::hours;
use super::line::{sync_line, tone};
use super::list::{STAGES, title as note_title};
use super::steps::{needs, steps};
use super::{notice, page, tools, unlocked};
use crate::components::form::{FormField, Mark, Quick, option};
use crate::components::icon::Icon;
use crate::components::kit::{
    self, button, derived, dynamic, dynamic_text, effect, fragment, going, group, h1_hidden, icon,
    icon_button, link, nothing, para, para_of,
};
use crate::components::stage::stage_words;
use crate::components::{Tone, with_pack};
use crate::explain::Case;
use crate::state::notes::EditTrouble;
use crate::state::{Consulting, Reader, screen, use_consulting, use_notes, use_session};
use crate::words::Words;

/// The page of the note that is open; the list where none is.
pub fn note_page() -> AnyView {
    let (notes, go) = (use_notes(), going(true));
    let shown = Memo::new(move |_| notes.shown.get());
    dynamic(move || {
        if let Some(record) = shown.get() {
            return page_of(record);
        }
        let go = go.clone();
        effect(move || go(&Route::Notes(NotesPage::List)));
        nothing()
    })
}

fn page_of(record: RecordId) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let bar = derived(move || {
        let list = notes.list.read();
        let summary = list.get(&record);
        summary.map_or_else(
            || session.w().notes.title.to_owned(),
            |summary| note_title(session, &summary.code, &summary.subject),
        )
    });
    page(bar, Route::Notes(NotesPage::List), Some(tools()), "", move |w| {
        unlocked(move || editor(w, record))
    })
}

fn editor(w: &'static Words, record: RecordId) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let editing = Editing { record, note: RwSignal::new(None), today: session.today };
    effect(move || {
        notes.arrived.track();
        spawn_local(async move {
            let loaded = notes.load(record).await;
            editing.note.try_set(Some(loaded));
        });
    });
    on_cleanup(move || {
        if notes.leave_note() {
            session.show_toast(session.w_now().notes.too_long);
        }
    });
    let state = Memo::new(move |_| {
        editing.note.with(|note| match note {
            None => None,
            Some(Ok(note)) if note.is_erased() => Some(Err(EditTrouble::Missing)),
            Some(Ok(_)) => Some(Ok(())),
            Some(Err(trouble)) => Some(Err(*trouble)),
        })
    });
    let body = dynamic(move || {
        let n = &w.notes;
        match state.get() {
            None | Some(Err(EditTrouble::Locked | EditTrouble::TooLarge(_))) => nothing(),
            Some(Ok(())) => with_pack(move |reader| form(&reader, editing)),
            Some(Err(EditTrouble::Missing)) => {
                notice(Tone::Unknown, "note-missing", n.missing_title, n.missing_text, vec![])
            }
            Some(Err(EditTrouble::Unreadable)) => notice(
                Tone::Urgent,
                "note-unreadable",
                n.unreadable_title,
                n.unreadable_text,
                vec![],
            ),
        }
    });
    let bar =
        derived(move || format!("status--bar {}", tone(&notes.status.read(), notes.stage.get())));
    let line = view! { <div class=bar data-record=record.to_string()>{sync_line()}</div> };
    let line = line.into_any();
    fragment(vec![line, group("page page--tight", vec![body])])
}

fn form(reader: &Reader, editing: Editing) -> AnyView {
    let (w, core) = (reader.w, &reader.pack.core);
    let n = &w.notes;
    let template = untrack(|| editing.value(Field::TEMPLATE));
    let (is_follow_up, is_log) = (template == "follow", template == "hours");
    let stages = STAGES.map(|stage| (stage.id().to_owned(), stage_words(w, stage).0.to_owned()));
    let text = |field, id: &'static str, label: &'static str| {
        text_field(editing, field, FormField::new(id, label))
    };
    let mut parts = vec![
        h1_hidden(n.title),
        decisions(reader, editing),
        text_field(editing, Field::CODE, FormField::new("code", n.code).help(n.code_help)),
        text(Field::SUBJECT, "subject", n.subject),
    ];
    if is_log {
        parts.extend([hours::log(reader, editing), free_text(reader, editing)]);
        parts.extend(end(reader, editing));
        return fragment(parts);
    }
    parts.extend([
        date_field(editing, Field::DATE, FormField::new("date", n.date), Quick::PAST),
        text(Field::PLACE, "place", n.place),
        choice_field(
            editing,
            Field::STAGE,
            FormField::new("stage", n.stage),
            n.never,
            stages.into(),
        ),
    ]);
    if !is_follow_up {
        let countries = core.countries_with_pages();
        let countries = countries
            .map(|country| (country.id.to_string(), reader.label("countries", &country.id)));
        parts.push(text(Field::LANGUAGE, "language", n.language));
        let countries = countries.collect();
        parts.push(choice_field(
            editing,
            Field::COUNTRY,
            FormField::new("country", n.country),
            n.never,
            countries,
        ));
        parts.push(needs(editing, w));
    }
    parts.extend([steps(editing, w), free_text(reader, editing), results(reader, editing)]);
    if !is_follow_up {
        let own = reader.session.country.get_untracked();
        let offered = core.countries_with_pages();
        let mut topics: Vec<Id> = Vec::new();
        for country in offered.filter(|one| own.as_ref().is_none_or(|own| one.id == *own)) {
            for topic in &country.topics {
                if !topics.contains(topic) {
                    topics.push(topic.clone());
                }
            }
        }
        let topics =
            topics.into_iter().map(|topic| (topic.to_string(), reader.label("topics", &topic)));
        parts.push(set_field(editing, Field::TOPIC, n.topics, topics.collect()));
    }
    parts.extend(end(reader, editing));
    fragment(parts)
}

/// What every note ends with: agreement, day of erasure, erasing.
fn end(reader: &Reader, editing: Editing) -> [AnyView; 3] {
    let n = &reader.w.notes;
    [
        consent(reader, editing),
        date_field(
            editing,
            Field::RETENTION,
            FormField::new("retention", n.retention).help(n.retention_help),
            Quick::FAR,
        ),
        erase(reader.w, editing),
    ]
}

/// What a person must decide first.
fn decisions(reader: &Reader, editing: Editing) -> AnyView {
    let today = editing.today;
    let conflicts = Memo::new(move |_| editing.with(Note::conflicts).unwrap_or_default());
    let notices = Memo::new(move |_| {
        let is_rescued = !editing.value(Field::RESCUED).is_empty();
        let last = read_date(&editing.value(Field::RETENTION)).filter(|day| *day <= today);
        (is_rescued, last)
    });
    let (for_notices, for_conflicts) = (reader.clone(), reader.clone());
    let notices = dynamic(move || {
        let (is_rescued, last) = notices.get();
        let n = &for_notices.w.notes;
        let mut parts = Vec::new();
        if is_rescued {
            let keep = move || editing.set(Field::RESCUED, "");
            let keep = button("keep-rescued", "btn btn--plain", vec![n.erase_not.into_any()], keep);
            parts.push(notice(
                Tone::Deadline,
                "note-rescued",
                n.rescued_title,
                n.rescued_text,
                vec![keep],
            ));
        }
        if let Some(day) = last {
            let title = n.retention_due(for_notices.date(day, DateForm::Long));
            parts.push(notice(Tone::Stale, "note-overdue", title, n.retention_text, vec![]));
        }
        fragment(parts)
    });
    let conflicts = dynamic(move || {
        // That of the free text stands in its place.
        let conflicts = conflicts.get().into_iter();
        let conflicts = conflicts.filter(|conflict| conflict.field != Field::TEXT_EDIT);
        fragment(conflicts.map(|conflict| chooser(&for_conflicts, editing, conflict)).collect())
    });
    fragment(vec![notices, conflicts])
}

/// Results of the orientation tool: linked ones, and the way to link those of this tab.
fn results(reader: &Reader, editing: Editing) -> AnyView {
    let (n, reader) = (&reader.w.notes, reader.clone());
    let consulting = use_consulting();
    let linked = Memo::new(move |_| {
        let read = |note: &Note| {
            let results = note.items(Field::RESULT);
            results
                .filter_map(|(rule, reading)| LinkedResult::read(rule, reading.any()?))
                .collect::<Vec<_>>()
        };
        editing.with(read).unwrap_or_default()
    });
    let for_rows = reader.clone();
    let rows = dynamic(move || {
        let rows = linked.get().into_iter().map(|result| result_row(&for_rows, editing, result));
        group("rows", rows.collect())
    });
    let has_answers = untrack(|| consulting.has_answers());
    let more = if has_answers {
        let parts = vec![icon(Icon::Link), n.link_result.into_any()];
        button("link-results", "btn btn--plain", parts, move || {
            link_results(&reader, editing, consulting)
        })
    } else {
        let go = link("link", reader.href(&Route::Orientation), n.link_go);
        para_of("field__help", fragment(vec![n.link_none.into_any(), " ".into_any(), go]))
    };
    FormField::new("", n.results).group(vec![rows, more])
}

fn result_row(reader: &Reader, editing: Editing, result: LinkedResult) -> AnyView {
    let n = &reader.w.notes;
    let LinkedResult { rule, due, as_of } = result;
    let words = reader.pack.words.rules.get(rule.as_str());
    let name = words.map_or_else(|| rule.clone(), |words| words.title.clone());
    let mut meta = n.result_of(reader.date(as_of, DateForm::Short));
    if let Some(due) = due {
        meta = format!("{} {} · {meta}", n.step_due, reader.date(due, DateForm::Short));
    }
    let shown = rule.clone();
    let remove =
        icon_button("", Icon::X, n.remove, move || editing.set_item(Field::RESULT, &rule, ""));
    let parts = kit::row(Icon::Signpost, name, meta, remove);
    view! { <div class="row" data-result=shown>{parts}</div> }.into_any()
}

/// Links what answers this person: what holds for everyone is in the guide.
fn link_results(reader: &Reader, editing: Editing, consulting: Consulting) {
    let interview = untrack(|| consulting.interview(reader.session));
    let as_of = interview.as_of;
    let Some(case) = Case::of(reader, &interview) else { return };
    let _ = editing.edit(&|note, author| {
        for outcome in case.consult().outcomes() {
            if outcome.is_sure() && !outcome.rule.when.is_always() {
                let rule = outcome.rule.id.to_string();
                let due = reader.last_day(case.country, outcome.rule, &interview.answers);
                let result = LinkedResult { rule, due, as_of };
                note.set_item(author, Field::RESULT, &result.rule, Some(&result.to_text()));
            }
        }
    });
}

/// Yes or no, with the day on which it was asked.
fn consent(reader: &Reader, editing: Editing) -> AnyView {
    let (n, reader) = (&reader.w.notes, reader.clone());
    let given = Memo::new(move |_| Consent::read(&editing.value(Field::CONSENT)));
    let pick = |yes: bool, label: &'static str| {
        let on = Signal::derive(move || given.get().is_some_and(|consent| consent.is_given == yes));
        option(Mark::Radio, ("consent", ""), vec![label.into_any()], on, move || {
            let consent = Consent { is_given: yes, asked_on: editing.today };
            editing.set(Field::CONSENT, &consent.to_text());
        })
    };
    let picks = group("options options--two", vec![pick(true, n.yes), pick(false, n.no)]);
    let said = dynamic_text(move || match given.get() {
        None => String::new(),
        Some(consent) => {
            let day = reader.date(consent.asked_on, DateForm::Long);
            if consent.is_given {
                n.consent_yes(day)
            } else {
                format!("{}. {}", n.consent_no(day), n.consent_not)
            }
        }
    });
    FormField::new("", n.consent).group(vec![picks, para_of("field__help", said)])
}

/// Erasing asks once.
fn erase(w: &'static Words, editing: Editing) -> AnyView {
    let (notes, session) = (use_notes(), use_session());
    let go = going(false);
    let n = &w.notes;
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let ask = button("erase", "btn btn--plain", vec![n.erase.into_any()], move || {
        screen::open_dialog(dialog);
    });
    let yes = button("erase-now", "btn btn--danger", vec![n.erase.into_any()], move || {
        notes.erase(editing.record, editing.today);
        session.show_toast(n.erased);
        go(&Route::Notes(NotesPage::List));
    });
    let title = view! { <h2 id="erase-title">{n.erase_title}</h2> }.into_any();
    let text = para("", n.erase_text);
    let dialog = view! {
        <dialog node_ref=dialog class="dialog" aria-labelledby="erase-title">
            {title}{text}
            <form method="dialog" class="dialog__do">{yes}<button class="btn btn--plain" autofocus>{n.erase_not}</button></form>
        </dialog>
    };
    fragment(vec![ask, dialog.into_any()])
}
