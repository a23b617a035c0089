//! What comes from the server: nothing is handed on that was not verified.

use migraction_pack::lifecycle::{Failure, SignedManifest};
use migraction_pack::manifest::{ManifestError, Part};

use super::kept::public_key;
use migraction_browser::digest;
use migraction_browser::net::{self, NetError};

/// The manifest that the server offers.
pub(super) async fn manifest() -> Result<SignedManifest, Failure> {
    let bytes = net::fetch("/pack/manifest.json", |_| {}).await.map_err(failure)?;
    Ok(SignedManifest::open(bytes, &public_key()?)?)
}

/// The bytes of a part, whole; `progress` is told how many have come.
pub(super) async fn part(part: &Part, progress: impl FnMut(u64)) -> Result<Vec<u8>, Failure> {
    let bytes = net::fetch(&format!("/pack/{}", part.name), progress).await.map_err(failure)?;
    verify(part, &bytes).await?;
    Ok(bytes)
}

/// Refuses bytes that are not the ones that were signed. The browser computes the digest where it can.
pub(super) async fn verify(part: &Part, bytes: &[u8]) -> Result<(), ManifestError> {
    match digest::sha256(bytes).await {
        Some(sha256) => part.check_digest(bytes.len(), &sha256),
        None => part.check(bytes),
    }
}

fn failure(error: NetError) -> Failure {
    match error {
        NetError::Status(_) => Failure::WrongAnswer,
        NetError::Unreachable | NetError::Torn => Failure::NoAnswer,
    }
}
