//! Export to and import from the encrypted file.

use migraction_core::CivilDate;
use migraction_vault::arrival::{ImportDecision, decide_import};
use migraction_vault::export::{Contents, FileRecord, open_file, read_envelope, seal_file};
use migraction_vault::{Code, Envelope, Keyring, OpenError, Place, ProfileKey};

use crate::device::Device;
use crate::host::Host;
use crate::ids::{KEYRING, record_of};
use crate::profile::ProfileError;
use crate::sealed::{Sealed, open_note};
use crate::storage::{Storage, Store, Write};
use crate::unlock::UnlockError;

/// Why a file could not be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Not an export file, or truncated or changed.
    NotOurs,
    /// It has a newer format.
    Newer,
    /// The passphrase or code is wrong.
    Wrong,
    /// The device has another profile with this id; nothing is replaced.
    ProfileConflict,
    /// Another page has notes open.
    OtherTab,
    /// It belongs to another profile than the one that is unlocked.
    OtherProfile,
    /// The profile is locked.
    Locked,
    /// Out of memory.
    NoMemory,
    /// The storage is full.
    Full,
    /// The storage failed.
    Storage,
}

impl From<OpenError> for FileError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Refused => Self::Wrong,
            OpenError::Newer(_) => Self::Newer,
            OpenError::Damaged => Self::NotOurs,
        }
    }
}

impl From<ProfileError> for FileError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Full => Self::Full,
            ProfileError::OtherTab => Self::OtherTab,
            ProfileError::AlreadyExists => Self::ProfileConflict,
            _ => Self::Storage,
        }
    }
}

impl From<UnlockError> for FileError {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::OtherTab => Self::OtherTab,
            UnlockError::Newer => Self::Newer,
            UnlockError::NoMemory => Self::NoMemory,
            UnlockError::Wrong | UnlockError::Damaged | UnlockError::Storage => Self::Storage,
        }
    }
}

/// The result of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Notes that were added or changed.
    pub changed: usize,
    /// Notes that were known already.
    pub known: usize,
    /// Notes that do not decrypt.
    pub unreadable: usize,
}

impl<H: Host> Device<H> {
    /// Exports all notes of the unlocked profile to an encrypted file.
    ///
    /// # Errors
    /// [`FileError::Locked`] if the profile is locked, [`FileError::Storage`] if the storage does not read, and
    /// [`FileError::NoMemory`] if the content exceeds the limit of the cipher.
    pub async fn export(&self) -> Result<Vec<u8>, FileError> {
        let vault = self.with(|session| session.vault).ok_or(FileError::Locked)?;
        let all = self.storage().load_all(Store::Records, &vault.to_string()).await;
        let all = all.map_err(|_| FileError::Storage)?;
        let mut random = self.rng();
        let file = self.with(|session| {
            let secrets = session.secrets.as_ref().ok_or(FileError::Locked)?;
            let records = all.into_iter().filter_map(|(name, sealed)| {
                let record = record_of(&name)?;
                let version = session.local(record)?.version.0;
                let sealed = session.unsaved(record).map_or(sealed, <[u8]>::to_vec);
                Some(FileRecord { place: Place { vault, record, version }, sealed })
            });
            let contents = Contents {
                keyring: secrets.keyring.clone(),
                records: records.collect(),
                extra: session.label.clone().into_bytes(),
            };
            seal_file(&secrets.envelope, &secrets.key, &contents, &mut random)
                .map_err(|_| FileError::NoMemory)
        });
        file.unwrap_or(Err(FileError::Locked))
    }

