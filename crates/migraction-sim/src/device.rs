//! A device: a disk that stays, and what is in memory until it crashes.

use std::collections::BTreeMap;

use migraction_notes::{Author, Note, Writer};
use migraction_sync::engine::Moment;
use migraction_sync::{Engine, Pass, RecordId, Token, VaultId, Version};
use migraction_vault::{Kind, Place, VaultKey, open_record, seal_record};

use crate::chance::Chance;
use crate::disk::Disk;

/// A device.
#[derive(Debug)]
pub struct Device {
    pub disk: Disk,
    pub token: Token,
    pub key: VaultKey,
    pub vault: VaultId,
    /// Counts the starts: what was under way for an earlier one is lost.
    pub start: u64,
    pub engine: Engine,
    pub is_up: bool,
    /// It was lost, and never comes back.
    pub is_lost: bool,
    pub is_open: bool,
    /// Opened notes, while the vault is open.
    pub notes: BTreeMap<RecordId, Note>,
    pub author: Author,
    /// How wrong its clock is, in milliseconds.
    pub clock: i64,
    /// Somebody is being asked something.
    pub is_asked: bool,
}

impl Device {
    pub fn new(token: Token, key: VaultKey, vault: VaultId) -> Self {
        Self {
            disk: Disk::default(),
            token,
            key,
            vault,
            start: 0,
            engine: Engine::new(migraction_sync::engine::Link::default(), []),
            is_up: true,
            is_lost: false,
            is_open: false,
            notes: BTreeMap::new(),
            author: Author { writer: Writer(0), label: String::new() },
            clock: 0,
            is_asked: false,
        }
    }

    /// Everything in memory is gone.
    pub fn crash(&mut self) {
        self.start += 1;
        self.is_up = false;
        self.is_open = false;
        self.is_asked = false;
        self.notes.clear();
    }

    /// Goes on from the disk, unless it was lost.
    pub fn boot(&mut self) {
        self.is_up = !self.is_lost;
        self.engine = Engine::new(self.disk.link(), self.disk.metas());
    }

    pub fn moment(&self, now: u64, chance: &mut Chance) -> Moment {
        Moment { millis: now.saturating_add_signed(self.clock), random: chance.next() }
    }

    pub fn pass(&self) -> Option<Pass> {
        let stamp = self.engine.link().stamp?;
        Some(Pass { stamp, vault: self.vault, token: self.token })
    }

    fn place(&self, record: RecordId, version: Version) -> Place {
        Place {
            vault: migraction_vault::VaultId(self.vault.0),
            record: migraction_vault::RecordId(record.0),
            version: version.0,
        }
    }

    pub fn open(&self, record: RecordId, version: Version, sealed: &[u8]) -> Option<Note> {
        let opened = open_record(&self.key, &self.place(record, version), sealed).ok()?;
        Note::from_bytes(&opened.body).ok()
    }

    /// Seals a note as the next state of its record.
    pub fn seal(&self, record: RecordId, note: &Note, chance: &mut Chance) -> (Version, Vec<u8>) {
        self.seal_as(record, note, self.engine.version_for(record), chance)
    }

    /// Seals a note with this number.
    pub fn seal_as(
        &self,
        record: RecordId,
        note: &Note,
        version: Version,
        chance: &mut Chance,
    ) -> (Version, Vec<u8>) {
        let place = self.place(record, version);
        let mut fill = |bytes: &mut [u8]| chance.fill(bytes);
        let sealed = seal_record(&self.key, &place, Kind::NOTE, &note.to_bytes(), &mut fill);
        (version, sealed.unwrap_or_default())
    }

    /// Whether a word of a record is on the disk, in the device's own state or in one that came.
    pub fn holds(&self, record: RecordId, word: &str) -> bool {
        let Some(row) = self.disk.rows.get(&record) else { return false };
        let came = self.disk.meta(record).and_then(|meta| meta.incoming);
        let came = came.zip(row.incoming.as_ref());
        let came = came.and_then(|(state, sealed)| self.open(record, state.version, sealed));
        self.kept(record).into_iter().chain(came).any(|note| note.text().contains(word))
    }

    /// The device's own state of a record: as no transaction has stored it yet, else as it is on the disk.
    pub fn newest(&self, record: RecordId) -> Option<Note> {
        let state = self.engine.meta(record)?.local?;
        let unsaved = self.engine.unsaved().filter(|(own, _)| *own == record).last();
        let own = match unsaved {
            Some((_, sealed)) => sealed,
            None => self.disk.rows.get(&record)?.own.as_deref()?,
        };
        self.open(record, state.version, own)
    }

    /// The device's own state of a record, as it is on the disk.
    pub fn kept(&self, record: RecordId) -> Option<Note> {
        let state = self.disk.meta(record)?.local?;
        let own = self.disk.rows.get(&record)?.own.as_ref()?;
        self.open(record, state.version, own)
    }
}
