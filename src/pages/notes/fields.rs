//! Fields of the editor. What is typed is kept in the field until it was handed over to be sealed and
//! stored: in time while somebody types, when the field is left, and when the page goes or is locked.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::date_entry::DateRules;
use migraction_notes::{Author, Field, Note, read_date};
use migraction_vault::RecordId;

use super::conflict::text_chooser;
use crate::components::form::{Choices, FormField, Quick, TextKind};
use crate::components::kit::{derived, dynamic, effect, group, toggle};
use crate::state::notes::{self, EditTrouble};
use crate::state::{Reader, use_notes, use_session};

/// The open note: what is shown, and the way to change it.
#[derive(Clone, Copy)]
pub struct Editing {
    /// Which note.
    pub record: RecordId,
    /// As it is now.
    pub note: RwSignal<Option<Result<Note, EditTrouble>>>,
    /// Today by the phone's clock.
    pub today: CivilDate,
}

impl Editing {
    /// Looks at the note.
    pub fn with<T>(self, look: impl FnOnce(&Note) -> T) -> Option<T> {
        let look = |note: &Option<Result<Note, EditTrouble>>| match note {
            Some(Ok(note)) => Some(look(note)),
            _ => None,
        };
        self.note.try_with(look).flatten()
    }

    /// Changes the note; it is sealed at once.
    ///
    /// # Errors
    /// An [`EditTrouble`]; nothing was changed.
    pub fn edit(self, change: &dyn Fn(&mut Note, &Author)) -> Result<(), EditTrouble> {
        let note = notes::store().edit(self.record, self.today, change)?;
        self.note.try_set(Some(Ok(note)));
        Ok(())
    }

    /// Writes a single field; nothing or only blanks clears it.
    ///
    /// # Errors
    /// An [`EditTrouble`]; nothing was changed.
    pub fn write(self, field: Field, value: &str) -> Result<(), EditTrouble> {
        self.write_item(field, "", value)
    }

    /// Writes an item of a list.
    ///
    /// # Errors
    /// An [`EditTrouble`]; nothing was changed.
    pub fn write_item(self, field: Field, item: &str, value: &str) -> Result<(), EditTrouble> {
        let value = value.trim();
        self.edit(&|note, author| {
            note.set_item(author, field, item, (!value.is_empty()).then_some(value));
        })
    }

    /// Writes what was picked, not typed: it is always short enough.
    pub fn set(self, field: Field, value: &str) {
        self.set_item(field, "", value);
    }

    /// Writes an item that was picked, not typed.
    pub fn set_item(self, field: Field, item: &str, value: &str) {
        let _ = self.write_item(field, item, value);
    }

    /// What a single field says.
    pub fn value(self, field: Field) -> String {
        self.with(|note| note.read(field).any().unwrap_or_default().to_owned()).unwrap_or_default()
    }
}

/// A value that is typed: shown from the note, and handed over in time. It outlives the page that shows
/// it for as long as something in it is not handed over.
#[derive(Clone)]
pub struct Draft {
    name: u64,
    shown: ArcRwSignal<String>,
    commit: Arc<Commit>,
}

type Commit = dyn Fn(&str) -> Result<(), EditTrouble> + Send + Sync;

impl Draft {
    /// A draft of `value`, which `commit` hands over.
    pub fn new(
        value: impl Fn() -> String + Send + Sync + 'static,
        commit: impl Fn(&str) -> Result<(), EditTrouble> + Send + Sync + 'static,
    ) -> Self {
        Self::boxed(Memo::new(move |_| value()), Arc::new(commit))
    }

    fn boxed(value: Memo<String>, commit: Arc<Commit>) -> Self {
        let shown = ArcRwSignal::new(value.get_untracked());
        let draft = Self { name: notes::new_draft(), shown: shown.clone(), commit };
        let name = draft.name;
        // What came from elsewhere is shown, unless something is being typed here. A blank at the end is not kept, and
        // stays where somebody has just typed it.
        effect(move || {
            let value = value.get();
            let is_other = shown.with_untracked(|shown| shown.trim() != value.trim());
            if is_other && !notes::store().is_typing(name) {
                shown.set(value);
            }
        });
        draft
    }

    /// The field of this draft, with what is said when it is too long.
    pub fn field(&self, field: FormField, kind: TextKind) -> AnyView {
        let (typing, shown, name) = (self.clone(), self.shown.clone(), self.name);
        let value = derived(move || shown.get());
        let session = use_session();
        let is_held = Memo::new(move |_| use_notes().is_held(name));
        let error = derived(move || {
            let n = &session.w().notes;
            let text = if kind == TextKind::Long { n.too_long } else { n.field_too_long };
            if is_held.get() { text.to_owned() } else { String::new() }
        });
        let typed = Box::new(move |text| typing.typed(text));
        field.error(error).text(kind, value, typed, Some(Box::new(move || notes::flush(name))))
    }

    fn typed(&self, text: String) {
        self.shown.set(text);
        let (shown, commit) = (self.shown.clone(), self.commit.clone());
        notes::typed(self.name, Rc::new(move || commit(&shown.get_untracked())));
    }
}

/// A field of one line.
pub fn text_field(editing: Editing, field: Field, control: FormField) -> AnyView {
    let draft = Draft::new(move || editing.value(field), move |text| editing.write(field, text));
    draft.field(control, TextKind::Words)
}

/// A day. Until it is whole the note keeps the one that it had.
pub fn date_field(
    editing: Editing,
    field: Field,
    control: FormField,
    quick: &'static [Quick],
) -> AnyView {
    let value = derived(move || editing.value(field));
    let write = move |text: String| {
        if text.is_empty() || read_date(&text).is_some() {
            editing.set(field, &text);
        }
    };
    control.date(DateRules::any(editing.today), quick, value, Box::new(write))
}

/// One of a few values, each with its label; `never` says that none was chosen.
pub fn choice_field(
    editing: Editing,
    field: Field,
    control: FormField,
    never: &'static str,
    mut choices: Choices,
) -> AnyView {
    let value = derived(move || editing.value(field));
    choices.insert(0, (String::new(), never.to_owned()));
    control.select(choices, value, Box::new(move |chosen| editing.set(field, &chosen)))
}

/// The free text, or the question which of several it is.
pub fn free_text(reader: &Reader, editing: Editing) -> AnyView {
    let versions = Memo::new(move |_| editing.with(Note::text_versions).unwrap_or_default());
    let reader = reader.clone();
    dynamic(move || {
        let n = &reader.w.notes;
        let versions = versions.get();
        if !versions.is_empty() {
            return text_chooser(&reader, editing, &versions);
        }
        let draft = Draft::new(
            move || editing.with(Note::text).unwrap_or_default(),
            move |text| {
                editing.edit(&|note, author| {
                    note.write_text(author, text);
                })
            },
        );
        draft.field(FormField::new("text", n.text).help(n.text_help), TextKind::Long)
    })
}

/// Members of a list, in or out.
pub fn set_field(
    editing: Editing,
    field: Field,
    label: &'static str,
    choices: Vec<(String, String)>,
) -> AnyView {
    let chip = |(id, name): (String, String)| {
        let own = id.clone();
        let on =
            move || editing.with(|note| note.read_item(field, &own).any().is_some()) == Some(true);
        let pressed = derived({
            let on = on.clone();
            move || on().to_string()
        });
        toggle("chip", name, pressed, move || {
            let next = if untrack(&on) { "" } else { "1" };
            editing.set_item(field, &id, next);
        })
    };
    let chips = choices.into_iter().map(chip).collect();
    FormField::new("", label).group(vec![group("chips chips--wrap", chips)])
}
