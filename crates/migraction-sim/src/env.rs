//! What a schedule and its devices share: time, chance, faults, what was written, and what will happen.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use migraction_device::testing::Slot;

use crate::chance::Chance;
use crate::check::Ledger;
use crate::plan::Plan;

/// What comes back of a request: status and bytes, or nothing.
pub type Reply = Option<(u16, Vec<u8>)>;

/// Something that will happen.
pub enum Happening {
    /// A device is given what it waits for.
    Give { at: usize, give: Box<dyn FnOnce()> },
    /// A request reaches the server, whether the device that sent it still runs or not.
    Arrive { at: usize, name: &'static str, bytes: Vec<u8>, run: u64, reply: Slot<Reply> },
    /// Somebody answers what a device asks.
    Decide { at: usize, start: u64 },
    /// A device starts again.
    Boot { at: usize },
    /// Somebody unlocks.
    Unlock { at: usize },
    /// Somebody does something, or something breaks.
    Act,
}

/// Time, chance, faults.
pub struct Env {
    pub aloud: bool,
    /// Milliseconds since 1970.
    pub now: Cell<u64>,
    pub chance: Chance,
    pub plan: RefCell<Plan>,
    pub ledger: RefCell<Ledger>,
    pub edits: Cell<u64>,
    /// Counts the starts of the server: requests for an earlier one are lost.
    pub server_run: Cell<u64>,
    queue: RefCell<BTreeMap<(u64, u64), Happening>>,
    names: Cell<u64>,
}

impl Env {
    pub fn new(aloud: bool, now: u64, chance: Chance, plan: Plan) -> Self {
        Self {
            aloud,
            now: Cell::new(now),
            chance,
            plan: RefCell::new(plan),
            ledger: RefCell::default(),
            edits: Cell::new(0),
            server_run: Cell::new(0),
            queue: RefCell::default(),
            names: Cell::new(0),
        }
    }

    /// A rate of the present faults happens.
    pub fn fails(&self, rate: impl FnOnce(&Plan) -> u64) -> bool {
        let rate = rate(&self.plan.borrow());
        self.chance.happens(rate)
    }

    pub fn later(&self, millis: u64, happening: Happening) {
        let name = self.names.get() + 1;
        self.names.set(name);
        self.queue.borrow_mut().insert((self.now.get() + millis, name), happening);
    }

    /// Gives a device a value after a time.
    pub fn give<T: 'static>(&self, millis: u64, at: usize, slot: &Slot<T>, value: T) {
        let slot = slot.clone();
        self.later(millis, Happening::Give { at, give: Box::new(move || slot.give(value)) });
    }

    /// Comes back after a time of the schedule.
    pub async fn wait(&self, millis: u64, at: usize) {
        let slot = Slot::default();
        self.give(millis, at, &slot, ());
        slot.await;
    }

    /// The next thing up to a time; the clock then stands there.
    pub fn next_until(&self, end: u64) -> Option<Happening> {
        let mut queue = self.queue.borrow_mut();
        let entry = queue.first_entry().filter(|entry| entry.key().0 <= end)?;
        self.now.set(self.now.get().max(entry.key().0));
        Some(entry.remove())
    }

    /// Forgets all that would happen: the schedule is over.
    pub fn end(&self) {
        let dropped = self.queue.take();
        drop(dropped);
    }

    /// Writes down what happens, where somebody listens.
    pub fn say(&self, what: impl FnOnce() -> String) {
        if self.aloud {
            println!("{:>8} {}", self.now.get(), what());
        }
    }
}
