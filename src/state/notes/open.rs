//! Unlocking: passphrase or recovery code, keys, engine, list. Needs no network.

use std::cell::Cell;

use leptos::prelude::*;
use migraction_core::CivilDate;
use migraction_core::route::{NotesPage, Route};
use migraction_notes::{Author, Pairs, Summary, Writer};
use migraction_sync::engine::{Engine, Event, Link, Meta};
use migraction_vault::profile::Stretching;
use migraction_vault::{Code, Envelope, Keyring, OpenError, Place, ProfileId, ProfileKey, arrival};

use super::drive::drive;
use super::merge::open_note;
use super::names::{
    ACCESS, CAME_ACCESS, CAME_ENVELOPE, CAME_KEYRING, ENVELOPE, KEYRING, LABEL, from_sync,
    record_of, to_sync,
};
use super::profile::{Profile, measured, opened_today, rewrap};
use super::{Access, NotesStore, OPEN, Open, Secrets, with_open};
use crate::browser::stretch::stretch;
use crate::browser::vault_store::{self, Store, Write};
use crate::browser::{chance, page, sleep, spawn, writer};

/// Why a profile did not open. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlockTrouble {
    /// The passphrase or the code is another one.
    Wrong,
    /// Another tab has notes open.
    OtherTab,
    /// What is kept of the profile is damaged.
    Damaged,
    /// A newer app wrote it.
    Newer,
    /// Memory is short.
    NoMemory,
    /// The storage does not answer.
    Storage,
}

impl From<OpenError> for UnlockTrouble {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Refused => Self::Wrong,
            OpenError::Newer(_) => Self::Newer,
            OpenError::Damaged => Self::Damaged,
        }
    }
}

struct Kept {
    envelope: Envelope,
    keyring: Vec<u8>,
    label: String,
    access: Option<Vec<u8>>,
    came: Came,
    /// Opened otherwise than with its passphrase: another one may be set without it.
    by_code: bool,
}

/// What another device sent, put beside.
#[derive(Default)]
struct Came {
    envelope: Option<Envelope>,
    keyring: Option<Vec<u8>>,
    access: Option<Vec<u8>>,
    /// The envelope took the place of the one that was here.
    is_used: bool,
}

impl Kept {
    /// The key that `open` gets from the envelope that is here; where that is refused, from the one that another device
    /// sent, if it is the key of what is here.
    async fn key_by(
        &mut self,
        open: impl AsyncFn(Envelope) -> Result<ProfileKey, UnlockTrouble>,
    ) -> Result<ProfileKey, UnlockTrouble> {
        let first = open(self.envelope.clone()).await;
        let (Err(UnlockTrouble::Wrong), Some(came)) = (&first, &self.came.envelope) else {
            return first;
        };
        let key = open(came.clone()).await?;
        if !arrival::may_replace(&key, self.envelope.profile, &self.keyring) {
            return first;
        }
        self.envelope = came.clone();
        self.came.is_used = true;
        Ok(key)
    }

    /// What came is taken in as far as this key opens it, and leaves its place.
    fn take_in(&mut self, key: &ProfileKey, keyring: Keyring) -> (Keyring, Vec<Write>) {
        let profile = self.envelope.profile;
        let put =
            |part: &str, bytes| Write::put(Store::Profiles, format!("{profile}/{part}"), bytes);
        let Came { envelope, keyring: sealed, access, is_used } = std::mem::take(&mut self.came);
        if envelope.is_none() && sealed.is_none() && access.is_none() {
            return (keyring, Vec::new());
        }
        let mut writes: Vec<Write> = [CAME_ENVELOPE, CAME_KEYRING, CAME_ACCESS]
            .map(|part| Write::remove(Store::Profiles, format!("{profile}/{part}")))
            .into();
        if is_used {
            writes.push(put(ENVELOPE, self.envelope.to_bytes()));
        }
        let (keyring, is_more) =
            arrival::with_beside(keyring, profile, key, &sealed.unwrap_or_default());
        if is_more && let Ok(sealed) = keyring.seal(key, profile, &mut chance::fill) {
            writes.push(put(KEYRING, sealed));
        }
        if let Some(sealed) = access.filter(|sealed| Access::open(key, profile, sealed).is_some()) {
            writes.push(put(ACCESS, sealed.clone()));
            self.access = Some(sealed);
        }
        (keyring, writes)
    }
}

