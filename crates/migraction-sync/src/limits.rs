//! How large things may be. Both ends hold to these; a server refuses what is larger, with a clear answer.
//!
//! They reach the wire: a larger limit needs servers that know it before devices use it.

use crate::ids::Version;

/// The largest number of a state: one edit each millisecond for millennia. A server keeps no state with a larger one,
/// and a device believes none (30 November 2026: one invented number made every later one unacceptable).
pub const LARGEST_VERSION: Version = Version(1 << 48);
/// The bytes of one sealed record (24 November 2026: a long interview with its history is below 100 KiB).
pub const RECORD_BYTES: usize = 256 * 1024;
/// Records in one push.
pub const PUSH_RECORDS: usize = 100;
/// Sealed bytes in one push, unless a single record is larger.
pub const PUSH_BYTES: usize = 256 * 1024;
/// Records in one page.
pub const PAGE_RECORDS: usize = 250;
/// Sealed bytes in one page, unless a single record is larger.
pub const PAGE_BYTES: usize = 256 * 1024;
/// Sealed bytes in a mailbox.
pub const MAILBOX_BYTES: usize = 64 * 1024;
/// The bytes of any request: the largest push and what surrounds it.
pub const REQUEST_BYTES: usize = 640 * 1024;
/// Devices that may hold a token for one vault.
pub const DEVICES: usize = 32;
/// Seconds that a mailbox stays open.
pub const MAILBOX_SECONDS: u64 = 600;
