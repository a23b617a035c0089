//! Notes as a CRDT: two states of a note merge without losing edits.
//!
//! - Edits of different fields merge. Edits of one field made without knowing of each other are **both**
//!   kept, and a person chooses ([`FieldValue::Several`]). Free text merges letter by letter ([`Text`]), and where it was
//!   edited concurrently both whole texts are kept as well ([`TextVersion`]).
//! - Version vectors order edits, never clocks.
//! - A field that was cleared ([`FieldValue::Cleared`]) differs from one that was never set ([`FieldValue::Never`]).
//! - Erasing deletes everything that the eraser has seen. Concurrent edits survive: [`Note::has_seen`] detects them before
//!   merging, and [`Note::revive`] restores the note.
//!
//! Merging is commutative, associative and idempotent (`tests/laws.rs`). Nothing here knows of keys,
//! storage, clocks or randomness: the [`Author`] is passed in.

#![forbid(unsafe_code)]

pub mod autosave;
mod bytes;
mod field;
pub mod limits;
mod note;
mod pairs;
mod signature;
mod size;
mod summary;
mod text;
mod values;
mod version_vector;
mod versions;
mod work_day;

pub use bytes::ReadError;
pub use field::{Field, Shape};
pub use migraction_core::text::fold;
pub use note::{Author, Conflict, Entry, FieldValue, Note};
pub use pairs::Pairs;
pub use signature::{sign, signature};
pub use size::TooLarge;
pub use summary::Summary;
pub use text::Text;
pub use values::{Consent, LinkedResult, Step, date_text, read_date};
pub use version_vector::{VersionVector, Writer};
pub use versions::{TextVersion, common_ends};
pub use work_day::{Part, SameDay, WorkDay, WorkLog};
