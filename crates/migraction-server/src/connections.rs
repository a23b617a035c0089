//! Accepts connections, limits their number and duration, and shuts down gracefully.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

/// Timeouts and limits of connections.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// To receive the head of a request, also the next one on a kept-alive connection.
    pub head: Duration,
    /// For a client that accepts no bytes of its response. A slow one that accepts a few is served.
    pub stalled: Duration,
    /// For requests in flight when the server stops.
    pub stop: Duration,
    /// Maximum number of open connections; further ones wait.
    pub connections: usize,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            stalled: Duration::from_secs(30),
            stop: Duration::from_secs(10),
            connections: max_connections(),
        }
    }
}

/// Upper bound of connections, however many files the system allows.
const MAX_CONNECTIONS: u64 = 4096;
/// Files that are open beside connections: the database and its journals for each of its readers, standard streams.
const OTHER_FILES: u64 = 64;

/// The number of connections that may be open: raises the limit of open files, and reserves [`OTHER_FILES`] of it. If the
/// limit is unknown, half of the smallest usual one is assumed.
fn max_connections() -> usize {
    #[cfg(unix)]
    let files = rlimit::increase_nofile_limit(MAX_CONNECTIONS + OTHER_FILES).unwrap_or(256);
    #[cfg(not(unix))]
    let files = 512;
    within(files)
}

fn within(files: u64) -> usize {
    // A system that allows next to nothing still serves somebody.
    usize::try_from(files.saturating_sub(OTHER_FILES).clamp(8, MAX_CONNECTIONS)).unwrap_or(8)
}

/// Buffer size of a connection, in bytes. The head of a request is far smaller.
const BUFFER: usize = 64 * 1024;

/// Serves until `stop` completes, then waits for the requests in flight.
/// Returns whether all of them finished within [`Timeouts::stop`].
pub async fn serve(
    listener: TcpListener,
    router: Router,
    timeouts: Timeouts,
    stop: impl Future<Output = ()>,
) -> bool {
    let mut stop = pin!(stop);
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(timeouts.connections));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(timeouts.head).max_buf_size(BUFFER);

    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, accept(&listener).await)
        };
        let (place, stream) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(timeouts.stalled));
        let service = TowerToHyperService::new(router.clone());
        let connection = server.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // Errors of a connection are caused by the client.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    timeout(timeouts.stop, open.shutdown()).await.is_ok()
}

/// Accepts the next connection. Waits while no file descriptor is free, and ignores clients that are gone already.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Responses are written whole: Nagle's algorithm would only delay their end.
                let _ = stream.set_nodelay(true);
                return stream;
            }
            Err(error) if is_the_clients(&error) => {}
            Err(_) => sleep(Duration::from_secs(1)).await,
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_never_more_places_than_files() {
        assert_eq!(within(80), 16);
        assert_eq!(within(1024), 960);
        assert_eq!(within(1 << 20), 4096);
        assert_eq!(within(10), 8);
    }
}
