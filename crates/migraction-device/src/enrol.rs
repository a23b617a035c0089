//! Enrolling with the server of an organisation, and moving a profile to a second device.

use migraction_sync as sync;
use migraction_sync::client::Client;
use migraction_sync::engine::{Event, Question};
use migraction_sync::messages::{
    GrantRequest, HelloRequest, MailboxOpenRequest, MailboxTakeRequest, RegisterRequest,
};
use migraction_sync::protocol::{CallError, Protocol, Refusal, ServerIdentity};
use migraction_vault::mailbox::{Mail, Mailbox};
use migraction_vault::{Code, Envelope, ProfileId, ProfileKey, Random, arrival};

use crate::device::Device;
use crate::host::{Host, Notice};
use crate::ids::{ACCESS, PENDING_ACCESS, PENDING_ENVELOPE, PENDING_KEYRING, vault_to_sync};
use crate::profile::ProfileError;
use crate::sealed::{Sealed, open_token};
use crate::storage::{Storage, Write};

/// The access of this device to the server. Sealed at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// This device's token.
    pub(crate) token: sync::Token,
}

impl Access {
    fn make(random: Random<'_>) -> Self {
        let mut token = [0; 32];
        random(&mut token);
        Self { token: sync::Token(token) }
    }

    fn seal(&self, key: &ProfileKey, profile: ProfileId, random: Random<'_>) -> Option<Sealed> {
        Sealed::token(&self.token, key, profile, random).ok()
    }

    pub(crate) fn open(key: &ProfileKey, profile: ProfileId, sealed: &[u8]) -> Option<Self> {
        Some(Self { token: open_token(key, profile, sealed)? })
    }
}

/// Why enrolling or joining did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinError {
    /// The code is invalid; the number of the wrong group, if known.
    Code(Option<usize>),
    /// The invitation or mailbox is unknown or has expired.
    Expired,
    /// The invitation or mailbox was used.
    Used,
    /// A device of this vault was revoked, and the invitation does not allow another one.
    Revoked,
    /// No response from the server.
    NoAnswer,
    /// The server failed, or is too old or too new.
    Server,
    /// The profile is locked, or not enrolled.
    Locked,
    /// The storage failed.
    Storage,
    /// Another page has notes open.
    OtherTab,
}

/// The result of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The profile was added to the device.
    New,
    /// The device had the profile already: it is linked once it is unlocked.
    Existing,
}

impl From<CallError> for JoinError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unreachable => Self::NoAnswer,
            CallError::Refused(refusal) => match refusal {
                Refusal::InvitationUsed | Refusal::MailboxUsed => Self::Used,
                Refusal::Revoked => Self::Revoked,
                Refusal::InvitationUnknown
                | Refusal::InvitationExpired
                | Refusal::MailboxUnknown
                | Refusal::MailboxEmpty => Self::Expired,
                _ => Self::Server,
            },
            _ => Self::Server,
        }
    }
}

/// An offer to a second device.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The one-time code, to be typed on the other device.
    pub code: Code,
    /// Validity in minutes.
    pub minutes: u64,
}

/// Separates the label from what follows it in a mail: a label is one line.
const LABEL_SEPARATOR: u8 = b'\n';

/// The length of a sealed token: format, nonce, token, tag.
const SEALED_TOKEN_BYTES: usize = 1 + 24 + 32 + 16;

impl<H: Host> Device<H> {
    /// Enrols this device with the server by a typed invitation. Returns the organisation's key of the invitation: only after
    /// the server has accepted it, because an unverified link must not install a key.
    ///
    /// # Errors
    /// [`JoinError::Code`] if the invitation cannot be parsed, [`JoinError::Locked`] if the profile is locked,
    /// [`JoinError::Storage`] if the token cannot be stored, and the error for the refusal if the server refuses.
    pub async fn enrol(&self, typed: &str) -> Result<Option<sync::OrganisationKey>, JoinError> {
        let invitation = sync::Invitation::parse(typed).map_err(|_| JoinError::Code(None))?;
        let vault = self.with(|session| session.vault).ok_or(JoinError::Locked)?;
        // Kept before it is used: after a lost answer the same token is offered again. A device that is linked keeps
        // its own, whatever becomes of the invitation; another server never sees it.
        let begun = self.with(|session| {
            let is_other = session.engine.status().question == Some(Question::OtherServer);
            session.access.filter(|_| !is_other || session.engine.link().identity.is_none())
        });
        let access = begun.flatten().unwrap_or_else(|| Access::make(&mut self.rng()));
        self.store_access(access).await?;
        self.with(|session| session.access = Some(access));
        let request = RegisterRequest {
            code: invitation.code.0,
            vault: vault_to_sync(vault),
            device: access.token.hash(),
        };
        let response = Client(self.host().transport()).register(request).await?;
        self.enrolled_with(access, response.identity);
        Ok(invitation.organisation)
    }

