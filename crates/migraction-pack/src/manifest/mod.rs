//! The signed list of a pack's files, and the checks that come before any of them is used.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::SCHEMA;

/// What is signed begins with this, so that a signature serves no other purpose.
/// Fixed on 2026-11-24; it reaches the wire.
const PURPOSE: &[u8] = b"migraction pack manifest 1\n";

/// What a file of the pack holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "language")]
pub enum PartKind {
    /// Facts, rules and structure.
    Core,
    /// Words of this language.
    Language(String),
    /// The phrasebook, in all its tongues.
    Phrases,
    /// The search index of this language.
    Index(String),
}

/// The file name of a part: its kind and the start of its digest.
pub type PartName = String;

/// One file of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part of the guide the file holds; a pack has one file of each kind.
    #[serde(flatten)]
    pub kind: PartKind,
    /// Its file name beside the manifest.
    pub name: PartName,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its length as sent, compressed; what a progress bar counts.
    pub sent: u64,
}

/// The list of a pack's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The pack schema of the parts.
    pub schema: u32,
    /// Grows with each pack; a lower one is refused.
    pub sequence: u64,
    /// The day of the content, as shown to readers (`2026-11-24`).
    #[serde(with = "migraction_core::written::days")]
    pub edition: chrono::NaiveDate,
    /// Whether a development key signed it.
    pub development: bool,
    /// The files that every app of this schema knows.
    pub parts: Vec<Part>,
    /// Files of kinds that came later. An app that does not know them passes over the whole list; among the
    /// others they would make the manifest unreadable for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Part>,
    /// The search indexes. A list of its own, so that an app of an earlier schema reads as far as the number and says
    /// that the pack is for another app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Part>,
}

/// The manifest as it is sent: the very text that was signed, and its signature.
#[derive(Serialize, Deserialize)]
struct Envelope {
    manifest: String,
    signature: String,
}

/// Why a manifest or a part was refused. The pack in use stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Not a manifest at all: a torn answer, or some other page.
    #[error("this is not a pack manifest")]
    NotAManifest,
    /// The signature is not the publisher's.
    #[error("the signature is not the publisher's")]
    Signature,
    /// Written for another version of the app.
    #[error("the pack has schema {0}, this app reads {SCHEMA}")]
    Schema(u32),
    /// Older than the pack in use.
    #[error("the pack has sequence {offered}, the one in use has {installed}")]
    Older {
        /// The sequence of the manifest that came.
        offered: u64,
        /// The sequence in use.
        installed: u64,
    },
    /// A file does not have the bytes that were signed.
    #[error("the file {0} is not the one that was signed")]
    Part(PartName),
    /// A file that the app needs is not listed.
    #[error("the pack has no {0:?}")]
    Missing(PartKind),
    /// The app was built without the publisher's key.
    #[error("the app was built without a publisher's key")]
    NoKey,
}

/// A public key: the publisher's, as built into the app, or an organisation's, as an invitation brought it.
#[derive(Clone, Debug)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a key from 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = hex::decode(text.trim()).ok()?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok().map(Self)
    }

    /// Whether the key's owner signed these bytes for this purpose.
    pub(crate) fn signed(&self, purpose: &[u8], bytes: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.0.verify_strict(&[purpose, bytes].concat(), &signature).is_ok()
    }
}

/// A secret key; only what signs has one.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A key from 32 secret random bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(bytes))
    }

    /// The public half as 64 hexadecimal digits.
    #[must_use]
    pub fn public_hex(&self) -> String {
        hex::encode(self.0.verifying_key().to_bytes())
    }

    /// Signs bytes for a purpose.
    pub(crate) fn sign(&self, purpose: &[u8], bytes: &[u8]) -> [u8; 64] {
        self.0.sign(&[purpose, bytes].concat()).to_bytes()
    }
}

/// The SHA-256 of bytes as a manifest writes it: 64 lower-case hexadecimal digits.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Manifest {
    /// The manifest as it is sent, signed.
    ///
    /// # Errors
    /// When the manifest does not fit JSON, which none of its types allows.
    pub fn sign(&self, key: &SecretKey) -> Result<String, serde_json::Error> {
        let manifest = serde_json::to_string(self)?;
        let signature = hex::encode(key.sign(PURPOSE, manifest.as_bytes()));
        serde_json::to_string(&Envelope { manifest, signature })
    }

    /// Opens a manifest as it was sent: first the signature, then the content.
    ///
    /// # Errors
    /// [`ManifestError::NotAManifest`] when the text is no envelope, or what was signed is no manifest;
    /// [`ManifestError::Signature`] when `key` did not sign it; [`ManifestError::Schema`] when it was written for
    /// another version of the app.
    pub fn open(sent: &[u8], key: &PublicKey) -> Result<Self, ManifestError> {
        let envelope: Envelope =
            serde_json::from_slice(sent).map_err(|_| ManifestError::NotAManifest)?;
        let signature: [u8; 64] = hex::decode(&envelope.signature)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(ManifestError::NotAManifest)?;
        if !key.signed(PURPOSE, envelope.manifest.as_bytes(), &signature) {
            return Err(ManifestError::Signature);
        }
        let manifest: Self =
            serde_json::from_str(&envelope.manifest).map_err(|_| ManifestError::NotAManifest)?;
        if manifest.schema != SCHEMA {
            return Err(ManifestError::Schema(manifest.schema));
        }
        Ok(manifest)
    }

    /// Refuses a pack that is older than the one in use. The same sequence passes.
    ///
    /// # Errors
    /// [`ManifestError::Older`] when the sequence lies below `installed`.
    pub fn check_newer_than(&self, installed: u64) -> Result<(), ManifestError> {
        if self.sequence < installed {
            return Err(ManifestError::Older { offered: self.sequence, installed });
        }
        Ok(())
    }

    /// The file of this kind.
    ///
    /// # Errors
    /// [`ManifestError::Missing`] when the pack has none.
    pub fn part(&self, kind: &PartKind) -> Result<&Part, ManifestError> {
        self.all_parts()
            .find(|part| part.kind == *kind)
            .ok_or_else(|| ManifestError::Missing(kind.clone()))
    }

    /// Every file of the pack.
    pub fn all_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(&self.more).chain(&self.indexes)
    }

    /// The languages of the pack, in order.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match &part.kind {
            PartKind::Language(language) => Some(language.as_str()),
            PartKind::Core | PartKind::Phrases | PartKind::Index(_) => None,
        })
    }
}

impl Part {
    /// Refuses bytes that are not the ones that were signed.
    ///
    /// # Errors
    /// [`ManifestError::Part`] when their length or their digest is another one.
    pub fn check(&self, bytes: &[u8]) -> Result<(), ManifestError> {
        self.check_digest(bytes.len(), &digest(bytes))
    }

    /// As [`Part::check`], where somebody else has computed the digest: `length` in bytes, `sha256` as [`digest`]
    /// writes it.
    ///
    /// # Errors
    /// [`ManifestError::Part`] when either is not what was signed.
    pub fn check_digest(&self, length: usize, sha256: &str) -> Result<(), ManifestError> {
        if length as u64 == self.bytes && sha256 == self.sha256 {
            Ok(())
        } else {
            Err(ManifestError::Part(self.name.clone()))
        }
    }
}

#[cfg(test)]
mod tests;
