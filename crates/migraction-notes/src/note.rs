//! The state of a note: multi-value registers per field, free text, and a version vector.

use crate::bytes::{Bytes, ReadError, Reader};
use crate::field::{Field, Shape};
use crate::pairs::Pairs;
use crate::text::Text;
use crate::version_vector::{VersionVector, Writer};

/// The format that this app writes, fixed on 2026-11-25.
const FORMAT: u8 = 1;

/// The author of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The replica id.
    pub writer: Writer,
    /// Label of profile and device, shown where a person chooses between values.
    pub label: String,
}

/// A value and its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    writer: Writer,
    number: u64,
    /// The value; `None` if it was cleared.
    pub value: Option<String>,
    /// Label of profile and device of the author.
    pub by: String,
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// Never set.
    Never,
    /// Cleared.
    Cleared,
    /// One value.
    One(&'a str),
    /// Concurrent values: a person chooses.
    Several(&'a [Entry]),
}

impl<'a> FieldValue<'a> {
    /// The value, or the first of several.
    #[must_use]
    pub fn any(self) -> Option<&'a str> {
        match self {
            Self::Never | Self::Cleared => None,
            Self::One(value) => Some(value),
            Self::Several(entries) => entries.iter().find_map(|entry| entry.value.as_deref()),
        }
    }
}

/// A field with concurrent values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The field.
    pub field: Field,
    /// The item of a list; empty for a single field.
    pub item: String,
    /// The values.
    pub entries: Vec<Entry>,
}

type Slot = (Field, String);

/// A note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    clock: VersionVector,
    slots: Pairs<Slot, Vec<Entry>>,
    text: Text,
    /// The edits that erased it; removed by whoever revives it.
    erased: Vec<(Writer, u64)>,
}

