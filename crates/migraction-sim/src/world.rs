//! The world of a schedule: people, devices, server and network.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use migraction_device::NewProfile;
use migraction_device::testing::Slot;
use migraction_server::storage::{Memory, Storage, Tables};
use migraction_server::sync::{Limits, Service};
use migraction_sync::engine::{Decision, Event, Question, Reason};
use migraction_sync::{Epoch, ServerId, ServerIdentity, VaultId};
use migraction_vault::profile::StretchParams;
use migraction_vault::{Keyring, PassphraseKey, ProfileId, ProfileKey, StretchCost};

use crate::device::Device;
use crate::env::{Env, Reply, SimEvent};
use crate::host::STRETCHED;
use crate::plan::Plan;
use crate::rng::Rng;

/// How long people work and things go wrong, in milliseconds.
const FAULT_PHASE_MS: u64 = 15 * 60_000;
/// How long it takes until every device has its profile and is enrolled, before anything goes wrong.
const SETUP_MS: u64 = 15_000;
/// How often everybody looks afterwards before it counts as never.
const ROUNDS: u64 = 60;
/// November 2026.
const BEGIN: u64 = 1_795_600_000_000;

/// A schedule that violated an invariant.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its seed.
    pub seed: u64,
    /// The violated invariant.
    pub what: String,
}

/// Counters of a schedule that succeeded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Requests that reached the server.
    pub requests: u64,
    /// Crashes of devices.
    pub crashes: u64,
    /// Edits that were sealed.
    pub edits: u64,
    /// Questions that people were asked.
    pub questions: u64,
}

/// Everything.
pub(crate) struct World {
    pub env: Rc<Env>,
    pub devices: Vec<Device>,
    pub service: Service<Memory>,
    pub vault: VaultId,
    pub summary: Summary,
    time: Arc<AtomicU64>,
    backups: Vec<Tables>,
}

impl Drop for World {
    fn drop(&mut self) {
        // What would happen holds devices, which hold the schedule.
        self.env.end();
    }
}

/// Runs the schedule of a seed.
///
/// # Errors
/// [`Failure`] if an invariant does not hold at the end.
pub fn run(seed: u64) -> Result<Summary, Failure> {
    play(seed, false)
}

/// Runs the schedule of a seed and prints every event.
///
/// # Errors
/// [`Failure`] if an invariant does not hold at the end.
pub fn run_verbose(seed: u64) -> Result<Summary, Failure> {
    play(seed, true)
}

fn play(seed: u64, verbose: bool) -> Result<Summary, Failure> {
    let rng = Rng::new(seed);
    let plan = Plan::of(&rng);
    if verbose {
        println!("{plan:#?}");
    }
    let mut world = World::new(Env::new(verbose, BEGIN, rng, plan.without_faults()));
    world.prepare(&plan).map_err(|what| Failure { seed, what })?;
    world.run_with_faults(plan);
    world.settle().map_err(|what| Failure { seed, what })?;
    world.summary.edits = world.env.edits.get();
    Ok(world.summary)
}

impl World {
    fn new(env: Env) -> Self {
        let time = Arc::new(AtomicU64::new(BEGIN / 1000));
        let clock = Arc::clone(&time);
        let rng = &env.rng;
        let identity = ServerIdentity { server: ServerId(rng.bytes()), epoch: Epoch(rng.bytes()) };
        let clock = Box::new(move || clock.load(Ordering::Relaxed));
        let service = Service::new(Memory::new(identity), clock, Limits::none(), |_| {});
        Self {
            env: Rc::new(env),
            devices: Vec::new(),
            service,
            vault: VaultId([0; 16]),
            summary: Summary::default(),
            time,
            backups: Vec::new(),
        }
    }

