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

use connections::Patience;
use data::{Data, DataError};
use log::{Line, Log};
use routes::Manners;
use site::{Site, SiteError};
use storage::Retrying;
use sync::{Limits, Service};

/// What to serve, and how.
#[derive(Debug)]
pub struct Options {
    /// The app's folder; without one, the app inside the program.
    pub app: Option<PathBuf>,
    /// The folder for sealed notes; without one, the server keeps none.
    pub data: Option<PathBuf>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// `/sw.js` removes the service worker from every device.
    pub retire_worker: bool,
    /// How answers are given.
    pub manners: Manners,
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

/// Serves until SIGINT or SIGTERM. Says on standard output where, once it listens.
///
/// # Errors
/// A [`ServeError`]; none once it listens.
pub async fn serve(options: Options) -> Result<(), ServeError> {
    let mut site = Site::load(options.app.as_deref())?;
    if options.retire_worker {
        site.retire_worker()?;
    }
    let stop = stop::asked()?;
    let listener = listen(options.listen).await?;
    let log = options.manners.log;
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
    let router = routes::router(Arc::new(site), service.clone(), data, options.manners);
    let tidy = service.map(|service| tokio::spawn(tidy(service)));

    // Whoever started us may not read what we say; that is no reason to stop.
    let mut out = io::stdout();
    let _ = writeln!(out, "listening on http://{}", listener.local_addr()?);
    let _ = out.flush();
    log.write(&Line::Started { version: env!("CARGO_PKG_VERSION"), files });

    let stop = async {
        stop.await;
        log.write(&Line::Stopping);
    };
    let finished = connections::serve(listener, router, Patience::default(), stop).await;
    if let Some(tidy) = tidy {
        tidy.abort();
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

/// Makes room, as often as a mailbox is over.
async fn tidy(service: Arc<Service<Retrying>>) {
    loop {
        let service = Arc::clone(&service);
        // A storage that fails is named in the log, and asked again the next time.
        let _ = spawn_blocking(move || service.tidy()).await;
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
