//! A sorted map in a `Vec`: maps of notes are small, and a `BTreeMap` per type would be a tenth of the size of the app.

use crate::bytes::ReadError;

/// A map sorted by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs<K, V>(Vec<(K, V)>);

impl<K, V> Default for Pairs<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Pairs<K, V> {
    fn find(&self, key: &K) -> Result<usize, usize> {
        // What is read from a disk comes in order: then the place is the end.
        if self.0.last().is_none_or(|(last, _)| last < key) {
            return Err(self.0.len());
        }
        self.0.binary_search_by(|(other, _)| other.cmp(key))
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let at = self.find(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value of a key.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let at = self.find(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Inserts or replaces a value.
    pub fn insert(&mut self, key: K, value: V) {
        match self.find(&key) {
            Ok(at) => {
                if let Some(pair) = self.0.get_mut(at) {
                    pair.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// Appends a pair while decoding. Unsorted pairs are rejected: they are never written, and inserting many of them one by
    /// one would take minutes.
    pub(crate) fn add(&mut self, key: K, value: V) -> Result<(), ReadError> {
        if self.0.last().is_some_and(|(last, _)| *last >= key) {
            return Err(ReadError::Malformed);
        }
        self.0.push((key, value));
        Ok(())
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &K) {
        if let Ok(at) = self.find(key) {
            self.0.remove(at);
        }
    }

    /// Whether the key exists.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        self.find(key).is_ok()
    }

    /// All pairs, sorted by key.
    pub fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    /// All values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<K: Ord, V: Default> Pairs<K, V> {
    /// The value of a key, made where there is none.
    pub fn entry(&mut self, key: K) -> &mut V {
        let at = match self.find(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, V::default()));
                at
            }
        };
        &mut self.0[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn pairs_stand_in_order_whatever_order_they_came_in() {
        let mut pairs = Pairs::default();
        for key in [3, 1, 2, 1] {
            pairs.insert(key, key * 10);
        }
        *pairs.entry(7) += 1;
        assert_eq!(pairs.iter().copied().collect::<Vec<_>>(), [(1, 10), (2, 20), (3, 30), (7, 1)]);
        pairs.remove(&2);
        assert_eq!((pairs.get(&2), pairs.get(&3), pairs.len()), (None, Some(&30), 3));
        assert!(pairs.contains(&1) && !pairs.is_empty());
    }
}
