//! The phrasebook, read when it is first needed; the other person's language and the favourites of this device.

use std::sync::Arc;

use leptos::prelude::*;
use migraction_core::phrases::Favourites;
use migraction_pack::PhrasesPart;

use super::{PackState, PackStore};
use migraction_browser::settings::{Setting, load, save};
use migraction_browser::spawn;

/// The phrasebook for pages.
#[derive(Clone, Debug)]
pub enum Book {
    /// Nobody asked for it yet.
    Unread,
    /// On its way.
    Reading,
    /// There it is.
    Ready(Arc<PhrasesPart>),
    /// Not kept on this device, and the server does not answer.
    Missing,
}

/// The phrasebook and what is remembered about it.
#[derive(Clone, Copy, Debug)]
pub struct Phrases {
    pack: PackStore,
    /// The phrasebook.
    pub book: RwSignal<Book>,
    /// The tongue chosen last; empty before the first choice.
    pub tongue: RwSignal<String>,
    /// Phrases kept at hand.
    pub favourites: RwSignal<Favourites>,
}

/// The phrasebook of this app.
#[must_use]
pub fn use_phrases() -> Phrases {
    expect_context()
}

impl Phrases {
    /// Reads what is remembered.
    #[must_use]
    pub fn start(pack: PackStore) -> Self {
        Self {
            pack,
            book: RwSignal::new(Book::Unread),
            tongue: RwSignal::new(load(Setting::PhraseTongue).unwrap_or_default()),
            favourites: RwSignal::new(Favourites::parse(
                &load(Setting::PhraseFavourites).unwrap_or_default(),
            )),
        }
    }

    /// Reads the phrasebook once the pack is there. Never from where [`Phrases::book`] is read: what is missing would be
    /// asked for without end.
    pub fn follow(self) {
        Effect::new(move || {
            if matches!(&*self.pack.state.read(), PackState::Ready(_)) {
                self.open();
            }
        });
    }

    /// Reads the phrasebook, unless that was done.
    pub fn open(self) {
        if matches!(&*self.book.read_untracked(), Book::Ready(_) | Book::Reading) {
            return;
        }
        self.book.set(Book::Reading);
        spawn(async move {
            let read = self.pack.phrases().await;
            self.book.set(read.map_or(Book::Missing, |part| Book::Ready(Arc::new(part))));
        });
    }

    /// Remembers the other person's language.
    pub fn choose(self, tongue: &str) {
        save(Setting::PhraseTongue, Some(tongue));
        if *self.tongue.read_untracked() != tongue {
            self.tongue.set(tongue.to_owned());
        }
    }

    /// Takes a phrase in among the favourites, or out.
    pub fn toggle(self, phrase: &str) {
        self.favourites.update(|kept| kept.toggle(phrase));
        let line = self.favourites.read_untracked().line();
        save(Setting::PhraseFavourites, (!line.is_empty()).then_some(&*line));
    }
}
