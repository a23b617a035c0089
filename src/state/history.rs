//! Pages marked and pages read lately, on this device only. What was read can be switched off and
//! emptied; nothing of it is ever sent.

use leptos::prelude::*;

use migraction_browser::clock::now_millis;
use migraction_browser::database::StorageError;
use migraction_browser::kv::{self, Namespace};
use migraction_browser::settings::{Setting, load, save};
use migraction_browser::{log, spawn};

/// How many pages read lately are kept.
const RECENT: usize = 12;

/// A list of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    /// Marked by the reader.
    Marked,
    /// Read lately.
    Recent,
}

impl Pages {
    /// Its name in the database. Fixed on 2026-11-26.
    const fn name(self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::Recent => "lately",
        }
    }

    fn key(self, path: &str) -> String {
        [self.name(), "/", path].concat()
    }
}

/// Pages marked and pages read, by their paths without language, the latest first.
#[derive(Clone, Copy, Debug)]
pub struct History {
    /// Marked by the reader.
    pub marked: RwSignal<Vec<String>>,
    /// Read lately.
    pub recent: RwSignal<Vec<String>>,
    /// Whether pages read are noted.
    pub notes: RwSignal<bool>,
    /// What the reader asked to be kept could not be kept; whoever says so sets it back.
    pub refused: RwSignal<bool>,
}

/// The pages marked and read of this app.
#[must_use]
pub fn use_history() -> History {
    expect_context()
}

impl History {
    /// Reads what is kept.
    #[must_use]
    pub fn start() -> Self {
        let history = Self {
            marked: RwSignal::new(Vec::new()),
            recent: RwSignal::new(Vec::new()),
            notes: RwSignal::new(load(Setting::ReadLately).is_none()),
            refused: RwSignal::new(false),
        };
        history.change(Vec::new(), false);
        history
    }

    /// The signal of a list.
    #[must_use]
    pub const fn list(self, pages: Pages) -> RwSignal<Vec<String>> {
        match pages {
            Pages::Marked => self.marked,
            Pages::Recent => self.recent,
        }
    }

    /// Writes, then reads all of it: another tab may have written as well.
    fn change(self, texts: Vec<(String, Option<String>)>, asked: bool) {
        spawn(async move {
            if let Err(error) = self.write_and_read(&texts).await {
                log(&error.to_string());
                self.refused.set(asked);
            }
        });
    }

    async fn write_and_read(self, texts: &[(String, Option<String>)]) -> Result<(), StorageError> {
        if !texts.is_empty() {
            kv::write(Namespace::Reading, texts).await?;
        }
        for pages in [Pages::Marked, Pages::Recent] {
            let mut found = kv::load(Namespace::Reading, pages.name()).await?;
            found.sort_by_key(|(_, at)| std::cmp::Reverse(at.parse::<u64>().unwrap_or(0)));
            self.list(pages).set(found.into_iter().map(|(path, _)| path).collect());
        }
        Ok(())
    }

    /// Notes that a page is read, unless that is switched off; the oldest go.
    pub fn read(self, path: &str) {
        if !self.notes.get_untracked() {
            return;
        }
        let key = |path: &str| Pages::Recent.key(path);
        let mut texts = vec![(key(path), Some(now_millis().to_string()))];
        self.recent.with_untracked(|recent| {
            let old = recent.iter().filter(|known| *known != path).skip(RECENT - 1);
            texts.extend(old.map(|path| (key(path), None)));
        });
        self.change(texts, false);
    }

    /// Marks a page, or takes the mark away.
    pub fn mark(self, path: &str) {
        let marked = self.marked.with_untracked(|marked| marked.iter().any(|known| known == path));
        let at = (!marked).then(|| now_millis().to_string());
        self.change(vec![(Pages::Marked.key(path), at)], true);
    }

    /// Empties a list.
    pub fn empty(self, pages: Pages) {
        let paths = self.list(pages).get_untracked();
        self.change(paths.iter().map(|path| (pages.key(path), None)).collect(), true);
    }

    /// Switches the noting of pages read on or off; off also empties it.
    pub fn note(self, on: bool) {
        save(Setting::ReadLately, (!on).then_some("off"));
        self.notes.set(on);
        if !on {
            self.empty(Pages::Recent);
        }
    }
}