    async fn store_access(&self, access: Access) -> Result<(), JoinError> {
        let mut random = self.rng();
        let sealed = self.with(|session| {
            let (secrets, profile) = (session.secrets.as_ref()?, session.profile);
            Some((profile, access.seal(&secrets.key, profile, &mut random)?))
        });
        let (profile, sealed) = sealed.flatten().ok_or(JoinError::Locked)?;
        let writes = [Write::part(profile, ACCESS, sealed)];
        self.storage().commit(&writes, &|| true).await.map_err(|_| JoinError::Storage)
    }

    fn enrolled_with(&self, access: Access, identity: ServerIdentity) {
        self.with(|session| session.access = Some(access));
        self.host().notice(Notice::Enrolled);
        self.handle(Event::Enrolled { identity, seed: self.random_id() });
    }

    /// Offers the profile to a second device of the same person: returns a one-time code to type there. The content of the
    /// mailbox is sealed as on this device: the passphrase is still needed. `organisation` is the key that is trusted here.
    ///
    /// # Errors
    /// [`JoinError::Locked`] if the profile is locked or not enrolled, and the error for the refusal or failure of a call.
    pub async fn offer_device(
        &self,
        organisation: Option<sync::OrganisationKey>,
    ) -> Result<Offer, JoinError> {
        let credentials = self.credentials().ok_or(JoinError::Locked)?;
        let mut random = self.rng();
        let code = Code::make(&mut random);
        let mailbox = Mailbox::of(&code);
        let second = Access::make(&mut random);
        let server = Client(self.host().transport());
        server.grant(GrantRequest { credentials, device: second.token.hash() }).await?;
        let sealed = self.with(|session| {
            let (secrets, profile) = (session.secrets.as_ref()?, session.profile);
            let mut extra = second.seal(&secrets.key, profile, &mut random)?.into_bytes();
            // What comes before the label has a fixed length; after it may stand the organisation's key.
            extra.extend_from_slice(session.label.as_bytes());
            if let Some(key) = organisation {
                extra.push(LABEL_SEPARATOR);
                extra.extend_from_slice(key.to_hex().as_bytes());
            }
            let keyring = Sealed::keyring(&secrets.keyring, &secrets.key, profile, &mut random);
            let mail = Mail::Profile {
                envelope: secrets.envelope.to_bytes(),
                keyring: keyring.ok()?.into_bytes(),
                extra,
            };
            mailbox.seal(&mail, &mut random).ok()
        });
        let sealed = sealed.flatten().ok_or(JoinError::Locked)?;
        let mailbox = sync::MailboxId(mailbox.id);
        let opened = server
            .mailbox_open(MailboxOpenRequest { credentials, mailbox, sealed: Some(sealed) })
            .await?;
        Ok(Offer { code, minutes: opened.seconds / 60 })
    }

    /// Fetches a profile with the code that the other device shows; it is still to be unlocked. Returns the organisation's key
    /// that came with a new profile.
    ///
    /// # Errors
    /// [`JoinError::Code`] if the code cannot be parsed, [`JoinError::OtherTab`] if another page has notes open,
    /// [`JoinError::Expired`] or [`JoinError::Used`] if the mailbox is not available, [`JoinError::Server`] if its content does
    /// not decrypt, and [`JoinError::Storage`] if the profile cannot be stored.
    pub async fn join(
        &self,
        typed: &str,
    ) -> Result<(Joined, Option<sync::OrganisationKey>), JoinError> {
        let joined = self.join_locked(typed).await;
        self.release_if_closed();
        joined
    }

