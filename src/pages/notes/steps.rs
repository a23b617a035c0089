//! Lists of the editor: needs, and steps agreed with their days.

use leptos::prelude::*;
use migraction_core::date_entry::DateRules;
use migraction_notes::{Field, Note, Step, date_text, read_date};

use super::fields::{Draft, Editing};
use crate::components::form::{FormField, Mark, Quick, TextKind, option};
use crate::components::icon::Icon;
use crate::components::kit::{button, derived, dynamic, group, icon, icon_button};
use crate::state::device::item_name;
use crate::state::notes::{EditTrouble, store};
use crate::state::screen::focus_once_drawn;
use crate::words::Words;

/// Draws the row of an item; the button that removes it is given.
type Row = Box<dyn Fn(String, AnyView) -> AnyView + Send + Sync>;

/// A list with one row per item; new ones are still empty and in no note.
fn list(
    editing: Editing,
    field: Field,
    (id, legend, add): (&'static str, &'static str, &'static str),
    row: Row,
    remove: &'static str,
) -> AnyView {
    let fresh = RwSignal::new(Vec::<String>::new());
    let items = Memo::new(move |_| {
        let names = |note: &Note| note.items(field).map(|(item, _)| item.to_owned()).collect();
        let mut items: Vec<String> = editing.with(names).unwrap_or_default();
        items.retain(|item| !fresh.read().contains(item));
        items.extend(fresh.get());
        items
    });
    let rows = dynamic(move || {
        let rows = items.get().into_iter().map(|item| {
            let own = item.clone();
            let gone = icon_button("", Icon::X, remove, move || {
                fresh.update(|fresh| fresh.retain(|other| *other != own));
                editing.set_item(field, &own, "");
            });
            row(item, gone)
        });
        group("stack stack--s", rows.collect())
    });
    let add = button(id, "btn btn--plain", vec![icon(Icon::Plus), add.into_any()], move || {
        let item = item_name();
        let first = format!("#item-{item}");
        fresh.update(|fresh| fresh.push(item));
        focus_once_drawn(first);
    });
    FormField::new("", legend).group(vec![rows, add])
}

/// Needs, each in a few words.
pub fn needs(editing: Editing, w: &'static Words) -> AnyView {
    let n = &w.notes;
    let row = move |item: String, gone: AnyView| {
        let (shown, kept) = (item.clone(), item.clone());
        let read = move || {
            let text = |note: &Note| note.read_item(Field::NEED, &shown).any().map(str::to_owned);
            editing.with(text).flatten().unwrap_or_default()
        };
        let draft = Draft::new(read, move |text| editing.write_item(Field::NEED, &kept, text));
        let field = FormField::new(format!("item-{item}"), n.need).label_hidden().end(gone);
        draft.field(field, TextKind::Words)
    };
    list(editing, Field::NEED, ("add-need", n.needs, n.add_need), Box::new(row), n.remove)
}

/// Changes a step. It is asked of the note and not of the page, which may be gone.
fn change(editing: Editing, item: &str, change: impl FnOnce(&mut Step)) -> Result<(), EditTrouble> {
    let now = store().item_now(editing.record, Field::STEP, item);
    let mut next = now.as_deref().map(Step::read).unwrap_or_default();
    change(&mut next);
    let is_empty = next.what.is_empty() && next.due.is_none();
    editing.write_item(Field::STEP, item, &if is_empty { String::new() } else { next.to_text() })
}

/// Steps agreed: what, by when, done.
pub fn steps(editing: Editing, w: &'static Words) -> AnyView {
    let n = &w.notes;
    let row = move |item: String, gone: AnyView| {
        let own = item.clone();
        let step = Memo::new(move |_| {
            let read = |note: &Note| note.read_item(Field::STEP, &own).any().map(Step::read);
            editing.with(read).flatten().unwrap_or_default()
        });
        let (by_text, by_day, by_mark) = (item.clone(), item.clone(), item.clone());
        let draft = Draft::new(
            move || step.read().what.clone(),
            move |text| change(editing, &by_text, |step| text.trim().clone_into(&mut step.what)),
        );
        let due = derived(move || step.read().due.map(date_text).unwrap_or_default());
        // Until a day is whole the step keeps the one that it had.
        let write = move |text: String| {
            let due = read_date(&text);
            if text.is_empty() || due.is_some() {
                let _ = change(editing, &by_day, |step| step.due = due);
            }
        };
        let day = FormField::new(format!("day-{item}"), n.step_due).date(
            DateRules::any(editing.today),
            Quick::AHEAD,
            due,
            Box::new(write),
        );
        let done = option(
            Mark::Checkbox,
            ("", ""),
            vec![n.step_done.into_any()],
            Signal::derive(move || step.read().is_done),
            move || {
                let _ = change(editing, &by_mark, |step| step.is_done = !step.is_done);
            },
        );
        let field = FormField::new(format!("item-{item}"), n.step).label_hidden().end(gone);
        group("card stack stack--s", vec![draft.field(field, TextKind::Words), day, done])
    };
    list(editing, Field::STEP, ("add-step", n.steps, n.add_step), Box::new(row), n.remove)
}
