//! Rows as SQL.

use migraction_sync::{
    Epoch, MailboxId, OperationId, RecordHash, RecordId, SealedRecord, Sequence, ServerId,
    ServerIdentity, SetHash, TakerId, TokenHash, VaultId, Version,
};
use rusqlite::{OptionalExtension, Params, Row, Transaction, params};

use crate::storage::{
    DeviceRow, InvitationRow, MailboxRow, OperationRow, RecordRow, Rows, StorageResult, VaultRow,
};

/// A transaction.
pub struct SqlRows<'a>(pub &'a Transaction<'a>);

type Read<T> = rusqlite::Result<T>;

impl SqlRows<'_> {
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row) -> Read<T>,
    ) -> StorageResult<Option<T>> {
        Ok(self.0.prepare_cached(sql)?.query_row(params, read).optional()?)
    }

    fn run(&self, sql: &str, params: impl Params) -> StorageResult<()> {
        self.0.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }
}

// The protocol keeps numbers far below what an INTEGER holds.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn counted(row: &Row, column: usize) -> Read<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

fn day(row: &Row, column: usize) -> Read<u32> {
    Ok(u32::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

impl Rows for SqlRows<'_> {
    fn identity(&mut self) -> StorageResult<ServerIdentity> {
        let sql = "SELECT id, epoch FROM server";
        let identity = self.0.prepare_cached(sql)?.query_row([], |row| {
            Ok(ServerIdentity { server: ServerId(row.get(0)?), epoch: Epoch(row.get(1)?) })
        })?;
        Ok(identity)
    }

    fn vault(&mut self, vault: VaultId) -> StorageResult<Option<VaultRow>> {
        let sql = "SELECT head, bytes, quota FROM vaults WHERE id = ?1";
        self.one(sql, params![vault.0], |row| {
            let (head, bytes, quota) = (counted(row, 0)?, counted(row, 1)?, counted(row, 2)?);
            Ok(VaultRow { head: Sequence(head), bytes, quota })
        })
    }

    fn put_vault(&mut self, vault: VaultId, row: VaultRow) -> StorageResult<()> {
        let VaultRow { head, bytes, quota } = row;
        self.run(
            "INSERT INTO vaults (id, head, bytes, quota) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET head = ?2, bytes = ?3, quota = ?4",
            params![vault.0, number(head.0), number(bytes), number(quota)],
        )
    }

    fn device(&mut self, vault: VaultId, device: TokenHash) -> StorageResult<Option<DeviceRow>> {
        let sql = "SELECT since, seen, revoked FROM devices WHERE vault = ?1 AND token = ?2";
        self.one(sql, params![vault.0, device.0], |row| {
            Ok(DeviceRow { since: day(row, 0)?, seen: day(row, 1)?, revoked: row.get(2)? })
        })
    }

    fn put_device(
        &mut self,
        vault: VaultId,
        device: TokenHash,
        row: DeviceRow,
    ) -> StorageResult<()> {
        self.run(
            "INSERT INTO devices (vault, token, since, seen, revoked) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (vault, token) DO UPDATE SET since = ?3, seen = ?4, revoked = ?5",
            params![vault.0, device.0, row.since, row.seen, row.revoked],
        )
    }

    fn devices(&mut self, vault: VaultId) -> StorageResult<Vec<(TokenHash, DeviceRow)>> {
        let sql = "SELECT token, since, seen, revoked FROM devices WHERE vault = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(params![vault.0], |row| {
            let found = DeviceRow { since: day(row, 1)?, seen: day(row, 2)?, revoked: row.get(3)? };
            Ok((TokenHash(row.get(0)?), found))
        })?;
        Ok(rows.collect::<Read<_>>()?)
    }

    fn invitation(&mut self, code: [u8; 32]) -> StorageResult<Option<InvitationRow>> {
        let sql = "SELECT expires, quota, vault, device, reopens FROM invitations WHERE code = ?1";
        self.one(sql, params![code], |row| {
            let used = row.get::<_, Option<_>>(2)?.zip(row.get::<_, Option<_>>(3)?);
            let used = used.map(|(vault, device)| (VaultId(vault), TokenHash(device)));
            let (expires, quota) = (counted(row, 0)?, counted(row, 1)?);
            Ok(InvitationRow { expires, quota, used, reopens: row.get(4)? })
        })
    }

    fn put_invitation(&mut self, code: [u8; 32], row: InvitationRow) -> StorageResult<()> {
        let (vault, device) = row.used.map(|(vault, device)| (vault.0, device.0)).unzip();
        self.run(
            "INSERT INTO invitations (code, expires, quota, vault, device, reopens)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (code) DO UPDATE
             SET expires = ?2, quota = ?3, vault = ?4, device = ?5, reopens = ?6",
            params![code, number(row.expires), number(row.quota), vault, device, row.reopens],
        )
    }

    fn record(&mut self, vault: VaultId, record: RecordId) -> StorageResult<Option<RecordRow>> {
        let sql = "SELECT version, mark, sequence, size FROM records WHERE vault = ?1 AND id = ?2";
        self.one(sql, params![vault.0, record.0], |row| {
            Ok(RecordRow {
                version: Version(counted(row, 0)?),
                hash: RecordHash(row.get(1)?),
                sequence: Sequence(counted(row, 2)?),
                size: counted(row, 3)?,
            })
        })
    }

    fn sealed(&mut self, vault: VaultId, record: RecordId) -> StorageResult<Option<Vec<u8>>> {
        let sql = "SELECT sealed FROM records WHERE vault = ?1 AND id = ?2";
        self.one(sql, params![vault.0, record.0], |row| row.get(0))
    }

    fn put_record(
        &mut self,
        vault: VaultId,
        state: &SealedRecord,
        row: RecordRow,
    ) -> StorageResult<()> {
        self.run(
            "INSERT INTO records (vault, id, version, mark, sequence, size, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (vault, id) DO UPDATE
             SET version = ?3, mark = ?4, sequence = ?5, size = ?6, sealed = ?7",
            params![
                vault.0,
                state.id.0,
                number(row.version.0),
                row.hash.0,
                number(row.sequence.0),
                number(row.size),
                state.sealed,
            ],
        )
    }

    fn records_after(
        &mut self,
        vault: VaultId,
        since: Sequence,
        records: usize,
        bytes: usize,
    ) -> StorageResult<Vec<(Sequence, SealedRecord)>> {
        let sql = "SELECT sequence, id, version, sealed FROM records
                   WHERE vault = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3";
        let mut statement = self.0.prepare_cached(sql)?;
        let limit = number(records as u64);
        let mut rows = statement.query(params![vault.0, number(since.0), limit])?;
        let mut page = Vec::new();
        let mut total = 0;
        while let Some(row) = rows.next()? {
            let sealed: Vec<u8> = row.get(3)?;
            total += sealed.len();
            if total > bytes && !page.is_empty() {
                break;
            }
            let id = RecordId(row.get(1)?);
            let state = SealedRecord { id, version: Version(counted(row, 2)?), sealed };
            page.push((Sequence(counted(row, 0)?), state));
        }
        Ok(page)
    }

    fn sum(&mut self, vault: VaultId) -> StorageResult<SetHash> {
        let sql = "SELECT mark FROM records INDEXED BY records_in_order WHERE vault = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let hashes = statement.query_map(params![vault.0], |row| row.get(0).map(RecordHash))?;
        Ok(hashes.collect::<Read<SetHash>>()?)
    }

    fn operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
    ) -> StorageResult<Option<OperationRow>> {
        let sql =
            "SELECT mark, version, day, sequence FROM operations WHERE vault = ?1 AND id = ?2";
        self.one(sql, params![vault.0, operation.0], |row| {
            let version = Version(counted(row, 1)?);
            let sequence = Sequence(counted(row, 3)?);
            Ok(OperationRow { hash: RecordHash(row.get(0)?), version, day: day(row, 2)?, sequence })
        })
    }

    fn put_operation(
        &mut self,
        vault: VaultId,
        operation: OperationId,
        row: OperationRow,
    ) -> StorageResult<()> {
        self.run(
            "INSERT INTO operations (vault, id, mark, version, day, sequence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (vault, id) DO UPDATE
             SET mark = ?3, version = ?4, day = ?5, sequence = ?6",
            params![
                vault.0,
                operation.0,
                row.hash.0,
                number(row.version.0),
                row.day,
                number(row.sequence.0),
            ],
        )
    }

    fn delete_operations_before(&mut self, before: u32) -> StorageResult<()> {
        self.run("DELETE FROM operations WHERE day < ?1", params![before])
    }

    fn delete_operations_up_to(&mut self, vault: VaultId, last: Sequence) -> StorageResult<()> {
        let sql = "DELETE FROM operations WHERE vault = ?1 AND sequence <= ?2";
        self.run(sql, params![vault.0, number(last.0)])
    }

    fn mailbox(&mut self, mailbox: MailboxId) -> StorageResult<Option<MailboxRow>> {
        let sql = "SELECT opened, sealed, taker, vault FROM mailboxes WHERE id = ?1";
        self.one(sql, params![mailbox.0], |row| {
            let taker = row.get::<_, Option<_>>(2)?.map(TakerId);
            let (opened, vault) = (counted(row, 0)?, VaultId(row.get(3)?));
            Ok(MailboxRow { vault, opened, sealed: row.get(1)?, taker })
        })
    }

    fn put_mailbox(&mut self, mailbox: MailboxId, row: &MailboxRow) -> StorageResult<()> {
        self.run(
            "INSERT INTO mailboxes (id, opened, sealed, taker, vault) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET opened = ?2, sealed = ?3, taker = ?4, vault = ?5",
            params![
                mailbox.0,
                number(row.opened),
                row.sealed,
                row.taker.map(|taker| taker.0),
                row.vault.0,
            ],
        )
    }

    fn delete_mailboxes_before(&mut self, before: u64) -> StorageResult<usize> {
        self.run("DELETE FROM mailboxes WHERE opened < ?1", params![number(before)])?;
        let count: i64 =
            self.0.query_row("SELECT count(*) FROM mailboxes", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    fn mailboxes_of(&mut self, vault: VaultId) -> StorageResult<usize> {
        let sql = "SELECT count(*) FROM mailboxes WHERE vault = ?1";
        let count: Option<i64> = self.one(sql, params![vault.0], |row| row.get(0))?;
        Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
    }
}
