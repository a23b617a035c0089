//! The encrypted file: out, and in again on this or another device, where it merges.

use migraction_core::CivilDate;
use migraction_notes::date_text;
use migraction_sync as sync;
use migraction_vault::arrival::{Restored, judge_restored};
use migraction_vault::export::{Contents, FileRecord, open_file, read_envelope, seal_file};
use migraction_vault::{Code, Envelope, Keyring, OpenError, Place, ProfileKey};

use super::edit::{newest, take_in};
use super::merge::open_note;
use super::names::{KEYRING, record_of};
use super::profile::{Stored, keep_profile, let_go};
use super::{NotesStore, ProfileTrouble, UnlockTrouble, with_open};
use crate::browser::settings::{self, Setting};
use crate::browser::stretch::stretch;
use crate::browser::vault_store::{self, Store, Write};
use crate::browser::{chance, files};

/// Why a file could not be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileTrouble {
    /// Not such a file, cut short, or changed.
    NotOurs,
    /// A newer app wrote it.
    Newer,
    /// The passphrase or the code is another one.
    Wrong,
    /// Another profile is here under its name; nothing is replaced.
    OtherHere,
    /// Another tab has notes open.
    OtherTab,
    /// It belongs to another profile than the one that is unlocked.
    OtherProfile,
    /// The profile is locked.
    Locked,
    /// Memory is short.
    NoMemory,
    /// There is no room on the device.
    Full,
    /// The storage does not answer, or the browser takes no file.
    Storage,
}

impl From<OpenError> for FileTrouble {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Refused => Self::Wrong,
            OpenError::Newer(_) => Self::Newer,
            OpenError::Damaged => Self::NotOurs,
        }
    }
}

impl From<ProfileTrouble> for FileTrouble {
    fn from(trouble: ProfileTrouble) -> Self {
        match trouble {
            ProfileTrouble::Full => Self::Full,
            ProfileTrouble::OtherTab => Self::OtherTab,
            ProfileTrouble::IsHere => Self::OtherHere,
            _ => Self::Storage,
        }
    }
}

impl From<UnlockTrouble> for FileTrouble {
    fn from(trouble: UnlockTrouble) -> Self {
        match trouble {
            UnlockTrouble::OtherTab => Self::OtherTab,
            UnlockTrouble::Newer => Self::Newer,
            UnlockTrouble::NoMemory => Self::NoMemory,
            UnlockTrouble::Wrong | UnlockTrouble::Damaged | UnlockTrouble::Storage => Self::Storage,
        }
    }
}

/// What a file brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Notes that it brought or changed.
    pub changed: usize,
    /// Notes that were here already.
    pub known: usize,
    /// Notes that do not open.
    pub unreadable: usize,
}

impl NotesStore {
    /// Gives the person an encrypted file with all notes of the profile.
    ///
    /// # Errors
    /// A [`FileTrouble`].
    pub async fn export(self, today: CivilDate) -> Result<(), FileTrouble> {
        let vault = with_open(|open| open.vault).ok_or(FileTrouble::Locked)?;
        let all = vault_store::load_all(Store::Records, &vault.to_string()).await;
        let all = all.map_err(|_| FileTrouble::Storage)?;
        let file = with_open(|open| {
            let secrets = open.secrets.as_ref().ok_or(FileTrouble::Locked)?;
            let records = all.into_iter().filter_map(|(name, sealed)| {
                let record = record_of(&name)?;
                let local = open.engine.meta(sync::RecordId(record.0))?.local?;
                let sealed = newest(open, record).map_or(sealed, <[u8]>::to_vec);
                Some(FileRecord {
                    place: Place { vault, record, version: local.version.0 },
                    sealed,
                })
            });
            let contents = Contents {
                keyring: secrets.keyring.clone(),
                records: records.collect(),
                extra: open.label.clone().into_bytes(),
            };
            seal_file(&secrets.envelope, &secrets.key, &contents, &mut chance::fill)
                .map_err(|_| FileTrouble::NoMemory)
        })
        .unwrap_or(Err(FileTrouble::Locked))?;
        let name = format!("migraction-{}.mgx", date_text(today));
        if !files::give(&name, &file).await {
            return Err(FileTrouble::Storage);
        }
        settings::save(Setting::NotesFile, Some(&date_text(today)));
        Ok(())
    }

