//! The log of working hours: a day in a few taps, gaps allowed, every version kept. It feeds the wage check.
//!
//! The form holds one version of a day. What is filled in is kept in the note as it stands, so that a page that goes takes
//! nothing with it; it becomes an item of the log when it is added, or when another page is opened with something in it
//! that could be added.

use std::rc::Rc;

use leptos::prelude::*;
use migraction_core::date_entry::DateRules;
use migraction_core::dates::days_after;
use migraction_core::format::DateForm;
use migraction_core::route::Route;
use migraction_core::wage::Shift;
use migraction_core::{CivilDate, Decimal};
use migraction_notes::{Field, Part, SameDay, WorkDay, WorkLog, date_text};

use super::fields::Editing;
use crate::components::form::{FormField, Quick, TextKind};
use crate::components::icon::Icon;
use crate::components::kit::{
    button, derived, dynamic, fragment, going, group, h2, icon, icon_button, nothing, para, row,
};
use crate::components::{Notice, Tone};
use crate::state::device::item_name;
use crate::state::notes::{self, EditTrouble};
use crate::state::{Reader, screen, use_notes, use_wage};
use crate::words::hours as words;

/// Breaks that are offered, in minutes.
const BREAKS: [u16; 5] = [0, 15, 30, 45, 60];

/// The form, and what becomes of it.
#[derive(Clone, Copy)]
struct Form {
    editing: Editing,
    day: RwSignal<WorkDay>,
    is_touched: RwSignal<bool>,
    draft: u64,
    /// What was met when the day was to be added: a person decides.
    met: RwSignal<SameDay>,
    /// The day taken away last, with the item that did so.
    removed: RwSignal<Option<(String, WorkDay)>>,
}

/// What came of adding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Added {
    /// It is in the note.
    Yes,
    /// The day, the start or the end is missing.
    NeedsTimes,
    /// The day is there already: it is asked what this one is.
    Asked,
    /// It could not be kept; what happened is said elsewhere.
    Refused,
}

impl Form {
    fn value(self, part: Part) -> Signal<String> {
        derived(move || self.day.read().get(part).to_owned())
    }

    fn write(self, part: Part, text: &str) {
        self.day.update(|day| day.set(part, text));
        self.met.set(SameDay::None);
        // Another day alone is no work done: without more it is not kept when the page goes.
        if part != Part::Day {
            self.is_touched.set(true);
        }
        notes::typed(self.draft, Rc::new(move || self.keep()));
    }

    /// Keeps the day as it stands.
    fn keep(self) -> Result<(), EditTrouble> {
        // The page may be gone: then so is the form.
        let Some(true) = self.is_touched.try_get_untracked() else { return Ok(()) };
        let Some(day) = self.day.try_get_untracked() else { return Ok(()) };
        self.editing.write(Field::DAY_DRAFT, &day.to_text())
    }

    /// Adds the day to the note as it stands.
    fn add(self) -> Added {
        // The page may be gone: then so is the form.
        let Some(true) = self.is_touched.try_get_untracked() else { return Added::Yes };
        let Some(mut day) = self.day.try_get_untracked() else { return Added::Yes };
        if day.worked().is_none() {
            return Added::NeedsTimes;
        }
        day.set(Part::Written, &date_text(self.editing.today));
        let (item, text) = (item_name(), day.to_text());
        let added = self.editing.edit(&|note, author| {
            note.set_item(author, Field::DAY, &item, Some(&text));
            note.set(author, Field::DAY_DRAFT, None);
        });
        if added.is_err() {
            return Added::Refused;
        }
        self.met.try_set(SameDay::None);
        self.begin(&day);
        Added::Yes
    }

    /// Adds the day, unless it is there already.
    fn add_asking(self) -> Added {
        let day = self.day.get_untracked();
        let met = self.editing.with(|note| WorkLog::of(note).same_day(&day));
        match met {
            Some(met) if met != SameDay::None && day.worked().is_some() => {
                self.met.set(met);
                Added::Asked
            }
            _ => self.add(),
        }
    }

    /// Writes the day in place of those that are there.
    fn replace(self, items: &[String]) {
        let Some(rest) = self.day.try_update(|day| day.replace_items(items)) else { return };
        let log = self.editing.with(WorkLog::of).unwrap_or_default();
        for (item, day) in log.days.iter().filter(|(item, _)| rest.contains(item)) {
            self.take_away(item, day);
        }
        self.removed.set(None);
        self.add();
    }

    /// Takes a day away; what it was stays in the history, and it can be brought back.
    fn take_away(self, item: &str, day: &WorkDay) {
        let gone = WorkDay::deletion_of(item, day, self.editing.today);
        let by = item_name();
        self.editing.set_item(Field::DAY, &by, &gone.to_text());
        self.removed.set(Some((by, gone)));
    }

