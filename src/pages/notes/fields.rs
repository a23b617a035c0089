//! Fields of the editor. What is typed is kept in the field until it was handed over to be sealed and
//! stored: after a pause, when the field is left, and when the page goes or is locked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_notes::{Author, Field, Note, date_text, read_date};
use migraction_vault::RecordId;

use crate::browser::{page, sleep, spawn};
use crate::components::kit::{
    self, Kind, day_input, fieldset, follow, group, labelled, toggle, whenever,
};
use crate::state::notes::EditTrouble;
use crate::words::Words;

/// How long after the last key a field is handed over.
const PAUSE_MILLISECONDS: i32 = 600;

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
    pub fn edit(self, change: impl FnOnce(&mut Note, &Author)) {
        if let Some(note) = commands().edit(self.record, self.today, change) {
            self.note.try_set(Some(Ok(note)));
        }
    }

    /// Writes a single field; nothing or only blanks clears it.
    pub fn set(self, field: Field, value: &str) {
        self.set_item(field, "", value);
    }

    /// Writes an item of a list.
    pub fn set_item(self, field: Field, item: &str, value: &str) {
        let value = value.trim();
        self.edit(|note, author| {
            note.set_item(author, field, item, (!value.is_empty()).then_some(value));
        });
    }

    /// What a single field says.
    pub fn value(self, field: Field) -> String {
        self.with(|note| note.read(field).any().unwrap_or_default().to_owned()).unwrap_or_default()
    }
}

/// Commands only: a page's owner need not be there.
fn commands() -> crate::state::NotesStore {
    crate::state::notes::store()
}

/// Hands a text over.
type Commit = Box<dyn Fn(&str) + Send + Sync>;

/// A value that is typed: shown from the note, and handed over in time. It outlives the page that shows
/// it for as long as something in it is not handed over.
#[derive(Clone)]
pub struct Draft(Arc<Typing>);

struct Typing {
    shown: ArcRwSignal<String>,
    is_dirty: AtomicBool,
    turn: AtomicU32,
    commit: Commit,
}

impl Draft {
    /// A draft of `value`, which `commit` hands over.
    pub fn new(
        value: impl Fn() -> String + Send + Sync + 'static,
        commit: impl Fn(&str) + Send + Sync + 'static,
    ) -> Self {
        let value = Memo::new(move |_| value());
        let draft = Self(Arc::new(Typing {
            shown: ArcRwSignal::new(value.get_untracked()),
            is_dirty: AtomicBool::new(false),
            turn: AtomicU32::new(0),
            commit: Box::new(commit),
        }));
        // What came from elsewhere is shown, unless something is being typed here.
        let typing = draft.0.clone();
        whenever(move || {
            let value = value.get();
            if !typing.is_dirty.load(Ordering::Relaxed) {
                typing.shown.set(value);
            }
        });
        draft
    }

    /// The input of this draft.
    pub fn input(&self, id: impl Into<String>, kind: Kind) -> AnyView {
        let (typing, left) = (self.clone(), self.clone());
        let shown = self.0.shown.clone();
        let value = follow(move || shown.get());
        let typed = Box::new(move |text| typing.typed(text));
        kit::input(id, kind, value, typed, Some(Box::new(move || left.commit())))
    }

    fn typed(&self, text: String) {
        let typing = &self.0;
        typing.shown.set(text);
        typing.is_dirty.store(true, Ordering::Relaxed);
        let turn = typing.turn.fetch_add(1, Ordering::Relaxed) + 1;
        let draft = self.clone();
        commands().on_leaving(Some(Box::new(move || draft.commit())));
        let draft = self.clone();
        spawn(async move {
            sleep(PAUSE_MILLISECONDS).await;
            if draft.0.turn.load(Ordering::Relaxed) == turn {
                draft.commit();
            }
        });
    }

    fn commit(&self) {
        if self.0.is_dirty.swap(false, Ordering::Relaxed) {
            let text = self.0.shown.get_untracked();
            (self.0.commit)(&text);
        }
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
    let draft = Draft::new(move || editing.value(field), move |text| editing.set(field, text));
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
    let chosen = move |event: leptos::ev::Event| editing.set(field, &page::value_of(&event));
    let select = view! { <select id=id class="field__input" autocomplete="off" on:change=chosen>{options}</select> };
    labelled(id, label.to_owned(), None, select.into_any())
}

/// The free text.
pub fn free_text(editing: Editing, w: &'static Words) -> AnyView {
    let draft = Draft::new(
        move || editing.with(Note::text).unwrap_or_default(),
        move |text| {
            editing.edit(|note, author| {
                note.set_text(author, text);
            });
        },
    );
    let (label, help) = (w.notes.text.to_owned(), Some(w.notes.text_help));
    labelled("text", label, help, draft.input("text", Kind::Long))
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
