//! What a device can ask of a server. The server's service implements it, and so does the device's way there.

use serde::{Deserialize, Serialize};

use crate::ids::{Epoch, Sequence, ServerId, Token, VaultId};
use crate::messages::{devices, digest, grant, hello, mailbox, pull, push, register, revoke};

/// Which server, and which of its lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The server.
    pub server: ServerId,
    /// Its life: another one after a restore.
    pub epoch: Epoch,
}

/// What comes with each request about a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// The server that the device means. Another one refuses before it reads or writes anything.
    pub stamp: Stamp,
    /// The vault.
    pub vault: VaultId,
    /// The device's token for it.
    pub token: Token,
}

/// The messages. Each has its file in [`crate::messages`].
// One thread drives a device, and a server names its own type: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Protocol {
    /// What else can go wrong on the way.
    type Error: From<Refusal>;

    /// Who is there?
    async fn hello(&self, ask: hello::Ask) -> Result<hello::Answer, Self::Error>;
    /// Make a vault with an invitation.
    async fn register(&self, ask: register::Ask) -> Result<register::Answer, Self::Error>;
    /// Keep these states, if they were made from what you hold.
    async fn push(&self, ask: push::Ask) -> Result<push::Answer, Self::Error>;
    /// What is new since then?
    async fn pull(&self, ask: pull::Ask) -> Result<pull::Page, Self::Error>;
    /// Do we hold the same?
    async fn digest(&self, ask: digest::Ask) -> Result<digest::Answer, Self::Error>;
    /// Let another device in.
    async fn grant(&self, ask: grant::Ask) -> Result<grant::Answer, Self::Error>;
    /// Who may come in?
    async fn devices(&self, ask: devices::Ask) -> Result<devices::Answer, Self::Error>;
    /// Let a device in no longer.
    async fn revoke(&self, ask: revoke::Ask) -> Result<revoke::Answer, Self::Error>;
    /// Open a mailbox for somebody who joins.
    async fn open(&self, ask: mailbox::Open) -> Result<mailbox::Opened, Self::Error>;
    /// Put something into an open, empty mailbox.
    async fn put(&self, ask: mailbox::Put) -> Result<mailbox::Done, Self::Error>;
    /// Take what is in a mailbox, once.
    async fn take(&self, ask: mailbox::Take) -> Result<mailbox::Taken, Self::Error>;
}

/// Why a server does not do what it was asked. New ones come at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// The message contradicts itself or the rules of the protocol.
    #[error("the message is malformed")]
    Malformed,
    /// The message is for another server, or for another life of this one.
    #[error("this is another server, or it was restored")]
    OtherServer(Stamp),
    /// No such token for this vault was ever known here.
    #[error("the token is not known here")]
    UnknownToken,
    /// The token was taken back.
    #[error("the token was revoked")]
    Revoked,
    /// No such invitation.
    #[error("there is no such invitation")]
    InvitationUnknown,
    /// Somebody used the invitation.
    #[error("the invitation was used")]
    InvitationUsed,
    /// The invitation's time is over.
    #[error("the invitation has expired")]
    InvitationExpired,
    /// Something in it is larger than [`crate::limits`] allow.
    #[error("too large")]
    TooLarge,
    /// Too many requests.
    #[error("too many requests: wait {seconds} s")]
    TooMany {
        /// How long to wait.
        seconds: u32,
    },
    /// The vault has as many devices as it may.
    #[error("the vault has too many devices")]
    TooManyDevices,
    /// There is no such mailbox, or its time is over.
    #[error("there is no such mailbox, or its time is over")]
    MailboxUnknown,
    /// Nothing is in the mailbox yet.
    #[error("nothing is in the mailbox yet")]
    MailboxEmpty,
    /// Somebody else put something in, or took it.
    #[error("the mailbox was used")]
    MailboxUsed,
    /// The device remembers more than the server has: the server lost something.
    #[error("the server ends at {}", head.0)]
    Behind {
        /// The last number that the server gave.
        head: Sequence,
    },
    /// The server's storage does not answer.
    #[error("the server cannot reach its storage")]
    Unavailable,
}

/// Why a request brought no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The server refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nothing came back: no network, no server, or no answer in time.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The server, or what stands before it, answered with an error of this status.
    #[error("the server answered with error {0}")]
    Broken(u16),
    /// What came back is no answer of this protocol: cut short, or of something else.
    #[error("what came back is no answer")]
    Nonsense,
    /// The server speaks an older wire than this app: it must be renewed.
    #[error("the server speaks wire {0}, older than this app's")]
    OlderServer(u8),
    /// The server speaks a newer wire: this app must be renewed. It keeps what it has until then.
    #[error("the server speaks wire {0}, newer than this app's")]
    NewerServer(u8),
}
