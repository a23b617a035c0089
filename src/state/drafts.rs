//! What is being written for the guide, by field: practice sheets, and worksheets for adapting one.
//! Kept on this device only and not sealed, so that nothing private belongs here; the pages say so.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use migraction_browser::kv::{self, Namespace};
use migraction_browser::{log, page, sleep, spawn};

/// How long typing may go on before it is written down.
const SETTLE_MILLISECONDS: i32 = 400;

thread_local! {
    /// The draft that is open, to be written down when the page is about to go.
    static OPEN: Cell<Option<Draft>> = const { Cell::new(None) };
}

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being read.
    Reading,
    /// All of it is kept.
    Kept,
    /// Something typed is not written down yet.
    Waiting,
    /// It could not be kept; it is still on the screen.
    Failed,
}

/// One draft: texts by field.
#[derive(Clone, Copy)]
pub struct Draft {
    prefix: StoredValue<String>,
    texts: RwSignal<BTreeMap<String, String>>,
    unwritten: StoredValue<BTreeSet<String>>,
    /// Where it stands.
    pub standing: RwSignal<Standing>,
}

impl Draft {
    /// Opens the draft under this name, such as `sheet/1` or `adapt/teach-back`, for as long as the page
    /// that asks is shown.
    #[must_use]
    pub fn open(prefix: String) -> Self {
        let draft = Self {
            prefix: StoredValue::new(prefix.clone()),
            texts: RwSignal::new(BTreeMap::new()),
            unwritten: StoredValue::new(BTreeSet::new()),
            standing: RwSignal::new(Standing::Reading),
        };
        if OPEN.replace(Some(draft)).is_none() {
            page::on_window("pagehide", || {
                if let Some(draft) = OPEN.get() {
                    draft.write_down();
                }
            });
        }
        on_cleanup(move || draft.write_down());
        spawn(async move {
            let found = kv::load(Namespace::Drafts, &prefix).await.unwrap_or_default();
            draft.texts.try_update(|texts| {
                for (field, text) in found {
                    // What was typed in the meantime is newer.
                    texts.entry(field).or_insert(text);
                }
            });
            draft.standing.try_update(|standing| {
                if *standing == Standing::Reading {
                    *standing = Standing::Kept;
                }
            });
        });
        draft
    }

    /// The text of a field.
    #[must_use]
    pub fn get(self, field: &str) -> String {
        self.texts.read().get(field).cloned().unwrap_or_default()
    }

    /// The text of a field, without following it.
    #[must_use]
    pub fn get_now(self, field: &str) -> String {
        self.texts.with_untracked(|texts| texts.get(field).cloned()).unwrap_or_default()
    }

    /// Whether nothing is written in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.texts.read().values().all(|text| text.trim().is_empty())
    }

    /// Changes a field; it is written down a moment later.
    pub fn set(self, field: &str, text: String) {
        self.texts.update(|texts| {
            texts.insert(field.to_owned(), text);
        });
        let waits = self.unwritten.with_value(|fields| !fields.is_empty());
        self.unwritten.update_value(|fields| {
            fields.insert(field.to_owned());
        });
        self.standing.set(Standing::Waiting);
        if !waits {
            spawn(async move {
                sleep(SETTLE_MILLISECONDS).await;
                self.write_down();
            });
        }
    }

    /// Writes down what is not written yet.
    pub fn write_down(self) {
        let fields = self.unwritten.try_update_value(std::mem::take).unwrap_or_default();
        if fields.is_empty() {
            return;
        }
        let (Some(prefix), Some(texts)) =
            (self.prefix.try_get_value(), self.texts.try_get_untracked())
        else {
            return;
        };
        let puts = fields
            .iter()
            .map(|field| {
                let text = texts.get(field).filter(|text| !text.is_empty());
                ([prefix.as_str(), "/", field].concat(), text.cloned())
            })
            .collect::<Vec<_>>();
        spawn(async move {
            let written = kv::write(Namespace::Drafts, &puts).await;
            if let Err(error) = &written {
                log(&error.to_string());
                self.unwritten.try_update_value(|unwritten| unwritten.extend(fields));
            }
            let more = self.unwritten.try_with_value(|unwritten| !unwritten.is_empty());
            self.standing.try_set(match (written, more) {
                (Err(_), _) => Standing::Failed,
                (Ok(()), Some(true)) => Standing::Waiting,
                (Ok(()), _) => Standing::Kept,
            });
        });
    }

    /// Erases the draft.
    pub async fn erase(self) {
        self.unwritten.try_set_value(BTreeSet::new());
        let (Some(prefix), Some(texts)) =
            (self.prefix.try_get_value(), self.texts.try_get_untracked())
        else {
            return;
        };
        let gone: Vec<_> =
            texts.keys().map(|field| ([prefix.as_str(), "/", field].concat(), None)).collect();
        if kv::write(Namespace::Drafts, &gone).await.is_ok() {
            self.texts.try_set(BTreeMap::new());
        }
    }
}

/// The practice sheets being written: their names and titles, the latest first.
pub async fn sheets() -> Vec<(String, String)> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (key, text) in kv::load(Namespace::Drafts, "sheet").await.unwrap_or_default() {
        let Some((name, field)) = key.split_once('/') else { continue };
        let title = found.entry(name.to_owned()).or_default();
        if field == "title" {
            *title = text;
        }
    }
    found.into_iter().rev().collect()
}
