//! Enrolling with an organisation's server, and bringing the profile to a second device.

use leptos::prelude::*;
use migraction_sync as sync;
use migraction_sync::client::Client;
use migraction_sync::engine::{Decision, Event, Question};
use migraction_sync::messages::{grant, hello, mailbox, register};
use migraction_sync::protocol::{CallError, Protocol, Refusal, Stamp};
use migraction_vault::keyring::{Purpose, open_for_profile, seal_for_profile};
use migraction_vault::mailbox::{Mail, Mailbox};
use migraction_vault::{Code, Envelope, ProfileId, ProfileKey, arrival};

use super::drive::{OwnServer, drive, pass};
use super::names::{ACCESS, CAME_ACCESS, CAME_ENVELOPE, CAME_KEYRING};
use super::profile::{Stored, keep_profile, let_go};
use super::{NotesStore, with_open};
use crate::browser::vault_store::{self, Store, Write};
use crate::browser::{chance, spawn, writer};
use crate::state::organisation;

/// What the app needs to reach its server. Sealed at rest.
#[derive(Clone, Copy, Debug)]
pub struct Access {
    /// This device's token.
    pub(super) token: sync::Token,
}

impl Access {
    fn make() -> Self {
        let mut token = [0; 32];
        chance::fill(&mut token);
        Self { token: sync::Token(token) }
    }

    fn seal(&self, key: &ProfileKey, profile: ProfileId) -> Option<Vec<u8>> {
        seal_for_profile(key, profile, Purpose::Access, &self.token.0, &mut chance::fill).ok()
    }

    pub(super) fn open(key: &ProfileKey, profile: ProfileId, sealed: &[u8]) -> Option<Self> {
        let bytes = open_for_profile(key, profile, Purpose::Access, sealed).ok()?;
        Some(Self { token: sync::Token(bytes.as_slice().try_into().ok()?) })
    }
}

/// Why enrolling or joining did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinTrouble {
    /// The code is not one; a group may be named.
    Code(Option<usize>),
    /// The invitation or the mailbox is not known, or its time is over.
    Expired,
    /// Somebody used it.
    Used,
    /// A device was shut out of these notes, and this invitation does not let another in.
    ShutOut,
    /// No answer.
    NoAnswer,
    /// The server is in trouble, or too old or too new.
    Server,
    /// The profile is locked, or not enrolled.
    Locked,
    /// The storage does not answer.
    Storage,
    /// Another tab has notes open.
    OtherTab,
}

/// What came of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The profile is here now.
    New,
    /// It was here: it is linked once it is unlocked.
    WasHere,
}

impl From<CallError> for JoinTrouble {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unreachable => Self::NoAnswer,
            CallError::Refused(refusal) => match refusal {
                Refusal::InvitationUsed | Refusal::MailboxUsed => Self::Used,
                Refusal::Revoked => Self::ShutOut,
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

/// A second device may come in with this code.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The one-time code, to be typed on the other device.
    pub code: Code,
    /// For how many minutes.
    pub minutes: u64,
}

impl NotesStore {
    /// Enrols this device with the server that the app came from, by an invitation.
    ///
    /// # Errors
    /// A [`JoinTrouble`].
    pub async fn enrol(self, typed: &str) -> Result<(), JoinTrouble> {
        let invitation = sync::Invitation::parse(typed).map_err(|_| JoinTrouble::Code(None))?;
        let vault = with_open(|open| open.vault).ok_or(JoinTrouble::Locked)?;
        // Kept before it is used: after a lost answer the same token is offered again. A device that is linked keeps
        // its own, whatever becomes of the invitation; another server never sees it.
        let is_other = matches!(self.status.read_untracked().question, Some(Question::OtherServer));
        let begun = with_open(|open| {
            open.access.filter(|_| !is_other || open.engine.link().stamp.is_none())
        });
        let access = begun.flatten().unwrap_or_else(Access::make);
        self.keep_access(access).await?;
        with_open(|open| open.access = Some(access));
        let ask = register::Ask {
            code: invitation.code.0,
            vault: sync::VaultId(vault.0),
            device: access.token.hash(),
        };
        let answer = Client(OwnServer).register(ask).await?;
        self.enrolled_with(access, answer.stamp);
        // Only now: a link that no server took brings no key.
        if let Some(key) = invitation.organisation {
            organisation::trust(key).await;
        }
        Ok(())
    }

    async fn keep_access(self, access: Access) -> Result<(), JoinTrouble> {
        let sealed = with_open(|open| {
            let secrets = open.secrets.as_ref()?;
            Some((open.profile, access.seal(&secrets.key, open.profile)?))
        });
        let (profile, sealed) = sealed.flatten().ok_or(JoinTrouble::Locked)?;
        let write = Write::put(Store::Profiles, format!("{profile}/{ACCESS}"), sealed);
        vault_store::commit(&[write]).await.map_err(|_| JoinTrouble::Storage)
    }

    fn enrolled_with(self, access: Access, stamp: Stamp) {
        with_open(|open| open.access = Some(access));
        self.enrolled.set(true);
        drive(Event::Enrolled { stamp, seed: chance::sixteen() });
    }

