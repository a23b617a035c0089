//! The server end of the protocol: request bytes in, response bytes out, independent of HTTP.

use alloc::vec::Vec;

use serde::Serialize;

use crate::limits;
use crate::messages::{
    DevicesRequest, DigestRequest, GrantRequest, HelloRequest, MailboxOpenRequest,
    MailboxPutRequest, MailboxTakeRequest, Message, PullRequest, PushRequest, RegisterRequest,
    RevokeRequest,
};
use crate::protocol::{Protocol, Refusal};
use crate::wire::{self, DecodeError};

/// The encoded response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status, for proxies and logs; clients decode the bytes first.
    pub status: u16,
    /// A message, or the header alone if the request had another wire version.
    pub bytes: Vec<u8>,
}

/// Decodes the request `name`, calls the server and encodes its response. `None` if there is no such message.
pub async fn respond<P: Protocol<Error = Refusal>>(
    server: &P,
    name: &str,
    bytes: &[u8],
) -> Option<Reply> {
    if bytes.len() > limits::REQUEST_BYTES {
        return Some(refuse(Refusal::TooLarge));
    }
    Some(match name {
        HelloRequest::NAME => serve(bytes, |request| server.hello(request)).await,
        RegisterRequest::NAME => serve(bytes, |request| server.register(request)).await,
        PushRequest::NAME => serve(bytes, |request| server.push(request)).await,
        PullRequest::NAME => serve(bytes, |request| server.pull(request)).await,
        DigestRequest::NAME => serve(bytes, |request| server.digest(request)).await,
        GrantRequest::NAME => serve(bytes, |request| server.grant(request)).await,
        DevicesRequest::NAME => serve(bytes, |request| server.devices(request)).await,
        RevokeRequest::NAME => serve(bytes, |request| server.revoke(request)).await,
        MailboxOpenRequest::NAME => serve(bytes, |request| server.mailbox_open(request)).await,
        MailboxPutRequest::NAME => serve(bytes, |request| server.mailbox_put(request)).await,
        MailboxTakeRequest::NAME => serve(bytes, |request| server.mailbox_take(request)).await,
        _ => return None,
    })
}

/// Encodes a refusal.
#[must_use]
pub fn refuse(refusal: Refusal) -> Reply {
    let bytes = wire::encode(&Err::<(), Refusal>(refusal));
    Reply { status: status(refusal), bytes }
}

async fn serve<M: Message, F>(bytes: &[u8], handle: impl FnOnce(M) -> F) -> Reply
where
    F: Future<Output = Result<M::Response, Refusal>>,
{
    match wire::decode::<M>(bytes) {
        Ok(request) => match handle(request).await {
            Ok(response) => success(&response),
            Err(refusal) => refuse(refusal),
        },
        Err(DecodeError::Malformed) => refuse(Refusal::Malformed),
        Err(DecodeError::OtherWire(_)) => Reply { status: 426, bytes: wire::version_only() },
    }
}

fn success(response: &impl Serialize) -> Reply {
    Reply { status: 200, bytes: wire::encode(&Ok::<_, Refusal>(response)) }
}

fn status(refusal: Refusal) -> u16 {
    match refusal {
        Refusal::Malformed => 400,
        Refusal::UnknownToken | Refusal::Revoked => 401,
        Refusal::InvitationUnknown | Refusal::MailboxUnknown | Refusal::MailboxEmpty => 404,
        Refusal::InvitationUsed | Refusal::InvitationExpired | Refusal::MailboxUsed => 410,
        Refusal::OtherServer(_) | Refusal::Behind { .. } | Refusal::TooManyDevices => 409,
        Refusal::TooLarge => 413,
        Refusal::TooMany { .. } => 429,
        Refusal::Unavailable => 503,
    }
}