impl Note {
    /// Reads a single field.
    #[must_use]
    pub fn read(&self, field: Field) -> FieldValue<'_> {
        self.read_item(field, "")
    }

    /// Reads an item of a list.
    #[must_use]
    pub fn read_item(&self, field: Field, item: &str) -> FieldValue<'_> {
        let Some(entries) = self.slots.get(&(field, item.to_owned())) else {
            return FieldValue::Never;
        };
        match (field.shape(), entries.as_slice()) {
            (_, []) => FieldValue::Never,
            (_, [Entry { value: None, .. }]) => FieldValue::Cleared,
            (_, [Entry { value: Some(value), .. }]) => FieldValue::One(value),
            // Two who wrote the same agree.
            (Shape::One | Shape::Items, [first, rest @ ..])
                if rest.iter().any(|entry| entry.value != first.value) =>
            {
                FieldValue::Several(entries)
            }
            // In wins over out; the latest day wins over the others.
            (_, entries) => {
                let highest = entries.iter().filter_map(|entry| entry.value.as_deref()).max();
                highest.map_or(FieldValue::Cleared, FieldValue::One)
            }
        }
    }

    /// The items of a list that are set or have concurrent values.
    pub fn items(&self, field: Field) -> impl Iterator<Item = (&str, FieldValue<'_>)> {
        let all = self.slots.iter().filter(move |((found, _), _)| *found == field);
        all.map(|((field, item), _)| (item.as_str(), self.read_item(*field, item)))
            .filter(|(_, reading)| reading.any().is_some())
    }

    /// The free text.
    #[must_use]
    pub fn text(&self) -> String {
        self.text.read()
    }

    pub(crate) fn free_text(&self) -> &Text {
        &self.text
    }

    /// The number of this writer's next edit.
    pub(crate) fn edits_of(&self, writer: Writer) -> u64 {
        self.clock.count(writer) + 1
    }

    /// The letters of the longest value; the versions of the free text are measured as a text.
    pub(crate) fn longest_value(&self) -> usize {
        let single = self.slots.iter().filter(|((field, _), _)| *field != Field::TEXT_VERSION);
        let values =
            single.flat_map(|(_, entries)| entries).filter_map(|entry| entry.value.as_ref());
        values.map(|value| value.chars().count()).max().unwrap_or(0)
    }

    /// Whether the note was erased. Nothing is left of it but that fact and concurrent edits.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        !self.erased.is_empty()
    }

    /// Whether nothing was ever written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.clock.0.is_empty() && self.text.is_empty()
    }

    /// Sets or clears a single field, replacing all values known here: this also resolves conflicts. Returns whether anything
    /// changed.
    pub fn set(&mut self, author: &Author, field: Field, value: Option<&str>) -> bool {
        self.set_item(author, field, "", value)
    }

    /// Sets or removes an item of a list. Returns whether anything changed.
    pub fn set_item(
        &mut self,
        author: &Author,
        field: Field,
        item: &str,
        value: Option<&str>,
    ) -> bool {
        let is_same = match self.read_item(field, item) {
            FieldValue::Never | FieldValue::Cleared => value.is_none(),
            FieldValue::One(now) => value == Some(now),
            FieldValue::Several(_) => false,
        };
        if self.is_erased() || is_same {
            return false;
        }
        let number = self.clock.next(author.writer);
        let entry = Entry {
            writer: author.writer,
            number,
            value: value.map(str::to_owned),
            by: author.label.clone(),
        };
        self.slots.insert((field, item.to_owned()), vec![entry]);
        true
    }

    /// Replaces the free text. Returns whether anything changed.
    pub fn set_text(&mut self, author: &Author, wanted: &str) -> bool {
        !self.is_erased() && self.text.set(author.writer, wanted)
    }

    /// The fields with concurrent values.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict> {
        let several =
            self.slots.iter().filter_map(|((field, item), _)| match self.read_item(*field, item) {
                FieldValue::Several(entries) if *field != Field::TEXT_VERSION => {
                    Some(Conflict { field: *field, item: item.clone(), entries: entries.to_vec() })
                }
                _ => None,
            });
        several.collect()
    }

    /// Erases the note: everything known here is deleted wherever this state is merged.
    pub fn erase(&mut self, author: &Author) {
        self.slots.clear();
        self.text.forget();
        let number = self.clock.next(author.writer);
        self.erased = vec![(author.writer, number)];
    }

    /// Undoes an erasure on all devices: restores the content of `full`.
    pub fn revive(&mut self, author: &Author, full: &Self) {
        self.erased.clear();
        for ((field, item), _) in full.slots.iter() {
            let value = full.read_item(*field, item).any();
            if self.read_item(*field, item).any() != value {
                self.set_item(author, *field, item, value);
            }
        }
        self.set_text(author, &full.text());
    }

    /// Whether all edits of `other` are known here. If an erased note has not seen the local one, there are edits concurrent
    /// to the erasure, which must not be discarded without asking.
    #[must_use]
    pub fn has_seen(&self, other: &Self) -> bool {
        self.clock.includes(&other.clock) && self.text.includes(&other.text)
    }

    /// Whether the note is visible after merging `other`: tombstones are not counted as notes.
    #[must_use]
    pub fn is_shown_with(&self, other: &Self) -> bool {
        let mut both = self.clone();
        both.merge(other);
        !both.is_erased()
    }

    /// Merges another state of the same note.
    pub fn merge(&mut self, other: &Self) {
        let none = Vec::new();
        let mut slots: Pairs<Slot, Vec<Entry>> = Pairs::default();
        for (name, mine) in self.slots.iter() {
            let theirs = other.slots.get(name).unwrap_or(&none);
            // Known there and no longer there: it was replaced by somebody who saw it.
            let stays = |entry: &&Entry| {
                theirs.contains(entry) || other.clock.count(entry.writer) < entry.number
            };
            slots.entry(name.clone()).extend(mine.iter().filter(stays).cloned());
        }
        for (name, theirs) in other.slots.iter() {
            let mine = self.slots.get(name).unwrap_or(&none);
            let comes = |entry: &&Entry| {
                !mine.contains(entry) && self.clock.count(entry.writer) < entry.number
            };
            slots.entry(name.clone()).extend(theirs.iter().filter(comes).cloned());
        }
        self.slots.clear();
        for (name, entries) in slots.iter().filter(|(_, entries)| !entries.is_empty()) {
            let mut entries = entries.clone();
            entries.sort_by_key(|entry| (entry.writer, entry.number));
            self.slots.insert(name.clone(), entries);
        }
        let unknown = |clock: &VersionVector, (writer, number): &(Writer, u64)| {
            clock.count(*writer) < *number
        };
        let (mine, theirs) = (&self.erased, &other.erased);
        let kept = mine.iter().filter(|edit| theirs.contains(edit) || unknown(&other.clock, edit));
        let came = theirs.iter().filter(|edit| mine.contains(edit) || unknown(&self.clock, edit));
        let mut erased: Vec<(Writer, u64)> = kept.chain(came).copied().collect();
        erased.sort_unstable();
        erased.dedup();
        self.erased = erased;
        self.clock.join(&other.clock);
        self.text.merge(&other.text);
    }

    /// Encodes the note.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writers: Pairs<Writer, ()> = Pairs::default();
        for (writer, _) in self.clock.0.iter() {
            writers.insert(*writer, ());
        }
        for writer in self.text.writers() {
            writers.insert(writer, ());
        }
        let writers: Vec<Writer> = writers.iter().map(|(writer, ())| *writer).collect();
        let number_of = |writer: Writer| writers.binary_search(&writer).unwrap_or_default() as u64;

        let mut out = Bytes::default();
        out.0.push(FORMAT);
        out.number(writers.len() as u64);
        for writer in &writers {
            out.0.extend_from_slice(&writer.0.to_le_bytes());
            out.number(self.clock.count(*writer));
        }
        out.number(self.erased.len() as u64);
        for (writer, number) in &self.erased {
            out.number(number_of(*writer));
            out.number(*number);
        }
        out.number(self.slots.len() as u64);
        for ((field, item), entries) in self.slots.iter() {
            out.0.push(field.0);
            out.text(item);
            out.number(entries.len() as u64);
            for entry in entries {
                out.number(number_of(entry.writer));
                out.number(entry.number);
                out.text(&entry.by);
                match &entry.value {
                    None => out.number(0),
                    Some(value) => {
                        out.number(1);
                        out.text(value);
                    }
                }
            }
        }
        self.text.write(&mut out, number_of);
        out.0
    }

    /// Decodes a note.
    ///
    /// # Errors
    /// [`ReadError::Newer`] if the format is newer, [`ReadError::Malformed`] if the bytes are truncated, invalid or exceed
    /// [`crate::limits`]. The caller keeps the bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut reader = Reader::new(bytes);
        match reader.byte()? {
            FORMAT => {}
            0 => return Err(ReadError::Malformed),
            newer => return Err(ReadError::Newer(newer)),
        }
        let mut clock = VersionVector::default();
        let mut writers = Vec::new();
        for _ in 0..reader.count()? {
            let writer = Writer(u64::from_le_bytes(reader.eight()?));
            let count = reader.number()?;
            writers.push(writer);
            if count > 0 {
                clock.0.add(writer, count)?;
            }
        }
        let mut erased = Vec::new();
        for _ in 0..reader.count()? {
            erased.push((read_writer(&mut reader, &writers)?, reader.number()?));
        }
        let mut slots = Pairs::default();
        for _ in 0..reader.count()? {
            let slot = (Field(reader.byte()?), reader.text()?);
            let mut entries = Vec::new();
            for _ in 0..reader.count()? {
                entries.push(read_entry(&mut reader, &writers)?);
            }
            slots.add(slot, entries)?;
        }
        let text = Text::read_from(&mut reader, &writers)?;
        reader.end()?;
        Ok(Self { clock, slots, text, erased })
    }
}

fn read_entry(reader: &mut Reader<'_>, writers: &[Writer]) -> Result<Entry, ReadError> {
    let writer = read_writer(reader, writers)?;
    let number = reader.number()?;
    let by = reader.text()?;
    let value = match reader.number()? {
        0 => None,
        1 => Some(reader.text()?),
        _ => return Err(ReadError::Malformed),
    };
    Ok(Entry { writer, number, value, by })
}

fn read_writer(reader: &mut Reader<'_>, writers: &[Writer]) -> Result<Writer, ReadError> {
    let at = usize::try_from(reader.number()?).map_err(|_| ReadError::Malformed)?;
    writers.get(at).copied().ok_or(ReadError::Malformed)
}
