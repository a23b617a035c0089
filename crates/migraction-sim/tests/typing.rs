//! Somebody types without a pause and the browser is killed: the half of a device that ships, with its real schedule of
//! saving, on a storage that is slow, fails and finishes late. A thousand kills; the same in real browsers is in `tests/e2e`.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use migraction_core::CivilDate;
use migraction_device::storage::memory::Memory;
use migraction_device::testing::{Slot, Tasks};
use migraction_device::{
    Device, EstimateFailed, Host, NewProfile, Notice, Storage, StorageError, Store, StretchFailed,
    Stretched, Task, Write,
};
use migraction_notes::autosave::{MAX_LOSS_MS, Stage};
use migraction_sync::client::Transport;
use migraction_vault::profile::StretchParams;
use migraction_vault::{
    Estimate, Keyring, PassphraseKey, ProfileId, ProfileKey, RecordId, StretchCost,
};

const DRAFT: u64 = 1;

fn today() -> CivilDate {
    CivilDate::from_ymd_opt(2026, 11, 30).unwrap()
}

/// A small generator: the same number gives the same story.
#[derive(Clone)]
struct Rng(Rc<Cell<u64>>);

impl Rng {
    fn below(&self, limit: u64) -> u64 {
        let mut next = self.0.get();
        next ^= next << 13;
        next ^= next >> 7;
        next ^= next << 17;
        self.0.set(next);
        next % limit.max(1)
    }
}

/// What happens at a time, and after how many others were planned.
type Planned = BTreeMap<(u64, u64), Box<dyn FnOnce()>>;

/// What will happen, in the order of its time.
#[derive(Clone, Default)]
struct Later(Rc<RefCell<Planned>>, Rc<Cell<u64>>);

impl Later {
    fn at(&self, time: u64, act: impl FnOnce() + 'static) {
        self.1.set(self.1.get() + 1);
        self.0.borrow_mut().insert((time, self.1.get()), Box::new(act));
    }

    fn next_until(&self, end: u64) -> Option<(u64, Box<dyn FnOnce()>)> {
        let mut all = self.0.borrow_mut();
        let entry = all.first_entry().filter(|entry| entry.key().0 <= end)?;
        Some((entry.key().0, entry.remove()))
    }
}

/// A browser with one page and no server.
struct Browser {
    now: Rc<Cell<u64>>,
    rng: Rng,
    later: Later,
    tasks: Tasks,
    disk: SlowDisk,
}

/// A disk whose transactions take a while and are done when they end, each after the ones before; some fail.
struct SlowDisk {
    now: Rc<Cell<u64>>,
    rng: Rng,
    later: Later,
    memory: Rc<Memory>,
    /// A transaction takes up to so long, and so many of a thousand fail.
    slowest: Cell<u64>,
    fails: Cell<u64>,
    /// When the last one ends that was begun.
    last_end: Cell<u64>,
}

impl Storage for SlowDisk {
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError> {
        let fails = self.rng.below(1000) < self.fails.get();
        let end = self.now.get() + 1 + self.rng.below(self.slowest.get());
        let end = end.max(self.last_end.get());
        self.last_end.set(end);
        if !is_wanted() {
            return Ok(());
        }
        let (slot, memory, writes) = (Slot::default(), Rc::clone(&self.memory), writes.to_vec());
        let ends = slot.clone();
        self.later.at(end, move || {
            if !fails {
                memory.apply(&writes);
            }
            ends.give(());
        });
        slot.await;
        if fails { Err(StorageError::Failed) } else { Ok(()) }
    }

    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.memory.get(store, key))
    }

    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        Ok(self.memory.all(store, prefix))
    }
}

struct NoServer;

impl Transport for NoServer {
    async fn send(&self, _name: &'static str, _bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        None
    }
}

impl Host for Browser {
    type Storage = SlowDisk;
    type Transport = NoServer;

    fn storage(&self) -> &SlowDisk {
        &self.disk
    }

