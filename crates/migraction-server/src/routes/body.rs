//! Reads request bodies, with limits of size, duration and concurrency.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::BodyExt;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

/// Limits of request bodies.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    /// Maximum size, in bytes.
    pub bytes: usize,
    /// Bodies up to this size, in bytes, are not limited in number.
    pub small: usize,
    /// Number of larger ones that are read concurrently.
    pub places: usize,
    /// How long a larger one waits for its turn.
    pub wait: Duration,
    /// Minimum time that every body is allowed.
    pub grace: Duration,
    /// Minimum average rate after that, in bytes per second.
    pub rate: u32,
}

impl BodyLimits {
    /// The limits for bodies of up to so many bytes. The slowest supported link transfers 2 KiB per second.
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
    /// It exceeds the maximum size.
    TooLarge,
    /// It arrived too slowly.
    TooSlow,
    /// Too many others are being read.
    Busy,
    /// The connection broke off.
    Broken,
}

/// Reads bodies.
#[derive(Clone, Debug)]
pub struct Bodies {
    limits: BodyLimits,
    places: Arc<Semaphore>,
}

impl Bodies {
    /// A reader with these limits.
    #[must_use]
    pub fn new(limits: BodyLimits) -> Self {
        Self { limits, places: Arc::new(Semaphore::new(limits.places)) }
    }

    /// Reads a body. The chunks are copied into one buffer, so that many small ones cost no more memory than their size.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`] if it exceeds the maximum size, [`BodyError::Busy`] if too many others are being read,
    /// [`BodyError::TooSlow`] below the minimum rate, and [`BodyError::Broken`] if the connection breaks off.
    pub async fn read(&self, headers: &HeaderMap, mut body: Body) -> Result<Vec<u8>, BodyError> {
        let limits = self.limits;
        let declared = declared(headers);
        // Reject by `Content-Length`, before anything is read.
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

/// The declared length. Hyper has rejected invalid ones.
fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
