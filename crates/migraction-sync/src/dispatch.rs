//! The server's end: bytes in, bytes out. HTTP only carries them.

use alloc::vec::Vec;

use serde::Serialize;

use crate::limits;
use crate::messages::{
    Message, devices, digest, grant, hello, mailbox, pull, push, register, revoke,
};
use crate::protocol::{Protocol, Refusal};
use crate::wire::{self, Unread};

/// What goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status for HTTP. Devices read the bytes first; the status is for what stands between.
    pub status: u16,
    /// A message, or only the number of the server's wire.
    pub bytes: Vec<u8>,
}

/// The answer to the message of this name; none when there is no such message.
pub async fn answer<P: Protocol<Error = Refusal>>(
    server: &P,
    name: &str,
    bytes: &[u8],
) -> Option<Reply> {
    if bytes.len() > limits::REQUEST_BYTES {
        return Some(refuse(Refusal::TooLarge));
    }
    Some(match name {
        hello::Ask::NAME => reply(bytes, |ask| server.hello(ask)).await,
        register::Ask::NAME => reply(bytes, |ask| server.register(ask)).await,
        push::Ask::NAME => reply(bytes, |ask| server.push(ask)).await,
        pull::Ask::NAME => reply(bytes, |ask| server.pull(ask)).await,
        digest::Ask::NAME => reply(bytes, |ask| server.digest(ask)).await,
        grant::Ask::NAME => reply(bytes, |ask| server.grant(ask)).await,
        devices::Ask::NAME => reply(bytes, |ask| server.devices(ask)).await,
        revoke::Ask::NAME => reply(bytes, |ask| server.revoke(ask)).await,
        mailbox::Open::NAME => reply(bytes, |ask| server.open(ask)).await,
        mailbox::Put::NAME => reply(bytes, |ask| server.put(ask)).await,
        mailbox::Take::NAME => reply(bytes, |ask| server.take(ask)).await,
        _ => return None,
    })
}

/// A refusal, written.
#[must_use]
pub fn refuse(refusal: Refusal) -> Reply {
    let bytes = wire::write(&Err::<(), Refusal>(refusal));
    Reply { status: status(refusal), bytes }
}

async fn reply<M: Message, F>(bytes: &[u8], serve: impl FnOnce(M) -> F) -> Reply
where
    F: Future<Output = Result<M::Answer, Refusal>>,
{
    match wire::read::<M>(bytes) {
        Ok(ask) => match serve(ask).await {
            Ok(answer) => kept(&answer),
            Err(refusal) => refuse(refusal),
        },
        Err(Unread::Nonsense) => refuse(Refusal::Malformed),
        Err(Unread::Wire(_)) => Reply { status: 426, bytes: wire::only_number() },
    }
}

fn kept(answer: &impl Serialize) -> Reply {
    Reply { status: 200, bytes: wire::write(&Ok::<_, Refusal>(answer)) }
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
