//! The languages of the interface and its messages, as `content/` has them. Nothing else reads
//! `content/languages.toml` and `content/words/<language>/ui/`.
//!
//! | who | takes |
//! |---|---|
//! | the app's build script | every key with its slots, of which it makes typed code |
//! | a release (`xtask`) | [`Catalog::text`], the file of words that the app fetches, and the messages of the static page |
//! | the compiler of the content | the languages, and what a [`Message`] may be; it reads from memory and names lines itself |
//! | browser tests | what should stand on the screen |
//!
//! The app's build waits for this crate: no library that is slow to compile. Words that come with the pack (guide,
//! facts, rules) are the compiler's, not this crate's.

#![forbid(unsafe_code)]

mod catalog;
mod language;
mod message;
mod read;

pub use catalog::{Area, Catalog, Difference};
pub use language::{Direction, Elision, Language, LanguageList};
pub use message::Message;
pub use read::{ReadError, read_area, read_catalogs, read_languages};

/// The area of the messages that stand in the static page: shown before the app is there, or where it cannot start. The
/// app has none of them.
pub const STATIC_AREA: &str = "boot";
