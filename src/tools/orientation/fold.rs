//! What is drawn only when it is unfolded.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::state::use_consulting;

/// A part that is drawn when it is unfolded. When the results are drawn anew, the browser keeps the element and whether it
/// is open: what stands in it follows.
#[derive(Clone, Copy)]
pub struct Fold {
    /// Whether it is unfolded.
    pub is_open: RwSignal<bool>,
    /// Its element.
    pub node: NodeRef<leptos::html::Details>,
    /// Its name, where it stays unfolded.
    name: StoredValue<Option<String>>,
    unfolded: RwSignal<BTreeSet<String>>,
}

impl Fold {
    /// A part that stays as it is when the results are drawn anew.
    pub fn of(name: String) -> Self {
        Self::named(Some(name))
    }

    /// A part that is folded again then.
    pub fn brief() -> Self {
        Self::named(None)
    }

    fn named(name: Option<String>) -> Self {
        let unfolded = use_consulting().unfolded;
        let is_open =
            name.as_ref().is_some_and(|name| unfolded.with_untracked(|names| names.contains(name)));
        Self {
            is_open: RwSignal::new(is_open),
            node: NodeRef::new(),
            name: StoredValue::new(name),
            unfolded,
        }
    }

    /// The reader, or a browser that searches or prints the page, opened or closed it.
    pub fn turned(self) {
        let Some(node) = self.node.get_untracked() else { return };
        let is_open = node.open();
        if let Some(name) = self.name.get_value() {
            self.unfolded.update(|names| {
                if is_open {
                    names.insert(name)
                } else {
                    names.remove(&name)
                };
            });
        }
        if self.is_open.get_untracked() != is_open {
            self.is_open.set(is_open);
        }
    }
}
