//! The in-memory storage, for tests and the simulator.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use migraction_sync::{
    MailboxId, OperationId, RecordId, SealedRecord, Sequence, ServerIdentity, SetHash, TokenHash,
    VaultId,
};

use super::{
    DeviceRow, Error, InvitationRow, MailboxRow, OperationRow, RecordRow, Rows, Storage,
    StorageError, StorageResult, VaultRow,
};

/// Tables in memory. A clone is a backup.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The identity of the server.
    pub identity: ServerIdentity,
    vaults: BTreeMap<VaultId, VaultRow>,
    devices: BTreeMap<(VaultId, TokenHash), DeviceRow>,
    invitations: BTreeMap<[u8; 32], InvitationRow>,
    records: BTreeMap<(VaultId, RecordId), (RecordRow, Vec<u8>)>,
    order: BTreeMap<(VaultId, Sequence), RecordId>,
    operations: BTreeMap<(VaultId, OperationId), OperationRow>,
    mailboxes: BTreeMap<MailboxId, MailboxRow>,
}

/// A storage in memory.
#[derive(Debug)]
pub struct Memory(Mutex<Tables>);

impl Memory {
    /// An empty storage.
    #[must_use]
    pub fn new(identity: ServerIdentity) -> Self {
        Self(Mutex::new(Tables {
            identity,
            vaults: BTreeMap::new(),
            devices: BTreeMap::new(),
            invitations: BTreeMap::new(),
            records: BTreeMap::new(),
            order: BTreeMap::new(),
            operations: BTreeMap::new(),
            mailboxes: BTreeMap::new(),
        }))
    }

    /// Copies its content.
    #[must_use]
    pub fn backup(&self) -> Tables {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces its content.
    pub fn restore(&self, tables: Tables) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = tables;
    }

    /// Loses a record, as a damaged disk would.
    pub fn lose(&self, vault: VaultId, record: RecordId) {
        let mut tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((row, _)) = tables.records.remove(&(vault, record)) {
            tables.order.remove(&(vault, row.sequence));
        }
    }
}

impl Storage for Memory {
    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        work(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Error> {
        let mut tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = tables.clone();
        let done = work(&mut *tables);
        if done.is_err() {
            *tables = before;
        }
        done
    }

    fn check_writable(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Rows for Tables {
    fn identity(&mut self) -> StorageResult<ServerIdentity> {
        Ok(self.identity)
    }

    fn vault(&mut self, vault: VaultId) -> StorageResult<Option<VaultRow>> {
        Ok(self.vaults.get(&vault).copied())
    }

    fn put_vault(&mut self, vault: VaultId, row: VaultRow) -> StorageResult<()> {
        self.vaults.insert(vault, row);
        Ok(())
    }

    fn device(&mut self, vault: VaultId, device: TokenHash) -> StorageResult<Option<DeviceRow>> {
        Ok(self.devices.get(&(vault, device)).copied())
    }

    fn put_device(
        &mut self,
        vault: VaultId,
        device: TokenHash,
        row: DeviceRow,
    ) -> StorageResult<()> {
        self.devices.insert((vault, device), row);
        Ok(())
    }

    fn devices(&mut self, vault: VaultId) -> StorageResult<Vec<(TokenHash, DeviceRow)>> {
        let own = self.devices.iter().filter(|((of, _), _)| *of == vault);
        Ok(own.map(|((_, device), row)| (*device, *row)).collect())
    }

    fn invitation(&mut self, code: [u8; 32]) -> StorageResult<Option<InvitationRow>> {
        Ok(self.invitations.get(&code).copied())
    }

    fn put_invitation(&mut self, code: [u8; 32], row: InvitationRow) -> StorageResult<()> {
        self.invitations.insert(code, row);
        Ok(())
    }

    fn record(&mut self, vault: VaultId, record: RecordId) -> StorageResult<Option<RecordRow>> {
        Ok(self.records.get(&(vault, record)).map(|(row, _)| *row))
    }

    fn sealed(&mut self, vault: VaultId, record: RecordId) -> StorageResult<Option<Vec<u8>>> {
        Ok(self.records.get(&(vault, record)).map(|(_, sealed)| sealed.clone()))
    }

    fn put_record(
        &mut self,
        vault: VaultId,
        state: &SealedRecord,
        row: RecordRow,
    ) -> StorageResult<()> {
        let before = self.records.insert((vault, state.id), (row, state.sealed.clone()));
        if let Some((before, _)) = before {
            self.order.remove(&(vault, before.sequence));
        }
        self.order.insert((vault, row.sequence), state.id);
        Ok(())
    }

    fn records_after(
        &mut self,
        vault: VaultId,
        since: Sequence,
        records: usize,
        bytes: usize,
    ) -> StorageResult<Vec<(Sequence, SealedRecord)>> {
        let mut page: Vec<(Sequence, SealedRecord)> = Vec::new();
        let mut total = 0;
        let range = (vault, since.next())..=(vault, Sequence(u64::MAX));
        for ((_, sequence), id) in self.order.range(range).take(records) {
            let Some((row, sealed)) = self.records.get(&(vault, *id)) else { continue };
            total += sealed.len();
            if total > bytes && !page.is_empty() {
                break;
            }
            let state = SealedRecord { id: *id, version: row.version, sealed: sealed.clone() };
            page.push((*sequence, state));
        }
        Ok(page)
    }

    fn sum(&mut self, vault: VaultId) -> StorageResult<SetHash> {
        let own = self.records.iter().filter(|((of, _), _)| *of == vault);
        Ok(own.map(|(_, (row, _))| row.hash).collect())
    }

    fn operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
    ) -> StorageResult<Option<OperationRow>> {
        Ok(self.operations.get(&(vault, operation)).copied())
    }

    fn put_operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
        row: OperationRow,
    ) -> StorageResult<()> {
        self.operations.insert((vault, operation), row);
        Ok(())
    }

    fn delete_operations_before(&mut self, before: u32) -> StorageResult<()> {
        self.operations.retain(|_, row| row.day >= before);
        Ok(())
    }

    fn delete_operations_up_to(&mut self, vault: VaultId, last: Sequence) -> StorageResult<()> {
        self.operations.retain(|(of, _), row| *of != vault || row.sequence > last);
        Ok(())
    }

    fn mailbox(&mut self, mailbox: MailboxId) -> StorageResult<Option<MailboxRow>> {
        Ok(self.mailboxes.get(&mailbox).cloned())
    }

    fn put_mailbox(&mut self, mailbox: MailboxId, row: &MailboxRow) -> StorageResult<()> {
        self.mailboxes.insert(mailbox, row.clone());
        Ok(())
    }

    fn delete_mailboxes_before(&mut self, before: u64) -> StorageResult<usize> {
        self.mailboxes.retain(|_, row| row.opened >= before);
        Ok(self.mailboxes.len())
    }

    fn mailboxes_of(&mut self, vault: VaultId) -> StorageResult<usize> {
        Ok(self.mailboxes.values().filter(|row| row.vault == vault).count())
    }
}
