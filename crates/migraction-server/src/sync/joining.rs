//! Who may come in: invitations, tokens, and the mailboxes through which devices let each other in.

use migraction_sync::messages::{
    DeviceInfo, DevicesRequest, DevicesResponse, GrantRequest, GrantResponse, MailboxOpenRequest,
    MailboxOpenResponse, MailboxPutRequest, MailboxPutResponse, MailboxTakeRequest,
    MailboxTakeResponse, RegisterRequest, RegisterResponse, RevokeRequest, RevokeResponse,
};
use migraction_sync::{Code, MailboxId, Refusal, Sequence, TokenHash, VaultId, limits};

use super::Service;
use crate::storage::{DeviceRow, MailboxRow, Rows, Storage, Trouble, VaultRow};

/// Mailboxes that are open at the same time, for everybody together.
const MAILBOXES: usize = 2_000;
/// Those of one vault (30 November 2026): a person who lets devices in needs one at a time.
const MAILBOXES_OF_VAULT: usize = 16;

/// Mailboxes opened before this second are over.
pub fn oldest_mailbox(now: u64) -> u64 {
    now.saturating_sub(limits::MAILBOX_SECONDS)
}

impl<S: Storage> Service<S> {
    /// Makes the vault of an invitation. A vault that is there already, because a backup brought it back without
    /// the device's token or because the only phone is lost, is kept as it is and the device let in. Where somebody
    /// was shut out of it, it might be that device that knocks with a new token: only an invitation made for that
    /// opens it.
    pub(super) fn register_device(
        &self,
        request: &RegisterRequest,
    ) -> Result<RegisterResponse, Refusal> {
        let (now, today) = (self.now(), self.today());
        let code = Code(request.code).hash();
        self.look_up(|rows| Ok(rows.invitation(code)?), Refusal::InvitationUnknown)?;
        self.write(|rows| {
            let identity = rows.identity()?;
            let Some(mut invitation) = rows.invitation(code)? else {
                return Err(Refusal::InvitationUnknown.into());
            };
            let quota = invitation.quota;
            let asker = (request.vault, request.device);
            match invitation.used {
                // The answer was lost.
                Some(used) if used == asker => return Ok(RegisterResponse { identity, quota }),
                Some(_) => return Err(Refusal::InvitationUsed.into()),
                None if now > invitation.expires => return Err(Refusal::InvitationExpired.into()),
                None => {}
            }
            let vault = match rows.vault(request.vault)? {
                Some(_) if !invitation.reopens && has_revoked(rows, request.vault)? => {
                    return Err(Refusal::Revoked.into());
                }
                Some(vault) => VaultRow { quota: vault.quota.max(quota), ..vault },
                None => VaultRow { head: Sequence(0), bytes: 0, quota },
            };
            rows.put_vault(request.vault, vault)?;
            let_in(rows, request.vault, request.device, today)?;
            invitation.used = Some(asker);
            rows.put_invitation(code, invitation)?;
            Ok(RegisterResponse { identity, quota: vault.quota })
        })
    }

    pub(super) fn grant_device(&self, request: &GrantRequest) -> Result<GrantResponse, Refusal> {
        let today = self.today();
        self.write(|rows| {
            self.admit(rows, &request.credentials)?;
            let_in(rows, request.credentials.vault, request.device, today)?;
            Ok(GrantResponse)
        })
    }

    pub(super) fn list_devices(
        &self,
        request: &DevicesRequest,
    ) -> Result<DevicesResponse, Refusal> {
        self.read(|rows| {
            self.admit(rows, &request.credentials)?;
            let devices =
                rows.devices(request.credentials.vault)?.into_iter().map(|(device, row)| {
                    let DeviceRow { since, seen, revoked } = row;
                    DeviceInfo { device, since, seen, revoked }
                });
            Ok(DevicesResponse { devices: devices.collect() })
        })
    }

    /// A device that was revoked stays listed, so that its token is never let in again.
    pub(super) fn revoke_device(&self, request: &RevokeRequest) -> Result<RevokeResponse, Refusal> {
        self.write(|rows| {
            self.admit(rows, &request.credentials)?;
            if let Some(row) = rows.device(request.credentials.vault, request.device)? {
                let row = DeviceRow { revoked: true, ..row };
                rows.put_device(request.credentials.vault, request.device, row)?;
            }
            Ok(RevokeResponse)
        })
    }

