//! Access: invitations, device tokens, and the mailboxes with which devices enrol each other.

use migraction_sync::messages::{
    DeviceInfo, DevicesRequest, DevicesResponse, GrantRequest, GrantResponse, MailboxOpenRequest,
    MailboxOpenResponse, MailboxPutRequest, MailboxPutResponse, MailboxTakeRequest,
    MailboxTakeResponse, RegisterRequest, RegisterResponse, RevokeRequest, RevokeResponse,
};
use migraction_sync::{Code, MailboxId, Refusal, Sequence, TokenHash, VaultId, limits};

use super::Service;
use crate::storage::{DeviceRow, Error, MailboxRow, Rows, Storage, VaultRow};

/// Maximum number of open mailboxes in total.
const MAILBOXES: usize = 2_000;
/// Maximum number of open mailboxes per vault (30 November 2026): enrolling a device needs one.
const MAILBOXES_OF_VAULT: usize = 16;

/// Mailboxes opened before this time have expired, in seconds since 1970.
pub fn mailbox_cutoff(now: u64) -> u64 {
    now.saturating_sub(limits::MAILBOX_SECONDS)
}

impl<S: Storage> Service<S> {
    /// Creates the vault of an invitation. If the vault exists, because it was restored without the token of the device or
    /// because the only phone is lost, the device is added to it. If a device of the vault was revoked, it might be that
    /// device that tries again with a new token: only an invitation that reopens the vault is accepted then.
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
                // Retry after a lost response.
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
            authorise(rows, request.vault, request.device, today)?;
            invitation.used = Some(asker);
            rows.put_invitation(code, invitation)?;
            Ok(RegisterResponse { identity, quota: vault.quota })
        })
    }

    pub(super) fn grant_device(&self, request: &GrantRequest) -> Result<GrantResponse, Refusal> {
        let today = self.today();
        self.write(|rows| {
            self.authenticate(rows, &request.credentials)?;
            authorise(rows, request.credentials.vault, request.device, today)?;
            Ok(GrantResponse)
        })
    }

    pub(super) fn list_devices(
        &self,
        request: &DevicesRequest,
    ) -> Result<DevicesResponse, Refusal> {
        self.read(|rows| {
            self.authenticate(rows, &request.credentials)?;
            let devices =
                rows.devices(request.credentials.vault)?.into_iter().map(|(device, row)| {
                    let DeviceRow { since, seen, revoked } = row;
                    DeviceInfo { device, since, seen, revoked }
                });
            Ok(DevicesResponse { devices: devices.collect() })
        })
    }

    /// Revokes a device. It stays in the table, so that its token can never be authorised again.
    pub(super) fn revoke_device(&self, request: &RevokeRequest) -> Result<RevokeResponse, Refusal> {
        self.write(|rows| {
            self.authenticate(rows, &request.credentials)?;
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
            self.authenticate(rows, &request.credentials)?;
            let vault = request.credentials.vault;
            let open = rows.delete_mailboxes_before(mailbox_cutoff(now))?;
            let opened = match rows.mailbox(request.mailbox)? {
                // Retry after a lost response.
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
        // Only the first take writes: retries are cheap.
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
    /// Looks up what an unauthenticated request names. Only failed look-ups count as guesses: codes have 128 bits, and guesses
    /// of others must not lock out a person with a valid one.
    fn look_up<T>(
        &self,
        find: impl FnOnce(&mut dyn Rows) -> Result<Option<T>, Error>,
        missing: Refusal,
    ) -> Result<T, Refusal> {
        match self.read(find)? {
            Some(found) => Ok(found),
            None => {
                self.limiter.failed_attempt(self.now())?;
                Err(missing)
            }
        }
    }
}

fn has_revoked(rows: &mut dyn Rows, vault: VaultId) -> Result<bool, Error> {
    Ok(rows.devices(vault)?.iter().any(|(_, row)| row.revoked))
}

fn check(sealed: Option<&[u8]>) -> Result<(), Refusal> {
    let large = sealed.is_some_and(|sealed| sealed.len() > limits::MAILBOX_BYTES);
    if large { Err(Refusal::TooLarge) } else { Ok(()) }
}

fn find(rows: &mut dyn Rows, mailbox: MailboxId, now: u64) -> Result<Option<MailboxRow>, Error> {
    Ok(rows.mailbox(mailbox)?.filter(|row| row.opened >= mailbox_cutoff(now)))
}

fn open_one(rows: &mut dyn Rows, mailbox: MailboxId, now: u64) -> Result<MailboxRow, Error> {
    find(rows, mailbox, now)?.ok_or(Error::Refused(Refusal::MailboxUnknown))
}

fn authorise(
    rows: &mut dyn Rows,
    vault: VaultId,
    device: TokenHash,
    today: u32,
) -> Result<(), Error> {
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
