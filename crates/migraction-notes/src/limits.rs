//! How large a note may be. A state past these limits is never written, and is refused when it is read: a record of one
//! kilobyte can name a million deleted letters, and whoever holds the vault key could fill a phone's memory with it.

/// The letters of a note's free text, with those that were deleted since: 32 bytes each in memory (30 November 2026).
///
/// A record holds 1 MiB, so a text that is shown has at most half as many.
pub const LETTERS: usize = 1 << 21;
