//! What lies on this device: manifests, parts, and a pack made of them.

use std::sync::Arc;

use migraction_pack::lifecycle::{KeptPacks, Role, SignedManifest, StorageFailure};
use migraction_pack::manifest::{Manifest, ManifestError, Part, PartKind, PublicKey};
use migraction_pack::{CorePart, DecodeError, LanguagePart};

use super::{Pack, fetch};
use migraction_browser::database::{self, CURRENT, PREVIOUS, StorageError};
use migraction_browser::{log, yield_to_browser};

/// The publisher's key, as it was built in.
pub(super) fn public_key() -> Result<PublicKey, ManifestError> {
    PublicKey::from_hex(env!("MIGRACTION_PACK_KEY")).ok_or(ManifestError::NoKey)
}

/// Under which key of the store a manifest lies.
pub(super) const fn key_of(role: Role) -> &'static str {
    match role {
        Role::Current => CURRENT,
        Role::Previous => PREVIOUS,
    }
}

/// What the policy is told of an error of the storage.
pub(super) fn failure(error: &StorageError) -> StorageFailure {
    match error {
        StorageError::Refused(_) => StorageFailure::Refused,
        StorageError::Full => StorageFailure::Full,
        StorageError::Failed(_) => StorageFailure::Failed,
    }
}

/// The parts that lie here, and no manifest yet.
pub(super) async fn parts() -> Result<KeptPacks, StorageError> {
    let parts = database::part_names().await?.into_iter().collect();
    Ok(KeptPacks { parts, ..KeptPacks::default() })
}

/// All that lies here.
pub(super) async fn packs() -> Result<KeptPacks, StorageError> {
    let mut kept = parts().await?;
    kept.current = manifest(Role::Current).await?;
    kept.previous = manifest(Role::Previous).await?;
    Ok(kept)
}

/// A manifest that lies here; one that this app cannot read is none.
pub(super) async fn manifest(role: Role) -> Result<Option<SignedManifest>, StorageError> {
    let Some(sent) = database::load_manifest(key_of(role)).await? else { return Ok(None) };
    let opened = public_key().and_then(|key| SignedManifest::open(sent.into_bytes(), &key));
    Ok(opened.inspect_err(|refusal| log(&format!("the {} pack: {refusal}", key_of(role)))).ok())
}

/// The bytes of a part, if it lies here whole.
pub(super) async fn part(part: &Part) -> Result<Option<Vec<u8>>, StorageError> {
    let Some(bytes) = database::load_part(&part.name).await? else { return Ok(None) };
    match fetch::verify(part, &bytes).await {
        Ok(()) => Ok(Some(bytes)),
        Err(refusal) => {
            log(&format!("{refusal}"));
            Ok(None)
        }
    }
}

/// A pack in a language, if its parts lie here whole and can be read.
pub(super) async fn pack(
    manifest: &Manifest,
    language: &str,
) -> Result<Option<Pack>, StorageError> {
    let kinds = (manifest.part(&PartKind::Core), manifest.part(&language_kind(language)));
    let (Ok(core), Ok(words)) = kinds else { return Ok(None) };
    let (Some(core), Some(words)) = (part(core).await?, part(words).await?) else {
        return Ok(None);
    };
    let read = assemble(manifest.clone(), &core, &words).await;
    Ok(read.inspect_err(|error| log(&format!("a kept pack cannot be read: {error}"))).ok())
}

pub(super) fn language_kind(language: &str) -> PartKind {
    PartKind::Language(language.to_owned())
}

/// Reads a pack, piece by piece: on a cheap phone each takes as long as a finger notices.
pub(super) async fn assemble(
    manifest: Manifest,
    core: &[u8],
    words: &[u8],
) -> Result<Pack, DecodeError> {
    yield_to_browser().await;
    let core = Arc::new(CorePart::from_bytes(core)?);
    yield_to_browser().await;
    let words = LanguagePart::from_bytes(words)?;
    Ok(Pack { manifest, core, words })
}
