//! The content pack: what the compiler writes and the app installs.
//!
//! A pack is a signed [`manifest`], one [`core_part::CorePart`] (facts, rules, structure), one
//! [`language_part::LanguagePart`] (words) and one [`search::IndexPart`] (what is found by which words) per language, and
//! one [`phrases_part::PhrasesPart`] (the phrasebook, all languages together). Nothing of a pack is
//! used before the manifest's signature and the part's digest have been checked. Beside it there may be an
//! [`organisation`]'s own list of services.
//!
//! No I/O here: bytes come in, typed content comes out.

pub mod core_part;
pub mod danger;
pub mod difference;
mod edit_distance;
pub mod language_part;
pub mod lifecycle;
pub mod manifest;
pub mod organisation;
pub mod phrases_part;
pub mod prose;
pub mod search;
pub mod towns;

pub use core_part::CorePart;
pub use difference::Difference;
pub use language_part::LanguagePart;
pub use manifest::{Manifest, PartKind, PartName, PublicKey};
pub use phrases_part::PhrasesPart;

/// The pack schema that this program writes and reads. It reaches disks and wires: a change of
/// any type that is serialized here needs a new number and a note in `docs/decisions/`.
pub const SCHEMA: u32 = 7;

/// Why a part of a pack could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not a part of this schema.
    #[error("the bytes are not a part of pack schema {SCHEMA}")]
    Malformed,
    /// The search index inside does not hold together.
    #[error("the search index does not hold together")]
    Index,
}

fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    match postcard::take_from_bytes(bytes) {
        Ok((part, [])) => Ok(part),
        _ => Err(DecodeError::Malformed),
    }
}
