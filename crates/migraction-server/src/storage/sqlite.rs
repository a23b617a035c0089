//! The storage of one machine: SQLite, one file, nothing to set up.

mod rows;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use migraction_sync::{Epoch, ServerId};
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use super::{Rows, Storage, StorageError, Trouble};
use rows::SqlRows;

/// Marks the file as ours: "mgra".
const APPLICATION: i64 = 0x6d67_7261;

/// Each step brings a database from one form to the next. A step that was released is never changed.
const STEPS: [&str; 1] = [include_str!("sqlite/0001-sealed-records.sql")];

/// Why a database cannot be used. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is something else.
    #[error("this file is no database of migraction-server: name another one")]
    Foreign,
    /// It was written by a newer program.
    #[error("the database has form {0}, which this program does not know: use the newer program")]
    Newer(i64),
    /// It is damaged.
    #[error("the database is damaged ({0}): restore a backup")]
    Damaged(String),
    /// Another program has it open.
    #[error("another program uses the database: end it first")]
    InUse,
    /// SQLite refuses.
    #[error("the database cannot be opened ({0}): look at the folder's rights and room")]
    Refused(#[from] rusqlite::Error),
    /// There is no chance to be had.
    #[error("the system gives no random bytes")]
    Random,
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// A database in a file.
#[derive(Debug)]
pub struct Sqlite {
    // Closed first: only a connection that may write folds the journal into the file when it is the last.
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
}

impl Sqlite {
    /// Opens a database, makes it if there is none, and brings it to the present form.
    ///
    /// # Errors
    /// An [`OpenError`].
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        migrate(&mut writer)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(path, flags)?;
        reader.busy_timeout(PATIENCE)?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(reader) })
    }

    /// Writes a whole copy, as of one moment, while the server goes on.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), rusqlite::Error> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.execute("VACUUM INTO ?1", params![to.to_string_lossy()])?;
        Ok(())
    }

    /// Begins a new life of the server: devices notice that it was restored.
    ///
    /// # Errors
    /// An [`OpenError`].
    pub fn renew_epoch(&self) -> Result<(), OpenError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.execute("UPDATE server SET epoch = ?1", params![fresh_epoch()?.0])?;
        Ok(())
    }

    /// Folds the journal into the file, and closes: from then on the file alone is everything.
    ///
    /// # Errors
    /// When the journal cannot be folded; it is still beside the file then.
    pub fn close(self) -> Result<(), OpenError> {
        drop(self.reader);
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let busy: i64 =
            writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(OpenError::InUse);
        }
        writer.close().map_err(|(_, error)| error.into())
    }

    /// Reads every page of the database, and recounts.
    ///
    /// # Errors
    /// [`OpenError::Damaged`].
    pub fn check(&self) -> Result<(), OpenError> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let said: String = reader.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if said == "ok" { Ok(()) } else { Err(OpenError::Damaged(said)) }
    }
}

const PATIENCE: Duration = Duration::from_secs(10);

/// A life of a server that was never before.
///
/// # Errors
/// [`OpenError::Random`].
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
    connection.busy_timeout(PATIENCE)?;
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
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let form = pragma(&step, "user_version")?;
    let tables: i64 = step.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if tables > 0 && pragma(&step, "application_id")? != APPLICATION {
        return Err(OpenError::Foreign);
    }
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if form > known {
        return Err(OpenError::Newer(form));
    }
    for sql in STEPS.iter().skip(usize::try_from(form).unwrap_or(0)) {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
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
    fn read<T>(
        &self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut connection = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction().map_err(StorageError::from)?;
        let mut rows = SqlRows(&transaction);
        work(&mut rows)
    }

    fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StorageError::from)?;
        let done = work(&mut SqlRows(&transaction))?;
        transaction.commit().map_err(StorageError::from)?;
        Ok(done)
    }
}
