//! Small settings in local storage: language, country, theme, text size. Never anything private.
//! Where storage is refused, settings last as long as the page.

use gloo_storage::{LocalStorage, Storage};

/// A setting's key. Fixed on 2026-11-24: `public/boot.js` reads `theme` and `text-size` before
/// the first paint.
#[derive(Clone, Copy, Debug)]
pub enum Setting {
    /// Id of the interface language.
    Language,
    /// Id of the country.
    Country,
    /// `light`, `dark`, `contrast`, `contrast-dark`; absent = the system decides.
    Theme,
    /// Text size in percent.
    TextSize,
    /// The install hint was put away.
    InstallHint,
    /// There are notes on this device: when the database is empty all the same, it was wiped.
    NotesHere,
    /// The day of the last encrypted file.
    NotesFile,
    /// `off`: pages read are not noted.
    ReadLately,
    /// The other person's language in the phrasebook. Added on 2026-11-26.
    PhraseTongue,
    /// Ids of phrases kept at hand. Added on 2026-11-26.
    PhraseFavourites,
}

impl Setting {
    const fn key(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Country => "country",
            Self::Theme => "theme",
            Self::TextSize => "text-size",
            Self::InstallHint => "install-hint",
            Self::NotesHere => "notes-here",
            Self::NotesFile => "notes-file",
            Self::ReadLately => "read-lately",
            Self::PhraseTongue => "phrase-tongue",
            Self::PhraseFavourites => "phrase-favourites",
        }
    }
}

/// Whether the browser gives local storage at all: the library would stop the app otherwise.
fn is_available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

/// Reads a setting.
#[must_use]
pub fn load(setting: Setting) -> Option<String> {
    if is_available() { LocalStorage::get(setting.key()).ok() } else { None }
}

/// Keeps a setting, or forgets it. Refused storage is no error here.
pub fn save(setting: Setting, value: Option<&str>) {
    if !is_available() {
        return;
    }
    match value {
        Some(value) => {
            let _ = LocalStorage::set(setting.key(), value);
        }
        None => LocalStorage::delete(setting.key()),
    }
}
