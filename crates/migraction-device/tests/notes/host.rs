//! A device for a test: time goes on when it is told to, and storage and server do what they are told.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use migraction_core::CivilDate;
use migraction_device::storage::memory::Memory;
use migraction_device::testing::{Slot, Tasks};
use migraction_device::{
    Device, EstimateFailed, Host, Notice, Storage, StorageError, Store, StretchFailed, Stretched,
    Task, Write,
};
use migraction_notes::{Pairs, Summary};
use migraction_sync::client::Transport;
use migraction_sync::engine::Status;
use migraction_vault::{Estimate, PassphraseKey, RecordId, StretchCost};

pub const PASSPHRASE: &str = "seven quiet lanterns over the grey harbour";

pub fn today() -> CivilDate {
    CivilDate::from_ymd_opt(2026, 11, 30).unwrap()
}

/// A disk that stays when the device starts anew.
#[derive(Clone, Default)]
pub struct Disk(Rc<DiskInner>);

#[derive(Default)]
struct DiskInner {
    memory: Memory,
    fails: Cell<Option<StorageError>>,
    does_not_read: Cell<bool>,
    /// Transactions that were begun and wait, where the disk is slow.
    is_slow: Cell<bool>,
    begun: RefCell<Vec<Slot<()>>>,
    written: RefCell<Vec<Vec<(Store, String)>>>,
}

impl Disk {
    pub fn memory(&self) -> &Memory {
        &self.0.memory
    }

    pub fn fails(&self, how: Option<StorageError>) {
        self.0.fails.set(how);
    }

    pub fn does_not_read(&self, does_not: bool) {
        self.0.does_not_read.set(does_not);
    }

    pub fn is_slow(&self, is_slow: bool) {
        self.0.is_slow.set(is_slow);
    }

    /// Ends the transactions that were begun, and says how many.
    pub fn complete(&self) -> usize {
        let begun = self.0.begun.take();
        begun.iter().for_each(|slot| slot.give(()));
        begun.len()
    }

    /// What each transaction wrote.
    pub fn written(&self) -> Vec<Vec<(Store, String)>> {
        self.0.written.borrow().clone()
    }

    /// All bytes that it holds.
    pub fn all(&self) -> Vec<(Store, String, Vec<u8>)> {
        let rows = |store| self.0.memory.all(store, "").into_iter().map(move |row| (store, row));
        Store::ALL.into_iter().flat_map(rows).map(|(store, (key, row))| (store, key, row)).collect()
    }
}

impl Storage for Disk {
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError> {
        if let Some(error) = self.0.fails.get() {
            return Err(error);
        }
        if is_wanted() {
            self.0.memory.apply(writes);
            let names = writes.iter().map(|write| (write.store(), write.key().to_owned()));
            self.0.written.borrow_mut().push(names.collect());
        }
        if self.0.is_slow.get() {
            let slot = Slot::default();
            self.0.begun.borrow_mut().push(slot.clone());
            slot.await;
        }
        Ok(())
    }

    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        if self.0.does_not_read.get() {
            return Err(StorageError::Failed);
        }
        Ok(self.0.memory.get(store, key))
    }

    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        if self.0.does_not_read.get() {
            return Err(StorageError::Failed);
        }
        Ok(self.0.memory.all(store, prefix))
    }
}

type Answers = Rc<dyn Fn(&str, &[u8]) -> Option<(u16, Vec<u8>)>>;

/// A server that says what it is told to say.
#[derive(Clone)]
pub struct Server {
    pub answers: Rc<RefCell<Answers>>,
    pub asked: Rc<RefCell<Vec<String>>>,
}

impl Default for Server {
    fn default() -> Self {
        let nothing: Answers = Rc::new(|_, _| None);
        Self { answers: Rc::new(RefCell::new(nothing)), asked: Rc::default() }
    }
}

impl Transport for Server {
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        self.asked.borrow_mut().push(name.to_owned());
        let answers = Rc::clone(&self.answers.borrow());
        answers(name, &bytes)
    }
}

pub struct TestHost {
    pub disk: Disk,
    pub server: Server,
    pub tasks: Tasks,
    pub now: Cell<u64>,
    random: Cell<u64>,
    timers: RefCell<Vec<(u64, Slot<()>)>>,
    pub place: Rc<Cell<bool>>,
    pub has_place: Cell<bool>,
    pub list: RefCell<Pairs<RecordId, Summary>>,
    pub status: Cell<Status>,
    pub arrived: Cell<u32>,
}

impl Host for TestHost {
    type Storage = Disk;
    type Transport = Server;

    fn storage(&self) -> &Disk {
        &self.disk
    }

