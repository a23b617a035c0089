//! Loading and editing notes. Each change is sealed at once and passed to the engine, which has it stored before the status
//! says "saved".

use migraction_core::dates::months_after;
use migraction_core::{CivilDate, Id};
use migraction_notes::{Author, Field, Note, TooLarge, date_text};
use migraction_vault::RecordId;

use crate::device::Device;
use crate::host::{Host, Notice};
use crate::session::LocalState;

/// Why a note cannot be shown or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The profile is locked.
    Locked,
    /// The device has no such note.
    Missing,
    /// It does not decrypt; it is kept as it is.
    Unreadable,
    /// The change would be too large: nothing was changed.
    TooLarge(TooLarge),
}

/// Default retention of a note.
const RETENTION_MONTHS: u32 = 6;

impl<H: Host> Device<H> {
    /// Loads a note and caches it until locking.
    ///
    /// # Errors
    /// [`EditError::Locked`] if the profile is locked, [`EditError::Missing`] if the device has no such record or the storage
    /// does not read, and [`EditError::Unreadable`] if it does not decrypt.
    pub async fn load(&self, record: RecordId) -> Result<Note, EditError> {
        if let Some(note) = self.cached(record) {
            return Ok(note);
        }
        if !self.is_unlocked() {
            return Err(EditError::Locked);
        }
        let own = self.local_state(record).await.ok().flatten();
        let opened = self.with(|session| {
            if session.secrets.is_none() {
                return Err(EditError::Locked);
            }
            // Read meanwhile by somebody else, and perhaps changed.
            if let Some(note) = session.cached(record) {
                return Ok(note.clone());
            }
            let Some(LocalState { state, sealed: Some(sealed) }) = own else {
                return Err(EditError::Missing);
            };
            let note = session.open(record, state.version, &sealed);
            let note = note.ok_or(EditError::Unreadable)?;
            session.cache(record, &note);
            Ok(note)
        });
        opened.unwrap_or(Err(EditError::Locked))
    }

    /// Creates a note. `None` if the profile is locked or the note is too large.
    #[must_use]
    pub fn create(&self, today: CivilDate, fill: &dyn Fn(&mut Note, &Author)) -> Option<RecordId> {
        let record = RecordId::make(&mut self.rng());
        self.with(|session| session.cache(record, &Note::default()))?;
        if self.edit(record, today, fill).is_ok() {
            return Some(record);
        }
        self.with(|session| session.secrets.as_mut().map(|secrets| secrets.notes.remove(&record)));
        None
    }

    /// Creates a note from a template, with date, country and retention date; `text` is its free text. `None` if the profile
    /// is locked or the note is too large.
    #[must_use]
    pub fn begin_note(
        &self,
        today: CivilDate,
        country: Option<&Id>,
        template: &str,
        text: &str,
    ) -> Option<RecordId> {
        self.create(today, &|note, author| {
            note.set(author, Field::TEMPLATE, Some(template));
            note.set(author, Field::DATE, Some(&date_text(today)));
            note.set(author, Field::COUNTRY, country.map(Id::as_str));
            let last = months_after(today, RETENTION_MONTHS);
            note.set(author, Field::RETENTION, Some(&date_text(last)));
            if !text.is_empty() {
                note.write_text(author, text);
            }
        })
    }

    /// Changes a loaded note, seals it and starts storing it. Returns its new state.
    ///
    /// # Errors
    /// [`EditError::Locked`] if the profile is locked, [`EditError::Missing`] if the note was not loaded, and
    /// [`EditError::TooLarge`] if the result is too large. Nothing was changed then.
    pub fn edit(
        &self,
        record: RecordId,
        today: CivilDate,
        change: &dyn Fn(&mut Note, &Author),
    ) -> Result<Note, EditError> {
        let (now, mut random) = (self.host().now(), self.rng());
        let edited = self.with(|session| session.edit(record, today, now, change, &mut random));
        let (note, event) = edited.unwrap_or(Err(EditError::Locked))?;
        if let Some(event) = event {
            self.host().notice(Notice::Note(record, &note));
            self.handle(event);
        }
        Ok(note)
    }

    /// Erases a note on every device, and discards the drafts.
    ///
    /// # Errors
    /// Those of [`Self::load`] and [`Self::edit`]. Nothing was changed then.
    pub async fn erase(&self, record: RecordId, today: CivilDate) -> Result<(), EditError> {
        self.discard_drafts();
        self.load(record).await?;
        self.edit(record, today, &|note, author| note.erase(author)).map(drop)
    }

    /// Merges an imported state into the local note, as an edit of this device. `mine` is the local note. Returns whether that
    /// changed anything.
    pub(crate) fn merge_imported(
        &self,
        record: RecordId,
        other: &Note,
        mine: Option<Note>,
    ) -> bool {
        let (now, mut random) = (self.host().now(), self.rng());
        let taken =
            self.with(|session| session.merge_imported(record, other, mine, now, &mut random));
        let Some((note, event)) = taken.flatten() else { return false };
        self.host().notice(Notice::Note(record, &note));
        self.handle(event);
        true
    }
}
