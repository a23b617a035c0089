//! Time, chance, people, the server and the way to it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use migraction_server::storage::{InvitationRow, Memory, Storage};
use migraction_server::sync::{Limits, Service};
use migraction_sync::engine::{CallId, Decision, Event, Question, Reason};
use migraction_sync::messages::{Message, register};
use migraction_sync::{
    Code, Epoch, OperationId, RecordId, Refusal, ServerId, Stamp, Token, VaultId, wire,
};
use migraction_vault::VaultKey;

use crate::chance::Chance;
use crate::check::Ledger;
use crate::device::Device;
use crate::host::{MergeJob, Outcome};
use crate::link::{self, Asked};
use crate::plan::Plan;

/// How long people work and things go wrong, in milliseconds.
const TROUBLED: u64 = 15 * 60_000;
/// How often everybody looks afterwards before it counts as never.
const ROUNDS: u64 = 60;
/// November 2026.
const BEGIN: u64 = 1_795_600_000_000;

/// A schedule after which something was not as it must be.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The number that makes it again.
    pub seed: u64,
    /// What was wrong.
    pub what: String,
}

/// What happened in a schedule that ended well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Requests that reached the server.
    pub requests: u64,
    /// Crashes of devices.
    pub crashes: u64,
    /// Edits that were saved.
    pub edits: u64,
    /// Questions that people were asked.
    pub questions: u64,
}

/// Something that will happen.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    Tell { at: usize, start: u64, event: Event },
    Merge { at: usize, start: u64, job: MergeJob },
    Hand { at: usize, start: u64, outcome: Box<Outcome> },
    Arrive { at: usize, start: u64, call: CallId, asked: Asked, bytes: Vec<u8>, run: u64 },
    Decide { at: usize, start: u64 },
    Boot { at: usize },
    Unlock { at: usize },
    Act,
}

/// Everything.
pub(crate) struct World {
    pub aloud: bool,
    pub chance: Chance,
    pub plan: Plan,
    pub now: u64,
    pub devices: Vec<Device>,
    pub ledger: Ledger,
    pub writers: u64,
    pub service: Service<Memory>,
    pub vault: VaultId,
    pub summary: Summary,
    time: Arc<AtomicU64>,
    queue: BTreeMap<(u64, u64), Happening>,
    names: u64,
    backups: Vec<migraction_server::storage::Tables>,
    /// Counts the starts of the server: requests for an earlier one are lost.
    server_run: u64,
}

/// Plays a schedule.
///
/// # Errors
/// A [`Failure`].
pub fn run(seed: u64) -> Result<Summary, Failure> {
    play(seed, false)
}

/// Plays a schedule and writes down all that happens.
///
/// # Errors
/// A [`Failure`].
pub fn run_aloud(seed: u64) -> Result<Summary, Failure> {
    play(seed, true)
}

fn play(seed: u64, aloud: bool) -> Result<Summary, Failure> {
    let mut world = World::new(seed, aloud);
    world.trouble();
    world.settle().map_err(|what| Failure { seed, what })?;
    Ok(world.summary)
}

impl World {
    fn new(seed: u64, aloud: bool) -> Self {
        let mut chance = Chance::new(seed);
        let plan = Plan::of(&mut chance);
        let time = Arc::new(AtomicU64::new(BEGIN / 1000));
        let clock = Arc::clone(&time);
        let stamp = Stamp { server: ServerId(chance.bytes()), epoch: Epoch(chance.bytes()) };
        let clock = Box::new(move || clock.load(Ordering::Relaxed));
        let service = Service::new(Memory::new(stamp), clock, Limits::none(), |_| {});
        let vault = VaultId(chance.bytes());
        let key_seed = chance.next();
        let devices = (0..plan.devices).map(|_| {
            let key = VaultKey::make(&mut |bytes| Chance::new(key_seed).fill(bytes));
            Device::new(Token(chance.bytes()), key, vault)
        });
        let devices = devices.collect();
        if aloud {
            println!("{plan:#?}");
        }
        Self {
            aloud,
            chance,
            plan,
            now: BEGIN,
            devices,
            ledger: Ledger::default(),
            writers: 0,
            service,
            vault,
            summary: Summary::default(),
            time,
            queue: BTreeMap::new(),
            names: 0,
            backups: Vec::new(),
            server_run: 0,
        }
    }

