//! Writing: each change is sealed at once and handed to the engine, which has it stored before anything
//! says "saved".

use migraction_core::dates::months_after;
use migraction_core::{CivilDate, Id};
use migraction_notes::{Author, Field, Note, TooLarge, date_text, sign};
use migraction_sync as sync;
use migraction_sync::engine::Event;
use migraction_vault::{Place, RecordId};

use super::drive::drive;
use super::merge::{open_note, seal_note, show};
use super::names::record as name_of;
use super::{NotesStore, Open, Secrets, signals, typing, with_open};
use crate::browser::vault_store::{self, Store};
use crate::browser::{chance, clock, spawn};

/// Why a note cannot be shown or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditTrouble {
    /// The profile is locked.
    Locked,
    /// There is no such note here.
    Missing,
    /// It is there and does not open: kept as it is.
    Unreadable,
    /// The change would be too large: nothing was changed.
    TooLarge(TooLarge),
}

/// A note is kept this long unless another day is given.
const KEPT_MONTHS: u32 = 6;

impl NotesStore {
    /// The note as it is now, opened once and kept until locking.
    ///
    /// # Errors
    /// An [`EditTrouble`].
    pub async fn load(self, record: RecordId) -> Result<Note, EditTrouble> {
        if let Some(note) = cached(record) {
            return Ok(note);
        }
        let name = with_open(|open| name_of(open.vault, record)).ok_or(EditTrouble::Locked)?;
        let sealed = vault_store::load(Store::Records, &name).await.ok().flatten();
        with_open(|open| {
            let local = open.engine.meta(sync::RecordId(record.0)).and_then(|meta| meta.local);
            let newest = newest(open, record).map(<[u8]>::to_vec).or(sealed);
            let (Some(sealed), Some(local)) = (newest, local) else {
                return Err(EditTrouble::Missing);
            };
            let place = Place { vault: open.vault, record, version: local.version.0 };
            let key = open.vault_key().ok_or(EditTrouble::Locked)?;
            let note = open_note(key, &place, &sealed).ok_or(EditTrouble::Unreadable)?;
            keep(open, record, &note);
            Ok(note)
        })
        .unwrap_or(Err(EditTrouble::Locked))
    }

    /// What an item of an open note says now.
    #[must_use]
    pub fn item_now(self, record: RecordId, field: Field, item: &str) -> Option<String> {
        cached(record)?.read_item(field, item).any().map(str::to_owned)
    }

    /// Makes a note.
    #[must_use]
    pub fn create(self, today: CivilDate, fill: &dyn Fn(&mut Note, &Author)) -> Option<RecordId> {
        let record = RecordId::make(&mut chance::fill);
        with_open(|open| keep(open, record, &Note::default()))?;
        match self.edit(record, today, fill) {
            Ok(_) => Some(record),
            Err(_) => {
                with_open(|open| {
                    open.secrets.as_mut().map(|secrets| secrets.notes.remove(&record))
                });
                None
            }
        }
    }

    /// Begins a note of a form, with the day, the country and a day of erasure; `text` is its free text.
    pub fn begin(
        self,
        today: CivilDate,
        country: Option<&Id>,
        template: &str,
        text: &str,
    ) -> Option<RecordId> {
        self.create(today, &|note, author| {
            note.set(author, Field::TEMPLATE, Some(template));
            note.set(author, Field::DATE, Some(&date_text(today)));
            note.set(author, Field::COUNTRY, country.map(Id::as_str));
            let last = months_after(today, KEPT_MONTHS);
            note.set(author, Field::RETENTION, Some(&date_text(last)));
            if !text.is_empty() {
                note.write_text(author, text);
            }
        })
    }

    /// Changes a note that was loaded: sealed at once, and on its way to the storage. Returns the note as it is now.
    ///
    /// # Errors
    /// An [`EditTrouble`]; nothing was changed.
    pub fn edit(
        self,
        record: RecordId,
        today: CivilDate,
        change: &dyn Fn(&mut Note, &Author),
    ) -> Result<Note, EditTrouble> {
        let (event, note) = with_open(|open| {
            let author = author_now(open).ok_or(EditTrouble::Locked)?;
            let Some(Secrets { notes, .. }) = &open.secrets else {
                return Err(EditTrouble::Locked);
            };
            let before = notes.get(&record).ok_or(EditTrouble::Missing)?;
            let mut with_day = |note: &mut Note| {
                let unchanged = note.clone();
                change(note, &author);
                if *note != unchanged {
                    note.set(&author, Field::CHANGED, Some(&date_text(today)));
                }
            };
            let note = match before.changed(&mut with_day) {
                Ok(Some(note)) => note,
                Ok(None) => return Ok((None, before.clone())),
                Err(why) => return Err(EditTrouble::TooLarge(why)),
            };
            // Nothing is kept in memory that could not be sealed: the next edit would be made from it.
            let (version, sealed) = seal_note(open, record, &note)?;
            keep(open, record, &note);
            let event = Event::Edited {
                record: sync::RecordId(record.0),
                version,
                sealed,
                operation: sync::OperationId(chance::sixteen()),
                gone: note.is_erased(),
            };
            Ok((Some(event), note))
        })
        .unwrap_or(Err(EditTrouble::Locked))?;
        if let Some(event) = event {
            show(self, record, &note);
            drive(event);
        }
        Ok(note)
    }

    /// Erases a note on every device.
    pub fn erase(self, record: RecordId, today: CivilDate) {
        typing::forget_all();
        spawn(async move {
            if self.load(record).await.is_ok() {
                let _ = self.edit(record, today, &|note, author| note.erase(author));
            }
        });
    }
}

/// Who writes, with the time: shown where a person chooses between two versions.
pub(super) fn author_now(open: &Open) -> Option<Author> {
    let author = &open.secrets.as_ref()?.author;
    Some(Author { writer: author.writer, label: sign(&author.label, clock::now_millis()) })
}

/// The sealed state of a record that no transaction has stored yet, if there is one.
pub(super) fn newest(open: &Open, record: RecordId) -> Option<&[u8]> {
    let own = open.engine.unsaved().filter(|(own, _)| *own == sync::RecordId(record.0));
    own.last().map(|(_, sealed)| sealed)
}

fn cached(record: RecordId) -> Option<Note> {
    with_open(|open| open.secrets.as_ref()?.notes.get(&record).cloned())?
}

fn keep(open: &mut Open, record: RecordId, note: &Note) {
    if let Some(secrets) = &mut open.secrets {
        secrets.notes.insert(record, note.clone());
    }
}

/// Takes another state of a note into the one here, as a change of this device. Says whether it brought
/// anything.
pub(super) fn take_in(record: RecordId, other: &Note, mine: Option<Note>) -> bool {
    let taken = with_open(|open| {
        let cached = open.secrets.as_ref()?.notes.get(&record).cloned();
        let mine = cached.or(mine).unwrap_or_default();
        let mut both = mine.clone();
        both.merge(other);
        if both == mine {
            return None;
        }
        both.keep_text_versions(&author_now(open)?, [&mine, other]);
        let (version, sealed) = seal_note(open, record, &both).ok()?;
        keep(open, record, &both);
        let operation = sync::OperationId(chance::sixteen());
        let gone = both.is_erased();
        let event =
            Event::Edited { record: sync::RecordId(record.0), version, sealed, operation, gone };
        Some((event, both))
    });
    let Some(Some((event, note))) = taken else { return false };
    signals(|store| show(store, record, &note));
    drive(event);
    true
}