    fn transport(&self) -> &NoServer {
        &NoServer
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn random(&self, bytes: &mut [u8]) {
        bytes.iter_mut().for_each(|byte| *byte = self.rng.below(256).to_le_bytes()[0]);
    }

    async fn sleep(&self, millis: u64) {
        let slot = Slot::default();
        let ends = slot.clone();
        self.later.at(self.now.get() + millis, move || ends.give(()));
        slot.await;
    }

    fn spawn(&self, task: Task) {
        self.tasks.spawn(task);
    }

    fn is_online(&self) -> bool {
        false
    }

    fn device_name(&self) -> &'static str {
        "phone"
    }

    async fn acquire_write_lock(&self) -> bool {
        true
    }

    fn release_write_lock(&self) {}

    async fn stretch(
        &self,
        _passphrase: &str,
        _salt: &[u8; 16],
        _cost: StretchCost,
    ) -> Result<Stretched, StretchFailed> {
        Ok(Stretched { key: PassphraseKey::from_bytes([1; 32]), took: 1000 })
    }

    async fn estimate(&self, _passphrase: &str, _own: &[&str]) -> Result<Estimate, EstimateFailed> {
        Err(EstimateFailed)
    }

    fn notice(&self, _notice: Notice<'_>) {}
}

struct Phone {
    device: Device<Browser>,
    profile: ProfileId,
    record: RecordId,
    field: Rc<RefCell<String>>,
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.device.host().tasks.clear();
    }
}

fn device(now: &Rc<Cell<u64>>, rng: &Rng, memory: &Rc<Memory>) -> Device<Browser> {
    let later = Later::default();
    let disk = SlowDisk {
        now: Rc::clone(now),
        rng: rng.clone(),
        later: later.clone(),
        memory: Rc::clone(memory),
        slowest: Cell::new(1),
        fails: Cell::new(0),
        last_end: Cell::new(0),
    };
    let (now, rng) = (Rc::clone(now), rng.clone());
    Device::new(Browser { now, rng, later, tasks: Tasks::default(), disk })
}

impl Phone {
    /// A phone with a profile that is open, and an empty note that is stored.
    fn new(seed: u64) -> Self {
        let rng = Rng(Rc::new(Cell::new(seed * 2 + 1)));
        let random = &mut |bytes: &mut [u8]| bytes.fill(3);
        let profile = ProfileId([7; 16]);
        let (key, keyring) = (ProfileKey::make(random), Keyring::make(random));
        let params = StretchParams::make(StretchCost::FLOOR, random);
        let passphrase = PassphraseKey::from_bytes([1; 32]);
        let new = ((&key, &keyring), (params, &passphrase));
        let new = NewProfile::seal("phone", new.0, new.1, profile, random).unwrap();
        let device = device(&Rc::default(), &rng, &Rc::default());
        let mut phone = Self { device, profile, record: RecordId([0; 16]), field: Rc::default() };
        let device = phone.device.clone();
        device.clone().host().spawn(Box::pin(async move {
            device.save_profile(&new).await.unwrap();
            device.unlock(profile, "", today()).await.unwrap();
        }));
        phone.live_until(100);
        phone.record = phone
            .device
            .create(today(), &|note, author| {
                note.set(author, migraction_notes::Field::TEMPLATE, Some("free"));
            })
            .unwrap();
        phone.live_until(200);
        assert_eq!(phone.device.stage(), Stage::Saved);
        let disk = &phone.device.host().disk;
        disk.slowest.set(5 + rng.below(300));
        disk.fails.set(if seed % 3 == 2 { 300 } else { 0 });
        phone
    }

    fn now(&self) -> u64 {
        self.device.host().now.get()
    }

    fn fails(&self) -> bool {
        self.device.host().disk.fails.get() > 0
    }

    fn below(&self, limit: u64) -> u64 {
        self.device.host().rng.below(limit)
    }

