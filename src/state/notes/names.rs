//! Names in the storage, fixed on 2026-11-25: `<vault>/<record>` for records, `<vault>` for what is known of
//! the server, `<profile>/<part>` for profiles. All are opaque; a label is the only word in the clear.

use migraction_sync as sync;
use migraction_vault::{RecordId, VaultId};

/// The wrapped key.
pub const ENVELOPE: &str = "envelope";
/// The sealed keyring.
pub const KEYRING: &str = "keyring";
/// How the profile is called on this device.
pub const LABEL: &str = "label";
/// The sealed way to the server.
pub const ACCESS: &str = "access";
/// What another device sent for a profile that is here already, until unlocking says whether it is the same. Added on
/// 2026-11-30.
pub const CAME_ENVELOPE: &str = "came-envelope";
/// Its sealed keyring.
pub const CAME_KEYRING: &str = "came-keyring";
/// Its sealed way to the server.
pub const CAME_ACCESS: &str = "came-access";
/// The day of the last unlocking.
pub const OPENED: &str = "opened";

/// The name of a record.
pub fn record(vault: VaultId, record: RecordId) -> String {
    format!("{vault}/{record}")
}

/// The record of a name.
pub fn record_of(name: &str) -> Option<RecordId> {
    RecordId::parse(name.split('/').nth(1)?)
}

/// A record for the engine.
pub fn to_sync(record: RecordId) -> sync::RecordId {
    sync::RecordId(record.0)
}

/// A record of the engine.
pub fn from_sync(record: sync::RecordId) -> RecordId {
    RecordId(record.0)
}