    /// One person's profile is on each device, opened and enrolled. Nothing goes wrong yet.
    fn prepare(&mut self, plan: &Plan) -> Result<(), String> {
        self.env.plan.borrow_mut().small_quota = plan.small_quota;
        let rng = self.env.rng.clone();
        let random = &mut |bytes: &mut [u8]| rng.fill(bytes);
        let (id, key) = (ProfileId::make(random), ProfileKey::make(random));
        let keyring = Keyring::make(random);
        self.vault = VaultId(keyring.vaults[0].id.0);
        for at in 0..plan.devices {
            let device = Device::new(&self.env, at, id, &keyring);
            let params = StretchParams::make(StretchCost::FLOOR, random);
            let passphrase = PassphraseKey::from_bytes(STRETCHED);
            let name = format!("device {at}");
            let new = (&key, &keyring);
            let profile = NewProfile::seal(&name, new, (params, &passphrase), id, random);
            let profile = profile.map_err(|error| error.to_string())?;
            let shipped = device.shipped.clone();
            device.act(async move {
                let _ = shipped.save_profile(&profile).await;
            });
            self.devices.push(device);
            self.run(at);
            self.env.schedule(100, SimEvent::Unlock { at });
        }
        self.run_until(BEGIN + SETUP_MS);
        let is_ready = |device: &Device| {
            device.shipped.is_unlocked()
                && device.shipped.link().is_some_and(|link| link.identity.is_some())
        };
        if self.devices.iter().all(is_ready) { Ok(()) } else { Err("it does not begin".into()) }
    }

    /// The time in which people work and everything goes wrong.
    fn run_with_faults(&mut self, plan: Plan) {
        for _ in 0..plan.acts {
            let after = self.env.rng.below(plan.span);
            self.env.schedule(after, SimEvent::Act);
        }
        self.env.plan.replace(plan);
        self.run_until(BEGIN + SETUP_MS + FAULT_PHASE_MS);
    }

    /// The faults end. Everybody looks for news until nothing changes any more.
    fn settle(&mut self) -> Result<(), String> {
        let without_faults = self.env.plan.borrow().without_faults();
        self.env.plan.replace(without_faults);
        for device in &self.devices {
            if device.is_up {
                // What stands in a field is no promise; from here on nothing typed may be lost.
                device.shipped.flush_all();
            }
        }
        self.env.ledger.borrow_mut().without_faults();
        self.set_quota(u64::MAX >> 1);
        let mut found = Err("no round was played".to_owned());
        for _ in 0..ROUNDS {
            for at in 0..self.devices.len() {
                let device = &mut self.devices[at];
                device.clock.set(0);
                if !device.is_up {
                    device.boot();
                }
                device.shipped.host().is_online.set(true);
                device.unlock();
                self.handle(at, Event::Online(true));
                self.ask_people(at);
            }
            self.run_until(self.env.now.get() + 20_000);
            found = self.check();
            if found.is_ok() {
                return Ok(());
            }
        }
        found
    }

    fn run_until(&mut self, end: u64) {
        while let Some(event) = self.env.next_until(end) {
            self.time.store(self.env.now.get() / 1000, Ordering::Relaxed);
            self.handle_event(event);
        }
        self.env.now.set(end);
    }

    fn handle_event(&mut self, event: SimEvent) {
        match event {
            SimEvent::Give { at, give } => {
                give();
                self.run(at);
            }
            SimEvent::Deliver { at, name, bytes, run, reply } => {
                self.deliver_request(at, name, &bytes, run, &reply);
            }
            SimEvent::Decide { at, start } if self.devices[at].start == start => self.decide(at),
            SimEvent::Boot { at } if !self.devices[at].is_up => {
                self.devices[at].boot();
                let after = self.env.rng.between(10, 60_000);
                self.env.schedule(after, SimEvent::Unlock { at });
            }
            SimEvent::Unlock { at } => {
                self.devices[at].unlock();
                self.run(at);
            }
            SimEvent::Act => self.act(),
            _ => {}
        }
    }

