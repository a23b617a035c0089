//! Notes while the app is open: profiles, the one that is unlocked, its list, the sync line.
//!
//! Keys live in this module's memory only, never in a signal, a page or JavaScript, and opened notes in
//! no other place but the page that shows one; [`NotesStore::lock`] wipes them. Pages call the commands
//! here and read the signals.

mod drive;
mod edit;
mod file;
mod join;
mod merge;
mod names;
mod open;
mod profile;
mod typing;

use std::cell::RefCell;

use leptos::prelude::*;
use migraction_core::route::Route;
use migraction_notes::autosave::Stage;
use migraction_notes::{Author, Note, Pairs, Summary};
use migraction_sync::engine::{Engine, Event, Status};
use migraction_vault::{Envelope, Keyring, ProfileId, ProfileKey, RecordId, VaultId, VaultKey};

pub use edit::EditTrouble;
pub use file::{FileTrouble, Imported};
pub use join::{Access, JoinTrouble, Joined, Offer};
pub use open::UnlockTrouble;
pub use profile::{NewCode, NewProfile, Profile, ProfileTrouble, judge};
pub use typing::{HandOver, hand_over, new_draft, typed};

use crate::browser::settings::{self, Setting};
use crate::browser::{chance, clock, page, watch, writer};

/// Locked after this time without touch or key.
const IDLE_MILLISECONDS: u64 = 5 * 60 * 1000;
/// Locked after this time out of sight.
const HIDDEN_MILLISECONDS: u64 = 60 * 1000;

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

/// The notes of this app.
#[must_use]
pub fn use_notes() -> NotesStore {
    expect_context()
}

/// The notes of this app, for what is called when no page's owner is there.
#[must_use]
pub fn store() -> NotesStore {
    STORE.with_borrow(|store| *store).unwrap_or_else(NotesStore::start)
}

/// An opened profile.
struct Open {
    /// Which opening: what was begun under another one is dropped.
    turn: u64,
    profile: ProfileId,
    /// How the profile is called here.
    label: String,
    vault: VaultId,
    engine: Engine,
    access: Option<Access>,
    /// Gone while locked: sealed states may still be sent.
    secrets: Option<Secrets>,
}

/// What is wiped at locking.
struct Secrets {
    key: ProfileKey,
    envelope: Envelope,
    keyring: Keyring,
    author: Author,
    /// Opened by the recovery code or a file: another passphrase may be set without the present one.
    by_code: bool,
    /// Notes that were looked at since, with all that was written into them.
    notes: Pairs<RecordId, Note>,
}

impl Open {
    fn vault_key(&self) -> Option<&VaultKey> {
        self.secrets.as_ref()?.keyring.key(self.vault)
    }
}

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    static STORE: RefCell<Option<NotesStore>> = const { RefCell::new(None) };
}

/// Looks at the opened profile.
fn with_open<T>(look: impl FnOnce(&mut Open) -> T) -> Option<T> {
    OPEN.with_borrow_mut(|open| open.as_mut().map(look))
}

/// The signals, for what runs in the background.
fn signals(change: impl FnOnce(NotesStore)) {
    if let Some(store) = STORE.with_borrow(|store| *store) {
        change(store);
    }
}

impl NotesStore {
    /// Notes of this app, locked; profiles are read when a page asks.
    #[must_use]
    pub fn start() -> Self {
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
        watch::start(
            move |away| {
                let is_long = away.idle > IDLE_MILLISECONDS
                    || away.hidden.is_some_and(|hidden| hidden > HIDDEN_MILLISECONDS);
                if is_long && store.unlocked.get_untracked().is_some() {
                    store.lock();
                }
            },
            typing::leaving,
        );
        for event in ["online", "offline"] {
            page::on_window(event, || drive::drive(Event::Online(page::is_online())));
        }
        store
    }

    /// Locks at once, without a network: keys and opened notes are wiped from memory. What was typed is sealed before
    /// that, and its sealed state stays until it is stored, whatever the storage does meanwhile.
    pub fn lock(self) {
        typing::leaving();
        typing::forget_all();
        with_open(|open| open.secrets = None);
        drive::drive(Event::Locked);
        self.unlocked.set(None);
        self.draft.set(String::new());
        self.list.set(Pairs::default());
    }

    /// Locks and leaves for the guide; nothing of the page stays.
    pub fn leave(self, language: &str) {
        self.lock();
        writer::release();
        page::leave_for(&Route::Home.in_language(language));
    }

    /// Whether private notes may be begun here: not in a tab of an iPhone, where the system clears
    /// storage after seven days, unless an encrypted file exists.
    #[must_use]
    pub fn may_write(self) -> bool {
        page::platform() != page::Platform::Ios
            || page::is_installed()
            || settings::load(Setting::NotesFile).is_some()
    }
}

/// Now, with chance for the engine.
fn moment() -> migraction_sync::engine::Moment {
    migraction_sync::engine::Moment { millis: clock::now_millis(), random: chance::number() }
}
