//! What a device does with packs: which one it opens, how it installs one, renews it, and goes back.
//!
//! Pure: what is kept, what is offered and the circumstances come in, a list of [`Action`]s comes out. Whoever performs them
//! takes them in their order and decides nothing; `src/state/pack` of the app does. The rules are these:
//!
//! - Nothing is used that was not verified, and a pack that opens always stays on the device.
//! - A pack is written whole or not at all; the one in use becomes the previous one.
//! - A pack that is older, of another schema, or not the publisher's changes nothing.
//! - The reader comes first: what is not read now waits, and on a metered connection is not fetched.

mod kept;
mod outcome;
mod plan;

pub use kept::{KeptPacks, Replacement, Role, SignedManifest};
pub use outcome::{Failure, MissingReason, StorageFailure, StorageState, UpdateStatus};
pub use plan::{Action, Circumstances, Renewal, complete, install, renew};

#[cfg(test)]
mod tests;
