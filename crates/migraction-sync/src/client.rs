//! The device's end: the protocol over anything that carries bytes to a server and back.

use alloc::vec::Vec;

use crate::messages::{
    Message, devices, digest, grant, hello, mailbox, pull, push, register, revoke,
};
use crate::protocol::{CallError, Protocol, Refusal};
use crate::wire::{self, Unread, WIRE};

/// Carries bytes to the server. The app does it with `fetch`, to `/api/sync/<name>`, as POST.
// One thread drives a device: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Carry {
    /// Brings back status and body; none when nothing came back.
    async fn carry(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)>;
}

impl<C: Carry> Carry for &C {
    async fn carry(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        (**self).carry(name, bytes).await
    }
}

/// A server, as a device sees it.
#[derive(Clone, Copy, Debug)]
pub struct Client<C>(
    /// The way there.
    pub C,
);

impl<C: Carry> Client<C> {
    async fn call<M: Message>(&self, ask: M) -> Result<M::Answer, CallError> {
        match self.0.carry(M::NAME, wire::write(&ask)).await {
            Some((status, bytes)) => understand(status, &bytes),
            None => Err(CallError::Unreachable),
        }
    }
}

/// What an answer says. A message is believed whatever its status; without one, the status tells whether the
/// server is in trouble or something else answered in its place.
///
/// # Errors
/// A [`CallError`].
pub fn understand<A: serde::de::DeserializeOwned>(
    status: u16,
    bytes: &[u8],
) -> Result<A, CallError> {
    match wire::read::<Result<A, Refusal>>(bytes) {
        Ok(answer) => Ok(answer?),
        Err(Unread::Wire(theirs)) if theirs > WIRE => Err(CallError::NewerServer(theirs)),
        Err(Unread::Wire(theirs)) => Err(CallError::OlderServer(theirs)),
        Err(Unread::Nonsense) if status >= 400 => Err(CallError::Broken(status)),
        Err(Unread::Nonsense) => Err(CallError::Nonsense),
    }
}

impl<C: Carry> Protocol for Client<C> {
    type Error = CallError;

    async fn hello(&self, ask: hello::Ask) -> Result<hello::Answer, CallError> {
        self.call(ask).await
    }
    async fn register(&self, ask: register::Ask) -> Result<register::Answer, CallError> {
        self.call(ask).await
    }
    async fn push(&self, ask: push::Ask) -> Result<push::Answer, CallError> {
        self.call(ask).await
    }
    async fn pull(&self, ask: pull::Ask) -> Result<pull::Page, CallError> {
        self.call(ask).await
    }
    async fn digest(&self, ask: digest::Ask) -> Result<digest::Answer, CallError> {
        self.call(ask).await
    }
    async fn grant(&self, ask: grant::Ask) -> Result<grant::Answer, CallError> {
        self.call(ask).await
    }
    async fn devices(&self, ask: devices::Ask) -> Result<devices::Answer, CallError> {
        self.call(ask).await
    }
    async fn revoke(&self, ask: revoke::Ask) -> Result<revoke::Answer, CallError> {
        self.call(ask).await
    }
    async fn open(&self, ask: mailbox::Open) -> Result<mailbox::Opened, CallError> {
        self.call(ask).await
    }
    async fn put(&self, ask: mailbox::Put) -> Result<mailbox::Done, CallError> {
        self.call(ask).await
    }
    async fn take(&self, ask: mailbox::Take) -> Result<mailbox::Taken, CallError> {
        self.call(ask).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, bytes: &[u8], expected: Result<u8, CallError>) {
        assert_eq!(understand::<u8>(status, bytes), expected, "{status} {bytes:?}");
    }

    #[test]
    fn each_sort_of_answer_is_told_from_the_others() {
        check(200, &wire::write(&Ok::<u8, Refusal>(7)), Ok(7));
        let revoked = wire::write(&Err::<u8, _>(Refusal::Revoked));
        check(401, &revoked, Err(CallError::Refused(Refusal::Revoked)));
        // A proxy may change the status, not what the server said.
        check(200, &revoked, Err(CallError::Refused(Refusal::Revoked)));
        check(502, b"<html>Bad Gateway", Err(CallError::Broken(502)));
        check(404, b"", Err(CallError::Broken(404)));
        check(200, b"<html>Sign in to this network", Err(CallError::Nonsense));
        check(200, &revoked[..revoked.len() - 1], Err(CallError::Nonsense));
        check(200, &[], Err(CallError::Nonsense));
        check(426, b"mg\x02", Err(CallError::NewerServer(2)));
        check(426, b"mg\x00", Err(CallError::OlderServer(0)));
        check(200, b"mg\x07anything", Err(CallError::NewerServer(7)));
    }
}
