//! The files of the pack: parts under the names of their digests, and the signed manifest.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use migraction_pack::manifest::{Part, digest};
use migraction_pack::{Manifest, PartKind, SCHEMA};

use crate::keys::{Signer, failed, make_folder};
use crate::problems::{Place, Problems};
use crate::{Compiled, Error, Options};

/// What a part may weigh as sent, in bytes.
const CORE_BUDGET: u64 = 170_000;
const LANGUAGE_BUDGET: u64 = 285_000;
const PHRASES_BUDGET: u64 = 50_000;
const INDEX_BUDGET: u64 = 165_000;

/// A part of the pack, serialized and weighed.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Its line in the manifest.
    pub part: Part,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Packed {
    fn new(kind: PartKind, bytes: Vec<u8>) -> Result<Self, Error> {
        let sha256 = digest(&bytes);
        let stem = match &kind {
            PartKind::Core => "core",
            PartKind::Language(language) => language,
            PartKind::Phrases => "phrases",
            PartKind::Index(language) => &format!("search-{language}"),
        };
        let name = format!("{stem}-{}.bin", sha256.get(..16).unwrap_or(&sha256));
        let part = Part { name, sha256, bytes: bytes.len() as u64, sent: sent(&bytes)?, kind };
        Ok(Self { part, bytes })
    }

    /// What the part may weigh as sent.
    #[must_use]
    pub fn budget(&self) -> u64 {
        match self.part.kind {
            PartKind::Core => CORE_BUDGET,
            PartKind::Language(_) => LANGUAGE_BUDGET,
            PartKind::Phrases => PHRASES_BUDGET,
            PartKind::Index(_) => INDEX_BUDGET,
        }
    }
}

/// Serializes and weighs all parts; one above its budget is an error.
///
/// # Errors
/// [`Error::Encode`].
pub fn pack(compiled: &Compiled, problems: &mut Problems) -> Result<Vec<Packed>, Error> {
    let encode = |error: &dyn std::fmt::Display| Error::Encode(error.to_string());
    let core = compiled.core.to_bytes().map_err(|error| encode(&error))?;
    let mut packed = vec![Packed::new(PartKind::Core, core)?];
    for language in &compiled.languages {
        let kind = PartKind::Language(language.language.to_string());
        packed.push(Packed::new(kind, language.to_bytes().map_err(|error| encode(&error))?)?);
    }
    if !compiled.phrases.book.phrases.is_empty() {
        let phrases = compiled.phrases.to_bytes().map_err(|error| encode(&error))?;
        packed.push(Packed::new(PartKind::Phrases, phrases)?);
    }
    for index in &compiled.indexes {
        let bytes = index.part.to_bytes().map_err(|error| encode(&error))?;
        packed.push(Packed::new(PartKind::Index(index.language.to_string()), bytes)?);
    }
    for one in &packed {
        if one.part.sent > one.budget() {
            let message = format!(
                "the part weighs {} bytes as sent, {} at most",
                one.part.sent,
                one.budget()
            );
            problems.error(&Place::file(&one.part.name), message);
        }
    }
    Ok(packed)
}

/// The length as sent.
fn sent(bytes: &[u8]) -> Result<u64, Error> {
    let mut small = Vec::new();
    let parameters =
        BrotliEncoderParams { quality: 9, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters)
        .map_err(|error| Error::Encode(error.to_string()))?;
    Ok(small.len() as u64)
}

/// The manifest of the parts.
#[must_use]
pub fn manifest(
    compiled: &Compiled,
    packed: &[Packed],
    development: bool,
    options: &Options,
) -> Manifest {
    let edition = compiled.content.edition;
    let parts = packed.iter().map(|one| one.part.clone());
    let (indexes, parts): (Vec<_>, Vec<_>) =
        parts.partition(|part| matches!(part.kind, PartKind::Index(_)));
    let (more, parts) = parts.into_iter().partition(|part| part.kind == PartKind::Phrases);
    Manifest {
        schema: SCHEMA,
        sequence: edition.map_or(1, |edition| edition.sequence),
        edition: edition.map_or(options.now, |edition| edition.edition),
        development,
        parts,
        more,
        indexes,
    }
}

/// Writes the pack: parts first, then the manifest; then files of older packs go.
///
/// # Errors
/// [`Error::Files`] or [`Error::Encode`].
pub fn write(
    compiled: &Compiled,
    packed: &[Packed],
    signer: &Signer,
    options: &Options,
) -> Result<(), Error> {
    let out = options.out.as_path();
    make_folder(out)?;
    let manifest = manifest(compiled, packed, signer.development, options);
    let signed = manifest.sign(&signer.key).map_err(|error| Error::Encode(error.to_string()))?;
    let mut kept = BTreeSet::from(["manifest.json"]);
    for one in packed {
        write_if_changed(&out.join(&one.part.name), &one.bytes)?;
        kept.insert(&one.part.name);
    }
    write_if_changed(&out.join("manifest.json"), signed.as_bytes())?;
    remove_others(out, &kept)
}

fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).map_err(|source| failed(path, source))
}

fn remove_others(folder: &Path, kept: &BTreeSet<&str>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(|source| failed(folder, source))? {
        let path = entry.map_err(|source| failed(folder, source))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_file() && !kept.contains(name) {
            fs::remove_file(&path).map_err(|source| failed(&path, source))?;
        }
    }
    Ok(())
}
