//! Does what the machine asks: storage, server, merging, waiting, showing. Each effect is begun in its order; what it
//! brings is told when it is there.

use migraction_sync as sync;
use migraction_sync::client::Client;
use migraction_sync::engine::{
    Change, Effect, Event, Request, Response, Side, digest_request, pull_request,
};
use migraction_sync::messages::PushRequest;
use migraction_sync::protocol::{CallError, Protocol};
use migraction_vault::{RecordId, VaultId};

use crate::device::Device;
use crate::host::{Host, Notice};
use crate::ids::{from_sync, record_key};
use crate::sealed::Sealed;
use crate::session::Own;
use crate::storage::{Storage, StorageError, Store, Write};

/// The least time between two pushes, in milliseconds: somebody who types is stored twice a second, and sent less often.
const BETWEEN_PUSHES: u64 = 5000;
/// How often it is looked whether somebody still types, or whether a storage reads again, in milliseconds.
const LOOK_AGAIN: u64 = 500;

impl<H: Host> Device<H> {
    /// Begins one effect. A task begins before those that are spawned after it, and a storage does transactions in the order
    /// in which they were begun: so effects reach the storage in their order.
    pub(crate) fn begin(&self, turn: u64, effect: Effect) {
        let device = self.clone();
        match effect {
            Effect::Store { batch, changes } => {
                let Some(vault) = self.with(|session| session.vault) else { return };
                let writes = writes_of(vault, changes, self.host().now());
                self.spawn(async move {
                    let is_wanted = || {
                        let awaits = |session: &mut crate::session::Session| {
                            session.turn == turn && session.engine.awaits(batch)
                        };
                        device.with(awaits) == Some(true)
                    };
                    let event = match device.storage().commit(&writes, &is_wanted).await {
                        Ok(()) => Event::Stored(batch),
                        Err(error) => {
                            Event::StoreFailed { batch, full: error == StorageError::Full }
                        }
                    };
                    device.tell_if(turn, event);
                });
            }
            Effect::Send { call, request } => self.spawn(async move {
                let response = device.send(request).await;
                device.tell_if(turn, Event::Responded { call, response });
            }),
            Effect::Merge { record, edit, keep } => self.spawn(async move {
                device.merge(turn, from_sync(record), edit, keep).await;
            }),
            Effect::Wait { timer, millis } => self.spawn(async move {
                device.host().sleep(millis).await;
                device.tell_if(turn, Event::Timeout(timer));
            }),
            Effect::Show(status) => {
                self.host().notice(Notice::Status(status));
                self.host().notice(Notice::Typing);
            }
        }
    }

    /// Merges what came of a record with what is here, and tells the machine. It hears nothing when the profile was locked
    /// meanwhile: it has forgotten the merge then.
    async fn merge(&self, turn: u64, record: RecordId, edit: u64, keep: bool) {
        let (incoming, own) = loop {
            // Not under somebody's fingers.
            while self.is_typing_now() {
                self.host().sleep(LOOK_AGAIN).await;
            }
            let Some(key) = self.key_if(turn, record) else { return };
            let incoming = self.storage().load(Store::Incoming, &key).await;
            let own = self.own_state(record).await;
            // A storage that does not read says nothing of what it holds: it is asked again.
            match (incoming, own) {
                (Ok(incoming), Ok(own)) => break (incoming, own),
                _ => self.host().sleep(LOOK_AGAIN).await,
            }
        };
        // What is being typed belongs to the state of this device that is merged. Handed over only now: what came between
        // would be written over what arrives.
        self.hand_over_all();
        let (now, mut random) = (self.host().now(), self.fill());
        let outcome = self.with(|session| {
            let is_open = session.turn == turn && session.secrets.is_some();
            is_open.then(|| {
                session.merge(record, incoming.as_deref(), own.as_ref(), keep, now, &mut random)
            })
        });
        let Some(outcome) = outcome.flatten() else { return };
        self.host().interleave().await;
        let moment = self.moment();
        let told = self.with(|session| {
            let is_open = session.turn == turn && session.secrets.is_some();
            is_open.then(|| session.merged(record, edit, outcome, moment))
        });
        let Some((effects, note)) = told.flatten() else { return };
        if let Some(note) = note {
            self.host().notice(Notice::Note(record, &note));
            self.host().notice(Notice::Arrived);
        }
        self.begin_all(turn, effects);
    }

