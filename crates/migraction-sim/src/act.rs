//! The actions of people, through the API that the app calls.

use std::cell::Cell;
use std::rc::Rc;

use migraction_device::Device as Shipped;
use migraction_server::storage::{InvitationRow, Storage};
use migraction_sync::Code;
use migraction_vault::RecordId;

use crate::check::Word;
use crate::device::today;
use crate::env::{Env, SimEvent};
use crate::host::SimHost;
use crate::world::World;

impl World {
    /// A person writes a word: into a new note, or into one that is loaded first. A draft is flushed a little later.
    pub(crate) fn write_note(&mut self, at: usize) {
        let device = &self.devices[at];
        if !device.is_up || !device.shipped.is_unlocked() {
            return;
        }
        let rng = &self.env.rng;
        let records = device.shipped.records();
        let known: Vec<RecordId> =
            records.iter().filter(|(_, meta)| meta.is_live()).map(|(record, _)| *record).collect();
        let is_new = known.is_empty() || (known.len() < 6 && rng.happens(250));
        let record = if is_new { None } else { rng.choose(&known).copied() };
        let word = Word {
            word: format!("w{} ", rng.below(1 << 48)),
            is_last: rng.happens(500),
            day: rng.between(1, 30),
        };
        let is_typed = rng.happens(300);
        let (env, shipped) = (Rc::clone(&self.env), device.shipped.clone());
        device.act(async move {
            let Some(record) = record else {
                let made = shipped.create(today(), &|note, author| word.write(note, author));
                if let Some(record) = made {
                    sealed(&env, at, &shipped, record, &word);
                }
                return;
            };
            if shipped.load(record).await.is_err() {
                return;
            }
            if !is_typed {
                edit(&env, at, &shipped, record, &word);
                return;
            }
            let typed_in = shipped.clone();
            let flush = move || {
                edit(&env, at, &typed_in, record, &word);
                Ok(())
            };
            let draft = shipped.new_draft();
            shipped.typed(draft, Rc::new(flush));
        });
        self.run(at);
    }

    /// A person erases a note.
    pub(crate) fn erase_note(&mut self, at: usize) {
        let device = &self.devices[at];
        if !device.is_up || !device.shipped.is_unlocked() {
            return;
        }
        let records = device.shipped.records();
        let alive: Vec<_> = records.iter().filter(|(_, meta)| meta.is_live()).collect();
        let Some((record, _)) = self.env.rng.choose(&alive) else { return };
        let (record, shipped, env) = (*record, device.shipped.clone(), Rc::clone(&self.env));
        device.act(async move {
            env.ledger.borrow_mut().erased(record);
            let _ = shipped.erase(record, today()).await;
        });
        self.run(at);
    }

    /// Closes a vault: at any time, whether all is saved or not.
    pub(crate) fn lock(&mut self, at: usize) {
        let device = &self.devices[at];
        if device.is_up && device.shipped.is_unlocked() {
            device.shipped.lock();
            self.run(at);
            // Often it is opened again at once, with whatever is still under way.
            let after = self.env.rng.between(1, 3_000);
            self.env.schedule(after, SimEvent::Unlock { at });
        }
    }

    /// The page goes: it may come back, or not.
    pub(crate) fn leave(&mut self, at: usize) {
        if !self.devices[at].is_up {
            return;
        }
        self.devices[at].shipped.leaving();
        self.run(at);
        if self.devices[at].is_up && self.env.rng.happens(500) {
            self.crash(at);
        }
    }

    /// A person types a new invitation.
    pub(crate) fn enrol(&mut self, at: usize) {
        let code = Code(self.env.rng.bytes());
        let quota = if self.env.plan.borrow().small_quota { 6 * 1024 } else { u64::MAX >> 1 };
        let row = InvitationRow { expires: u64::MAX >> 1, quota, used: None, reopens: false };
        let _ = self.service.storage().write(|rows| Ok(rows.put_invitation(code.hash(), row)?));
        let device = &self.devices[at];
        device.is_asked.set(true);
        let (shipped, is_asked) = (device.shipped.clone(), Rc::clone(&device.is_asked));
        let env = Rc::clone(&self.env);
        device.act(async move {
            let enrolled = shipped.enrol(&code.to_string()).await;
            env.log(|| format!("device {at} enrols: {enrolled:?}"));
            is_asked.set(false);
        });
        self.run(at);
    }
}

/// Writes a word into a note that was loaded.
fn edit(env: &Env, at: usize, shipped: &Shipped<SimHost>, record: RecordId, word: &Word) {
    let is_written = Cell::new(false);
    let edited = shipped.edit(record, today(), &|note, author| {
        // Erased meanwhile, by somebody else.
        if !note.is_erased() {
            word.write(note, author);
            is_written.set(true);
        }
    });
    if edited.is_ok() && is_written.get() {
        sealed(env, at, shipped, record, word);
    }
}

/// A word was sealed: its sending is the one that waits now.
fn sealed(env: &Env, at: usize, shipped: &Shipped<SimHost>, record: RecordId, word: &Word) {
    env.edits.set(env.edits.get() + 1);
    if let Some(operation) = shipped.meta(record).and_then(|meta| meta.waiting) {
        env.ledger.borrow_mut().written(at, operation, record, &word.word);
    }
}
