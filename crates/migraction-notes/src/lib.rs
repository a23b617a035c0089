//! A note, and how two states of it become one without losing anybody's words.
//!
//! - Edits of different fields merge. Edits of one field made without knowing of each other are **both**
//!   kept, and a person chooses ([`Reading::Several`]). Free text merges letter by letter ([`Text`]), and where it was
//!   edited so both whole texts are kept beside it ([`TextVersion`]).
//! - Order comes from counters, never from clocks.
//! - A field cleared on purpose ([`Reading::Cleared`]) differs from one never seen ([`Reading::Never`]).
//! - Erasing takes all that the one who erased has seen. What somebody wrote meanwhile survives beside it;
//!   [`Note::has_seen`] tells before merging, and [`Note::revive`] brings the note back whole.
//!
//! Merging is commutative, associative and idempotent (`tests/laws.rs`). Nothing here knows of keys,
//! storage, clocks or chance: the [`Author`] is passed in.

#![forbid(unsafe_code)]

pub mod autosave;
mod bytes;
mod clock;
mod field;
pub mod limits;
mod note;
mod pairs;
mod signature;
mod size;
mod summary;
mod text;
mod values;
mod versions;
mod work_day;

pub use bytes::ReadError;
pub use clock::{Clock, Writer};
pub use field::{Field, Shape};
pub use migraction_core::text::fold;
pub use note::{Author, Conflict, Entry, Note, Reading};
pub use pairs::Pairs;
pub use signature::{sign, signature};
pub use size::TooLarge;
pub use summary::Summary;
pub use text::Text;
pub use values::{Consent, LinkedResult, Step, date_text, read_date};
pub use versions::{TextVersion, common_ends};
pub use work_day::{Part, SameDay, WorkDay, WorkLog};
