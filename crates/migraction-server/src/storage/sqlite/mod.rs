//! The SQLite storage: one file, no set-up.

mod access;
mod rows;

use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use migraction_sync::{Epoch, ServerId};
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use super::{Error, Rows, Storage, StorageError};
pub use access::AccessRecords;
use rows::SqlRows;

/// The `application_id` of the file: "mgra".
const APPLICATION_ID: i64 = 0x6d67_7261;

/// The migrations. Released ones never change.
const MIGRATIONS: [&str; 2] =
    [include_str!("0001-sealed-records.sql"), include_str!("0002-bounds.sql")];

/// Number of connections for concurrent reads.
const READERS: usize = 4;

/// Why a database cannot be used. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file is not a database of this server.
    #[error("this file is no database of migraction-server: name another one")]
    Foreign,
    /// It has the schema of a newer program.
    #[error("the database has form {0}, which this program does not know: use the newer program")]
    Newer(i64),
    /// It is corrupted.
    #[error("the database is damaged ({0}): restore a backup")]
    Damaged(String),
    /// Another program has it open.
    #[error("another program uses the database: end it first")]
    InUse,
    /// SQLite refuses.
    #[error("the database cannot be opened ({0}): look at the folder's rights and room")]
    Refused(#[from] rusqlite::Error),
    /// The file cannot be created.
    #[error("the database cannot be made ({0}): look at the folder's rights and room")]
    File(#[from] std::io::Error),
    /// The system provides no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

impl OpenError {
    /// Whether the error may be transient: a disk that is full or not reachable.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly, SystemIoFailure,
        };
        match self {
            Self::Refused(rusqlite::Error::SqliteFailure(failure, _)) => matches!(
                failure.code,
                CannotOpen | DatabaseBusy | DatabaseLocked | DiskFull | ReadOnly | SystemIoFailure
            ),
            Self::File(_) => true,
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// A database in a file.
#[derive(Debug)]
pub struct Sqlite {
    // Dropped first: the last connection must be the writer, so that it checkpoints the journal.
    readers: [Mutex<Connection>; READERS],
    /// For long reads, one at a time.
    scanner: Mutex<Connection>,
    writer: Mutex<Connection>,
}

impl Sqlite {
    /// Opens a database, creating or migrating it if necessary.
    ///
    /// # Errors
    /// [`OpenError`] if the file is not a database of this server, is of a newer version, corrupted or in use, or cannot be
    /// created or written.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        make_private(path)?;
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        migrate(&mut writer)?;
        let reader = || -> Result<Mutex<Connection>, rusqlite::Error> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let reader = Connection::open_with_flags(path, flags)?;
            reader.busy_timeout(BUSY_TIMEOUT)?;
            Ok(Mutex::new(reader))
        };
        let readers = [reader()?, reader()?, reader()?, reader()?];
        Ok(Self { readers, scanner: reader()?, writer: Mutex::new(writer) })
    }

    /// A reader that nobody uses now, or the first one once it is free.
    fn reader(&self) -> MutexGuard<'_, Connection> {
        let free = self.readers.iter().find_map(|reader| match reader.try_lock() {
            Ok(reader) => Some(reader),
            Err(TryLockError::Poisoned(reader)) => Some(reader.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        free.unwrap_or_else(|| lock(&self.readers[0]))
    }

    /// Writes a whole copy, as of one moment, while the server goes on.
    ///
    /// # Errors
    /// [`rusqlite::Error`] if the copy cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), rusqlite::Error> {
        let reader = lock(&self.scanner);
        reader.execute("VACUUM INTO ?1", params![to.to_string_lossy()])?;
        Ok(())
    }

    /// Sets a new epoch, so that devices detect the restore.
    ///
    /// # Errors
    /// [`OpenError::Random`] without random bytes, [`OpenError::Refused`] if the database is not writable.
    pub fn renew_epoch(&self) -> Result<(), OpenError> {
        let writer = lock(&self.writer);
        writer.execute("UPDATE server SET epoch = ?1", params![fresh_epoch()?.0])?;
        Ok(())
    }

    /// Checkpoints the journal and closes the database, so that the file is complete on its own.
    ///
    /// # Errors
    /// [`OpenError`] if the journal cannot be checkpointed; it stays beside the file then.
    pub fn close(self) -> Result<(), OpenError> {
        drop((self.readers, self.scanner));
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let busy: i64 =
            writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(OpenError::InUse);
        }
        writer.close().map_err(|(_, error)| error.into())
    }

    /// Checks the integrity of the database and its counters.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] if a check fails.
    pub fn check(&self) -> Result<(), OpenError> {
        let reader = lock(&self.scanner);
        let said: String = reader.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if said == "ok" { Ok(()) } else { Err(OpenError::Damaged(said)) }
    }
}

fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SQLite gives its journals the rights of the database: it must have ours before it is opened.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600).open(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    options.open(path)?;
    Ok(())
}

const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// A life of a server that was never before.
///
/// # Errors
/// [`OpenError::Random`] if the system provides no random bytes.
pub fn fresh_epoch() -> Result<Epoch, OpenError> {
    random().map(Epoch)
}

fn random() -> Result<[u8; 16], OpenError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| OpenError::Random)?;
    Ok(bytes)
}

/// What was stored is on the disk when a device hears so (`synchronous`), and what was replaced is
/// overwritten there (`secure_delete`).
fn prepare(connection: &Connection) -> Result<(), OpenError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(|error| match error {
        rusqlite::Error::SqliteFailure(code, _)
            if code.code == rusqlite::ErrorCode::NotADatabase =>
        {
            OpenError::Foreign
        }
        other => other.into(),
    })?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let pragma = |connection: &Connection, name| -> Result<i64, rusqlite::Error> {
        connection.pragma_query_value(None, name, |row| row.get(0))
    };
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    // A server that starts where it ended writes nothing: it starts on a full disk too.
    if pragma(connection, "user_version")? == known
        && pragma(connection, "application_id")? == APPLICATION_ID
    {
        return Ok(());
    }
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let form = pragma(&step, "user_version")?;
    let tables: i64 = step.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if tables > 0 && pragma(&step, "application_id")? != APPLICATION_ID {
        return Err(OpenError::Foreign);
    }
    if form > known {
        return Err(OpenError::Newer(form));
    }
    for sql in MIGRATIONS.iter().skip(usize::try_from(form).unwrap_or(0)) {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION_ID)?;
    step.pragma_update(None, "user_version", known)?;
    let (id, epoch) = (ServerId(random()?), fresh_epoch()?);
    step.execute(
        "INSERT OR IGNORE INTO server (one, id, epoch) VALUES (1, ?1, ?2)",
        params![id.0, epoch.0],
    )?;
    step.commit()?;
    Ok(())
}

impl Storage for Sqlite {
    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        read(&mut self.reader(), work)
    }

    fn scan<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        read(&mut lock(&self.scanner), work)
    }

    fn write<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = lock(&self.writer);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StorageError::from)?;
        let done = work(&mut SqlRows(&transaction))?;
        transaction.commit().map_err(StorageError::from)?;
        Ok(done)
    }

    fn check_writable(&self) -> Result<(), StorageError> {
        let writer = lock(&self.writer);
        writer.execute("UPDATE server SET one = 1", [])?;
        Ok(())
    }

    /// Moves the journal into the file and empties it.
    fn compact(&self) -> Result<(), StorageError> {
        let writer = lock(&self.writer);
        // A reader that is in the way is no error: the next call gets further.
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn read<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>,
) -> Result<T, Error> {
    let transaction = connection.transaction().map_err(StorageError::from)?;
    work(&mut SqlRows(&transaction))
}
