//! Unlocking: passphrase or recovery code, keys, machine, list. Needs no network.

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
    ACCESS, CAME_ACCESS, CAME_ENVELOPE, CAME_KEYRING, ENVELOPE, KEYRING, LABEL, profile_key,
    record_of, to_sync,
};
use crate::profile::{Profile, measured};
use crate::sealed::Sealed;
use crate::session::{Own, Secrets, Session};
use crate::storage::{Storage, StorageError, Store, Write};

/// How often a storage is tried that does not answer while a profile is opened, and the pause in between, in milliseconds.
const TRIES: u32 = 20;
const BETWEEN_TRIES: u64 = 100;

/// Why a profile did not open. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlockError {
    /// The passphrase or the code is another one.
    Wrong,
    /// Another page has notes open.
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

/// A profile as the storage holds it.
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
    /// The profile of these parts.
    fn of(mut parts: Vec<(String, Vec<u8>)>) -> Result<Self, UnlockError> {
        let mut take = |part: &str| {
            let is_it = |name: &str| name.split_once('/').is_some_and(|(_, own)| own == part);
            let at = parts.iter().position(|(name, _)| is_it(name))?;
            Some(parts.swap_remove(at).1)
        };
        let envelope = take(ENVELOPE).ok_or(UnlockError::Damaged)?;
        let came = Came {
            envelope: take(CAME_ENVELOPE).and_then(|bytes| Envelope::from_bytes(&bytes).ok()),
            keyring: take(CAME_KEYRING),
            access: take(CAME_ACCESS),
            is_used: false,
        };
        Ok(Self {
            came,
            by_code: false,
            envelope: Envelope::from_bytes(&envelope)?,
            keyring: take(KEYRING).ok_or(UnlockError::Damaged)?,
            label: String::from_utf8(take(LABEL).unwrap_or_default()).unwrap_or_default(),
            access: take(ACCESS),
        })
    }

    /// The key that `open` gets from the envelope that is here; where that is refused, from the one that another device
    /// sent, if it is the key of what is here.
    async fn key_by(
        &mut self,
        open: impl AsyncFn(Envelope) -> Result<ProfileKey, UnlockError>,
    ) -> Result<ProfileKey, UnlockError> {
        let first = open(self.envelope.clone()).await;
        let (Err(UnlockError::Wrong), Some(came)) = (&first, &self.came.envelope) else {
            return first;
        };
        let key = open(came.clone()).await?;
        if !arrival::may_replace_envelope(&key, self.envelope.profile, &self.keyring) {
            return first;
        }
        self.envelope = came.clone();
        self.came.is_used = true;
        Ok(key)
    }

    /// What came is taken in as far as this key opens it, and leaves its place.
    fn merge_came(
        &mut self,
        key: &ProfileKey,
        keyring: Keyring,
        random: Random<'_>,
    ) -> (Keyring, Vec<Write>) {
        let profile = self.envelope.profile;
        let Came { envelope, keyring: sealed, access, is_used } = std::mem::take(&mut self.came);
        if envelope.is_none() && sealed.is_none() && access.is_none() {
            return (keyring, Vec::new());
        }
        let mut writes: Vec<Write> = [CAME_ENVELOPE, CAME_KEYRING, CAME_ACCESS]
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
            writes.push(Write::part(profile, ACCESS, Sealed::came(sealed.clone())));
            self.access = Some(sealed);
        }
        (keyring, writes)
    }
}

/// What the storage holds of a vault.
struct Stored {
    link: Link,
    metas: Vec<(RecordId, Meta)>,
    records: Vec<(RecordId, Vec<u8>)>,
}

impl<H: Host> Device<H> {
    /// Unlocks a profile with its passphrase. Where this device can bear more than the one that made the profile, the
    /// passphrase is stretched anew afterwards, so that guessing becomes dearer.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub async fn unlock(
        &self,
        id: ProfileId,
        passphrase: &str,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let mut kept = self.load_kept(id).await?;
        let took = Cell::new(0);
        let key = kept.key_by(async |envelope: Envelope| {
            let stretched = self.host().stretch(passphrase, &envelope.salt, envelope.cost).await;
            let stretched = stretched.map_err(|_| UnlockError::NoMemory)?;
            took.set(stretched.took);
            Ok(envelope.open(&stretched.key)?)
        });
        let key = key.await?;
        let can_bear = measured(kept.envelope.cost, took.get());
        let is_cheap = kept.envelope.is_cheaper_than(&can_bear);
        let before = kept.envelope.clone();
        self.open(kept, key, today).await?;
        if is_cheap {
            // A better phone than the one that made the profile.
            let passphrase = zeroize::Zeroizing::new(passphrase.to_owned());
            let params = StretchParams::make(can_bear, &mut self.fill());
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

    /// Unlocks a profile with its recovery code; a new passphrase may be set then without the present one.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub async fn recover(
        &self,
        id: ProfileId,
        code: &Code,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let mut kept = self.load_kept(id).await?;
        let key = kept.key_by(async |envelope: Envelope| Ok(envelope.recover(code)?)).await?;
        kept.by_code = true;
        self.open(kept, key, today).await
    }

