//! Performs what `migraction_pack::lifecycle` says, action by action; nothing is decided here.

use std::collections::BTreeSet;

use leptos::prelude::*;
use migraction_pack::lifecycle::{Action, Failure, Replacement, SignedManifest, StorageState};
use migraction_pack::manifest::{Manifest, Part, PartKind};

use super::kept::{self, assemble};
use super::{Pack, PackState, PackStore, fetch};
use migraction_browser::database::{self, Change, StorageError};
use migraction_browser::{log, page, sleep};

/// How long a page settles before the next language is fetched.
const SETTLE_MILLISECONDS: i32 = 1500;

/// What has come of a pack so far: each part with its bytes.
type Received = Vec<(Part, Vec<u8>)>;

impl PackStore {
    /// Performs actions about `offered`, for the request `turn`; a pack that is assembled is shown at once, before what
    /// comes after it.
    pub(super) async fn perform(
        self,
        actions: Vec<Action>,
        offered: &SignedManifest,
        turn: u32,
    ) -> Result<(), Failure> {
        let fetched = actions.iter().filter_map(|action| match action {
            Action::Fetch(part) => Some(part.bytes),
            _ => None,
        });
        let of = fetched.sum();
        let mut received = Received::new();
        for action in actions {
            match action {
                Action::Fetch(part) => {
                    let before: u64 = received.iter().map(|(part, _)| part.bytes).sum();
                    let progress = |got| self.report(turn, before + got, of);
                    let bytes = fetch::part(&part, progress).await?;
                    received.push((part, bytes));
                }
                Action::Obtain(part) => {
                    let bytes = match kept::part(&part).await.map_err(storage)? {
                        Some(bytes) => bytes,
                        None => fetch::part(&part, |_| {}).await?,
                    };
                    received.push((part, bytes));
                }
                Action::Add(part) => {
                    if let Some(bytes) = missing(&part).await {
                        received.push((part, bytes));
                    }
                }
                Action::Assemble => self.show(read(&offered.manifest, &received).await?, turn),
                Action::Check => drop(read(&offered.manifest, &received).await?),
                Action::Write => {
                    let received = std::mem::take(&mut received);
                    let languages = write(offered, received).await.map_err(storage)?;
                    self.storage.set(StorageState::Kept(languages));
                }
                Action::WriteIfPossible => {
                    self.write_if_possible(offered, std::mem::take(&mut received)).await;
                }
                Action::Keep(part) => self.keep(&part).await,
                Action::Pause => sleep(SETTLE_MILLISECONDS).await,
            }
        }
        Ok(())
    }

    /// Says how far an installation has come, unless another request took its place.
    fn report(self, turn: u32, got: u64, of: u64) {
        let is_ready = matches!(&*self.state.read_untracked(), PackState::Ready(_));
        if self.turn.get_value() == turn && !is_ready {
            self.state.set(PackState::Installing { got, of });
        }
    }

    async fn write_if_possible(self, offered: &SignedManifest, received: Received) {
        let needed = received.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        let written = write(offered, received).await;
        let left = match &written {
            Ok(_) => None,
            Err(error) => {
                log(&format!("keeping the pack: {error}"));
                page::storage_left().await
            }
        };
        let written = written.map_err(|error| kept::failure(&error));
        self.storage.set(StorageState::after_writing(written, needed, left));
    }

    /// Fetches a part of the pack in use and writes it by itself, unless it lies here whole.
    pub(super) async fn keep(self, part: &Part) {
        let Some(bytes) = missing(part).await else { return };
        let change = Change { parts: vec![(part.name.clone(), bytes)], ..Change::default() };
        if database::commit(&change).await.is_ok()
            && let PartKind::Language(language) = &part.kind
        {
            self.storage.update(|storage| {
                if let StorageState::Kept(languages) = storage {
                    languages.insert(language.clone());
                }
            });
        }
    }
}

/// The bytes of a part that does not lie here whole, if it comes.
async fn missing(part: &Part) -> Option<Vec<u8>> {
    match kept::part(part).await {
        Ok(Some(_)) => None,
        _ => fetch::part(part, |_| {}).await.ok(),
    }
}

/// What has come, as pages read it.
async fn read(manifest: &Manifest, received: &Received) -> Result<Pack, Failure> {
    let of = |wanted: fn(&PartKind) -> bool| {
        let found = received.iter().find(|(part, _)| wanted(&part.kind));
        found.map(|(_, bytes)| bytes.as_slice()).ok_or(Failure::Unreadable)
    };
    let core = of(|kind| *kind == PartKind::Core)?;
    let words = of(|kind| matches!(kind, PartKind::Language(_)))?;
    assemble(manifest.clone(), core, words).await.map_err(|_| Failure::Unreadable)
}

/// Writes a pack in one transaction; gives the languages that are there then.
async fn write(
    offered: &SignedManifest,
    received: Received,
) -> Result<BTreeSet<String>, StorageError> {
    let mut packs = kept::packs().await?;
    let Replacement { manifests, obsolete } = packs.replaced(offered);
    let manifests = manifests.into_iter().map(|(role, sent)| (kept::key_of(role), sent)).collect();
    let parts = received.into_iter().map(|(part, bytes)| (part.name, bytes)).collect();
    let change = Change { parts, manifests, drop_parts: obsolete };
    database::commit(&change).await?;
    packs.parts.extend(change.parts.into_iter().map(|(name, _)| name));
    Ok(packs.languages(&offered.manifest))
}

fn storage(error: StorageError) -> Failure {
    log(&format!("storage: {error}"));
    Failure::Storage(kept::failure(&error))
}
