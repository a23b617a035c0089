//! What the guide on this device says that the one before did not.

use std::sync::Arc;

use migraction_core::CivilDate;
use migraction_pack::lifecycle::Role;
use migraction_pack::{Difference, search::Document};

use super::pack::{Pack, PackStore};

/// What a newer guide brought.
#[derive(Clone)]
pub struct News {
    /// The newer guide: the one in use, or the one that opens at the next start.
    pub pack: Arc<Pack>,
    /// The day of the guide before.
    pub since: CivilDate,
    /// What is new or different.
    pub changed: Vec<Document>,
    /// How much is gone.
    pub gone: usize,
}

impl PackStore {
    /// What the newest guide kept here changes, in a language; nothing where there was none before.
    pub async fn news(self, language: &str) -> Option<News> {
        let new = self.kept(Role::Current, language).await?;
        let old = self.kept(Role::Previous, language).await?;
        let difference = Difference::between((&old.core, &old.words), (&new.core, &new.words));
        Some(News {
            since: old.manifest.edition,
            changed: difference.changed,
            gone: difference.gone,
            pack: Arc::new(new),
        })
    }
}