    /// Tells a device what happened.
    pub(crate) fn handle(&mut self, at: usize, event: Event) {
        if self.devices[at].is_up {
            self.env.log(|| format!("device {at}: {event:?}"));
            self.devices[at].shipped.handle(event);
            self.run(at);
        }
    }

    /// Lets a device do all that it can, unless it crashes before something new.
    pub(crate) fn run(&mut self, at: usize) {
        let tasks = self.devices[at].tasks();
        while let Some(ready) = tasks.next() {
            if ready.is_new && self.env.fails(|plan| plan.crashes) {
                self.crash(at);
                return;
            }
            tasks.poll(ready);
        }
        self.ask_people(at);
    }

    pub(crate) fn crash(&mut self, at: usize) {
        self.env.log(|| format!("device {at} crashes"));
        self.summary.crashes += 1;
        self.env.ledger.borrow_mut().crashed(at);
        self.devices[at].crash();
        let after = self.env.rng.between(10, 60_000);
        self.env.schedule(after, SimEvent::Boot { at });
    }

    /// A request reaches the server, whether the device that sent it still runs or not.
    fn deliver_request(
        &mut self,
        at: usize,
        name: &str,
        bytes: &[u8],
        run: u64,
        slot: &Slot<Reply>,
    ) {
        if run != self.env.server_run.get() {
            return;
        }
        self.summary.requests += 1;
        let Some(reply) = self.service.respond(name, bytes) else { return };
        if self.env.fails(|plan| plan.lost_responses) {
            return;
        }
        let (mut status, mut bytes) = (reply.status, reply.bytes);
        let rng = &self.env.rng;
        if self.env.fails(|plan| plan.malformed_responses) {
            match rng.below(3) {
                0 => {
                    let half = rng.below(bytes.len() as u64);
                    bytes.truncate(usize::try_from(half).unwrap_or(0));
                }
                1 => (status, bytes) = (502, b"<html>Bad Gateway</html>".to_vec()),
                _ => (status, bytes) = (200, b"<html>Sign in to this network</html>".to_vec()),
            }
        }
        let after = rng.between(1, self.env.plan.borrow().slowest);
        self.env.give(after, at, slot, Some((status, bytes)));
    }

    pub(crate) fn set_quota(&mut self, quota: u64) {
        let vault = self.vault;
        let _ = self.service.storage().write(|rows| {
            if let Some(row) = rows.vault(vault)? {
                let row = migraction_server::storage::VaultRow { quota, ..row };
                rows.put_vault(vault, row)?;
            }
            Ok(())
        });
    }

    /// Schedules the answer to the open question of a device.
    pub(crate) fn ask_people(&mut self, at: usize) {
        let device = &self.devices[at];
        let Some(status) = device.shipped.status().filter(|_| device.shipped.is_unlocked()) else {
            return;
        };
        let asks = status.question.is_some() || must_enrol(status.reason);
        if asks && !device.is_asked.replace(true) {
            self.summary.questions += 1;
            let after = self.env.rng.between(100, 5_000);
            self.env.schedule(after, SimEvent::Decide { at, start: device.start });
        }
    }

    fn decide(&mut self, at: usize) {
        let device = &self.devices[at];
        device.is_asked.set(false);
        let Some(status) = device.shipped.status() else { return };
        let decision = match status.question {
            Some(Question::OtherServer) => return self.enrol(at),
            Some(Question::Restored | Question::ServerLost { .. }) => Decision::SendAll,
            Some(Question::ManyDeleted { .. }) if self.env.rng.happens(700) => Decision::Delete,
            Some(Question::ManyDeleted { .. }) => Decision::Keep,
            None if must_enrol(status.reason) => return self.enrol(at),
            None => return,
        };
        self.env.log(|| format!("device {at}: {decision:?}"));
        self.devices[at].shipped.decide(decision);
        self.run(at);
    }

