//! Carries revocations and invitations over to a restored backup, which does not know what was decided after it was made.

use migraction_sync::{Sequence, TokenHash, VaultId};
use rusqlite::params;

use super::rows::SqlRows;
use super::{OpenError, Sqlite, lock};
use crate::storage::{DeviceRow, InvitationRow, Rows, StorageError, VaultRow};

/// Revocations and invitations of a database, carried over when a backup replaces it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessRecords {
    /// Revoked devices.
    pub revoked: Vec<(VaultId, TokenHash, DeviceRow)>,
    /// Invitations by the hash of their codes, used ones among them.
    pub invitations: Vec<([u8; 32], InvitationRow)>,
}

impl Sqlite {
    /// Reads the revocations and invitations of this database.
    ///
    /// # Errors
    /// [`OpenError::Refused`] or [`OpenError::Damaged`] if it cannot be read.
    pub fn access_records(&self) -> Result<AccessRecords, OpenError> {
        let mut reader = lock(&self.scanner);
        let transaction = reader.transaction()?;
        let mut devices =
            transaction.prepare("SELECT vault, token FROM devices WHERE revoked ORDER BY vault")?;
        let devices = devices
            .query_map([], |row| Ok((VaultId(row.get(0)?), TokenHash(row.get(1)?))))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut codes = transaction.prepare("SELECT code FROM invitations ORDER BY code")?;
        let codes = codes.query_map([], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?;

        let mut rows = SqlRows(&transaction);
        let mut records = AccessRecords::default();
        for (vault, device) in devices {
            if let Some(row) = rows.device(vault, device).map_err(refused)? {
                records.revoked.push((vault, device, row));
            }
        }
        for code in codes {
            if let Some(row) = rows.invitation(code).map_err(refused)? {
                records.invitations.push((code, row));
            }
        }
        Ok(records)
    }

    /// Writes the revocations and invitations of the database that this one replaces.
    ///
    /// # Errors
    /// When they cannot be written; then none is.
    pub fn apply_access_records(&self, records: &AccessRecords) -> Result<(), OpenError> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction()?;
        let mut rows = SqlRows(&transaction);
        for (vault, device, row) in &records.revoked {
            // A vault that the backup does not have yet: its notes are gone, who was shut out of it is not.
            if rows.vault(*vault).map_err(refused)?.is_none() {
                let empty = VaultRow { head: Sequence(0), bytes: 0, quota: 0 };
                rows.put_vault(*vault, empty).map_err(refused)?;
            }
            rows.put_device(*vault, *device, *row).map_err(refused)?;
        }
        for (code, row) in &records.invitations {
            rows.put_invitation(*code, *row).map_err(refused)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Expires all unused invitations, because without the former database it is unknown which of them were used since the
    /// backup. Returns their number.
    ///
    /// # Errors
    /// [`OpenError::Refused`] if the database is not writable.
    pub fn void_invitations(&self) -> Result<usize, OpenError> {
        let sql = "UPDATE invitations SET expires = 0 WHERE vault IS NULL AND expires > 0";
        Ok(lock(&self.writer).execute(sql, params![])?)
    }
}

fn refused(error: StorageError) -> OpenError {
    OpenError::Damaged(error.0)
}
