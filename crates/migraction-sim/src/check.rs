//! The invariants at the end: all devices are equal, no saved word is lost, each record exists exactly once.

use std::collections::{BTreeMap, BTreeSet};

use migraction_device::{Action, Store, Write};
use migraction_notes::{Author, Field, Note, Summary};
use migraction_server::storage::Storage;
use migraction_sync::engine::Meta;
use migraction_sync::{OperationId, RecordHash, SetHash};
use migraction_vault::RecordId;

use crate::device::Device;
use crate::world::World;

/// What was written, and what of it was reported as saved.
#[derive(Debug, Default)]
pub struct Ledger {
    written: BTreeMap<OperationId, (RecordId, String)>,
    saved: BTreeMap<RecordId, BTreeSet<String>>,
    /// Words that a device has sealed and has not crashed with since: its memory holds them, if no disk does.
    sealed: BTreeMap<usize, Vec<(RecordId, String)>>,
    erased: BTreeSet<RecordId>,
    /// The word that each state brought, and the words that the server said to have.
    brought: BTreeMap<RecordHash, (RecordId, String)>,
    on_server: BTreeSet<(RecordId, String)>,
}

/// Where a word goes: to the front or the end of the text, and on which day.
#[derive(Clone, Debug)]
pub struct Word {
    pub word: String,
    pub is_last: bool,
    pub day: u64,
}

impl Word {
    /// Writes the word into a note in two places: its text, and an item of a list. A single field is overwritten too.
    pub fn write(&self, note: &mut Note, author: &Author) {
        let (text, word) = (note.text(), &self.word);
        let text = if self.is_last { format!("{text}{word}") } else { format!("{word}{text}") };
        note.write_text(author, &text);
        note.set_item(author, Field::NEED, word, Some("x"));
        note.set(author, Field::DATE, Some(&format!("2026-11-{:02}", self.day)));
    }
}

impl Ledger {
    /// A device has sealed a word, in a sending of this name.
    pub fn written(&mut self, at: usize, operation: OperationId, record: RecordId, word: &str) {
        self.sealed.entry(at).or_default().push((record, word.to_owned()));
        self.written.insert(operation, (record, word.to_owned()));
    }

    /// What a device had only in its memory is gone.
    pub fn crashed(&mut self, at: usize) {
        self.sealed.remove(&at);
    }

    /// The faults are over: from now on what memories hold must never be lost either.
    pub fn without_faults(&mut self) {
        for (record, word) in core::mem::take(&mut self.sealed).into_values().flatten() {
            self.saved.entry(record).or_default().insert(word);
        }
    }

    pub fn erased(&mut self, record: RecordId) {
        self.erased.insert(record);
    }

    /// These writes are on a disk: from now on the words in them must never be lost.
    pub fn durable(&mut self, writes: &[Write]) {
        let mut own: Option<&str> = None;
        let mut moved: Option<&str> = None;
        for write in writes {
            match (write.store(), write.action()) {
                (Store::Records, Action::Put(_)) => own = Some(write.key()),
                (Store::Incoming | Store::Records, Action::MoveTo(..)) => moved = Some(write.key()),
                (Store::Outbox, Action::Put(bytes)) => {
                    let record = write.key().split('/').nth(1).and_then(RecordId::parse);
                    if let Some((record, meta)) = record.zip(Meta::from_bytes(bytes)) {
                        if own == Some(write.key()) {
                            self.own_state_is_durable(record, &meta);
                        } else if moved != Some(write.key()) {
                            // Only where it stands has changed: the server said what it has.
                            let word = meta.base.and_then(|hash| self.brought.get(&hash));
                            self.on_server.extend(word.cloned());
                        }
                    }
                    (own, moved) = (None, None);
                }
                _ => {}
            }
        }
    }

    fn own_state_is_durable(&mut self, record: RecordId, meta: &Meta) {
        let written = meta.waiting.and_then(|operation| self.written.get(&operation));
        let Some((_, word)) = written else {
            self.saved.entry(record).or_default();
            return;
        };
        self.saved.entry(record).or_default().insert(word.clone());
        let hash = meta.local.map(|local| local.hash);
        self.brought.extend(hash.map(|hash| (hash, (record, word.clone()))));
    }

