//! A device's half of notes: profiles and the one that is unlocked, its opened notes, what the sync machine asks for, in
//! its order. The app runs it over IndexedDB and `fetch`, the simulator over a storage in memory and links that fail.
//!
//! ```text
//! page ─▶ Device ─▶ Session (keys, notes, Engine: decides) ─▶ effects ─▶ Storage, Transport, Host::sleep
//!           ▲                                                                      │
//!           └────────── events: stored, answered, merged, timeout ◀────────────────┘
//! ```
//!
//! [`Device`] is the whole of it for whoever calls. What decides is in `session` and `merge` and is pure: the clock,
//! random bytes and stored bytes are arguments there. What waits is in the other modules, and asks a [`Host`] for it.
//!
//! Never here: a browser, a sentence for people, a key outside the session's memory. A [`Storage`] is given nothing that is
//! private and not sealed: see [`Write`].

#![forbid(unsafe_code)]

mod device;
mod dispatch;
mod drafts;
mod edit;
mod enrol;
mod file;
mod host;
mod ids;
mod merge;
mod profile;
mod sealed;
mod session;
pub mod storage;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod unlock;

pub use device::Device;
pub use drafts::HandOver;
pub use edit::EditError;
pub use enrol::{Access, JoinError, Joined, Offer};
pub use file::{FileError, Imported};
pub use host::{EstimateFailed, Host, Notice, StretchFailed, Stretched, Task};
pub use profile::{NewCode, NewProfile, Profile, ProfileError};
pub use sealed::Sealed;
pub use storage::{Action, Storage, StorageError, Store, Write};
pub use unlock::UnlockError;