    fn type_letter(&self) {
        let letter = char::from(b'a' + u8::try_from(self.below(26)).unwrap_or(0));
        self.field.borrow_mut().push(letter);
        let (device, record, field) = (self.device.clone(), self.record, Rc::clone(&self.field));
        let flush = move || {
            let text = field.borrow().clone();
            let change = |note: &mut migraction_notes::Note, author: &migraction_notes::Author| {
                note.write_text(author, &text);
            };
            device.edit(record, today(), &change).map(drop)
        };
        self.device.typed(DRAFT, Rc::new(flush));
        self.device.host().tasks.run();
    }

    fn live_until(&self, end: u64) {
        let host = self.device.host();
        host.tasks.run();
        while let Some((at, act)) = host.later.next_until(end) {
            host.now.set(at.max(host.now.get()));
            act();
            host.tasks.run();
        }
        host.now.set(end);
    }

    /// The page is told that it goes, and has one turn to act. What is with the storage then is done by it, in the order in
    /// which it was begun; nobody is told any more.
    fn leave(&self) {
        let host = self.device.host();
        self.device.leaving();
        host.tasks.run();
        let is_storage = host.disk.last_end.get();
        host.tasks.clear();
        while let Some((_, act)) = host.later.next_until(is_storage) {
            act();
        }
    }

    /// What is there after a new start.
    fn kept(&self) -> String {
        let memory = Rc::clone(&self.device.host().disk.memory);
        let again = Self {
            device: device(&Rc::default(), &self.device.host().rng.clone(), &memory),
            profile: self.profile,
            record: self.record,
            field: Rc::default(),
        };
        let text = Rc::new(RefCell::new(None));
        let (device, found, record) = (again.device.clone(), Rc::clone(&text), self.record);
        let profile = again.profile;
        again.device.host().spawn(Box::pin(async move {
            device.unlock(profile, "", today()).await.unwrap();
            let note = device.load(record).await.unwrap();
            *found.borrow_mut() = Some(note.text());
        }));
        again.live_until(100);
        text.take().unwrap()
    }
}

#[test]
fn whoever_is_killed_while_typing_loses_the_last_second_at_most_and_nothing_that_was_called_saved()
{
    let (mut most_lost, mut said) = (0, 0);
    for seed in 0..1000 {
        let phone = Phone::new(seed);
        let begin = phone.now();
        let killed = begin + 200 + phone.below(12_000);
        let rhythm = 20 + phone.below(500);
        let mut typed: Vec<u64> = Vec::new();
        let mut called_saved = String::new();
        let mut next = begin;
        while next < killed {
            phone.live_until(next);
            if phone.device.stage() == Stage::Saved {
                called_saved.clone_from(&phone.field.borrow());
                said += 1;
            }
            phone.type_letter();
            typed.push(next);
            next += 1 + phone.below(rhythm);
        }
        phone.live_until(killed);
        let (kept, field) = (phone.kept(), phone.field.borrow().clone());
        assert!(field.starts_with(&kept), "seed {seed}: {kept} is not what was typed");
        assert!(kept.starts_with(&called_saved), "seed {seed}: {called_saved} was called saved");
        if !phone.fails() {
            let older = typed.iter().filter(|at| **at + MAX_LOSS_MS < killed).count();
            assert!(kept.len() >= older, "seed {seed}: {} of {older} letters", kept.len());
        }
        most_lost = most_lost.max(field.len() - kept.len());
    }
    assert!(said > 1000, "saved is said at times: {said}");
    println!("at most {most_lost} letters were lost, saved was said {said} times");
}

#[test]
fn whoever_leaves_the_page_while_typing_loses_nothing() {
    for seed in (0..1000).filter(|seed| seed % 3 != 2) {
        let phone = Phone::new(seed);
        let left = phone.now() + 50 + phone.below(5_000);
        let mut next = phone.now();
        while next < left {
            phone.live_until(next);
            phone.type_letter();
            next += 1 + phone.below(60);
        }
        phone.live_until(left);
        phone.leave();
        assert_eq!(phone.kept(), *phone.field.borrow(), "seed {seed}");
    }
}
