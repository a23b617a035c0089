//! The whole of a device's half of notes, for whoever calls it.

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

/// A device's notes: profiles, the one that is open, what is typed, what is sent. Clones are the same device.
pub struct Device<H: Host>(Rc<Inner<H>>);

struct Inner<H> {
    host: H,
    session: RefCell<Option<Session>>,
    drafts: RefCell<Drafts>,
    /// When a push was last begun, by the device's clock.
    last_push: Cell<u64>,
    /// Who takes from mailboxes: the same for as long as this lives, so that a lost answer can be asked for again.
    taker: Cell<Option<[u8; 16]>>,
}

impl<H: Host> Clone for Device<H> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<H: Host> Device<H> {
    /// A device on which nothing is open yet.
    pub fn new(host: H) -> Self {
        Self(Rc::new(Inner {
            host,
            session: RefCell::default(),
            drafts: RefCell::default(),
            last_push: Cell::new(0),
            taker: Cell::new(None),
        }))
    }

    /// Where it runs.
    #[must_use]
    pub fn host(&self) -> &H {
        &self.0.host
    }

    pub(crate) fn storage(&self) -> &H::Storage {
        self.0.host.storage()
    }

    /// Looks at the open profile. Nothing is awaited meanwhile, and nothing is shown.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Session) -> T) -> Option<T> {
        self.0.session.borrow_mut().as_mut().map(look)
    }

    /// Puts another opening in place of the present one.
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
        let taker = self.0.taker.get().unwrap_or_else(|| self.sixteen());
        self.0.taker.set(Some(taker));
        taker
    }

    /// Fills the slice with random bytes.
    pub(crate) fn fill(&self) -> impl FnMut(&mut [u8]) {
        let device = self.clone();
        move |bytes| device.0.host.random(bytes)
    }

    pub(crate) fn sixteen(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.host.random(&mut bytes);
        bytes
    }

    /// Now, with chance for the machine.
    pub(crate) fn moment(&self) -> Moment {
        let mut bytes = [0; 8];
        self.0.host.random(&mut bytes);
        Moment { millis: self.0.host.now(), random: u64::from_le_bytes(bytes) }
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        let task: Task = Box::pin(task);
        self.0.host.spawn(task);
    }

    /// Tells the machine of the open profile what happened, and begins what it asks for, in its order.
    pub fn tell(&self, event: Event) {
        let moment = self.moment();
        let asked = self.with(|session| (session.turn, session.engine.handle(event, moment)));
        if let Some((turn, effects)) = asked {
            self.begin_all(turn, effects);
        }
    }

    /// As [`Self::tell`], for what was begun under this opening.
    pub(crate) fn tell_if(&self, turn: u64, event: Event) {
        if self.is_turn(turn) {
            self.tell(event);
        }
    }

    pub(crate) fn is_turn(&self, turn: u64) -> bool {
        self.with(|session| session.turn) == Some(turn)
    }

    pub(crate) fn begin_all(&self, turn: u64, effects: Vec<Effect>) {
        for effect in effects {
            self.begin(turn, effect);
        }
    }

    /// Answers what the machine asks a person.
    pub fn decide(&self, decision: Decision) {
        self.tell(Event::Decided { decision, seed: self.sixteen() });
    }

    /// The page is hidden or goes: everything typed is sealed, and stored without waiting for what is under way.
    pub fn leaving(&self) {
        self.hand_over_all();
        self.tell(Event::Leaving);
    }

    /// Locks at once, without a network: keys and opened notes are wiped from memory. What was typed is sealed before that,
    /// and its sealed state stays until it is stored, whatever the storage does meanwhile.
    pub fn lock(&self) {
        self.leaving();
        self.forget_drafts();
        self.with(|session| session.secrets = None);
        self.tell(Event::Locked);
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

    /// How things stand; nothing before a profile was opened.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.with(|session| session.engine.status())
    }

    /// What is known of the server; nothing before a profile was opened.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        self.with(|session| *session.engine.link())
    }

    /// All records of the open profile, and where each stands.
    #[must_use]
    pub fn records(&self) -> Vec<(RecordId, Meta)> {
        let all = |session: &mut Session| {
            let records = session.engine.records();
            records.map(|(record, meta)| (RecordId(record.0), *meta)).collect()
        };
        self.with(all).unwrap_or_default()
    }

    /// Where a record stands.
    #[must_use]
    pub fn meta(&self, record: RecordId) -> Option<Meta> {
        self.with(|session| session.engine.meta(to_sync(record)).copied())?
    }

    /// A note that was looked at since unlocking, as it is now.
    #[must_use]
    pub fn cached(&self, record: RecordId) -> Option<Note> {
        self.with(|session| session.cached(record).cloned())?
    }

    /// What goes with each request; nothing where this device is not enrolled.
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
