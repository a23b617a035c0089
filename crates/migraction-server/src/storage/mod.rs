//! What the server keeps about notes: sealed records, and who may fetch them. It can open none.
//!
//! [`Rows`] is all that a database must be able to do; what the rows mean is in [`crate::sync`] and the same
//! for every database. [`Memory`] serves the tests and the simulator, [`Sqlite`] people. Both pass one suite.

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

/// The storage does not do what it must. What went wrong is for the log, and for nobody else.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StorageError(pub String);

/// Why a transaction was given up. Nothing of it is kept.
#[derive(Debug)]
pub enum Trouble {
    /// The request is not to be granted.
    Refused(Refusal),
    /// The storage failed.
    Storage(StorageError),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// A storage with transactions.
pub trait Storage: Send + Sync + 'static {
    /// Reads, at one moment.
    ///
    /// # Errors
    /// What `work` says, or a failure of the storage.
    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>)
    -> Result<T, Trouble>;

    /// Reads and writes, alone. All of it is kept, durably, or nothing.
    ///
    /// # Errors
    /// What `work` says, or a failure of the storage.
    fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>,
    ) -> Result<T, Trouble>;

    /// Reads what takes long, apart from [`Storage::read`]: whoever waits for a page does not wait for this.
    ///
    /// # Errors
    /// What `work` says, or a failure of the storage.
    fn scan<T>(
        &self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        self.read(work)
    }

    /// Writes something that changes nothing: whether what a device sends could be kept now.
    ///
    /// # Errors
    /// When nothing can be written.
    fn check_writable(&self) -> Result<(), StorageError>;

    /// Leaves nothing of replaced states in journals.
    ///
    /// # Errors
    /// When the storage fails.
    fn compact(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

/// A vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultRow {
    /// The last number given.
    pub head: Sequence,
    /// The sealed bytes of its records.
    pub bytes: u64,
    /// How many there may be.
    pub quota: u64,
}

/// A record without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The number of its state.
    pub version: Version,
    /// The mark of its state.
    pub hash: RecordHash,
    /// When it was accepted, in the vault's order.
    pub sequence: Sequence,
    /// The length of its bytes.
    pub size: u64,
}

/// A sending that was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationRow {
    /// What was stored.
    pub hash: RecordHash,
    /// Its number.
    pub version: Version,
    /// On which day, since 1970.
    pub day: u32,
    /// The vault's number that it was given.
    pub sequence: Sequence,
}

/// A device that has a token for a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Since which day, since 1970.
    pub since: u32,
    /// Its last day here.
    pub seen: u32,
    /// It may come in no longer.
    pub revoked: bool,
}

/// An invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// Until when, in seconds since 1970.
    pub expires: u64,
    /// The quota of the vault that it makes.
    pub quota: u64,
    /// For which vault and device it was used.
    pub used: Option<(VaultId, TokenHash)>,
    /// It lets a new device also into a vault from which another device was shut out.
    pub reopens: bool,
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxRow {
    /// The vault whose device opened it.
    pub vault: VaultId,
    /// Since when it is open, in seconds since 1970.
    pub opened: u64,
    /// What is in it.
    pub sealed: Option<Vec<u8>>,
    /// Who took it.
    pub taker: Option<TakerId>,
}

/// A result of the storage.
pub type Kept<T> = Result<T, StorageError>;

/// The rows of a storage, inside a transaction.
pub trait Rows {
    /// Which server this is.
    fn identity(&mut self) -> Kept<ServerIdentity>;

    /// A vault.
    fn vault(&mut self, vault: VaultId) -> Kept<Option<VaultRow>>;
    /// Keeps a vault.
    fn put_vault(&mut self, vault: VaultId, row: VaultRow) -> Kept<()>;

    /// A device.
    fn device(&mut self, vault: VaultId, device: TokenHash) -> Kept<Option<DeviceRow>>;
    /// Keeps a device.
    fn put_device(&mut self, vault: VaultId, device: TokenHash, row: DeviceRow) -> Kept<()>;
    /// All devices of a vault.
    fn devices(&mut self, vault: VaultId) -> Kept<Vec<(TokenHash, DeviceRow)>>;

    /// An invitation, by the hash of its code.
    fn invitation(&mut self, code: [u8; 32]) -> Kept<Option<InvitationRow>>;
    /// Keeps an invitation.
    fn put_invitation(&mut self, code: [u8; 32], row: InvitationRow) -> Kept<()>;

    /// A record without its bytes.
    fn record(&mut self, vault: VaultId, record: RecordId) -> Kept<Option<RecordRow>>;
    /// A record's bytes.
    fn sealed(&mut self, vault: VaultId, record: RecordId) -> Kept<Option<Vec<u8>>>;
    /// Keeps a state of a record in place of the former one.
    fn put_record(&mut self, vault: VaultId, state: &SealedRecord, row: RecordRow) -> Kept<()>;
    /// The records after a number, in their order, until there are so many, or so many bytes (but at least one).
    fn records_after(
        &mut self,
        vault: VaultId,
        since: Sequence,
        records: usize,
        bytes: usize,
    ) -> Kept<Vec<(Sequence, SealedRecord)>>;
    /// The sum of all records of a vault, counted now.
    fn sum(&mut self, vault: VaultId) -> Kept<SetHash>;

    /// A sending.
    fn operation(&mut self, vault: VaultId, operation: OperationId) -> Kept<Option<OperationRow>>;
    /// Keeps a sending.
    fn put_operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
        row: OperationRow,
    ) -> Kept<()>;
    /// Forgets sendings of before that day.
    fn forget_operations(&mut self, before: u32) -> Kept<()>;
    /// Forgets the sendings of a vault that were given this number or a lower one.
    fn forget_operations_until(&mut self, vault: VaultId, last: Sequence) -> Kept<()>;

    /// A mailbox.
    fn mailbox(&mut self, mailbox: MailboxId) -> Kept<Option<MailboxRow>>;
    /// Keeps a mailbox.
    fn put_mailbox(&mut self, mailbox: MailboxId, row: &MailboxRow) -> Kept<()>;
    /// Forgets mailboxes that were opened before that second, and says how many are left.
    fn forget_mailboxes(&mut self, before: u64) -> Kept<usize>;
    /// How many mailboxes devices of this vault have open.
    fn mailboxes_of(&mut self, vault: VaultId) -> Kept<usize>;
}
