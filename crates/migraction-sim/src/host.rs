//! The simulated host of a device: an in-memory storage that is slow and fails, a transport that loses, duplicates and
//! replaces messages, a clock that is wrong. No client logic is here.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use migraction_device::storage::memory::Memory;
use migraction_device::testing::{Slot, Tasks};
use migraction_device::{
    EstimateFailed, Host, Notice, Storage, StorageError, Store, StretchFailed, Stretched, Task,
    Write,
};
use migraction_notes::Summary;
use migraction_sync::client::Transport;
use migraction_vault::{Estimate, PassphraseKey, RecordId, StretchCost};

use crate::env::{Env, SimEvent};

/// The passphrase of everybody, stretched.
pub const STRETCHED: [u8; 32] = [4; 32];
/// Time after which a browser gives up on a request, in milliseconds: longer than the timeout of the engine.
const FETCH_TIMEOUT_MS: u64 = 180_000;

/// The host of a device. New at each start, except for disk and clock.
pub struct SimHost {
    pub env: Rc<Env>,
    pub at: usize,
    pub tasks: Tasks,
    pub disk: Disk,
    pub link: Link,
    /// How wrong the clock is, in milliseconds.
    pub clock: Rc<Cell<i64>>,
    pub is_online: Cell<bool>,
    /// What the person sees in the list.
    pub list: RefCell<BTreeMap<RecordId, Summary>>,
}

/// A persistent disk; latency and failures are random.
#[derive(Clone)]
pub struct Disk {
    pub env: Rc<Env>,
    pub at: usize,
    pub memory: Rc<Memory>,
}

impl Storage for Disk {
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError> {
        let fails = self.env.fails(|plan| plan.failed_stores);
        // On the disk from now on, though nobody is told yet: whoever crashes in between finds it.
        if !fails && is_wanted() {
            self.env.ledger.borrow_mut().durable(writes);
            self.memory.apply(writes);
        }
        self.env.wait(self.env.rng.between(1, 20), self.at).await;
        if !fails {
            return Ok(());
        }
        Err(if self.env.rng.happens(500) { StorageError::Full } else { StorageError::Failed })
    }

    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.read(|memory| memory.get(store, key)).await
    }

    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        self.read(|memory| memory.all(store, prefix)).await
    }
}

impl Disk {
    /// Reads the state at the time of the call.
    async fn read<T>(&self, look: impl FnOnce(&Memory) -> T) -> Result<T, StorageError> {
        let fails = self.env.fails(|plan| plan.failed_stores / 4);
        let found = look(&self.memory);
        self.env.wait(self.env.rng.between(1, 5), self.at).await;
        if fails { Err(StorageError::Failed) } else { Ok(found) }
    }
}

/// The transport.
pub struct Link {
    pub env: Rc<Env>,
    pub at: usize,
}

impl Transport for Link {
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        let (env, at, reply) = (&self.env, self.at, Slot::default());
        env.log(|| format!("device {at} asks {name}"));
        env.give(FETCH_TIMEOUT_MS, at, &reply, None);
        if env.fails(|plan| plan.dropped_requests) {
            // Sometimes a device is told so, sometimes it hears nothing for long.
            if env.rng.happens(500) {
                env.give(5, at, &reply, None);
            }
            return reply.await;
        }
        let copies = if env.fails(|plan| plan.duplicated_requests) { 2 } else { 1 };
        for _ in 0..copies {
            let after = env.rng.between(1, env.plan.borrow().slowest);
            let (bytes, run, reply) = (bytes.clone(), env.server_run.get(), reply.clone());
            env.schedule(after, SimEvent::Deliver { at, name, bytes, run, reply });
        }
        reply.await
    }
}

impl Host for SimHost {
    type Storage = Disk;
    type Transport = Link;

    fn storage(&self) -> &Disk {
        &self.disk
    }

    fn transport(&self) -> &Link {
        &self.link
    }

    fn now(&self) -> u64 {
        self.env.now.get().saturating_add_signed(self.clock.get())
    }

    fn random(&self, bytes: &mut [u8]) {
        self.env.rng.fill(bytes);
    }

    async fn sleep(&self, millis: u64) {
        self.env.wait(millis, self.at).await;
    }

    fn spawn(&self, task: Task) {
        self.tasks.spawn(task);
    }

    fn is_online(&self) -> bool {
        self.is_online.get()
    }

    fn device_name(&self) -> &'static str {
        "sim"
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
        // As slow as it may be: nothing is stretched anew.
        Ok(Stretched { key: PassphraseKey::from_bytes(STRETCHED), took: 1000 })
    }

    async fn estimate(&self, _passphrase: &str, _own: &[&str]) -> Result<Estimate, EstimateFailed> {
        Ok(Estimate { tenths: 1000, habit: None })
    }

    fn notice(&self, notice: Notice<'_>) {
        match notice {
            Notice::Unlocked { list, .. } => {
                *self.list.borrow_mut() =
                    list.iter().map(|(record, summary)| (*record, summary.clone())).collect();
            }
            Notice::Note(record, note) if note.is_erased() => {
                self.list.borrow_mut().remove(&record);
            }
            Notice::Note(record, note) => {
                self.list.borrow_mut().insert(record, Summary::of(note));
            }
            Notice::Status(status) => {
                self.env.log(|| format!("device {}: {status:?}", self.at));
            }
            Notice::ProfileSaved
            | Notice::DraftsChanged
            | Notice::RemoteChange
            | Notice::Enrolled => {}
        }
    }

    /// Sometimes a person types between a merge and its report to the engine.
    async fn interleave(&self) {
        if self.env.rng.happens(200) {
            self.env.wait(self.env.rng.between(1, 30_000), self.at).await;
        }
    }
}
