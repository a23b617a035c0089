//! The service: implements [`Protocol`] over a [`Storage`]. Ciphertext is stored and compared, never decrypted.
//!
//! Each request is one transaction. The clock is passed in, and only decides about expiry, never about order.

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

use crate::storage::{DeviceRow, Error, Rows, Storage, StorageError};
use limiter::Limiter;
pub use limiter::Limits;

/// Days for which idempotency keys are stored. A device that repeats a push later gets a conflict with its own state, which
/// merges to nothing new: it costs a request, not a record.
const OPERATION_DAYS: u32 = 400;

/// How long a readiness check is cached, because it writes to the disk.
const READY_SECONDS: u64 = 5;

/// Returns seconds since 1970.
pub type Clock = Box<dyn Fn() -> u64 + Send + Sync>;

/// The sync service.
pub struct Service<S> {
    storage: S,
    clock: Clock,
    limiter: Limiter,
    written: Mutex<Option<(u64, bool)>>,
    on_error: Box<dyn Fn(&StorageError) + Send + Sync>,
}

impl<S: fmt::Debug> fmt::Debug for Service<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("storage", &self.storage).finish_non_exhaustive()
    }
}

impl<S: Storage> Service<S> {
    /// A service with this storage. Storage failures are reported to `on_error`.
    pub fn new(
        storage: S,
        clock: Clock,
        limits: Limits,
        on_error: impl Fn(&StorageError) + Send + Sync + 'static,
    ) -> Self {
        Self {
            storage,
            clock,
            limiter: Limiter::new(limits),
            written: Mutex::default(),
            on_error: Box::new(on_error),
        }
    }

    /// The storage.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// Handles a request; `None` if there is no message `name`. Blocks on the disk.
    pub fn respond(&self, name: &str, bytes: &[u8]) -> Option<Reply> {
        // Never awaits, because the storage blocks: one poll completes it.
        let mut response = std::pin::pin!(dispatch::respond(self, name, bytes));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match response.as_mut().poll(&mut context) {
            std::task::Poll::Ready(reply) => reply,
            std::task::Poll::Pending => Some(dispatch::refuse(Refusal::Unavailable)),
        }
    }

    /// Whether the storage is writable. Checked at most once in [`READY_SECONDS`].
    pub fn is_ready(&self) -> bool {
        let now = self.now();
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match *written {
            Some((at, ready)) if now.abs_diff(at) < READY_SECONDS => ready,
            _ => {
                let checked = self.storage.check_writable();
                if let Err(error) = &checked {
                    (self.on_error)(error);
                }
                let ready = checked.is_ok();
                *written = Some((now, ready));
                ready
            }
        }
    }

    /// Deletes expired mailboxes and old operation ids, and compacts the storage.
    ///
    /// # Errors
    /// [`Refusal::Unavailable`] if the storage fails.
    pub fn clean_up(&self) -> Result<(), Refusal> {
        let (now, today) = (self.now(), self.today());
        self.write(|rows| {
            rows.delete_mailboxes_before(joining::mailbox_cutoff(now))?;
            rows.delete_operations_before(today.saturating_sub(OPERATION_DAYS))?;
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

    fn read<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Refusal> {
        self.storage.read(work).map_err(|error| self.refusal(error))
    }

    fn write<T>(&self, work: impl FnOnce(&mut dyn Rows) -> Result<T, Error>) -> Result<T, Refusal> {
        self.storage.write(work).map_err(|error| self.refusal(error))
    }

    fn refusal(&self, error: Error) -> Refusal {
        match error {
            Error::Refused(refusal) => refusal,
            Error::Storage(error) => {
                (self.on_error)(&error);
                Refusal::Unavailable
            }
        }
    }

    /// Authenticates a request and takes it from the budget of the device.
    fn authenticate(
        &self,
        rows: &mut dyn Rows,
        credentials: &Credentials,
    ) -> Result<DeviceRow, Error> {
        let identity = rows.identity()?;
        if credentials.identity != identity {
            return Err(Refusal::OtherServer(identity).into());
        }
        let device = credentials.token.hash();
        let Some(row) = rows.device(credentials.vault, device)? else {
            self.limiter.failed_attempt(self.now())?;
            return Err(Refusal::UnknownToken.into());
        };
        if row.revoked {
            return Err(Refusal::Revoked.into());
        }
        self.limiter.device(credentials.vault, device, self.now())?;
        Ok(row)
    }

    /// Records the day of the last request of a device, once a day. A failure, as on a full disk, is logged and does not fail
    /// the request.
    fn record_last_seen(&self, credentials: &Credentials, row: DeviceRow) {
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
        self.store_records(&request)
    }

    async fn pull(&self, request: PullRequest) -> Result<PullResponse, Refusal> {
        self.pull_page(&request)
    }

    async fn digest(&self, request: DigestRequest) -> Result<DigestResponse, Refusal> {
        self.set_hash(&request)
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
