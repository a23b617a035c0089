//! What an app does with the effects of its machine; here, as badly as it can happen.

use migraction_notes::{Author, Field, Note, Writer};
use migraction_sync::engine::{Effect, Event, Merged};
use migraction_sync::{OperationId, RecordId, Version};

use crate::link;
use crate::world::{Happening, World};

/// A merge that was asked for, with what the disk held then.
#[derive(Clone, Debug)]
pub struct MergeJob {
    pub record: RecordId,
    pub edit: u64,
    pub keep: bool,
    pub incoming: Option<(Version, Vec<u8>)>,
}

/// What came out of a merge, on its way to the machine.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub record: RecordId,
    pub edit: u64,
    pub merged: Merged,
    pub both: Option<Note>,
}

impl World {
    /// Tells a device what happened, and does what it asks for, unless it crashes first.
    pub(crate) fn tell(&mut self, at: usize, event: Event) {
        if !self.devices[at].is_up {
            return;
        }
        if self.aloud {
            println!("{:>8} device {at}: {event:?}", self.now);
        }
        let moment = self.devices[at].moment(self.now, &mut self.chance);
        let effects = self.devices[at].engine.handle(event, moment);
        for effect in effects {
            if self.chance.happens(self.plan.crashes) {
                self.crash(at);
                return;
            }
            self.perform(at, effect);
        }
        self.ask_people(at);
    }

    fn perform(&mut self, at: usize, effect: Effect) {
        if self.aloud {
            println!("{:>8} device {at}:   -> {effect:?}", self.now);
        }
        let start = self.devices[at].start;
        match effect {
            Effect::Store { batch, changes } => {
                let fails = self.chance.happens(self.plan.failed_stores);
                let told = if fails {
                    Event::StoreFailed { batch, full: self.chance.happens(500) }
                } else {
                    self.ledger.durable(&changes);
                    self.devices[at].disk.apply(changes);
                    Event::Stored(batch)
                };
                let after = self.chance.between(1, 20);
                self.later(after, Happening::Tell { at, start, event: told });
            }
            Effect::Send { call, ask } => {
                let device = &self.devices[at];
                let Some(pass) = device.pass() else { return };
                match link::write(&ask, pass, &device.disk) {
                    Some((asked, bytes)) => self.depart(at, call, asked, bytes),
                    None => {
                        let answer = Ok(migraction_sync::engine::Answer::Stale);
                        let event = Event::Answered { call, answer };
                        self.later(1, Happening::Tell { at, start, event });
                    }
                }
            }
            Effect::Merge { record, edit, keep } => {
                let disk = &self.devices[at].disk;
                let version = disk.meta(record).and_then(|meta| meta.incoming);
                let bytes = disk.rows.get(&record).and_then(|row| row.incoming.clone());
                let incoming = version.map(|incoming| incoming.version).zip(bytes);
                let job = MergeJob { record, edit, keep, incoming };
                let after = self.chance.between(1, 10);
                self.later(after, Happening::Merge { at, start, job });
            }
            Effect::Wait { timer, millis } => {
                let event = Event::Timeout(timer);
                self.later(millis, Happening::Tell { at, start, event });
            }
            Effect::Show(_) => {}
        }
    }

