//! Size limits of a note. A state beyond them is never written, and rejected by the decoder: a record of one kilobyte can
//! contain a million tombstones, with which anybody with the vault key could exhaust the memory of a phone.

/// The letters of a note's free text, with those that were deleted since: 32 bytes each in memory (30 November 2026).
///
/// A record holds 1 MiB, so a text that is shown has at most half as many.
pub const LETTERS: usize = 1 << 21;

/// The letters of one run, as they are written. Until 30 November 2026 a longer one was written and could not be read
/// again; apps of before that day read runs of this length.
pub const RUN: usize = 1 << 20;

/// The letters that a free text may show: some forty pages. A larger one is refused before anything changes; an older
/// note that shows more can be made shorter, not longer.
pub const TEXT_LETTERS: usize = 100_000;

/// The letters of a single field, or of an item of a list.
pub const FIELD_LETTERS: usize = 4000;

/// The letters of a free text, with those that were deleted, up to which somebody may go on writing in a note: what two
/// devices write apart must still be read once it is merged ([`LETTERS`]).
pub const WRITTEN_LETTERS: usize = LETTERS / 4 * 3;

/// The bytes of a state up to which somebody may go on writing in a note, for the same reason: a record holds 1 MiB.
pub const WRITTEN_BYTES: usize = 512 * 1024;
