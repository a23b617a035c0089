//! The app inside the program, when it was built with the feature `embed`.

#[cfg(feature = "embed")]
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

#[cfg(not(feature = "embed"))]
const FILES: &[(&str, &[u8])] = &[];

use axum::body::Bytes;

/// The files inside; none when the program was built without them.
pub fn files() -> impl Iterator<Item = (String, Bytes)> {
    FILES.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::from_static(bytes)))
}