    /// A device is lost, and with it what no other one holds; but what a server that never lost anything said
    /// to have must stay.
    pub fn forget_unless(
        &mut self,
        is_server_lossless: bool,
        holds: impl Fn(RecordId, &str) -> bool,
    ) {
        let on_server = &self.on_server;
        self.saved.retain(|record, words| {
            words.retain(|word| {
                (is_server_lossless && on_server.contains(&(*record, word.clone())))
                    || holds(*record, word)
            });
            !words.is_empty()
        });
    }

    /// All records that were saved.
    pub fn records(&self) -> Vec<RecordId> {
        self.saved.keys().copied().collect()
    }
}

impl World {
    pub(crate) fn check(&self) -> Result<(), String> {
        for (at, device) in self.present() {
            let Some(status) = device.shipped.status() else {
                return Err(format!("device {at} does not open"));
            };
            let quiet = status.saved
                && status.waiting == 0
                && status.to_merge == 0
                && status.question.is_none()
                && status.reason.is_none();
            if !quiet {
                return Err(format!("device {at} does not come to rest: {status:?}"));
            }
        }
        self.check_server()?;
        let ledger = self.env.ledger.borrow();
        let Some((_, first)) = self.present().next() else { return Ok(()) };
        for (record, words) in &ledger.saved {
            let Some(note) = first.kept(*record) else {
                return Err(format!("{record:?} is gone, with {words:?}"));
            };
            for (at, device) in self.present() {
                if device.kept(*record).as_ref() != Some(&note) {
                    return Err(format!("device {at} says something else of {record:?}"));
                }
                check_shown(device, *record, &note)
                    .map_err(|what| format!("device {at} {what} of {record:?}"))?;
            }
            if !ledger.erased.contains(record) {
                check_words(*record, &note, words)?;
            }
        }
        Ok(())
    }

    /// The devices that were not lost.
    fn present(&self) -> impl Iterator<Item = (usize, &Device)> {
        self.devices.iter().enumerate().filter(|(_, device)| !device.is_lost)
    }

    /// The server holds each record once, and exactly what the devices hold.
    fn check_server(&self) -> Result<(), String> {
        let vault = self.vault;
        let all = self.service.storage().read(|rows| {
            Ok(rows.records_after(vault, migraction_sync::Sequence(0), usize::MAX, usize::MAX)?)
        });
        let all = all.map_err(|error| format!("{error:?}"))?;
        let ids: BTreeSet<RecordId> = all.iter().map(|(_, state)| RecordId(state.id.0)).collect();
        if ids.len() != all.len() {
            return Err("the server holds a record twice".into());
        }
        let ledger = self.env.ledger.borrow();
        if let Some(record) = ledger.saved.keys().find(|record| !ids.contains(record)) {
            return Err(format!("the server lacks {record:?}"));
        }
        let sum: SetHash = all.iter().map(|(_, state)| state.hash()).collect();
        for (at, device) in self.present() {
            let records = device.shipped.records();
            let own: SetHash =
                records.iter().filter_map(|(_, meta)| meta.local).map(|local| local.hash).collect();
            if own != sum {
                return Err(format!("device {at} and the server hold different states"));
            }
        }
        Ok(())
    }
}

/// What a person sees is what is kept: in the list, and in a note that was opened.
fn check_shown(device: &Device, record: RecordId, note: &Note) -> Result<(), &'static str> {
    if device.shipped.cached(record).is_some_and(|shown| shown != *note) {
        return Err("shows something else");
    }
    let listed = device.list().borrow().get(&record).cloned();
    if listed != (!note.is_erased()).then(|| Summary::of(note)) {
        return Err("lists something else");
    }
    Ok(())
}

fn check_words(record: RecordId, note: &Note, words: &BTreeSet<String>) -> Result<(), String> {
    let text = note.text();
    let items: BTreeSet<&str> = note.items(Field::NEED).map(|(item, _)| item).collect();
    for word in words {
        if text.matches(word.as_str()).count() != 1 || !items.contains(word.as_str()) {
            return Err(format!("{record:?} lost {word:?}: {text:?}, {items:?}"));
        }
    }
    Ok(())
}