async fn load_kept(id: ProfileId) -> Result<Kept, UnlockTrouble> {
    let all = vault_store::load_all(Store::Profiles, &id.to_string()).await;
    let mut parts = all.map_err(|_| UnlockTrouble::Storage)?;
    let mut take = |part: &str| {
        let is_it = |name: &str| name.split_once('/').is_some_and(|(_, own)| own == part);
        let at = parts.iter().position(|(name, _)| is_it(name))?;
        Some(parts.swap_remove(at).1)
    };
    let envelope = take(ENVELOPE).ok_or(UnlockTrouble::Damaged)?;
    let came = Came {
        envelope: take(CAME_ENVELOPE).and_then(|bytes| Envelope::from_bytes(&bytes).ok()),
        keyring: take(CAME_KEYRING),
        access: take(CAME_ACCESS),
        is_used: false,
    };
    Ok(Kept {
        came,
        by_code: false,
        envelope: Envelope::from_bytes(&envelope)?,
        keyring: take(KEYRING).ok_or(UnlockTrouble::Damaged)?,
        label: String::from_utf8(take(LABEL).unwrap_or_default()).unwrap_or_default(),
        access: take(ACCESS),
    })
}

/// Lets the storage take what a closed profile has not stored yet. Says whether `profile` may be opened: another one must
/// wait until the storage works, because a machine in memory is all that holds what it could not store.
async fn stored_in_time(profile: ProfileId) -> bool {
    // Once: each try that fails makes the next one wait longer.
    drive(Event::Leaving);
    for _ in 0..20 {
        if with_open(|open| open.engine.status().saved) != Some(false) {
            return true;
        }
        sleep(100).await;
    }
    with_open(|open| open.profile) == Some(profile)
}

impl NotesStore {
    /// Where to go after unlocking.
    #[must_use]
    pub fn take_next(self) -> Route {
        let next = self.next.get_untracked().filter(|next| *next != NotesPage::Unlock.into());
        self.next.set(None);
        next.unwrap_or(Route::Notes(NotesPage::List))
    }

    /// Unlocks a profile with its passphrase.
    ///
    /// # Errors
    /// An [`UnlockTrouble`].
    pub async fn unlock(
        self,
        id: ProfileId,
        passphrase: &str,
        today: CivilDate,
    ) -> Result<(), UnlockTrouble> {
        let mut kept = load_kept(id).await?;
        let took = Cell::new(0);
        let key = kept.key_by(async |envelope: Envelope| {
            let stretched = stretch(passphrase, &envelope.salt, envelope.cost).await;
            let stretched = stretched.map_err(|_| UnlockTrouble::NoMemory)?;
            took.set(stretched.took);
            Ok(envelope.open(&stretched.key)?)
        });
        let key = key.await?;
        let can_bear = measured(kept.envelope.cost, took.get());
        let is_cheap = kept.envelope.is_cheaper_than(&can_bear);
        let before = kept.envelope.clone();
        self.open(kept, key, today).await?;
        if is_cheap {
            // A better phone than the one that made the profile: guessing becomes dearer.
            let passphrase = zeroize::Zeroizing::new(passphrase.to_owned());
            let stretching = Stretching::make(can_bear, &mut chance::fill);
            spawn(async move {
                let dearer = stretch(&passphrase, &stretching.salt, stretching.cost).await;
                if let Ok(stretched) = dearer
                    && with_open(|open| open.profile) == Some(id)
                {
                    // Not over a passphrase that was changed meanwhile.
                    let _ = rewrap(stretching, &stretched, Some(&before)).await;
                }
            });
        }
        Ok(())
    }

    /// Unlocks a profile with its recovery code; a new passphrase follows.
    ///
    /// # Errors
    /// An [`UnlockTrouble`].
    pub async fn recover(
        self,
        id: ProfileId,
        code: &Code,
        today: CivilDate,
    ) -> Result<(), UnlockTrouble> {
        let mut kept = load_kept(id).await?;
        let key = kept.key_by(async |envelope: Envelope| Ok(envelope.recover(code)?)).await?;
        kept.by_code = true;
        self.open(kept, key, today).await
    }