    async fn join_locked(
        &self,
        typed: &str,
    ) -> Result<(Joined, Option<sync::OrganisationKey>), JoinError> {
        let code = Code::parse(typed).map_err(|error| JoinError::Code(error.group()))?;
        // Before the mailbox is emptied, which can be done once.
        if !self.host().acquire_write_lock().await {
            return Err(JoinError::OtherTab);
        }
        let mailbox = Mailbox::of(&code);
        let request = MailboxTakeRequest {
            mailbox: sync::MailboxId(mailbox.id),
            taker: sync::TakerId(self.taker()),
        };
        let taken = Client(self.host().transport()).mailbox_take(request).await?;
        let Ok(Mail::Profile { envelope, keyring, extra }) = mailbox.open(&taken.sealed) else {
            return Err(JoinError::Server);
        };
        let envelope = Envelope::from_bytes(&envelope).map_err(|_| JoinError::Server)?;
        let Extra { access, label, organisation } = Extra::read(&extra).ok_or(JoinError::Server)?;
        let (keyring, access) = (Sealed::from_bytes(keyring), Sealed::from_bytes(access));
        let id = envelope.profile;
        let storage = |_: ProfileError| JoinError::Storage;
        let stored = self.stored_profile(id).await.map_err(storage)?;
        if arrival::is_kept_pending(&stored.local()) {
            // Nobody has opened it yet: unlocking shows whether it is the same profile.
            let beside = [
                Write::part(id, PENDING_ENVELOPE, Sealed::envelope(&envelope)),
                Write::part(id, PENDING_KEYRING, keyring),
                Write::part(id, PENDING_ACCESS, access),
            ];
            let kept = self.storage().commit(&beside, &|| true).await;
            kept.map_err(|_| JoinError::Storage)?;
            return Ok((Joined::Existing, None));
        }
        self.write_profile(&label, &envelope, keyring, Some(access)).await.map_err(storage)?;
        Ok((Joined::New, organisation))
    }

    /// Fetches the identity of the server and starts to sync, after a second device was unlocked for the first time.
    pub async fn fetch_server_identity(&self) {
        let access = self
            .with(|session| session.access.filter(|_| session.engine.link().identity.is_none()))
            .flatten();
        let Some(access) = access else { return };
        if let Ok(response) = Client(self.host().transport()).hello(HelloRequest).await {
            self.enrolled_with(access, response.identity);
        }
    }

    /// Syncs now: a person asked for it, or returned to the app.
    pub fn sync_now(&self) {
        let device = self.clone();
        self.spawn(async move { device.fetch_server_identity().await });
        self.handle(Event::SyncNow);
    }
}

/// The data beside a profile in a mail.
#[derive(Debug, PartialEq, Eq)]
struct Extra {
    /// The sealed token.
    access: Vec<u8>,
    label: String,
    organisation: Option<sync::OrganisationKey>,
}

impl Extra {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (access, label) = bytes.split_at_checked(SEALED_TOKEN_BYTES)?;
        let mut parts = label.splitn(2, |byte| *byte == LABEL_SEPARATOR);
        let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        let (label, key) = (text(), text());
        let organisation = sync::OrganisationKey::from_hex(&key);
        Some(Self { access: access.to_vec(), label, organisation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_profile_is_read_with_and_without_an_organisation() {
        let key = sync::OrganisationKey([0xa5; 32]);
        let access = vec![9; SEALED_TOKEN_BYTES];
        let read = |rest: &str| Extra::read(&[&access, rest.as_bytes()].concat());
        let extra = |label: &str, organisation| {
            Some(Extra { access: access.clone(), label: label.to_owned(), organisation })
        };
        assert_eq!(read("Anna"), extra("Anna", None));
        assert_eq!(read(&format!("Anna\n{}", key.to_hex())), extra("Anna", Some(key)));
        assert_eq!(read("Anna\nsomething newer"), extra("Anna", None));
        assert_eq!(Extra::read(&access[1..]), None);
    }

    #[test]
    fn a_sealed_token_has_the_length_that_mails_count_on() {
        let access = Access { token: sync::Token([3; 32]) };
        let (key, profile) = (ProfileKey::make(&mut |bytes| bytes.fill(1)), ProfileId([2; 16]));
        let sealed = access.seal(&key, profile, &mut |bytes| bytes.fill(5)).map(Sealed::into_bytes);
        let sealed = sealed.unwrap_or_default();
        assert_eq!(sealed.len(), SEALED_TOKEN_BYTES);
        assert_eq!(Access::open(&key, profile, &sealed), Some(access));
        assert_eq!(Access::open(&key, ProfileId([4; 16]), &sealed), None);
    }
}
