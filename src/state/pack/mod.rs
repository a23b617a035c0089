//! The content pack on this device, for pages. What becomes of packs is decided by `migraction_pack::lifecycle`; here it is
//! performed, and shown as signals.

mod content;
mod fetch;
mod kept;
mod perform;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use migraction_pack::lifecycle::{self, Circumstances, Failure, Renewal, Role};
pub use migraction_pack::lifecycle::{MissingReason, StorageState, UpdateStatus};
use migraction_pack::manifest::Manifest;
use migraction_pack::{CorePart, LanguagePart};

use migraction_browser::database::StorageError;
use migraction_browser::{log, net, spawn};

/// A pack as pages read it, in one language.
#[derive(Debug)]
pub struct Pack {
    /// Its manifest, verified.
    pub manifest: Manifest,
    /// Facts, rules and structure.
    pub core: Arc<CorePart>,
    /// Words of the language.
    pub words: LanguagePart,
}

/// The pack for pages.
#[derive(Clone, Debug)]
pub enum PackState {
    /// Reading what is kept.
    Reading,
    /// Bytes received so far, and in all.
    Installing {
        /// Received.
        got: u64,
        /// In all.
        of: u64,
    },
    /// There it is.
    Ready(Arc<Pack>),
    /// There is none.
    Missing(MissingReason),
}

/// The pack and how it is kept.
#[derive(Clone, Copy, Debug)]
pub struct PackStore {
    /// The pack for pages.
    pub state: RwSignal<PackState>,
    /// How it is kept.
    pub storage: RwSignal<StorageState>,
    /// What became of the last look for a newer one.
    pub update: RwSignal<Option<UpdateStatus>>,
    /// Counts requests for a language, so that an old answer cannot overwrite a newer one.
    turn: StoredValue<u32>,
}

/// The pack of this app.
#[must_use]
pub fn use_pack() -> PackStore {
    expect_context()
}

impl PackStore {
    /// An empty store; [`PackStore::open`] fills it.
    #[must_use]
    pub fn start() -> Self {
        Self {
            state: RwSignal::new(PackState::Reading),
            storage: RwSignal::new(StorageState::Unknown),
            update: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Opens the pack in a language: what is kept, else what the server has.
    pub fn open(self, language: &'static str) {
        if let PackState::Ready(pack) = &*self.state.read_untracked()
            && pack.words.language == *language
        {
            return;
        }
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        if !matches!(&*self.state.read_untracked(), PackState::Ready(_)) {
            self.state.set(PackState::Reading);
        }
        spawn(async move {
            let opened = self.read_or_install(language, turn).await;
            if self.turn.get_value() != turn {
                return;
            }
            let is_shown = || matches!(&*self.state.read_untracked(), PackState::Ready(pack) if pack.words.language == *language);
            if let Err(failure) = opened
                && !is_shown()
            {
                let reason = MissingReason::new(failure, &self.storage.read_untracked());
                self.state.set(PackState::Missing(reason));
            }
            self.renew(language, turn).await;
        });
    }

    /// Shows a pack to the reader, unless another one was asked for meanwhile.
    fn show(self, pack: Pack, turn: u32) {
        if self.turn.get_value() == turn {
            self.state.set(PackState::Ready(Arc::new(pack)));
        }
    }

    async fn read_or_install(self, language: &str, turn: u32) -> Result<(), Failure> {
        match self.read_kept(language).await {
            Ok(Some(pack)) => {
                self.show(pack, turn);
                return Ok(());
            }
            Ok(None) => {}
            Err(StorageError::Refused(why)) => {
                log(&format!("storage refused: {why}"));
                self.storage.set(StorageState::Refused);
            }
            Err(error) => log(&format!("reading the pack: {error}")),
        }
        let offered = fetch::manifest().await?;
        let actions = lifecycle::install(&offered.manifest, language)?;
        self.perform(actions, &offered, turn).await
    }

    /// The first pack kept on this device that is whole in this language.
    async fn read_kept(self, language: &str) -> Result<Option<Pack>, StorageError> {
        let mut packs = kept::parts().await?;
        for role in Role::IN_ORDER {
            let Some(signed) = kept::manifest(role).await? else { continue };
            let manifest = signed.manifest.clone();
            packs.put(role, signed);
            self.storage.set(StorageState::Kept(packs.readable_languages().unwrap_or_default()));
            if packs.can_open(&manifest, language)
                && let Some(pack) = kept::pack(&manifest, language).await?
            {
                self.storage.set(StorageState::Kept(packs.languages(&manifest)));
                return Ok(Some(pack));
            }
        }
        Ok(None)
    }

    /// Looks for a newer pack and for what is not kept yet; what is shown stays as it is.
    async fn renew(self, language: &str, turn: u32) {
        let PackState::Ready(pack) = self.state.get_untracked() else { return };
        if !self.storage.read_untracked().can_renew() {
            return;
        }
        let now = Circumstances { language, is_metered: net::is_metered() };
        if let Err(failure) = self.look_for_newer(&pack.manifest, now, turn).await {
            if let Failure::Refused(refusal) = &failure {
                log(&format!("a newer pack was refused: {refusal}"));
            }
            self.update.set(Some(failure.into()));
        }
    }

    async fn look_for_newer(
        self,
        in_use: &Manifest,
        now: Circumstances<'_>,
        turn: u32,
    ) -> Result<(), Failure> {
        let offered = fetch::manifest().await?;
        match lifecycle::renew(in_use, &offered.manifest, now)? {
            Renewal::Newer(actions) => {
                self.perform(actions, &offered, turn).await?;
                self.update.set(Some(UpdateStatus::Installed(offered.manifest.edition)));
            }
            Renewal::UpToDate => {
                self.update.set(Some(UpdateStatus::UpToDate));
                let actions = lifecycle::complete(in_use, &self.kept_languages(), now);
                self.perform(actions, &offered, turn).await?;
            }
        }
        Ok(())
    }

    fn kept_languages(self) -> BTreeSet<String> {
        match &*self.storage.read_untracked() {
            StorageState::Kept(languages) => languages.clone(),
            _ => BTreeSet::new(),
        }
    }
}
