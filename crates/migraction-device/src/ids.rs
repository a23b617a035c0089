//! Conversion between the id types of vault and sync, which are distinct so that the server does not depend on the vault;
//! and storage keys.
//!
//! Storage keys, fixed on 2026-11-25: `<vault>/<record>` for records, `<vault>` for the link to the server,
//! `<profile>/<part>` for profiles. Label and day of a profile are the only plaintext values.

use migraction_sync as sync;
use migraction_vault::{ProfileId, RecordId, VaultId};

/// The wrapped key.
pub const ENVELOPE: &str = "envelope";
/// The sealed keyring.
pub const KEYRING: &str = "keyring";
/// The label of the profile on this device.
pub const LABEL: &str = "label";
/// The sealed token.
pub const ACCESS: &str = "access";
/// The envelope that another device sent for a profile that exists already, until unlocking shows whether it is the same.
/// Added on 2026-11-30.
pub const PENDING_ENVELOPE: &str = "came-envelope";
/// Its sealed keyring.
pub const PENDING_KEYRING: &str = "came-keyring";
/// Its sealed token.
pub const PENDING_ACCESS: &str = "came-access";
/// The day of the last unlocking.
pub const OPENED: &str = "opened";

/// The storage key of a record.
pub fn record_key(vault: VaultId, record: RecordId) -> String {
    format!("{vault}/{record}")
}

/// The record of a storage key; `None` for other keys.
pub fn record_of(key: &str) -> Option<RecordId> {
    RecordId::parse(key.split('/').nth(1)?)
}

/// The storage key of a part of a profile.
pub fn profile_key(profile: ProfileId, part: &str) -> String {
    format!("{profile}/{part}")
}

/// Converts a record id for the engine.
pub fn to_sync(record: RecordId) -> sync::RecordId {
    sync::RecordId(record.0)
}

/// Converts a record id for the vault.
pub fn from_sync(record: sync::RecordId) -> RecordId {
    RecordId(record.0)
}

/// Converts a vault id for the server.
pub fn vault_to_sync(vault: VaultId) -> sync::VaultId {
    sync::VaultId(vault.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_storage_are_as_they_were_fixed() {
        let (vault, record, profile) =
            (VaultId([0x0a; 16]), RecordId([0xb1; 16]), ProfileId([7; 16]));
        let key = record_key(vault, record);
        assert_eq!(key, format!("{}/{}", "0a".repeat(16), "b1".repeat(16)));
        assert_eq!(record_of(&key), Some(record));
        assert_eq!(record_of(&vault.to_string()), None, "what is known of the server");
        assert_eq!(profile_key(profile, ENVELOPE), format!("{}/envelope", "07".repeat(16)));
        let parts = [
            ENVELOPE,
            KEYRING,
            LABEL,
            ACCESS,
            PENDING_ENVELOPE,
            PENDING_KEYRING,
            PENDING_ACCESS,
            OPENED,
        ];
        let fixed = "envelope keyring label access came-envelope came-keyring came-access opened";
        assert_eq!(parts.join(" "), fixed);
    }

    #[test]
    fn both_types_of_a_record_name_the_same_bytes() {
        let record = RecordId([3; 16]);
        assert_eq!(from_sync(to_sync(record)), record);
        assert_eq!(to_sync(record).to_hex(), record.to_string());
    }
}