    fn bring_back(self) {
        let Some(Some((by, gone))) = self.removed.try_update(Option::take) else { return };
        let back = gone.restoration_of(&by, self.editing.today);
        self.editing.set_item(Field::DAY, &item_name(), &back.to_text());
    }

    /// A form for the next day: what stays the same stands there already.
    fn begin(self, last: &WorkDay) {
        let (mut next, today) = (last.again(), self.editing.today);
        let after = last.day().map_or(today, |day| days_after(day, 1).min(today));
        next.set(Part::Day, &date_text(after));
        self.day.try_set(next);
        self.is_touched.try_set(false);
    }
}

/// The log with its form.
pub fn log(reader: &Reader, editing: Editing) -> AnyView {
    let form = Form {
        editing,
        day: RwSignal::new(WorkDay::default()),
        is_touched: RwSignal::new(false),
        draft: notes::new_draft(),
        met: RwSignal::new(SameDay::None),
        removed: RwSignal::new(None),
    };
    let read = Memo::new(move |_| editing.with(WorkLog::of).unwrap_or_default());
    let last = read.with_untracked(|log| log.days.last().map(|(_, day)| day.clone()));
    form.begin(&last.unwrap_or_default());
    let kept = untrack(|| editing.value(Field::DAY_DRAFT));
    if !kept.is_empty() {
        form.day.set(WorkDay::read(&kept));
        form.is_touched.set(true);
    }
    // Who leaves cannot be asked: a day that is there already stays in the form, as it was typed.
    on_cleanup(move || {
        let day = form.day.try_get_untracked().unwrap_or_default();
        if editing.with(|note| WorkLog::of(note).same_day(&day)) == Some(SameDay::None) {
            form.add();
        }
    });
    let reader = reader.clone();
    let for_list = reader.clone();
    let list = dynamic(move || list(&for_list, form, &read.read()));
    group("stack", vec![fields(&reader, form), list])
}

fn text(form: Form, part: Part, id: &'static str, label: &'static str, kind: TextKind) -> AnyView {
    let typed = Box::new(move |text: String| form.write(part, &text));
    FormField::new(id, label).text(kind, form.value(part), typed, None)
}

/// Money received.
fn amount(form: Form, label: &'static str) -> AnyView {
    let typed = Box::new(move |text: String| form.write(Part::Amount, &text));
    FormField::new("work-amount", label).amount(form.value(Part::Amount), typed)
}

/// A time of day.
fn time(form: Form, part: Part, id: &'static str, label: &'static str) -> AnyView {
    let typed = Box::new(move |text: String| form.write(part, &text));
    FormField::new(id, label).time(form.value(part), typed)
}

/// One of a few, each with its picture.
fn picks(
    form: Form,
    part: Part,
    id: &'static str,
    choices: Vec<(String, Option<Icon>, String)>,
) -> AnyView {
    let one = |(value, shown, name): (String, Option<Icon>, String)| {
        let own = value.clone();
        let on = derived(move || (form.day.read().get(part) == own).to_string());
        let picture = shown.map_or_else(nothing, icon);
        let name_id = format!("{id}-{value}");
        view! {
            <button type="button" id=name_id class="chip" aria-pressed=on on:click=move |_| form.write(part, &value)>{picture}{name}</button>
        }
        .into_any()
    };
    group("chips chips--wrap", choices.into_iter().map(one).collect())
}

