//! Reading the body of a request: never more than allowed, never without end, never too many at once.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::BodyExt;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

/// What a body may cost.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    /// The bytes of the largest body.
    pub bytes: usize,
    /// A body up to this size needs no place of its own.
    pub small: usize,
    /// How many larger ones are read at the same time.
    pub places: usize,
    /// How long a larger one waits for a place.
    pub wait: Duration,
    /// How long a body may take whatever comes of it.
    pub grace: Duration,
    /// The bytes that must come each second after that, on the average of all the time.
    pub rate: u32,
}

impl BodyLimits {
    /// For bodies of so many bytes. The slowest link that is still a link brings two KiB a second.
    #[must_use]
    pub fn of(bytes: usize) -> Self {
        Self {
            bytes,
            small: 8 * 1024,
            places: 64,
            wait: Duration::from_secs(10),
            grace: Duration::from_secs(15),
            rate: 2 * 1024,
        }
    }
}

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is larger than allowed.
    TooLarge,
    /// It came too slowly.
    TooSlow,
    /// Too many others are being read.
    Busy,
    /// It ended before its end.
    Broken,
}

/// Reads bodies.
#[derive(Clone, Debug)]
pub struct Bodies {
    limits: BodyLimits,
    places: Arc<Semaphore>,
}

impl Bodies {
    /// Holds bodies to these limits, all together.
    #[must_use]
    pub fn new(limits: BodyLimits) -> Self {
        Self { limits, places: Arc::new(Semaphore::new(limits.places)) }
    }

    /// The bytes of a body. They are copied as they come: what arrives in crumbs costs no more than its size.
    ///
    /// # Errors
    /// A [`BodyError`]; what was read is dropped.
    pub async fn read(&self, headers: &HeaderMap, mut body: Body) -> Result<Vec<u8>, BodyError> {
        let limits = self.limits;
        let declared = declared(headers);
        // Who says beforehand that it is too large need not send it.
        if declared.is_some_and(|length| length > limits.bytes as u64) {
            return Err(BodyError::TooLarge);
        }
        let is_small = |length: u64| length <= limits.small as u64;
        let mut place = None;
        if !declared.is_some_and(is_small) {
            let permit = timeout(limits.wait, Arc::clone(&self.places).acquire_owned()).await;
            place = Some(permit.map_err(|_| BodyError::Busy)?);
        }
        let begun = Instant::now();
        let mut bytes = Vec::new();
        loop {
            let earned = Duration::from_secs(bytes.len() as u64 / u64::from(limits.rate.max(1)));
            let until = begun + limits.grace + earned;
            let frame = timeout_at(until, body.frame()).await.map_err(|_| BodyError::TooSlow)?;
            let Some(frame) = frame else { break };
            let frame = frame.map_err(|_| BodyError::Broken)?;
            if let Ok(data) = frame.into_data() {
                if bytes.len() + data.len() > limits.bytes {
                    return Err(BodyError::TooLarge);
                }
                bytes.extend_from_slice(&data);
            }
        }
        drop(place);
        Ok(bytes)
    }
}

/// The length that the client says. Hyper has refused what is no number.
fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
