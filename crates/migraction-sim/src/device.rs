//! A device: a persistent disk, and the client that ships, which runs until it crashes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use migraction_core::CivilDate;
use migraction_device::storage::memory::Memory;
use migraction_device::testing::Tasks;
use migraction_device::{Device as Shipped, Host, Store};
use migraction_notes::{Note, Summary};
use migraction_sync::engine::Meta;
use migraction_vault::{Keyring, Place, ProfileId, RecordId, VaultId, VaultKey, open_record};

use crate::env::{Env, SimEvent};
use crate::host::{Disk, Link, SimHost};

/// A day of the schedules: no device asks which.
pub fn today() -> CivilDate {
    CivilDate::from_ymd_opt(2026, 11, 25).unwrap_or_default()
}

/// A device.
pub struct Device {
    env: Rc<Env>,
    at: usize,
    profile: ProfileId,
    vault: VaultId,
    key: VaultKey,
    pub memory: Rc<Memory>,
    /// How wrong its clock is, in milliseconds.
    pub clock: Rc<Cell<i64>>,
    /// Counts the starts.
    pub start: u64,
    pub is_up: bool,
    /// It was lost, and never comes back.
    pub is_lost: bool,
    /// Somebody is being asked something, or is about to do it.
    pub is_asked: Rc<Cell<bool>>,
    is_opening: Rc<Cell<bool>>,
    pub shipped: Shipped<SimHost>,
}

impl Drop for Device {
    fn drop(&mut self) {
        // A task holds the device that holds the tasks.
        self.tasks().clear();
    }
}

impl Device {
    /// A device with an empty disk. `vault` is the first one of `keyring`.
    pub fn new(env: &Rc<Env>, at: usize, profile: ProfileId, keyring: &Keyring) -> Self {
        let (memory, clock) = (Rc::default(), Rc::default());
        let own = &keyring.vaults[0];
        Self {
            env: Rc::clone(env),
            at,
            profile,
            vault: own.id,
            key: own.key.clone(),
            start: 0,
            is_up: true,
            is_lost: false,
            is_asked: Rc::default(),
            is_opening: Rc::default(),
            shipped: shipped(env, at, &memory, &clock),
            memory,
            clock,
        }
    }

    pub fn tasks(&self) -> Tasks {
        self.shipped.host().tasks.clone()
    }

    /// Somebody does something on this device that takes a while.
    pub fn act(&self, task: impl Future<Output = ()> + 'static) {
        self.shipped.host().spawn(Box::pin(task));
    }

    /// Everything in memory is gone.
    pub fn crash(&mut self) {
        self.tasks().clear();
        self.start += 1;
        self.is_up = false;
        // What ends after the crash ends in the cells of before.
        self.is_asked = Rc::default();
        self.is_opening = Rc::default();
        self.shipped = shipped(&self.env, self.at, &self.memory, &self.clock);
    }

    /// Goes on from the disk, unless it was lost.
    pub fn boot(&mut self) {
        self.is_up = !self.is_lost;
    }

    /// Somebody types the passphrase, and once more where the storage did not answer.
    pub fn unlock(&self) {
        if !self.is_up || self.shipped.is_unlocked() || self.is_opening.replace(true) {
            return;
        }
        let (device, profile, at) = (self.shipped.clone(), self.profile, self.at);
        let (env, is_opening) = (Rc::clone(&self.env), Rc::clone(&self.is_opening));
        self.act(async move {
            let opened = device.unlock(profile, "", today()).await;
            is_opening.set(false);
            if let Err(error) = opened {
                env.log(|| format!("device {at} does not open: {error:?}"));
                env.schedule(1000, SimEvent::Unlock { at });
            }
        });
    }

    /// The notes in the list.
    pub fn list(&self) -> &RefCell<BTreeMap<RecordId, Summary>> {
        &self.shipped.host().list
    }

    fn key_of(&self, record: RecordId) -> String {
        format!("{}/{record}", self.vault)
    }

    fn open(&self, record: RecordId, version: u64, sealed: &[u8]) -> Option<Note> {
        let place = Place { vault: self.vault, record, version };
        Note::from_bytes(&open_record(&self.key, &place, sealed).ok()?.body).ok()
    }

    /// Where a record stands, as it is on the disk.
    fn stored_meta(&self, record: RecordId) -> Option<Meta> {
        Meta::from_bytes(&self.memory.get(Store::Outbox, &self.key_of(record))?)
    }

    /// The records on the disk that the server holds as they are here.
    pub fn whole(&self) -> Vec<RecordId> {
        let rows = self.memory.all(Store::Outbox, &self.vault.to_string());
        let records = rows.iter().filter_map(|(key, bytes)| {
            let meta = Meta::from_bytes(bytes)?;
            let is_whole = meta.waiting.is_none()
                && meta.incoming.is_none()
                && meta.local.is_some_and(|local| meta.base == Some(local.hash));
            RecordId::parse(key.split('/').nth(1)?).filter(|_| is_whole)
        });
        records.collect()
    }

    /// The disk damages its own state of a record.
    pub fn damage(&self, record: RecordId) {
        self.memory.damage(Store::Records, &self.key_of(record), |own| own.truncate(own.len() / 2));
    }

    /// Whether a word of a record is on the disk, in the device's own state or in one that came.
    pub fn holds(&self, record: RecordId, word: &str) -> bool {
        let came = self.stored_meta(record).and_then(|meta| meta.incoming).and_then(|state| {
            let sealed = self.memory.get(Store::Incoming, &self.key_of(record))?;
            self.open(record, state.version.0, &sealed)
        });
        self.kept(record).into_iter().chain(came).any(|note| note.text().contains(word))
    }

    /// The device's own state of a record, as it is on the disk.
    pub fn kept(&self, record: RecordId) -> Option<Note> {
        let state = self.stored_meta(record)?.local?;
        let own = self.memory.get(Store::Records, &self.key_of(record))?;
        self.open(record, state.version.0, &own)
    }
}

fn shipped(
    env: &Rc<Env>,
    at: usize,
    memory: &Rc<Memory>,
    clock: &Rc<Cell<i64>>,
) -> Shipped<SimHost> {
    Shipped::new(SimHost {
        env: Rc::clone(env),
        at,
        tasks: Tasks::default(),
        disk: Disk { env: Rc::clone(env), at, memory: Rc::clone(memory) },
        link: Link { env: Rc::clone(env), at },
        clock: Rc::clone(clock),
        is_online: Cell::new(true),
        list: RefCell::default(),
    })
}