fn fields(reader: &Reader, form: Form) -> AnyView {
    let w = &reader.w.hours;
    let session = reader.session;
    let typed = Box::new(move |text: String| form.write(Part::Day, &text));
    let rules = DateRules::past(form.editing.today);
    let day =
        FormField::new("work-day", w.day).date(rules, Quick::PAST, form.value(Part::Day), typed);
    let start = time(form, Part::Start, "start", w.start);
    let end = time(form, Part::End, "end", w.end);
    let breaks =
        BREAKS.map(|minutes| (minutes.to_string(), None, w.minutes(minutes))).into_iter().collect();
    let paid = vec![
        ("none".to_owned(), Some(Icon::Ban), w.paid_none.to_owned()),
        ("cash".to_owned(), Some(Icon::Banknote), w.paid_cash.to_owned()),
        ("bank".to_owned(), Some(Icon::FileText), w.paid_bank.to_owned()),
    ];
    let is_paid = Memo::new(move |_| matches!(form.day.read().get(Part::Paid), "cash" | "bank"));
    let amount = dynamic(move || if is_paid.get() { amount(form, w.amount) } else { nothing() });
    let more = vec![
        text(form, Part::Task, "task", w.task, TextKind::Words),
        text(form, Part::Witnesses, "witnesses", w.witnesses, TextKind::Words),
        text(form, Part::Proof, "work-proof", w.proof, TextKind::Words),
    ];
    let is_correction = Memo::new(move |_| !form.day.read().get(Part::Replaces).is_empty());
    let name = dynamic(move || {
        let name = if is_correction.get() { w.replace } else { w.add };
        fragment(vec![icon(Icon::Plus), name.into_any()])
    });
    let add = button("add-day", "btn btn--main", vec![name], move || {
        // As it stands it may be what was worked again: adding it is saying so.
        form.is_touched.set(true);
        match form.add_asking() {
            Added::Yes => session.show_toast(w.added),
            Added::NeedsTimes => session.show_toast(w.need_times),
            Added::Asked => screen::focus("#same-day"),
            Added::Refused => {}
        }
    });
    let for_question = reader.clone();
    let question = dynamic(move || same_day(&for_question, form, &form.met.read()));
    let chevron = icon(Icon::ChevronDown);
    let more = view! {
        <details><summary class="why"><span>{w.more}</span>{chevron}</summary><div class="stack stack--s">{more}</div></details>
    }
    .into_any();
    let parts = vec![
        h2(w.title),
        para("small quiet", w.help),
        day,
        group("options options--two", vec![start, end]),
        FormField::new("", w.breaks).group(vec![picks(form, Part::Breaks, "break", breaks)]),
        text(form, Part::Place, "work-place", w.place, TextKind::Words),
        text(form, Part::Boss, "boss", w.boss, TextKind::Words),
        FormField::new("", w.paid).group(vec![picks(form, Part::Paid, "paid", paid), amount]),
        more,
        add,
        question,
    ];
    group("card stack", parts)
}

/// The day is there already: a correction, a second shift, or a mistake. Hours that would count twice are no second shift.
fn same_day(reader: &Reader, form: Form, met: &SameDay) -> AnyView {
    let (w, session) = (&reader.w.hours, reader.session);
    let (items, text, overlaps) = match met {
        SameDay::None => return nothing(),
        SameDay::Apart(items) => (items.clone(), w.same_text, false),
        SameDay::Overlapping(items) => (items.clone(), w.overlap_text, true),
    };
    let replace =
        button("same-replace", "btn btn--plain", vec![w.same_replace.into_any()], move || {
            form.replace(&items);
            session.show_toast(w.added);
        });
    let second =
        button("same-second", "btn btn--plain", vec![w.same_second.into_any()], move || {
            form.add();
            session.show_toast(w.added);
        });
    let cancel =
        button("same-cancel", "btn btn--plain", vec![w.same_cancel.into_any()], move || {
            form.met.set(SameDay::None);
        });
    let second = if overlaps { nothing() } else { second };
    let parts = fragment(vec![para("", text), group("notice__do", vec![replace, second, cancel])]);
    view! {
        <div id="same-day" tabindex="-1">
            <Notice tone=Tone::Deadline key="same-day" title=w.same_title>{parts}</Notice>
        </div>
    }
    .into_any()
}

/// The days that stand, what they come to, and what they were before.
fn list(reader: &Reader, form: Form, log: &WorkLog) -> AnyView {
    let w = &reader.w.hours;
    if log.days.is_empty() && log.former.is_empty() {
        return para("quiet", w.none);
    }
    let twice = log.overlapping();
    let rows = log
        .days
        .iter()
        .rev()
        .map(|(item, day)| day_row(reader, form, item, day, twice.contains(&item.as_str())));
    let worked: Vec<_> = log.days.iter().filter_map(|(_, day)| day.worked()).collect();
    let hours: Decimal = worked.iter().map(|worked| worked.hours).sum();
    let total = w.total(words::Total { n: log.days_worked(), hours: &reader.hours(hours) });
    let mut parts = vec![h2(w.list), para("", total.clone())];
    if !twice.is_empty() {
        parts.push(view! { <Notice tone=Tone::Deadline key="hours-twice" title=w.overlapping>{nothing()}</Notice> }.into_any());
    }
    parts.push(dynamic(move || {
        if form.removed.read().is_none() {
            return nothing();
        }
        let back =
            button("bring-back", "btn btn--plain", vec![w.bring_back.into_any()], move || {
                form.bring_back();
            });
        let back = group("notice__do", vec![back]);
        view! { <Notice tone=Tone::Later key="day-removed" title=w.removed>{back}</Notice> }
            .into_any()
    }));
    parts.push(group("rows", rows.collect()));
    if !worked.is_empty() {
        let paid: Decimal = log.days.iter().filter_map(|(_, day)| day.amount()).sum();
        let in_hand = log.days.iter().any(|(_, day)| day.get(Part::Paid) == "cash");
        let (wage, go) = (use_wage(), going(false));
        let check = vec![icon(Icon::Banknote), w.check.into_any()];
        parts.push(button("check-pay", "btn btn--plain", check, move || {
            wage.take_log(worked.clone(), paid, in_hand);
            go(&Route::Wage);
        }));
    }
    parts.push(share_log(reader, log, total));
    if !log.former.is_empty() {
        let lines: Vec<AnyView> = log
            .former
            .iter()
            .map(|day| view! { <li class="small">{was(reader, day)}</li> }.into_any())
            .collect();
        let chevron = icon(Icon::ChevronDown);
        let name = w.history(lines.len());
        let history = view! {
            <details id="history"><summary class="why"><span>{name}</span>{chevron}</summary><ul class="stack stack--s">{lines}</ul></details>
        };
        parts.push(history.into_any());
    }
    group("stack stack--s", parts)
}

