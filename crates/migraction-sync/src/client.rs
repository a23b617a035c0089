//! The client end of the protocol, over any [`Transport`].

use alloc::vec::Vec;

use crate::messages::{
    DevicesRequest, DevicesResponse, DigestRequest, DigestResponse, GrantRequest, GrantResponse,
    HelloRequest, HelloResponse, MailboxOpenRequest, MailboxOpenResponse, MailboxPutRequest,
    MailboxPutResponse, MailboxTakeRequest, MailboxTakeResponse, Message, PullRequest,
    PullResponse, PushRequest, PushResponse, RegisterRequest, RegisterResponse, RevokeRequest,
    RevokeResponse,
};
use crate::protocol::{CallError, Protocol, Refusal};
use crate::wire::{self, DecodeError, WIRE_VERSION};

/// Sends request bytes to the server. The app uses `fetch`: POST to `/api/sync/<name>`.
// One thread drives a device: no caller needs a bound on the future.
#[allow(async_fn_in_trait)]
pub trait Transport {
    /// Returns the HTTP status and body, or `None` when there was no response.
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)>;
}

impl<C: Transport> Transport for &C {
    async fn send(&self, name: &'static str, bytes: Vec<u8>) -> Option<(u16, Vec<u8>)> {
        (**self).send(name, bytes).await
    }
}

/// A [`Protocol`] client.
#[derive(Clone, Copy, Debug)]
pub struct Client<C>(
    /// The transport.
    pub C,
);

impl<C: Transport> Client<C> {
    async fn call<M: Message>(&self, request: M) -> Result<M::Response, CallError> {
        match self.0.send(M::NAME, wire::encode(&request)).await {
            Some((status, bytes)) => decode_response(status, &bytes),
            None => Err(CallError::Unreachable),
        }
    }
}

/// Decodes a response body. A body that decodes is used whatever the HTTP status is, because proxies may change the
/// status.
///
/// # Errors
/// [`CallError::Refused`] if the server refused the request, [`CallError::OlderServer`] or [`CallError::NewerServer`] if
/// it uses another wire version, [`CallError::Broken`] if the body does not decode and the status is 400 or above, and
/// [`CallError::Malformed`] if it does not decode otherwise.
pub fn decode_response<A: serde::de::DeserializeOwned>(
    status: u16,
    bytes: &[u8],
) -> Result<A, CallError> {
    match wire::decode::<Result<A, Refusal>>(bytes) {
        Ok(response) => Ok(response?),
        Err(DecodeError::OtherWire(theirs)) if theirs > WIRE_VERSION => {
            Err(CallError::NewerServer(theirs))
        }
        Err(DecodeError::OtherWire(theirs)) => Err(CallError::OlderServer(theirs)),
        Err(DecodeError::Malformed) if status >= 400 => Err(CallError::Broken(status)),
        Err(DecodeError::Malformed) => Err(CallError::Malformed),
    }
}

impl<C: Transport> Protocol for Client<C> {
    type Error = CallError;

    async fn hello(&self, request: HelloRequest) -> Result<HelloResponse, CallError> {
        self.call(request).await
    }
    async fn register(&self, request: RegisterRequest) -> Result<RegisterResponse, CallError> {
        self.call(request).await
    }
    async fn push(&self, request: PushRequest) -> Result<PushResponse, CallError> {
        self.call(request).await
    }
    async fn pull(&self, request: PullRequest) -> Result<PullResponse, CallError> {
        self.call(request).await
    }
    async fn digest(&self, request: DigestRequest) -> Result<DigestResponse, CallError> {
        self.call(request).await
    }
    async fn grant(&self, request: GrantRequest) -> Result<GrantResponse, CallError> {
        self.call(request).await
    }
    async fn devices(&self, request: DevicesRequest) -> Result<DevicesResponse, CallError> {
        self.call(request).await
    }
    async fn revoke(&self, request: RevokeRequest) -> Result<RevokeResponse, CallError> {
        self.call(request).await
    }
    async fn mailbox_open(
        &self,
        request: MailboxOpenRequest,
    ) -> Result<MailboxOpenResponse, CallError> {
        self.call(request).await
    }
    async fn mailbox_put(
        &self,
        request: MailboxPutRequest,
    ) -> Result<MailboxPutResponse, CallError> {
        self.call(request).await
    }
    async fn mailbox_take(
        &self,
        request: MailboxTakeRequest,
    ) -> Result<MailboxTakeResponse, CallError> {
        self.call(request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, bytes: &[u8], expected: Result<u8, CallError>) {
        assert_eq!(decode_response::<u8>(status, bytes), expected, "{status} {bytes:?}");
    }

    #[test]
    fn each_sort_of_answer_is_told_from_the_others() {
        check(200, &wire::encode(&Ok::<u8, Refusal>(7)), Ok(7));
        let revoked = wire::encode(&Err::<u8, _>(Refusal::Revoked));
        check(401, &revoked, Err(CallError::Refused(Refusal::Revoked)));
        // A proxy may change the status, not what the server said.
        check(200, &revoked, Err(CallError::Refused(Refusal::Revoked)));
        check(502, b"<html>Bad Gateway", Err(CallError::Broken(502)));
        check(404, b"", Err(CallError::Broken(404)));
        check(200, b"<html>Sign in to this network", Err(CallError::Malformed));
        check(200, &revoked[..revoked.len() - 1], Err(CallError::Malformed));
        check(200, &[], Err(CallError::Malformed));
        check(426, b"mg\x02", Err(CallError::NewerServer(2)));
        check(426, b"mg\x00", Err(CallError::OlderServer(0)));
        check(200, b"mg\x07anything", Err(CallError::NewerServer(7)));
    }
}
