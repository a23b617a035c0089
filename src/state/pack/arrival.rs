//! What arrives from the server: nothing is handed on that was not signed.

use migraction_pack::manifest::{Manifest, Part, PartKind, Refusal};

use super::{Trouble, public_key};
use crate::browser::{database, digest, net};

/// The signed list that the server offers, and as it was sent.
pub(super) async fn fetch_manifest() -> Result<(String, Manifest), Trouble> {
    let bytes = net::fetch("/pack/manifest.json", |_| {}).await?;
    let manifest = Manifest::open(&bytes, &public_key()?)?;
    let sent = String::from_utf8(bytes).map_err(|_| Refusal::NotAManifest)?;
    Ok((sent, manifest))
}

/// The bytes of a part, whole.
pub(super) async fn fetch_part(part: &Part, progress: impl FnMut(u64)) -> Result<Vec<u8>, Trouble> {
    let bytes = net::fetch(&format!("/pack/{}", part.name), progress).await?;
    check(part, &bytes).await?;
    Ok(bytes)
}

/// Refuses bytes that are not the ones that were signed.
pub(super) async fn check(part: &Part, bytes: &[u8]) -> Result<(), Refusal> {
    match digest::sha256(bytes).await {
        Some(sha256) => part.check_digest(bytes.len(), &sha256),
        None => part.check(bytes),
    }
}

/// Adds a part, such as the phrasebook, to what is about to be kept, unless it is kept already. It comes after the words
/// that the reader waits for; a guide without it opens all the same.
pub(super) async fn add_part(
    manifest: &Manifest,
    kind: &PartKind,
    parts: &mut Vec<(String, Vec<u8>)>,
) {
    let Ok(part) = manifest.part(kind) else { return };
    if let Ok(Some(kept)) = database::load_part(&part.name).await
        && check(part, &kept).await.is_ok()
    {
        return;
    }
    if let Ok(bytes) = fetch_part(part, |_| {}).await {
        parts.push((part.name.clone(), bytes));
    }
}