/// The log as plain text, with its earlier versions: for the union desk, when the person wants it.
fn share_log(reader: &Reader, log: &WorkLog, total: String) -> AnyView {
    let (w, session) = (&reader.w.hours, reader.session);
    let mut lines = vec![reader.w.notes.hours.to_owned()];
    for (_, day) in &log.days {
        let (day, more) = (told(reader, day), details(reader, day));
        lines.push(format!("{day} · {more}"));
    }
    lines.push(total);
    lines.extend(log.former.iter().map(|day| was(reader, day)));
    let (text, title) = (lines.join("\n"), reader.w.notes.hours);
    let parts = vec![icon(Icon::Share2), w.share.into_any()];
    let send = button("share-log", "btn btn--plain", parts, move || {
        session.share(title.to_owned(), text.clone());
    });
    fragment(vec![send, para("field__help", w.share_help)])
}

/// A version that no longer stands, in one line.
fn was(reader: &Reader, day: &WorkDay) -> String {
    let (w, day_words) = (&reader.w.hours, told(reader, day));
    let Some(written) = date_of(reader, day, Part::Written) else { return day_words };
    if day.get(Part::Deleted).is_empty() {
        w.was(words::Was { day: &day_words, written: &written })
    } else {
        w.was_removed(words::WasRemoved { day: &day_words, written: &written })
    }
}

/// Hours, place, orders, money of a day.
fn details(reader: &Reader, day: &WorkDay) -> String {
    let hours = day.worked().map(|worked| reader.hours(worked.hours));
    let mut parts: Vec<String> = hours.into_iter().collect();
    let written = [Part::Place, Part::Boss].map(|part| day.get(part).to_owned());
    parts.extend(written.into_iter().filter(|text| !text.is_empty()));
    parts.extend(day.amount().map(|amount| reader.money(amount)));
    parts.join(" · ")
}

fn date_of(reader: &Reader, day: &WorkDay, part: Part) -> Option<String> {
    let read: Option<CivilDate> = migraction_notes::read_date(day.get(part));
    read.map(|day| reader.date(day, DateForm::Short))
}

/// A day in one line.
fn told(reader: &Reader, day: &WorkDay) -> String {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let times = day.shift().map(|Shift { start, end }| format!("{}–{}", clock(start), clock(end)));
    let parts: Vec<String> = date_of(reader, day, Part::Day).into_iter().chain(times).collect();
    parts.join(" ")
}

fn day_row(reader: &Reader, form: Form, item: &str, day: &WorkDay, is_twice: bool) -> AnyView {
    let w = &reader.w.hours;
    let mut corrected = day.clone();
    corrected.set(Part::Replaces, item);
    corrected.set(Part::Deleted, "");
    let correct = icon_button("", Icon::Pencil, w.correct, move || {
        form.day.set(corrected.clone());
        form.is_touched.set(false);
        screen::focus("#work-day-day");
    });
    let (notes, taken) = (use_notes(), (item.to_owned(), day.clone()));
    let remove = icon_button("", Icon::X, reader.w.notes.remove, move || {
        notes.save_pending();
        form.take_away(&taken.0, &taken.1);
    });
    let picture = match day.get(Part::Paid) {
        "cash" | "bank" => Icon::Banknote,
        _ => Icon::Clock,
    };
    let end = group("line", vec![correct, remove]);
    let shown = day.get(Part::Day).to_owned();
    let parts = row(picture, told(reader, day), details(reader, day), end);
    view! { <div class="row" data-day=shown data-twice=is_twice.then_some("")>{parts}</div> }
        .into_any()
}