    /// Opens a profile whose key a file gave.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub(crate) async fn open_with(
        &self,
        id: ProfileId,
        key: ProfileKey,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let mut kept = self.load_kept(id).await?;
        kept.by_code = true;
        self.open(kept, key, today).await
    }

    async fn load_kept(&self, id: ProfileId) -> Result<Kept, UnlockError> {
        Kept::of(self.storage().load_all(Store::Profiles, &id.to_string()).await?)
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

    /// Lets the storage take what a closed profile has not stored yet. Says whether `profile` may be opened: another one must
    /// wait until the storage works, because a machine in memory is all that holds what it could not store.
    async fn stored_in_time(&self, profile: ProfileId) -> bool {
        // Once: each try that fails makes the next one wait longer.
        self.tell(Event::Leaving);
        for _ in 0..TRIES {
            if self.status().is_none_or(|status| status.saved) {
                return true;
            }
            self.host().sleep(BETWEEN_TRIES).await;
        }
        self.profile() == Some(profile)
    }

    async fn open(
        &self,
        mut kept: Kept,
        key: ProfileKey,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        let profile = kept.envelope.profile;
        let keyring = Keyring::open(&key, profile, &kept.keyring)?;
        let vault = keyring.vaults.first().map(|vault| vault.id).ok_or(UnlockError::Damaged)?;
        if !self.host().take_place().await {
            return Err(UnlockError::OtherTab);
        }
        if !self.stored_in_time(profile).await {
            return Err(UnlockError::Storage);
        }
        let (keyring, mut writes) = kept.merge_came(&key, keyring, &mut self.fill());
        let Stored { link, metas, records } = self.load_stored(&vault.to_string()).await?;

        // Nothing is awaited from here to the new session: what was begun would be told to nobody.
        let before = self.profile();
        let fresh = || Engine::new(link, metas.iter().map(|(id, meta)| (to_sync(*id), *meta)));
        // States that no transaction has stored are in that machine and nowhere else: it goes on, and tries again.
        let (engine, turn) = match self.replace(None) {
            Some(session) if !session.engine.status().saved => (session.engine, session.turn),
            other => (fresh(), other.map_or(0, |session| session.turn) + 1),
        };
        let Kept { envelope, label, access, by_code, .. } = kept;
        let mut writer = [0; 8];
        self.host().random(&mut writer);
        let author = Author {
            writer: Writer(u64::from_le_bytes(writer)),
            label: format!("{label} · {}", self.host().device_name()),
        };
        let access = access.and_then(|sealed| Access::open(&key, profile, &sealed));
        let notes = Pairs::default();
        let secrets = Some(Secrets { key, envelope, keyring, author, by_code, notes });
        let session = Session { turn, profile, label, vault, engine, access, secrets };
        let (mut list, damaged) = session.open_all(&records);
        let label = session.label.clone();
        let is_enrolled = session.engine.link().identity.is_some();
        self.replace(Some(session));

        let damaged = self.look_again(damaged, &mut list).await;
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
        self.tell(Event::Unlocked);
        for record in damaged {
            self.tell(Event::Damaged { record: to_sync(record) });
        }
        self.tell(Event::Online(self.host().is_online()));
        let device = self.clone();
        self.spawn(async move { device.meet_server().await });
        writes.push(Write::opened(profile, today));
        let _ = self.storage().commit(&writes, &|| true).await;
        Ok(())
    }

    /// Of records that did not open as they were read, those that really do not. A record that was adopted and is not moved
    /// yet, because no transaction completed since, is still among what came.
    async fn look_again(
        &self,
        damaged: Vec<RecordId>,
        list: &mut Pairs<RecordId, Summary>,
    ) -> Vec<RecordId> {
        let mut still = Vec::new();
        for record in damaged {
            let mut own = self.own_state(record).await;
            // A storage that does not read says nothing of what it holds.
            for _ in 0..TRIES {
                if own.is_ok() {
                    break;
                }
                self.host().sleep(BETWEEN_TRIES).await;
                own = self.own_state(record).await;
            }
            let Ok(own) = own else { continue };
            let opened = self.with(|session| {
                let Some(Own { state, sealed }) = &own else { return None };
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
