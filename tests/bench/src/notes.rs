//! The notes of the app, through the commands that its pages call: sealed, in IndexedDB, with the sync engine.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use leptos::prelude::*;
use migraction::state::notes::{NotesStore, store};
use migraction_browser::clock::today;
use migraction_notes::{Field, fold};
use migraction_vault::{Code, ProfileId, RecordId};
use wasm_bindgen::prelude::*;

thread_local! {
    /// What owns the signals; the app's own pages are not there to do it.
    static OWNER: Owner = Owner::new();
}

/// Prepares what the app prepares at its start.
#[wasm_bindgen]
pub fn start_notes() {
    OWNER.with(Owner::set);
    let _ = store();
}

/// Makes a profile and keeps it: its name and its recovery code.
#[wasm_bindgen]
pub async fn make_profile(passphrase: String) -> Option<Vec<String>> {
    let profile = store().make_profile("bench", &passphrase).await.ok()?;
    let id = store().save_profile(&profile).await.ok()?;
    Some(vec![id.to_string(), profile.code.text().to_string()])
}

/// Unlocks with the passphrase, stretching included.
#[wasm_bindgen]
pub async fn unlock(profile: &str, passphrase: String) -> bool {
    let Some(id) = ProfileId::parse(profile) else { return false };
    store().unlock(id, &passphrase, today()).await.is_ok()
}

/// Unlocks with the recovery code: the same without stretching, which is slow on purpose.
#[wasm_bindgen]
pub async fn recover(profile: &str, code: &str) -> bool {
    let (Some(id), Ok(code)) = (ProfileId::parse(profile), Code::parse(code)) else { return false };
    store().recover(id, &code, today()).await.is_ok()
}

/// Locks.
#[wasm_bindgen]
pub fn lock() {
    store().lock();
}

/// Writes a new note. It is not on the disk yet: see [`saved`].
#[wasm_bindgen]
pub fn write_note(code: &str, subject: &str, place: &str, text: &str) -> Option<String> {
    let record = store().create(today(), &|note, author| {
        note.set(author, Field::CODE, Some(code));
        note.set(author, Field::SUBJECT, Some(subject));
        note.set(author, Field::PLACE, Some(place));
        note.write_text(author, text);
    })?;
    Some(record.to_string())
}

/// Waits until everything written is on the disk.
#[wasm_bindgen]
pub async fn saved() {
    all_saved(store()).await;
}

/// The names of all notes in the list.
#[wasm_bindgen]
#[must_use]
pub fn listed() -> Vec<String> {
    store().list.with_untracked(|list| list.iter().map(|(id, _)| id.to_string()).collect())
}

/// Opens a note: the length of its text, or nothing.
#[wasm_bindgen]
pub async fn open_note(record: &str) -> Option<usize> {
    let note = store().load(RecordId::parse(record)?).await.ok()?;
    Some(note.text().len())
}

/// Changes the text of an open note, and waits until that is on the disk.
#[wasm_bindgen]
pub async fn save_note(record: &str, text: String) -> bool {
    let Some(record) = RecordId::parse(record) else { return false };
    let changed = store().edit(record, today(), &|note, author| {
        note.write_text(author, &text);
    });
    all_saved(store()).await;
    changed.is_ok()
}

/// How many notes of the list hold all words of a query.
#[wasm_bindgen]
#[must_use]
pub fn find_notes(query: &str) -> usize {
    let query = fold(query);
    store()
        .list
        .with_untracked(|list| list.iter().filter(|(_, summary)| summary.matches(&query)).count())
}

async fn all_saved(notes: NotesStore) {
    let waiting: Arc<Mutex<Option<Waker>>> = Arc::default();
    let woken = Arc::clone(&waiting);
    let _watch = ImmediateEffect::new(move || {
        if notes.status.read().saved
            && let Some(waker) = woken.lock().ok().and_then(|mut waker| waker.take())
        {
            waker.wake();
        }
    });
    poll_fn(|context| {
        if notes.status.read_untracked().saved {
            return Poll::Ready(());
        }
        if let Ok(mut waker) = waiting.lock() {
            *waker = Some(context.waker().clone());
        }
        Poll::Pending
    })
    .await;
}