    /// Takes a file of the unlocked profile in: what it holds merges with what is here.
    ///
    /// # Errors
    /// A [`FileTrouble`].
    pub async fn import(self, file: &[u8]) -> Result<Imported, FileTrouble> {
        let envelope = read_envelope(file)?;
        let contents = with_open(|open| {
            let secrets = open.secrets.as_ref().ok_or(FileTrouble::Locked)?;
            if envelope.profile != open.profile {
                return Err(FileTrouble::OtherProfile);
            }
            Ok(open_file(&secrets.key, file)?)
        })
        .unwrap_or(Err(FileTrouble::Locked))?;
        let mut brought = Imported::default();
        for FileRecord { place, sealed } in contents.records {
            let note = with_open(|open| {
                (place.vault == open.vault)
                    .then(|| open_note(open.vault_key()?, &place, &sealed))?
            });
            let Some(note) = note.flatten() else {
                brought.unreadable += 1;
                continue;
            };
            let mine = self.load(place.record).await.ok();
            let is_shown = mine.as_ref().unwrap_or(&note).is_shown_with(&note);
            let changed = take_in(place.record, &note, mine);
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

    /// Brings the profile of a file to this device and opens it, with the passphrase of the day it was written or the
    /// recovery code. Its notes come with [`NotesStore::import`]. Says whether the profile was here already: then its
    /// present passphrase and code stay.
    ///
    /// # Errors
    /// A [`FileTrouble`].
    pub async fn restore(
        self,
        file: &[u8],
        secret: &str,
        today: CivilDate,
    ) -> Result<bool, FileTrouble> {
        let envelope = read_envelope(file)?;
        let key = file_key(&envelope, secret).await?;
        let contents = open_file(&key, file)?;
        let restored = self.restore_opened(&envelope, key, contents, today).await;
        if restored.is_err() {
            let_go();
        }
        restored
    }

    async fn restore_opened(
        self,
        envelope: &Envelope,
        key: ProfileKey,
        contents: Contents,
        today: CivilDate,
    ) -> Result<bool, FileTrouble> {
        let id = envelope.profile;
        let seal = |keyring: &Keyring| {
            let sealed = keyring.seal(&key, id, &mut chance::fill);
            sealed.map_err(|_| FileTrouble::NoMemory)
        };
        let stored = Stored::load(id).await?;
        let was_here = match judge_restored(&stored.here(), id, &key, &contents.keyring) {
            Restored::Taken => {
                let label = String::from_utf8(contents.extra).unwrap_or_default();
                keep_profile(&label, envelope, seal(&contents.keyring)?, Vec::new()).await?;
                false
            }
            Restored::Stays(keyring) => {
                let name = format!("{id}/{KEYRING}");
                let write = Write::put(Store::Profiles, name, seal(&keyring)?);
                vault_store::commit(&[write]).await.map_err(ProfileTrouble::from)?;
                true
            }
            Restored::Refused => return Err(FileTrouble::OtherHere),
        };
        self.open_with(id, key, today).await?;
        Ok(was_here)
    }
}

/// The key of a file, from the passphrase or from the recovery code.
async fn file_key(envelope: &Envelope, secret: &str) -> Result<ProfileKey, FileTrouble> {
    if let Ok(code) = Code::parse(secret) {
        return Ok(envelope.recover(&code)?);
    }
    let stretched = stretch(secret, &envelope.salt, envelope.cost).await;
    Ok(envelope.open(&stretched.map_err(|_| FileTrouble::NoMemory)?.key)?)
}
