//! Does what the sync engine asks: storage, server, merging, waiting, showing.

use std::cell::Cell;

use leptos::prelude::*;
use migraction_sync::client::{Carry, Client};
use migraction_sync::engine::{
    Answer, Ask, BatchId, Change, Effect, Event, Side, digest_ask, pull_ask,
};
use migraction_sync::messages::push;
use migraction_sync::protocol::{CallError, Pass, Protocol};
use migraction_vault::VaultId;

use super::names::{from_sync, record};
use super::{merge, moment, signals, typing, with_open};
use crate::browser::database::StorageError;
use crate::browser::vault_store::{self, Store, Write};
use crate::browser::{clock, net, sleep, spawn};

/// Tells the engine what happened, and does what it asks.
pub(super) fn drive(event: Event) {
    let asked = with_open(|open| (open.turn, open.engine.handle(event, moment())));
    let Some((turn, effects)) = asked else { return };
    for effect in effects {
        run(turn, effect);
    }
}

/// As [`drive`], for what was begun under this opening.
pub(super) fn drive_if(turn: u64, event: Event) {
    if with_open(|open| open.turn) == Some(turn) {
        drive(event);
    }
}

fn run(turn: u64, effect: Effect) {
    match effect {
        Effect::Store { batch, changes } => spawn(async move {
            let Some(vault) = with_open(|open| open.vault) else { return };
            let event = match store(vault, batch, changes).await {
                Ok(()) => Event::Stored(batch),
                Err(error) => Event::StoreFailed { batch, full: error == StorageError::Full },
            };
            drive_if(turn, event);
        }),
        Effect::Send { call, ask } => spawn(async move {
            let answer = send(ask).await;
            drive_if(turn, Event::Answered { call, answer });
        }),
        Effect::Merge { record, edit, keep } => spawn(async move {
            // Not under somebody's fingers.
            while typing::is_busy() {
                sleep(500).await;
            }
            if let Some(merged) = merge::merge(turn, record, keep).await {
                drive_if(turn, Event::Merged { record, edit, merged });
            }
        }),
        Effect::Wait { timer, millis } => spawn(async move {
            sleep(i32::try_from(millis).unwrap_or(i32::MAX)).await;
            drive_if(turn, Event::Timeout(timer));
        }),
        Effect::Show(status) => {
            signals(|store| store.status.set(status));
            typing::show();
        }
    }
}

/// Writes the changes in one transaction.
async fn store(vault: VaultId, batch: BatchId, changes: Vec<Change>) -> Result<(), StorageError> {
    let is_wanted = || with_open(|open| open.engine.awaits(batch)) == Some(true);
    let writes = writes_of(vault, changes).await?;
    vault_store::commit_while(&writes, &is_wanted).await
}

async fn writes_of(vault: VaultId, changes: Vec<Change>) -> Result<Vec<Write>, StorageError> {
    let mut writes = Vec::new();
    for change in changes {
        match change {
            Change::Own { record: id, meta, sealed } => {
                let name = record(vault, from_sync(id));
                writes.push(Write::put(Store::Records, &name, sealed));
                if meta.incoming.is_none() {
                    writes.push(Write::remove(Store::Incoming, &name));
                }
                writes.push(Write::put(Store::Outbox, &name, meta.to_bytes()));
            }
            Change::Incoming { record: id, meta, sealed } => {
                let name = record(vault, from_sync(id));
                writes.push(Write::put(Store::Incoming, &name, sealed));
                writes.push(Write::put(Store::Outbox, &name, meta.to_bytes()));
            }
            Change::Adopt { record: id, meta } => {
                let name = record(vault, from_sync(id));
                if let Some(sealed) = vault_store::load(Store::Incoming, &name).await? {
                    writes.push(Write::put(Store::Records, &name, sealed));
                    writes.push(Write::remove(Store::Incoming, &name));
                }
                writes.push(Write::put(Store::Outbox, &name, meta.to_bytes()));
                if meta.local.is_some_and(|state| state.gone) {
                    merge::forget(from_sync(id));
                }
            }
            Change::Meta { record: id, meta } => {
                let name = record(vault, from_sync(id));
                if meta.incoming.is_none() {
                    writes.push(Write::remove(Store::Incoming, &name));
                }
                writes.push(Write::put(Store::Outbox, &name, meta.to_bytes()));
            }
            Change::SetAside { record: id, meta, what } => {
                let name = record(vault, from_sync(id));
                let from = if what == Side::Own { Store::Records } else { Store::Incoming };
                if let Some(sealed) = vault_store::load(from, &name).await? {
                    let aside = format!("{name}/{}", clock::now_millis());
                    writes.push(Write::put(Store::Aside, aside, sealed));
                    writes.push(Write::remove(from, &name));
                }
                writes.push(Write::put(Store::Outbox, &name, meta.to_bytes()));
            }
            Change::Link(link) => {
                writes.push(Write::put(Store::Outbox, vault.to_string(), link.to_bytes()));
            }
        }
    }
    Ok(writes)
}

/// The way to our own server.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnServer;

impl Carry for OwnServer {
    async fn carry(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        net::post(&format!("/api/sync/{name}"), &bytes).await
    }
}

/// What goes with each request.
pub(super) fn pass() -> Option<Pass> {
    with_open(|open| {
        let access = open.access.as_ref()?;
        let stamp = open.engine.link().stamp?;
        let vault = migraction_sync::VaultId(open.vault.0);
        Some(Pass { stamp, vault, token: access.token })
    })?
}

/// The least time between two pushes, in milliseconds: somebody who types is stored twice a second, and sent less often.
const BETWEEN_PUSHES: u64 = 5000;

thread_local! {
    static LAST_PUSH: Cell<u64> = const { Cell::new(0) };
}

/// What was edited meanwhile is noticed afterwards, and asked for anew: see [`Answer::Stale`].
async fn pause_between_pushes() {
    let since = clock::now_millis().saturating_sub(LAST_PUSH.get());
    if since < BETWEEN_PUSHES {
        sleep(i32::try_from(BETWEEN_PUSHES - since).unwrap_or(0)).await;
    }
}

async fn send(ask: Ask) -> Result<Answer, CallError> {
    let (Some(pass), Some(vault)) = (pass(), with_open(|open| open.vault)) else {
        return Err(CallError::Unreachable);
    };
    let server = Client(OwnServer);
    match ask {
        Ask::Pull(since) => server.pull(pull_ask(pass, since)).await.map(Answer::Page),
        Ask::Digest(at) => server.digest(digest_ask(pass, at)).await.map(Answer::Digest),
        Ask::Push(intents) => {
            pause_between_pushes().await;
            let mut items = Vec::with_capacity(intents.len());
            for intent in intents {
                let name = record(vault, from_sync(intent.record));
                let sealed = vault_store::load(Store::Records, &name).await;
                let item = sealed.ok().flatten().and_then(|sealed| intent.item(sealed));
                let Some(item) = item else { return Ok(Answer::Stale) };
                items.push(item);
            }
            LAST_PUSH.set(clock::now_millis());
            server.push(push::Ask { pass, items }).await.map(Answer::Push)
        }
    }
}
