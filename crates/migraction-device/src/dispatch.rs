//! Performs the effects of the engine: storing, requests, merging, timers, notices. Effects start in order; each reports its
//! event when it completes.

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
use crate::session::LocalState;
use crate::storage::{Storage, StorageError, Store, Write};

/// Minimum time between two pushes, in milliseconds: typing is stored twice a second, but pushed less often.
const MIN_PUSH_INTERVAL_MS: u64 = 5000;
/// Poll interval while a person types or the storage does not read, in milliseconds.
const RECHECK_MS: u64 = 500;

impl<H: Host> Device<H> {
    /// Starts one effect. Tasks start in the order in which they are spawned, and a storage performs transactions in the order
    /// in which they start: so effects reach the storage in order.
    pub(crate) fn perform(&self, generation: u64, effect: Effect) {
        let device = self.clone();
        match effect {
            Effect::Store { batch, changes } => {
                let Some(vault) = self.with(|session| session.vault) else { return };
                let writes = to_writes(vault, changes, self.host().now());
                self.spawn(async move {
                    let is_wanted = || {
                        let awaits = |session: &mut crate::session::Session| {
                            session.generation == generation && session.engine.awaits(batch)
                        };
                        device.with(awaits) == Some(true)
                    };
                    let event = match device.storage().commit(&writes, &is_wanted).await {
                        Ok(()) => Event::Stored(batch),
                        Err(error) => {
                            Event::StoreFailed { batch, full: error == StorageError::Full }
                        }
                    };
                    device.handle_if(generation, event);
                });
            }
            Effect::Send { call, request } => self.spawn(async move {
                let response = device.send(request).await;
                device.handle_if(generation, Event::Responded { call, response });
            }),
            Effect::Merge { record, edit, keep } => self.spawn(async move {
                device.merge(generation, from_sync(record), edit, keep).await;
            }),
            Effect::Wait { timer, millis } => self.spawn(async move {
                device.host().sleep(millis).await;
                device.handle_if(generation, Event::Timeout(timer));
            }),
            Effect::Show(status) => {
                self.host().notice(Notice::Status(status));
                self.host().notice(Notice::DraftsChanged);
            }
        }
    }

    /// Merges the incoming state of a record with the local one and reports it to the engine, unless the profile was locked
    /// meanwhile: the engine has forgotten the merge then.
    async fn merge(&self, generation: u64, record: RecordId, edit: u64, keep: bool) {
        let (incoming, own) = loop {
            // Not while the person types.
            while self.is_typing_now() {
                self.host().sleep(RECHECK_MS).await;
            }
            let Some(key) = self.record_key_if_unlocked(generation, record) else { return };
            let incoming = self.storage().load(Store::Incoming, &key).await;
            let own = self.local_state(record).await;
            // A failed read says nothing about what is stored: try again.
            match (incoming, own) {
                (Ok(incoming), Ok(own)) => break (incoming, own),
                _ => self.host().sleep(RECHECK_MS).await,
            }
        };
        // Drafts belong to the local state that is merged. Flushed only now: a draft flushed later would overwrite the result.
        self.flush_all();
        let (now, mut random) = (self.host().now(), self.rng());
        let outcome = self.with(|session| {
            let is_open = session.generation == generation && session.secrets.is_some();
            is_open.then(|| {
                session.merge(record, incoming.as_deref(), own.as_ref(), keep, now, &mut random)
            })
        });
        let Some(outcome) = outcome.flatten() else { return };
        self.host().interleave().await;
        let moment = self.moment();
        let told = self.with(|session| {
            let is_open = session.generation == generation && session.secrets.is_some();
            is_open.then(|| session.merged(record, edit, outcome, moment))
        });
        let Some((effects, note)) = told.flatten() else { return };
        if let Some(note) = note {
            self.host().notice(Notice::Note(record, &note));
            self.host().notice(Notice::RemoteChange);
        }
        self.perform_all(generation, effects);
    }

    fn record_key_if_unlocked(&self, generation: u64, record: RecordId) -> Option<String> {
        let key = self.with(|session| {
            let is_open = session.generation == generation && session.secrets.is_some();
            is_open.then(|| record_key(session.vault, record))
        });
        key.flatten()
    }

    /// The local state of a record: the unsaved one, else the stored one whose hash matches. Bytes with another hash are
    /// returned as they are: the storage corrupted them, and they do not decrypt.
    pub(crate) async fn local_state(
        &self,
        record: RecordId,
    ) -> Result<Option<LocalState>, StorageError> {
        loop {
            let known = self.with(|session| {
                let unsaved = session.unsaved(record).map(<[u8]>::to_vec);
                Some((record_key(session.vault, record), session.local(record)?, unsaved))
            });
            let Some((key, state, unsaved)) = known.flatten() else { return Ok(None) };
            if unsaved.is_some() {
                return Ok(Some(LocalState { state, sealed: unsaved }));
            }
            let is_it = |bytes: &Vec<u8>| {
                sync::RecordHash::of(sync::RecordId(record.0), state.version, bytes) == state.hash
            };
            let stored = self.storage().load(Store::Records, &key).await?;
            if stored.as_ref().is_some_and(is_it) {
                return Ok(Some(LocalState { state, sealed: stored }));
            }
            // Adopted, but the transaction that moves it is not committed yet.
            let came = self.storage().load(Store::Incoming, &key).await?.filter(is_it);
            let now = self.with(|session| session.local(record)).flatten();
            if came.is_some() || now == Some(state) {
                return Ok(Some(LocalState { state, sealed: came.or(stored) }));
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
                self.limit_push_rate().await;
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

    /// Waits until [`MIN_PUSH_INTERVAL_MS`] have passed since the last push. Edits meanwhile are detected afterwards: see
    /// [`Response::Stale`].
    async fn limit_push_rate(&self) {
        let since = self.host().now().saturating_sub(self.last_push().get());
        if since < MIN_PUSH_INTERVAL_MS {
            self.host().sleep(MIN_PUSH_INTERVAL_MS - since).await;
        }
    }
}

/// Translates changes to storage writes, in order. `now` only makes the keys of quarantined bytes unique.
fn to_writes(vault: VaultId, changes: Vec<Change>, now: u64) -> Vec<Write> {
    let mut writes = Vec::new();
    for change in changes {
        match change {
            Change::Own { record, meta, sealed } => {
                let key = record_key(vault, from_sync(record));
                writes.push(Write::sealed(Store::Records, key.clone(), Sealed::from_bytes(sealed)));
                if meta.incoming.is_none() {
                    writes.push(Write::remove(Store::Incoming, key));
                }
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Incoming { record, meta, sealed } => {
                let key = record_key(vault, from_sync(record));
                writes.push(Write::sealed(Store::Incoming, key, Sealed::from_bytes(sealed)));
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
                let quarantine = format!("{key}/{now}");
                writes.push(Write::move_to(from, key, Store::Quarantine, quarantine));
                writes.push(Write::meta(vault, from_sync(record), &meta));
            }
            Change::Link(link) => writes.push(Write::link(vault, &link)),
        }
    }
    writes
}
