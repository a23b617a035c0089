//! The in-memory storage. The simulator wraps it and adds faults.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{Action, Storage, StorageError, Store, Write};

/// An in-memory storage, which never fails and never waits.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    tables: RefCell<BTreeMap<(Store, String), Vec<u8>>>,
}

impl Memory {
    /// Performs all writes.
    pub fn apply(&self, writes: &[Write]) {
        let mut tables = self.tables.borrow_mut();
        for write in writes {
            let place = (write.store(), write.key().to_owned());
            match write.action() {
                Action::Put(bytes) => {
                    tables.insert(place, bytes.to_vec());
                }
                Action::Remove => {
                    tables.remove(&place);
                }
                Action::MoveTo(store, key) => {
                    if let Some(bytes) = tables.remove(&place) {
                        tables.insert((store, key.to_owned()), bytes);
                    }
                }
            }
        }
    }

    /// Reads a key.
    #[must_use]
    pub fn get(&self, store: Store, key: &str) -> Option<Vec<u8>> {
        self.tables.borrow().get(&(store, key.to_owned())).cloned()
    }

    /// Reads all keys that begin with `prefix` and a slash; all keys for an empty prefix.
    #[must_use]
    pub fn all(&self, store: Store, prefix: &str) -> Vec<(String, Vec<u8>)> {
        let is_below = |key: &str| {
            prefix.is_empty() || key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'))
        };
        let tables = self.tables.borrow();
        let rows = tables.iter().filter(|((at, key), _)| *at == store && is_below(key));
        rows.map(|((_, key), bytes)| (key.clone(), bytes.clone())).collect()
    }

    /// Changes stored bytes, to simulate corruption.
    pub fn damage(&self, store: Store, key: &str, how: impl FnOnce(&mut Vec<u8>)) {
        if let Some(bytes) = self.tables.borrow_mut().get_mut(&(store, key.to_owned())) {
            how(bytes);
        }
    }
}

impl Storage for Memory {
    async fn commit(
        &self,
        writes: &[Write],
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(), StorageError> {
        if is_wanted() {
            self.apply(writes);
        }
        Ok(())
    }

    async fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.get(store, key))
    }

    async fn load_all(
        &self,
        store: Store,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        Ok(self.all(store, prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[test]
    fn the_storage_in_memory_passes_the_suite() {
        let memory = Memory::default();
        let mut suite = pin!(super::super::suite::check(&memory));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(suite.as_mut().poll(&mut context), Poll::Ready(()), "it never waits");
    }
}
