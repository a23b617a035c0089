//! A small proxy in front of the real server that spoils the answers it is told to spoil.
//!
//! One request per connection: what a page gets is decided by the request's path alone.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What happens to an answer.
#[derive(Clone, Debug)]
pub enum Fault {
    /// One byte in the middle of the body is another.
    Flip,
    /// The body breaks off in the middle, and the connection with it.
    Cut,
    /// The server answers with an error.
    Status(u16),
    /// Something else comes, with this media type.
    Instead(&'static str, Vec<u8>),
    /// The right answer, later.
    Delay(Duration),
}

/// Faults by the beginning of a path; the longest that fits decides.
type Faults = Arc<Mutex<BTreeMap<String, Fault>>>;

/// The proxy; ends when dropped.
pub struct Proxy {
    port: u16,
    faults: Faults,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Starts in front of the server on a port.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(server: u16) -> Result<Self> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no port is free")?;
        let port = listener.local_addr()?.port();
        let faults = Faults::default();
        let known = faults.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // A browser that goes away in the middle is no failure.
                let known = known.clone();
                tokio::spawn(async move { serve(client, server, &known).await.ok() });
            }
        });
        Ok(Self { port, faults, task })
    }

    /// The origin that browsers see.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on, paths that begin so are answered with a fault.
    pub fn spoil(&self, path: &str, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), fault);
    }

    /// From now on, everything is answered as the server does.
    pub fn mend(&self) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut client: TcpStream, server: u16, faults: &Faults) -> Result<()> {
    let Some(head) = read_head(&mut client).await? else { return Ok(()) };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let fault = {
        let faults = faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults
            .iter()
            .rfind(|(start, _)| path.starts_with(start.as_str()))
            .map(|(_, fault)| fault.clone())
    };
    let answer = match &fault {
        Some(Fault::Status(status)) => made(&format!("{status} Error"), "text/plain", b"error"),
        Some(Fault::Instead(kind, body)) => made("200 OK", kind, body),
        _ => ask(&head, server, fault.is_some()).await?,
    };
    let answer = match fault {
        Some(Fault::Delay(time)) => {
            sleep(time).await;
            answer
        }
        Some(Fault::Flip) => flipped(answer),
        Some(Fault::Cut) => {
            let body = body_start(&answer);
            let middle = body + (answer.len() - body) / 2;
            client.write_all(answer.get(..middle).unwrap_or_default()).await?;
            client.flush().await?;
            sleep(Duration::from_millis(100)).await;
            // Without lingering the close is a reset: no browser can take it for the end.
            client.set_zero_linger()?;
            return Ok(());
        }
        _ => answer,
    };
    client.write_all(&answer).await?;
    client.shutdown().await?;
    Ok(())
}

/// The head of a request; nothing when the browser only opened a connection.
async fn read_head(client: &mut TcpStream) -> Result<Option<String>> {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let got = client.read(&mut piece).await?;
        if got == 0 {
            return Ok(None);
        }
        head.extend_from_slice(piece.get(..got).unwrap_or_default());
    }
    Ok(Some(String::from_utf8(head)?))
}

/// Asks the server the same, for one answer only; `plain` for a body that is not compressed.
async fn ask(head: &str, server: u16, plain: bool) -> Result<Vec<u8>> {
    let dropped = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        name == "connection" || (plain && (name == "accept-encoding" || name == "if-none-match"))
    };
    let kept: Vec<&str> = head.trim_end().split("\r\n").filter(|line| !dropped(line)).collect();
    let request = format!("{}\r\nConnection: close\r\n\r\n", kept.join("\r\n"));
    let mut upstream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, server))).await?;
    upstream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).await?;
    Ok(answer)
}

fn made(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Where the body begins.
fn body_start(answer: &[u8]) -> usize {
    answer.windows(4).position(|end| end == b"\r\n\r\n").map_or(answer.len(), |at| at + 4)
}

fn flipped(mut answer: Vec<u8>) -> Vec<u8> {
    let body = body_start(&answer);
    let middle = body + (answer.len() - body) / 2;
    if let Some(byte) = answer.get_mut(middle) {
        *byte ^= 1;
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_of_the_body_is_flipped_and_none_of_the_head() {
        let before = made("200 OK", "text/plain", b"abc");
        let after = flipped(before.clone());
        assert_eq!(after.len(), before.len());
        assert!(after.ends_with(b"acc"));
        assert_eq!(body_start(&after), before.len() - 3);
    }
}