    /// Imports a file of the unlocked profile, merging its notes.
    ///
    /// # Errors
    /// [`FileError::Locked`] if the profile is locked, [`FileError::OtherProfile`] if the file is of another one,
    /// [`FileError::NotOurs`] and [`FileError::Newer`] if it cannot be decoded, and [`FileError::Wrong`] if it does not
    /// decrypt.
    pub async fn import(&self, file: &[u8]) -> Result<Imported, FileError> {
        let envelope = read_envelope(file)?;
        let contents = self.with(|session| {
            let secrets = session.secrets.as_ref().ok_or(FileError::Locked)?;
            if envelope.profile != session.profile {
                return Err(FileError::OtherProfile);
            }
            Ok(open_file(&secrets.key, file)?)
        });
        let mut brought = Imported::default();
        for FileRecord { place, sealed } in contents.unwrap_or(Err(FileError::Locked))?.records {
            let note = self.with(|session| {
                let key = session.vault_key().filter(|_| place.vault == session.vault)?;
                open_note(key, &place, &sealed)
            });
            let Some(note) = note.flatten() else {
                brought.unreadable += 1;
                continue;
            };
            let mine = self.load(place.record).await.ok();
            let is_shown = mine.as_ref().unwrap_or(&note).is_shown_with(&note);
            let changed = self.merge_imported(place.record, &note, mine);
            if !is_shown {
                continue;
            }
            if changed {
                brought.changed += 1;
            } else {
                brought.known += 1;
            }
        }
        Ok(brought)
    }

    /// Restores the profile of a file and unlocks it, with the passphrase or recovery code that were valid when the file was
    /// written. Its notes follow with [`Self::import`]. Returns whether the device had the profile already: its passphrase and
    /// code are unchanged then.
    ///
    /// # Errors
    /// [`FileError::NotOurs`] or [`FileError::Newer`] if the file cannot be decoded, [`FileError::Wrong`] if `secret` is wrong,
    /// [`FileError::ProfileConflict`] if the device has another profile with this id, [`FileError::OtherTab`] if another page
    /// has notes open, [`FileError::NoMemory`], and [`FileError::Full`] or [`FileError::Storage`] if it cannot be stored.
    pub async fn restore(
        &self,
        file: &[u8],
        secret: &str,
        today: CivilDate,
    ) -> Result<bool, FileError> {
        let envelope = read_envelope(file)?;
        let key = self.file_key(&envelope, secret).await?;
        let contents = open_file(&key, file)?;
        let restored = self.restore_opened(&envelope, key, contents, today).await;
        if restored.is_err() {
            self.release_if_closed();
        }
        restored
    }

    async fn restore_opened(
        &self,
        envelope: &Envelope,
        key: ProfileKey,
        contents: Contents,
        today: CivilDate,
    ) -> Result<bool, FileError> {
        let id = envelope.profile;
        let seal = |keyring: &Keyring| {
            let sealed = Sealed::keyring(keyring, &key, id, &mut self.rng());
            sealed.map_err(|_| FileError::NoMemory)
        };
        let stored = self.stored_profile(id).await?;
        let was_here = match decide_import(&stored.local(), id, &key, &contents.keyring) {
            ImportDecision::Accept => {
                let label = String::from_utf8(contents.extra).unwrap_or_default();
                self.write_profile(&label, envelope, seal(&contents.keyring)?, None).await?;
                false
            }
            ImportDecision::KeepLocal(keyring) => {
                let writes = [Write::part(id, KEYRING, seal(&keyring)?)];
                let kept = self.storage().commit(&writes, &|| true).await;
                kept.map_err(ProfileError::from)?;
                true
            }
            ImportDecision::Refuse => return Err(FileError::ProfileConflict),
        };
        self.open_with(id, key, today).await?;
        Ok(was_here)
    }

    /// Unwraps the key of a file with the recovery code or the passphrase.
    async fn file_key(&self, envelope: &Envelope, secret: &str) -> Result<ProfileKey, FileError> {
        if let Ok(code) = Code::parse(secret) {
            return Ok(envelope.recover(&code)?);
        }
        let stretched = self.host().stretch(secret, &envelope.salt, envelope.cost).await;
        Ok(envelope.open(&stretched.map_err(|_| FileError::NoMemory)?.key)?)
    }
}
