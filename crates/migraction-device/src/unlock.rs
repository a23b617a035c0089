//! Unlocking a profile with passphrase or recovery code. Needs no network.

use std::cell::Cell;

use migraction_core::CivilDate;
use migraction_notes::{Author, Pairs, Summary, Writer};
use migraction_sync::engine::{Engine, Event, Link, Meta};
use migraction_vault::profile::StretchParams;
use migraction_vault::{
    Code, Envelope, Keyring, OpenError, ProfileId, ProfileKey, Random, RecordId, arrival,
};

use crate::device::Device;
use crate::enrol::Access;
use crate::host::{Host, Notice};
use crate::ids::{
    ACCESS, ENVELOPE, KEYRING, LABEL, PENDING_ACCESS, PENDING_ENVELOPE, PENDING_KEYRING,
    profile_key, record_of, to_sync,
};
use crate::profile::{Profile, affordable_cost};
use crate::sealed::Sealed;
use crate::session::{LocalState, Secrets, Session};
use crate::storage::{Storage, StorageError, Store, Write};

/// Attempts to read a failing storage while a profile is opened, and the delay between them.
const ATTEMPTS: u32 = 20;
const RETRY_DELAY_MS: u64 = 100;

/// Why a profile did not open. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlockError {
    /// The passphrase or code is wrong.
    Wrong,
    /// Another page has notes open.
    OtherTab,
    /// The stored profile is corrupted.
    Damaged,
    /// The stored profile has a newer format.
    Newer,
    /// Out of memory.
    NoMemory,
    /// The storage failed.
    Storage,
}

impl From<OpenError> for UnlockError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Refused => Self::Wrong,
            OpenError::Newer(_) => Self::Newer,
            OpenError::Damaged => Self::Damaged,
        }
    }
}

impl From<StorageError> for UnlockError {
    fn from(_: StorageError) -> Self {
        Self::Storage
    }
}

/// A stored profile, not unlocked yet.
struct LockedProfile {
    envelope: Envelope,
    keyring: Vec<u8>,
    label: String,
    access: Option<Vec<u8>>,
    pending: Pending,
    /// Opened without its passphrase: another one may be set without it.
    by_code: bool,
}

/// What another device sent for a profile that exists already.
#[derive(Default)]
struct Pending {
    envelope: Option<Envelope>,
    keyring: Option<Vec<u8>>,
    access: Option<Vec<u8>>,
    /// Whether its envelope replaced the local one.
    is_used: bool,
}

impl LockedProfile {
    /// Assembles a profile from its stored parts.
    fn of(mut parts: Vec<(String, Vec<u8>)>) -> Result<Self, UnlockError> {
        let mut take = |part: &str| {
            let is_it = |name: &str| name.split_once('/').is_some_and(|(_, own)| own == part);
            let at = parts.iter().position(|(name, _)| is_it(name))?;
            Some(parts.swap_remove(at).1)
        };
        let envelope = take(ENVELOPE).ok_or(UnlockError::Damaged)?;
        let pending = Pending {
            envelope: take(PENDING_ENVELOPE).and_then(|bytes| Envelope::from_bytes(&bytes).ok()),
            keyring: take(PENDING_KEYRING),
            access: take(PENDING_ACCESS),
            is_used: false,
        };
        Ok(Self {
            pending,
            by_code: false,
            envelope: Envelope::from_bytes(&envelope)?,
            keyring: take(KEYRING).ok_or(UnlockError::Damaged)?,
            label: String::from_utf8(take(LABEL).unwrap_or_default()).unwrap_or_default(),
            access: take(ACCESS),
        })
    }

    /// Unwraps the key of the local envelope with `open`; if that is refused, of the pending one, provided that its key opens
    /// the local keyring.
    async fn unwrap_key(
        &mut self,
        open: impl AsyncFn(Envelope) -> Result<ProfileKey, UnlockError>,
    ) -> Result<ProfileKey, UnlockError> {
        let first = open(self.envelope.clone()).await;
        let (Err(UnlockError::Wrong), Some(pending)) = (&first, &self.pending.envelope) else {
            return first;
        };
        let key = open(pending.clone()).await?;
        if !arrival::may_replace_envelope(&key, self.envelope.profile, &self.keyring) {
            return first;
        }
        self.envelope = pending.clone();
        self.pending.is_used = true;
        Ok(key)
    }

