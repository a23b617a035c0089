//! The RPC trait between device and server, implemented by the server's service and by [`crate::client::Client`].

use serde::{Deserialize, Serialize};

use crate::ids::{Epoch, Sequence, ServerId, Token, VaultId};
use crate::messages::{
    DevicesRequest, DevicesResponse, DigestRequest, DigestResponse, GrantRequest, GrantResponse,
    HelloRequest, HelloResponse, MailboxOpenRequest, MailboxOpenResponse, MailboxPutRequest,
    MailboxPutResponse, MailboxTakeRequest, MailboxTakeResponse, PullRequest, PullResponse,
    PushRequest, PushResponse, RegisterRequest, RegisterResponse, RevokeRequest, RevokeResponse,
};

/// Identifies a server, and its data since the last restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServerIdentity {
    /// The server id.
    pub server: ServerId,
    /// Changes whenever the server is restored from a backup.
    pub epoch: Epoch,
}

/// Authenticates a request about a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The server that the device was enrolled with. Any other one refuses with [`Refusal::OtherServer`] before it reads
    /// or writes anything.
    pub identity: ServerIdentity,
    /// The vault.
    pub vault: VaultId,
    /// The device's token for the vault.
    pub token: Token,
}

/// The requests a device can make. The types are in [`crate::messages`].
// One thread drives a device, and a server names its own type: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Protocol {
    /// [`Refusal`] on the server; [`CallError`] on the client, where the network can fail too.
    type Error: From<Refusal>;

    /// Returns identity and clock of the server.
    async fn hello(&self, request: HelloRequest) -> Result<HelloResponse, Self::Error>;
    /// Creates a vault with an invitation.
    async fn register(&self, request: RegisterRequest) -> Result<RegisterResponse, Self::Error>;
    /// Stores record states that are based on what the server holds.
    async fn push(&self, request: PushRequest) -> Result<PushResponse, Self::Error>;
    /// Fetches a page of the record states after a sequence.
    async fn pull(&self, request: PullRequest) -> Result<PullResponse, Self::Error>;
    /// Fetches the set hash of the vault, to compare.
    async fn digest(&self, request: DigestRequest) -> Result<DigestResponse, Self::Error>;
    /// Authorises another device.
    async fn grant(&self, request: GrantRequest) -> Result<GrantResponse, Self::Error>;
    /// Lists the devices of the vault.
    async fn devices(&self, request: DevicesRequest) -> Result<DevicesResponse, Self::Error>;
    /// Revokes a device.
    async fn revoke(&self, request: RevokeRequest) -> Result<RevokeResponse, Self::Error>;
    /// Opens a mailbox for a device that joins.
    async fn mailbox_open(
        &self,
        request: MailboxOpenRequest,
    ) -> Result<MailboxOpenResponse, Self::Error>;
    /// Fills an open, empty mailbox.
    async fn mailbox_put(
        &self,
        request: MailboxPutRequest,
    ) -> Result<MailboxPutResponse, Self::Error>;
    /// Takes the content of a mailbox, once.
    async fn mailbox_take(
        &self,
        request: MailboxTakeRequest,
    ) -> Result<MailboxTakeResponse, Self::Error>;
}

/// Why a server refuses a request. New variants go at the end: the wire encodes their position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// The message contradicts itself or the rules of the protocol.
    #[error("the message is malformed")]
    Malformed,
    /// The credentials are for another server or another epoch; this is the present identity.
    #[error("this is another server, or it was restored")]
    OtherServer(ServerIdentity),
    /// The token was never authorised for this vault.
    #[error("the token is not known here")]
    UnknownToken,
    /// The token was revoked.
    #[error("the token was revoked")]
    Revoked,
    /// No such invitation.
    #[error("there is no such invitation")]
    InvitationUnknown,
    /// The invitation was used by another device or vault.
    #[error("the invitation was used")]
    InvitationUsed,
    /// The invitation has expired.
    #[error("the invitation has expired")]
    InvitationExpired,
    /// The request exceeds [`crate::limits`].
    #[error("too large")]
    TooLarge,
    /// The rate limit was exceeded.
    #[error("too many requests: wait {seconds} s")]
    TooMany {
        /// Seconds to wait before retrying.
        seconds: u32,
    },
    /// The vault has [`crate::limits::DEVICES`] devices.
    #[error("the vault has too many devices")]
    TooManyDevices,
    /// There is no such mailbox, or it has expired.
    #[error("there is no such mailbox, or its time is over")]
    MailboxUnknown,
    /// The mailbox has no content yet.
    #[error("nothing is in the mailbox yet")]
    MailboxEmpty,
    /// The mailbox was already filled, or taken by another device.
    #[error("the mailbox was used")]
    MailboxUsed,
    /// The requested sequence is after the last one: the server lost data.
    #[error("the server ends at {}", head.0)]
    Behind {
        /// The last sequence that the server assigned.
        head: Sequence,
    },
    /// The server's storage failed.
    #[error("the server cannot reach its storage")]
    Unavailable,
}

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The server refused the request.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No response: no network, no server, or a timeout.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The server or a proxy responded with this HTTP error status and no message.
    #[error("the server answered with error {0}")]
    Broken(u16),
    /// The body is not a response of this protocol: truncated, or sent by something else such as a captive portal.
    #[error("what came back is no answer")]
    Malformed,
    /// The server uses this older wire version and must be upgraded.
    #[error("the server speaks wire {0}, older than this app's")]
    OlderServer(u8),
    /// The server uses this newer wire version; the app must be upgraded and keeps its data until then.
    #[error("the server speaks wire {0}, newer than this app's")]
    NewerServer(u8),
}