    fn key_if(&self, turn: u64, record: RecordId) -> Option<String> {
        let key = self.with(|session| {
            let is_open = session.turn == turn && session.secrets.is_some();
            is_open.then(|| record_key(session.vault, record))
        });
        key.flatten()
    }

    /// The device's own state of a record: what no transaction has stored yet, else what the storage holds under its mark.
    /// Bytes of another mark are given as they are: the storage damaged them, and they do not open.
    pub(crate) async fn own_state(&self, record: RecordId) -> Result<Option<Own>, StorageError> {
        loop {
            let known = self.with(|session| {
                let unsaved = session.unsaved(record).map(<[u8]>::to_vec);
                Some((record_key(session.vault, record), session.local(record)?, unsaved))
            });
            let Some((key, state, unsaved)) = known.flatten() else { return Ok(None) };
            if unsaved.is_some() {
                return Ok(Some(Own { state, sealed: unsaved }));
            }
            let is_it = |bytes: &Vec<u8>| {
                sync::RecordHash::of(sync::RecordId(record.0), state.version, bytes) == state.hash
            };
            let stored = self.storage().load(Store::Records, &key).await?;
            if stored.as_ref().is_some_and(is_it) {
                return Ok(Some(Own { state, sealed: stored }));
            }
            // Adopted, and the transaction that moves it has not completed.
            let came = self.storage().load(Store::Incoming, &key).await?.filter(is_it);
            let now = self.with(|session| session.local(record)).flatten();
            if came.is_some() || now == Some(state) {
                return Ok(Some(Own { state, sealed: came.or(stored) }));
            }
        }
    }

    async fn send(&self, request: Request) -> Result<Response, CallError> {
        let vault = self.with(|session| session.vault);
        let (Some(credentials), Some(vault)) = (self.credentials(), vault) else {
            return Err(CallError::Unreachable);
        };
        let server = Client(self.host().transport());
        match request {
            Request::Pull(since) => {
                server.pull(pull_request(credentials, since)).await.map(Response::Pull)
            }
            Request::Digest(at) => {
                server.digest(digest_request(credentials, at)).await.map(Response::Digest)
            }
            Request::Push(intents) => {
                self.pause_between_pushes().await;
                let mut items = Vec::with_capacity(intents.len());
                for intent in intents {
                    let key = record_key(vault, from_sync(intent.record));
                    let sealed = self.storage().load(Store::Records, &key).await;
                    let item = sealed.ok().flatten().and_then(|sealed| intent.item(sealed));
                    let Some(item) = item else { return Ok(Response::Stale) };
                    items.push(item);
                }
                self.last_push().set(self.host().now());
                server.push(PushRequest { credentials, items }).await.map(Response::Push)
            }
        }
    }

    /// What was edited meanwhile is noticed afterwards, and asked for anew: see [`Response::Stale`].
    async fn pause_between_pushes(&self) {
        let since = self.host().now().saturating_sub(self.last_push().get());
        if since < BETWEEN_PUSHES {
            self.host().sleep(BETWEEN_PUSHES - since).await;
        }
    }
}

/// The changes as writes, in their order. `now` only tells things that were set aside from each other.
fn writes_of(vault: VaultId, changes: Vec<Change>, now: u64) -> Vec<Write> {
    let mut writes = Vec::new();
    for change in changes {
        match change {
            Change::Own { record, meta, sealed } => {
                let key = record_key(vault, from_sync(record));
                writes.push(Write::sealed(Store::Records, key.clone(), Sealed::came(sealed)));
                if meta.incoming.is_none() {
                    writes.push(Write::remove(Store::Incoming, key));
                }
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Incoming { record, meta, sealed } => {
                let key = record_key(vault, from_sync(record));
                writes.push(Write::sealed(Store::Incoming, key, Sealed::came(sealed)));
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Adopt { record, meta } => {
                let key = record_key(vault, from_sync(record));
                writes.push(Write::move_to(Store::Incoming, key.clone(), Store::Records, key));
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Meta { record, meta } => {
                if meta.incoming.is_none() {
                    let key = record_key(vault, from_sync(record));
                    writes.push(Write::remove(Store::Incoming, key));
                }
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Quarantine { record, meta, what } => {
                let key = record_key(vault, from_sync(record));
                let from = if what == Side::Own { Store::Records } else { Store::Incoming };
                let aside = format!("{key}/{now}");
                writes.push(Write::move_to(from, key, Store::Aside, aside));
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Link(link) => writes.push(Write::link(vault, &link)),
        }
    }
    writes
}