    /// Lets one's own second device in: a code to type there, good for ten minutes and one use. What
    /// lies in the mailbox is as sealed as on this device: the passphrase is still needed.
    ///
    /// # Errors
    /// A [`JoinTrouble`].
    pub async fn offer_device(self) -> Result<Offer, JoinTrouble> {
        let pass = pass().ok_or(JoinTrouble::Locked)?;
        let code = Code::make(&mut chance::fill);
        let mailbox = Mailbox::of(&code);
        let second = Access::make();
        let server = Client(OwnServer);
        server.grant(grant::Ask { pass, device: second.token.hash() }).await?;
        let trusted = organisation::trusted().await;
        let sealed = with_open(|open| {
            let secrets = open.secrets.as_ref()?;
            let profile = open.profile;
            let mut extra = second.seal(&secrets.key, profile)?;
            // What comes before the label has a fixed length; after it may stand the organisation's key.
            extra.extend_from_slice(open.label.as_bytes());
            if let Some(key) = trusted {
                extra.push(AFTER_LABEL);
                extra.extend_from_slice(key.to_hex().as_bytes());
            }
            let mail = Mail::Profile {
                envelope: secrets.envelope.to_bytes(),
                keyring: secrets.keyring.seal(&secrets.key, profile, &mut chance::fill).ok()?,
                extra,
            };
            mailbox.seal(&mail, &mut chance::fill).ok()
        });
        let sealed = sealed.flatten().ok_or(JoinTrouble::Locked)?;
        let mailbox = sync::MailboxId(mailbox.id);
        let opened = server.open(mailbox::Open { pass, mailbox, sealed: Some(sealed) }).await?;
        Ok(Offer { code, minutes: opened.seconds / 60 })
    }

    /// Brings a profile to this device with the code shown on the other one. Unlocking it follows.
    ///
    /// # Errors
    /// A [`JoinTrouble`].
    pub async fn join(self, typed: &str) -> Result<Joined, JoinTrouble> {
        let joined = join(typed).await;
        let_go();
        joined
    }

    /// After a second device was unlocked for the first time: asks the server who it is, and begins. The
    /// organisation's own services are looked for as often.
    pub async fn meet_server(self) {
        organisation::look();
        let access = with_open(|open| open.access.filter(|_| open.engine.link().stamp.is_none()));
        let Some(access) = access.flatten() else { return };
        if let Ok(answer) = Client(OwnServer).hello(hello::Ask).await {
            self.enrolled_with(access, answer.stamp);
        }
    }

    /// Looks for news now.
    pub fn sync_now(self) {
        spawn(self.meet_server());
        drive(Event::Poke);
    }

    /// Answers what the engine asked.
    pub fn decide(self, decision: Decision) {
        drive(Event::Decided { decision, seed: chance::sixteen() });
    }
}

async fn join(typed: &str) -> Result<Joined, JoinTrouble> {
    let code = Code::parse(typed).map_err(|error| JoinTrouble::Code(error.group()))?;
    // Before the mailbox is emptied, which can be done once.
    if !writer::take().await {
        return Err(JoinTrouble::OtherTab);
    }
    let mailbox = Mailbox::of(&code);
    let ask = mailbox::Take {
        mailbox: sync::MailboxId(mailbox.id),
        taker: sync::TakerId(TAKER.with(|taker| *taker)),
    };
    let taken = Client(OwnServer).take(ask).await?;
    let Ok(Mail::Profile { envelope, keyring, extra }) = mailbox.open(&taken.sealed) else {
        return Err(JoinTrouble::Server);
    };
    let envelope = Envelope::from_bytes(&envelope).map_err(|_| JoinTrouble::Server)?;
    let (access, label) = extra.split_at_checked(SEALED_ACCESS).ok_or(JoinTrouble::Server)?;
    let mut parts = label.splitn(2, |byte| *byte == AFTER_LABEL);
    let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (label, key) = (text(), text());
    let id = envelope.profile;
    let put =
        |part: &str, bytes: Vec<u8>| Write::put(Store::Profiles, format!("{id}/{part}"), bytes);
    let storage = |_| JoinTrouble::Storage;
    let stored = Stored::load(id).await.map_err(storage)?;
    if arrival::is_put_beside(&stored.here()) {
        // Nobody has opened it yet: unlocking shows whether it is the same profile.
        let beside = [
            put(CAME_ENVELOPE, envelope.to_bytes()),
            put(CAME_KEYRING, keyring),
            put(CAME_ACCESS, access.to_vec()),
        ];
        vault_store::commit(&beside).await.map_err(|_| JoinTrouble::Storage)?;
        return Ok(Joined::WasHere);
    }
    let more = vec![put(ACCESS, access.to_vec())];
    keep_profile(&label, &envelope, keyring, more).await.map_err(storage)?;
    if let Some(key) = sync::OrganisationKey::from_hex(&key) {
        organisation::trust(key).await;
    }
    Ok(Joined::New)
}

thread_local! {
    /// The same for as long as the page lives: a lost answer can be asked for again.
    static TAKER: [u8; 16] = chance::sixteen();
}

/// Between the label of a profile and what follows it in a mail: a label is one line.
const AFTER_LABEL: u8 = b'\n';

/// The length of a sealed token: format, nonce, token, tag.
const SEALED_ACCESS: usize = 1 + 24 + 32 + 16;
