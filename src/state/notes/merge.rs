//! Opens what came and what is here, and makes one note of both.

use leptos::prelude::*;
use migraction_notes::{Field, Note, Summary, TooLarge};
use migraction_sync as sync;
use migraction_sync::engine::Merged;
use migraction_vault::{Kind, Place, RecordId, VaultKey, open_record, seal_record};

use super::edit::{EditTrouble, author_now};
use super::names::{from_sync, record as name_of};
use super::{Open, signals, with_open};
use crate::browser::chance;
use crate::browser::vault_store::{self, Store};

/// Opens a sealed note.
pub(super) fn open_note(key: &VaultKey, place: &Place, sealed: &[u8]) -> Option<Note> {
    let opened = open_record(key, place, sealed).ok()?;
    // A kind that this app does not know is kept as it is.
    if opened.kind != Kind::NOTE {
        return None;
    }
    Note::from_bytes(&opened.body).ok()
}

/// Seals a note as the next state of its record: the number it was sealed with, and the bytes.
///
/// # Errors
/// The profile is locked, or the note is larger than a record.
pub(super) fn seal_note(
    open: &Open,
    record: RecordId,
    note: &Note,
) -> Result<(sync::Version, Vec<u8>), EditTrouble> {
    seal_as(open, record, note, open.engine.version_for(sync::RecordId(record.0)))
}

fn seal_as(
    open: &Open,
    record: RecordId,
    note: &Note,
    version: sync::Version,
) -> Result<(sync::Version, Vec<u8>), EditTrouble> {
    let place = Place { vault: open.vault, record, version: version.0 };
    let bytes = zeroize::Zeroizing::new(note.to_bytes());
    let key = open.vault_key().ok_or(EditTrouble::Locked)?;
    let sealed = seal_record(key, &place, Kind::NOTE, &bytes, &mut chance::fill);
    Ok((version, sealed.map_err(|_| EditTrouble::TooLarge(TooLarge::Note))?))
}

/// What comes out of merging a record; nothing when the profile was locked meanwhile.
pub(super) async fn merge(turn: u64, id: sync::RecordId, keep: bool) -> Option<Merged> {
    let record = from_sync(id);
    let name = with_open(|open| name_of(open.vault, record))?;
    let incoming = vault_store::load(Store::Incoming, &name).await.ok().flatten();
    let local = vault_store::load(Store::Records, &name).await.ok().flatten();
    // What is being typed belongs to the state of this device that is merged. Handed over only now: what came between
    // would be written over what arrives.
    super::typing::hand_over_all();
    let (merged, note) = with_open(|open| {
        if open.turn != turn || open.secrets.is_none() {
            return None;
        }
        Some(merge_open(open, record, incoming.as_deref(), local.as_deref(), keep))
    })??;
    if let Some(note) = note {
        signals(|store| {
            show(store, record, &note);
            store.arrived.update(|count| *count += 1);
        });
    }
    Some(merged)
}

fn merge_open(
    open: &mut Open,
    record: RecordId,
    incoming: Option<&[u8]>,
    local: Option<&[u8]>,
    keep: bool,
) -> (Merged, Option<Note>) {
    let meta = open.engine.meta(sync::RecordId(record.0)).copied().unwrap_or_default();
    let place = |version: sync::Version| Place { vault: open.vault, record, version: version.0 };
    let Some(key) = open.vault_key() else { return (Merged::Unreadable, None) };
    let theirs = meta
        .incoming
        .zip(incoming)
        .and_then(|(state, sealed)| open_note(key, &place(state.version), sealed));
    let Some(theirs) = theirs else { return (Merged::Unreadable, None) };
    let cached = open.secrets.as_ref().and_then(|secrets| secrets.notes.get(&record)).cloned();
    let mine = match (cached, meta.local.zip(local)) {
        (Some(note), _) => Some(note),
        (None, Some((state, sealed))) => match open_note(key, &place(state.version), sealed) {
            Some(note) => Some(note),
            None => return (Merged::LocalUnreadable, None),
        },
        (None, None) => None,
    };
    let Some(mine) = mine else {
        return (Merged::Same { gone: theirs.is_erased() }, Some(theirs));
    };
    let Some(author) = author_now(open) else { return (Merged::Unreadable, None) };
    let mut both = theirs.clone();
    both.merge(&mine);
    both.keep_text_versions(&author, [&mine, &theirs]);
    // Erased elsewhere while something was written here that nobody there had seen: it comes back whole,
    // marked, and a person decides.
    let was_edited = both.is_erased() && !mine.is_erased() && !theirs.has_seen(&mine);
    if both.is_erased() && !mine.is_erased() && (keep || was_edited) {
        both.revive(&author, &mine);
        both.set(&author, Field::RESCUED_FROM, Some("1"));
    }
    let gone = both.is_erased();
    let merged = if both == theirs {
        Merged::Same { gone }
    } else {
        // Too large together: both stay as they are, each sealed.
        let version = open.engine.version_for_merge(sync::RecordId(record.0));
        let Ok((version, sealed)) = seal_as(open, record, &both, version) else {
            return (Merged::Unreadable, None);
        };
        let operation = sync::OperationId(chance::sixteen());
        Merged::More { version, sealed, operation, gone }
    };
    // An erasing may still be asked about: until it is done, the note stays as it was.
    let shown = (!gone || mine.is_erased()).then_some(both);
    if let (Some(secrets), Some(note)) = (&mut open.secrets, &shown)
        && secrets.notes.contains(&record)
    {
        secrets.notes.insert(record, note.clone());
    }
    (merged, shown)
}

/// Takes a note that was erased elsewhere off the list.
pub(super) fn forget(record: RecordId) {
    with_open(|open| open.secrets.as_mut().map(|secrets| secrets.notes.remove(&record)));
    signals(|store| {
        store.list.update(|list| list.remove(&record));
        store.arrived.update(|count| *count += 1);
    });
}

/// Shows a note in the list, or takes it off.
pub(super) fn show(store: super::NotesStore, record: RecordId, note: &Note) {
    store.list.update(|list| {
        if note.is_erased() {
            list.remove(&record);
        } else {
            list.insert(record, Summary::of(note));
        }
    });
}
