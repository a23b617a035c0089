//! The protocol of `migraction-sync`, answered from a [`Storage`]. Bytes are kept and compared, never opened.
//!
//! Each message is one transaction. What it says about days and minutes comes from a clock that is passed in,
//! and decides only when something is over, never what came first.

mod joining;
mod limiter;
mod records;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use migraction_sync::dispatch::{self, Reply};
use migraction_sync::messages::{
    DevicesRequest, DevicesResponse, DigestRequest, DigestResponse, GrantRequest, GrantResponse,
    HelloRequest, HelloResponse, MailboxOpenRequest, MailboxOpenResponse, MailboxPutRequest,
    MailboxPutResponse, MailboxTakeRequest, MailboxTakeResponse, PullRequest, PullResponse,
    PushRequest, PushResponse, RegisterRequest, RegisterResponse, RevokeRequest, RevokeResponse,
};
use migraction_sync::{Credentials, Protocol, Refusal, ServerIdentity};

use crate::storage::{DeviceRow, Rows, Storage, StorageError, Trouble};
use limiter::Limiter;
pub use limiter::Limits;

/// Days for which a sending is remembered. A device that sends again after a longer time gets the state it sent
/// back, finds it merged already, and goes on: forgetting costs a message, not a record.
const OPERATION_DAYS: u32 = 400;

/// How long an answer about the storage holds: asking it writes to the disk.
const READY_SECONDS: u64 = 5;

/// Seconds since 1970, from somewhere.
pub type Clock = Box<dyn Fn() -> u64 + Send + Sync>;

/// What answers.
pub struct Service<S> {
    storage: S,
    clock: Clock,
    limiter: Limiter,
    written: Mutex<Option<(u64, bool)>>,
    trouble: Box<dyn Fn(&StorageError) + Send + Sync>,
}

impl<S: fmt::Debug> fmt::Debug for Service<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("storage", &self.storage).finish_non_exhaustive()
    }
}

impl<S: Storage> Service<S> {
    /// A service that keeps things there. What goes wrong in the storage is told to `trouble`.
    pub fn new(
        storage: S,
        clock: Clock,
        limits: Limits,
        trouble: impl Fn(&StorageError) + Send + Sync + 'static,
    ) -> Self {
        Self {
            storage,
            clock,
            limiter: Limiter::new(limits),
            written: Mutex::default(),
            trouble: Box::new(trouble),
        }
    }

    /// Where things are kept.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// The answer to the message of this name; none when there is no such message. It may wait for a disk.
    pub fn respond(&self, name: &str, bytes: &[u8]) -> Option<Reply> {
        // Nothing below waits for anything but the storage, which blocks: the first poll is the last.
        let mut response = std::pin::pin!(dispatch::respond(self, name, bytes));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match response.as_mut().poll(&mut context) {
            std::task::Poll::Ready(reply) => reply,
            std::task::Poll::Pending => Some(dispatch::refuse(Refusal::Unavailable)),
        }
    }

    /// What devices send could be kept now. The disk is asked once in five seconds, whoever wants to know.
    pub fn is_ready(&self) -> bool {
        let now = self.now();
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match *written {
            Some((at, ready)) if now.abs_diff(at) < READY_SECONDS => ready,
            _ => {
                let checked = self.storage.check_writable();
                if let Err(error) = &checked {
                    (self.trouble)(error);
                }
                let ready = checked.is_ok();
                *written = Some((now, ready));
                ready
            }
        }
    }

    /// Makes room: what is over is forgotten.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn tidy(&self) -> Result<(), Refusal> {
        let (now, today) = (self.now(), self.today());
        self.write(|rows| {
            rows.forget_mailboxes(joining::oldest_mailbox(now))?;
            rows.forget_operations(today.saturating_sub(OPERATION_DAYS))?;
            Ok(())
        })?;
        self.storage.compact().map_err(|error| self.refusal(error.into()))
    }

    fn now(&self) -> u64 {
        (self.clock)()
    }

    fn today(&self) -> u32 {
        u32::try_from(self.now() / 86_400).unwrap_or(u32::MAX)
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>,
    ) -> Result<T, Refusal> {
        self.storage.read(work).map_err(|trouble| self.refusal(trouble))
    }

    fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, Trouble>,
    ) -> Result<T, Refusal> {
        self.storage.write(work).map_err(|trouble| self.refusal(trouble))
    }

    fn refusal(&self, trouble: Trouble) -> Refusal {
        match trouble {
            Trouble::Refused(refusal) => refusal,
            Trouble::Storage(error) => {
                (self.trouble)(&error);
                Refusal::Unavailable
            }
        }
    }

    /// Whether whoever has this pass may come in now.
    fn admit(&self, rows: &mut dyn Rows, credentials: &Credentials) -> Result<DeviceRow, Trouble> {
        let identity = rows.identity()?;
        if credentials.identity != identity {
            return Err(Refusal::OtherServer(identity).into());
        }
        let device = credentials.token.hash();
        let Some(row) = rows.device(credentials.vault, device)? else {
            self.limiter.miss(self.now())?;
            return Err(Refusal::UnknownToken.into());
        };
        if row.revoked {
            return Err(Refusal::Revoked.into());
        }
        self.limiter.device(credentials.vault, device, self.now())?;
        Ok(row)
    }

    /// Notes the day on which a device was here, once a day. A day that cannot be noted, as on a full disk, is named
    /// in the log; the device gets its answer all the same.
    fn note_day(&self, credentials: &Credentials, row: DeviceRow) {
        let today = self.today();
        if row.seen == today {
            return;
        }
        let _ = self.write(|rows| {
            let device = credentials.token.hash();
            if let Some(row) = rows.device(credentials.vault, device)? {
                rows.put_device(credentials.vault, device, DeviceRow { seen: today, ..row })?;
            }
            Ok(())
        });
    }
}

impl<S: Storage> Protocol for Service<S> {
    type Error = Refusal;

    async fn hello(&self, _: HelloRequest) -> Result<HelloResponse, Refusal> {
        let identity: ServerIdentity = self.read(|rows| Ok(rows.identity()?))?;
        Ok(HelloResponse { identity, time: self.now() })
    }

    async fn register(&self, request: RegisterRequest) -> Result<RegisterResponse, Refusal> {
        self.register_device(&request)
    }

    async fn push(&self, request: PushRequest) -> Result<PushResponse, Refusal> {
        self.keep(&request)
    }

    async fn pull(&self, request: PullRequest) -> Result<PullResponse, Refusal> {
        self.page(&request)
    }

    async fn digest(&self, request: DigestRequest) -> Result<DigestResponse, Refusal> {
        self.compare(&request)
    }

    async fn grant(&self, request: GrantRequest) -> Result<GrantResponse, Refusal> {
        self.grant_device(&request)
    }

    async fn devices(&self, request: DevicesRequest) -> Result<DevicesResponse, Refusal> {
        self.list_devices(&request)
    }

    async fn revoke(&self, request: RevokeRequest) -> Result<RevokeResponse, Refusal> {
        self.revoke_device(&request)
    }

    async fn mailbox_open(
        &self,
        request: MailboxOpenRequest,
    ) -> Result<MailboxOpenResponse, Refusal> {
        self.open_mailbox(request)
    }

    async fn mailbox_put(&self, request: MailboxPutRequest) -> Result<MailboxPutResponse, Refusal> {
        self.fill_mailbox(request)
    }

    async fn mailbox_take(
        &self,
        request: MailboxTakeRequest,
    ) -> Result<MailboxTakeResponse, Refusal> {
        self.empty_mailbox(&request)
    }
}

#[cfg(test)]
mod tests;
