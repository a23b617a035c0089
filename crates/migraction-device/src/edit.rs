//! Reading and writing notes: each change is sealed at once and handed to the machine, which has it stored before anything
//! says "saved".

use migraction_core::dates::months_after;
use migraction_core::{CivilDate, Id};
use migraction_notes::{Author, Field, Note, TooLarge, date_text};
use migraction_vault::RecordId;

use crate::device::Device;
use crate::host::{Host, Notice};
use crate::session::Own;

/// Why a note cannot be shown or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
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

impl<H: Host> Device<H> {
    /// The note as it is now, opened once and kept in memory until locking.
    ///
    /// # Errors
    /// [`EditError::Locked`], [`EditError::Missing`] where this device has no such record or the storage gives nothing, and
    /// [`EditError::Unreadable`].
    pub async fn load(&self, record: RecordId) -> Result<Note, EditError> {
        if let Some(note) = self.cached(record) {
            return Ok(note);
        }
        if !self.is_unlocked() {
            return Err(EditError::Locked);
        }
        let own = self.own_state(record).await.ok().flatten();
        let opened = self.with(|session| {
            if session.secrets.is_none() {
                return Err(EditError::Locked);
            }
            // Read meanwhile by somebody else, and perhaps changed.
            if let Some(note) = session.cached(record) {
                return Ok(note.clone());
            }
            let Some(Own { state, sealed: Some(sealed) }) = own else {
                return Err(EditError::Missing);
            };
            let note = session.open(record, state.version, &sealed);
            let note = note.ok_or(EditError::Unreadable)?;
            session.keep(record, &note);
            Ok(note)
        });
        opened.unwrap_or(Err(EditError::Locked))
    }

    /// Makes a note. Nothing when the profile is locked, or the note is too large.
    #[must_use]
    pub fn create(&self, today: CivilDate, fill: &dyn Fn(&mut Note, &Author)) -> Option<RecordId> {
        let record = RecordId::make(&mut self.fill());
        self.with(|session| session.keep(record, &Note::default()))?;
        if self.edit(record, today, fill).is_ok() {
            return Some(record);
        }
        self.with(|session| session.secrets.as_mut().map(|secrets| secrets.notes.remove(&record)));
        None
    }

    /// Begins a note of a form, with the day, the country and a day of erasure; `text` is its free text. Nothing when the
    /// profile is locked, or the note is too large.
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
            let last = months_after(today, KEPT_MONTHS);
            note.set(author, Field::RETENTION, Some(&date_text(last)));
            if !text.is_empty() {
                note.write_text(author, text);
            }
        })
    }

    /// Changes a note that was loaded: sealed at once, and on its way to the storage. Gives the note as it is now.
    ///
    /// # Errors
    /// An [`EditError`]; nothing was changed.
    pub fn edit(
        &self,
        record: RecordId,
        today: CivilDate,
        change: &dyn Fn(&mut Note, &Author),
    ) -> Result<Note, EditError> {
        let (now, mut random) = (self.host().now(), self.fill());
        let edited = self.with(|session| session.edit(record, today, now, change, &mut random));
        let (note, event) = edited.unwrap_or(Err(EditError::Locked))?;
        if let Some(event) = event {
            self.host().notice(Notice::Note(record, &note));
            self.tell(event);
        }
        Ok(note)
    }

    /// Erases a note on every device. What is being typed into it is given up.
    ///
    /// # Errors
    /// An [`EditError`]; nothing was changed.
    pub async fn erase(&self, record: RecordId, today: CivilDate) -> Result<(), EditError> {
        self.forget_drafts();
        self.load(record).await?;
        self.edit(record, today, &|note, author| note.erase(author)).map(drop)
    }

    /// Takes another state of a note into the one here, as a change of this device; `mine` is the note here, where it was not
    /// loaded. Says whether it brought anything.
    pub(crate) fn merge_imported(
        &self,
        record: RecordId,
        other: &Note,
        mine: Option<Note>,
    ) -> bool {
        let (now, mut random) = (self.host().now(), self.fill());
        let taken =
            self.with(|session| session.merge_imported(record, other, mine, now, &mut random));
        let Some((note, event)) = taken.flatten() else { return false };
        self.host().notice(Notice::Note(record, &note));
        self.tell(event);
        true
    }
}
