//! What this tab alone remembers until it is closed: the start of a talk, so that a locked screen or a page loaded
//! anew does not stop its clock. Never anything about a person.

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Reads what was kept.
#[must_use]
pub fn load(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps something, or forgets it. Refused storage is no error here.
pub fn save(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