    /// Performs a random action or fault.
    fn act(&mut self) {
        let rng = self.env.rng.clone();
        let at = usize::try_from(rng.below(self.devices.len() as u64)).unwrap_or(0);
        let plan = self.env.plan.borrow().clone();
        match rng.below(100) {
            0..60 => self.write_note(at),
            60..64 if plan.erasing => self.erase_note(at),
            64..70 if plan.restless => {
                self.write_note(at);
                self.lock(at);
            }
            70..74 if plan.restless => self.network(at, false),
            74..80 => self.network(at, true),
            80 => {
                // Comes back to the app, or asks for news.
                self.devices[at].shipped.sync_now();
                self.run(at);
            }
            81 => self.leave(at),
            82..85 if plan.wild_clocks => {
                let years = 10 * 365 * 86_400_000;
                let off = i64::try_from(rng.below(2 * years)).unwrap_or(0);
                self.devices[at].clock.set(off - i64::try_from(years).unwrap_or(0));
            }
            85 if plan.lost_devices => self.lose_device(at),
            86..88 => self.backups.push(self.service.storage().backup()),
            88..90 if plan.restarts => self.env.server_run.set(self.env.server_run.get() + 1),
            90..92 if plan.restores => self.restore(true),
            92..94 if plan.silent_rollback => self.restore(false),
            94..96 if plan.loses_records => self.lose_record(),
            96..97 if plan.emptied => {
                let identity =
                    ServerIdentity { server: ServerId(rng.bytes()), epoch: Epoch(rng.bytes()) };
                self.service.storage().restore(Memory::new(identity).backup());
                self.backups.clear();
            }
            97..99 if plan.damage => self.damage(at),
            // As if everybody had slept for longer than the server remembers sendings.
            99 => {
                let storage = self.service.storage();
                let _ = storage.write(|rows| Ok(rows.delete_operations_before(u32::MAX)?));
            }
            _ => {
                self.devices[at].unlock();
                self.run(at);
            }
        }
    }

    fn network(&mut self, at: usize, is_online: bool) {
        self.devices[at].shipped.host().is_online.set(is_online);
        self.handle(at, Event::Online(is_online));
    }

    fn restore(&mut self, is_known: bool) {
        let rng = &self.env.rng;
        let Some(mut tables) = rng.choose(&self.backups).cloned() else { return };
        if is_known {
            tables.identity.epoch = Epoch(rng.bytes());
        } else {
            // The file goes back; which life it was in goes back with it.
            tables.identity.epoch = self.service.storage().backup().identity.epoch;
        }
        self.env.log(|| format!("the server goes back (known: {is_known})"));
        self.service.storage().restore(tables);
    }

    /// A phone falls into the sea. Two at least are left to compare.
    fn lose_device(&mut self, at: usize) {
        let left = self.devices.iter().filter(|device| !device.is_lost).count();
        if left <= 2 || self.devices[at].is_lost {
            return;
        }
        self.env.log(|| format!("device {at} is lost"));
        let mut ledger = self.env.ledger.borrow_mut();
        ledger.crashed(at);
        self.devices[at].crash();
        self.devices[at].is_lost = true;
        let (devices, is_server_lossless) =
            (&self.devices, self.env.plan.borrow().is_server_lossless());
        ledger.forget_unless(is_server_lossless, |record, word| {
            devices.iter().any(|device| !device.is_lost && device.holds(record, word))
        });
    }

    fn lose_record(&mut self) {
        let records = self.env.ledger.borrow().records();
        if let Some(record) = self.env.rng.choose(&records) {
            self.service.storage().lose(self.vault, migraction_sync::RecordId(record.0));
        }
    }

    /// The disk damages a record that the server holds too; it shows at the next start.
    fn damage(&mut self, at: usize) {
        if let Some(record) = self.devices[at].whole().first() {
            self.devices[at].damage(*record);
            self.crash(at);
        }
    }
}

/// The device was never enrolled, crashed before it knew, or its server forgot it.
fn must_enrol(reason: Option<Reason>) -> bool {
    matches!(reason, Some(Reason::NotEnrolled | Reason::UnknownDevice))
}
