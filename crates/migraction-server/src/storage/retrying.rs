//! A database that is opened lazily and retried: if it cannot be opened, as on a full disk, the guide is served anyway.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::{Error, OpenError, Rows, Sqlite, Storage, StorageError};

/// How long a failure is cached before the database is opened again.
const RETRY: Duration = Duration::from_secs(2);

/// Opens the database.
type Open = Box<dyn Fn() -> Result<Sqlite, OpenError> + Send + Sync>;

/// A database that is opened again on use until that succeeds; until then, every operation fails with the reason.
pub struct Retrying {
    opened: OnceLock<Sqlite>,
    open: Open,
    failed: Mutex<(Instant, String)>,
}

impl std::fmt::Debug for Retrying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Retrying").field("opened", &self.opened).finish_non_exhaustive()
    }
}

impl Retrying {
    /// Opens the database, or retries later if the error [may be transient](OpenError::may_pass), which is also returned.
    ///
    /// # Errors
    /// The [`OpenError`], if it is not transient.
    pub fn open(open: Open) -> Result<(Self, Option<OpenError>), OpenError> {
        let opened = OnceLock::new();
        let error = match open() {
            Ok(sqlite) => {
                let _ = opened.set(sqlite);
                None
            }
            Err(error) if error.may_pass() => Some(error),
            Err(error) => return Err(error),
        };
        let said = error.as_ref().map(ToString::to_string).unwrap_or_default();
        let failed = Mutex::new((Instant::now(), said));
        Ok((Self { opened, open, failed }, error))
    }

    fn sqlite(&self) -> Result<&Sqlite, StorageError> {
        if let Some(sqlite) = self.opened.get() {
            return Ok(sqlite);
        }
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if self.opened.get().is_none() {
            if failed.0.elapsed() < RETRY {
                return Err(StorageError(failed.1.clone()));
            }
            match (self.open)() {
                Ok(sqlite) => {
                    let _ = self.opened.set(sqlite);
                }
                Err(error) => *failed = (Instant::now(), error.to_string()),
            }
        }
        self.opened.get().ok_or_else(|| StorageError(failed.1.clone()))
    }
}

impl Storage for Retrying {
    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        self.sqlite()?.read(work)
    }

    fn write<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        self.sqlite()?.write(work)
    }

    fn scan<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        self.sqlite()?.scan(work)
    }

    fn check_writable(&self) -> Result<(), StorageError> {
        self.sqlite()?.check_writable()
    }

    fn compact(&self) -> Result<(), StorageError> {
        self.sqlite()?.compact()
    }
}
