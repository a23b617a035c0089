//! What pages call.

use leptos::prelude::*;
use migraction_core::route::{NotesPage, Route};
use migraction_core::{CivilDate, Id};
use migraction_device::{
    EditError, EstimateFailed, FileError, FlushFn, Imported, JoinError, Joined, NewCode,
    NewProfile, Offer, ProfileError, UnlockError,
};
use migraction_notes::{Author, Field, Note, Pairs, date_text};
use migraction_sync::engine::{Decision, Event};
use migraction_vault::{Code, Estimate, ProfileId, RecordId};

use super::host::device;
use super::signals::{NotesStore, made};
use crate::state::organisation;
use migraction_browser::settings::{self, Setting};
use migraction_browser::watch::Away;
use migraction_browser::{files, page, spawn, watch, writer};

/// Locked after this time without touch or key, in milliseconds.
const LOCKED_WHEN_IDLE: u64 = 5 * 60 * 1000;
/// Locked after this time out of sight, in milliseconds.
const LOCKED_WHEN_HIDDEN: u64 = 60 * 1000;
/// Whoever was away for so long, in milliseconds, and comes back wants to see what is new. Who only glances elsewhere asks
/// the server nothing.
const NEWS_AFTER: u64 = 10 * 1000;

/// The notes of this app, for what is called when no page's owner is there.
#[must_use]
pub fn store() -> NotesStore {
    made().unwrap_or_else(NotesStore::start)
}

/// A name for a draft, never given before.
#[must_use]
pub fn new_draft() -> u64 {
    device().new_draft()
}

/// Something was typed into a draft. It is handed over in time, whatever becomes of the page.
pub fn typed(draft: u64, flush: FlushFn) {
    device().typed(draft, flush);
}

/// Hands one draft over now: its field is left.
pub fn flush(draft: u64) {
    device().flush(draft);
}

/// Judges a new passphrase of a profile with this name.
///
/// # Errors
/// [`EstimateFailed`]: then it is not taken.
pub async fn judge(passphrase: &str, label: &str) -> Result<Estimate, EstimateFailed> {
    device().judge(passphrase, label).await
}

/// Profiles.
impl NotesStore {
    /// Notes of this app, locked; profiles are read when a page asks.
    #[must_use]
    pub fn start() -> Self {
        let store = Self::make();
        let look = move |away: Away| {
            let is_long = away.idle > LOCKED_WHEN_IDLE
                || away.hidden.is_some_and(|hidden| hidden > LOCKED_WHEN_HIDDEN);
            if is_long && store.unlocked.get_untracked().is_some() {
                store.lock();
            }
        };
        let back = |away: Away| {
            if away.hidden.is_some_and(|hidden| hidden > NEWS_AFTER) {
                device().sync_now();
            }
        };
        watch::start(look, || device().leaving(), back);
        for event in ["online", "offline"] {
            page::on_window(event, || device().handle(Event::Online(page::is_online())));
        }
        store
    }

    /// Reads the profiles of this device.
    pub async fn load_profiles(self) {
        let Ok(profiles) = device().profiles().await else {
            self.refused.set(true);
            self.profiles.set(Some(Vec::new()));
            return;
        };
        let is_empty = profiles.is_empty();
        // A small setting outlives the database in most browsers: then this is no first visit.
        self.wiped.set(is_empty && settings::load(Setting::NotesHere).is_some());
        if !is_empty {
            settings::save(Setting::NotesHere, Some("1"));
        }
        self.profiles.set(Some(profiles));
    }

    /// Makes a profile. It is kept only once the recovery code was proven: [`Self::save_profile`].
    ///
    /// # Errors
    /// A [`ProfileError`].
    pub async fn make_profile(
        self,
        label: &str,
        passphrase: &str,
    ) -> Result<NewProfile, ProfileError> {
        device().make_profile(label, passphrase).await
    }

    /// Keeps a profile on the device, whose recovery code was proven.
    ///
    /// # Errors
    /// A [`ProfileError`].
    pub async fn save_profile(self, new: &NewProfile) -> Result<ProfileId, ProfileError> {
        device().save_profile(new).await
    }

    /// Whether the unlocked profile was opened without its passphrase, so that another one may be set without it.
    #[must_use]
    pub fn is_open_by_code(self) -> bool {
        device().is_open_by_code()
    }

    /// Puts another passphrase in place of the present one, which is asked for. No note is sealed anew.
    ///
    /// # Errors
    /// A [`ProfileError`].
    pub async fn change_passphrase(self, now: &str, next: &str) -> Result<(), ProfileError> {
        device().change_passphrase(now, next).await
    }

    /// Sets a passphrase after the recovery code or a file opened the profile.
    ///
    /// # Errors
    /// A [`ProfileError`].
    pub async fn replace_passphrase(self, next: &str) -> Result<(), ProfileError> {
        device().replace_passphrase(next).await
    }

    /// Makes another recovery code, once the present passphrase was typed. It is kept only once it was proven:
    /// [`Self::save_code`].
    ///
    /// # Errors
    /// A [`ProfileError`].
    pub async fn make_code(self, now: &str) -> Result<NewCode, ProfileError> {
        device().make_code(now).await
    }

    /// Puts a recovery code that was proven in place of the present one.
    ///
    /// # Errors
    /// A [`ProfileError`].
    pub async fn save_code(self, new: &NewCode) -> Result<(), ProfileError> {
        device().save_code(new).await
    }

    /// Where to go after unlocking, as a path without language.
    #[must_use]
    pub fn take_next(self) -> Route {
        let next = self.next.get_untracked().filter(|next| *next != NotesPage::Unlock.into());
        self.next.set(None);
        next.unwrap_or(Route::Notes(NotesPage::List))
    }