    /// Merges the pending parts as far as they decrypt with this key, and removes them.
    fn merge_pending(
        &mut self,
        key: &ProfileKey,
        keyring: Keyring,
        random: Random<'_>,
    ) -> (Keyring, Vec<Write>) {
        let profile = self.envelope.profile;
        let Pending { envelope, keyring: sealed, access, is_used } =
            std::mem::take(&mut self.pending);
        if envelope.is_none() && sealed.is_none() && access.is_none() {
            return (keyring, Vec::new());
        }
        let mut writes: Vec<Write> = [PENDING_ENVELOPE, PENDING_KEYRING, PENDING_ACCESS]
            .map(|part| Write::remove(Store::Profiles, profile_key(profile, part)))
            .into();
        if is_used {
            writes.push(Write::part(profile, ENVELOPE, Sealed::envelope(&self.envelope)));
        }
        let (keyring, is_more) =
            arrival::merge_pending(keyring, profile, key, &sealed.unwrap_or_default());
        if is_more && let Ok(sealed) = Sealed::keyring(&keyring, key, profile, random) {
            writes.push(Write::part(profile, KEYRING, sealed));
        }
        if let Some(sealed) = access.filter(|sealed| Access::open(key, profile, sealed).is_some()) {
            writes.push(Write::part(profile, ACCESS, Sealed::from_bytes(sealed.clone())));
            self.access = Some(sealed);
        }
        (keyring, writes)
    }
}

/// The stored parts of a vault.
struct Stored {
    link: Link,
    metas: Vec<(RecordId, Meta)>,
    records: Vec<(RecordId, Vec<u8>)>,
}

impl<H: Host> Device<H> {
    /// Unlocks a profile with its passphrase. If this device can afford a higher cost than the one that created the profile,
    /// the passphrase is stretched again afterwards.
    ///
    /// # Errors
    /// [`UnlockError::Wrong`] if the passphrase is wrong, [`UnlockError::OtherTab`] if another page has notes open,
    /// [`UnlockError::Damaged`] or [`UnlockError::Newer`] if the stored profile cannot be decoded, [`UnlockError::NoMemory`] if
    /// stretching fails, and [`UnlockError::Storage`] if the storage does not read, or another profile is not saved yet.
    pub async fn unlock(
        &self,
        id: ProfileId,
        passphrase: &str,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let mut locked = self.load_locked(id).await?;
        let took = Cell::new(0);
        let key = locked.unwrap_key(async |envelope: Envelope| {
            let stretched = self.host().stretch(passphrase, &envelope.salt, envelope.cost).await;
            let stretched = stretched.map_err(|_| UnlockError::NoMemory)?;
            took.set(stretched.took);
            Ok(envelope.open(&stretched.key)?)
        });
        let key = key.await?;
        let can_bear = affordable_cost(locked.envelope.cost, took.get());
        let is_cheap = locked.envelope.is_cheaper_than(&can_bear);
        let before = locked.envelope.clone();
        self.open(locked, key, today).await?;
        if is_cheap {
            // A better phone than the one that made the profile.
            let passphrase = zeroize::Zeroizing::new(passphrase.to_owned());
            let params = StretchParams::make(can_bear, &mut self.rng());
            let device = self.clone();
            self.spawn(async move {
                let dearer = device.host().stretch(&passphrase, &params.salt, params.cost);
                if let Ok(stretched) = dearer.await
                    && device.profile() == Some(id)
                {
                    // Not over a passphrase that was changed meanwhile.
                    let _ = device.rewrap(params, &stretched, Some(&before)).await;
                }
            });
        }
        Ok(())
    }

    /// Unlocks a profile with its recovery code; another passphrase may be set afterwards without the current one.
    ///
    /// # Errors
    /// [`UnlockError::Wrong`] if the code is wrong; else as [`Self::unlock`].
    pub async fn recover(
        &self,
        id: ProfileId,
        code: &Code,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let mut locked = self.load_locked(id).await?;
        let key = locked.unwrap_key(async |envelope: Envelope| Ok(envelope.recover(code)?)).await?;
        locked.by_code = true;
        self.open(locked, key, today).await
    }

    /// Unlocks a profile with the key from a file.
    ///
    /// # Errors
    /// As [`Self::unlock`].
    pub(crate) async fn open_with(
        &self,
        id: ProfileId,
        key: ProfileKey,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let mut locked = self.load_locked(id).await?;
        locked.by_code = true;
        self.open(locked, key, today).await
    }

    async fn load_locked(&self, id: ProfileId) -> Result<LockedProfile, UnlockError> {
        LockedProfile::of(self.storage().load_all(Store::Profiles, &id.to_string()).await?)
    }

