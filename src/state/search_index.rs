//! What the guide is searched by, read when somebody first searches: pages can be read without it.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_pack::search::Index;

use super::{PackState, PackStore};
use migraction_browser::spawn;

/// The index for pages.
#[derive(Clone, Debug)]
pub enum Searchable {
    /// Nobody searched yet.
    Unread,
    /// On its way.
    Reading,
    /// There it is.
    Ready(Arc<Index>),
    /// Not kept on this device, and the server does not answer.
    Missing,
}

/// The index of the pack in use, in the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct SearchIndex {
    pack: PackStore,
    /// The index.
    pub index: RwSignal<Searchable>,
    /// Of which pack and language it is: the digest of its part.
    of: StoredValue<String>,
}

/// The index of this app.
#[must_use]
pub fn use_search_index() -> SearchIndex {
    expect_context()
}

impl SearchIndex {
    /// Not read yet.
    #[must_use]
    pub fn start(pack: PackStore) -> Self {
        let (index, of) = (RwSignal::new(Searchable::Unread), StoredValue::new(String::new()));
        Self { pack, index, of }
    }

    /// Reads the index once the pack is there, and again in another language. Never from where [`SearchIndex::index`] is
    /// read: what is missing would be asked for without end.
    pub fn follow(self) {
        Effect::new(move || {
            if let PackState::Ready(pack) = &*self.pack.state.read() {
                self.open(&pack.words.language.to_string());
            }
        });
    }

    fn open(self, language: &str) {
        let Some(part) = self.pack.index_part(language) else {
            self.index.set(Searchable::Missing);
            return;
        };
        let is_here = !matches!(&*self.index.read_untracked(), Searchable::Missing);
        if is_here && self.of.with_value(|of| *of == part.sha256) {
            return;
        }
        let sha256 = part.sha256.clone();
        self.of.set_value(sha256.clone());
        self.index.set(Searchable::Reading);
        spawn(async move {
            let read = self.pack.index(&part).await;
            // Another language may have been asked for meanwhile.
            if self.of.with_value(|of| *of == sha256) {
                self.index.set(
                    read.map_or(Searchable::Missing, |index| Searchable::Ready(Arc::new(index))),
                );
            }
        });
    }
}
