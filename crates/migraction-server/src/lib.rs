//! The server of Migr'action: the app and the content packs, from memory, over HTTP/1; and sealed notes,
//! for those who were invited.
//!
//! Never: a path from a request reaches the disk; anything about a reader is kept or written down;
//! a note is opened (this crate cannot).
//!
//! From the outside in: [`connections`] takes them, [`routes`] answers, [`address`] says what is at an
//! address, [`negotiate`] what the reader takes, [`site`] and [`assets`] hold the app; [`sync`] answers
//! devices, [`storage`] keeps what they send, [`data`] is the folder where that lies, with an [`organisation`]'s own
//! services.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod address;
pub mod assets;
pub mod connections;
pub mod data;
pub mod headers;
pub mod log;
pub mod negotiate;
pub mod organisation;
pub mod routes;
pub mod site;
mod stop;
pub mod storage;
pub mod sync;

use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

use connections::Timeouts;
use data::{Data, DataError};
use log::{Line, Log};
use routes::ResponseOptions;
use site::{Site, SiteError};
use storage::Retrying;
use sync::{Limits, Service};

/// Options of [`serve`].
#[derive(Debug)]
pub struct Options {
    /// The folder of the app; without one, the embedded app.
    pub app: Option<PathBuf>,
    /// The data folder; without one, there is no sync.
    pub data: Option<PathBuf>,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Whether `/sw.js` unregisters the service worker of every device.
    pub retire_worker: bool,
    /// Options of all responses.
    pub response_options: ResponseOptions,
}

/// Why the server does not serve. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is no app.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The folder for notes cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Another program has the port.
    #[error(
        "{0} is in use: stop the program that listens there, or choose another port with --listen"
    )]
    InUse(SocketAddr),
    /// The system keeps the port for itself.
    #[error("this user may not listen on {0}: choose a port above 1023 with --listen")]
    Forbidden(SocketAddr),
    /// The address cannot be listened on.
    #[error("{0} cannot be listened on ({1}): choose an address of this machine with --listen")]
    Listen(SocketAddr, io::Error),
    /// The system does not let us hear that we should stop, or say where we listen.
    #[error("the system refused what every server needs ({0}): look at the limits of this process")]
    System(#[from] io::Error),
}

/// Serves until SIGINT or SIGTERM. Prints its address to standard output once it listens.
///
/// # Errors
/// [`ServeError`] if there is no app, the data folder is not usable, or the address cannot be listened on. Errors after that
/// are logged.
pub async fn serve(options: Options) -> Result<(), ServeError> {
    let mut site = Site::load(options.app.as_deref())?;
    if options.retire_worker {
        site.retire_worker()?;
    }
    let stop = stop::signal()?;
    let listener = listen(options.listen).await?;
    let log = options.response_options.log;
    let files = site.assets().names().count();
    // The lock is ours until the end.
    let data = options.data.as_deref().map(Data::at);
    let (service, _lock) = match &data {
        Some(data) => {
            let served = data.serve()?;
            if let Some(error) = &served.waits_for {
                // Not only in the log: whoever looks after the server should see it where it starts.
                let _ =
                    writeln!(io::stderr(), "migraction-server: notes wait for their disk: {error}");
            }
            (Some(Arc::new(service(served.storage, log))), Some(served.lock))
        }
        None => (None, None),
    };
    let router = routes::router(Arc::new(site), service.clone(), data, options.response_options);
    let clean_up = service.map(|service| tokio::spawn(clean_up(service)));

    // Standard output may be closed: not an error.
    let mut out = io::stdout();
    let _ = writeln!(out, "listening on http://{}", listener.local_addr()?);
    let _ = out.flush();
    log.write(&Line::Started { version: env!("CARGO_PKG_VERSION"), files });

    let stop = async {
        stop.await;
        log.write(&Line::Stopping);
    };
    let finished = connections::serve(listener, router, Timeouts::default(), stop).await;
    if let Some(clean_up) = clean_up {
        clean_up.abort();
    }
    log.write(&Line::Stopped { finished });
    Ok(())
}

/// Seconds since 1970, by this machine's clock.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

fn service(storage: Retrying, log: Log) -> Service<Retrying> {
    Service::new(storage, Box::new(now), Limits::default(), move |error| {
        log.write(&Line::Storage { error: &error.0 });
    })
}

/// Runs [`Service::clean_up`] as often as mailboxes expire.
async fn clean_up(service: Arc<Service<Retrying>>) {
    loop {
        let service = Arc::clone(&service);
        // Failures are logged, and retried the next time.
        let _ = spawn_blocking(move || service.clean_up()).await;
        tokio::time::sleep(Duration::from_secs(migraction_sync::limits::MAILBOX_SECONDS)).await;
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => ServeError::InUse(address),
        ErrorKind::PermissionDenied => ServeError::Forbidden(address),
        _ => ServeError::Listen(address, error),
    })
}
