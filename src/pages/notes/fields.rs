//! Fields of the editor. What is typed is kept in the field until it was handed over to be sealed and
//! stored: in time while somebody types, when the field is left, and when the page goes or is locked.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_notes::{Author, Field, Note, date_text, read_date};
use migraction_vault::RecordId;

use super::conflict::text_chooser;
use crate::components::kit::{
    self, Kind, all, day_input, fieldset, follow, group, labelled, live, nothing, toggle, whenever,
};
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
        whenever(move || {
            let value = value.get();
            let is_other = shown.with_untracked(|shown| shown.trim() != value.trim());
            if is_other && !notes::store().is_typing(name) {
                shown.set(value);
            }
        });
        draft
    }

    /// The input of this draft, and what is said when it is too long.
    pub fn input(&self, id: impl Into<String>, kind: Kind) -> AnyView {
        let (typing, shown, name) = (self.clone(), self.shown.clone(), self.name);
        let value = follow(move || shown.get());
        let typed = Box::new(move |text| typing.typed(text));
        let input =
            kit::input(id, kind, value, typed, Some(Box::new(move || notes::hand_over(name))));
        let is_held = Memo::new(move |_| use_notes().is_held(name));
        let session = use_session();
        let said = live(move || {
            if is_held.get() {
                let n = &session.w().notes;
                let text = if kind == Kind::Long { n.too_long } else { n.field_too_long };
                view! { <p class="field__error" role="alert">{text}</p> }.into_any()
            } else {
                nothing()
            }
        });
        all(vec![input, said])
    }

    fn typed(&self, text: String) {
        self.shown.set(text);
        let (shown, commit) = (self.shown.clone(), self.commit.clone());
        notes::typed(self.name, Rc::new(move || commit(&shown.get_untracked())));
    }
}

/// A field of one line.
pub fn text_field(
    editing: Editing,
    field: Field,
    id: &'static str,
    label: &'static str,
    help: Option<&'static str>,
) -> AnyView {
    let draft = Draft::new(move || editing.value(field), move |text| editing.write(field, text));
    labelled(id, label.to_owned(), help, draft.input(id, Kind::Words))
}

/// A day.
pub fn date_field(
    editing: Editing,
    field: Field,
    id: &'static str,
    label: &'static str,
    help: Option<&'static str>,
) -> AnyView {
    let value = follow(move || editing.value(field));
    let input = day_input(id, value, move |typed| {
        let day = read_date(&typed).map(date_text).unwrap_or_default();
        editing.set(field, &day);
    });
    labelled(id, label.to_owned(), help, input)
}

/// One of a few values, each with its label.
pub fn choice_field(
    editing: Editing,
    field: Field,
    id: &'static str,
    (label, never): (&'static str, &'static str),
    choices: Vec<(String, String)>,
) -> AnyView {
    let value = Memo::new(move |_| editing.value(field));
    let none = std::iter::once((String::new(), never.to_owned()));
    let options: Vec<_> = none
        .chain(choices)
        .map(|(id, label)| {
            let own = id.clone();
            let on = Signal::derive(move || *value.read() == own);
            view! { <option value=id selected=on>{label}</option> }.into_any()
        })
        .collect();
    let chosen = move |event: leptos::ev::Event| editing.set(field, &event_target_value(&event));
    let select = view! { <select id=id class="field__input" autocomplete="off" on:change=chosen>{options}</select> };
    labelled(id, label.to_owned(), None, select.into_any())
}

/// The free text, or the question which of several it is.
pub fn free_text(reader: &Reader, editing: Editing) -> AnyView {
    let versions = Memo::new(move |_| editing.with(Note::text_versions).unwrap_or_default());
    let reader = reader.clone();
    live(move || {
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
        labelled("text", n.text.to_owned(), Some(n.text_help), draft.input("text", Kind::Long))
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
        let pressed = follow({
            let on = on.clone();
            move || on().to_string()
        });
        toggle("chip", name, pressed, move || {
            let next = if untrack(&on) { "" } else { "1" };
            editing.set_item(field, &id, next);
        })
    };
    let chips = choices.into_iter().map(chip).collect();
    fieldset(label, vec![group("chips chips--wrap", chips)])
}
