//! What is looked for, so that the way back to the search finds it again. It is in memory alone: what somebody asks about
//! stands in no address, which browsers keep and which a page that is loaded anew sends to the server.

use leptos::prelude::*;

use migraction_browser::tab_history;

/// The mark of a search on its entry of the tab's history.
const MARK: &str = "search";

/// How many searches are offered again.
const RECENT: usize = 5;

/// What was looked for in this tab, each on its own entry of the history.
#[derive(Clone, Copy, Debug)]
pub struct Searches(StoredValue<Vec<String>>);

/// The searches of this app.
#[must_use]
pub fn use_searches() -> Searches {
    expect_context()
}

impl Searches {
    /// None yet.
    #[must_use]
    pub fn start() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// What is typed on a search page: what was typed there before, where the reader comes back to it, else `asked`.
    #[must_use]
    pub fn typed(self, asked: String) -> RwSignal<String> {
        let texts = self.0;
        let at = tab_history::number(MARK);
        let before = at.and_then(|at| texts.with_value(|texts| texts.get(at).cloned()));
        let own = StoredValue::new(at.filter(|_| before.is_some()));
        let typed = RwSignal::new(before.unwrap_or(asked));
        Effect::new(move |is_open: Option<()>| {
            let text = typed.get();
            // The entry of a page that is only being opened is still that of the page before.
            if is_open.is_none() {
                return;
            }
            let at = own.get_value().unwrap_or_else(|| texts.with_value(Vec::len));
            texts.update_value(|texts| {
                texts.resize(texts.len().max(at + 1), String::new());
                if let Some(place) = texts.get_mut(at) {
                    *place = text;
                }
            });
            own.set_value(Some(at));
            // Once for each entry: browsers refuse to be written to at every key.
            if tab_history::number(MARK) != Some(at) {
                tab_history::mark(MARK, at);
            }
        });
        typed
    }

    /// What was looked for last in this tab, the latest first, each once.
    #[must_use]
    pub fn recent(self) -> Vec<String> {
        self.0.with_value(|texts| {
            let mut recent: Vec<String> = Vec::new();
            for text in texts.iter().rev().map(|text| text.trim()) {
                if text.chars().nth(2).is_some() && !recent.iter().any(|known| known == text) {
                    recent.push(text.to_owned());
                }
            }
            recent.truncate(RECENT);
            recent
        })
    }

    /// Forgets what was looked for.
    pub fn forget(self) {
        self.0.update_value(|texts| texts.iter_mut().for_each(String::clear));
    }
}