    pub(super) fn open_mailbox(
        &self,
        request: MailboxOpenRequest,
    ) -> Result<MailboxOpenResponse, Refusal> {
        check(request.sealed.as_deref())?;
        let now = self.now();
        self.write(|rows| {
            self.admit(rows, &request.credentials)?;
            let vault = request.credentials.vault;
            let open = rows.forget_mailboxes(oldest_mailbox(now))?;
            let opened = match rows.mailbox(request.mailbox)? {
                // The answer was lost.
                Some(same) if same.sealed == request.sealed && same.taker.is_none() => same.opened,
                Some(_) => return Err(Refusal::MailboxUsed.into()),
                None if open >= MAILBOXES || rows.mailboxes_of(vault)? >= MAILBOXES_OF_VAULT => {
                    return Err(Refusal::TooMany { seconds: 60 }.into());
                }
                None => {
                    let row =
                        MailboxRow { vault, opened: now, sealed: request.sealed, taker: None };
                    rows.put_mailbox(request.mailbox, &row)?;
                    now
                }
            };
            let seconds = limits::MAILBOX_SECONDS.saturating_sub(now.saturating_sub(opened));
            Ok(MailboxOpenResponse { seconds })
        })
    }

    pub(super) fn fill_mailbox(
        &self,
        request: MailboxPutRequest,
    ) -> Result<MailboxPutResponse, Refusal> {
        check(Some(&request.sealed))?;
        let now = self.now();
        self.look_up(|rows| find(rows, request.mailbox, now), Refusal::MailboxUnknown)?;
        self.write(|rows| {
            let mut row = open_one(rows, request.mailbox, now)?;
            match &row.sealed {
                Some(same) if *same == request.sealed => return Ok(MailboxPutResponse),
                Some(_) => return Err(Refusal::MailboxUsed.into()),
                None => row.sealed = Some(request.sealed),
            }
            rows.put_mailbox(request.mailbox, &row)?;
            Ok(MailboxPutResponse)
        })
    }

    pub(super) fn empty_mailbox(
        &self,
        request: &MailboxTakeRequest,
    ) -> Result<MailboxTakeResponse, Refusal> {
        let now = self.now();
        let found =
            self.look_up(|rows| find(rows, request.mailbox, now), Refusal::MailboxUnknown)?;
        // Only the first taking writes, so that asking again costs nothing.
        if let MailboxRow { sealed: Some(sealed), taker: Some(taker), .. } = found
            && taker == request.taker
        {
            return Ok(MailboxTakeResponse { sealed });
        }
        self.write(|rows| {
            let mut row = open_one(rows, request.mailbox, now)?;
            if row.taker.is_some_and(|taker| taker != request.taker) {
                return Err(Refusal::MailboxUsed.into());
            }
            let Some(sealed) = row.sealed.clone() else { return Err(Refusal::MailboxEmpty.into()) };
            row.taker = Some(request.taker);
            rows.put_mailbox(request.mailbox, &row)?;
            Ok(MailboxTakeResponse { sealed })
        })
    }
}

impl<S: Storage> Service<S> {
    /// What somebody without a token names. Only what is not there counts as a guess: codes have 128 bits, and who
    /// has a right one is not held back by others who guess.
    fn look_up<T>(
        &self,
        find: impl FnOnce(&mut dyn Rows) -> Result<Option<T>, Trouble>,
        missing: Refusal,
    ) -> Result<T, Refusal> {
        match self.read(find)? {
            Some(found) => Ok(found),
            None => {
                self.limiter.miss(self.now())?;
                Err(missing)
            }
        }
    }
}

fn has_revoked(rows: &mut dyn Rows, vault: VaultId) -> Result<bool, Trouble> {
    Ok(rows.devices(vault)?.iter().any(|(_, row)| row.revoked))
}

fn check(sealed: Option<&[u8]>) -> Result<(), Refusal> {
    let large = sealed.is_some_and(|sealed| sealed.len() > limits::MAILBOX_BYTES);
    if large { Err(Refusal::TooLarge) } else { Ok(()) }
}

fn find(rows: &mut dyn Rows, mailbox: MailboxId, now: u64) -> Result<Option<MailboxRow>, Trouble> {
    Ok(rows.mailbox(mailbox)?.filter(|row| row.opened >= oldest_mailbox(now)))
}

fn open_one(rows: &mut dyn Rows, mailbox: MailboxId, now: u64) -> Result<MailboxRow, Trouble> {
    find(rows, mailbox, now)?.ok_or(Trouble::Refused(Refusal::MailboxUnknown))
}

fn let_in(
    rows: &mut dyn Rows,
    vault: VaultId,
    device: TokenHash,
    today: u32,
) -> Result<(), Trouble> {
    match rows.device(vault, device)? {
        Some(row) if row.revoked => return Err(Refusal::Revoked.into()),
        Some(_) => return Ok(()),
        None => {}
    }
    let present = rows.devices(vault)?.iter().filter(|(_, row)| !row.revoked).count();
    if present >= limits::DEVICES {
        return Err(Refusal::TooManyDevices.into());
    }
    rows.put_device(vault, device, DeviceRow { since: today, seen: today, revoked: false })?;
    Ok(())
}
