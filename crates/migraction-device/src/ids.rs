//! Names of vaults and records: the vault and the sync machine each have a type of their own, so that the server's half
//! knows nothing of keys. They are turned into each other here and nowhere else.
//!
//! Names in the storage, fixed on 2026-11-25: `<vault>/<record>` for records, `<vault>` for what is known of the server,
//! `<profile>/<part>` for profiles. All are opaque; a label and a day are the only words in the clear.

use migraction_sync as sync;
use migraction_vault::{ProfileId, RecordId, VaultId};

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

/// The name of a record in the storage.
pub fn record_key(vault: VaultId, record: RecordId) -> String {
    format!("{vault}/{record}")
}

/// The record that a name in the storage stands for; nothing for other names.
pub fn record_of(key: &str) -> Option<RecordId> {
    RecordId::parse(key.split('/').nth(1)?)
}

/// The name of a part of a profile in the storage.
pub fn profile_key(profile: ProfileId, part: &str) -> String {
    format!("{profile}/{part}")
}

/// A record, for the sync machine.
pub fn to_sync(record: RecordId) -> sync::RecordId {
    sync::RecordId(record.0)
}

/// A record of the sync machine, for the vault.
pub fn from_sync(record: sync::RecordId) -> RecordId {
    RecordId(record.0)
}

/// A vault, for the server.
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
        let parts =
            [ENVELOPE, KEYRING, LABEL, ACCESS, CAME_ENVELOPE, CAME_KEYRING, CAME_ACCESS, OPENED];
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
