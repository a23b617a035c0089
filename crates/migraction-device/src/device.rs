//! [`Device`]: the API of this crate.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use migraction_notes::Note;
use migraction_sync as sync;
use migraction_sync::engine::{Decision, Effect, Event, Link, Meta, Moment, Status};
use migraction_vault::{ProfileId, RecordId};

use crate::drafts::Drafts;
use crate::host::{Host, Task};
use crate::ids::to_sync;
use crate::session::Session;

/// The notes of a device: profiles, the open session, drafts and sync. Clones share their state.
pub struct Device<H: Host>(Rc<Inner<H>>);

struct Inner<H> {
    host: H,
    session: RefCell<Option<Session>>,
    drafts: RefCell<Drafts>,
    /// When the last push began, in milliseconds since 1970 by the device clock.
    last_push: Cell<u64>,
    /// Id under which this device takes from mailboxes; constant, so that a request can be retried after a lost response.
    taker: Cell<Option<[u8; 16]>>,
}

impl<H: Host> Clone for Device<H> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<H: Host> Device<H> {
    /// A device without an open profile.
    pub fn new(host: H) -> Self {
        Self(Rc::new(Inner {
            host,
            session: RefCell::default(),
            drafts: RefCell::default(),
            last_push: Cell::new(0),
            taker: Cell::new(None),
        }))
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &H {
        &self.0.host
    }

    pub(crate) fn storage(&self) -> &H::Storage {
        self.0.host.storage()
    }

    /// Calls `look` with the open session, if there is one. `look` must not call into the device or the host.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Session) -> T) -> Option<T> {
        self.0.session.borrow_mut().as_mut().map(look)
    }

    /// Replaces the session and returns the former one.
    pub(crate) fn replace(&self, session: Option<Session>) -> Option<Session> {
        self.0.session.replace(session)
    }

    pub(crate) fn with_drafts<T>(&self, look: impl FnOnce(&mut Drafts) -> T) -> T {
        look(&mut self.0.drafts.borrow_mut())
    }

    pub(crate) fn last_push(&self) -> &Cell<u64> {
        &self.0.last_push
    }

    pub(crate) fn taker(&self) -> [u8; 16] {
        let taker = self.0.taker.get().unwrap_or_else(|| self.random_id());
        self.0.taker.set(Some(taker));
        taker
    }

    /// A random number generator for the vault.
    pub(crate) fn rng(&self) -> impl FnMut(&mut [u8]) {
        let device = self.clone();
        move |bytes| device.0.host.random(bytes)
    }

    pub(crate) fn random_id(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.host.random(&mut bytes);
        bytes
    }

    /// Time and randomness for the engine.
    pub(crate) fn moment(&self) -> Moment {
        let mut bytes = [0; 8];
        self.0.host.random(&mut bytes);
        Moment { millis: self.0.host.now(), random: u64::from_le_bytes(bytes) }
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        let task: Task = Box::pin(task);
        self.0.host.spawn(task);
    }

    /// Passes an event to the engine of the open profile, and performs the effects in order.
    pub fn handle(&self, event: Event) {
        let moment = self.moment();
        let asked = self.with(|session| (session.generation, session.engine.handle(event, moment)));
        if let Some((generation, effects)) = asked {
            self.perform_all(generation, effects);
        }
    }

    /// As [`Self::handle`], but ignores the event if the session is not of this generation any more.
    pub(crate) fn handle_if(&self, generation: u64, event: Event) {
        if self.is_current(generation) {
            self.handle(event);
        }
    }

    pub(crate) fn is_current(&self, generation: u64) -> bool {
        self.with(|session| session.generation) == Some(generation)
    }

    pub(crate) fn perform_all(&self, generation: u64, effects: Vec<Effect>) {
        for effect in effects {
            self.perform(generation, effect);
        }
    }

    /// Answers the open question of the engine.
    pub fn decide(&self, decision: Decision) {
        self.handle(Event::Decided { decision, seed: self.random_id() });
    }

    /// The page is hidden or closed: seals all drafts and stores them without waiting for the transaction under way.
    pub fn leaving(&self) {
        self.flush_all();
        self.handle(Event::Leaving);
    }

    /// Locks at once, without a network: seals all drafts, then zeroises keys and decrypted notes. Sealed states that are not
    /// stored yet stay in the engine until they are.
    pub fn lock(&self) {
        self.leaving();
        self.discard_drafts();
        self.with(|session| session.secrets = None);
        self.handle(Event::Locked);
    }

    /// Whether a profile is unlocked.
    #[must_use]
    pub fn is_unlocked(&self) -> bool {
        self.with(|session| session.secrets.is_some()) == Some(true)
    }

    /// The profile that is open, locked or not.
    #[must_use]
    pub fn profile(&self) -> Option<ProfileId> {
        self.with(|session| session.profile)
    }

    /// The sync status; `None` before a profile was opened.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.with(|session| session.engine.status())
    }

    /// The link to the server; `None` before a profile was opened.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        self.with(|session| *session.engine.link())
    }

    /// All records of the open profile with their sync metadata.
    #[must_use]
    pub fn records(&self) -> Vec<(RecordId, Meta)> {
        let all = |session: &mut Session| {
            let records = session.engine.records();
            records.map(|(record, meta)| (RecordId(record.0), *meta)).collect()
        };
        self.with(all).unwrap_or_default()
    }

    /// The sync metadata of a record.
    #[must_use]
    pub fn meta(&self, record: RecordId) -> Option<Meta> {
        self.with(|session| session.engine.meta(to_sync(record)).copied())?
    }

    /// A note that was loaded since unlocking, in its present state.
    #[must_use]
    pub fn cached(&self, record: RecordId) -> Option<Note> {
        self.with(|session| session.cached(record).cloned())?
    }

    /// The credentials of each request; `None` if the device is not enrolled.
    pub(crate) fn credentials(&self) -> Option<sync::Credentials> {
        self.with(|session| {
            let token = session.access.as_ref()?.token;
            let identity = session.engine.link().identity?;
            Some(sync::Credentials {
                identity,
                vault: crate::ids::vault_to_sync(session.vault),
                token,
            })
        })?
    }
}
