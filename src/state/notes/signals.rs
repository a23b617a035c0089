//! What pages see of notes.

use std::cell::RefCell;

use leptos::prelude::*;
use migraction_core::route::Route;
use migraction_device::Profile;
use migraction_notes::autosave::Stage;
use migraction_notes::{Note, Pairs, Summary};
use migraction_sync::engine::Status;
use migraction_vault::RecordId;

/// What pages see of notes.
#[derive(Clone, Copy, Debug)]
pub struct NotesStore {
    /// The profiles of this device; nothing while they are being read.
    pub profiles: RwSignal<Option<Vec<Profile>>>,
    /// The profile that is unlocked.
    pub unlocked: RwSignal<Option<Profile>>,
    /// Its notes.
    pub list: RwSignal<Pairs<RecordId, Summary>>,
    /// The note that is open, or was before locking. It is in memory alone: browsers keep addresses.
    pub shown: RwSignal<Option<RecordId>>,
    /// Counts what came from elsewhere, so that an open note is shown anew.
    pub arrived: RwSignal<u64>,
    /// The sync line.
    pub status: RwSignal<Status>,
    /// How far what was typed has come.
    pub stage: RwSignal<Stage>,
    /// Whether this device is enrolled with a server.
    pub enrolled: RwSignal<bool>,
    /// Storage that was wiped under the app.
    pub wiped: RwSignal<bool>,
    /// Storage is refused here.
    pub refused: RwSignal<bool>,
    /// Where to go after unlocking.
    pub next: RwSignal<Option<Route>>,
    /// A text that waits for the next new note.
    pub draft: RwSignal<String>,
    /// The code of an invitation whose link was opened, until it is used.
    pub invitation: RwSignal<String>,
}

thread_local! {
    static STORE: RefCell<Option<NotesStore>> = const { RefCell::new(None) };
}

/// The notes of this app.
#[must_use]
pub fn use_notes() -> NotesStore {
    expect_context()
}

/// The signals, once they were made.
pub(super) fn made() -> Option<NotesStore> {
    STORE.with_borrow(|store| *store)
}

impl NotesStore {
    /// Signals of notes that are locked; profiles are read when a page asks.
    pub(super) fn make() -> Self {
        let store = Self {
            profiles: RwSignal::new(None),
            unlocked: RwSignal::new(None),
            list: RwSignal::new(Pairs::default()),
            shown: RwSignal::new(None),
            arrived: RwSignal::new(0),
            status: RwSignal::new(Status { saved: true, ..Status::default() }),
            stage: RwSignal::new(Stage::Saved),
            enrolled: RwSignal::new(false),
            wiped: RwSignal::new(false),
            refused: RwSignal::new(false),
            next: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            invitation: RwSignal::new(String::new()),
        };
        STORE.set(Some(store));
        store
    }

    /// Shows a note in the list, or takes it off.
    pub(super) fn show(self, record: RecordId, note: &Note) {
        self.list.update(|list| {
            if note.is_erased() {
                list.remove(&record);
            } else {
                list.insert(record, Summary::of(note));
            }
        });
    }

    /// Says how far what was typed has come.
    pub(super) fn show_stage(self, stage: Stage) {
        // Which of several drafts is too large may have changed.
        if stage == Stage::TooLarge || self.stage.get_untracked() != stage {
            self.stage.set(stage);
        }
    }
}
