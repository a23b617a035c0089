//! Sealed records: kept when they were made from what is kept, given in order, summed.

use std::collections::BTreeSet;

use migraction_sync::messages::{
    DigestRequest, DigestResponse, PullRequest, PullResponse, PushItem, PushOutcome, PushRequest,
    PushResponse,
};
use migraction_sync::{Refusal, SealedRecord, Sequence, VaultId, Version, limits};

use super::Service;
use crate::storage::{OperationRow, RecordRow, Rows, Storage, Trouble, VaultRow};

/// What a record costs beside its bytes: ids, marks, the memory of its sending.
const ROW_BYTES: u64 = 256;
/// Sendings that are remembered for one vault (30 November 2026): its quota counts records, and a vault that is
/// only edited must not grow past it. The oldest go first, as with [`super::OPERATION_DAYS`].
pub(super) const OPERATIONS: u64 = 20_000;
/// Records that are summed at the price of one request.
const SUMMED_AT_ONCE: u64 = 10_000;

impl<S: Storage> Service<S> {
    /// Keeps what can be kept. The vault's counter moves in the same transaction, so that its numbers appear in
    /// the order in which they are given.
    pub(super) fn keep(&self, request: &PushRequest) -> Result<PushResponse, Refusal> {
        check(&request.items)?;
        let today = self.today();
        let (answer, row) = self.write(|rows| {
            let row = self.admit(rows, &request.credentials)?;
            let vault = request.credentials.vault;
            let Some(mut kept) = rows.vault(vault)? else {
                return Err(Refusal::UnknownToken.into());
            };
            let before = kept.head;
            let mut outcomes = Vec::with_capacity(request.items.len());
            let mut bytes = 0;
            for item in &request.items {
                if bytes > limits::PAGE_BYTES {
                    outcomes.push(PushOutcome::Later);
                    continue;
                }
                let outcome = keep_one(rows, vault, &mut kept, item, today)?;
                if let PushOutcome::Conflict(state) = &outcome {
                    bytes += state.sealed.len();
                }
                outcomes.push(outcome);
            }
            rows.put_vault(vault, kept)?;
            if let Some(last) = kept.head.0.checked_sub(OPERATIONS) {
                rows.forget_operations_until(vault, Sequence(last))?;
            }
            Ok((PushResponse { outcomes, before, head: kept.head }, row))
        })?;
        self.note_day(&request.credentials, row);
        Ok(answer)
    }

    pub(super) fn page(&self, request: &PullRequest) -> Result<PullResponse, Refusal> {
        let time = self.now();
        let (page, row) = self.read(|rows| {
            let row = self.admit(rows, &request.credentials)?;
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
        self.note_day(&request.credentials, row);
        Ok(page)
    }

    pub(super) fn compare(&self, request: &DigestRequest) -> Result<DigestResponse, Refusal> {
        self.storage
            .scan(|rows| {
                self.admit(rows, &request.credentials)?;
                let vault = request.credentials.vault;
                let head = head(rows, vault)?;
                match request.at.cmp(&head) {
                    std::cmp::Ordering::Greater => Err(Refusal::Behind { head }.into()),
                    std::cmp::Ordering::Less => Ok(DigestResponse::Moved),
                    std::cmp::Ordering::Equal => {
                        // There are at most as many records as numbers were given.
                        let cost = u32::try_from(head.0 / SUMMED_AT_ONCE).unwrap_or(u32::MAX);
                        self.limiter.costly(vault, cost, self.now())?;
                        Ok(DigestResponse::Hash(rows.sum(vault)?))
                    }
                }
            })
            .map_err(|trouble| self.refusal(trouble))
    }
}

fn head(rows: &mut dyn Rows, vault: VaultId) -> Result<Sequence, Trouble> {
    rows.vault(vault)?.map(|vault| vault.head).ok_or(Trouble::Refused(Refusal::UnknownToken))
}

/// A push that breaks the rules of the protocol is refused whole.
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

fn keep_one(
    rows: &mut dyn Rows,
    vault: VaultId,
    kept: &mut VaultRow,
    item: &PushItem,
    today: u32,
) -> Result<PushOutcome, Trouble> {
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
        // The memory of a sending holds only as long as what it stored, or something newer, is there.
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
    let used = kept.bytes.saturating_sub(replaced).saturating_add(size + ROW_BYTES);
    // What makes a record smaller, as erasing does, is always possible.
    if used > kept.quota && used > kept.bytes {
        return Ok(PushOutcome::QuotaFull { used: kept.bytes, quota: kept.quota });
    }
    kept.bytes = used;
    kept.head = kept.head.next();
    let row = RecordRow { version: state.version, hash, sequence: kept.head, size };
    rows.put_record(vault, state, row)?;
    let sending = OperationRow { hash, version: state.version, day: today, sequence: kept.head };
    rows.put_operation(vault, item.operation, sending)?;
    Ok(PushOutcome::Stored)
}
