//! The data folder: one database, a lock file that a running server holds, and the services of an organisation, if it
//! published any.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use migraction_sync::{Code, Invitation};

use crate::storage::{AccessRecords, Error, InvitationRow, OpenError, Retrying, Sqlite, Storage};

const DATABASE: &str = "migraction.db";
const LOCK: &str = "lock";

/// Why the folder cannot be used. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The database does not open.
    #[error("{0}: {1}")]
    Database(PathBuf, OpenError),
    /// The folder or a file in it cannot be made, read or renamed.
    #[error("{0} cannot be used ({1}): look at the rights and the room there")]
    Folder(PathBuf, io::Error),
    /// A server is running on it.
    #[error("a server is running with {0}: stop it first")]
    Running(PathBuf),
    /// The target exists already.
    #[error("{0} exists: name a file that does not, or with `restore` say --replace")]
    Exists(PathBuf),
    /// There is nothing to read.
    #[error("{0} does not exist: name the file that `backup` wrote")]
    NoBackup(PathBuf),
    /// There is no database to work on.
    #[error("{0} holds no database: start the server once with --data, or name the right folder")]
    NoData(PathBuf),
    /// The system provides no random bytes.
    #[error("the system gives no random bytes")]
    Random,
    /// A database operation failed.
    #[error("the database refuses ({0}): look at the room on its disk")]
    Refused(String),
}

/// The data folder.
#[derive(Clone, Debug)]
pub struct Data(PathBuf);

/// A database that is being served.
#[derive(Debug)]
pub struct Served {
    /// The database.
    pub storage: Retrying,
    /// Holds the lock of the folder until it is dropped.
    pub lock: File,
    /// Why the database could not be opened yet. It is tried again at each request.
    pub waits_for: Option<DataError>,
}

/// What an invitation allows.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Validity in days.
    pub days: u32,
    /// Quota of the vault, in bytes.
    pub quota: u64,
    /// Whether it also adds a device to a vault of which a device was revoked.
    pub reopens: bool,
}

/// The result of restoring a backup.
#[derive(Debug)]
pub struct Restored {
    /// Where the former database is now.
    pub kept: Option<PathBuf>,
    /// Number of revocations carried over from it; `None` if it could not be read.
    pub revoked: Option<usize>,
    /// Number of invitations that were expired, because it is unknown whether they were used since the backup.
    pub voided: usize,
}

