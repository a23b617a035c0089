//! Whether all works without a network, and whether a newer app waits.

use leptos::prelude::*;

use super::pack::{PackState, PackStore, StorageState};
use migraction_browser::worker::{self, WorkerState};
use migraction_browser::{page, sleep, spawn};

/// The app's own files: kept, and by which build.
#[derive(Clone, Copy, Debug)]
pub struct Offline {
    /// What the service worker does.
    pub worker: RwSignal<Option<WorkerState>>,
    /// The build that serves this page.
    pub version: RwSignal<Option<String>>,
    /// A newer build waits and may take over.
    pub update: RwSignal<bool>,
    /// Whether the browser believes that there is a network.
    pub online: RwSignal<bool>,
}

/// How ready the app is for a place without network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// Still fetching.
    Preparing,
    /// All works.
    Ready,
    /// Readable now; not kept.
    OnlineOnly,
}

/// The offline state of this app.
#[must_use]
pub fn use_offline() -> Offline {
    expect_context()
}

impl Offline {
    /// Registers the service worker and follows it.
    #[must_use]
    pub fn start(pack: PackStore) -> Self {
        let offline = Self {
            worker: RwSignal::new(None),
            version: RwSignal::new(None),
            update: RwSignal::new(false),
            online: RwSignal::new(page::is_online()),
        };
        for event in ["online", "offline"] {
            page::on_window(event, move || offline.online.set(page::is_online()));
        }
        spawn(async move {
            // At the start nothing is open that could be lost: a waiting build takes over now.
            if let Some(waiting) = worker::waiting().await
                && offline.reads_kept_pack(&waiting, pack).await
            {
                worker::activate(&waiting);
            }
            let state = worker::register(move || spawn(offline.follow(pack))).await;
            offline.worker.set(Some(state));
            offline.follow(pack).await;
        });
        offline
    }

    async fn follow(self, pack: PackStore) {
        let state = worker::state().await;
        self.worker.set(Some(state));
        if let Some(serving) = worker::serving() {
            self.version.set(worker::info(&serving).await.map(|info| info.version));
        }
        if let Some(waiting) = worker::waiting().await {
            self.update.set(self.reads_kept_pack(&waiting, pack).await);
        }
    }

    /// A newer build takes over only when it reads the pack that is kept, or can fetch another.
    async fn reads_kept_pack(self, waiting: &worker::Worker, pack: PackStore) -> bool {
        let Some(info) = worker::info(waiting).await else { return false };
        let kept = match &*pack.state.read_untracked() {
            PackState::Ready(pack) => pack.manifest.schema,
            _ => migraction_pack::SCHEMA,
        };
        info.pack_schemas.contains(&kept) || self.online.get_untracked()
    }

    /// Loads the page anew: the newer build, or another try.
    pub fn start_again(self) {
        page::reload();
    }

    /// Bytes that the app and what it keeps take on this device, where the browser tells.
    pub async fn storage_used(self) -> Option<u64> {
        page::storage_used().await
    }

    /// Lets the newer build take over; the page is loaded anew.
    pub fn take_update(self) {
        spawn(async move {
            if let Some(waiting) = worker::waiting().await {
                worker::activate(&waiting);
            }
        });
    }

    /// Looks for a newer build.
    pub fn look_for_update(self) {
        spawn(async move {
            worker::look_for_update().await;
            sleep(500).await;
        });
    }

    /// How ready the app is.
    #[must_use]
    pub fn readiness(self, pack: PackStore) -> Readiness {
        let kept = match &*pack.storage.read() {
            StorageState::Kept(languages) => !languages.is_empty(),
            StorageState::Unknown => return Readiness::Preparing,
            StorageState::Refused | StorageState::Full => false,
        };
        match self.worker.get() {
            _ if !kept => Readiness::OnlineOnly,
            Some(WorkerState::Serving) => Readiness::Ready,
            None | Some(WorkerState::Installing) => Readiness::Preparing,
            Some(WorkerState::Unavailable | WorkerState::Failed) => Readiness::OnlineOnly,
        }
    }
}