    /// Opens a profile whose key a file gave.
    ///
    /// # Errors
    /// An [`UnlockTrouble`].
    pub(super) async fn open_with(
        self,
        id: ProfileId,
        key: ProfileKey,
        today: CivilDate,
    ) -> Result<(), UnlockTrouble> {
        let mut kept = load_kept(id).await?;
        kept.by_code = true;
        self.open(kept, key, today).await
    }

    async fn open(
        self,
        mut kept: Kept,
        key: ProfileKey,
        today: CivilDate,
    ) -> Result<(), UnlockTrouble> {
        let profile = kept.envelope.profile;
        let keyring = Keyring::open(&key, profile, &kept.keyring)?;
        let vault = keyring.vaults.first().map(|vault| vault.id).ok_or(UnlockTrouble::Damaged)?;
        if !writer::take().await {
            return Err(UnlockTrouble::OtherTab);
        }
        if !stored_in_time(profile).await {
            return Err(UnlockTrouble::Storage);
        }
        let (keyring, mut writes) = kept.take_in(&key, keyring);
        let Kept { envelope, label, access, by_code, .. } = kept;
        let storage = |_| UnlockTrouble::Storage;
        let prefix = vault.to_string();
        let link = vault_store::load(Store::Outbox, &prefix).await.map_err(storage)?;
        let link = link.and_then(|bytes| Link::from_bytes(&bytes)).unwrap_or_default();
        let metas = vault_store::load_all(Store::Outbox, &prefix).await.map_err(storage)?;
        let records = vault_store::load_all(Store::Records, &prefix).await.map_err(storage)?;
        let metas: Vec<_> = metas
            .into_iter()
            .filter_map(|(name, bytes)| Some((record_of(&name)?, Meta::from_bytes(&bytes)?)))
            .collect();

        let fresh = || Engine::new(link, metas.iter().map(|(id, meta)| (to_sync(*id), *meta)));
        // States that no transaction has stored are in that machine and nowhere else: it goes on, and tries again.
        let before = with_open(|open| open.profile);
        let (engine, turn) = match OPEN.take() {
            Some(open) if !open.engine.status().saved => (open.engine, open.turn),
            other => (fresh(), other.map_or(0, |open| open.turn) + 1),
        };
        let mut sealed: Pairs<_, _> = Pairs::default();
        for (name, bytes) in &records {
            if let Some(record) = record_of(name) {
                sealed.insert(record, bytes.as_slice());
            }
        }
        for (record, bytes) in engine.unsaved() {
            sealed.insert(from_sync(record), bytes);
        }
        let device = match page::platform() {
            page::Platform::Ios => "iOS",
            page::Platform::Android => "Android",
            page::Platform::Other => "PC",
        };
        let author =
            Author { writer: Writer(chance::number()), label: format!("{label} · {device}") };
        let mut list = Pairs::default();
        let mut damaged = Vec::new();
        for (record, sealed) in sealed.iter() {
            let record = *record;
            let local = engine.meta(to_sync(record)).and_then(|meta| meta.local);
            let place = local.map(|state| Place { vault, record, version: state.version.0 });
            let note = keyring
                .key(vault)
                .zip(place)
                .and_then(|(key, place)| open_note(key, &place, sealed));
            match note {
                Some(note) if note.is_erased() => {}
                Some(note) => {
                    list.insert(record, Summary::of(&note));
                }
                None => damaged.push(record),
            }
        }
        let access = access.and_then(|sealed| Access::open(&key, profile, &sealed));
        self.enrolled.set(engine.link().stamp.is_some());
        let secrets = Secrets { key, envelope, keyring, author, by_code, notes: Pairs::default() };
        // A note of another profile is none of this one's.
        if before.is_some_and(|before| before != profile) {
            self.shown.set(None);
        }
        let secrets = Some(secrets);
        let opened = Open { turn, profile, label: label.clone(), vault, engine, access, secrets };
        OPEN.set(Some(opened));
        self.list.set(list);
        self.unlocked.set(Some(Profile { id: profile, label, opened: Some(today) }));
        drive(Event::Unlocked);
        for record in damaged {
            drive(Event::Damaged { record: to_sync(record) });
        }
        drive(Event::Online(page::is_online()));
        spawn(self.meet_server());
        writes.push(opened_today(profile, today));
        let _ = vault_store::commit(&writes).await;
        Ok(())
    }
}
