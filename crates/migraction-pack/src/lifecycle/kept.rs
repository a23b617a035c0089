//! What a device keeps of packs, and what becomes of it when another one is written.

use std::collections::BTreeSet;

use crate::manifest::{Manifest, ManifestError, PartKind, PartName, PublicKey};

/// As what a pack is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The one written last: opened first.
    Current,
    /// The one before: opened where the other one is not whole.
    Previous,
}

impl Role {
    /// Both, in the order in which a device tries to open them.
    pub const IN_ORDER: [Self; 2] = [Self::Current, Self::Previous];
}

/// A manifest with the text that was sent. The signature is over that text, so the text is what is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedManifest {
    /// What the manifest says.
    pub manifest: Manifest,
    sent: String,
}

impl SignedManifest {
    /// Verifies a manifest as it was sent or kept.
    ///
    /// # Errors
    /// Those of [`Manifest::open`]: it is none, the signature is not of `key`, or it is of another schema.
    pub fn open(sent: Vec<u8>, key: &PublicKey) -> Result<Self, ManifestError> {
        let manifest = Manifest::open(&sent, key)?;
        let sent = String::from_utf8(sent).map_err(|_| ManifestError::NotAManifest)?;
        Ok(Self { manifest, sent })
    }
}

/// The packs of a device: manifests that this app reads, and the parts that lie there, of whichever pack.
///
/// A part that is listed here may still be torn: its bytes are checked when they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptPacks {
    /// The pack written last, unless this app cannot read its manifest.
    pub current: Option<SignedManifest>,
    /// The one before, unless this app cannot read its manifest.
    pub previous: Option<SignedManifest>,
    /// The file names of all parts.
    pub parts: BTreeSet<PartName>,
}

/// What one transaction does to the manifests, and to the parts that no pack needs any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Manifests to write, as they were sent.
    pub manifests: Vec<(Role, String)>,
    /// File names of parts to delete.
    pub obsolete: Vec<PartName>,
}

impl KeptPacks {
    /// Puts a manifest in its place.
    pub fn put(&mut self, role: Role, signed: SignedManifest) {
        match role {
            Role::Current => self.current = Some(signed),
            Role::Previous => self.previous = Some(signed),
        }
    }

    /// Whether a pack may open in a language: its core and those words lie here.
    #[must_use]
    pub fn can_open(&self, manifest: &Manifest, language: &str) -> bool {
        self.has(manifest, &PartKind::Core)
            && self.has(manifest, &PartKind::Language(language.to_owned()))
    }

    /// The languages in which a pack can be read here.
    #[must_use]
    pub fn languages(&self, manifest: &Manifest) -> BTreeSet<String> {
        manifest
            .languages()
            .filter(|id| self.has(manifest, &PartKind::Language((*id).to_owned())))
            .map(str::to_owned)
            .collect()
    }

    /// The languages in which anything can be read here: those of the current pack, else of the one before. `None` where
    /// no pack is kept.
    #[must_use]
    pub fn readable_languages(&self) -> Option<BTreeSet<String>> {
        let kept = [&self.current, &self.previous].into_iter().flatten();
        let mut languages = kept.map(|kept| self.languages(&kept.manifest)).peekable();
        let first = languages.peek().cloned();
        languages.find(|languages| !languages.is_empty()).or(first)
    }

    fn has(&self, manifest: &Manifest, kind: &PartKind) -> bool {
        manifest.part(kind).is_ok_and(|part| self.parts.contains(&part.name))
    }

    /// What to write when `by` becomes the current pack: the one in use becomes the previous one. Where the one in use is
    /// the same, or cannot be read, the previous one stays.
    #[must_use]
    pub fn replaced(&self, by: &SignedManifest) -> Replacement {
        let before = self.current.as_ref().filter(|before| before.sent != by.sent);
        let previous = before.or(self.previous.as_ref());
        let needed = |name: &PartName| {
            let manifests = [Some(by), previous].into_iter().flatten();
            manifests.flat_map(|kept| kept.manifest.all_parts()).any(|part| part.name == *name)
        };
        let mut manifests: Vec<_> =
            before.map(|before| (Role::Previous, before.sent.clone())).into_iter().collect();
        manifests.push((Role::Current, by.sent.clone()));
        let obsolete = self.parts.iter().filter(|name| !needed(name)).cloned().collect();
        Replacement { manifests, obsolete }
    }
}
