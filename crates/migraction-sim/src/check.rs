//! What must hold at the end: all devices equal, no saved word lost, each record exactly once.

use std::collections::{BTreeMap, BTreeSet};

use migraction_notes::{Author, Field, Note};
use migraction_server::storage::Storage;
use migraction_sync::engine::Change;
use migraction_sync::{Mark, OperationId, RecordId, SetHash};

use crate::chance::Chance;
use crate::device::Device;
use crate::world::World;

/// What was written, and what of it was called saved.
#[derive(Debug, Default)]
pub struct Ledger {
    written: BTreeMap<OperationId, (RecordId, Option<String>)>,
    saved: BTreeMap<RecordId, BTreeSet<String>>,
    /// Words that a device has sealed and has not crashed with since: its memory holds them, if no disk does.
    sealed: BTreeMap<usize, Vec<(RecordId, String)>>,
    erased: BTreeSet<RecordId>,
    /// The word that each state brought, and the words that the server said to have.
    brought: BTreeMap<Mark, (RecordId, String)>,
    on_server: BTreeSet<(RecordId, String)>,
}

/// Writes a word into a note in two places: its text, and an item of a list. A single field is overwritten too.
pub fn write(note: &mut Note, author: &Author, word: &str, chance: &mut Chance) {
    let text = note.text();
    let text = if chance.happens(500) { format!("{text}{word}") } else { format!("{word}{text}") };
    note.set_text(author, &text);
    note.set_item(author, Field::NEED, word, Some("x"));
    let day = format!("2026-11-{:02}", chance.between(1, 30));
    note.set(author, Field::DATE, Some(&day));
}

impl Ledger {
    pub fn written(
        &mut self,
        at: usize,
        operation: OperationId,
        record: RecordId,
        word: Option<String>,
    ) {
        self.sealed.entry(at).or_default().extend(word.clone().map(|word| (record, word)));
        self.written.insert(operation, (record, word));
    }

    /// What a device had only in its memory is gone.
    pub fn crashed(&mut self, at: usize) {
        self.sealed.remove(&at);
    }

    /// The faults are over: from now on what memories hold must never be lost either.
    pub fn calm(&mut self) {
        for (record, word) in core::mem::take(&mut self.sealed).into_values().flatten() {
            self.saved.entry(record).or_default().insert(word);
        }
    }

    pub fn erased(&mut self, record: RecordId) {
        self.erased.insert(record);
    }

    /// These changes are on a disk: from now on the words in them must never be lost.
    pub fn durable(&mut self, changes: &[Change]) {
        for change in changes {
            if let Change::Own { meta, .. } = change
                && let Some((record, word)) =
                    meta.waiting.and_then(|operation| self.written.get(&operation))
            {
                self.saved.entry(*record).or_default().extend(word.clone());
                let mark = meta.local.map(|local| local.mark);
                self.brought.extend(mark.zip(word.clone().map(|word| (*record, word))));
            }
            if let Change::Meta { meta, .. } = change {
                self.on_server.extend(meta.base.and_then(|mark| self.brought.get(&mark)).cloned());
            }
        }
    }

    /// A device is lost, and with it what no other one holds; but what a server that never lost anything said
    /// to have must stay.
    pub fn forget_unless(&mut self, server_keeps: bool, holds: impl Fn(RecordId, &str) -> bool) {
        let on_server = &self.on_server;
        self.saved.retain(|record, words| {
            words.retain(|word| {
                (server_keeps && on_server.contains(&(*record, word.clone())))
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
    pub(crate) fn check(&mut self) -> Result<(), String> {
        for (at, device) in self.present() {
            let status = device.engine.status();
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
        let Some((_, first)) = self.present().next() else { return Ok(()) };
        for (record, words) in &self.ledger.saved {
            let Some(note) = first.kept(*record) else {
                return Err(format!("{record:?} is gone, with {words:?}"));
            };
            for (at, device) in self.present() {
                if device.kept(*record).as_ref() != Some(&note) {
                    return Err(format!("device {at} says something else of {record:?}"));
                }
                if device.notes.get(record).is_some_and(|shown| *shown != note) {
                    return Err(format!("device {at} shows something else of {record:?}"));
                }
            }
            if !self.ledger.erased.contains(record) {
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
        let ids: BTreeSet<RecordId> = all.iter().map(|(_, state)| state.id).collect();
        if ids.len() != all.len() {
            return Err("the server holds a record twice".into());
        }
        if let Some(record) = self.ledger.saved.keys().find(|record| !ids.contains(record)) {
            return Err(format!("the server lacks {record:?}"));
        }
        let sum: SetHash = all.iter().map(|(_, state)| state.mark()).collect();
        for (at, device) in self.present() {
            let own = device.engine.records().filter_map(|(_, meta)| meta.local);
            let own: SetHash = own.map(|local| local.mark).collect();
            if own != sum {
                return Err(format!("device {at} and the server hold different states"));
            }
        }
        Ok(())
    }
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