    pub(crate) fn later(&mut self, millis: u64, happening: Happening) {
        self.names += 1;
        self.queue.insert((self.now + millis, self.names), happening);
    }

    /// The time in which people work and everything goes wrong.
    fn trouble(&mut self) {
        for at in 0..self.devices.len() {
            self.enrol(at);
            self.tell(at, Event::Online(true));
            self.unlock(at);
        }
        for _ in 0..self.plan.acts {
            let after = self.chance.below(self.plan.span);
            self.later(after, Happening::Act);
        }
        self.run_until(BEGIN + TROUBLED);
    }

    /// The faults end. Everybody looks for news until nothing changes any more.
    fn settle(&mut self) -> Result<(), String> {
        self.plan = self.plan.calm();
        self.ledger.calm();
        self.set_quota(u64::MAX >> 1);
        for at in 0..self.devices.len() {
            self.devices[at].clock = 0;
        }
        let mut found = Err("no round was played".to_owned());
        for _ in 0..ROUNDS {
            for at in 0..self.devices.len() {
                if !self.devices[at].is_up {
                    self.devices[at].boot();
                }
                self.unlock(at);
                self.tell(at, Event::Online(true));
                self.ask_people(at);
            }
            self.run_until(self.now + 20_000);
            found = self.check();
            if found.is_ok() {
                return Ok(());
            }
        }
        found
    }

    fn run_until(&mut self, end: u64) {
        while let Some(entry) = self.queue.first_entry() {
            let at = entry.key().0;
            if at > end {
                break;
            }
            let happening = entry.remove();
            self.now = self.now.max(at);
            self.time.store(self.now / 1000, Ordering::Relaxed);
            self.happen(happening);
        }
        self.now = end;
    }

    fn happen(&mut self, happening: Happening) {
        let lives = |world: &Self, at: usize, start: u64| world.devices[at].start == start;
        match happening {
            Happening::Tell { at, start, event } if lives(self, at, start) => self.tell(at, event),
            Happening::Merge { at, start, job } if lives(self, at, start) => self.merge(at, job),
            Happening::Hand { at, start, outcome } if lives(self, at, start) => {
                self.hand_over(at, *outcome);
            }
            Happening::Arrive { at, start, call, asked, bytes, run } => {
                self.arrive(at, start, call, asked, &bytes, run);
            }
            Happening::Decide { at, start } if lives(self, at, start) => self.decide(at),
            Happening::Boot { at } if !self.devices[at].is_up => {
                self.devices[at].boot();
                self.tell(at, Event::Online(true));
                let after = self.chance.between(10, 60_000);
                self.later(after, Happening::Unlock { at });
            }
            Happening::Unlock { at } => self.unlock(at),
            Happening::Act => self.act(),
            _ => {}
        }
    }

    /// A request leaves a device.
    pub(crate) fn depart(&mut self, at: usize, call: CallId, asked: Asked, bytes: Vec<u8>) {
        let start = self.devices[at].start;
        if self.chance.happens(self.plan.drops) {
            // Sometimes a device is told so, sometimes it hears nothing.
            if self.chance.happens(500) {
                let event =
                    Event::Answered { call, answer: Err(migraction_sync::CallError::Unreachable) };
                self.later(5, Happening::Tell { at, start, event });
            }
            return;
        }
        let copies = if self.chance.happens(self.plan.doubles) { 2 } else { 1 };
        for _ in 0..copies {
            let after = self.chance.between(1, self.plan.slowest);
            let (bytes, run) = (bytes.clone(), self.server_run);
            self.later(after, Happening::Arrive { at, start, call, asked, bytes, run });
        }
    }

    /// A request reaches the server, whether the device that sent it still runs or not.
    fn arrive(
        &mut self,
        at: usize,
        start: u64,
        call: CallId,
        asked: Asked,
        bytes: &[u8],
        run: u64,
    ) {
        if run != self.server_run {
            return;
        }
        self.summary.requests += 1;
        let Some(reply) = self.service.answer(asked.name(), bytes) else { return };
        if self.chance.happens(self.plan.lost_answers) {
            return;
        }
        let (mut status, mut bytes) = (reply.status, reply.bytes);
        if self.chance.happens(self.plan.nonsense) {
            match self.chance.below(3) {
                0 => {
                    let half = self.chance.below(bytes.len() as u64);
                    bytes.truncate(usize::try_from(half).unwrap_or(0));
                }
                1 => (status, bytes) = (502, b"<html>Bad Gateway</html>".to_vec()),
                _ => (status, bytes) = (200, b"<html>Sign in to this network</html>".to_vec()),
            }
        }
        let event = Event::Answered { call, answer: link::read(asked, status, &bytes) };
        let after = self.chance.between(1, self.plan.slowest);
        self.later(after, Happening::Tell { at, start, event });
    }