    /// Merges as the app does: in one go, on what is in memory and what the disk gave.
    pub(crate) fn merge(&mut self, at: usize, job: MergeJob) {
        let MergeJob { record, edit, keep, incoming } = job;
        if !self.devices[at].is_up || !self.devices[at].is_open {
            return;
        }
        let device = &self.devices[at];
        let theirs = incoming.and_then(|(version, sealed)| device.open(record, version, &sealed));
        let mine = device.notes.get(&record).cloned();
        let (merged, both) = match (theirs, mine) {
            (None, _) => (Merged::Unreadable, None),
            (Some(theirs), None) => (Merged::Same { gone: theirs.is_erased() }, Some(theirs)),
            (Some(theirs), Some(mine)) => {
                let mut both = theirs.clone();
                both.merge(&mine);
                let was_edited = both.is_erased() && !mine.is_erased() && !theirs.has_seen(&mine);
                if both.is_erased() && !mine.is_erased() && (keep || was_edited) {
                    both.revive(&device.author, &mine);
                    both.set(&device.author, Field::RESCUED_FROM, Some("1"));
                }
                let gone = both.is_erased();
                if both == theirs {
                    (Merged::Same { gone }, Some(both))
                } else {
                    let version = device.engine.version_for_merge(record);
                    let (version, sealed) =
                        device.seal_as(record, &both, version, &mut self.chance);
                    let operation = OperationId(self.chance.bytes());
                    (Merged::More { version, sealed, operation, gone }, Some(both))
                }
            }
        };
        let start = device.start;
        let outcome = Outcome { record, edit, merged, both };
        // Sometimes somebody types between the merge and its being heard of.
        if self.chance.happens(200) {
            let after = self.chance.between(1, 30_000);
            self.later(after, Happening::Hand { at, start, outcome: Box::new(outcome) });
        } else {
            self.hand_over(at, outcome);
        }
    }

    /// Tells the machine what came out of a merge.
    pub(crate) fn hand_over(&mut self, at: usize, outcome: Outcome) {
        let Outcome { record, edit, merged, both } = outcome;
        let device = &self.devices[at];
        let start = device.start;
        let awaited = device.engine.meta(record).is_some_and(|meta| meta.incoming.is_some());
        self.tell(at, Event::Merged { record, edit, merged });
        // Taken into memory only if the machine took it: an erasing may still be asked about.
        let device = &mut self.devices[at];
        let taken = awaited
            && device.is_open
            && device.engine.meta(record).is_some_and(|meta| meta.incoming.is_none());
        if let Some(both) = both
            && device.start == start
            && taken
        {
            device.notes.insert(record, both);
        }
    }

    /// Opens a vault: everything is opened, and what the disk damaged is reported. The machine stays the one that it was:
    /// what it holds and no transaction has stored is nowhere else.
    pub(crate) fn unlock(&mut self, at: usize) {
        if !self.devices[at].is_up || self.devices[at].is_open {
            return;
        }
        self.writers += 1;
        let writer = Writer(self.writers);
        let device = &mut self.devices[at];
        device.author = Author { writer, label: format!("device {at}") };
        device.is_open = true;
        let mut damaged = Vec::new();
        let metas: Vec<_> = device.engine.records().map(|(record, meta)| (record, *meta)).collect();
        for (record, meta) in metas {
            match device.newest(record) {
                Some(note) => {
                    device.notes.insert(record, note);
                }
                None if meta.local.is_some() => damaged.push(record),
                None => {}
            }
        }
        let start = self.devices[at].start;
        for record in damaged {
            self.tell(at, Event::Damaged { record });
        }
        if self.devices[at].start == start {
            self.tell(at, Event::Unlocked);
        }
    }

    /// Closes a vault: at any time, whether all is saved or not.
    pub(crate) fn lock(&mut self, at: usize) {
        let device = &mut self.devices[at];
        if device.is_up && device.is_open {
            device.is_open = false;
            device.notes.clear();
            self.tell(at, Event::Locked);
            // Often it is opened again at once, with whatever is still under way.
            let after = self.chance.between(1, 3_000);
            self.later(after, Happening::Unlock { at });
        }
    }

    pub(crate) fn crash(&mut self, at: usize) {
        if self.aloud {
            println!("{:>8} device {at} crashes", self.now);
        }
        self.summary.crashes += 1;
        self.ledger.crashed(at);
        self.devices[at].crash();
        let after = self.chance.between(10, 60_000);
        self.later(after, Happening::Boot { at });
    }

    /// The page goes: it may come back, or not.
    pub(crate) fn leave(&mut self, at: usize) {
        self.tell(at, Event::Leaving);
        if self.devices[at].is_up && self.chance.happens(500) {
            self.crash(at);
        }
    }
}