impl Data {
    /// The folder at this path.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// The database's file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.file(DATABASE)
    }

    /// A file of this name.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Makes the folder when it is missing.
    pub(crate) fn make_folder(&self) -> Result<(), DataError> {
        if !self.0.exists() {
            fs::create_dir_all(&self.0)
                .map_err(|error| DataError::Folder(self.0.clone(), error))?;
            private(&self.0, 0o700)?;
        }
        Ok(())
    }

    /// Locks the folder and opens the database for a server. Nobody else can serve or replace it while the lock is held.
    ///
    /// # Errors
    /// [`DataError::Running`] if another server holds the lock, [`DataError::Folder`] if the folder cannot be created, and
    /// [`DataError::Database`] if the database does not open and the error is not transient.
    pub fn serve(&self) -> Result<Served, DataError> {
        let lock = self.lock()?;
        let (data, path) = (self.clone(), self.database());
        let open = Box::new(move || Sqlite::open(&data.database()));
        let (storage, waits_for) =
            Retrying::open(open).map_err(|error| DataError::Database(path.clone(), error))?;
        let waits_for = waits_for.map(|error| DataError::Database(path, error));
        Ok(Served { storage, lock, waits_for })
    }

    /// Creates an invitation, valid at once on a running server. Only the hash of its code is stored.
    ///
    /// # Errors
    /// [`DataError::NoData`] if there is no database, [`DataError::Database`] if it does not open, [`DataError::Refused`] if
    /// it is not writable, and [`DataError::Random`] without random bytes.
    pub fn invite(&self, now: u64, terms: Terms) -> Result<Invitation, DataError> {
        let Terms { days, quota, reopens } = terms;
        let database = self.existing()?;
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(|_| DataError::Random)?;
        let code = Code(secret);
        let expires = now.saturating_add(u64::from(days) * 86_400);
        let row = InvitationRow { expires, quota, used: None, reopens };
        let done = database.write(|rows| Ok(rows.put_invitation(code.hash(), row)?));
        done.map_err(|error| match error {
            Error::Storage(error) => DataError::Refused(error.0),
            Error::Refused(refusal) => DataError::Refused(refusal.to_string()),
        })?;
        Ok(Invitation { code, organisation: self.organisation()? })
    }

    /// Writes a backup, also while a server runs.
    ///
    /// # Errors
    /// [`DataError::Exists`] if the file exists, [`DataError::NoData`] if there is no database, and [`DataError::Refused`] if
    /// the copy cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), DataError> {
        if to.exists() {
            return Err(DataError::Exists(to.to_owned()));
        }
        let database = self.existing()?;
        database.backup(to).map_err(|error| DataError::Refused(error.to_string()))?;
        private(to, 0o600)?;
        Ok(())
    }

    /// Restores a backup atomically. The former database is renamed and kept, and its revocations stay in force. The server
    /// gets a new epoch, so that devices ask a person before they trust it.
    ///
    /// # Errors
    /// [`DataError::NoBackup`] if `from` does not exist, [`DataError::Running`] if a server runs, [`DataError::Exists`] if there
    /// is a database and not `replace`, [`DataError::Database`] if the backup is not usable, and [`DataError::Folder`] if a
    /// file cannot be copied or renamed.
    pub fn restore(&self, from: &Path, replace: bool) -> Result<Restored, DataError> {
        if !from.is_file() {
            return Err(DataError::NoBackup(from.to_owned()));
        }
        let lock = self.lock()?;
        let current = self.database();
        if current.exists() && !replace {
            return Err(DataError::Exists(current));
        }
        let fresh = self.0.join("restoring.db");
        remove_all(&fresh)?;
        fs::copy(from, &fresh).map_err(|error| DataError::Folder(fresh.clone(), error))?;
        private(&fresh, 0o600)?;
        let at = |error| DataError::Database(from.to_owned(), error);
        let database = Sqlite::open(&fresh).map_err(at)?;
        database.check().map_err(at)?;
        database.renew_epoch().map_err(at)?;
        let records = self.present_access_records();
        let voided = match &records {
            Some(records) => {
                database.apply_access_records(records).map_err(at)?;
                0
            }
            None => database.void_invitations().map_err(at)?,
        };
        database.close().map_err(at)?;
        let kept = if current.exists() { Some(self.keep_beside(&current)?) } else { None };
        fs::rename(&fresh, &current).map_err(|error| DataError::Folder(current.clone(), error))?;
        drop(lock);
        Ok(Restored { kept, revoked: records.map(|records| records.revoked.len()), voided })
    }

    /// Revocations and invitations of the present database; `None` if there is none or it cannot be read.
    fn present_access_records(&self) -> Option<AccessRecords> {
        let database = self.existing().ok()?;
        database.check().and_then(|()| database.access_records()).ok()
    }

    /// Renames the present database to an unused name.
    fn keep_beside(&self, current: &Path) -> Result<PathBuf, DataError> {
        // A database too damaged to be opened is kept with its journal, if there is one.
        let whole = match self.open() {
            Ok(database) => {
                database.close().map_err(|error| DataError::Database(current.to_owned(), error))?;
                true
            }
            Err(_) => false,
        };
        let name = |number: u32| self.0.join(format!("before-restore-{number}.db"));
        let beside = (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0));
        let failed = |error| DataError::Folder(beside.clone(), error);
        fs::rename(current, &beside).map_err(failed)?;
        for (journal, its) in journals(current).into_iter().zip(journals(&beside)) {
            let done = if whole { fs::remove_file(&journal) } else { fs::rename(&journal, its) };
            match done {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(DataError::Folder(journal, error));
                }
                _ => {}
            }
        }
        Ok(beside)
    }

    fn existing(&self) -> Result<Sqlite, DataError> {
        if !self.database().exists() {
            return Err(DataError::NoData(self.0.clone()));
        }
        self.open()
    }

    fn open(&self) -> Result<Sqlite, DataError> {
        let path = self.database();
        Sqlite::open(&path).map_err(|error| DataError::Database(path, error))
    }

    fn lock(&self) -> Result<File, DataError> {
        let failed = |error| DataError::Folder(self.0.clone(), error);
        self.make_folder()?;
        let lock = File::create(self.0.join(LOCK)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(DataError::Running(self.0.clone())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

fn journals(database: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

fn remove_all(database: &Path) -> Result<(), DataError> {
    for path in journals(database).into_iter().chain([database.to_owned()]) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(DataError::Folder(path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Only the server's own user may read it.
pub(crate) fn private(path: &Path, mode: u32) -> Result<(), DataError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = fs::Permissions::from_mode(mode);
        fs::set_permissions(path, rights)
            .map_err(|error| DataError::Folder(path.to_owned(), error))?;
    }
    let _ = (path, mode);
    Ok(())
}
