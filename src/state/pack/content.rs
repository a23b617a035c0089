//! What pages read of the pack beyond their own language: another language, the phrasebook, the pack before.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_pack::lifecycle::{Role, StorageState};
use migraction_pack::manifest::{Part, PartKind};
use migraction_pack::search::Index;
use migraction_pack::{LanguagePart, PhrasesPart};

use super::kept::{self, language_kind};
use super::{Pack, PackState, PackStore, fetch};
use crate::state::language::words_in;
use migraction_browser::database::{self, Change};
use migraction_browser::yield_to_browser;

impl PackStore {
    /// The pack in use in another language, if that is kept here; the interface's words come with it.
    pub async fn in_language(self, language: &str) -> Option<Arc<Pack>> {
        let PackState::Ready(pack) = self.state.get_untracked() else { return None };
        words_in(language).await?;
        let part = pack.manifest.part(&language_kind(language)).ok()?;
        let words = LanguagePart::from_bytes(&kept::part(part).await.ok()??).ok()?;
        let (manifest, core) = (pack.manifest.clone(), pack.core.clone());
        Some(Arc::new(Pack { manifest, core, words }))
    }

    /// The phrasebook of the pack in use: as it is kept, else fetched and kept.
    pub async fn phrases(self) -> Option<PhrasesPart> {
        let PackState::Ready(pack) = self.state.get_untracked() else { return None };
        let part = pack.manifest.part(&PartKind::Phrases).ok()?;
        PhrasesPart::from_bytes(&kept_or_fetched(part).await?).ok()
    }

    /// The part of the pack in use that a language is searched by.
    pub fn index_part(self, language: &str) -> Option<Part> {
        let PackState::Ready(pack) = self.state.get_untracked() else { return None };
        pack.manifest.part(&PartKind::Index(language.to_owned())).ok().cloned()
    }

    /// The search index of this part: as it is kept, else fetched and kept.
    pub async fn index(self, part: &Part) -> Option<Index> {
        let bytes = kept_or_fetched(part).await?;
        yield_to_browser().await;
        Index::from_bytes(&bytes).ok()
    }

    /// Keeps one more language of the pack in use.
    pub async fn keep_language(self, language: &str) {
        let PackState::Ready(pack) = self.state.get_untracked() else { return };
        if let StorageState::Kept(languages) = &*self.storage.read_untracked()
            && languages.contains(language)
        {
            return;
        }
        if let Some(index) = self.index_part(language) {
            self.keep(&index).await;
        }
        if let Ok(part) = pack.manifest.part(&language_kind(language)) {
            self.keep(part).await;
        }
    }

    /// A pack as it is kept, whole in this language.
    pub async fn kept(self, role: Role, language: &str) -> Option<Pack> {
        let signed = kept::manifest(role).await.ok()??;
        kept::pack(&signed.manifest, language).await.ok()?
    }
}

/// The bytes of a part as it is kept, else fetched and kept.
async fn kept_or_fetched(part: &Part) -> Option<Vec<u8>> {
    if let Some(bytes) = kept::part(part).await.ok().flatten() {
        return Some(bytes);
    }
    let bytes = fetch::part(part, |_| {}).await.ok()?;
    let parts = vec![(part.name.clone(), bytes.clone())];
    // Where nothing can be kept it is read all the same.
    let _ = database::commit(&Change { parts, ..Change::default() }).await;
    Some(bytes)
}
