//! What the measuring page calls: the search over a real pack, and the notes of the app as its own pages use
//! them. Nothing is decided or stored here; `cargo xtask bench` builds it, and it is in no release.

mod guide;
mod notes;