    fn transport(&self) -> &Server {
        &self.server
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next = self.random.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            self.random.set(next);
            *byte = next.to_be_bytes()[0];
        }
    }

    async fn sleep(&self, millis: u64) {
        let slot = Slot::default();
        self.timers.borrow_mut().push((self.now.get() + millis, slot.clone()));
        slot.await;
    }

    fn spawn(&self, task: Task) {
        self.tasks.spawn(task);
    }

    fn is_online(&self) -> bool {
        true
    }

    fn device_name(&self) -> &'static str {
        "test"
    }

    async fn acquire_write_lock(&self) -> bool {
        if !self.has_place.get() && self.place.get() {
            self.place.set(false);
            self.has_place.set(true);
        }
        self.has_place.get()
    }

    fn release_write_lock(&self) {
        if self.has_place.replace(false) {
            self.place.set(true);
        }
    }

    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        _cost: StretchCost,
    ) -> Result<Stretched, StretchFailed> {
        let mut key = [0_u8; 32];
        for (at, byte) in passphrase.bytes().chain(*salt).enumerate() {
            key[at % 32] = key[at % 32].wrapping_mul(31).wrapping_add(byte);
        }
        Ok(Stretched { key: PassphraseKey::from_bytes(key), took: 1000 })
    }

    async fn estimate(&self, passphrase: &str, own: &[&str]) -> Result<Estimate, EstimateFailed> {
        let is_own = own.iter().any(|word| passphrase.contains(word));
        let tenths = if passphrase.len() < 20 || is_own { 10 } else { 500 };
        Ok(Estimate { tenths, habit: None })
    }

    fn notice(&self, notice: Notice<'_>) {
        match notice {
            Notice::Unlocked { list, .. } => {
                self.list.replace(list);
            }
            Notice::Note(record, note) if note.is_erased() => {
                self.list.borrow_mut().remove(&record)
            }
            Notice::Note(record, note) => {
                self.list.borrow_mut().insert(record, Summary::of(note));
            }
            Notice::Status(status) => self.status.set(status),
            Notice::RemoteChange => self.arrived.set(self.arrived.get() + 1),
            _ => {}
        }
    }
}

/// A page of a device.
pub struct Page(pub Device<TestHost>);

impl Drop for Page {
    fn drop(&mut self) {
        self.0.host().tasks.clear();
    }
}

impl std::ops::Deref for Page {
    type Target = Device<TestHost>;

    fn deref(&self) -> &Device<TestHost> {
        &self.0
    }
}

impl Page {
    pub fn new(disk: &Disk) -> Self {
        Self::with(disk, &Server::default(), &Rc::new(Cell::new(true)), 1)
    }

    pub fn with(disk: &Disk, server: &Server, place: &Rc<Cell<bool>>, seed: u64) -> Self {
        Self(Device::new(TestHost {
            disk: disk.clone(),
            server: server.clone(),
            tasks: Tasks::default(),
            now: Cell::new(1_795_600_000_000),
            random: Cell::new(seed),
            timers: RefCell::default(),
            place: Rc::clone(place),
            has_place: Cell::new(false),
            list: RefCell::default(),
            status: Cell::default(),
            arrived: Cell::new(0),
        }))
    }

    /// Does something that takes a while, and all that follows from it at once.
    pub fn go<T: 'static>(&self, task: impl Future<Output = T> + 'static) -> T {
        let done = Rc::new(RefCell::new(None));
        let here = Rc::clone(&done);
        self.host().tasks.spawn(Box::pin(async move {
            let value = task.await;
            *here.borrow_mut() = Some(value);
        }));
        for _ in 0..100 {
            self.host().tasks.run();
            if let Some(value) = done.take() {
                self.host().tasks.run();
                return value;
            }
            self.advance(100);
        }
        panic!("it waits for ever")
    }

    /// Time passes.
    pub fn advance(&self, millis: u64) {
        let end = self.host().now.get() + millis;
        self.host().tasks.run();
        loop {
            let mut timers = self.host().timers.borrow_mut();
            timers.sort_by_key(|(at, _)| *at);
            if timers.first().is_none_or(|(at, _)| *at > end) {
                break;
            }
            let (at, slot) = timers.remove(0);
            drop(timers);
            self.host().now.set(at.max(self.host().now.get()));
            slot.give(());
            self.host().tasks.run();
        }
        self.host().now.set(end);
    }

    /// Makes a profile and opens it.
    pub fn with_profile(self, label: &str) -> Self {
        let device = self.0.clone();
        let label = label.to_owned();
        self.go(async move {
            let new = device.make_profile(&label, PASSPHRASE).await.unwrap();
            let id = device.save_profile(&new).await.unwrap();
            device.unlock(id, PASSPHRASE, today()).await.unwrap();
        });
        self
    }

    /// Writes a new note.
    pub fn write(&self, text: &str) -> RecordId {
        let record = self.create(today(), &|note, author| {
            note.write_text(author, text);
        });
        self.host().tasks.run();
        record.unwrap()
    }

    pub fn text(&self, record: RecordId) -> Option<String> {
        let device = self.0.clone();
        self.go(async move { device.load(record).await.ok() }).map(|note| note.text())
    }
}
