//! The session of the open profile: its engine and, while unlocked, its keys and decrypted notes. Pure: clock, random bytes
//! and stored bytes are arguments.

use migraction_core::CivilDate;
use migraction_notes::{Author, Field, Note, Pairs, Summary, TooLarge, date_text, sign};
use migraction_sync as sync;
use migraction_sync::engine::{Effect, Engine, Event, Merged, Moment, State};
use migraction_vault::{
    Envelope, Keyring, Place, ProfileId, ProfileKey, Random, RecordId, VaultId, VaultKey,
};

use crate::edit::EditError;
use crate::enrol::Access;
use crate::ids::{from_sync, to_sync};
use crate::merge::{self, MergedNote};
use crate::sealed::{Sealed, open_note};

/// The session of an open profile, locked or unlocked.
pub struct Session {
    /// Incremented at each opening: results of tasks of another generation are dropped.
    pub generation: u64,
    pub profile: ProfileId,
    /// The label of the profile.
    pub label: String,
    /// The vault of the person, the only one that is used so far.
    pub vault: VaultId,
    pub engine: Engine,
    /// The token; `None` before the device is enrolled.
    pub access: Option<Access>,
    /// `None` while locked; sealed states are still sent then.
    pub secrets: Option<Secrets>,
}

/// The secrets that are zeroised at locking.
pub struct Secrets {
    pub key: ProfileKey,
    pub envelope: Envelope,
    pub keyring: Keyring,
    pub author: Author,
    /// Unlocked by the recovery code or a file: another passphrase may be set without the current one.
    pub by_code: bool,
    /// Notes that were loaded since unlocking, in their present state.
    pub notes: Pairs<RecordId, Note>,
}

/// The local state of a record, and its ciphertext if it was found.
pub struct LocalState {
    pub state: State,
    pub sealed: Option<Vec<u8>>,
}

/// The result of a merge, for the engine.
pub struct Outcome {
    pub merged: Merged,
    /// The merged note, if both states decrypted.
    pub note: Option<Note>,
}

impl Session {
    pub fn vault_key(&self) -> Option<&VaultKey> {
        self.secrets.as_ref()?.keyring.key(self.vault)
    }

    /// The local state of a record.
    pub fn local(&self, record: RecordId) -> Option<State> {
        self.engine.meta(to_sync(record))?.local
    }

    /// The ciphertext of a record that is not stored yet, if there is one.
    pub fn unsaved(&self, record: RecordId) -> Option<&[u8]> {
        let own = self.engine.unsaved().filter(|(own, _)| *own == to_sync(record));
        own.last().map(|(_, sealed)| sealed)
    }

    /// A note that was loaded since unlocking.
    pub fn cached(&self, record: RecordId) -> Option<&Note> {
        self.secrets.as_ref()?.notes.get(&record)
    }

    pub fn cache(&mut self, record: RecordId, note: &Note) {
        if let Some(secrets) = &mut self.secrets {
            secrets.notes.insert(record, note.clone());
        }
    }

    /// The author of an edit, with the time: shown where a person chooses between two versions.
    pub fn author(&self, now: u64) -> Option<Author> {
        let author = &self.secrets.as_ref()?.author;
        Some(Author { writer: author.writer, label: sign(&author.label, now) })
    }

    fn place(&self, record: RecordId, version: sync::Version) -> Place {
        Place { vault: self.vault, record, version: version.0 }
    }

    /// Decrypts a state of a record; `None` if the profile is locked or it does not decrypt.
    pub fn open(&self, record: RecordId, version: sync::Version, sealed: &[u8]) -> Option<Note> {
        open_note(self.vault_key()?, &self.place(record, version), sealed)
    }

    fn seal(
        &self,
        record: RecordId,
        note: &Note,
        version: sync::Version,
        random: Random<'_>,
    ) -> Result<Sealed, EditError> {
        let key = self.vault_key().ok_or(EditError::Locked)?;
        Sealed::note(key, &self.place(record, version), note, random)
            .map_err(|_| EditError::TooLarge(TooLarge::Note))
    }

    /// Seals and caches the new state of a note, and returns the event for the engine.
    fn write(
        &mut self,
        record: RecordId,
        note: &Note,
        random: Random<'_>,
    ) -> Result<Event, EditError> {
        let version = self.engine.version_for(to_sync(record));
        // Nothing is cached that could not be sealed: the next edit would be based on it.
        let sealed = self.seal(record, note, version, random)?;
        self.cache(record, note);
        Ok(Event::Edited {
            record: to_sync(record),
            version,
            sealed: sealed.into_bytes(),
            operation: operation(random),
            deleted: note.is_erased(),
        })
    }

    /// Changes a loaded note. Returns its new state, and the event for the engine if anything changed.
    ///
    /// # Errors
    /// [`EditError::Locked`] if the profile is locked, [`EditError::Missing`] if the note was not loaded, and
    /// [`EditError::TooLarge`] if the result is too large. Nothing was changed then.
    pub fn edit(
        &mut self,
        record: RecordId,
        today: CivilDate,
        now: u64,
        change: &dyn Fn(&mut Note, &Author),
        random: Random<'_>,
    ) -> Result<(Note, Option<Event>), EditError> {
        let author = self.author(now).ok_or(EditError::Locked)?;
        let before = self.cached(record).ok_or(EditError::Missing)?;
        let mut with_day = |note: &mut Note| {
            let unchanged = note.clone();
            change(note, &author);
            if *note != unchanged {
                note.set(&author, Field::CHANGED, Some(&date_text(today)));
            }
        };
        match before.changed(&mut with_day) {
            Ok(Some(note)) => {
                let event = self.write(record, &note, random)?;
                Ok((note, Some(event)))
            }
            Ok(None) => Ok((before.clone(), None)),
            Err(why) => Err(EditError::TooLarge(why)),
        }
    }

