//! The storage of a device: what the app keeps in the browser, with transactions that are whole or not there.

use std::collections::BTreeMap;

use migraction_sync::RecordId;
use migraction_sync::engine::{Change, Link, Meta, Side};

/// A record on a disk.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// As it was written, in bytes.
    pub meta: Vec<u8>,
    pub own: Option<Vec<u8>>,
    pub incoming: Option<Vec<u8>>,
}

/// A disk.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    pub rows: BTreeMap<RecordId, Row>,
    pub link: Vec<u8>,
    /// What could not be opened, kept for ever.
    pub aside: Vec<(RecordId, Vec<u8>)>,
}

impl Disk {
    /// One transaction.
    pub fn apply(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.apply_one(change);
        }
    }

    fn apply_one(&mut self, change: Change) {
        match change {
            Change::Own { record, meta, sealed } => self.set(record, &meta).own = Some(sealed),
            Change::Incoming { record, meta, sealed } => {
                self.set(record, &meta).incoming = Some(sealed);
            }
            Change::Adopt { record, meta } => {
                let came = self.rows.entry(record).or_default().incoming.take();
                self.set(record, &meta).own = came;
            }
            Change::Meta { record, meta } => {
                self.set(record, &meta);
            }
            Change::SetAside { record, meta, what } => {
                let row = self.rows.entry(record).or_default();
                let bytes = match what {
                    Side::Own => row.own.take(),
                    Side::Incoming => row.incoming.take(),
                };
                self.aside.extend(bytes.map(|bytes| (record, bytes)));
                self.set(record, &meta);
            }
            Change::Link(link) => self.link = link.to_bytes(),
        }
    }

    /// Incoming bytes are kept exactly as long as the meta says that there are some.
    fn set(&mut self, record: RecordId, meta: &Meta) -> &mut Row {
        let row = self.rows.entry(record).or_default();
        row.meta = meta.to_bytes();
        if meta.incoming.is_none() {
            row.incoming = None;
        }
        row
    }

    pub fn meta(&self, record: RecordId) -> Option<Meta> {
        self.rows.get(&record).and_then(|row| Meta::from_bytes(&row.meta))
    }

    pub fn metas(&self) -> Vec<(RecordId, Meta)> {
        let read = |(record, row): (&RecordId, &Row)| Some((*record, Meta::from_bytes(&row.meta)?));
        self.rows.iter().filter_map(read).collect()
    }

    pub fn link(&self) -> Link {
        Link::from_bytes(&self.link).unwrap_or_default()
    }
}