    /// Unlocks a profile with its passphrase.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub async fn unlock(
        self,
        id: ProfileId,
        passphrase: &str,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        device().unlock(id, passphrase, today).await?;
        organisation::look();
        Ok(())
    }

    /// Unlocks a profile with its recovery code; a new passphrase follows.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub async fn recover(
        self,
        id: ProfileId,
        code: &Code,
        today: CivilDate,
    ) -> Result<(), UnlockError> {
        device().recover(id, code, today).await?;
        organisation::look();
        Ok(())
    }

    /// Locks at once, without a network: keys and opened notes are wiped from memory. What was typed is sealed before that.
    pub fn lock(self) {
        device().lock();
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
}

/// Notes.
impl NotesStore {
    /// Whether private notes may be begun here: not in a tab of an iPhone, where the system clears
    /// storage after seven days, unless an encrypted file exists.
    #[must_use]
    pub fn may_write(self) -> bool {
        page::platform() != page::Platform::Ios
            || page::is_installed()
            || settings::load(Setting::NotesFile).is_some()
    }

    /// The note as it is now, opened once and kept until locking.
    ///
    /// # Errors
    /// An [`EditError`].
    pub async fn load(self, record: RecordId) -> Result<Note, EditError> {
        device().load(record).await
    }

    /// What an item of an open note says now.
    #[must_use]
    pub fn item_now(self, record: RecordId, field: Field, item: &str) -> Option<String> {
        device().cached(record)?.read_item(field, item).any().map(str::to_owned)
    }

    /// Makes a note.
    #[must_use]
    pub fn create(self, today: CivilDate, fill: &dyn Fn(&mut Note, &Author)) -> Option<RecordId> {
        device().create(today, fill)
    }

    /// Begins a note of a form, with the day, the country and a day of erasure; `text` is its free text.
    pub fn begin(
        self,
        today: CivilDate,
        country: Option<&Id>,
        template: &str,
        text: &str,
    ) -> Option<RecordId> {
        device().begin_note(today, country, template, text)
    }

    /// Changes a note that was loaded: sealed at once, and on its way to the storage. Returns the note as it is now.
    ///
    /// # Errors
    /// An [`EditError`]; nothing was changed.
    pub fn edit(
        self,
        record: RecordId,
        today: CivilDate,
        change: &dyn Fn(&mut Note, &Author),
    ) -> Result<Note, EditError> {
        device().edit(record, today, change)
    }

    /// Erases a note on every device.
    pub fn erase(self, record: RecordId, today: CivilDate) {
        spawn(async move {
            let _ = device().erase(record, today).await;
        });
    }

    /// Hands over what is being typed, now.
    pub fn save_pending(self) {
        device().flush_all();
    }

    /// Hands over what is being typed: the note is left. Says whether something was too large to be kept.
    #[must_use]
    pub fn leave_note(self) -> bool {
        device().leave_note()
    }

    /// Whether this draft holds something that was not handed over.
    #[must_use]
    pub fn is_typing(self, draft: u64) -> bool {
        device().holds(draft)
    }

    /// Whether what was typed into this draft is too large to be stored.
    #[must_use]
    pub fn is_held(self, draft: u64) -> bool {
        self.stage.track();
        device().is_too_large(draft)
    }
}

/// Files, servers, other devices.
impl NotesStore {
    /// Gives the person an encrypted file with all notes of the profile.
    ///
    /// # Errors
    /// A [`FileError`].
    pub async fn export(self, today: CivilDate) -> Result<(), FileError> {
        let file = device().export().await?;
        let name = format!("migraction-{}.mgx", date_text(today));
        if !files::give(&name, &file).await {
            return Err(FileError::Storage);
        }
        settings::save(Setting::NotesFile, Some(&date_text(today)));
        Ok(())
    }

    /// Takes a file of the unlocked profile in: what it holds merges with what is here.
    ///
    /// # Errors
    /// A [`FileError`].
    pub async fn import(self, file: &[u8]) -> Result<Imported, FileError> {
        device().import(file).await
    }

    /// Brings the profile of a file to this device and opens it. Its notes come with [`Self::import`]. Says whether the
    /// profile was here already: then its present passphrase and code stay.
    ///
    /// # Errors
    /// A [`FileError`].
    pub async fn restore(
        self,
        file: &[u8],
        secret: &str,
        today: CivilDate,
    ) -> Result<bool, FileError> {
        let was_here = device().restore(file, secret, today).await?;
        organisation::look();
        Ok(was_here)
    }

    /// Enrols this device with the server that the app came from, by an invitation.
    ///
    /// # Errors
    /// A [`JoinError`].
    pub async fn enrol(self, typed: &str) -> Result<(), JoinError> {
        if let Some(key) = device().enrol(typed).await? {
            organisation::trust(key).await;
        }
        Ok(())
    }

    /// Lets one's own second device in: a code to type there, good for ten minutes and one use.
    ///
    /// # Errors
    /// A [`JoinError`].
    pub async fn offer_device(self) -> Result<Offer, JoinError> {
        let trusted = organisation::trusted().await;
        device().offer_device(trusted).await
    }

    /// Brings a profile to this device with the code shown on the other one. Unlocking it follows.
    ///
    /// # Errors
    /// A [`JoinError`].
    pub async fn join(self, typed: &str) -> Result<Joined, JoinError> {
        let (joined, organisation) = device().join(typed).await?;
        if let Some(key) = organisation {
            organisation::trust(key).await;
        }
        Ok(joined)
    }

    /// Looks for news now.
    pub fn sync_now(self) {
        organisation::look();
        device().sync_now();
    }

    /// Answers what the engine asked.
    pub fn decide(self, decision: Decision) {
        device().decide(decision);
    }
}
