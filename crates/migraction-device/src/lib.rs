//! The client side of notes: profiles, the unlocked session with its decrypted notes, drafts, and the effects of the sync
//! engine. The app runs it over IndexedDB and `fetch`, the simulator over an in-memory storage and an unreliable transport.
//!
//! ```text
//! page ─▶ Device ─▶ Session (keys, notes, Engine: decides) ─▶ effects ─▶ Storage, Transport, Host::sleep
//!           ▲                                                                      │
//!           └────────── events: stored, responded, merged, timeout ◀────────────────┘
//! ```
//!
//! [`Device`] is the API. `session` and `merge` are pure: clock, random bytes and stored bytes are arguments. The other
//! modules are async and perform I/O through a [`Host`].
//!
//! Never here: browser APIs, text for people, keys outside the memory of the session. A [`Storage`] never receives private
//! data in plaintext: see [`Write`].

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
pub use drafts::FlushFn;
pub use edit::EditError;
pub use enrol::{Access, JoinError, Joined, Offer};
pub use file::{FileError, Imported};
pub use host::{EstimateFailed, Host, Notice, StretchFailed, Stretched, Task};
pub use profile::{NewCode, NewProfile, Profile, ProfileError};
pub use sealed::Sealed;
pub use storage::{Action, Storage, StorageError, Store, Write};
pub use unlock::UnlockError;