    /// Merges another state into the local note, as an edit of this device; `None` if that changes nothing. `mine` is the local
    /// note, if it is not cached.
    pub fn merge_imported(
        &mut self,
        record: RecordId,
        other: &Note,
        mine: Option<Note>,
        now: u64,
        random: Random<'_>,
    ) -> Option<(Note, Event)> {
        let mine = self.cached(record).cloned().or(mine).unwrap_or_default();
        let mut both = mine.clone();
        both.merge(other);
        if both == mine {
            return None;
        }
        both.keep_text_versions(&self.author(now)?, [&mine, other]);
        let event = self.write(record, &both, random).ok()?;
        Some((both, event))
    }

    /// Merges the incoming state with the local one: with the cached note if there is one, else with `own`. `incoming` is the
    /// stored ciphertext of the incoming state.
    pub fn merge(
        &self,
        record: RecordId,
        incoming: Option<&[u8]>,
        own: Option<&LocalState>,
        keep: bool,
        now: u64,
        random: Random<'_>,
    ) -> Outcome {
        let unreadable = Outcome { merged: Merged::Unreadable, note: None };
        let came = self.engine.meta(to_sync(record)).and_then(|meta| meta.incoming);
        let theirs =
            came.zip(incoming).and_then(|(state, sealed)| self.open(record, state.version, sealed));
        let (Some(theirs), Some(author)) = (theirs, self.author(now)) else { return unreadable };
        let mine = match (self.cached(record), own) {
            (Some(note), _) => Some(note.clone()),
            (None, Some(LocalState { state, sealed })) => {
                let opened = sealed.as_deref();
                match opened.and_then(|sealed| self.open(record, state.version, sealed)) {
                    Some(note) => Some(note),
                    None => return Outcome { merged: Merged::LocalUnreadable, note: None },
                }
            }
            (None, None) => None,
        };
        let Some(mine) = mine else {
            let merged = Merged::Same { deleted: theirs.is_erased() };
            return Outcome { merged, note: Some(theirs) };
        };
        let MergedNote { note, is_more } = merge::merge_notes(&mine, &theirs, keep, &author);
        let deleted = note.is_erased();
        if !is_more {
            return Outcome { merged: Merged::Same { deleted }, note: Some(note) };
        }
        // Too large to be merged: both stay as they are.
        let version = self.engine.version_for_merge(to_sync(record));
        let Ok(sealed) = self.seal(record, &note, version, random) else { return unreadable };
        let (sealed, operation) = (sealed.into_bytes(), operation(random));
        Outcome { merged: Merged::More { version, sealed, operation, deleted }, note: Some(note) }
    }

    /// Passes the result of a merge to the engine. The note is cached, and returned to be shown, only if the engine accepted
    /// it: it may repeat the merge because of an edit meanwhile, or hold a deletion until a person has decided.
    pub fn merged(
        &mut self,
        record: RecordId,
        edit: u64,
        Outcome { merged, note }: Outcome,
        moment: Moment,
    ) -> (Vec<Effect>, Option<Note>) {
        let id = to_sync(record);
        let waits = |engine: &Engine| engine.meta(id).is_some_and(|meta| meta.incoming.is_some());
        let was_awaited = waits(&self.engine);
        let effects = self.engine.handle(Event::Merged { record: id, edit, merged }, moment);
        let is_taken = was_awaited && !waits(&self.engine);
        let note = note.filter(|_| is_taken);
        if let (Some(secrets), Some(note)) = (&mut self.secrets, &note)
            && secrets.notes.contains(&record)
        {
            secrets.notes.insert(record, note.clone());
        }
        (effects, note)
    }

    /// Decrypts all local records, for the list, and returns the ids of those that do not decrypt. `stored` are the records in
    /// the storage.
    pub fn open_all(
        &self,
        stored: &[(RecordId, Vec<u8>)],
    ) -> (Pairs<RecordId, Summary>, Vec<RecordId>) {
        let mut sealed: Pairs<RecordId, &[u8]> = Pairs::default();
        for (record, bytes) in stored {
            sealed.insert(*record, bytes);
        }
        for (record, bytes) in self.engine.unsaved() {
            sealed.insert(from_sync(record), bytes);
        }
        let (mut list, mut damaged) = (Pairs::default(), Vec::new());
        for (record, bytes) in sealed.iter() {
            let state = self.local(*record);
            match state.and_then(|state| self.open(*record, state.version, bytes)) {
                Some(note) if note.is_erased() => {}
                Some(note) => list.insert(*record, Summary::of(&note)),
                None => damaged.push(*record),
            }
        }
        (list, damaged)
    }
}

/// Generates an idempotency key.
fn operation(random: Random<'_>) -> sync::OperationId {
    let mut bytes = [0; 16];
    random(&mut bytes);
    sync::OperationId(bytes)
}

#[cfg(test)]
mod tests;
