//! The environment that a schedule shares with its devices: time, randomness, faults, ledger and event queue.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use migraction_device::testing::Slot;

use crate::check::Ledger;
use crate::plan::Plan;
use crate::rng::Rng;

/// The response to a request: status and body, or `None`.
pub type Reply = Option<(u16, Vec<u8>)>;

/// A scheduled event.
pub enum SimEvent {
    /// Completes a future of a device.
    Give { at: usize, give: Box<dyn FnOnce()> },
    /// Delivers a request to the server, whether the device that sent it still runs or not.
    Deliver { at: usize, name: &'static str, bytes: Vec<u8>, run: u64, reply: Slot<Reply> },
    /// A person answers the question of a device.
    Decide { at: usize, start: u64 },
    /// A device starts again.
    Boot { at: usize },
    /// A person unlocks a device.
    Unlock { at: usize },
    /// A random action or fault.
    Act,
}

/// The environment.
pub struct Env {
    pub verbose: bool,
    /// Milliseconds since 1970.
    pub now: Cell<u64>,
    pub rng: Rng,
    pub plan: RefCell<Plan>,
    pub ledger: RefCell<Ledger>,
    pub edits: Cell<u64>,
    /// Number of server starts: requests to an earlier start are lost.
    pub server_run: Cell<u64>,
    queue: RefCell<BTreeMap<(u64, u64), SimEvent>>,
    last_id: Cell<u64>,
}

impl Env {
    pub fn new(verbose: bool, now: u64, rng: Rng, plan: Plan) -> Self {
        Self {
            verbose,
            now: Cell::new(now),
            rng,
            plan: RefCell::new(plan),
            ledger: RefCell::default(),
            edits: Cell::new(0),
            server_run: Cell::new(0),
            queue: RefCell::default(),
            last_id: Cell::new(0),
        }
    }

    /// Whether a fault of this rate happens now.
    pub fn fails(&self, rate: impl FnOnce(&Plan) -> u64) -> bool {
        let rate = rate(&self.plan.borrow());
        self.rng.happens(rate)
    }

    pub fn schedule(&self, millis: u64, event: SimEvent) {
        let name = self.last_id.get() + 1;
        self.last_id.set(name);
        self.queue.borrow_mut().insert((self.now.get() + millis, name), event);
    }

    /// Sets the slot of a device after a delay.
    pub fn give<T: 'static>(&self, millis: u64, at: usize, slot: &Slot<T>, value: T) {
        let slot = slot.clone();
        self.schedule(millis, SimEvent::Give { at, give: Box::new(move || slot.give(value)) });
    }

    /// Sleeps in simulated time.
    pub async fn wait(&self, millis: u64, at: usize) {
        let slot = Slot::default();
        self.give(millis, at, &slot, ());
        slot.await;
    }

    /// Removes the next event up to a time, and advances the clock to it.
    pub fn next_until(&self, end: u64) -> Option<SimEvent> {
        let mut queue = self.queue.borrow_mut();
        let entry = queue.first_entry().filter(|entry| entry.key().0 <= end)?;
        self.now.set(self.now.get().max(entry.key().0));
        Some(entry.remove())
    }

    /// Drops all scheduled events.
    pub fn end(&self) {
        let dropped = self.queue.take();
        drop(dropped);
    }

    /// Prints what happens, if verbose.
    pub fn log(&self, what: impl FnOnce() -> String) {
        if self.verbose {
            println!("{:>8} {}", self.now.get(), what());
        }
    }
}