    async fn load_stored(&self, prefix: &str) -> Result<Stored, StorageError> {
        let storage = self.storage();
        let link = storage.load(Store::Outbox, prefix).await?;
        let metas = storage.load_all(Store::Outbox, prefix).await?;
        let records = storage.load_all(Store::Records, prefix).await?;
        Ok(Stored {
            link: link.and_then(|bytes| Link::from_bytes(&bytes)).unwrap_or_default(),
            metas: metas
                .into_iter()
                .filter_map(|(key, bytes)| Some((record_of(&key)?, Meta::from_bytes(&bytes)?)))
                .collect(),
            records: records
                .into_iter()
                .filter_map(|(key, bytes)| Some((record_of(&key)?, bytes)))
                .collect(),
        })
    }

    /// Waits until everything of the open profile is stored. Returns whether `profile` may be opened: a different one must
    /// wait, because only the engine in memory holds what is not stored.
    async fn wait_until_saved(&self, profile: ProfileId) -> bool {
        // Once: each try that fails makes the next one wait longer.
        self.handle(Event::Leaving);
        for _ in 0..ATTEMPTS {
            if self.status().is_none_or(|status| status.saved) {
                return true;
            }
            self.host().sleep(RETRY_DELAY_MS).await;
        }
        self.profile() == Some(profile)
    }

    async fn open(
        &self,
        mut locked: LockedProfile,
        key: ProfileKey,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let profile = locked.envelope.profile;
        let keyring = Keyring::open(&key, profile, &locked.keyring)?;
        let vault = keyring.vaults.first().map(|vault| vault.id).ok_or(UnlockError::Damaged)?;
        if !self.host().acquire_write_lock().await {
            return Err(UnlockError::OtherTab);
        }
        if !self.wait_until_saved(profile).await {
            return Err(UnlockError::Storage);
        }
        let (keyring, mut writes) = locked.merge_pending(&key, keyring, &mut self.rng());
        let Stored { link, metas, records } = self.load_stored(&vault.to_string()).await?;

        // No await from here to the new session: events in between would be lost.
        let before = self.profile();
        let fresh = || Engine::new(link, metas.iter().map(|(id, meta)| (to_sync(*id), *meta)));
        // States that no transaction has stored are in that machine and nowhere else: it goes on, and tries again.
        let (engine, generation) = match self.replace(None) {
            Some(session) if !session.engine.status().saved => (session.engine, session.generation),
            other => (fresh(), other.map_or(0, |session| session.generation) + 1),
        };
        let LockedProfile { envelope, label, access, by_code, .. } = locked;
        let mut writer = [0; 8];
        self.host().random(&mut writer);
        let author = Author {
            writer: Writer(u64::from_le_bytes(writer)),
            label: format!("{label} · {}", self.host().device_name()),
        };
        let access = access.and_then(|sealed| Access::open(&key, profile, &sealed));
        let notes = Pairs::default();
        let secrets = Some(Secrets { key, envelope, keyring, author, by_code, notes });
        let session = Session { generation, profile, label, vault, engine, access, secrets };
        let (mut list, damaged) = session.open_all(&records);
        let label = session.label.clone();
        let is_enrolled = session.engine.link().identity.is_some();
        self.replace(Some(session));

        let damaged = self.recheck_damaged(damaged, &mut list).await;
        if !self.is_unlocked() {
            // Locked while it was being opened.
            return Ok(());
        }
        self.host().notice(Notice::Unlocked {
            profile: Profile { id: profile, label, opened: Some(today) },
            list,
            is_other: before.is_some_and(|before| before != profile),
            is_enrolled,
        });
        self.handle(Event::Unlocked);
        for record in damaged {
            self.handle(Event::Damaged { record: to_sync(record) });
        }
        self.handle(Event::Online(self.host().is_online()));
        let device = self.clone();
        self.spawn(async move { device.fetch_server_identity().await });
        writes.push(Write::opened(profile, today));
        let _ = self.storage().commit(&writes, &|| true).await;
        Ok(())
    }

    /// Of records that did not open as they were read, those that really do not. A record that was adopted and is not moved
    /// yet, because no transaction completed since, is still among what came.
    async fn recheck_damaged(
        &self,
        damaged: Vec<RecordId>,
        list: &mut Pairs<RecordId, Summary>,
    ) -> Vec<RecordId> {
        let mut still = Vec::new();
        for record in damaged {
            let mut own = self.local_state(record).await;
            // A storage that does not read says nothing of what it holds.
            for _ in 0..ATTEMPTS {
                if own.is_ok() {
                    break;
                }
                self.host().sleep(RETRY_DELAY_MS).await;
                own = self.local_state(record).await;
            }
            let Ok(own) = own else { continue };
            let opened = self.with(|session| {
                let Some(LocalState { state, sealed }) = &own else { return None };
                session.open(record, state.version, sealed.as_deref()?)
            });
            match opened.flatten() {
                Some(note) if note.is_erased() => {}
                Some(note) => list.insert(record, Summary::of(&note)),
                None => still.push(record),
            }
        }
        still
    }
}
