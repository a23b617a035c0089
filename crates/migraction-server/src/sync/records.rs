//! Records: push, pull and digest.

use std::collections::BTreeSet;

use migraction_sync::messages::{
    DigestRequest, DigestResponse, PullRequest, PullResponse, PushItem, PushOutcome, PushRequest,
    PushResponse,
};
use migraction_sync::{Refusal, SealedRecord, Sequence, VaultId, Version, limits};

use super::Service;
use crate::storage::{Error, OperationRow, RecordRow, Rows, Storage, VaultRow};

/// Bytes that a record costs beside its ciphertext: ids, hashes, its idempotency key.
const ROW_BYTES: u64 = 256;
/// Idempotency keys that are stored per vault (30 November 2026): the quota counts records only, and editing must not make a
/// vault grow beyond it. The oldest are deleted first, as with [`super::OPERATION_DAYS`].
pub(super) const OPERATIONS: u64 = 20_000;
/// Records that are hashed at the cost of one request.
const SUMMED_AT_ONCE: u64 = 10_000;

impl<S: Storage> Service<S> {
    /// Stores the items that can be stored. The counter of the vault moves in the same transaction, so that sequences become
    /// visible in the order in which they are assigned.
    pub(super) fn store_records(&self, request: &PushRequest) -> Result<PushResponse, Refusal> {
        check(&request.items)?;
        let today = self.today();
        let (answer, row) = self.write(|rows| {
            let row = self.authenticate(rows, &request.credentials)?;
            let vault = request.credentials.vault;
            let Some(mut vault_row) = rows.vault(vault)? else {
                return Err(Refusal::UnknownToken.into());
            };
            let before = vault_row.head;
            let mut outcomes = Vec::with_capacity(request.items.len());
            let mut bytes = 0;
            for item in &request.items {
                if bytes > limits::PAGE_BYTES {
                    outcomes.push(PushOutcome::Later);
                    continue;
                }
                let outcome = store_record(rows, vault, &mut vault_row, item, today)?;
                if let PushOutcome::Conflict(state) = &outcome {
                    bytes += state.sealed.len();
                }
                outcomes.push(outcome);
            }
            rows.put_vault(vault, vault_row)?;
            if let Some(last) = vault_row.head.0.checked_sub(OPERATIONS) {
                rows.delete_operations_up_to(vault, Sequence(last))?;
            }
            Ok((PushResponse { outcomes, before, head: vault_row.head }, row))
        })?;
        self.record_last_seen(&request.credentials, row);
        Ok(answer)
    }

    pub(super) fn pull_page(&self, request: &PullRequest) -> Result<PullResponse, Refusal> {
        let time = self.now();
        let (page, row) = self.read(|rows| {
            let row = self.authenticate(rows, &request.credentials)?;
            let head = head(rows, request.credentials.vault)?;
            if request.since > head {
                return Err(Refusal::Behind { head }.into());
            }
            let records = rows.records_after(
                request.credentials.vault,
                request.since,
                limits::PAGE_RECORDS,
                limits::PAGE_BYTES,
            )?;
            let last = records.last().map(|(sequence, _)| *sequence);
            let more = match last {
                Some(last) => {
                    !rows.records_after(request.credentials.vault, last, 1, 0)?.is_empty()
                }
                None => false,
            };
            let upto = last.filter(|_| more).unwrap_or(head);
            Ok((PullResponse { records, upto, more, time }, row))
        })?;
        self.record_last_seen(&request.credentials, row);
        Ok(page)
    }

    pub(super) fn set_hash(&self, request: &DigestRequest) -> Result<DigestResponse, Refusal> {
        self.storage
            .scan(|rows| {
                self.authenticate(rows, &request.credentials)?;
                let vault = request.credentials.vault;
                let head = head(rows, vault)?;
                match request.at.cmp(&head) {
                    std::cmp::Ordering::Greater => Err(Refusal::Behind { head }.into()),
                    std::cmp::Ordering::Less => Ok(DigestResponse::Moved),
                    std::cmp::Ordering::Equal => {
                        // There are at most as many records as sequences were assigned.
                        let cost = u32::try_from(head.0 / SUMMED_AT_ONCE).unwrap_or(u32::MAX);
                        self.limiter.expensive(vault, cost, self.now())?;
                        Ok(DigestResponse::Hash(rows.sum(vault)?))
                    }
                }
            })
            .map_err(|error| self.refusal(error))
    }
}

fn head(rows: &mut dyn Rows, vault: VaultId) -> Result<Sequence, Error> {
    rows.vault(vault)?.map(|vault| vault.head).ok_or(Error::Refused(Refusal::UnknownToken))
}

/// Refuses the whole push if it violates the protocol.
fn check(items: &[PushItem]) -> Result<(), Refusal> {
    let records: BTreeSet<_> = items.iter().map(|item| item.record.id).collect();
    let numbers = items.iter().map(|item| item.record.version);
    if records.len() != items.len()
        || numbers
            .into_iter()
            .any(|version| version < Version(1) || version > limits::LARGEST_VERSION)
    {
        return Err(Refusal::Malformed);
    }
    let bytes: usize = items.iter().map(|item| item.record.sealed.len()).sum();
    let large = bytes > limits::PUSH_BYTES && items.len() > 1;
    if large || items.len() > limits::PUSH_RECORDS { Err(Refusal::TooLarge) } else { Ok(()) }
}

fn store_record(
    rows: &mut dyn Rows,
    vault: VaultId,
    vault_row: &mut VaultRow,
    item: &PushItem,
    today: u32,
) -> Result<PushOutcome, Error> {
    let state = &item.record;
    if state.sealed.len() > limits::RECORD_BYTES {
        return Ok(PushOutcome::TooLarge);
    }
    let hash = state.hash();
    let current = rows.record(vault, state.id)?;
    if let Some(known) = rows.operation(vault, item.operation)? {
        if known.hash != hash {
            return Err(Refusal::Malformed.into());
        }
        // An idempotency key counts only as long as the state that it stored, or a newer one, exists.
        if current.is_some_and(|current| current.version >= known.version) {
            return Ok(PushOutcome::Stored);
        }
    }
    match (current, item.base) {
        (Some(current), _) if current.hash == hash => return Ok(PushOutcome::Stored),
        (Some(current), Some(base)) if current.hash == base => {
            if state.version <= current.version {
                return Err(Refusal::Malformed.into());
            }
        }
        (Some(current), _) => {
            let sealed = rows.sealed(vault, state.id)?.unwrap_or_default();
            let version = current.version;
            return Ok(PushOutcome::Conflict(SealedRecord { id: state.id, version, sealed }));
        }
        (None, Some(_)) => return Ok(PushOutcome::Missing),
        (None, None) => {}
    }
    let size = state.sealed.len() as u64;
    let replaced = current.map_or(0, |current| current.size + ROW_BYTES);
    let used = vault_row.bytes.saturating_sub(replaced).saturating_add(size + ROW_BYTES);
    // Making a record smaller, as erasing does, is always allowed.
    if used > vault_row.quota && used > vault_row.bytes {
        return Ok(PushOutcome::QuotaFull { used: vault_row.bytes, quota: vault_row.quota });
    }
    vault_row.bytes = used;
    vault_row.head = vault_row.head.next();
    let row = RecordRow { version: state.version, hash, sequence: vault_row.head, size };
    rows.put_record(vault, state, row)?;
    let sending =
        OperationRow { hash, version: state.version, day: today, sequence: vault_row.head };
    rows.put_operation(vault, item.operation, sending)?;
    Ok(PushOutcome::Stored)
}
