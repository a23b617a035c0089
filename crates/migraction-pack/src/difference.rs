//! What a newer pack changes for a reader.

use std::collections::BTreeMap;

use crate::search::Document;
use crate::{CorePart, LanguagePart};

/// What is new or different in a pack, and how much is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Pages, facts and services that are new, or say something else: pages first.
    pub changed: Vec<Document>,
    /// How many there no longer are.
    pub gone: usize,
}

impl Difference {
    /// Compares two packs in one language.
    ///
    /// A fact has changed when its value, its dates or what is known of it has; checking it again is
    /// no change.
    #[must_use]
    pub fn between(old: (&CorePart, &LanguagePart), new: (&CorePart, &LanguagePart)) -> Self {
        let mut found = Self::default();
        found.add(&old.1.contexts, &new.1.contexts, |(country, topic), before, now| {
            let document = || Document::Context { country: country.clone(), topic: topic.clone() };
            (before != Some(now)).then(document)
        });
        found.add(&old.1.practices, &new.1.practices, |id, before, now| {
            (before != Some(now)).then(|| Document::Practice(id.clone()))
        });
        found.add(&old.0.facts, &new.0.facts, |id, before, now| {
            let same = before.is_some_and(|before| {
                before.values == now.values
                    && before.changed_on == now.changed_on
                    && before.uncertain == now.uncertain
            });
            (!same).then(|| Document::Fact(id.clone()))
        });
        found.add(&old.0.services, &new.0.services, |id, before, now| {
            let same = before.is_some_and(|before| {
                before.name == now.name && before.phone == now.phone && before.url == now.url
            });
            (!same).then(|| Document::Service(id.clone()))
        });
        found
    }

    fn add<K: Ord, T>(
        &mut self,
        old: &BTreeMap<K, T>,
        new: &BTreeMap<K, T>,
        changed: impl Fn(&K, Option<&T>, &T) -> Option<Document>,
    ) {
        self.changed.extend(new.iter().filter_map(|(key, now)| changed(key, old.get(key), now)));
        self.gone += old.keys().filter(|key| !new.contains_key(*key)).count();
    }
}
