//! Size limits of the protocol, enforced by both ends; a server refuses what exceeds them.
//!
//! To raise one, deploy servers that accept it before apps that use it.

use crate::ids::Version;

/// The largest version of a record. Servers and devices reject larger ones (30 November 2026: without a bound, one forged
/// version would make every later one unacceptable).
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
/// Bytes of any request: the largest push and its framing.
pub const REQUEST_BYTES: usize = 640 * 1024;
/// Devices with a valid token for one vault.
pub const DEVICES: usize = 32;
/// Seconds after which a mailbox expires.
pub const MAILBOX_SECONDS: u64 = 600;
