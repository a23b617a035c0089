//! Storage of sealed records and of access rights. The server cannot decrypt records.
//!
//! [`Rows`] is the interface of a database; the rules are in [`crate::sync`], the same for every database. [`Memory`] is for
//! tests and the simulator, [`Sqlite`] for production. Both pass the same conformance suite.

mod memory;
mod retrying;
mod sqlite;
#[cfg(test)]
mod suite;

use migraction_sync::{
    MailboxId, OperationId, RecordHash, RecordId, Refusal, SealedRecord, Sequence, ServerIdentity,
    SetHash, TakerId, TokenHash, VaultId, Version,
};

pub use memory::{Memory, Tables};
pub use retrying::Retrying;
pub use sqlite::{AccessRecords, OpenError, Sqlite, fresh_epoch};

/// A storage failure. The message is for the log only.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StorageError(pub String);

/// Why a transaction was rolled back.
#[derive(Debug)]
pub enum Error {
    /// The request was refused.
    Refused(Refusal),
    /// The storage failed.
    Storage(StorageError),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// A storage with transactions.
pub trait Storage: Send + Sync + 'static {
    /// Runs a read transaction on a consistent snapshot.
    ///
    /// # Errors
    /// The error of `work`, or [`Error::Storage`] if the storage fails.
    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error>;

    /// Runs an exclusive write transaction. Durable when it returns; rolled back if it fails.
    ///
    /// # Errors
    /// The error of `work`, or [`Error::Storage`] if the storage fails.
    fn write<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error>;

    /// Runs a long read transaction, on another connection than [`Storage::read`], so that short ones do not wait for it.
    ///
    /// # Errors
    /// The error of `work`, or [`Error::Storage`] if the storage fails.
    fn scan<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        self.read(work)
    }

    /// Performs a write that changes nothing.
    ///
    /// # Errors
    /// [`StorageError`] if the storage is not writable.
    fn check_writable(&self) -> Result<(), StorageError>;

    /// Truncates the journal, so that nothing of replaced states is left in it.
    ///
    /// # Errors
    /// [`StorageError`] if the storage fails.
    fn compact(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

/// A vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultRow {
    /// The last assigned sequence.
    pub head: Sequence,
    /// Bytes in use.
    pub bytes: u64,
    /// Bytes allowed.
    pub quota: u64,
}

/// A record without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// Its version.
    pub version: Version,
    /// Its hash.
    pub hash: RecordHash,
    /// Its sequence.
    pub sequence: Sequence,
    /// Bytes of its ciphertext.
    pub size: u64,
}

/// The idempotency key of a stored state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationRow {
    /// The hash of the stored state.
    pub hash: RecordHash,
    /// The version of the stored state.
    pub version: Version,
    /// The day, in days since 1970.
    pub day: u32,
    /// The assigned sequence.
    pub sequence: Sequence,
}

/// A device that has, or had, a token for a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// The day it was authorised, in days since 1970.
    pub since: u32,
    /// The day of its last request, in days since 1970.
    pub seen: u32,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// An invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// Expiry, in seconds since 1970.
    pub expires: u64,
    /// The quota of the vault that it creates, in bytes.
    pub quota: u64,
    /// The vault and device that used it.
    pub used: Option<(VaultId, TokenHash)>,
    /// Whether it also adds a device to a vault of which a device was revoked.
    pub reopens: bool,
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxRow {
    /// The vault whose device opened it.
    pub vault: VaultId,
    /// When it was opened, in seconds since 1970.
    pub opened: u64,
    /// Its content.
    pub sealed: Option<Vec<u8>>,
    /// The device that took it.
    pub taker: Option<TakerId>,
}

/// The result of a storage operation.
pub type StorageResult<T> = Result<T, StorageError>;

/// The operations inside a transaction. `put_…` inserts or replaces.
pub trait Rows {
    /// The identity of the server.
    fn identity(&mut self) -> StorageResult<ServerIdentity>;

    /// A vault.
    fn vault(&mut self, vault: VaultId) -> StorageResult<Option<VaultRow>>;
    /// Stores a vault.
    fn put_vault(&mut self, vault: VaultId, row: VaultRow) -> StorageResult<()>;

    /// A device.
    fn device(&mut self, vault: VaultId, device: TokenHash) -> StorageResult<Option<DeviceRow>>;
    /// Stores a device.
    fn put_device(
        &mut self,
        vault: VaultId,
        device: TokenHash,
        row: DeviceRow,
    ) -> StorageResult<()>;
    /// All devices of a vault.
    fn devices(&mut self, vault: VaultId) -> StorageResult<Vec<(TokenHash, DeviceRow)>>;

    /// An invitation, by the hash of its code.
    fn invitation(&mut self, code: [u8; 32]) -> StorageResult<Option<InvitationRow>>;
    /// Stores an invitation.
    fn put_invitation(&mut self, code: [u8; 32], row: InvitationRow) -> StorageResult<()>;

    /// A record without its bytes.
    fn record(&mut self, vault: VaultId, record: RecordId) -> StorageResult<Option<RecordRow>>;
    /// The ciphertext of a record.
    fn sealed(&mut self, vault: VaultId, record: RecordId) -> StorageResult<Option<Vec<u8>>>;
    /// Stores a state of a record in place of the former one.
    fn put_record(
        &mut self,
        vault: VaultId,
        state: &SealedRecord,
        row: RecordRow,
    ) -> StorageResult<()>;
    /// The records after a sequence, in ascending order: at most `records` with at most `bytes` in total, but at least one.
    fn records_after(
        &mut self,
        vault: VaultId,
        since: Sequence,
        records: usize,
        bytes: usize,
    ) -> StorageResult<Vec<(Sequence, SealedRecord)>>;
    /// Computes the set hash over all records of a vault.
    fn sum(&mut self, vault: VaultId) -> StorageResult<SetHash>;

    /// An idempotency key.
    fn operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
    ) -> StorageResult<Option<OperationRow>>;
    /// Stores an idempotency key.
    fn put_operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
        row: OperationRow,
    ) -> StorageResult<()>;
    /// Deletes idempotency keys from before that day, in days since 1970.
    fn delete_operations_before(&mut self, before: u32) -> StorageResult<()>;
    /// Deletes the idempotency keys of a vault up to this sequence.
    fn delete_operations_up_to(&mut self, vault: VaultId, last: Sequence) -> StorageResult<()>;

    /// A mailbox.
    fn mailbox(&mut self, mailbox: MailboxId) -> StorageResult<Option<MailboxRow>>;
    /// Stores a mailbox.
    fn put_mailbox(&mut self, mailbox: MailboxId, row: &MailboxRow) -> StorageResult<()>;
    /// Deletes mailboxes that were opened before that time, in seconds since 1970, and returns the number of remaining ones.
    fn delete_mailboxes_before(&mut self, before: u64) -> StorageResult<usize>;
    /// The number of open mailboxes of a vault.
    fn mailboxes_of(&mut self, vault: VaultId) -> StorageResult<usize>;
}
