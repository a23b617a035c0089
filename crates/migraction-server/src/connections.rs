//! Connections: taken, limited in number and in patience, and let go when the server stops.

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

/// How long clients are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request, also the next one on an open connection.
    pub head: Duration,
    /// For a client that takes nothing of its answer. A slow one that takes a little is served.
    pub stalled: Duration,
    /// For requests that are being answered when the server stops.
    pub stop: Duration,
    /// How many connections are open at the same time; the next ones wait.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            stalled: Duration::from_secs(30),
            stop: Duration::from_secs(10),
            connections: places(),
        }
    }
}

/// Connections at most, however many the system allows.
const MOST: u64 = 4096;
/// Files that are open beside connections: the database and its journals for each of its readers, standard streams.
const OTHER_FILES: u64 = 64;

/// How many connections may be open: raises the limit of open files as far as it goes, and leaves some for the rest.
/// Where the system does not say, half of the smallest usual limit.
fn places() -> usize {
    #[cfg(unix)]
    let files = rlimit::increase_nofile_limit(MOST + OTHER_FILES).unwrap_or(256);
    #[cfg(not(unix))]
    let files = 512;
    within(files)
}

fn within(files: u64) -> usize {
    // A system that allows next to nothing still serves somebody.
    usize::try_from(files.saturating_sub(OTHER_FILES).clamp(8, MOST)).unwrap_or(8)
}

/// What a connection keeps of a request's head, and of an answer that waits. A head is far smaller.
const BUFFER: usize = 64 * 1024;

/// Answers until `stop` is over, then lets the requests under way finish.
/// Returns whether all of them did in time.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) -> bool {
    let mut stop = pin!(stop);
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(patience.connections));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(patience.head).max_buf_size(BUFFER);

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
        stream.set_write_timeout(Some(patience.stalled));
        let service = TowerToHyperService::new(router.clone());
        let connection = server.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // Clients leave as they like: nothing to learn from how.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    timeout(patience.stop, open.shutdown()).await.is_ok()
}

/// The next connection. A full table of open files passes; a client that already left is no error of ours.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are written whole, so waiting to fill a packet only delays their end.
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
