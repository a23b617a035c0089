//! Notes while the app is open, for pages: signals that show them, commands that change them. All that is done with a note
//! is done in `migraction-device`, which this binds to the browser; keys and opened notes are in its memory only, never in a
//! signal, a page or JavaScript, and it wipes them at locking.

mod commands;
mod host;
mod signals;

pub use commands::{flush, judge, new_draft, store, typed};
pub use migraction_device::{
    EditError as EditTrouble, FileError as FileTrouble, FlushFn, Imported,
    JoinError as JoinTrouble, Joined, NewCode, NewProfile, Offer, Profile,
    ProfileError as ProfileTrouble, UnlockError as UnlockTrouble,
};
pub use signals::{NotesStore, use_notes};