    /// Enrols a device with a new invitation, over an undisturbed link.
    fn enrol(&mut self, at: usize) {
        let code = Code(self.chance.bytes());
        let quota = if self.plan.small_quota { 6 * 1024 } else { u64::MAX >> 1 };
        let row = InvitationRow { expires: u64::MAX >> 1, quota, used: None, reopens: false };
        let _ = self.service.storage().write(|rows| Ok(rows.put_invitation(code.hash(), row)?));
        let ask = register::Ask {
            code: code.0,
            vault: self.vault,
            device: self.devices[at].token.hash(),
        };
        let Some(reply) = self.service.answer(register::Ask::NAME, &wire::write(&ask)) else {
            return;
        };
        if let Ok(Ok(answer)) = wire::read::<Result<register::Answer, Refusal>>(&reply.bytes) {
            let seed = self.chance.bytes();
            self.tell(at, Event::Enrolled { stamp: answer.stamp, seed });
        }
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

    /// Somebody sees what the device asks, and answers after a while.
    pub(crate) fn ask_people(&mut self, at: usize) {
        let status = self.devices[at].engine.status();
        let asks = status.question.is_some() || must_enrol(status.reason);
        if asks && !self.devices[at].is_asked {
            self.devices[at].is_asked = true;
            self.summary.questions += 1;
            let after = self.chance.between(100, 5_000);
            let start = self.devices[at].start;
            self.later(after, Happening::Decide { at, start });
        }
    }

    fn decide(&mut self, at: usize) {
        self.devices[at].is_asked = false;
        let status = self.devices[at].engine.status();
        let seed = self.chance.bytes();
        let decision = match status.question {
            Some(Question::OtherServer) => return self.enrol(at),
            Some(Question::Restored | Question::ServerLost { .. }) => Decision::SendAll,
            Some(Question::ManyDeleted { .. }) if self.chance.happens(700) => Decision::Delete,
            Some(Question::ManyDeleted { .. }) => Decision::Keep,
            None if must_enrol(status.reason) => return self.enrol(at),
            None => return,
        };
        self.tell(at, Event::Decided { decision, seed });
    }

    /// Somebody does something, or something breaks.
    fn act(&mut self) {
        let at = usize::try_from(self.chance.below(self.devices.len() as u64)).unwrap_or(0);
        match self.chance.below(100) {
            0..60 => self.write_note(at),
            60..64 if self.plan.erasing => self.erase_note(at),
            64..70 if self.plan.restless => {
                self.write_note(at);
                self.lock(at);
            }
            70..74 if self.plan.restless => self.tell(at, Event::Online(false)),
            74..80 => self.tell(at, Event::Online(true)),
            80 => self.tell(at, Event::Poke),
            81 => self.leave(at),
            82..85 if self.plan.wild_clocks => {
                let years = 10 * 365 * 86_400_000;
                let off = i64::try_from(self.chance.below(2 * years)).unwrap_or(0);
                self.devices[at].clock = off - i64::try_from(years).unwrap_or(0);
            }
            85 if self.plan.lost_devices => self.lose_device(at),
            86..88 => self.backups.push(self.service.storage().backup()),
            88..90 if self.plan.restarts => self.server_run += 1,
            90..92 if self.plan.restores => self.restore(true),
            92..94 if self.plan.goes_back => self.restore(false),
            94..96 if self.plan.loses => self.lose_record(),
            96..97 if self.plan.emptied => {
                let stamp = Stamp {
                    server: ServerId(self.chance.bytes()),
                    epoch: Epoch(self.chance.bytes()),
                };
                self.service.storage().restore(Memory::new(stamp).backup());
                self.backups.clear();
            }
            97..99 if self.plan.damage => self.damage(at),
            // As if everybody had slept for longer than the server remembers sendings.
            99 => {
                let storage = self.service.storage();
                let _ = storage.write(|rows| Ok(rows.forget_operations(u32::MAX)?));
            }
            _ => self.unlock(at),
        }
    }

    fn restore(&mut self, is_known: bool) {
        let which = self.chance.below(self.backups.len() as u64);
        let Some(mut tables) = self.backups.get(usize::try_from(which).unwrap_or(0)).cloned()
        else {
            return;
        };
        if is_known {
            tables.stamp.epoch = Epoch(self.chance.bytes());
        } else {
            // The file goes back; which life it was in goes back with it.
            tables.stamp.epoch = self.service.storage().backup().stamp.epoch;
        }
        if self.aloud {
            println!("{:>8} the server goes back (known: {is_known})", self.now);
        }
        self.service.storage().restore(tables);
    }

    /// A phone falls into the sea. Two at least are left to compare.
    fn lose_device(&mut self, at: usize) {
        let left = self.devices.iter().filter(|device| !device.is_lost).count();
        if left <= 2 || self.devices[at].is_lost {
            return;
        }
        if self.aloud {
            println!("{:>8} device {at} is lost", self.now);
        }
        self.ledger.crashed(at);
        self.devices[at].crash();
        self.devices[at].is_lost = true;
        let devices = &self.devices;
        self.ledger.forget_unless(self.plan.server_keeps(), |record, word| {
            devices.iter().any(|device| !device.is_lost && device.holds(record, word))
        });
    }

    fn lose_record(&mut self) {
        let records = self.ledger.records();
        let which = self.chance.below(records.len() as u64);
        if let Some(record) = records.get(usize::try_from(which).unwrap_or(0)) {
            self.service.storage().lose(self.vault, *record);
        }
    }

    /// The disk damages a record that the server holds too; it shows at the next start.
    fn damage(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let whole = device.disk.metas().into_iter().find(|(_, meta)| {
            meta.waiting.is_none()
                && meta.incoming.is_none()
                && meta.local.is_some_and(|local| meta.base == Some(local.mark))
        });
        if let Some((record, _)) = whole
            && let Some(Some(own)) = device.disk.rows.get_mut(&record).map(|row| row.own.as_mut())
        {
            own.truncate(own.len() / 2);
            self.crash(at);
        }
    }

    fn write_note(&mut self, at: usize) {
        if !self.devices[at].is_up || !self.devices[at].is_open {
            return;
        }
        let known: Vec<RecordId> = self.devices[at].notes.keys().copied().collect();
        let record = if known.is_empty() || (known.len() < 6 && self.chance.happens(250)) {
            RecordId(self.chance.bytes())
        } else {
            known[usize::try_from(self.chance.below(known.len() as u64)).unwrap_or(0)]
        };
        let mut note = self.devices[at].notes.get(&record).cloned().unwrap_or_default();
        if note.is_erased() {
            return;
        }
        let word = format!("w{} ", self.chance.below(1 << 48));
        crate::check::write(&mut note, &self.devices[at].author, &word, &mut self.chance);
        self.edit(at, record, note, Some(word));
    }

    fn erase_note(&mut self, at: usize) {
        let known = &self.devices[at].notes;
        let alive: Vec<_> = known.iter().filter(|(_, note)| !note.is_erased()).collect();
        let which = usize::try_from(self.chance.below(alive.len() as u64)).unwrap_or(0);
        let Some((record, note)) = alive.get(which) else { return };
        let (record, mut note) = (**record, (*note).clone());
        note.erase(&self.devices[at].author);
        self.ledger.erased(record);
        self.edit(at, record, note, None);
    }

    fn edit(
        &mut self,
        at: usize,
        record: RecordId,
        note: migraction_notes::Note,
        word: Option<String>,
    ) {
        let (version, sealed) = self.devices[at].seal(record, &note, &mut self.chance);
        let operation = OperationId(self.chance.bytes());
        self.ledger.written(at, operation, record, word);
        let gone = note.is_erased();
        self.devices[at].notes.insert(record, note);
        self.summary.edits += 1;
        self.tell(at, Event::Edited { record, version, sealed, operation, gone });
    }
}

/// The device was never enrolled, crashed before it knew, or its server forgot it.
fn must_enrol(reason: Option<Reason>) -> bool {
    matches!(reason, Some(Reason::NotEnrolled | Reason::UnknownDevice))
}
